"""Rules of formulas: what is missing, deductions and bonus, rounding, ties, grades, leagues; and what cannot be."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wenming.engine.formulas import (
    FormulaEntrant,
    FormulaError,
    FormulaFault,
    InputError,
    InputFault,
    PartSource,
    digest_of_formula,
    read_formula,
    score_all,
    worked,
    write_formula,
)
from wenming.engine.formulas.reading import decimal_text


def part(key: str, **more: Any) -> dict[str, Any]:
    return {"key": key, "name": key.upper(), **more}


def formula(*parts: dict[str, Any], root: dict[str, Any] | None = None, **more: Any):
    whole = part("whole", parts=list(parts), **(root or {}))
    return read_formula({"key": "f", "name": "甲", "source": "测试", "root": whole, **more})


def entrant(key: str = "one", league: str = "", last: dict[str, int] | None = None, **inputs: Any) -> FormulaEntrant:
    known = {name: Fraction(str(value)) for name, value in inputs.items()}
    return FormulaEntrant(key, known, league, {name: Fraction(value) for name, value in (last or {}).items()})


def points(found, *entrants: FormulaEntrant) -> list[Fraction]:
    table = score_all(found, entrants)
    return [table.of(one.key).exact for one in entrants]


HALVES = {"weight": 50}


@pytest.mark.parametrize(
    ("absent", "expected", "source"),
    [
        ("renormalise", 80, PartSource.LEFT_OUT),
        ("zero", 40, PartSource.ZERO),
        ("last", 70, PartSource.LAST),
        ("mean_of_others", 65, PartSource.OTHERS),
    ],
)
def test_score_where_a_part_is_missing_follows_its_rule(absent, expected, source):
    found = formula(part("a", **HALVES), part("b", **HALVES, absent=absent))
    table = score_all(found, [entrant(a=80, last={"b": 60}), entrant("two", a=90, b=40), entrant("three", a=90, b=60)])
    assert (table.of("one").exact, table.of("one").parts["b"].source) == (expected, source)


@pytest.mark.parametrize("absent", ["last", "mean_of_others"])
def test_score_where_nothing_stands_in_lets_the_others_take_its_place(absent):
    found = formula(part("a", **HALVES), part("b", **HALVES, absent=absent))
    assert points(found, entrant(a=80)) == [80]


def test_score_where_a_part_must_be_known_says_whose_is_missing():
    found = formula(part("a", **HALVES), part("b", **HALVES))
    with pytest.raises(InputError) as error:
        score_all(found, [entrant(a=80, b=70), entrant("two", a=80)])
    assert (error.value.fault, error.value.entrant, error.value.key) == (InputFault.MISSING, "two", "b")


def test_score_where_nothing_at_all_is_known_says_so():
    found = formula(part("a", absent="renormalise"), root={"combine": "mean", "absent": "renormalise"})
    with pytest.raises(InputError) as error:
        score_all(found, [entrant()])
    assert (error.value.fault, error.value.key) == (InputFault.MISSING, "whole")


def test_score_a_sum_without_a_part_is_stretched():
    found = formula(part("a", full=30), part("b", full=70, absent="renormalise"), root={"combine": "sum"})
    assert points(found, entrant(a=15)) == [50]
    (one,) = score_all(found, [entrant(a=15)]).scores
    assert worked(one, digits=2) == ("WHOLE = 3.33333333… × 15 = 50",)


@pytest.mark.parametrize(
    ("inputs", "expected"),
    [
        ({"a": 80}, 80),
        ({"a": 80, "faults": 3}, 77),
        ({"a": 80, "faults": 30}, 75),
        ({"a": 80, "praise": 2}, 84),
        ({"a": 99, "praise": 2}, 100),
        ({"a": 3, "faults": 4}, 0),
    ],
)
def test_score_with_deductions_and_bonus_stays_between_nothing_and_full(inputs, expected):
    found = formula(
        part("a", deduct=[{"of": "faults", "each": 1, "most": 5}], bonus=[{"of": "praise", "each": 2}]),
        root={"combine": "mean"},
    )
    assert points(found, entrant(**inputs)) == [expected]


def test_score_with_a_bonus_may_exceed_where_the_formula_says_so():
    found = formula(part("a"), root={"combine": "mean", "exceeds": True, "bonus": [{"of": "media", "each": "1.5"}]})
    assert points(found, entrant(a=99, media=2)) == [102]
    (one,) = score_all(found, [entrant(a=99, media=2)]).scores
    assert worked(one, digits=2) == ("WHOLE = 1 × 99 + 3 = 102",)


def test_score_with_a_percentage_above_or_below_a_limit_counts_parts_of_points():
    found = formula(
        part(
            "a",
            start="full",
            deduct=[{"of": "rate", "limit": 90, "each": 1}],
            bonus=[{"of": "rate", "limit": 95, "each": 2}],
        ),
        root={"combine": "mean", "absent": "renormalise"},
    )
    assert points(found, entrant(rate="89.5")) == [Fraction("99.5")]
    for unknown in ("rate",):
        with pytest.raises(InputError) as error:
            score_all(found, [entrant()])
        assert (error.value.key, unknown) == ("a", "rate")
    only_bonus = formula(part("a", bonus=[{"of": "rate", "limit": 95, "each": 2}]), root={"combine": "mean"})
    assert points(only_bonus, entrant(a=50, rate=97)) == [54]


def test_score_rounded_part_by_part_is_part_of_the_formula():
    plain = formula(part("a", weight="0.5"), part("b", weight="0.5"), digits=1)
    rounded = formula(part("a", weight="0.5", digits=0), part("b", weight="0.5", digits=0), digits=1)
    one = entrant(a="80.5", b="79.4")
    assert points(plain, one) == [Fraction("79.95")]
    assert points(rounded, one) == [80]
    (score,) = score_all(rounded, [one]).scores
    assert worked(score, digits=1) == ("A = 80.5 → 81", "B = 79.4 → 79", "WHOLE = 0.5 × 81 + 0.5 × 79 = 80")
    (score,) = score_all(plain, [one]).scores
    assert worked(score, digits=1)[-1] == "WHOLE ≈ 80.0"
    assert score.published == 80


def test_show_the_sums_of_a_part_held_at_its_ends_and_of_one_left_out():
    found = formula(part("a", weight=50, deduct=[{"of": "n", "each": 60}]), part("b", weight=50, absent="zero"))
    (score,) = score_all(found, [entrant(a=50, n=1)]).scores
    assert worked(score, digits=2) == ("A = 50 - 60 = -10 → 0", "WHOLE = 0.5 × 0 + 0.5 × 0 = 0")


@pytest.mark.parametrize(("ties", "places"), [("shared", [1, 1, 3]), ("dense", [1, 1, 2])])
def test_place_equal_scores_by_the_rule(ties, places):
    found = formula(part("a", **HALVES), part("b", **HALVES), ties=ties, digits=0)
    table = score_all(found, [entrant("x", a=70, b=70), entrant("y", a=90, b=90), entrant("z", a=100, b="80.2")])
    assert [score.place for score in table.scores] == places
    assert [score.ties for score in table.scores] == [2, 2, 1]


def test_place_equal_scores_by_the_part_that_decides():
    found = formula(part("a", **HALVES), part("b", **HALVES), breakers=["b"])
    table = score_all(found, [entrant("x", a=100, b=80), entrant("y", a=80, b=100)])
    assert [(score.entrant.key, score.place) for score in table.scores] == [("y", 1), ("x", 2)]


def test_grade_a_score_by_its_published_points():
    found = formula(
        part("a"), root={"combine": "mean"}, grades=[{"name": "好", "from": 90}, {"name": "中", "from": 60}]
    )
    table = score_all(found, [entrant("x", a="89.995"), entrant("y", a="89.99"), entrant("z", a=10)])
    assert [table.of(key).grade for key in "xyz"] == ["好", "中", ""]


LEAGUES = [{"key": "street", "name": "街道"}, {"key": "town", "name": "镇"}]


def test_place_leagues_apart_and_average_within_one():
    found = formula(
        part("a", **HALVES), part("b", **HALVES, leagues=["street"], absent="mean_of_others"), leagues=LEAGUES
    )
    table = score_all(
        found, [entrant("t", "town", a=60), entrant("s", "street", a=80), entrant("r", "street", a=80, b=40), entrant("u", "town", a=70, b=1)]
    )  # fmt: skip
    assert [(score.entrant.key, score.place, score.exact) for score in table.scores] == [
        ("s", 1, 60), ("r", 1, 60), ("u", 1, 70), ("t", 2, 60),
    ]  # fmt: skip
    with pytest.raises(KeyError):
        table.of("nobody")


def test_add_up_a_sum_whose_part_a_league_has_not_counts_what_it_has():
    found = formula(
        part("a", full=60), part("b", full=40, leagues=["street"]), root={"combine": "sum"}, leagues=LEAGUES
    )
    assert points(found, entrant("s", "street", a=50, b=40), entrant("t", "town", a=50)) == [90, 50]


@pytest.mark.parametrize(
    ("one", "fault", "key"),
    [
        (entrant(a=101, b=1), InputFault.RANGE, "a"),
        (entrant(a=-1, b=1), InputFault.RANGE, "a"),
        (entrant(a=1, b=1, faults=-1), InputFault.COUNT, "faults"),
        (entrant(a=1, b=1, c=1), InputFault.UNKNOWN, "c"),
        (entrant(league="city", a=1, b=1), InputFault.LEAGUE, "city"),
    ],
)
def test_score_inputs_that_cannot_be_says_whose_and_which(one, fault, key):
    found = formula(part("a", **HALVES, deduct=[{"of": "faults", "each": 1}]), part("b", **HALVES))
    with pytest.raises(InputError) as error:
        score_all(found, [one])
    assert (error.value.fault, error.value.entrant, error.value.key) == (fault, "one", key)


def test_list_the_inputs_of_a_league():
    found = formula(
        part("a", **HALVES, deduct=[{"of": "faults", "each": 1}, {"of": "a", "limit": 60, "each": 1}]),
        part("b", **HALVES, leagues=["street"]),
        leagues=LEAGUES,
    )
    assert list(found.inputs("street")) == ["a", "faults", "b"]
    assert list(found.inputs("town")) == ["a", "faults"]


GOOD = {"key": "f", "name": "甲", "source": "测试"}


def whole(*parts: Any, **more: Any) -> dict[str, Any]:
    return GOOD | {"root": part("whole", parts=list(parts), **more)}


@pytest.mark.parametrize(
    ("raw", "problems"),
    [
        ([], [(FormulaFault.FORM, "formula"), (FormulaFault.EMPTY, "root")]),
        (GOOD, [(FormulaFault.EMPTY, "root")]),
        (GOOD | {"root": part("a"), "name": " "}, [(FormulaFault.FORM, "name")]),
        (GOOD | {"root": part("a"), "name": ""}, [(FormulaFault.EMPTY, "name")]),
        (GOOD | {"root": part("a"), "name": 3}, [(FormulaFault.FORM, "name")]),
        (GOOD | {"root": part("a"), "weights": 3}, [(FormulaFault.KEY, "formula.weights")]),
        (GOOD | {"root": part("a"), "digits": 9}, [(FormulaFault.NUMBER, "digits")]),
        (GOOD | {"root": part("a"), "digits": True}, [(FormulaFault.NUMBER, "digits")]),
        (GOOD | {"root": part("a"), "ties": "none"}, [(FormulaFault.WORD, "ties")]),
        (GOOD | {"root": part("a"), "grades": [{"name": "好"}]}, [(FormulaFault.EMPTY, "grades[0].from")]),
        (GOOD | {"root": part("a"), "grades": [{"name": "好", "from": 9}, {"name": "优", "from": 9}]}, [(FormulaFault.TWICE, "grades[1]")]),
        (GOOD | {"root": part("a"), "leagues": LEAGUES + LEAGUES[:1]}, [(FormulaFault.TWICE, "leagues[2]")]),
        (GOOD | {"root": part("a"), "breakers": ["b"]}, [(FormulaFault.REFERENCE, "breakers[0]")]),
        (GOOD | {"root": part("a"), "breakers": "b"}, [(FormulaFault.FORM, "breakers")]),
        (whole(part("a", weight=60), part("b", weight=30)), [(FormulaFault.WEIGHTS, "root.parts")]),
        (whole(part("a", weight=60), part("b", weight="x")), [(FormulaFault.NUMBER, "root.parts[1].weight")]),
        (whole(part("a", weight="1/0")), [(FormulaFault.NUMBER, "root.parts[0].weight")]),
        (whole(part("a", weight=True)), [(FormulaFault.NUMBER, "root.parts[0].weight")]),
        (whole(part("a", weight=0), part("b", scale=-1)), [(FormulaFault.NUMBER, "root.parts[0].weight"), (FormulaFault.NUMBER, "root.parts[1].scale")]),
        (whole(part("a", full=50)), [(FormulaFault.FULL, "root.parts[0].full")]),
        (whole(part("a", full=50), combine="sum", full=60), [(FormulaFault.FULL, "root.full")]),
        (whole(part("whole")), [(FormulaFault.TWICE, "root.parts[0].key")]),
        (whole(part("a", leagues=["city"])), [(FormulaFault.REFERENCE, "root.parts[0].leagues")]),
        (whole(part("a", leagues=[""])), [(FormulaFault.EMPTY, "root.parts[0].leagues[0]")]),
        (whole(part("a", exceeds="yes")), [(FormulaFault.WORD, "root.parts[0].exceeds")]),
        (whole(part("a", deduct=[{"of": "n", "limit": 3}])), [(FormulaFault.EMPTY, "root.parts[0].deduct[0].each")]),
        (whole(part("a", deduct=["n"])), [(FormulaFault.FORM, "root.parts[0].deduct[0]")]),
        (whole("a"), [(FormulaFault.FORM, "root.parts[0]")]),
        (whole(part("a")) | {"example": {"inputs": {"a": 90}, "score": 91}}, [(FormulaFault.EXAMPLE, "example.score")]),
        (whole(part("a")) | {"example": {"inputs": {}, "score": 91}}, [(FormulaFault.EXAMPLE, "example.inputs.a")]),
        (whole(part("a")) | {"example": 3}, [(FormulaFault.FORM, "example"), (FormulaFault.EMPTY, "example.inputs")]),
    ],
)  # fmt: skip
def test_read_a_formula_that_cannot_be_names_every_place(raw, problems):
    with pytest.raises(FormulaError) as error:
        read_formula(raw)
    assert [(one.fault, one.place) for one in error.value.problems] == problems


def test_read_numbers_as_they_are_written():
    found = formula(part("a", weight="10%"), part("b", weight=0.9))
    assert [child.weight for child in found.root.children] == [Fraction(1, 10), Fraction(9, 10)]


def test_know_a_version_by_its_rules_and_not_by_its_example():
    one, other = formula(part("a", **HALVES), part("b", **HALVES)), formula(part("a", weight=40), part("b", weight=60))
    assert digest_of_formula(one) != digest_of_formula(other)
    shown = formula(part("a", **HALVES), part("b", **HALVES), example={"inputs": {"a": 1, "b": 3}, "score": 2})
    assert digest_of_formula(shown) == digest_of_formula(one)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("5", "5"),
        ("100", "100"),
        ("0.85", "0.85"),
        ("-0.5", "-0.5"),
        ("1/3", "1/3"),
        ("1/40", "0.025"),
        ("12.50", "12.5"),
    ],
)
def test_write_a_number_as_people_do(value, text):
    assert decimal_text(Fraction(value)) == text


WEIGHTS = st.lists(st.integers(1, 60), min_size=1, max_size=6)


@settings(max_examples=40, deadline=None)
@given(WEIGHTS, st.data())
def test_score_grows_with_every_part_and_stays_within_them(weights, data):
    total = sum(weights)
    parts = [part(f"p{at}", weight=str(Fraction(100 * weight, total))) for at, weight in enumerate(weights)]
    found = formula(*parts)
    assert read_formula(write_formula(found)) == found
    values = data.draw(st.lists(st.integers(0, 99), min_size=len(weights), max_size=len(weights)))
    inputs = {f"p{at}": value for at, value in enumerate(values)}
    at = data.draw(st.integers(0, len(weights) - 1))
    before, after = points(found, entrant("x", **inputs), entrant("y", **(inputs | {f"p{at}": values[at] + 1})))
    assert min(values) <= before <= max(values)
    assert after - before == Fraction(weights[at], total)
