"""Papers graded by clause. Golden: 40 + 40 + 20 of 2018-2020 (domain.md 1.6), from the pack itself; the rest by hand."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from wenming.engine.grading import (
    ClauseInput,
    Given,
    Grade,
    GradeStanding,
    PartScore,
    Range,
    ScorePart,
    clauses_by_papers,
    edition_grades,
    part_points,
    parts_of,
    range_of,
    weights_of,
    year_total,
)
from wenming.engine.standards import FunctionKind, GradeStep, MissingRule, Node, NodeFunction, Standard
from wenming.standards.imports.packs import load_standard

PACKS = Path(__file__).parents[2] / "data" / "standards"
FILING, FIELD, SURVEY = ScorePart
HOLDS, DIFFERS, INCOMPLETE, UNGRADED = GradeStanding


def leaf(code: str, points: int, *methods: str, **facts: object) -> Node:
    rule = MissingRule.EXCLUDE
    return Node(code, code, "content", Fraction(points), rule, rule, methods=methods, **facts)  # type: ignore[arg-type]


def standard(*children: Node) -> Standard:
    root = leaf("root", sum(int(child.points) for child in children))
    return Standard("test", "测试", "", "1", ("content",), replace(root, children=children), complete=True, digest="")


def test_parts_of_the_edition_of_2018_are_forty_forty_twenty():
    pack = load_standard(PACKS / "national-civilized-city-2018-2020.yaml")
    assert parts_of(pack) == {FILING: 40, FIELD: 40, SURVEY: 20}
    assert [node.code for node in clauses_by_papers(pack)] == ["filing"]


def test_parts_of_an_edition_that_publishes_no_points_or_not_all_three_are_nothing():
    assert parts_of(load_standard(PACKS / "national-civilized-city-2017.yaml")) == {}
    assert parts_of(load_standard(PACKS / "suzhou-2016-district.yaml")) == {}
    both = standard(leaf("a", 5, "material_review", "survey"), leaf("b", 5, "field_inspection"), leaf("c", 5, "survey"))
    assert parts_of(both) == {}


def test_grades_of_the_edition_are_its_steps_with_what_they_earn():
    steps = (GradeStep("A", Fraction(1), Fraction(1)), GradeStep("C", Fraction(0), Fraction(1, 3)))
    floor = NodeFunction(FunctionKind.FLOOR, limit=Fraction(1))
    graded = leaf("a", 3, functions=(floor, NodeFunction(FunctionKind.GRADE, steps=steps)))
    assert edition_grades(graded) == (Grade("A", 1000), Grade("C", 333))
    assert edition_grades(leaf("b", 3, functions=(floor,))) == ()


@pytest.mark.parametrize(
    ("given", "found"),
    [
        (Given(), Range(UNGRADED, 0, 1000)),
        (Given(first=600), Range(HOLDS, 600, 600)),
        (Given(first=600, complete=False), Range(INCOMPLETE, 0, 1000)),
        (Given(first=600, second=600), Range(HOLDS, 600, 600)),
        (Given(first=1000, second=600), Range(DIFFERS, 600, 1000)),
        (Given(first=1000, second=600, settled=0), Range(HOLDS, 0, 0)),
        (Given(first=1000, second=600, complete=False), Range(INCOMPLETE, 0, 1000)),
    ],
)
def test_range_of_what_was_given_spans_what_nobody_has_settled(given, found):
    assert range_of(given) == found


def test_weights_take_what_lies_below_off_and_fall_back_to_equal_ones():
    inner = replace(leaf("1", 10), children=(leaf("1.1", 4), leaf("1.2", 6)))
    tree = standard(replace(leaf("top", 10), children=(inner,)), leaf("2", 5), leaf("3", 0))
    assert weights_of(tree, ["top", "1.1", "2"], equal=False) == {"top": 6, "1.1": 4, "2": 5}
    assert weights_of(tree, ["top", "2"], equal=True) == {"top": 1, "2": 1}
    assert weights_of(tree, ["3"], equal=False) == {"3": 1}


def test_points_of_a_part_add_up_without_a_remainder():
    clauses = [
        ClauseInput("a", Fraction(1), 600, 600),
        ClauseInput("b", Fraction(2), 0, 1000),
        ClauseInput("c", Fraction(4), 300, 900),
    ]
    part = part_points(clauses, Fraction(40))
    assert [one.points for one in part.clauses] == [Fraction(40, 7), Fraction(80, 7), Fraction(160, 7)]
    assert (part.low, part.high) == (Fraction(72, 7), Fraction(248, 7))
    assert (part.unknown, part.lost) == (Fraction(176, 7), Fraction(32, 7))
    assert part.low + part.unknown + part.lost == part.points


def test_total_of_a_year_is_told_only_when_every_part_has_data_and_weight():
    filing = PartScore(FILING, Fraction(40), Fraction(30), Fraction(36))
    field = PartScore(FIELD, Fraction(40), Fraction(35), Fraction(35))
    survey = PartScore(SURVEY, Fraction(20), Fraction(18), Fraction(19))
    assert year_total([filing, field, survey]) == (83, 90)
    assert year_total([filing, field, PartScore(SURVEY, Fraction(20))]) is None
    assert year_total([filing, replace(field, points=None), survey]) is None
    assert (filing.known, PartScore(SURVEY, None).known) == (True, False)
