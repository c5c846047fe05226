"""What an issue counts for: its history and standing as the engine reads them, and the counts that follow."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from wenming.engine.casework import Standing, Step, marks_of
from wenming.issues.enums import TallyFace
from wenming.issues.models import Issue, IssueStep
from wenming.kernel.models import City


Count = tuple[date | None, str, int, int, int]
"""Day (empty: what there is), state or counter, area, minor class, unit; 0 = none."""
Seen = tuple[str, date | None, str, int, int]
"""A count seen from one side: face, day, word, key, second key."""


@dataclass(frozen=True, slots=True)
class Tallied:
    """What an issue counted as before a step: where it lay, of which category, how it stood."""

    area: int
    minor: int
    standing: Standing


def tallied(issue: Issue) -> Tallied:
    """Return what an issue counts as now."""
    return Tallied(issue.area_id or 0, issue.minor_id or 0, standing_of(issue))


def history_of(issue: Issue) -> list[Step]:
    """Return the steps of an issue in their order. One query."""
    steps = IssueStep.objects.in_city(issue.city).filter(issue_id=issue.pk).order_by("pk")
    return [step_of(issue.city, step) for step in steps]


def step_of(city: City, step: IssueStep) -> Step:
    """Return a step as the engine reads it."""
    minutes = step.data.get("minutes", 0)
    day = _day(city, step.at)
    return Step(step.action, step.at, day, step.before, step.after, step.unit_id or 0, step.in_time, step.note, minutes)


def standing_of(issue: Issue) -> Standing:
    """Return how an issue stands now."""
    due = _day(issue.city, issue.due_at) if issue.due_at else None
    closed = _day(issue.city, issue.closed_at) if issue.closed_at else None
    return Standing(issue.state, issue.unit_id or 0, due, closed, issue.is_urgent)


def counts_of(history: Sequence[Step], now: Tallied) -> Counter[Count]:
    """Return everything that an issue counts for: once in the stock of its state, and the marks of its history."""
    found: Counter[Count] = Counter()
    found[None, now.standing.state, now.area, now.minor, now.standing.unit] = 1
    for (day, unit, word), number in marks_of(history, now.standing).items():
        found[day, word, now.area, now.minor, unit] += number
    return found


def faces_of(counts: Iterable[tuple[Count, int]]) -> Counter[Seen]:
    """Return counts seen from every side; what there is also by area and category together."""
    found: Counter[Seen] = Counter()
    for (day, word, area, minor, unit), number in counts:
        found[str(TallyFace.CITY), day, word, 0, 0] += number
        found[str(TallyFace.AREA), day, word, area, 0] += number
        found[str(TallyFace.MINOR), day, word, minor, 0] += number
        found[str(TallyFace.UNIT), day, word, unit, 0] += number
        if day is None:
            found[str(TallyFace.CELL), day, word, area, minor] += number
    return found


def _day(city: City, at: datetime) -> date:
    """Return the day of a moment in the city."""
    return at.astimezone(city.zone).date()
