"""Pages of leagues and formulas: what they say, what they refuse, how many queries they cost."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime

import pytest
import yaml
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.assessment.test_leagues import FIELD, PLAIN, STREET, formula, rows_of
from tests.people import HOME, LEADER, OFFICER, make_account, make_city
from tests.queries import assert_queries
from tests.rounds import make_round
from wenming.assessment.actions import keep_leagues
from wenming.assessment.models import FormulaStart, LocalFormula
from wenming.assessment.queries.formulas import template_text

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
SHARES = {"甲街道": ".", "乙街道": ".x", "丙街道": "x"}


@pytest.fixture
def office(client):
    """A browser in the campaign office."""
    make_city(HOME)
    client.force_login(make_account(OFFICER))
    return client


def page(client, name, *args, **query):
    """A page's answer."""
    return client.get(reverse(f"assessment:{name}", args=[HOME, *args]), query)


def text(answer):
    """What a page says."""
    return answer.content.decode()


def ranked(shares=None, sites=30, **more):
    """A round with its leagues."""
    round_ = make_round(rows_of(shares or SHARES, sites=sites), **more)
    keep_leagues(round_=round_, by=None, at=AT)
    return round_


def sent(content="", **changes):
    """What the form sends: a formula of two parts, changed."""
    rows = {
        "parts": [{"name": "总分", "key": "all"}, {"name": "实地", "key": "field", "parent": "all", "weight": "85", "input": FIELD},
                  {"name": "问卷", "key": "survey", "parent": "all", "weight": "15", "absent": "renormalise"}, {}],
        "adjustments": [{}], "groups": [{}], "grades": [{"name": "优", "from": "90"}, {}],
    }  # fmt: skip
    data = {"name": "八五一五", "key": "two", "source": "本市", "digits": "2", "ties": "shared", "note": "起步"}
    for table, found in rows.items():
        data |= {f"{table}-TOTAL_FORMS": len(found), f"{table}-INITIAL_FORMS": 0}
        data |= {f"{table}-{number}-{name}": value for number, row in enumerate(found) for name, value in row.items()}
    return data | changes


def test_league_page_shows_places_bands_intervals_and_what_changed(office):
    formula()
    ranked({"甲街道": "x", "乙街道": ".x", "丙街道": "."}, name="一", ended=date(2026, 10, 1))
    round_ = ranked({**SHARES, "少街道": ".x"}, name="二")
    found = text(page(office, "league", round_.number))
    for said in ("按《只看实地》第 1 版", "第 1 名", "无可辨变化", "较第 1 轮", 'delta-up"', 'delta-down"', "95%"):
        assert said in found
    assert f"{reverse('inspections:observations', args=[HOME, round_.number])}?area=" in found
    assert page(office, "leagues_latest").url == reverse("assessment:league", args=[HOME, round_.number])
    book = page(office, "league_export", round_.number, level=STREET)
    assert book.content[:2] == b"PK"


def test_league_page_of_few_sites_says_so_and_gives_no_number(office):
    formula()
    round_ = ranked(sites=4)
    found = text(page(office, "league", round_.number, level=STREET))
    assert "样本不足" in found
    assert "iv-point" not in found.partition("<tbody>")[2].partition("</tbody>")[0]


def test_league_page_without_formula_gives_estimates_and_no_places(office):
    round_ = ranked()
    assert "这一级还没有施行公式" in text(page(office, "league", round_.number))


def test_league_page_says_what_the_formula_lacks(office):
    content = yaml.safe_load(template_text("jining"))
    formula({**content, "key": "jining"}, members={"urban": ["甲街道"]})
    assert "公式要求必须有“问卷调查”" in text(page(office, "league", ranked().number))


@pytest.mark.parametrize("shares", [{"甲街道": "."}, SHARES])
def test_league_page_sends_as_many_queries_with_one_row_as_with_three(office, shares):
    formula()
    round_ = ranked(shares)
    page(office, "league", round_.number)
    with assert_queries(5):
        assert page(office, "league", round_.number).status_code == 200


