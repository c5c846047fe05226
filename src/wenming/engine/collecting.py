"""When a material is asked for, month by month: the periods of a rhythm, when each is asked and due, and what fits into a week.

What is not collected in its month can only be made up afterwards; so a period is asked for in its last month, once, and counted by the month in
which it is due.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Every(StrEnum):
    """How often something is collected."""

    ONCE = "once"
    YEARLY = "yearly"
    QUARTERLY = "quarterly"
    MONTHLY = "monthly"


MONTHS = {Every.ONCE: 1, Every.YEARLY: 12, Every.QUARTERLY: 3, Every.MONTHLY: 1}
"""How many months a period of a rhythm has."""


@dataclass(frozen=True, slots=True)
class Period:
    """A period by the first day of its first month; it is asked for from ``asked_on`` and due on ``due_on``, both in its last month."""

    first: date
    asked_on: date
    due_on: date


def month_of(day: date) -> date:
    """Return the first day of a day's month."""
    return day.replace(day=1)


def month_after(month: date, months: int = 1) -> date:
    """Return the first day of the month that comes so many months later (or earlier)."""
    number = month.year * 12 + month.month - 1 + months
    return date(number // 12, number % 12 + 1, 1)


def days_of(rhythm: str, period: date) -> tuple[date, date] | None:
    """Return the first and the last day of a period, None for what is wanted once."""
    if rhythm == Every.ONCE:
        return None
    after = month_after(period, MONTHS[Every(rhythm)])
    return period, date.fromordinal(after.toordinal() - 1)


def periods_of(
    rhythm: str, *, since: date, until: date | None, due_day: int, first: date, last: date
) -> Iterator[Period]:
    """Yield the periods that are due in the months from ``first`` to ``last`` (first days of months, both included).

    A period counts that is due while the requirement holds. What is wanted once is due in the month in which it begins, or in the next one where
    the day has passed.
    """
    every = Every(rhythm)
    begins = month_of(since) if since.day <= due_day else month_after(month_of(since))
    for month in _months(first, last):
        due = month.replace(day=due_day)
        wanted = month == begins if every == Every.ONCE else month.month % MONTHS[every] == 0
        if wanted and due >= since and (until is None or due <= until):
            yield Period(month_after(month, 1 - MONTHS[every]), month, due)


def _months(first: date, last: date) -> Iterator[date]:
    """Yield the first day of every month from one to another."""
    while first <= last:
        yield first
        first = month_after(first)


@dataclass(frozen=True, slots=True)
class Weight:
    """What one request adds to a week, measure by measure."""

    key: int
    adds: Mapping[str, int]


def fit(weights: Sequence[Weight], room: Mapping[str, int]) -> tuple[list[int], list[int]]:
    """Return the keys of what fits into the room that a week has, in the order given, and of what does not.

    What is small may go in where something large before it did not: nothing waits for that without need.
    """
    left, fits, waits = dict(room), [], []
    for one in weights:
        if all(left.get(measure, 0) >= number for measure, number in one.adds.items()):
            for measure, number in one.adds.items():
                left[measure] -= number
            fits.append(one.key)
        else:
            waits.append(one.key)
    return fits, waits
