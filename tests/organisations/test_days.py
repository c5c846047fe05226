"""The calendar of a city: statutory days against a table typed by hand, corrections, seasons, and the days before a visit."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied

from tests.people import LEADER, OFFICER, make_account, make_city
from tests.queries import assert_queries
from wenming.engine.deadlines import DayStatus, Limit, LimitUnit, Season, SpecialDay, expiry
from wenming.kernel.models import Event
from wenming.organisations.actions import (
    NotPossibleError,
    clear_day,
    end_visit,
    seed_days,
    set_day,
    set_hours,
    start_visit,
    write_days,
)
from wenming.organisations.models import CalendarDay
from wenming.organisations.queries import calendar_of, limit_calendar
from wenming.organisations.seeds import seed_calendar

pytestmark = pytest.mark.django_db
CHINA = ZoneInfo("Asia/Shanghai")
AT = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
FOUR_HOURS = Limit(4, LimitUnit.WORK_HOUR)

# The notice of the State Council for 2026, typed by hand day by day, month-day.
OFF_2026 = [
    "01-01", "01-02", "01-03",
    "02-15", "02-16", "02-17", "02-18", "02-19", "02-20", "02-21", "02-22", "02-23",
    "04-04", "04-05", "04-06",
    "05-01", "05-02", "05-03", "05-04", "05-05",
    "06-19", "06-20", "06-21",
    "09-25", "09-26", "09-27",
    "10-01", "10-02", "10-03", "10-04", "10-05", "10-06", "10-07",
]  # fmt: skip
WORKED_2026 = ["01-04", "02-14", "02-28", "05-09", "09-20", "10-10"]


def done(**more) -> dict:
    return {"city": make_city(), "by": make_account(OFFICER), "at": AT, **more}


def fresh():
    """Return the calendar as another request reads it."""
    return calendar_of(type(make_city()).objects.get(slug="qinghe"))


def day(number: int, works: bool = False, status: DayStatus = DayStatus.OFFICIAL) -> SpecialDay:
    return SpecialDay(date(2027, 5, number), works, "劳动节", status)


def test_seed_calendar_gives_the_year_2026_as_the_notice_has_it():
    seed_calendar(**done())
    days = CalendarDay.objects.in_city(make_city()).filter(day__year=2026).order_by("day")
    assert [f"{one.day:%m-%d}" for one in days if not one.works] == OFF_2026
    assert [f"{one.day:%m-%d}" for one in days if one.works] == WORKED_2026


def test_seed_calendar_counts_the_working_days_of_2026():
    # Counted here from the typed table, and once on paper: 365 days - 104 at weekends - 19 days off in the week + 6 worked weekends.
    seed_calendar(**done())
    weekends = sum((date(2026, 1, 1) + timedelta(n)).weekday() > 4 for n in range(365))
    off = [date.fromisoformat(f"2026-{text}") for text in OFF_2026]
    expected = 365 - weekends - sum(one.weekday() < 5 for one in off) + len(WORKED_2026)
    work = fresh()
    assert sum(work.works_on(date(2026, 1, 1) + timedelta(n)) for n in range(365)) == expected == 248


def test_seed_calendar_says_that_2027_is_estimated():
    seed_calendar(**done())
    statuses = CalendarDay.objects.in_city(make_city()).filter(day__year__in=(2026, 2027))
    assert sorted({(one.day.year, one.status) for one in statuses}) == [(2026, "official"), (2027, "estimated")]


def test_seed_twice_adds_nothing_and_keeps_what_the_office_decided():
    set_day(day=date(2026, 5, 1), works=True, name="加班", **done())
    first = seed_calendar(**done())
    events = Event.objects.in_city(make_city()).count()
    assert (seed_calendar(**done()), Event.objects.in_city(make_city()).count()) == (0, events)
    assert CalendarDay.objects.in_city(make_city()).get(day=date(2026, 5, 1)).name == "加班"
    assert CalendarDay.objects.in_city(make_city()).count() == first + 1


def test_seed_official_days_takes_the_place_of_estimated_ones():
    seed_days(days=[day(1, status=DayStatus.ESTIMATED), day(2, status=DayStatus.ESTIMATED)], source="推算", **done())
    assert seed_days(days=[day(1)], source="通知", **done()) == 1
    rows = CalendarDay.objects.in_city(make_city()).order_by("day").values_list("status", "source")
    assert list(rows) == [("official", "通知"), ("estimated", "推算")]


def test_write_the_notice_of_a_year_drops_its_estimates():
    seed_days(days=[day(4, status=DayStatus.ESTIMATED), day(5)], source="推算", **done())
    assert write_days(days=[day(1), day(2)], source="通知", **done()) == 2
    assert [one.day.day for one in CalendarDay.objects.in_city(make_city()).order_by("day")] == [1, 2, 5]
    write_days(days=[day(8, works=True)], source="补充通知", **done())
    assert [str(one) for one in CalendarDay.objects.in_city(make_city()).filter(works=True)] == ["2027-05-08 劳动节"]


def test_set_and_clear_a_day_changes_what_it_is():
    monday = date(2026, 11, 23)
    set_day(day=monday, works=False, name="停工", **done())
    set_day(day=monday, works=False, name="全市停工", **done())
    assert not fresh().works_on(monday)
    clear_day(day=monday, **done())
    assert fresh().works_on(monday)
    with pytest.raises(NotPossibleError, match="day_is_plain"):
        clear_day(day=monday, **done())


def test_set_hours_by_season_moves_the_end_of_a_limit():
    begin = datetime(2026, 7, 6, 11, 0, tzinfo=CHINA)
    assert expiry(fresh(), FOUR_HOURS, begin) == datetime(2026, 7, 6, 17, 0, tzinfo=CHINA)
    summer, winter = Season((6, 1), ((480, 720), (900, 1080))), Season((10, 1), ((480, 720), (840, 1080)))
    set_hours(seasons=[summer, winter], **done())
    assert expiry(fresh(), FOUR_HOURS, begin) == datetime(2026, 7, 6, 18, 0, tzinfo=CHINA)
    with pytest.raises(NotPossibleError, match="no_hours"):
        set_hours(seasons=[Season((1, 1), ())], **done())


def test_visit_period_lets_limits_that_begin_in_it_run_around_the_clock():
    friday = datetime(2026, 11, 20, 17, 0, tzinfo=CHINA)
    start_visit(reason="省级测评组抵达", **done(at=friday))
    with pytest.raises(NotPossibleError, match="visit_runs"):
        start_visit(reason="又一次", **done(at=friday))
    end_visit(**done(at=friday + timedelta(days=3)))
    with pytest.raises(NotPossibleError, match="no_visit"):
        end_visit(**done(at=friday + timedelta(days=4)))

    def ends(begin: datetime) -> datetime:
        return expiry(limit_calendar(make_city(), begin), FOUR_HOURS, begin)

    hour = timedelta(hours=1)
    assert ends(friday - hour) == datetime(2026, 11, 23, 10, 0, tzinfo=CHINA)
    assert ends(friday) == datetime(2026, 11, 20, 21, 0, tzinfo=CHINA)
    assert ends(friday + timedelta(days=3)) == datetime(2026, 11, 24, 11, 0, tzinfo=CHINA)
    kinds = [event.kind for event in Event.objects.in_city(make_city()).order_by("number")]
    assert kinds == ["visit.started", "visit.ended"]


def test_visit_period_that_still_runs_counts():
    start_visit(reason="复查", **done())
    assert len(limit_calendar(make_city(), AT).weekdays) == 7


def test_change_the_calendar_without_the_right_is_refused():
    with pytest.raises(PermissionDenied):
        set_day(day=date(2026, 11, 23), works=False, name="", **done(by=make_account(LEADER)))


def test_calendar_is_read_in_two_queries_and_once_per_request():
    seed_calendar(**done(by=None))
    city = type(make_city()).objects.get(slug="qinghe")
    with assert_queries(2):
        assert calendar_of(city) is calendar_of(city)
