"""Limits in working time. W-8 is domain.md's worked case; the days of 2026 follow the State Council's notice of November 2025."""

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wenming.engine.deadlines import (
    DayStatus,
    Lamp,
    Limit,
    LimitUnit,
    NeverExpiresError,
    Pause,
    Season,
    SpecialDay,
    WorkCalendar,
    expiry,
    lamp_of,
    resumed,
    share_used,
    warning,
    working_time,
)

ZONE = ZoneInfo("Asia/Shanghai")
HOURS = ((8 * 60 + 30, 12 * 60), (14 * 60 + 30, 17 * 60 + 30))
WINTER = ((8 * 60 + 30, 12 * 60), (14 * 60, 17 * 60))


def days(first: str, last: str, *, works: bool = False) -> dict[date, SpecialDay]:
    """Return the special days from one to another."""
    begin, end = date.fromisoformat(first), date.fromisoformat(last)
    found = [begin + timedelta(days=step) for step in range((end - begin).days + 1)]
    return {day: SpecialDay(day, works, "节", DayStatus.OFFICIAL) for day in found}


SPRING = days("2026-02-15", "2026-02-23") | days("2026-02-14", "2026-02-14", works=True) | days(
    "2026-02-28", "2026-02-28", works=True
)  # fmt: skip
PLAIN = WorkCalendar(ZONE, (Season((1, 1), HOURS),), SPRING)
SEASONAL = WorkCalendar(ZONE, (Season((5, 1), HOURS), Season((10, 1), WINTER)))


