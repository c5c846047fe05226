"""The shapes that pages take."""

from datetime import UTC, date, datetime
from fractions import Fraction

import pytest
from django.utils import translation

from wenming.kernel.models import City
from wenming.kernel.schemas import Axis, days_text, milli_text, moment_text, number_text, points_text


@pytest.mark.parametrize(
    ("rates", "low"),
    [
        ([], 80),
        ([Fraction(1)], 80),
        ([Fraction(81, 100)], 80),
        ([Fraction(79, 100), None], 60),
        ([Fraction(0)], 0),
        ([Fraction(20, 100)], 20),
    ],
)
def test_axis_begins_below_the_lowest_rate(rates, low):
    assert Axis.for_rates(rates).low == low


@pytest.mark.parametrize(
    ("rate", "high", "labels"),
    [
        ("1", 100, ["80", "85", "90", "95", "100%"]),
        ("1.001", 120, ["80", "100", "120%"]),
        ("1.2", 120, ["80", "100", "120%"]),
        ("2.9", 300, ["80", "120", "160", "200", "240", "280"]),
    ],
)
def test_axis_ends_above_the_highest_rate_that_a_bonus_lifted(rate, high, labels):
    axis = Axis.for_rates([Fraction(9, 10), Fraction(rate)])
    assert (axis.low, axis.high, [tick["label"] for tick in axis.ticks]) == (80, high, labels)


def test_axis_places_rates_between_its_ends():
    axis = Axis(60)
    assert [axis.place(rate) for rate in (Fraction(6, 10), Fraction(8, 10), Fraction(1), None)] == [
        "0.00%",
        "50.00%",
        "100.00%",
        "",
    ]
    assert [tick["label"] for tick in axis.ticks] == ["60", "80", "100%"]
    assert [tick["label"] for tick in Axis(80).ticks] == ["80", "85", "90", "95", "100%"]


@pytest.mark.parametrize(
    ("last", "chinese"),
    [
        (date(2026, 11, 9), "2026年11月9日"),
        (date(2026, 11, 13), "2026年11月9日—11月13日"),
        (date(2027, 1, 2), "2026年11月9日—2027年1月2日"),
    ],
)
def test_days_text_says_the_year_once(last, chinese):
    assert days_text(date(2026, 11, 9), last) == chinese


def test_days_text_in_english():
    with translation.override("en"):
        assert days_text(date(2026, 11, 9), date(2026, 11, 13)) == "9 Nov 2026—13 Nov"


def test_moment_text_is_by_the_clock_of_the_city():
    city = City(slug="x", name="x", time_zone="Asia/Urumqi")
    assert moment_text(datetime(2026, 11, 9, 1, 30, tzinfo=UTC), city) == "2026年11月9日 07:30"


def test_numbers_are_written_without_needless_digits():
    assert [
        points_text(Fraction(39)),
        points_text(Fraction(5, 2)),
        milli_text(200),
        milli_text(0),
        number_text(1234567),
    ] == ["39", "2.5", "0.2", "0", "1,234,567"]
