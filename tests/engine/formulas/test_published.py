"""Formulas of cities with the numbers they published (domain.md 5.4 and 9)."""

from __future__ import annotations

from fractions import Fraction

import pytest
import yaml

from tests.data import ROOT
from wenming.engine.formulas import FormulaEntrant, digest_of_formula, read_formula, score_all, worked, write_formula

FOLDER = ROOT / "data" / "formulas"


def formula(name: str):
    return read_formula(yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8")))


def score(name: str, league: str = "", **inputs: str):
    found = formula(name)
    entrant = FormulaEntrant("one", {key: Fraction(value) for key, value in inputs.items()}, league)
    return found, score_all(found, [entrant]).of("one")


# domain.md W-1: 济宁, August 2017
JINING = [
    ("济阳", "97.96", "96.65", "97.76"), ("洸河", "96.76", "96.72", "96.75"), ("仙营", "97.60", "91.26", "96.65"),
    ("酒仙桥", "95.94", "96.41", "96.01"), ("南苑", "96.15", "95.15", "96.00"), ("阜桥", "96.02", "87.54", "94.75"),
    ("观音阁", "92.03", "98.31", "92.97"), ("鼓楼", "93.76", "85.34", "92.49"), ("越河", "92.56", "88.25", "91.91"),
    ("龙桥", "91.24", "94.41", "91.72"), ("古槐", "92.50", "86.55", "91.61"), ("许庄", "91.13", "90.23", "91.00"),
    ("金城", "90.80", "91.47", "90.90"),
]  # fmt: skip


def test_score_streets_of_jining_gives_the_published_table():
    entrants = [
        FormulaEntrant(name, {"field": Fraction(field), "survey": Fraction(survey)}, "urban")
        for name, field, survey, _total in reversed(JINING)
    ]
    found = score_all(formula("jining"), entrants)
    assert [(one.place, one.entrant.key) for one in found.scores] == [
        (place, line[0]) for place, line in enumerate(JINING, start=1)
    ]
    for one, line in zip(found.scores, JINING, strict=True):
        # the published parts were rounded separately
        assert abs(one.published - Fraction(line[3])) <= Fraction("0.01")


def test_score_a_town_of_jining_without_survey_counts_the_field_alone():
    _formula, found = score("jining", "towns", field="91.5")
    assert found.published == Fraction("91.5")
    assert found.parts["survey"].points is None


@pytest.mark.parametrize(
    ("inputs", "points"),
    [
        # domain.md W-6
        ({"closing_in_time": "68", "closing_rate": "87", "urgent_closing": "98", "urgent_in_time": "94"}, ("48", "17", "8.5", "73.5")),
        ({"closing_in_time": "99", "closing_rate": "90", "urgent_closing": "100", "urgent_in_time": "95"}, ("50", "20", "10", "80")),
        ({"closing_in_time": "10", "closing_rate": "60", "urgent_closing": "90", "urgent_in_time": "50"}, ("0", "0", "0", "0")),
    ],
)  # fmt: skip
def test_score_the_sheet_of_jinhua_takes_points_off_below_the_limits(inputs, points):
    _formula, found = score("jinhua", **inputs)
    parts = [found.parts[key].points for key in ("in_time", "closing", "urgent", "sheet")]
    assert parts == [Fraction(value) for value in points]


def test_score_a_community_of_ankang_adds_thirty_and_seventy():
    _formula, found = score("ankang", ledger="28.5", sites="95")
    assert found.exact == Fraction("28.5") + Fraction("66.5")


def test_score_a_district_of_wuhan_weighs_sixty_and_forty_with_ninety_and_ten():
    _formula, found = score("wuhan", third_party="90", city_management="80", survey="100")
    assert found.exact == Fraction("0.6") * (Fraction("0.9") * 90 + Fraction("0.1") * 80) + 40


def test_score_an_area_of_yingde_weighs_residents_and_surveyor():
    _formula, found = score("yingde", residents="90", surveyor="80")
    assert found.exact == 87


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.yaml")), ids=lambda path: path.stem)
def test_read_a_formula_that_comes_along_reproduces_its_example_and_is_written_alike(path):
    found = formula(path.stem)
    assert found.example is not None
    assert read_formula(write_formula(found)) == found
    assert digest_of_formula(found) == digest_of_formula(read_formula(write_formula(found)))


def test_show_the_sums_of_a_score():
    found, one = score("jining", "urban", field="97.96", survey="96.65")
    assert worked(one, digits=found.digits) == (
        "街道指数 = 0.85 × 97.96 + 0.15 × 96.65 = 97.7635",
        "街道指数 ≈ 97.76",
    )
    found, one = score("jinhua", closing_in_time="68", closing_rate="87", urgent_closing="98", urgent_in_time="94")
    assert worked(one, digits=found.digits)[-2:] == ("紧急案件 = 10 - 1 - 0.5 = 8.5", "计分 = 48 + 17 + 8.5 = 73.5")
