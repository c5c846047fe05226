"""Pass rates of an earlier round as people write them: class, rate (0.87 or 87%), and how many were seen."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

from wenming.draws.imports.frames import csv_lines
from wenming.engine.sampling.precision import Seen

COLUMNS = {
    "stratum": ("stratum", "类别", "层", "点位类型", "类型"),
    "rate": ("rate", "符合率", "合格率", "通过率"),
    "sites": ("sites", "查过", "点位数", "数量"),
}
RATE = re.compile(r"([0-9]{1,3}(?:\.[0-9]{1,6})?)\s*([%％]?)")


class RatesError(ValueError):
    """A table of rates that cannot be used; the message is the class whose line is wrong, "" for the head."""


def rate_of(text: str) -> Fraction | None:
    """Return the share that a text names: 0.87, 87% or 87; None for what is none."""
    found = RATE.fullmatch(text.strip())
    if found is None:
        return None
    rate = Fraction(found[1])
    if found[2] or rate > 1:
        rate /= 100
    return rate if rate <= 1 else None


def read_rates(content: bytes) -> dict[str, Seen]:
    """Return what was seen of each class by a CSV file. Raises RatesError, or FrameError(FORM) for what is no CSV file."""
    lines = [line for line in csv_lines(content) if any(cell.strip() for cell in line)]
    head = [cell.strip().lower() for cell in lines[0]] if lines else []
    places = {name: [head.index(word) for word in words if word in head] for name, words in COLUMNS.items()}
    if not places["stratum"] or not places["rate"]:
        raise RatesError("")
    return dict(_seen(line, places) for line in lines[1:])


def _seen(line: Sequence[str], places: dict[str, list[int]]) -> tuple[str, Seen]:
    """Return what one line says."""
    cells = {name: line[found[0]].strip() if found and found[0] < len(line) else "" for name, found in places.items()}
    rate = rate_of(cells["rate"])
    number = cells["sites"]
    if rate is None or (number and not (number.isascii() and number.isdigit() and len(number) < 10)):
        raise RatesError(cells["stratum"])
    return cells["stratum"], Seen(rate, int(number) if number else None)
