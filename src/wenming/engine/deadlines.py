"""Limits in working time: when one expires, how much of it is used, which lamp that lights.

The calendar is the city's own: statutory holidays, make-up days, and working hours that change with the season. All moments carry a
time zone; days begin and end in the calendar's. Nothing here reads a clock.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from fractions import Fraction

DAY = timedelta(days=1)
ZERO = timedelta(0)
MONDAY_TO_FRIDAY = frozenset(range(5))
LONGEST = 3660
"""Days that a limit may reach: ten years; further on, the calendar is wrong."""
YELLOW_FROM = Fraction(4, 5)
RED_ABOVE = Fraction(1)


class DayStatus(StrEnum):
    """How sure a special day is."""

    OFFICIAL = "official"
    """The notice of the State Council says so."""
    ESTIMATED = "estimated"
    """Taken from the statutory days before the notice is out."""


class LimitUnit(StrEnum):
    """What a limit counts."""

    WORK_HOUR = "work_hour"
    WORK_DAY = "work_day"
    HOUR = "hour"
    DAY = "day"


class Lamp(StrEnum):
    """What a limit shows: to 80 % green, to 100 % yellow, then red; grey while it does not run."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"
    GREY = "grey"


class NeverExpiresError(Exception):
    """The calendar has no working time within ten years of the start."""


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """A day that differs from its weekday: a holiday, or a weekend that is worked."""

    day: date
    works: bool
    name: str
    status: DayStatus = DayStatus.OFFICIAL


