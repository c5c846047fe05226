"""Reads a file of JSON piece by piece; every piece knows its place, so that a mistake is told where it stands."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Container
from datetime import date
from enum import StrEnum
from typing import Any

from wenming.engine.geo import Pair
from wenming.engine.routes.problems import LATEST

CLOCK = re.compile(r"([0-9]{1,2}):([0-5][0-9])(?::([0-5][0-9]))?")
MOST = 10**9
MISSING = object()


class FileFault(StrEnum):
    """Why a file of routes cannot be read."""

    UNREADABLE = "unreadable"
    OTHER_FORM = "other_form"
    MISSING = "missing"
    UNKNOWN_FIELD = "unknown_field"
    NO_TABLE = "no_table"
    NO_LIST = "no_list"
    NO_TEXT = "no_text"
    NO_NUMBER = "no_number"
    NO_FLAG = "no_flag"
    NO_CLOCK = "no_clock"
    NO_DAY = "no_day"
    NO_POSITION = "no_position"
    UNKNOWN_NAME = "unknown_name"
    BACKWARDS = "backwards"
    SIZE = "size"
    BESIDE = "beside"
    TWICE = "twice"
    NO_WAY = "no_way"


class RouteFileError(ValueError):
    """A file that cannot be read: what is wrong, where it stands (visits[3].windows[0].begin), and what stands there or belongs there."""

    def __init__(self, fault: FileFault, place: str, found: str = "") -> None:
        super().__init__(f"{place}: {fault} {found}")
        self.wrong, self.place, self.found = fault, place, found


def read_json(content: bytes | str) -> Reader:
    """Return the first piece of a file."""
    try:
        return Reader(json.loads(content), "")
    except (ValueError, RecursionError) as fault:
        line = f"{fault.lineno}:{fault.colno}" if isinstance(fault, json.JSONDecodeError) else ""
        raise RouteFileError(FileFault.UNREADABLE, line) from fault


class Reader:
    """One piece of a file and its place in it."""

    def __init__(self, value: Any, place: str) -> None:
        self.value, self.place = value, place
        self.asked: set[str] = set()

    @property
    def empty(self) -> bool:
        """Nothing stands here."""
        return self.value is None

    def fault(self, fault: FileFault, found: str | None = None) -> RouteFileError:
        """Return what is wrong here."""
        return RouteFileError(
            fault, self.place, json.dumps(self.value, ensure_ascii=False)[:60] if found is None else found
        )

    def at(self, *names: str | int) -> Reader:
        """Return a piece further in, for the sake of its place."""
        place = "".join(f"[{name}]" if isinstance(name, int) else f".{name}" for name in names)
        return Reader(None, (self.place + place).lstrip("."))

    def form(self, wanted: str) -> None:
        """Ask for the file's own form."""
        written = self.get("format")
        if written.value != wanted:
            raise written.fault(FileFault.OTHER_FORM, wanted)

    def get(self, name: str, default: Any = MISSING) -> Reader:
        """Return a field, or the default where it is left out."""
        if not isinstance(self.value, dict):
            raise self.fault(FileFault.NO_TABLE)
        self.asked.add(name)
        inner = self.at(name)
        if name not in self.value and default is MISSING:
            raise inner.fault(FileFault.MISSING, "")
        return Reader(self.value.get(name, default), inner.place)

    def end(self) -> None:
        """Ask whether there are fields that nobody asked for."""
        for name in self.value:
            if name not in self.asked:
                raise self.at(name).fault(FileFault.UNKNOWN_FIELD, name)

    def items(self) -> list[tuple[str, Reader]]:
        """Return the pieces of a table with their names."""
        if not isinstance(self.value, dict):
            raise self.fault(FileFault.NO_TABLE)
        return [(name, Reader(value, self.at(name).place)) for name, value in self.value.items()]

    def rows(self) -> list[Reader]:
        """Return the pieces of a list."""
        if not isinstance(self.value, list):
            raise self.fault(FileFault.NO_LIST)
        return [Reader(value, self.at(number).place) for number, value in enumerate(self.value)]

    def text(self, *, empty: bool = False) -> str:
        """Return a text."""
        if not isinstance(self.value, str) or not (self.value.strip() or empty):
            raise self.fault(FileFault.NO_TEXT)
        return self.value.strip()

    def name_in(self, known: Container[str]) -> str:
        """Return a name that stands elsewhere in the file."""
        if not isinstance(self.value, str) or self.value not in known:
            raise self.fault(FileFault.UNKNOWN_NAME)
        return self.value

    def number(self, least: int = 0, most: int = MOST) -> int:
        """Return a whole number."""
        if not isinstance(self.value, int) or isinstance(self.value, bool) or not least <= self.value <= most:
            raise self.fault(FileFault.NO_NUMBER)
        return self.value

    def decimal(self, least: float, most: float) -> float:
        """Return a number."""
        if not _is_number(self.value) or not least <= self.value <= most:
            raise self.fault(FileFault.NO_NUMBER)
        return float(self.value)

    def flag(self) -> bool:
        """Return yes or no."""
        if not isinstance(self.value, bool):
            raise self.fault(FileFault.NO_FLAG)
        return self.value

    def clock(self) -> int:
        """Return a clock time in seconds after midnight."""
        match = CLOCK.fullmatch(self.value) if isinstance(self.value, str) else None
        seconds = int(match[1]) * 3600 + int(match[2]) * 60 + int(match[3] or 0) if match else LATEST + 1
        if seconds > LATEST:
            raise self.fault(FileFault.NO_CLOCK)
        return seconds

    def day(self) -> str:
        """Return a day as 2026-11-30."""
        try:
            return date.fromisoformat(self.value).isoformat()
        except (TypeError, ValueError) as fault:
            raise self.fault(FileFault.NO_DAY) from fault

    def pair(self) -> Pair:
        """Return a position: latitude and longitude in degrees."""
        numbers = [float(one) for one in self.value if _is_number(one)] if isinstance(self.value, list) else []
        if len(numbers) != 2 or len(self.value) != 2 or abs(numbers[0]) > 90 or abs(numbers[1]) > 180:
            raise self.fault(FileFault.NO_POSITION)
        return numbers[0], numbers[1]


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
