"""When a material is asked for: periods of a rhythm, and what fits into a week."""

from __future__ import annotations

from datetime import date

import pytest

from wenming.engine.collecting import Weight, days_of, fit, month_after, month_of, periods_of


def dues(rhythm, *, since=date(2026, 1, 1), until=None, due_day=25, first=date(2026, 1, 1), last=date(2026, 12, 1)):
    found = periods_of(rhythm, since=since, until=until, due_day=due_day, first=first, last=last)
    return [(one.first.isoformat(), one.asked_on.isoformat(), one.due_on.isoformat()) for one in found]


def test_move_a_month_crosses_the_year():
    assert month_of(date(2026, 11, 26)) == date(2026, 11, 1)
    assert (month_after(date(2026, 12, 1)), month_after(date(2026, 1, 1), -2)) == (date(2027, 1, 1), date(2025, 11, 1))


def test_list_the_periods_of_a_year_gives_each_its_last_month():
    assert len(dues("monthly")) == 12
    assert dues("quarterly")[0] == ("2026-01-01", "2026-03-01", "2026-03-25")
    assert dues("yearly") == [("2026-01-01", "2026-12-01", "2026-12-25")]


@pytest.mark.parametrize(("since", "due"), [(date(2026, 5, 25), "2026-05-25"), (date(2026, 5, 26), "2026-06-25")])
def test_list_what_is_wanted_once_is_due_after_it_begins(since, due):
    assert [one[2] for one in dues("once", since=since)] == [due]


def test_list_periods_of_a_stretch_that_begins_and_ends_within_months_leaves_the_rest_out():
    assert [one[2] for one in dues("monthly", since=date(2026, 2, 26), until=date(2026, 5, 24))] == [
        "2026-03-25",
        "2026-04-25",
    ]
    assert dues("once", since=date(2027, 1, 1)) == []


def test_fit_requests_takes_small_ones_where_a_large_one_has_no_room():
    weights = [
        Weight(1, {"forms": 2}),
        Weight(2, {"forms": 3}),
        Weight(3, {"forms": 1, "minutes": 15}),
        Weight(4, {"photos": 1}),
    ]
    assert fit(weights, {"forms": 3, "minutes": 20}) == ([1, 3], [2, 4])


@pytest.mark.parametrize(
    ("rhythm", "days"),
    [
        ("monthly", (date(2026, 10, 1), date(2026, 10, 31))),
        ("quarterly", (date(2026, 10, 1), date(2026, 12, 31))),
        ("yearly", (date(2026, 10, 1), date(2027, 9, 30))),
        ("once", None),
    ],
)
def test_read_days_of_a_period_are_those_of_its_months(rhythm, days):
    assert days_of(rhythm, date(2026, 10, 1)) == days
