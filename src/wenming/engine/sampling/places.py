"""Where a unit lies, in whole numbers: millionths of a degree, or of the unit of a plane. No machine rounds them differently."""

from __future__ import annotations

import re
from typing import NamedTuple

SHARE = 10**6
DIGITS = 6
DECIMAL = re.compile(r"([+-]?)([0-9]{1,9})(?:\.([0-9]{0,20}))?")
POLE, DATE_LINE, EDGE = 90 * SHARE, 180 * SHARE, 10**9 * SHARE


class Place(NamedTuple):
    """A position: latitude and longitude in millionths of a degree, or, on a ``plane``, y and x in millionths of its unit."""

    north: int
    east: int
    plane: bool = False

    @property
    def fits(self) -> bool:
        """Whether there is such a place."""
        most = (EDGE, EDGE) if self.plane else (POLE, DATE_LINE)
        return abs(self.north) <= most[0] and abs(self.east) <= most[1]

    @property
    def cells(self) -> tuple[str, str]:
        """Both numbers as texts with six digits behind the point."""
        return _written(self.north), _written(self.east)


def millionths(text: str) -> int | None:
    """Return the number that a text names in millionths, half ones away from zero; None for what is no number."""
    found = DECIMAL.fullmatch(text)
    if found is None:
        return None
    sign, whole, rest = found.groups(default="")
    number = int(whole + rest[:DIGITS].ljust(DIGITS, "0")) + (rest[DIGITS : DIGITS + 1] >= "5")
    return -number if sign == "-" else number


def _written(number: int) -> str:
    whole, rest = divmod(abs(number), SHARE)
    return f"{'-' if number < 0 else ''}{whole}.{rest:0{DIGITS}}"
