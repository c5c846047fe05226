"""Adopting editions, and looking at them."""

import pytest
from django.core.exceptions import PermissionDenied

from tests.people import AUDITOR, HOME, INSPECTOR, LEADER, OFFICER, make_account, make_city
from tests.queries import assert_queries
from tests.rounds import AT, PACK, make_edition, make_round, row
from tests.standards.editions import AFTER, BEFORE, RICH
from wenming.engine.editions import ChangeKind, FoundBy
from wenming.engine.provisions import Headline, Judgement, MaterialKind, PenaltyEffect
from wenming.engine.standards import FunctionKind, TitleEffect
from wenming.inspections.actions import revoke_round
from wenming.kernel.models import Event
from wenming.standards.actions import EditionKnownError, adopt_edition
from wenming.standards.enums import (
    CHANGES,
    FOUND_BY,
    FUNCTIONS,
    HEADLINES,
    JUDGEMENTS,
    MATERIALS,
    METHODS,
    PENALTIES,
    TITLE_EFFECTS,
)
from wenming.standards.imports.findings import PackError
from wenming.standards.imports.tree import Method
from wenming.standards.imports.workbooks import read_workbook_pack
from wenming.standards.models import Edition, Node
from wenming.standards.queries import contents_of_edition, shipped_packs, standard_of

pytestmark = pytest.mark.django_db
PAGE = f"/{HOME}/standards/"
SOURCE = PACK.read_bytes().decode()


def adopt(source: str = SOURCE, person=OFFICER):
    by = make_account(person) if person else None
    return adopt_edition(city=make_city(), source=source, file_name="pack.yaml", by=by, at=AT)


@pytest.fixture
def office(client):
    make_city()
    client.force_login(make_account(OFFICER))
    return client


def test_adopt_edition_keeps_the_bytes_and_every_line():
    edition = adopt()
    nodes = list(Node.objects.in_city(edition.city).order_by("position"))
    pure = standard_of(edition)
    assert edition.source == SOURCE
    assert [(node.code, node.level) for node in nodes] == [(node.code, node.level) for node in pure.nodes]
    assert [node.level for node in nodes].count("content") == 39
    assert {node.parent.name for node in nodes if node.code.startswith("10.")} == {"公共服务"}


def test_adopt_edition_by_the_operator_needs_no_post():
    assert adopt(person=None).created_by is None


def test_adopt_edition_again_changes_nothing():
    assert adopt().pk == adopt().pk
    assert Event.objects.in_city(make_city()).filter(kind="edition.adopted").count() == 1


def test_adopt_edition_with_other_contents_under_a_known_code_is_refused():
    adopt()
    with pytest.raises(EditionKnownError, match="suzhou-2016-district"):
        adopt(SOURCE + "\n# another remark\n")


def test_adopt_edition_with_faults_keeps_nothing():
    with pytest.raises(PackError):
        adopt(SOURCE.replace("complete: true", "complete: perhaps"))
    assert Edition.objects.in_city(make_city()).count() == 0


@pytest.mark.parametrize("person", [LEADER, AUDITOR, INSPECTOR], ids=lambda one: one.username)
def test_adopt_edition_by_anybody_but_the_office_is_refused(person):
    with pytest.raises(PermissionDenied):
        adopt(person=person)


def test_editions_page_of_a_new_city_shows_the_way(office):
    assert "还没有测评体系" in office.get(PAGE).content.decode()


def test_editions_page_adopts_a_shipped_pack(office):
    response = office.post(PAGE, {"shipped": "suzhou-2016-district"})
    assert response["Location"] == f"{PAGE}suzhou-2016-district/"
    page = office.get(response["Location"]).content.decode()
    for words in ("诚信建设制度化", "也写作", "未测不计分"):
        assert words in page, words


def test_editions_page_with_an_unknown_pack_is_404(office):
    assert office.post(PAGE, {"shipped": "nirgends"}).status_code == 404


def test_editions_page_with_a_known_code_asks_for_another(office):
    adopt(SOURCE + "\n# another remark\n")
    page = office.post(PAGE, {"shipped": "suzhou-2016-district"}, follow=True).content.decode()
    assert "已经用于另一份内容" in page


def test_editions_page_names_packs_in_the_readers_language(office):
    office.cookies["django_language"] = "en"
    page = office.get(PAGE).content.decode()
    assert "National Civilized City" in page
    assert "全国文明城市测评体系" not in page


def test_edition_file_comes_back_byte_for_byte(office):
    adopt()
    assert office.get(f"{PAGE}suzhou-2016-district/file/").content == PACK.read_bytes()


def test_edition_that_is_not_there_is_404(office):
    assert office.get(f"{PAGE}nirgends/").status_code == 404
    assert office.get(f"{PAGE}nirgends/file/").status_code == 404


def test_standards_pages_by_post(client):
    make_edition()
    client.force_login(make_account(LEADER))
    assert client.get(PAGE).status_code == 200
    assert client.post(PAGE, {"shipped": "suzhou-2016-district"}).status_code == 403
    client.force_login(make_account(INSPECTOR))
    pages = (PAGE, f"{PAGE}suzhou-2016-district/", f"{PAGE}suzhou-2016-district/file/")
    assert [client.get(page).status_code for page in pages] == [403] * 3


