"""Which time a paper speaks of, read from its words: 2026年11月5日, 2026.11, 二〇二六年十一月, 2026年第三季度, 2026年上半年, 2026年度, 2026年1—6月.

A month without a year is not read: last year's paper has it too.
"""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from wenming.engine.collecting import month_after

FIRST_YEAR, LAST_YEAR = 1980, 2099
_CHINESE = {sign: str(value) for value, sign in enumerate("〇一二三四五六七八九")} | {"零": "0", "○": "0"}
_YEAR = rf"(?<!\d)(?P<year>\d{{4}}|[{''.join(_CHINESE)}]{{4}})"
_NUMBER = r"\d{1,2}|[一二三四五六七八九十]{1,3}"
_SPAN = re.compile(
    rf"{_YEAR}\s*(?:年度?\s*(?:"
    rf"(?P<first>{_NUMBER})\s*月?(?:份)?\s*[-—–~～至到]\s*(?P<last>{_NUMBER})\s*月"
    rf"|(?P<month>{_NUMBER})\s*月(?:份)?(?:\s*(?P<day>{_NUMBER})\s*[日号])?"
    rf"|第?(?P<quarter>[1-4一二三四])\s*季度?"
    rf"|(?P<half>[上下])半年"
    rf")?|[-./](?P<dotted>\d{{1,2}})(?:[-./](?P<dotted_day>\d{{1,2}}))?(?!\d))"
)
_BEFORE_NUMBER = re.compile(r"[〔\[(（]\s*$")


@dataclass(frozen=True, slots=True)
class Span:
    """A time that a paper names, both days included, and its words."""

    first: date
    last: date
    words: str

    def meets(self, first: date, last: date) -> bool:
        """Tell whether it has a day in common with another time."""
        return self.first <= last and first <= self.last


def spans_in(text: str) -> tuple[Span, ...]:
    """Return every time that a text names, in its order; the year of a number of a paper (〔2026〕3号) is none."""
    found = []
    for one in _SPAN.finditer(text):
        span = None if _BEFORE_NUMBER.search(text[: one.start()][-3:]) else _span(one)
        if span is not None:
            found.append(span)
    return tuple(found)


def _span(found: re.Match[str]) -> Span | None:
    """Return what was matched, None for what is no time."""
    year = int("".join(_CHINESE.get(sign, sign) for sign in found["year"]))
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    months = _months(found)
    if months is None:
        return None
    first, last = date(year, months[0], 1), month_after(date(year, months[1], 1))
    day = _number(found["day"] or found["dotted_day"])
    words = "".join(found[0].split())
    if day:
        with suppress(ValueError):
            return Span(first.replace(day=day), first.replace(day=day), words)
        return None
    return Span(first, date.fromordinal(last.toordinal() - 1), words)


def _months(found: re.Match[str]) -> tuple[int, int] | None:
    """Return the first and the last month, None where there is no such month."""
    if found["quarter"]:
        last = 3 * _number(found["quarter"])
        return last - 2, last
    if found["half"]:
        return (1, 6) if found["half"] == "上" else (7, 12)
    one, other = (found["first"], found["last"]) if found["first"] else (found["month"] or found["dotted"],) * 2
    if one is None:
        return 1, 12
    first, last = _number(one), _number(other)
    return (first, last) if 1 <= first <= last <= 12 else None


def _number(text: str | None) -> int:
    """Return a number in figures or in Chinese up to 99, 0 for none."""
    if not text:
        return 0
    if text.isdecimal():
        return int(text)
    tens, ten, ones = text.partition("十")
    digits = {sign: int(value) for sign, value in _CHINESE.items()}
    if not ten:
        return digits.get(tens, 0)
    return digits.get(tens, 1) * 10 + digits.get(ones, 0)


def outside(title: str, text: str, first: date, last: date) -> Span | None:
    """Return the time that says a paper is not of this period: the one in its title, else the first of its text where none of all meets the period.

    None where nothing says so: a paper may look back and ahead.
    """
    named = spans_in(title)
    if named:
        return None if any(one.meets(first, last) for one in named) else named[0]
    told = spans_in(text)
    return told[0] if told and not any(one.meets(first, last) for one in told) else None