@dataclass(frozen=True, slots=True)
class Season:
    """Working hours from a day of the year (month, day) on, as (begin, end) in minutes after midnight, in order."""

    since: tuple[int, int]
    hours: tuple[tuple[int, int], ...]

    def __post_init__(self) -> None:
        """Refuse hours that overlap, run backwards or leave the day."""
        ends = 0
        for begin, end in self.hours:
            if not ends <= begin < end <= 24 * 60:
                raise ValueError(f"working hours {begin}–{end} do not follow {ends} within the day")
            ends = end


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """When a city works. ``seasons`` are in the order of the year; before the first of them the last one holds."""

    zone: tzinfo
    seasons: tuple[Season, ...]
    special: Mapping[date, SpecialDay] = field(default_factory=dict)
    weekdays: frozenset[int] = MONDAY_TO_FRIDAY

    def works_on(self, day: date) -> bool:
        """Say whether a day is a working day."""
        special = self.special.get(day)
        return day.weekday() in self.weekdays if special is None else special.works

    def spans_on(self, day: date) -> tuple[tuple[datetime, datetime], ...]:
        """Return the working hours of a day, none on a day off."""
        if not self.works_on(day) or not self.seasons:
            return ()
        begun = [season for season in self.seasons if season.since <= (day.month, day.day)]
        season = begun[-1] if begun else self.seasons[-1]
        return tuple((self._moment(day, begin), self._moment(day, end)) for begin, end in season.hours)

    def around_the_clock(self) -> WorkCalendar:
        """Return the calendar of the days before an official visit: limits run day and night (迎检)."""
        always = (Season((1, 1), ((0, 24 * 60),)),)
        return replace(self, seasons=always, special={}, weekdays=frozenset(range(7)))

    def _moment(self, day: date, minutes: int) -> datetime:
        """Return a moment of a day; 24:00 is the beginning of the next one."""
        days, rest = divmod(minutes, 24 * 60)
        return datetime.combine(day + days * DAY, time(rest // 60, rest % 60), self.zone)


@dataclass(frozen=True, slots=True)
class Limit:
    """So many hours or days. ValueError for a limit that is not positive."""

    amount: int
    unit: LimitUnit

    def __post_init__(self) -> None:
        """Refuse nothing and less."""
        if self.amount <= 0:
            raise ValueError(f"a limit is positive, not {self.amount}")


@dataclass(frozen=True, slots=True)
class Pause:
    """A stretch in which a limit does not run (挂账, 申请延期 …); ``ends`` is None while it lasts."""

    begins: datetime
    ends: datetime | None = None


def working_time(calendar: WorkCalendar, begin: datetime, end: datetime) -> timedelta:
    """Return the working time between two moments; none where the end is not later."""
    total = ZERO
    for start, close in _spans(calendar, begin):
        if start >= end:
            break
        total += min(close, end) - start
    return total


def expiry(calendar: WorkCalendar, limit: Limit, begin: datetime, pauses: Sequence[Pause] = ()) -> datetime | None:
    """Return when a limit that began then runs out, None while a pause lasts.

    Hours of work run within working hours. Days of work end with the last working hour of the last day, and the day of the beginning does not
    count. A finished pause moves the end by the time that it took out of the limit.
    """
    ends = _plain_expiry(calendar, limit, begin)
    for pause in sorted(pauses, key=lambda one: one.begins):
        if pause.begins >= ends:
            continue
        if pause.ends is None:
            return None
        lost = _running(calendar, limit, max(pause.begins, begin), pause.ends)
        ends = _later(calendar, limit, ends, lost)
    return ends


def warning(calendar: WorkCalendar, unit: LimitUnit, begin: datetime, ends: datetime) -> datetime:
    """Return the moment by which 80 % of the time between ``begin`` and ``ends`` has passed: there the lamp turns yellow."""
    limit = Limit(1, unit)
    return _later(
        calendar, limit, begin, _running(calendar, limit, begin, ends) * YELLOW_FROM.numerator / YELLOW_FROM.denominator
    )


def resumed(calendar: WorkCalendar, unit: LimitUnit, moment: datetime, pause: Pause) -> datetime:
    """Return an end moved by a finished pause; one that had passed before the pause stays. ValueError for a pause that lasts."""
    if pause.ends is None:
        raise ValueError("the pause has not ended")
    if pause.begins >= moment:
        return moment
    limit = Limit(1, unit)
    return _later(calendar, limit, moment, _running(calendar, limit, pause.begins, pause.ends))


def share_used(
    calendar: WorkCalendar, limit: Limit, begin: datetime, now: datetime, pauses: Sequence[Pause] = ()
) -> Fraction:
    """Return how much of a limit is used at ``now``: 1 is all of it, more is overdue."""
    whole = _running(calendar, limit, begin, _plain_expiry(calendar, limit, begin))
    used = _running(calendar, limit, begin, now)
    for pause in pauses:
        used -= _running(calendar, limit, max(pause.begins, begin), min(pause.ends or now, now))
    return Fraction(used // timedelta(seconds=1), whole // timedelta(seconds=1))


def lamp_of(share: Fraction, *, paused: bool = False) -> Lamp:
    """Return the lamp of a share used."""
    if paused:
        return Lamp.GREY
    if share > RED_ABOVE:
        return Lamp.RED
    return Lamp.YELLOW if share > YELLOW_FROM else Lamp.GREEN


def _plain_expiry(calendar: WorkCalendar, limit: Limit, begin: datetime) -> datetime:
    """Return the end of a limit without pauses."""
    begin = begin.astimezone(calendar.zone)
    match limit.unit:
        case LimitUnit.HOUR:
            return begin + limit.amount * timedelta(hours=1)
        case LimitUnit.DAY:
            return begin + limit.amount * DAY
        case LimitUnit.WORK_HOUR:
            return _after(calendar, begin, limit.amount * timedelta(hours=1))
    return _end_of_work_day(calendar, begin.date(), limit.amount)


def _after(calendar: WorkCalendar, begin: datetime, amount: timedelta) -> datetime:
    """Return the moment by which so much working time has passed."""
    left = amount
    for start, close in _spans(calendar, begin):
        if close - start >= left:
            return start + left
        left -= close - start
    raise NeverExpiresError


def _end_of_work_day(calendar: WorkCalendar, day: date, amount: int) -> datetime:
    """Return the end of the working hours of the n-th working day after a day."""
    left = amount
    for step in range(1, LONGEST):
        spans = calendar.spans_on(day + step * DAY)
        left -= bool(spans)
        if not left:
            return spans[-1][1]
    raise NeverExpiresError


def _running(calendar: WorkCalendar, limit: Limit, begin: datetime, end: datetime) -> timedelta:
    """Return how long a limit of this kind runs between two moments."""
    if limit.unit in {LimitUnit.HOUR, LimitUnit.DAY}:
        return max(end - begin, ZERO)
    return working_time(calendar, begin, end)


def _later(calendar: WorkCalendar, limit: Limit, ends: datetime, lost: timedelta) -> datetime:
    """Return an end moved by the time that a pause took."""
    if not lost or limit.unit in {LimitUnit.HOUR, LimitUnit.DAY}:
        return ends + lost
    return _after(calendar, ends, lost)


def _spans(calendar: WorkCalendar, begin: datetime) -> Iterator[tuple[datetime, datetime]]:
    """Yield the working hours from a moment on, at most ten years of them."""
    begin = begin.astimezone(calendar.zone)
    for step in range(LONGEST):
        for start, close in calendar.spans_on(begin.date() + step * DAY):
            if close > begin:
                yield max(start, begin), close
