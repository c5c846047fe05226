"""The statutory calendar that comes along: ``data/calendars/china.yaml`` to the engine's days."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import yaml
from django.conf import settings

from wenming.engine.deadlines import DayStatus, SpecialDay

WORKED = "调休上班"
"""What the calendar calls a weekend that is worked; pages translate it like every name of a day."""
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class StatutoryYear:
    """One year of the statutory calendar: how sure it is, from which notice, its days in order."""

    year: int
    status: DayStatus
    source: str
    days: tuple[SpecialDay, ...]


def statutory_years() -> tuple[StatutoryYear, ...]:
    """Return every year that comes along, in order."""
    text = (settings.ROOT / "data" / "calendars" / "china.yaml").read_text(encoding="utf-8")
    years = yaml.safe_load(text)["years"]
    return tuple(_year(number, facts) for number, facts in sorted(years.items()))


def _year(number: int, facts: dict[str, Any]) -> StatutoryYear:
    """Return one year."""
    status = DayStatus(facts["status"])
    off = [
        SpecialDay(day, works=False, name=stretch["name"]["zh"], status=status)
        for stretch in facts["days_off"]
        for day in _stretch(stretch["from"], stretch["to"])
    ]
    worked = [SpecialDay(day, works=True, name=WORKED, status=status) for day in facts["worked"]]
    days = tuple(sorted([*off, *worked], key=lambda one: one.day))
    return StatutoryYear(number, status, facts["source"]["zh"], days)


def _stretch(first: date, last: date) -> Iterator[date]:
    """Yield every day from the first to the last."""
    day = first
    while day <= last:
        yield day
        day += ONE_DAY
