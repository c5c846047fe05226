"""``deadline MOMENT LIMIT``: when a limit runs out on a city's calendar, or on the statutory one."""

from __future__ import annotations

import argparse
import re
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from wenming.config.cli import FINE, CannotDoError, show, show_json
from wenming.config.commands.cities import city_named
from wenming.engine.deadlines import (
    DayStatus,
    Limit,
    LimitUnit,
    NeverExpiresError,
    Season,
    WorkCalendar,
    expiry,
    working_time,
)
from wenming.organisations.imports.calendars import statutory_years
from wenming.organisations.queries import calendar_of, limit_calendar

UNITS = {"h": LimitUnit.WORK_HOUR, "d": LimitUnit.WORK_DAY}
ZONE = ZoneInfo("Asia/Shanghai")
HOURS = "8:30-12:00,14:30-17:30"
"""Working hours of the worked case W-8 (domain.md), which hold where neither a city nor hours are named."""


def register(nouns: argparse._SubParsersAction) -> None:
    """Add the noun ``deadline``."""
    one = nouns.add_parser("deadline", help=_("算出时限何时到期"))
    one.add_argument("moment", metavar="MOMENT", help=_("开始的时间，例如 2026-02-13T16:00"))
    one.add_argument("limit", metavar="LIMIT", help=_("时限：4h 是 4 个工作时，3d 是 3 个工作日"))
    one.add_argument("--city", metavar="SLUG", help=_("按这个城市的工作日历；不写则按法定节假日和 --hours 的工作时间"))
    one.add_argument(
        "--hours",
        metavar="HOURS",
        default=HOURS,
        help=_("不按城市时每天的工作时间，例如 8:00-12:00,14:00-18:00；不写则按 8:30-12:00,14:30-17:30"),
    )
    one.add_argument("--json", action="store_true", help=_("以 JSON 输出"))
    one.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Say when the limit runs out, and whether a day on the way is only estimated."""
    limit = _limit(arguments.limit)
    if arguments.city:
        city = city_named(arguments.city)
        calendar = calendar_of(city)
        begin = _moment(arguments.moment, calendar)
        calendar = limit_calendar(city, begin)
    else:
        days = {day.day: day for year in statutory_years() for day in year.days}
        calendar = WorkCalendar(ZONE, _hours(arguments.hours), days)
        begin = _moment(arguments.moment, calendar)
    ends = _ends(calendar, limit, begin)
    estimated = _estimated(calendar, begin, ends)
    if arguments.json:
        hours = working_time(calendar, begin, ends).total_seconds() / 3600
        answer = {"begins": begin.isoformat(), "ends": ends.isoformat(), "working_hours": hours, "estimated": estimated}
        show_json({"city": arguments.city, "limit": arguments.limit, **answer})
    else:
        text = _("%(ends)s 到期") % {"ends": f"{ends:%Y-%m-%d %H:%M}"}
        show(f"{text}（{_('按预计的节假日')}）" if estimated else text)
    return FINE


def _ends(calendar: WorkCalendar, limit: Limit, begin: datetime) -> datetime:
    """Return when the limit runs out, or say that it never does."""
    try:
        ends = expiry(calendar, limit, begin)
    except NeverExpiresError:
        ends = None
    if ends is None:
        raise CannotDoError(_("日历里十年之内没有足够的工作时间"))
    return ends


def _hours(text: str) -> tuple[Season, ...]:
    """Return the working hours that a text says."""
    spans = [re.fullmatch(r"(\d{1,2}):(\d{2})-(\d{1,2}):(\d{2})", part.strip()) for part in text.split(",")]
    try:
        hours = tuple((int(span[1]) * 60 + int(span[2]), int(span[3]) * 60 + int(span[4])) for span in spans if span)
        if len(hours) == len(spans):
            return (Season((1, 1), hours),)
    except ValueError:
        pass
    raise CannotDoError(_("看不懂工作时间“%(text)s”；写成 8:30-12:00,14:30-17:30") % {"text": text})


def _limit(text: str) -> Limit:
    """Return the limit that a text says."""
    found = re.fullmatch(r"([0-9]{1,4})([hd])", text)
    if not found or not int(found[1]):
        raise CannotDoError(_("看不懂时限“%(text)s”；写成 4h（工作时）或 3d（工作日）") % {"text": text})
    return Limit(int(found[1]), UNITS[found[2]])


def _moment(text: str, calendar: WorkCalendar) -> datetime:
    """Return the moment that a text says, by the calendar's own clock unless it names a zone."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as fault:
        raise CannotDoError(_("看不懂时间“%(text)s”；写成 2026-02-13T16:00") % {"text": text}) from fault
    return moment if moment.tzinfo else moment.replace(tzinfo=calendar.zone)


def _estimated(calendar: WorkCalendar, begin: datetime, ends: datetime) -> bool:
    """Tell whether a day between two moments is only estimated."""
    first, last = (moment.astimezone(calendar.zone).date() for moment in (begin, ends))
    return any(first <= day <= last and one.status is DayStatus.ESTIMATED for day, one in calendar.special.items())
