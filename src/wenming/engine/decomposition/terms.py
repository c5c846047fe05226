"""Days in time limits as papers write them."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta

_DAY = re.compile(r"(20[0-9]{2})\s*[-./年]\s*([0-9]{1,2})\s*(?:[-./月]\s*(?:([0-9]{1,2})\s*日?|(底))?)?(?![0-9])")


def due_day(text: str) -> date | None:
    """Return the day that a time limit names: 2026年6月30日前, 2026-06-30, 2026年6月底; None where it names none, or several."""
    found = list(_DAY.finditer(unicodedata.normalize("NFKC", text)))
    if len(found) != 1:
        return None
    year, month, day, end = found[0].groups()
    if not 1 <= int(month) <= 12 or not (day or end):
        return None
    last = (date(int(year), int(month), 1) + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    wanted = int(day or last.day)
    return last.replace(day=wanted) if 1 <= wanted <= last.day else None
