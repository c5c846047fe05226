"""Words for what the engine found: faults of positions and opening times, each with its mend; opening times in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from wenming.engine.geo import Datum, from_wgs84
from wenming.engine.openings import DAY, WEEK, OpeningFault, Span, clock, groups, is_open, on_day, runs_of
from wenming.engine.positions import PositionFault
from wenming.sites import enums
from wenming.sites.models import Site

PLACES = 6
"""Digits behind the point: a tenth of a metre."""


def position_fault_words(fault: PositionFault) -> str:
    """Say why a written position cannot be used, and how to mend it."""
    return {
        PositionFault.UNREADABLE: _(
            "看不懂这个坐标；写成“经度,纬度”，例如 114.0911,32.1470，或 32°08′49″N 114°05′28″E"
        ),
        PositionFault.HALF: _("只有经度或只有纬度；请两个都填，或都不填"),
        PositionFault.MINUTES: _("度分秒里有一个数达到 60；请核对"),
        PositionFault.OUTSIDE: _("这个位置不在中国境内；请核对数字和小数点"),
    }[fault]


def opening_fault_words(fault: OpeningFault, part: str) -> str:
    """Say why written opening times cannot be used, and how to mend them."""
    words = {
        OpeningFault.UNREADABLE: _("从“%(part)s”起看不懂；写成“周一至周五 8:00—12:00、14:30—17:30”或“全天”"),
        OpeningFault.BACKWARDS: _("“%(part)s”结束不晚于开始；请核对，过半夜的写“次日2:00”"),
        OpeningFault.NO_TIME: _("没有写几点到几点；写成“周一至周五 8:00—12:00”或“全天”"),
    }[fault]
    return words % {"part": part}


def day_words(days: Sequence[int]) -> str:
    """Return weekdays in the reader's language: 周一至周五、周日."""
    if tuple(days) == WEEK:
        return pgettext("weekdays", "每天")
    parts = []
    for first, last in runs_of(days):
        names = {"first": _weekday(first), "last": _weekday(last)}
        if first == last:
            parts.append(names["first"])
        elif last == first + 1:
            parts += [names["first"], names["last"]]
        else:
            parts.append(pgettext("weekdays", "%(first)s至%(last)s") % names)
    return _("、").join(parts)


def _weekday(day: int) -> str:
    return f"周{'一二三四五六日'[day - 1]}" if get_language() == "zh-hans" else str(WEEKDAYS_ABBR[day - 1])


def span_words(span: Span) -> str:
    """Return one stretch of hours."""
    begin, end = span
    if (begin, end) == (0, DAY):
        return pgettext("hours", "全天")
    ends = clock(end) if end <= DAY else pgettext("hours", "次日%(time)s") % {"time": clock(end - DAY)}
    return f"{clock(begin)}—{ends}"


def opening_lines(times: Iterable[Sequence[int]]) -> list[dict[str, str]]:
    """Return opening times as lines: days, hours."""
    found = []
    for days, spans in groups(times):
        always = tuple(days) == WEEK and spans == ((0, DAY),)
        hours = _("、").join(span_words(span) for span in spans)
        found.append({"days": "" if always else day_words(days), "hours": hours})
    return found


def opening_text(times: Iterable[Sequence[int]]) -> str:
    """Return opening times in one line, "" for none."""
    return _("；").join(f"{line['days']} {line['hours']}".strip() for line in opening_lines(times))


def opening_today(times: Iterable[Sequence[int]], now: datetime) -> dict[str, str]:
    """Return whether a place is open now, and its hours of today; nothing where no times are known. ``now`` is the city's own time."""
    times = [tuple(one) for one in times]
    if not times:
        return {}
    spans = on_day(times, now.isoweekday())
    hours = _("、").join(span_words(span) for span in spans)
    open_now = is_open(times, now.isoweekday(), now.hour * 60 + now.minute)
    if open_now:
        return {"tone": "ok", "label": _("现在开放"), "hours": hours}
    return {"tone": "", "label": _("现在不开放") if hours else _("今天不开放"), "hours": hours}


def hours_of(site: Site) -> list[Any]:
    """Return the opening times that hold for a site: its own, or its type's."""
    return site.hours or site.type.hours


def position_lines(site: Site) -> list[dict[str, str]]:
    """Return a site's position in WGS-84 and GCJ-02, and as it was given where that is another datum."""
    if site.lat is None or site.lng is None:
        return []
    lines = [("WGS-84", (site.lat, site.lng)), ("GCJ-02", from_wgs84((site.lat, site.lng), Datum.GCJ02))]
    found = [{"name": name, "value": degrees(point)} for name, point in lines]
    if site.datum in {Datum.BD09, Datum.CGCS2000}:
        given = degrees((site.given_lat, site.given_lng))
        found.append({"name": str(enums.Datum(site.datum).label), "value": given})
    return found


def degrees(point: Sequence[float | None]) -> str:
    """Return a position as maps of the field take it: longitude, latitude."""
    lat, lng = point
    return f"{lng:.{PLACES}f}, {lat:.{PLACES}f}"
