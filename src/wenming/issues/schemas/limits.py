"""The limit of an issue drawn in working time: a row for each day, a bar for each span of work. Pure geometry, in per cent of the width."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from fractions import Fraction
from itertools import pairwise

from wenming.engine.deadlines import WorkCalendar, working_time

DAY, ZERO = timedelta(days=1), timedelta(0)
MOST_DAYS, DAYS_BEFORE = 12, 8
"""So many days are drawn, of a long limit so many of them before now."""

Pauses = Sequence[tuple[datetime, datetime]]


@dataclass(frozen=True, slots=True)
class Clock:
    """What a limit of disposal is: when it began, turns yellow and ends, where it stood still, and up to when it is looked at.

    ``until`` is now, or when the issue was settled; pauses that last end there.
    """

    calendar: WorkCalendar
    since: datetime
    warns: datetime
    due: datetime
    until: datetime
    pauses: Pauses = ()

    @property
    def used(self) -> timedelta:
        """How much of the limit is used."""
        return working_time(self.calendar, self.since, self.until) - self.paused(self.until)

    @property
    def whole(self) -> timedelta:
        """How much there is: what ran, or will run, until the end. A pause that lasts has not moved the end yet."""
        lasting = [pause for pause in self.pauses if pause[1] >= self.until]
        paused = self.paused(self.due) - sum(
            (working_time(self.calendar, max(begin, self.since), min(end, self.due)) for begin, end in lasting), ZERO
        )
        return working_time(self.calendar, self.since, self.due) - paused

    @property
    def share(self) -> Fraction:
        """How much of it is used, 1 = all of it; 0 for a limit that has no working time in it."""
        whole = self.whole // timedelta(seconds=1)
        return Fraction(self.used // timedelta(seconds=1), whole) if whole else Fraction(0)

    def paused(self, until: datetime) -> timedelta:
        """Return the working time that pauses took up to a moment."""
        return sum(
            (working_time(self.calendar, max(begin, self.since), min(end, until)) for begin, end in self.pauses), ZERO
        )


@dataclass(frozen=True, slots=True)
class Stretch:
    """One bar: where it begins, how wide it is ("41.2%"), and what it shows: ok warn bad paused idle."""

    x: str
    width: str
    tone: str


@dataclass(frozen=True, slots=True)
class DrawnDay:
    """A row: the day, its bars, how much ran and stood still on it, how much was used at its end. No bars on a day off."""

    day: date
    stretches: tuple[Stretch, ...]
    ran: timedelta
    paused: timedelta
    used: timedelta


@dataclass(frozen=True, slots=True)
class Drawing:
    """The rows that are shown, how many days before and after them are not, and the breaks between the spans of work."""

    days: tuple[DrawnDay, ...]
    before: int = 0
    after: int = 0
    breaks: tuple[Stretch, ...] = field(default=())


def drawing_of(clock: Clock) -> Drawing:
    """Return the picture of a limit."""
    first, last = _local(clock, clock.since), max(_local(clock, clock.due), _local(clock, clock.until))
    whole = (last - first).days + 1
    shown = first
    if whole > MOST_DAYS:
        latest = last - (MOST_DAYS - 1) * DAY
        shown = max(first, min(latest, _local(clock, clock.until) - DAYS_BEFORE * DAY))
    end = min(last, shown + (MOST_DAYS - 1) * DAY)
    days = [shown + step * DAY for step in range((end - shown).days + 1)]
    low, high = _edges(clock.calendar, days)
    rows = tuple(_row(clock, day, low, high) for day in days)
    return Drawing(rows, (shown - first).days, (last - end).days, _breaks(clock.calendar, days, low, high))


def _local(clock: Clock, moment: datetime) -> date:
    return moment.astimezone(clock.calendar.zone).date()


def _minutes(moment: datetime, day: date) -> int:
    """Return how many minutes after the midnight of a day a moment lies."""
    days = (moment.date() - day).days
    return days * 24 * 60 + moment.hour * 60 + moment.minute


def _edges(calendar: WorkCalendar, days: Iterable[date]) -> tuple[int, int]:
    """Return when work begins at the earliest and ends at the latest on these days; a whole day where none is worked."""
    spans = [(_minutes(begin, day), _minutes(end, day)) for day in days for begin, end in calendar.spans_on(day)]
    return (min(begin for begin, _end in spans), max(end for _begin, end in spans)) if spans else (0, 24 * 60)


def _breaks(calendar: WorkCalendar, days: Iterable[date], low: int, high: int) -> tuple[Stretch, ...]:
    """Return the breaks between the spans of the first day that is worked (lunch)."""
    for day in days:
        spans = [(_minutes(begin, day), _minutes(end, day)) for begin, end in calendar.spans_on(day)]
        if spans:
            return tuple(_stretch(end, begin, low, high, "break") for (_b, end), (begin, _e) in pairwise(spans))
    return ()


def _row(clock: Clock, day: date, low: int, high: int) -> DrawnDay:
    """Return the row of a day."""
    bars: list[Stretch] = []
    ran = paused = ZERO
    for begin, end in clock.calendar.spans_on(day):
        for start, close, tone in _pieces(clock, begin, end):
            bars.append(_stretch(_minutes(start, day), _minutes(close, day), low, high, tone))
            if tone == "paused":
                paused += close - start
            elif tone != "idle":
                ran += close - start
    midnight = datetime.combine(day + DAY, datetime.min.time(), clock.calendar.zone)
    upto = min(midnight, clock.until)
    used = working_time(clock.calendar, clock.since, upto) - clock.paused(upto)
    return DrawnDay(day, tuple(bars), ran, paused, used)


def _pieces(clock: Clock, begin: datetime, end: datetime) -> list[tuple[datetime, datetime, str]]:
    """Return a span of work cut where something changes, each piece with its tone; neighbours of one tone are one piece."""
    edges = {clock.since, clock.warns, clock.due, clock.until, *(edge for pause in clock.pauses for edge in pause)}
    zone = clock.calendar.zone
    cuts = [begin, *sorted(edge.astimezone(zone) for edge in edges if begin < edge < end), end]
    pieces: list[tuple[datetime, datetime, str]] = []
    for start, close in pairwise(cuts):
        tone = _tone(clock, start, close)
        begun = pieces.pop()[0] if pieces and pieces[-1][2] == tone else start
        pieces.append((begun, close, tone))
    return pieces


def _tone(clock: Clock, start: datetime, close: datetime) -> str:
    """Return what a piece shows."""
    if close <= clock.since or start >= clock.until:
        return "idle"
    if any(begin <= start and close <= end for begin, end in clock.pauses):
        return "paused"
    if start < clock.warns:
        return "ok"
    return "warn" if start < clock.due else "bad"


def _stretch(begin: int, end: int, low: int, high: int, tone: str) -> Stretch:
    """Return a bar between two minutes of a day."""
    whole = high - low
    return Stretch(f"{(begin - low) / whole * 100:.2f}%", f"{(end - begin) / whole * 100:.2f}%", tone)