def test_league_page_before_anything_is_there_says_what_will_come(office):
    assert "还没有轮次" in text(page(office, "leagues_latest"))
    round_ = make_round(rows_of(SHARES))
    assert "排行还没有算出来" in text(page(office, "league", round_.number))
    assert page(office, "league_export", round_.number).status_code == 404
    assert page(office, "league", 99).status_code == 404


def test_formula_sent_on_the_form_becomes_a_version_and_begins_to_hold(office):
    answer = office.post(reverse("assessment:formula_new", args=[HOME]), sent())
    version = LocalFormula.objects.in_city(make_city(HOME)).get()
    assert answer.url == reverse("assessment:formula", args=[HOME, version.pk])
    assert (version.sources, version.note) == ({"field": FIELD, "survey": "none"}, "起步")
    shown = text(page(office, "formula", version.pk))
    for said in ("八五一五", "其余按比例补足", "实地测评得分率", "0.85 × 90", "这一版还没有施行"):
        assert said in shown
    start = reverse("assessment:formula_start", args=[HOME, version.pk])
    assert office.post(start, {"starts_on": "2026-01-01"}).status_code == 422
    office.post(start, {"levels": ["district", STREET], "starts_on": "2026-01-01"})
    assert FormulaStart.objects.in_city(version.city).count() == 2
    assert "街道乡镇：第 1 版，2026年1月1日 起" in text(page(office, "formulas"))


def test_formula_with_faults_is_shown_again_each_fault_at_its_cell(office):
    url = reverse("assessment:formula_new", args=[HOME])
    answer = office.post(url, sent(**{"parts-1-weight": "80", "parts-2-parent": "nobody", "grades-0-from": "高"}))
    assert answer.status_code == 422
    found = text(answer)
    assert "引用的“nobody”不存在" in found
    assert "“等次 第 1 行 · 从几分起”要写一个数" in found
    assert '<a href="#id_grades-0-from">去改</a>' in found
    assert 'name="note" value="起步"' in found.replace('type="text" ', "")
    assert "“项目和权重 第 1 行”下级的权重加起来是 95" in text(office.post(url, sent(**{"parts-1-weight": "80"})))
    whole = {f"parts-{row}-{name}": "" for row in range(3) for name in ("name", "key", "parent", "weight")}
    assert "“项目和权重”没有填" in text(office.post(url, sent(**whole)))
    answer = office.post(url, sent(key="不行"))
    assert (answer.status_code, answer.context["problems"]) == (
        422, [{"text": "公式编号：只能用拉丁字母、数字、下划线和连字符，例如 streets-2026", "url": "#id_key"}],
    )  # fmt: skip
    two = sent(**{"groups-TOTAL_FORMS": 2, "groups-0-key": "a", "groups-0-name": "甲", "groups-0-members": "甲街道", "groups-1-key": "b", "groups-1-name": "乙", "groups-1-members": "甲街道"})  # fmt: skip
    assert "同一个名称写进了两个分组" in text(office.post(url, two))
    assert not LocalFormula.objects.in_city(make_city(HOME)).exists()


def test_editor_gives_more_rows_and_a_preview_without_writing(office):
    answer = office.post(
        reverse("assessment:formula_new", args=[HOME]), sent(more="parts", key="", **{"parts-1-weight": "八五"})
    )
    assert 'name="parts-5-name"' in text(answer)
    for kept in ("八五一五", "起步", "八五", "survey"):
        assert f'value="{kept}"' in text(answer)
    # the other tables keep what says something, and two rows to write into
    assert [len(answer.context["forms"].sets[name]) for name in ("parts", "adjustments", "groups", "grades")] == [
        6,
        2,
        2,
        3,
    ]
    preview = reverse("assessment:formula_preview", args=[HOME])
    assert "0.85 × 90 + 0.15 × 90 = 90" in text(office.post(preview, sent()))
    assert "没有填" in text(office.post(preview, sent(name="")))
    assert not LocalFormula.objects.in_city(make_city(HOME)).exists()


@pytest.mark.parametrize("name", ["jining", "wuhan", "ankang", "yingde", "jinhua"])
def test_editor_begins_with_a_published_formula_worked_out(office, name):
    found = text(page(office, "formula_new", template=name))
    assert yaml.safe_load(template_text(name))["name"] in found
    assert "fm-score" in found


