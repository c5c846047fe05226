"""Whether using a paper or a picture once more is honest: one thing may prove several clauses, but not two units, and not two years."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

Days = tuple[date, date]


@dataclass(frozen=True, slots=True)
class Use:
    """For what a paper was handed in: by which unit, for which items, for which times (none: wanted once); the day that a picture was taken."""

    unit: int
    items: frozenset[int] = frozenset()
    periods: tuple[Days, ...] = ()
    taken: date | None = None


def is_honest_again(one: Use, other: Use) -> bool:
    """Tell whether two papers that are alike are honestly so.

    They are of one unit, and for one item (a later version), or for times that meet (the same work proves another clause); where one of them is for
    no time, because it is wanted once, they show the same day.
    """
    if one.unit != other.unit:
        return False
    if one.items & other.items or _meet(one.periods, other.periods):
        return True
    timeless = not one.periods or not other.periods
    return timeless and one.taken is not None and one.taken == other.taken


def _meet(some: tuple[Days, ...], others: tuple[Days, ...]) -> bool:
    """Tell whether two times have a day in common."""
    return any(first <= end and begin <= last for first, last in some for begin, end in others)
