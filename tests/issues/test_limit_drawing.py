"""The limit drawn in working time: hours, colours and hatching by hand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from wenming.engine.deadlines import Season, WorkCalendar
from wenming.issues.schemas.limits import MOST_DAYS, Clock, drawing_of

ZONE = ZoneInfo("Asia/Shanghai")
CALENDAR = WorkCalendar(ZONE, (Season((1, 1), ((8 * 60, 12 * 60), (14 * 60, 18 * 60))),))
HOUR = timedelta(hours=1)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=ZONE).astimezone(UTC)


def bars(drawing, day):
    return [(one.x, one.width, one.tone) for one in drawing.days[day].stretches]


def test_draw_a_limit_over_a_weekend_gives_green_amber_red_and_blank_days():
    # Friday 6 November 16:00, four hours of work: Monday 10:00; 80 % is 9:12; looked at on Monday 11:00
    clock = Clock(CALENDAR, at(6, 16), at(9, 9, 12), at(9, 10), at(9, 11))
    drawing = drawing_of(clock)
    assert [row.day.day for row in drawing.days] == [6, 7, 8, 9]
    # the day is ten hours wide: 8:00 to 18:00
    assert bars(drawing, 0) == [("0.00%", "40.00%", "idle"), ("60.00%", "20.00%", "idle"), ("80.00%", "20.00%", "ok")]
    assert bars(drawing, 1) == bars(drawing, 2) == []
    assert bars(drawing, 3) == [
        ("0.00%", "12.00%", "ok"), ("12.00%", "8.00%", "warn"), ("20.00%", "10.00%", "bad"), ("30.00%", "10.00%", "idle"),
        ("60.00%", "40.00%", "idle"),
    ]  # fmt: skip
    assert [(one.x, one.width) for one in drawing.breaks] == [("40.00%", "20.00%")]
    assert (clock.used, clock.whole, float(clock.share)) == (5 * HOUR, 4 * HOUR, 1.25)
    assert [(row.ran, row.used) for row in drawing.days] == [
        (2 * HOUR, 2 * HOUR), (0 * HOUR, 2 * HOUR), (0 * HOUR, 2 * HOUR), (3 * HOUR, 5 * HOUR),
    ]  # fmt: skip


def test_draw_a_limit_that_stood_still_hatches_the_pause_and_does_not_count_it():
    # Monday 9 November 8:00, four hours; paused 9:00–11:00: the end moved from 12:00 to 16:00
    clock = Clock(CALENDAR, at(9, 8), at(9, 15, 12), at(9, 16), at(9, 15), ((at(9, 9), at(9, 11)),))
    assert bars(drawing_of(clock), 0) == [
        ("0.00%", "10.00%", "ok"), ("10.00%", "20.00%", "paused"), ("30.00%", "10.00%", "ok"), ("60.00%", "10.00%", "ok"),
        ("70.00%", "30.00%", "idle"),
    ]  # fmt: skip
    assert (clock.used, clock.whole) == (3 * HOUR, 4 * HOUR)
    assert drawing_of(clock).days[0].paused == 2 * HOUR


def test_draw_a_pause_that_lasts_leaves_the_whole_as_it_was():
    clock = Clock(CALENDAR, at(9, 8), at(9, 11, 12), at(9, 12), at(9, 15), ((at(9, 9), at(9, 15)),))
    assert (clock.used, clock.whole) == (HOUR, 4 * HOUR)


def test_draw_a_long_limit_shows_the_days_around_now():
    clock = Clock(CALENDAR, at(2, 8), at(26, 8), at(30, 18), at(20, 9))
    drawing = drawing_of(clock)
    assert (len(drawing.days), drawing.days[0].day.day, drawing.before, drawing.after) == (MOST_DAYS, 12, 10, 7)


def test_draw_a_limit_without_working_time_has_no_share():
    nothing = WorkCalendar(ZONE, CALENDAR.seasons, weekdays=frozenset())
    clock = Clock(nothing, at(7, 8), at(7, 9), at(7, 10), at(7, 11))
    assert (clock.share, drawing_of(clock).days[0].stretches, drawing_of(clock).breaks) == (0, (), ())
