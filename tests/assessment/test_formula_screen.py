"""The five local formulas typed into the form, kept, and scored from what was kept: the numbers that their cities published (domain.md 5.4, 9)."""

from __future__ import annotations

from fractions import Fraction

import pytest
from django.urls import reverse

from tests.people import HOME, OFFICER, make_account, make_city
from wenming.assessment.models import LocalFormula
from wenming.assessment.queries.formulas import formula_of, template
from wenming.engine.formulas import FormulaEntrant, read_formula, score_all

pytestmark = pytest.mark.django_db
STREETS = "济宁 2017 年 8 月，domain.md W-1"
SHEET = "金华计分表，domain.md W-6"
KNOWN = "domain.md 5.4"

TYPED = {
    "jining": {
        "head": {"example_inputs": "field=97.96、survey=96.65", "example_score": "97.76", "example_league": "urban"},
        "parts": [
            {"name": "街道指数", "key": "index"},
            {"name": "实地考察", "key": "field", "parent": "index", "weight": "85", "input": "field"},
            {"name": "问卷调查", "key": "survey", "parent": "index", "weight": "15", "leagues": "urban、fringe"},
        ],
        "groups": [{"name": "城区街道", "key": "urban"}, {"name": "城郊镇街", "key": "fringe"}, {"name": "其他镇", "key": "towns"}],
    },
    "jinhua": {
        "head": {
            "digits": "1",
            "example_inputs": "closing_in_time=68、closing_rate=87、urgent_closing=98、urgent_in_time=94",
            "example_score": "73.5",
        },
        "parts": [
            {"name": "计分", "key": "sheet", "combine": "sum"},
            {"name": "按期结案", "key": "in_time", "parent": "sheet", "full": "50", "start": "full"},
            {"name": "结案", "key": "closing", "parent": "sheet", "full": "20", "start": "full"},
            {"name": "紧急案件", "key": "urgent", "parent": "sheet", "full": "10", "start": "full"},
        ],
        "adjustments": [
            {"part": "in_time", "sign": "minus", "of": "closing_in_time", "limit": "70", "each": "1"},
            {"part": "closing", "sign": "minus", "of": "closing_rate", "limit": "90", "each": "1"},
            {"part": "urgent", "sign": "minus", "of": "urgent_closing", "limit": "100", "each": "0.5"},
            {"part": "urgent", "sign": "minus", "of": "urgent_in_time", "limit": "95", "each": "0.5"},
        ],
    },
    "ankang": {
        "head": {"example_inputs": "ledger=27、sites=90", "example_score": "90"},
        "parts": [
            {"name": "社区得分", "key": "community", "combine": "sum"},
            {"name": "资料台账与六支队伍", "key": "ledger", "parent": "community", "full": "30"},
            {"name": "点位达标率", "key": "sites", "parent": "community", "full": "70", "scale": "100", "input": "field"},
        ],
    },
    "wuhan": {
        "head": {"example_inputs": "third_party=92、city_management=88、survey=95", "example_score": "92.96"},
        "parts": [
            {"name": "城区文明指数", "key": "index"},
            {"name": "实地测评", "key": "field", "parent": "index", "weight": "60"},
            {"name": "第三方", "key": "third_party", "parent": "field", "weight": "90", "input": "field"},
            {"name": "城管", "key": "city_management", "parent": "field", "weight": "10"},
            {"name": "问卷调查", "key": "survey", "parent": "index", "weight": "40"},
        ],
    },
    "yingde": {
        "head": {"example_inputs": "residents=88.5，surveyor=92", "example_score": "89.55"},
        "parts": [
            {"name": "区域得分", "key": "area"},
            {"name": "居民评价", "key": "residents", "parent": "area", "weight": "0.7"},
            {"name": "调查员评价", "key": "surveyor", "parent": "area", "weight": "0.3"},
        ],
    },
}  # fmt: skip

CASES = [
    # name, source, league, inputs, published score
    ("jining", STREETS, "urban", {"field": "97.96", "survey": "96.65"}, "97.76"),
    ("jining", STREETS, "urban", {"field": "95.94", "survey": "96.41"}, "96.01"),
    ("jining", STREETS, "urban", {"field": "90.80", "survey": "91.47"}, "90.90"),
    ("jining", STREETS, "towns", {"field": "91.5"}, "91.5"),
    ("jinhua", SHEET, "", {"closing_in_time": "68", "closing_rate": "87", "urgent_closing": "98", "urgent_in_time": "94"}, "73.5"),
    ("ankang", KNOWN, "", {"ledger": "28.5", "sites": "95"}, "95"),
    ("wuhan", KNOWN, "", {"third_party": "90", "city_management": "80", "survey": "100"}, "93.4"),
    ("yingde", KNOWN, "", {"residents": "90", "surveyor": "80"}, "87"),
]  # fmt: skip


