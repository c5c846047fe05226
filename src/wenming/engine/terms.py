"""By when: limits and days as offices write them in ledgers (立行立改, 3日内, 3个工作日, 11.30, 2026-11-30). Nothing is guessed.

A day without a year stays without one, and "11.3", which a workbook also makes of 11.30, means two days: both are asked.
"""

from __future__ import annotations

import re
import unicodedata
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from wenming.engine.deadlines import Limit, LimitUnit

AT_ONCE = (
    "立行立改", "立即整改", "立即", "即知即改", "即查即改", "立查立改", "立整立改", "边查边改", "马上整改", "马上", "当场整改", "现场整改", "随时整改",
)  # fmt: skip
UNITS: tuple[tuple[str, LimitUnit, int], ...] = (
    ("个工作日", LimitUnit.WORK_DAY, 1),
    ("工作日", LimitUnit.WORK_DAY, 1),
    ("个工作时", LimitUnit.WORK_HOUR, 1),
    ("个工作小时", LimitUnit.WORK_HOUR, 1),
    ("工作小时", LimitUnit.WORK_HOUR, 1),
    ("工作时", LimitUnit.WORK_HOUR, 1),
    ("个小时", LimitUnit.HOUR, 1),
    ("小时", LimitUnit.HOUR, 1),
    ("时", LimitUnit.HOUR, 1),
    ("个自然日", LimitUnit.DAY, 1),
    ("自然日", LimitUnit.DAY, 1),
    ("天", LimitUnit.DAY, 1),
    ("日", LimitUnit.DAY, 1),
    ("个星期", LimitUnit.DAY, 7),
    ("星期", LimitUnit.DAY, 7),
    ("周", LimitUnit.DAY, 7),
)
MOST = 999
_NUMBER = r"\d{1,3}|[一二两三四五六七八九十]{1,3}"
_SPAN = re.compile(rf"(?:限期?|在)?({_NUMBER})({'|'.join(unit for unit, _kind, _times in UNITS)})(?:之?内|以内)?")
_NEEDS_WITHIN = frozenset({"日", "时"})
"""Units that also name a day of the month or an hour of the day: without 内 or 限 they may mean that."""
_DAY = re.compile(r"(?:(\d{4})[-./年])?(\d{1,2})[-./月](\d{1,2})[日号]?(?:之前|以前|前)?(?:00:00(?::00)?)?")
_PLAIN_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})(?:之前|以前|前)?")
_TAIL = re.compile(r"(?:整改)?(?:完成|完毕|到位|办结|整改|处置)+$")
_DIGITS = {digit: number for number, digit in enumerate("零一二三四五六七八九")} | {"两": 2}


@dataclass(frozen=True, slots=True)
class Term:
    """What was written: a span, a day, at once, or days that lack their year as (month, day); exactly one of them."""

    limit: Limit | None = None
    day: date | None = None
    at_once: bool = False
    days: tuple[tuple[int, int], ...] = ()

    @property
    def is_asked(self) -> bool:
        """Tell whether a person has to say what it means."""
        return self.at_once or bool(self.days)


def read_term(text: str) -> Term | None:
    """Return what a limit or a day says, None where that cannot be told."""
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).strip("。.;；,，、()")
    if plain in AT_ONCE:
        return Term(at_once=True)
    plain = _TAIL.sub("", plain)
    if plain in AT_ONCE:
        return Term(at_once=True)
    return _span(plain) or _day(plain)


def _span(text: str) -> Term | None:
    """Read so many hours or days."""
    found = _SPAN.fullmatch(text)
    if found is None:
        return None
    unit = found[2]
    if unit in _NEEDS_WITHIN and not text.startswith("限") and not text.endswith("内"):
        return None
    _unit, kind, times = next(one for one in UNITS if one[0] == unit)
    amount = _number(found[1]) * times
    return Term(limit=Limit(amount, kind)) if 0 < amount <= MOST else None


def _number(text: str) -> int:
    """Return a number in figures or in Chinese up to 99, 0 for what is none."""
    if text.isdecimal():
        return int(text)
    tens, ten, ones = text.partition("十")
    if not ten:
        return _DIGITS[tens] if len(tens) == 1 else 0
    if len(tens) > 1 or len(ones) > 1 or "十" in ones:
        return 0
    return (_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[ones] if ones else 0)


def _day(text: str) -> Term | None:
    """Read a day, or days that lack their year."""
    found = _DAY.fullmatch(text)
    if found is None:
        plain = _PLAIN_DAY.fullmatch(text)
        return _whole(int(plain[1]), int(plain[2]), int(plain[3])) if plain else None
    month, day = int(found[2]), int(found[3])
    if found[1]:
        return _whole(int(found[1]), month, day)
    meant = [day]
    if re.fullmatch(r"\d{1,2}\.[1-3]", text):
        # a workbook makes 11.3 of 11.30 when it takes it for a number
        meant.append(day * 10)
    days = tuple((month, one) for one in meant if _whole(2024, month, one))
    return Term(days=days) if days else None


def _whole(year: int, month: int, day: int) -> Term | None:
    """Return a day of the calendar, None for what is none."""
    with suppress(ValueError):
        return Term(day=date(year, month, day))
    return None


def days_in(term: Term, year: int) -> tuple[date, ...]:
    """Return the days of a year that a term without one may mean; 29 February only where the year has it."""
    found = (_whole(year, month, day) for month, day in term.days)
    return tuple(one.day for one in found if one is not None and one.day is not None)
