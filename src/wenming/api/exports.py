"""A person's dates as iCalendar (RFC 5545). A feed leaves the house: it carries a number and a link, never the matter."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from icalendar import Alarm, Calendar, Event, Timezone, Todo

from wenming.api.queries.dates import CalendarLine
from wenming.kernel.models import City

REFRESH = timedelta(hours=6)
REMIND = timedelta(hours=-15)
"""At nine in the morning of the day before."""
EPOCH = datetime(2020, 1, 1, tzinfo=UTC)
LAST = date(2038, 1, 1)


def kind_words(kind: str) -> str:
    """Say what kind of date it is."""
    return {
        "milestone": pgettext("calendar line", "创建节点"),
        "recheck": pgettext("calendar line", "称号复审"),
        "clause": pgettext("calendar line", "条目时限"),
        "issue": pgettext("calendar line", "问题处置"),
        "task": pgettext("calendar line", "待办"),
        "visit": pgettext("calendar line", "迎检时段"),
    }[kind]


def feed_of(lines: Iterable[CalendarLine], *, city: City, name: str, page: str) -> bytes:
    """Return the feed; ``page`` is where, after sign-in, each number is told what it is about.

    The same lines give the same bytes: what changes is dated by the record itself, so that an unchanged feed is "not modified".
    """
    calendar = Calendar()
    for key, value in (
        ("version", "2.0"),
        ("prodid", "-//wenming//calendar feed 1//ZH"),
        ("calscale", "GREGORIAN"),
        ("method", "PUBLISH"),
        ("name", name),
        ("x-wr-calname", name),
        ("x-wr-timezone", city.time_zone),
    ):
        calendar.add(key, value)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT6H")
    # days mean the city's days; it also keeps a calendar without dates from being empty, which RFC 5545 forbids
    calendar.add_component(Timezone.from_tzid(city.time_zone, first_date=EPOCH.date(), last_date=LAST))
    for line in lines:
        calendar.add_component(_event(line, city.slug, page))
        if line.to_do:
            calendar.add_component(_todo(line, city.slug, page))
    return calendar.to_ical()


def _event(line: CalendarLine, slug: str, page: str) -> Event:
    """Return a date as an entry of the day, a visit as one of its hours."""
    event = Event()
    _describe(event, line, f"{line.key}@{slug}.wenming", page)
    event.add("status", "CANCELLED" if line.cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    if line.begins is None:
        event.add("dtstart", line.day)
        event.add("dtend", line.day + timedelta(days=1))
    else:
        event.add("dtstart", _utc(line.begins))
        if line.ends is not None:
            event.add("dtend", _utc(line.ends))
    if not (line.done or line.cancelled or line.begins):
        event.add_component(_alarm(line))
    return event


def _todo(line: CalendarLine, slug: str, page: str) -> Todo:
    """Return a date as something to do, for programs that keep such lists; phones show the entry of the day."""
    todo = Todo()
    _describe(todo, line, f"{line.key}-todo@{slug}.wenming", page)
    todo.add("due", line.day)
    state = "CANCELLED" if line.cancelled else "COMPLETED" if line.done else "NEEDS-ACTION"
    todo.add("status", state)
    if state == "COMPLETED":
        todo.add("completed", _utc(line.changed_at))
    return todo


def _describe(component: Any, line: CalendarLine, uid: str, page: str) -> None:
    """Give a component its name, its version and its link."""
    changed = _utc(line.changed_at)
    component.add("uid", uid)
    component.add("dtstamp", changed)
    component.add("last-modified", changed)
    # grows with every change of the record; RFC 5545 asks for no step of one
    component.add("sequence", max(0, int((changed - EPOCH).total_seconds())))
    component.add("summary", summary_of(line))
    component.add("description", _("登录后查看：%(url)s") % {"url": f"{page}#{line.key}"})
    component.add("url", f"{page}#{line.key}")


def summary_of(line: CalendarLine) -> str:
    """Return all that a calendar on somebody's phone is told."""
    facts = {"kind": kind_words(line.kind), "number": line.number}
    if line.kind == "visit":
        return _("%(kind)s（编号 %(number)s）") % facts
    return _("%(kind)s到期（编号 %(number)s）") % facts


def _alarm(line: CalendarLine) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", REMIND)
    alarm.add("description", summary_of(line))
    return alarm


def _utc(at: datetime) -> datetime:
    """Return a moment in UTC, without parts of a second."""
    return at.astimezone(UTC).replace(microsecond=0)