def typed(name):
    """What the browser sends: the head, the filled rows and as many spare ones as the form has."""
    tables = {"adjustments": [], "groups": [], "grades": [], **TYPED[name]}
    published = template(name)
    data = {"key": name, "name": published["name"], "source": published["source"], "digits": "2", "ties": "shared"}
    data |= tables.pop("head")
    for table, rows in tables.items():
        spare = [{"absent": "refuse", "combine": "weighted", "start": "value"}] * 2 if table == "parts" else [{}, {}]
        data |= {f"{table}-TOTAL_FORMS": len(rows) + 2, f"{table}-INITIAL_FORMS": 0}
        for number, row in enumerate([*rows, *spare]):
            data |= {f"{table}-{number}-{field}": value for field, value in row.items()}
    return data


@pytest.fixture
def office(client):
    """A browser in the campaign office."""
    make_city(HOME)
    client.force_login(make_account(OFFICER))
    return client


@pytest.mark.parametrize("name", TYPED)
def test_type_a_published_formula_into_the_form_keeps_the_very_formula(office, name):
    preview = office.post(reverse("assessment:formula_preview", args=[HOME]), typed(name)).context
    assert (preview["problems"], [one["fault"] for one in preview["examples"]]) == ([], [""] * len(preview["examples"]))
    assert Fraction(preview["examples"][0]["score"]) == Fraction(str(template(name)["example"]["score"]))
    assert office.post(reverse("assessment:formula_new", args=[HOME]), typed(name)).status_code == 302
    kept = formula_of(LocalFormula.objects.in_city(make_city(HOME)).get())
    assert kept == read_formula(template(name))


def test_save_a_formula_unchanged_says_that_nothing_was_changed(office):
    address = reverse("assessment:formula_new", args=[HOME])
    told = [
        str(next(iter(office.post(address, typed("jinhua"), follow=True).context["messages"]))) for _time in range(2)
    ]
    assert told == ["已保存为第 1 版；还要定施行日期才会用来排名", "没有改动，仍是第 1 版"]


@pytest.mark.parametrize(("name", "source", "league", "inputs", "score"), CASES)
def test_score_by_a_formula_typed_into_the_form_is_the_published_score(office, name, source, league, inputs, score):
    office.post(reverse("assessment:formula_new", args=[HOME]), typed(name))
    kept = formula_of(LocalFormula.objects.in_city(make_city(HOME)).get())
    entrant = FormulaEntrant("one", {key: Fraction(value) for key, value in inputs.items()}, league)
    assert score_all(kept, [entrant]).of("one").published == Fraction(score), source


def change(office, name, **changes):
    """Type a published formula, then type it again changed; return the places that the next version says it changed."""
    office.post(reverse("assessment:formula_new", args=[HOME]), typed(name))
    answer = office.post(reverse("assessment:formula_new", args=[HOME]), typed(name) | changes)
    return {one["place"]: (one["before"], one["after"]) for one in office.get(answer.url).context["changes"]}


def test_next_version_of_streets_names_what_changed_as_the_form_does(office):
    changes = {
        "digits": "1", "example_score": "97.8", "source": "济宁市 2018 年通报", "parts-1-name": "实地",
        "parts-2-input": "field", "parts-2-absent": "renormalise", "groups-0-members": "济阳", "groups-2-name": "乡镇", "grades-0-name": "优", "grades-0-from": "90",
    }  # fmt: skip
    assert change(office, "jining", **changes) == {
        "公布得分的小数位": ("2", "1"),
        "依据": ("济宁市 2017 年 8 月街道指数通报（转引）", "济宁市 2018 年通报"),
        "示例：得分": ("97.76", "97.8"),
        "实地 · 项目": ("实地考察", "实地"),
        "问卷调查 · 数据来源": ("暂无数据", "实地测评得分率"),
        "问卷调查 · 没有数据时": ("不出分", "其余按比例补足"),
        "城区街道 · 名单": ("", "济阳"),
        "乡镇 · 分组名称": ("其他镇", "乡镇"),
        "等次 · 1": ("", "优"),
        "从几分起 · 1": ("", "90"),
    }


def test_next_version_of_a_sheet_names_what_is_taken_off(office):
    found = change(office, "jinhua", **{"adjustments-1-limit": "92", "example_score": "71.5", "parts-0-name": "总分"})
    assert found == {
        "总分 · 项目": ("计分", "总分"),
        "示例：得分": ("73.5", "71.5"),
        "结案 · closing_rate · 百分率界限": ("90", "92"),
    }
