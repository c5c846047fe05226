"""A year of the calendar as its page shows it: twelve months of weeks, each day with its shape and word."""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils import formats
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from wenming.engine.deadlines import DayStatus, Season, SpecialDay, WorkCalendar

MONTHS = range(1, 13)
LEAP_YEAR = 2000
"""A year that has every day of the year."""


def day_names() -> dict[str, str]:
    """Return the usual names of days in the reader's language; other names are shown as they were written."""
    return {
        "元旦": pgettext("calendar", "元旦"),
        "春节": pgettext("calendar", "春节"),
        "清明节": pgettext("calendar", "清明节"),
        "劳动节": pgettext("calendar", "劳动节"),
        "端午节": pgettext("calendar", "端午节"),
        "中秋节": pgettext("calendar", "中秋节"),
        "国庆节": pgettext("calendar", "国庆节"),
        "抗战胜利70周年纪念日": pgettext("calendar", "抗战胜利70周年纪念日"),
        "调休上班": pgettext("calendar", "调休上班"),
    }


def year_shape(work: WorkCalendar, year: int, today: date) -> list[dict[str, Any]]:
    """Return the months of a year: name, weeks of seven days (None outside the month), working days."""
    names = day_names()
    return [_month(work, year, month, today, names) for month in MONTHS]


def _month(work: WorkCalendar, year: int, month: int, today: date, names: dict[str, str]) -> dict[str, Any]:
    """Return one month."""
    weeks = calendar.Calendar().monthdatescalendar(year, month)
    days = [[_day(work, day, today, names) if day.month == month else None for day in week] for week in weeks]
    first = date(year, month, 1)
    return {
        "name": formats.date_format(first, "F") if get_language() == "en" else f"{month}月",
        "number": month,
        "weeks": days,
        "working": sum(day["works"] for week in days for day in week if day),
    }


def _day(work: WorkCalendar, day: date, today: date, names: dict[str, str]) -> dict[str, Any]:
    """Return one day: number, whether it is worked, its word and mark, and what a screen reader says."""
    special = work.special.get(day)
    works = work.works_on(day)
    mark = ""
    if special is not None:
        mark = pgettext("day", "班") if works else pgettext("day", "休")
    estimated = special is not None and special.status is DayStatus.ESTIMATED
    if estimated:
        mark = pgettext("day", "预")
    name = names.get(special.name, special.name) if special else ""
    look = ("work" if works else "off") if special else ("plain" if works else "weekend")
    said = [name, pgettext("calendar", "上班") if works else pgettext("calendar", "放假")]
    if estimated:
        said.append(pgettext("calendar", "预计"))
    return {
        "number": day.day,
        "iso": day.isoformat(),
        "works": works,
        "mark": mark,
        "look": look,
        "estimated": estimated,
        "today": day == today,
        "said": " ".join(filter(None, said)),
    }


def stretches(days: Iterable[SpecialDay]) -> list[dict[str, Any]]:
    """Return special days as the notice lists them: days in a row under one name become one line."""
    names = day_names()
    lines: list[dict[str, Any]] = []
    for one in sorted(days, key=lambda day: day.day):
        last = lines[-1] if lines else None
        name = names.get(one.name, one.name)
        same = last and last["name"] == name and last["works"] == one.works
        if last and same and (one.day - last["last"]).days == 1:
            last["last"] = one.day
        else:
            estimated = one.status is DayStatus.ESTIMATED
            lines.append({"name": name, "works": one.works, "first": one.day, "last": one.day, "estimated": estimated})
    for line in lines:
        line["count"] = (line["last"] - line["first"]).days + 1
    return lines


def hours_text(season: Season) -> str:
    """Return working hours as people write them: 8:00-12:00 14:00-18:00."""
    return " ".join(f"{_clock(begin)}-{_clock(end)}" for begin, end in season.hours)


def since_text(season: Season) -> str:
    """Return from which day of the year on working hours hold."""
    day = formats.date_format(date(LEAP_YEAR, *season.since), _("n月j日"))
    return pgettext("period", "%(day)s 起") % {"day": day}


def _clock(minutes: int) -> str:
    """Return minutes after midnight as a time of day."""
    return f"{minutes // 60}:{minutes % 60:02d}"
