"""Lines that people write into a form, one fact in each: read one by one, and the first that cannot be read is named with how to mend it."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils.translation import gettext as _now

MILLE = 1000
MOST_LINES = 400
NAME = 60
STOPS = ("取消", "stop")
FIRST_YEAR = 2000
MOST_SITES = 10_000
SHOWN = 40
Line = Callable[[str], list[Any]]


class MendError(ValueError):
    """A line that cannot be read, and what to write instead."""


def read_lines(text: str, line_of: Line, example: str) -> list[list[Any]]:
    """Return lines as they are meant, each name once; ValidationError names the first that cannot be read, and what to write."""
    rows = [line.strip() for line in text.splitlines() if line.strip()]
    if len(rows) > MOST_LINES:
        raise forms.ValidationError(_now("最多 %(most)s 行"), params={"most": MOST_LINES})
    found: list[list[Any]] = []
    for number, line in enumerate(rows, start=1):
        try:
            row = line_of(line)
        except MendError as fault:
            raise _unread(number, line, str(fault)) from None
        except (ValueError, InvalidOperation):
            raise _unread(number, line, _now("照这个样子写：%(example)s") % {"example": example}) from None
        if row[0] in (one[0] for one in found):
            raise _unread(number, line, _now("%(name)s 已经写过，请只留一行") % {"name": row[0]})
        found.append(row)
    return found


def _unread(number: int, line: str, mend: str) -> forms.ValidationError:
    """Return the complaint about a line."""
    facts = {"number": number, "line": line[:SHOWN], "mend": mend}
    return forms.ValidationError(_now("第 %(number)s 行“%(line)s”读不出：%(mend)s"), params=facts)


def milli_of(value: Decimal) -> int:
    """Return points in milli-points."""
    return round(value * MILLE)


def share_of(text: str) -> list[int]:
    """Return "8/12" as its two numbers, the first not above the second; ValueError for anything else."""
    first, slash, second = text.partition("/")
    held = _number(second, 1, 10_000)
    if not slash:
        raise ValueError(text)
    return [_number(first, 0, held), held]


def plan_line(line: str) -> list[Any]:
    """Return type of sites, how many are seen, checks at each."""
    name, drawn, checks = _split(line, 2)
    return [name, _number(drawn, 1, 10_000), _number(checks, 1, MILLE)]


def accepted_line(line: str) -> list[Any]:
    """Return clause, accepted, of so many."""
    name, share = _split(line, 1)
    return [name, *share_of(share)]


def rival_line(line: str) -> list[Any]:
    """Return city, milli-points, spread."""
    name, score, spread = _split(line, 2)
    return [name, _decimal(score), _decimal(spread)]


def scenario_line(line: str) -> list[Any]:
    """Return event, milli-points, whether it stops the title."""
    name, cost = _split(line, 1)
    return [name, 0, True] if cost in STOPS else [name, _decimal(cost), False]


def pair_line(line: str, *, latest: int) -> list[Any]:
    """Return year, official and own rate in thousandths of a percent, and how many sites each team saw (None: nobody kept that)."""
    words = line.split()
    if len(words) not in {3, 4}:
        raise ValueError(line)
    year, official, mock = words[:3]
    years = _now("年份写 %(first)s 到 %(latest)s 的四位数") % {"first": FIRST_YEAR, "latest": latest}
    rates = _now("得分率写 0 到 100 的数，如 84.2")
    sites = _now("点位数写 1 到 %(most)s 的整数，不知道就不写") % {"most": MOST_SITES}
    seen = _mended(sites, _number, words[3], 1, MOST_SITES) if words[3:] else None
    return [
        _mended(years, _number, year, FIRST_YEAR, latest),
        *(_mended(rates, _rate, rate) for rate in (official, mock)),
        seen,
    ]


def asked_line(line: str) -> list[Any]:
    """Return community, households asked, content ones."""
    name, asked, content = _split(line, 2)
    number = _mended(_now("问了几户写大于 0 的整数"), _number, asked, 1, 10_000)
    words = _now("满意几户写 0 到 %(asked)s 的整数，不能比问的多") % {"asked": number}
    return [name, number, _mended(words, _number, content, 0, number)]


def _mended(words: str, read: Callable[..., int], *given: Any) -> int:
    """Return what is read; MendError says how to write what cannot be."""
    try:
        return read(*given)
    except (ValueError, InvalidOperation):
        raise MendError(words) from None


def _split(line: str, numbers: int) -> list[str]:
    """Return the name and the words after it; ValueError where there are fewer."""
    words = line.split()
    name = " ".join(words[:-numbers])
    if not name or len(name) > NAME:
        raise ValueError(line)
    return [name, *words[-numbers:]]


def _number(text: str, least: int, most: int) -> int:
    number = int(text)
    if not least <= number <= most:
        raise ValueError(text)
    return number


def _decimal(text: str) -> int:
    """Return points in milli-points."""
    value = Decimal(text)
    if not 0 <= value <= MILLE:
        raise ValueError(text)
    return milli_of(value)


def _rate(text: str) -> int:
    """Return a percentage in thousandths of a percent."""
    value = Decimal(text.rstrip("%％"))
    if not 0 <= value <= 100:
        raise ValueError(text)
    return milli_of(value)