@pytest.mark.parametrize(
    ("inputs", "score", "said"),
    [
        ("field=90、survey=80", "88", "“示例：得分”得 88.5"),
        ("field=90", "90", ""),
        ("survey=90", "88.5", "示例里缺少“field”的值"),
        ("field=120、survey=80", "88.5", "示例里“field”的值不在 0 和满值之间"),
        ("field=90、survey=80、cards=1", "88.5", "示例里多了“cards”"),
        ("field=许多", "88.5", "“示例：各项的值”要写一个数"),
        ("field=90、survey=80", "88.5", ""),
    ],
)
def test_example_that_the_formula_does_not_reproduce_is_told_in_words(office, inputs, score, said):
    data = sent(example_inputs=inputs, example_score=score)
    problems = office.post(reverse("assessment:formula_preview", args=[HOME]), data).context["problems"]
    assert [said in one["text"] for one in problems] == [True] * bool(said)


def test_editor_begins_with_nothing_or_refuses_what_is_no_template(office):
    assert "填好名称" in text(page(office, "formula_new"))
    assert page(office, "formula_new", template="passwd").status_code == 404


def test_next_version_says_what_changed(office):
    first = formula()
    second = formula({**PLAIN, "digits": 1})
    assert "比上一版改了什么" in text(page(office, "formula", second.pk))
    assert "比上一版改了什么" not in text(page(office, "formula", first.pk))
    assert 'value="plain"' in text(page(office, "formula_edit", second.pk))
    answer = office.post(reverse("assessment:formula_edit", args=[HOME, second.pk]), sent(key="plain"))
    assert LocalFormula.objects.in_city(first.city).filter(key="plain").count() == 3
    assert answer.status_code == 302


@pytest.mark.parametrize("kind", ["yaml", "xlsx"])
def test_exported_formula_read_in_again_is_the_same(office, kind):
    content = yaml.safe_load(template_text("jining"))
    version = formula({**content, "key": "jining"}, members={"urban": ["甲街道", "乙街道"]})
    answer = page(office, "formula_export", version.pk, **{"as": kind})
    file = SimpleUploadedFile(f"formula.{kind}", answer.content)
    shown = office.post(reverse("assessment:formula_file", args=[HOME]), {"file": file})
    assert "已读入文件" in text(shown)
    forms = shown.context["forms"]
    url = reverse("assessment:formula_new", args=[HOME])
    data = {
        f"{made.prefix}-{name}": value
        for made in forms.sets.values()
        for name, value in made.management_form.initial.items()
    }
    for form in (forms.head, *(row for made in forms.sets.values() for row in made)):
        data |= {
            form.add_prefix(name): form.get_initial_for_field(field, name) or "" for name, field in form.fields.items()
        }
    office.post(url, data)
    # nothing new was written, for nothing differs
    assert LocalFormula.objects.in_city(version.city).count() == 1
    assert page(office, "formula_export", version.pk).status_code == 404


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.yaml", b"{", "读不出来"),
        ("a.yaml", b"- 1", "没有公式"),
        ("a.yaml", b"key: a", "没有填"),
        ("a.txt", b"key: a", "txt"),
        ("a.xlsx", b"PK", "文件"),
    ],
)
def test_file_that_is_no_formula_is_refused_in_words(office, name, content, said):
    answer = office.post(
        reverse("assessment:formula_file", args=[HOME]), {"file": SimpleUploadedFile(name, content)}, follow=True
    )
    assert said in text(answer)


def test_workbook_without_parts_is_refused(office):
    import xlsxwriter

    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        book.add_worksheet("别的").write_row(0, 0, ["甲", "乙"])
    file = SimpleUploadedFile("a.xlsx", buffer.getvalue())
    answer = office.post(reverse("assessment:formula_file", args=[HOME]), {"file": file}, follow=True)
    assert "没有“parts”这张表" in text(answer)


def test_leader_reads_formulas_and_writes_none(client):
    version = formula()
    client.force_login(make_account(LEADER))
    assert "定施行日期" not in text(page(client, "formula", version.pk))
    assert "从公开的公式起步" not in text(page(client, "formulas"))
    assert page(client, "formula_new").status_code == 403