def at(text: str) -> datetime:
    """Return a moment by the city's clock."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


FOUR_HOURS = Limit(4, LimitUnit.WORK_HOUR)


@pytest.mark.parametrize(
    ("begin", "limit", "end"),
    [
        ("2026-03-02T16:00", FOUR_HOURS, "2026-03-03T11:00"),  # W-8
        ("2026-03-02T12:30", FOUR_HOURS, "2026-03-03T09:30"),  # at lunch nothing runs
        ("2026-03-02T05:00", FOUR_HOURS, "2026-03-02T15:00"),
        ("2026-03-02T14:30", Limit(3, LimitUnit.WORK_HOUR), "2026-03-02T17:30"),  # to the very end of the day
        ("2026-03-06T16:00", FOUR_HOURS, "2026-03-09T11:00"),  # over the weekend
        ("2026-02-13T16:00", FOUR_HOURS, "2026-02-14T11:00"),  # a Saturday that is worked
        ("2026-02-14T16:00", FOUR_HOURS, "2026-02-24T11:00"),  # over the Spring Festival
        ("2026-02-27T16:00", Limit(1, LimitUnit.WORK_DAY), "2026-02-28T17:30"),
        ("2026-02-13T09:00", Limit(2, LimitUnit.WORK_DAY), "2026-02-24T17:30"),
        ("2026-03-07T10:00", Limit(1, LimitUnit.WORK_DAY), "2026-03-09T17:30"),
        ("2026-03-06T16:00", Limit(2, LimitUnit.HOUR), "2026-03-06T18:00"),
        ("2026-03-06T16:00", Limit(1, LimitUnit.DAY), "2026-03-07T16:00"),
    ],
)
def test_a_limit_expires_to_the_minute(begin, limit, end):
    assert expiry(PLAIN, limit, at(begin)) == at(end)


def test_hours_follow_the_season():
    assert expiry(SEASONAL, FOUR_HOURS, at("2026-04-30T15:00")) == at("2026-05-01T10:30")
    assert expiry(SEASONAL, FOUR_HOURS, at("2026-02-02T15:00")) == at("2026-02-03T10:30")


def test_around_the_clock_a_limit_runs_at_night_and_on_holidays():
    always = PLAIN.around_the_clock()
    assert expiry(always, Limit(2, LimitUnit.WORK_HOUR), at("2026-02-17T23:30")) == at("2026-02-18T01:30")
    assert expiry(always, Limit(1, LimitUnit.WORK_DAY), at("2026-02-17T23:30")) == at("2026-02-19T00:00")


@pytest.mark.parametrize(
    ("used", "lamp"), [("2026-03-03T10:06", Lamp.GREEN), ("2026-03-03T10:18", Lamp.YELLOW), ("2026-03-03T11:06", Lamp.RED)]
)  # fmt: skip
def test_the_lamp_of_w8_is_green_then_yellow_then_red(used, lamp):
    share = share_used(PLAIN, FOUR_HOURS, at("2026-03-02T16:00"), at(used))
    assert lamp_of(share) == lamp


def test_the_share_of_w8_is_what_the_case_says():
    shares = [
        share_used(PLAIN, FOUR_HOURS, at("2026-03-02T16:00"), at(f"2026-03-03T{now}")) for now in ("10:06", "10:18")
    ]
    assert shares == [Fraction(775, 1000), Fraction(825, 1000)]


def test_a_paused_limit_is_grey_and_has_no_end():
    pause = Pause(at("2026-03-02T16:30"))
    assert expiry(PLAIN, FOUR_HOURS, at("2026-03-02T16:00"), [pause]) is None
    assert share_used(PLAIN, FOUR_HOURS, at("2026-03-02T16:00"), at("2026-03-05T09:00"), [pause]) == Fraction(1, 8)
    assert lamp_of(Fraction(1, 8), paused=True) == Lamp.GREY


@pytest.mark.parametrize(
    ("limit", "pause", "end"),
    [
        (FOUR_HOURS, ("2026-03-02T16:30", "2026-03-03T09:30"), "2026-03-03T15:30"),
        (FOUR_HOURS, ("2026-03-02T18:00", "2026-03-03T08:00"), "2026-03-03T11:00"),  # no working time was lost
        (FOUR_HOURS, ("2026-03-04T09:00", "2026-03-04T10:00"), "2026-03-03T11:00"),  # after the end
        (Limit(2, LimitUnit.HOUR), ("2026-03-02T16:30", "2026-03-02T17:00"), "2026-03-02T18:30"),
        (Limit(1, LimitUnit.WORK_DAY), ("2026-03-03T09:00", "2026-03-04T09:00"), "2026-03-04T17:30"),
    ],
)
def test_a_finished_pause_moves_the_end(limit, pause, end):
    assert expiry(PLAIN, limit, at("2026-03-02T16:00"), [Pause(at(pause[0]), at(pause[1]))]) == at(end)


def test_a_calendar_without_working_time_says_so():
    never = WorkCalendar(ZONE, ())
    for limit in (FOUR_HOURS, Limit(1, LimitUnit.WORK_DAY)):
        with pytest.raises(NeverExpiresError):
            expiry(never, limit, at("2026-03-02T16:00"))
    assert working_time(never, at("2026-03-02T16:00"), at("2026-03-09T16:00")) == timedelta(0)


def test_a_limit_of_nothing_and_hours_that_overlap_are_refused():
    with pytest.raises(ValueError, match="positive"):
        Limit(0, LimitUnit.HOUR)
    with pytest.raises(ValueError, match="within the day"):
        Season((1, 1), ((600, 700), (650, 800)))


def test_moments_of_another_zone_mean_the_same():
    assert expiry(PLAIN, FOUR_HOURS, datetime(2026, 3, 2, 8, 0, tzinfo=UTC)) == at("2026-03-03T11:00")


MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31)).map(lambda one: one.replace(tzinfo=ZONE))  # noqa: DTZ001


@settings(max_examples=60, deadline=None)
@given(begin=MOMENTS, hours=st.integers(1, 80))
def test_the_working_time_up_to_the_end_is_the_limit(begin, hours):
    end = expiry(PLAIN, Limit(hours, LimitUnit.WORK_HOUR), begin)
    assert working_time(PLAIN, begin, end) == timedelta(hours=hours)


@settings(max_examples=60, deadline=None)
@given(begin=MOMENTS, first=st.integers(0, 5000), second=st.integers(0, 5000))
def test_working_time_adds_up(begin, first, second):
    middle, end = begin + timedelta(minutes=first), begin + timedelta(minutes=first + second)
    parts = working_time(PLAIN, begin, middle) + working_time(PLAIN, middle, end)
    assert (parts, working_time(PLAIN, end, begin)) == (working_time(PLAIN, begin, end), timedelta(0))


def test_warning_comes_when_four_fifths_are_used():
    # W-8: 3.2 of four working hours after Friday 16:00, over the night, are 10:12
    begin = at("2026-02-13T16:00")
    found = warning(PLAIN, LimitUnit.WORK_HOUR, begin, expiry(PLAIN, FOUR_HOURS, begin))
    assert found == at("2026-02-14T10:12")
    assert warning(PLAIN, LimitUnit.HOUR, begin, begin + timedelta(hours=10)) == begin + timedelta(hours=8)


def test_an_end_moves_by_a_pause_unless_it_had_passed():
    end = at("2026-03-03T11:00")
    pause = Pause(at("2026-03-03T09:00"), at("2026-03-03T15:30"))
    # three hours until noon and one from 14:30 on: what was left runs from 15:30
    assert resumed(PLAIN, LimitUnit.WORK_HOUR, end, pause) == at("2026-03-03T17:30")
    assert resumed(PLAIN, LimitUnit.WORK_HOUR, at("2026-03-03T08:50"), pause) == at("2026-03-03T08:50")
    with pytest.raises(ValueError, match="not ended"):
        resumed(PLAIN, LimitUnit.WORK_HOUR, end, Pause(end - timedelta(hours=1)))


@settings(max_examples=60, deadline=None)
@given(begin=MOMENTS, hours=st.integers(1, 40), away=st.integers(1, 4000), lasts=st.integers(1, 4000))
def test_moving_an_end_by_a_pause_is_what_expiry_says(begin, hours, away, lasts):
    limit = Limit(hours, LimitUnit.WORK_HOUR)
    starts = begin + timedelta(minutes=away)
    pause = Pause(starts, starts + timedelta(minutes=lasts))
    assert resumed(PLAIN, limit.unit, expiry(PLAIN, limit, begin), pause) == expiry(PLAIN, limit, begin, [pause])
