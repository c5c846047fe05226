"""The one rounding."""

from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.engine.scoring.trees import properties
from wenming.engine.scoring.display import rate_text, round_half_up, round_parts, score_text


@pytest.mark.parametrize(
    ("value", "places", "shown"),
    [
        ("0.5", 0, "1"),
        ("2.5", 0, "3"),
        ("1.005", 2, "1.01"),
        ("1.0049999", 2, "1.00"),
        ("-0.125", 2, "-0.13"),
        ("-0.004", 2, "0.00"),
        ("2/3", 4, "0.6667"),
        ("100", 3, "100.000"),
        ("0", 2, "0.00"),
    ],
)
def test_round_halves_goes_up_once(value, places, shown):
    assert str(round_half_up(Fraction(value), places)) == shown


def test_round_beyond_the_precision_of_a_decimal_context_is_exact():
    with localcontext() as context:
        context.prec = 5
        assert str(round_half_up(Fraction(10**30 + 1, 2), 0)) == "5" + "0" * 28 + "1"


def test_round_to_negative_places_is_refused():
    with pytest.raises(ValueError, match=r"^a number is shown with 0 or more decimals, not -1$"):
        round_half_up(Fraction(1), -1)


@properties
@given(st.integers(-(10**9), 10**9), st.integers(0, 6), st.integers(0, 6))
def test_round_any_decimal_agrees_with_the_decimal_module(digits, scale, places):
    value = Decimal(digits).scaleb(-scale)
    expected = value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    shown = round_half_up(Fraction(value), places)
    assert (shown, shown.as_tuple().exponent) == (expected, -places)


@pytest.mark.parametrize(
    ("parts", "shown"),
    [
        (["1/3", "1/3", "1/3"], ["0.34", "0.33", "0.33"]),
        (["0.005", "-0.005", "0"], ["0.01", "-0.01", "0.00"]),
        (["0.004", "0.004", "0"], ["0.01", "0.00", "0.00"]),
        (["-0.004", "0.002"], ["0.00", "0.00"]),
        ([], []),
    ],
)
def test_round_parts_adds_up_to_the_rounded_sum(parts, shown):
    assert [str(part) for part in round_parts([Fraction(part) for part in parts], 2)] == shown


@properties
@given(st.lists(st.fractions(-3, 3, max_denominator=7000), max_size=6), st.integers(0, 3))
def test_round_any_parts_adds_up_and_stays_near(parts, places):
    shown = round_parts(parts, places)
    assert sum(shown) == round_half_up(sum(parts, Fraction(0)), places)
    assert [
        part for part, text in zip(parts, shown, strict=True) if abs(part - Fraction(text)) >= Fraction(1, 10**places)
    ] == []


def test_show_score_has_three_decimals():
    assert score_text(Fraction(381045, 10000)) == "38.105"


def test_show_rate_is_percent_with_two_decimals():
    # domain.md W-2: 911 of 972 cases closed in time are 93.72 %
    assert rate_text(Fraction(911, 972)) == "93.72%"
