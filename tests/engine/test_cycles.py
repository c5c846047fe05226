"""A cycle in numbers. Golden: the weights 15/25/60 of 2018–2020, Jinan 2016 (94.65 − 5 = 89.65), the lines of 2018 (domain.md 1.5, 1.6)."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from wenming.engine.cycles import (
    CycleScore,
    add_months,
    after_penalties,
    counts_for,
    counts_until,
    cycle_score,
    line_in_words,
    lines_met,
    penalty_for,
)
from wenming.engine.provisions import NegativeEntry, Penalty, PenaltyEffect
from wenming.engine.standards import TitleEffect, TitleLine

YEARS = [2018, 2019, 2020]
WEIGHTS = [Fraction(15, 100), Fraction(25, 100), Fraction(60, 100)]
LINES = (
    TitleLine(TitleEffect.COMMEND, rank_to=10),
    TitleLine(TitleEffect.CRITICISE, score_from=Fraction(70), score_below=Fraction(80)),
    TitleLine(TitleEffect.SUSPEND, score_below=Fraction(70)),
)


def test_weigh_three_years_gives_15_25_60():
    cycle = cycle_score(WEIGHTS, YEARS, {2018: Fraction("81.24"), 2019: Fraction("84.67"), 2020: Fraction("90.5")})
    assert (
        cycle.score
        == Fraction("0.15") * Fraction("81.24")
        + Fraction("0.25") * Fraction("84.67")
        + Fraction("0.6") * Fraction("90.5")
        == Fraction("87.6535")
    )
    assert (cycle.missing, cycle.known_weight, cycle.needed(Fraction(88))) == ((), 1, None)


def test_weigh_two_years_says_what_is_known_and_what_the_third_must_bring():
    cycle = cycle_score(WEIGHTS, YEARS, {2018: Fraction(80), 2019: Fraction(84)})
    assert (cycle.score, cycle.missing, cycle.known_weight, cycle.earned) == (None, (2020,), Fraction(2, 5), 33)
    assert cycle.needed(Fraction(87)) == 90
    assert cycle.at_most() == 93
    assert cycle.needed(Fraction(30)) == -5
    assert cycle.parts[2].earned is None


def test_weigh_years_in_any_unit_gives_the_same():
    scores = {2018: Fraction(70), 2019: Fraction(80), 2020: Fraction(90)}
    assert cycle_score([Fraction(150), Fraction(250), Fraction(600)], YEARS, scores) == cycle_score(
        WEIGHTS, YEARS, scores
    )


def test_weigh_years_without_weights_weighs_nothing():
    cycle = cycle_score([], [], {2018: Fraction(70)})
    assert cycle == CycleScore(())
    assert (cycle.score, cycle.known_weight, cycle.earned) == (None, 0, 0)


def test_take_points_off_as_in_jinan_2016():
    assert after_penalties(Fraction("94.65"), [Fraction(5)]) == Fraction("89.65")
    assert after_penalties(Fraction(2), [Fraction(3), Fraction(5)]) == 0
    assert after_penalties(Fraction(2), []) == 2


@pytest.mark.parametrize(
    ("score", "rank", "effects"),
    [
        ("90.07", 15, []), ("95", 10, ["commend"]), ("95", 11, []), ("95", None, []),
        ("80", None, []), ("79.999", 12, ["criticise"]), ("70", None, ["criticise"]),
        ("69.999", None, ["suspend"]), ("69", 3, ["commend", "suspend"]),
    ],
)  # fmt: skip
def test_look_up_the_lines_of_2018_gives_top_ten_80_and_70(score, rank, effects):
    assert [line.effect for line in lines_met(LINES, Fraction(score), rank)] == effects


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)), (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 11, 30), 14, date(2028, 1, 30)), (date(2026, 3, 15), -3, date(2025, 12, 15)),
    ],
)  # fmt: skip
def test_add_months_stays_within_the_month(day, months, then):
    assert add_months(day, months) == then


def test_count_an_event_until_the_months_are_over():
    event = date(2026, 3, 10)
    assert (counts_until(event, 12), counts_until(event, None)) == (date(2027, 3, 10), None)
    days = [date(2026, 3, 9), date(2026, 3, 10), date(2027, 3, 10), date(2027, 3, 11)]
    assert [counts_for(event, 12, day) for day in days] == [False, True, True, False]
    assert counts_for(event, None, date(2036, 1, 1))


def test_find_a_penalty_goes_by_what_the_city_is():
    entry = NegativeEntry(
        "G15", "事故", "", None, Penalty(PenaltyEffect.SUSPEND, months=12), Penalty(PenaltyEffect.DEDUCT, Fraction(3))
    )
    assert penalty_for(entry, "holder").effect == "suspend"
    assert penalty_for(entry, "nominated").points == 3
    assert penalty_for(entry, "applicant") is None


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("三年综合成绩不低于 85 分", 85),
        ("不少于87.5分方可", Fraction("87.5")),
        ("低于 85 分不得申报", None),
        ("没有重大事故", None),
    ],
)
def test_read_a_line_in_words_takes_only_what_must_be_reached(text, line):
    assert line_in_words(text) == line
