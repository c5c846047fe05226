"""What an address asks of the sites; an unknown or unusable parameter is named, never guessed at."""

from __future__ import annotations

import base64
import binascii
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

LIMIT, LIMIT_MOST = 10, 1_000
NAMED = ("type", "area", "code")
"""Properties by which sites can be asked for."""
ITEMS = ("limit", "bbox", "datetime", "cursor", "f", *NAMED)


class ParameterError(Exception):
    """A parameter that is unknown, or whose value cannot be used."""

    def __init__(self, name: str, detail: str) -> None:
        super().__init__(detail)
        self.name, self.detail = name, detail


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which sites: how many, in which box (west, south, east, north), in use between two days, from where in the list on."""

    limit: int = LIMIT
    box: tuple[float, float, float, float] | None = None
    begins: date | None = None
    ends: date | None = None
    direction: str = ""
    code: str = ""
    named: dict[str, str] = field(default_factory=dict)


def only_known(query: Mapping[str, str], known: tuple[str, ...]) -> None:
    """Raise ParameterError for the first parameter that nobody knows here, or whose value no database keeps."""
    for name, value in query.items():
        if name not in known:
            raise ParameterError(name, f"unknown parameter; known are {', '.join(known)}")
        if "\0" in value:
            raise ParameterError(name, "a text without the character 0")


def wanted_of(query: Mapping[str, str], zone: ZoneInfo) -> Wanted:
    """Read the parameters of a page of sites; ParameterError for what cannot be used."""
    only_known(query, ITEMS)
    begins, ends = _interval(query["datetime"], zone) if "datetime" in query else (None, None)
    direction, code = _cursor(query["cursor"]) if "cursor" in query else ("", "")
    return Wanted(
        limit=_limit(query.get("limit", str(LIMIT))),
        box=_box(query["bbox"]) if "bbox" in query else None,
        begins=begins,
        ends=ends,
        direction=direction,
        code=code,
        named={name: query[name] for name in NAMED if name in query},
    )


def cursor_of(direction: str, code: str) -> str:
    """Return the mark in the list behind ("a") or before ("b") a site."""
    return f"{direction}{base64.urlsafe_b64encode(code.encode()).decode().rstrip('=')}"


def _cursor(text: str) -> tuple[str, str]:
    """Read a mark in the list."""
    try:
        code = base64.urlsafe_b64decode(text[1:] + "=" * (-len(text[1:]) % 4)).decode()
    except (binascii.Error, UnicodeDecodeError, ValueError):
        code = ""
    if text[:1] not in {"a", "b"} or not code or "\0" in code:
        raise ParameterError("cursor", "not a cursor of this service; follow the links next and prev")
    return text[0], code


def _limit(text: str) -> int:
    """Read how many; more than the most is the most, as the standard allows."""
    if not (text.isascii() and text.isdigit() and len(text) <= 9 and int(text) >= 1):
        raise ParameterError("limit", f"a whole number from 1 to {LIMIT_MOST}")
    return min(int(text), LIMIT_MOST)


def _box(text: str) -> tuple[float, float, float, float]:
    """Read a box of four numbers, or of six with heights, which sites do not have."""
    try:
        numbers = [float(part) for part in text.split(",")]
    except ValueError:
        numbers = []
    if len(numbers) not in {4, 6} or not all(math.isfinite(number) for number in numbers):
        raise ParameterError("bbox", "four or six numbers: west,south,east,north in degrees of longitude and latitude")
    half = len(numbers) // 2
    west, south, east, north = numbers[0], numbers[1], numbers[half], numbers[half + 1]
    if south > north:
        raise ParameterError("bbox", "the south lies north of the north")
    return west, south, east, north


def _interval(text: str, zone: ZoneInfo) -> tuple[date | None, date | None]:
    """Read a moment or an interval of RFC 3339, either end of which may be open ("..") or empty."""
    parts = text.split("/")
    if len(parts) == 1:
        moment = _day(text, zone)
        return moment, moment
    if len(parts) != 2:
        raise _no_time()
    begins, ends = (None if part in {"", ".."} else _day(part, zone) for part in parts)
    if begins and ends and begins > ends:
        raise ParameterError("datetime", "the interval ends before it begins")
    return begins, ends


def _day(text: str, zone: ZoneInfo) -> date:
    """Return the city's day of a date or of a moment with its zone."""
    try:
        if len(text) == len("2026-01-01"):
            return date.fromisoformat(text)
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise _no_time() from None
    if moment.tzinfo is None or "T" not in text.upper():
        raise _no_time()
    return moment.astimezone(zone).date()


def _no_time() -> ParameterError:
    return ParameterError(
        "datetime", "a date, a moment with its zone, or an interval: 2026-01-01/.., ../2026-12-31T00:00:00Z"
    )
