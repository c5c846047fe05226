"""The card of an issue's limit: how much is used of how much, the drawing by days, and the table beside it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from wenming.issues.models import Issue, LimitPause
from wenming.issues.schemas.lamps import Lamps
from wenming.issues.schemas.limits import Clock, Drawing, DrawnDay, drawing_of
from wenming.issues.schemas.moments import hours_number, limit_text, runs_always

ROW, BAR = 20, 12
"""Heights of a row and of a bar in the drawing, in pixels."""


def clock_of(issue: Issue, paused: Iterable[LimitPause], lamps: Lamps) -> Clock | None:
    """Return the limit of disposal of an issue as it is drawn; None where none was set."""
    if issue.limit_from is None or issue.due_at is None or issue.due_warns_at is None:
        return None
    until = min(lamps.at, issue.closed_at) if issue.closed_at else lamps.at
    until = max(until, issue.limit_from)
    pauses = tuple(
        (pause.begins_at, pause.ends_at or until)
        for pause in paused
        if pause.begins_at >= issue.limit_from and pause.begins_at < until
    )
    calendar = lamps.clock if runs_always(issue) else lamps.calendar
    return Clock(calendar, issue.limit_from, issue.due_warns_at, issue.due_at, until, pauses)


def limit_card(issue: Issue, paused: Iterable[LimitPause], lamps: Lamps) -> dict[str, Any] | None:
    """Return the card; None where no limit of disposal was set."""
    clock = clock_of(issue, paused, lamps)
    if clock is None:
        return None
    share = clock.share
    picture = drawing_of(clock)
    always = runs_always(issue)
    unit = pgettext("hours", "小时") if always else pgettext("hours", "工作时")
    tone = tone_of(clock)
    label = _("限 %(limit)s，已用 %(used)s %(unit)s，%(share)s%%") % {
        "limit": limit_text(issue, lamps),
        "used": hours_number(clock.used),
        "unit": unit,
        "share": round(share * 100),
    }
    return {
        "used": hours_number(clock.used),
        "whole": hours_number(clock.whole),
        "unit": unit,
        "share": f"{round(share * 100)}%",
        "tone": tone,
        "limit": limit_text(issue, lamps),
        "due": lamps.moment(clock.due),
        "since": lamps.moment(clock.since),
        "label": label,
        "height": ROW * len(picture.days),
        "days": [_day(place, day, always=always) for place, day in enumerate(picture.days)],
        "breaks": [{"x": _middle(one.x, one.width)} for one in picture.breaks] if not always else [],
        "left_out": _left_out(picture),
        "hours": "" if always else hours_text(lamps),
        "visit": issue.around_clock,
    }


def tone_of(clock: Clock) -> str:
    """Return the colour of a limit: by its end and its 80 %, at the moment up to which it ran."""
    ran_until = next((begin for begin, end in clock.pauses if end >= clock.until), clock.until)
    if ran_until > clock.due:
        return "bad"
    return "warn" if ran_until > clock.warns else "ok"


def _day(place: int, day: DrawnDay, *, always: bool) -> dict[str, Any]:
    """Return one row of the drawing and of the table."""
    return {
        "label": formats.date_format(day.day, "n-j") + " " + _weekday(day.day.weekday()),
        "y": ROW * place + 4,
        "text_y": ROW * place + 14,
        "bars": [{"x": one.x, "width": one.width, "tone": one.tone} for one in day.stretches],
        "off": not day.stretches,
        "lunch": bool(day.stretches) and not always,
        "ran": hours_number(day.ran) if day.ran else "—",
        "paused": hours_number(day.paused) if day.paused else "—",
        "used": hours_number(max(day.used, timedelta(0))),
    }


def _weekday(number: int) -> str:
    return (
        pgettext("weekday", "一"), pgettext("weekday", "二"), pgettext("weekday", "三"), pgettext("weekday", "四"),
        pgettext("weekday", "五"), pgettext("weekday", "六"), pgettext("weekday", "日"),
    )[number]  # fmt: skip


def _middle(x: str, width: str) -> str:
    """Return the middle of a bar."""
    return f"{float(x.removesuffix('%')) + float(width.removesuffix('%')) / 2:.2f}%"


def _left_out(picture: Drawing) -> str:
    """Say how many days are not drawn."""
    count = picture.before + picture.after
    return ngettext("另有 %(n)s 天没有画出", "另有 %(n)s 天没有画出", count) % {"n": count} if count else ""


def hours_text(lamps: Lamps) -> str:
    """Return the working hours of this season: 8:00—12:00，14:00—18:00."""
    today = lamps.at.astimezone(lamps.city.zone).date()
    for step in range(10):
        spans = lamps.calendar.spans_on(today + timedelta(days=step))
        if spans:
            return pgettext("list", "，").join(f"{begin:%-H:%M}—{end:%-H:%M}" for begin, end in spans)
    return ""