def test_editions_page_counts_the_rounds_that_count(office):
    round_ = make_round([row()])
    page = office.get(PAGE)
    assert [line["rounds"] for line in page.context["editions"]] == ["1"]
    revoke_round(round_=round_, reason="x", by=make_account(OFFICER), at=AT)
    assert [line["rounds"] for line in office.get(PAGE).context["editions"]] == [""]


def test_editions_page_sends_few_queries(office):
    adopt()
    office.get(PAGE)
    with assert_queries(5):
        office.get(PAGE)
    for text in (BEFORE, AFTER):
        adopt(text)
    office.get(PAGE)
    with assert_queries(5):
        office.get(PAGE)


def test_edition_page_sends_few_queries(office):
    for text in (BEFORE, AFTER, RICH):
        adopt(text)
    for part in ("tree", "sites"):
        office.get(f"{PAGE}riverside-full/?part={part}")
        with assert_queries(5):
            office.get(f"{PAGE}riverside-full/?part={part}")


@pytest.mark.parametrize(
    ("part", "words"),
    [
        ("conditions", ["申报前 12 个月内", "停止称号", "扣 3 分", "12 个月内", "0.5", "取消申报资格"]),
        ("questions", ["满意 1 / 一般 0.6 / 不满意 0", "满意率", "街头拦访", "≥ 85%", "3.1"]),
        ("materials", ["规范性文件", "公共厕所管理制度", "12 个月内"]),
        ("figures", ["≥ 38 %", "不足 50 万", "50 万至不足 100 万"]),
        (
            "sites",
            [
                "每 100 米不少于 2",
                "间隔 50 米以上才分别计",
                "走 500 米",
                "时段 7:40—9:00",
                "逐个按压",
                "点位类型 × 检查项",
            ],
        ),
        ("unknown", ["公共环境", "志愿服务的全部标准", "不出总分", "未核实"]),
    ],
)
def test_edition_page_shows_each_part(office, part, words):
    adopt(RICH)
    page = office.get(f"{PAGE}riverside-full/?part={part}").content.decode()
    assert [word for word in words if word not in page] == []


def test_edition_page_has_tabs_only_for_what_there_is(office):
    adopt(BEFORE)
    adopt(RICH)
    labels = [tab["label"] for tab in office.get(f"{PAGE}riverside-2021/").context["tabs"]]
    assert labels == ["体系条目"]
    tabs = office.get(f"{PAGE}riverside-full/").context["tabs"]
    assert [tab["count"] for tab in tabs] == ["18", "4", "1", "1", "3", "6"]


def test_edition_page_says_how_sure_the_facts_are(office):
    adopt(RICH)
    about = office.get(f"{PAGE}riverside-full/").context["about"]
    assert [(one["kind"], one["count"]) for one in about["sureness"]] == [("sourced", "32"), ("unverified", "1")]
    assert about["gaps"] == ["志愿服务的全部标准"]


def test_edition_page_marks_points_that_nobody_published(office):
    silent = BEFORE.replace(
        "complete: true", "complete: false\nnot_covered:\n  - {zh: 分值, en: Points}\nshares: unpublished"
    )
    adopt(
        "\n".join(line.split(", points:")[0] + "}" if ", points:" in line else line for line in silent.splitlines())
        + "\n"
    )
    page = office.get(f"{PAGE}riverside-2021/").content.decode()
    assert "未公布，均分试算" in page
    assert "未公布，按 100 分试算" in page


def test_edition_page_leads_to_the_edition_before_else_after(office):
    adopt(BEFORE)
    assert office.get(f"{PAGE}riverside-2021/").context["compare_url"] == ""
    adopt(AFTER)
    urls = [office.get(f"{PAGE}riverside-{year}/").context["compare_url"] for year in ("2021", "2024")]
    assert urls == [f"{PAGE}diff/?before=riverside-2021&after=riverside-2024"] * 2


def test_edition_workbook_reads_back(office):
    adopt(BEFORE)
    content = office.get(f"{PAGE}riverside-2021/workbook/").content
    contents, findings = read_workbook_pack(content, "x.xlsx")
    assert findings == ()
    assert contents == contents_of_edition(Edition.objects.in_city(make_city()).get())


@pytest.mark.parametrize("code", sorted(shipped_packs()))
def test_edition_page_shows_every_part_of_a_shipped_pack(office, code):
    office.post(PAGE, {"shipped": code})
    for language in ("zh-hans", "en"):
        office.cookies["django_language"] = language
        tabs = office.get(f"{PAGE}{code}/").context["tabs"]
        assert [office.get(tab["url"]).status_code for tab in tabs] == [200] * len(tabs)


def test_every_rule_and_word_of_the_format_has_a_name_on_the_page():
    named = (FUNCTIONS, PENALTIES, JUDGEMENTS, MATERIALS, HEADLINES, TITLE_EFFECTS, CHANGES, FOUND_BY)
    kinds = (FunctionKind, PenaltyEffect, Judgement, MaterialKind, Headline, TitleEffect, ChangeKind, FoundBy)
    assert [set(words) for words in named] == [set(kind) for kind in kinds]
    assert set(METHODS) == set(Method)
