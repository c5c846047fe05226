"""The migration between two editions, as a person reads it."""

import io

import openpyxl
import pytest

from tests.people import HOME, INSPECTOR, OFFICER, make_account, make_city
from tests.queries import assert_queries
from tests.rounds import AT
from tests.standards.editions import AFTER, BEFORE, RICH
from wenming.standards.actions import adopt_edition

pytestmark = pytest.mark.django_db
PAGE = f"/{HOME}/standards/diff/"
PAIR = f"{PAGE}?before=riverside-2021&after=riverside-2024"


@pytest.fixture
def office(client):
    city, by = make_city(), make_account(OFFICER)
    for text in (BEFORE, AFTER):
        adopt_edition(city=city, source=text, file_name="x.yaml", by=by, at=AT)
    client.force_login(by)
    return client


def test_diff_page_without_a_choice_asks_for_two_editions(office):
    page = office.get(PAGE).content.decode()
    assert "选两个版本" in page
    assert "随系统提供" in page


def test_diff_page_counts_every_kind_and_puts_decisions_first(office):
    context = office.get(PAIR).context
    assert [(one["label"], one["count"]) for one in context["counts"]] == [
        ("拆分", 1), ("合并", 1), ("删去", 1), ("新增", 2), ("改名", 1), ("移动", 1), ("有改动", 10), ("相同", 4),
    ]  # fmt: skip
    assert [(group["count"], group["folded"]) for group in context["groups"]] == [(6, False), (4, False), (5, True)]
    assert context["summary"] == "4 处照旧，9 处有改动但去向清楚，6 处要人决定。"
    assert [one["name"] for one in context["whole"]] == ["周期各年权重", "分值"]


def test_diff_page_marks_the_words_that_changed(office):
    rows = " ".join(group["rows_html"] for group in office.get(PAIR).context["groups"])
    for words in (
        "背街小巷路面硬化<ins>与照明</ins>",
        "<del>4</del> 分",
        "<ins>6</ins> 分",
        "名称相含、分值相加相等",
        "<ins>1.1.4</ins>",
    ):
        assert words in rows, words


@pytest.mark.parametrize(("kind", "count"), [("split", 1), ("changed", 10), ("same", 4), ("nonsense", 15)])
def test_diff_page_shows_one_kind(office, kind, count):
    groups = office.get(f"{PAIR}&kind={kind}").context["groups"]
    assert sum(group["count"] for group in groups) == count


def test_diff_page_of_equal_editions_says_so(office):
    page = office.get(f"{PAGE}?before=riverside-2021&after=riverside-2021").content.decode()
    assert "两个版本没有差别" in page


def test_diff_page_with_a_kind_that_does_not_occur_says_so(office):
    pair = f"{PAGE}?before=suzhou-2016-district&after=suzhou-2016-district&kind=split"
    assert "两个版本没有差别" in office.get(pair).content.decode()
    other = f"{PAGE}?before=riverside-2021&after=national-civilized-city-2018-2020&kind=merged"
    page = office.get(other).content.decode()
    assert "没有这一类变化" in page
    assert "不像同一称号" in page


def test_diff_export_has_one_row_per_change(office):
    book = openpyxl.load_workbook(io.BytesIO(office.get(PAIR.replace("diff/", "diff/export/")).content))
    rows = list(book["条目变化"].iter_rows(min_row=3, values_only=True))
    assert len(rows) == 19
    assert rows[11][:4] == ("拆分", "2.1.1", "机动车礼让行人和非机动车停放", 8)
    assert [row[0] for row in book["整个体系"].iter_rows(min_row=2, values_only=True)][1:] == [
        "编号",
        "版本",
        "周期各年权重",
        "分值",
    ]


def test_diff_export_of_an_unknown_edition_is_404(office):
    assert office.get(f"{PAGE}export/?before=riverside-2021&after=nirgends").status_code == 404


def test_diff_pages_by_post(client):
    make_city()
    client.force_login(make_account(INSPECTOR))
    assert [client.get(page).status_code for page in (PAGE, f"{PAGE}export/")] == [403, 403]


def test_diff_page_sends_few_queries(office):
    office.get(PAIR)
    with assert_queries(4):
        office.get(PAIR)


def test_diff_page_shows_what_changed_beside_the_lines(office):
    changed = RICH.replace("riverside-full", "riverside-2025").replace("points: 3, months: 12", "points: 5, months: 6")
    changed = changed.replace('unit: "%"', 'unit: "h"').replace("kind: document", "kind: report")
    for text in (RICH, changed.replace("code: G16", "code: G17").replace("创建工作滑坡", "创建工作严重滑坡")):
        adopt_edition(city=make_city(), source=text, file_name="x.yaml", by=make_account(OFFICER), at=AT)
    pair = f"{PAGE}?before=riverside-full&after=riverside-2025"
    context = office.get(pair).context
    assert [(group["title"], group["count"]) for group in context["groups"]] == [
        ("负面清单", 3), ("材料要求", 1), ("指标数值", 1),
    ]  # fmt: skip
    rows = " ".join(group["rows_html"] for group in context["groups"])
    for words in (
        "<del>扣 3 分 12 个月内</del>",
        "<ins>扣 5 分 6 个月内</ins>",
        "<del>规范性文件</del>",
        "<ins>说明报告</ins>",
    ):
        assert words in rows, words
    assert context["summary"].endswith("条目以外另有 5 处不同。")
    assert [group["count"] for group in office.get(f"{pair}&kind=dropped").context["groups"]] == [1]
    book = openpyxl.load_workbook(io.BytesIO(office.get(pair.replace("diff/", "diff/export/")).content))
    told = {row[1:3]: row[5] for row in book["条目以外"].iter_rows(min_row=2, values_only=True)}
    assert told["有改动", "F1"] == "计量单位：% → h"
    assert ("删去", "G16") in told


def test_diff_page_says_values_in_the_readers_language(office):
    office.cookies["django_language"] = "en"
    adopt_edition(city=make_city(), source=RICH, file_name="x.yaml", by=make_account(OFFICER), at=AT)
    whole = office.get(f"{PAGE}?before=riverside-2021&after=riverside-full").context["whole"]
    assert [(one["before"], one["after"]) for one in whole] == [("yes", "no"), ("—", "Everything about volunteers")]


def test_diff_page_lets_a_dropped_line_speak_for_all_below_it(office):
    cut = BEFORE[: BEFORE.index('  - code: "2"')] + BEFORE[BEFORE.index('  - code: "3"') :]
    moved = cut.replace("riverside-2021", "riverside-2025").replace(", source: talk", "")
    adopt_edition(city=make_city(), source=moved, file_name="x.yaml", by=make_account(OFFICER), at=AT)
    context = office.get(f"{PAGE}?before=riverside-2021&after=riverside-2025").context
    assert [(group["title"], group["count"]) for group in context["groups"]] == [
        ("先看：要人决定的", 1), ("只有出处不同", 1),
    ]  # fmt: skip
    assert "连同下级 7 条" in context["groups"][0]["rows_html"]
    assert "<del>会议口头说明（未核实）</del>" in context["groups"][1]["rows_html"]
    assert {one["label"]: one["count"] for one in context["counts"]}["删去"] == 8
