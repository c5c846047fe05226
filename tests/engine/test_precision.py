"""How many sites it takes: the numbers of textbooks and of R, and what becomes of rates that were seen."""

from __future__ import annotations

from fractions import Fraction

import pytest

from wenming.engine.sampling import AllocationError, AllocationFault
from wenming.engine.sampling.precision import (
    LEAST_SPREAD,
    Seen,
    Survey,
    line_of,
    rates_for,
    spread_of,
    spreads_for,
    table,
    units_for_difference,
    units_for_half_width,
)

HALF = Fraction(1, 2)


def one(units: int, spread: Fraction = HALF) -> Survey:
    return Survey({"x": units}, {"x": spread})


@pytest.mark.parametrize(("units", "needed"), [(100, 80), (1000, 278), (10_000, 370), (10**8, 385)])
def test_plan_five_points_gives_the_table_of_krejcie_and_morgan(units, needed):
    # Krejcie and Morgan 1970, table 1 (p = ½, ± 5 points, 95 %): 80, 278, 370; without end 385 (Cochran 1977, 4.4)
    assert units_for_half_width(one(units), 0.05) == needed


def test_plan_a_difference_gives_the_number_of_the_two_sample_formula():
    # 2·(1.95996 + 0.84162)²·¼ / 0.1² = 392.44 in each round (Fleiss 1981, without correction)
    assert units_for_difference(one(10**8), 0.1, power=0.8) == 393
    assert units_for_difference(one(10**8), 0.1, power=0.9) == 526


APIPOP = Survey(
    {"E": 4421, "H": 755, "M": 1018},
    {"E": Fraction("131.346299"), "H": Fraction("107.656254"), "M": Fraction("124.717056")},
)


def test_plan_the_error_of_apipop_gives_its_two_hundred_schools():
    # R survey's apipop, api00 by school type: 147/21/32 and SE 8.859416524 at n = 200 (quant.md 8.c)
    line = line_of(APIPOP, 200, power=0.8)
    assert APIPOP.shared(200) == {"E": 147, "H": 21, "M": 32}
    assert f"{line.error:.6f}" == "8.859417"
    assert units_for_half_width(APIPOP, line.half_width) == 200
    assert units_for_half_width(APIPOP, line.half_width - 0.001) == 201
    assert units_for_difference(APIPOP, line.difference, power=0.8) == 200


def test_plan_with_minima_and_caps_keeps_them():
    survey = Survey(APIPOP.counts, APIPOP.spreads, least={"H": 40}, most={"E": 100})
    assert (survey.fewest, survey.all) == (42, 100 + 755 + 1018)
    assert survey.shared(200) == {"E": 100, "H": 40, "M": 60}


def test_plan_what_all_units_do_not_show_says_how_many_there_are():
    with pytest.raises(AllocationError) as error:
        units_for_half_width(Survey({"x": 100}, {"x": HALF}, most={"x": 10}), 0.05)
    assert (error.value.fault, error.value.limit) == (AllocationFault.TOO_MANY, 10)


def test_list_what_numbers_tell_begins_with_the_fewest_and_ends_with_certainty():
    lines = table(one(180), power=0.8, also=(77,))
    assert [line.total for line in lines] == [1, 50, 77, 100, 150, 180]
    assert lines[-1].half_width == 0
    assert [line.error for line in lines] == sorted((line.error for line in lines), reverse=True)


@pytest.mark.parametrize(
    ("rate", "spread"), [("0.5", "0.5"), ("0.9", "0.3"), ("0.8", "0.4"), ("1", "0.1"), ("0", "0.1"), ("0.7", "0.4582")]
)
def test_measure_a_rate_gives_its_spread_and_never_nothing(rate, spread):
    assert spread_of(Fraction(rate)) == Fraction(spread)


def test_expect_rates_draws_few_sites_towards_all_and_leaves_none_without_one():
    seen = {"商场": Seen(Fraction(1), 4), "公园": Seen(HALF, 4), "车站": Seen(Fraction("0.9"))}
    rates = rates_for(["商场", "公园", "车站", "医院"], seen)
    # common ¾; four sites at 1 and four more at ¾ = ⅞
    assert rates == {"商场": Fraction(7, 8), "公园": Fraction(5, 8), "车站": Fraction(9, 10), "医院": Fraction(3, 4)}
    assert rates_for(["医院"], {"车站": Seen(Fraction("0.9"))}) == {"医院": Fraction("0.9")}
    assert rates_for(["医院"], {}) == {"医院": HALF}
    assert spreads_for(["医院"], {"车站": Seen(Fraction(1))}) == {"医院": LEAST_SPREAD}
