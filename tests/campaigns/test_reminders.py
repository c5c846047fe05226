"""The night's look at days that draw near: each stage told once, ended when the matter is done."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from tests.campaigns.test_campaigns import make_campaign
from tests.people import AT, OFFICER, make_account, make_city
from wenming.campaigns.actions import campaigns, titles
from wenming.campaigns.actions.reminding import remind_of_dates
from wenming.campaigns.tasks import remind_cities
from wenming.messaging.models import Notice
from wenming.organisations.actions import found_unit

pytestmark = pytest.mark.django_db
DUE = date(2026, 11, 10)


def night(day: date) -> datetime:
    """Return the small hours of a day in the city."""
    return datetime.combine(day, AT.time(), AT.tzinfo)


def told() -> list[tuple[str, str, str, bool]]:
    """Return every notice: key without what it is about, role, unit, whether it is done."""
    rows = Notice.objects.in_city(make_city()).select_related("unit").order_by("pk")
    return [
        (row.key.split(":", 3)[3], row.role, row.unit.name if row.unit else "", row.done_at is not None) for row in rows
    ]


def office() -> dict[str, Any]:
    return {"by": make_account(OFFICER), "at": night(DUE + timedelta(days=20))}


def recheck(alarm_days: int = 90) -> Any:
    title = titles.add_title(city=make_city(), name="国家卫生城市", by=None, at=AT)
    return titles.plan_recheck(title=title, due_on=DUE, alarm_days=alarm_days, by=None, at=AT)


def test_remind_of_a_recheck_tells_the_office_once_at_each_stage():
    one = recheck()
    days = [DUE - timedelta(days=left) for left in (91, 90, 60, 31, 30, 1, 0, -1, -2)]
    counts = [remind_of_dates(city=make_city(), at=night(day)) for day in days]
    assert counts == [0, 1, 1, 1, 1, 1, 1, 1, 1]
    assert told() == [(stage, "office", "", False) for stage in ("alarm", "month", "overdue")]
    first = Notice.objects.in_city(make_city()).order_by("pk").first()
    assert (first.title, first.due_on, first.url) == (
        "国家卫生城市复审：2026-11-10 到期，还有 90 天", DUE, f"/qinghe/titles/{one.title_id}/#rechecks",
    )  # fmt: skip
    titles.finish_recheck(recheck=one, on=DUE, passed=True, **office())
    assert {row[3] for row in told()} == {True}
    assert remind_of_dates(city=make_city(), at=night(DUE)) == 0


def test_move_a_recheck_ends_what_was_asked_for_the_old_day():
    one = recheck()
    remind_of_dates(city=make_city(), at=night(DUE))
    titles.move_recheck(recheck=one, due_on=DUE + timedelta(days=1), alarm_days=90, **office())
    remind_of_dates(city=make_city(), at=night(DUE + timedelta(days=1)))
    assert told() == [("month", "office", "", True), ("month", "office", "", False)]
    titles_of = [row.title for row in Notice.objects.in_city(make_city()).order_by("pk")]
    assert titles_of == ["国家卫生城市复审：今天到期"] * 2


def test_remind_of_a_lost_title_tells_nobody():
    one = recheck()
    titles.record_title_change(title=one.title, status="cancelled", on=date(2026, 1, 1), by=None, at=AT)
    assert remind_of_dates(city=make_city(), at=night(DUE)) == 0


def milestone(*, with_unit: bool = True) -> Any:
    city = make_city()
    unit = found_unit(city=city, kind="department", name="市公安局", since=date(2026, 1, 1), by=None, at=AT)
    return campaigns.add_milestone(
        campaign=make_campaign(),
        kind="paper",
        name="材料预审",
        due_on=DUE,
        unit=unit if with_unit else None,
        by=None,
        at=AT,
    )


def test_remind_of_a_milestone_tells_liaison_and_office_near_the_day_and_after():
    one = milestone()
    days = [DUE - timedelta(days=left) for left in (4, 3, 0, -1, -9)]
    assert [remind_of_dates(city=make_city(), at=night(day)) for day in days] == [0, 1, 1, 1, 1]
    assert told() == [
        ("warn:office", "office", "", False), ("warn:liaison", "liaison", "市公安局", False),
        ("bad:office", "office", "", False), ("bad:liaison", "liaison", "市公安局", False),
    ]  # fmt: skip
    campaigns.finish_milestone(milestone=one, on=DUE, **office())
    assert {row[3] for row in told()} == {True}


@pytest.mark.parametrize("how", ["cancel", "change"])
def test_end_a_milestone_otherwise_ends_what_was_asked(how):
    one = milestone(with_unit=False)
    remind_of_dates(city=make_city(), at=night(DUE))
    if how == "cancel":
        campaigns.cancel_milestone(milestone=one, **office())
    else:
        facts = {"kind": "paper", "name": "材料预审", "due_on": DUE + timedelta(days=30), "unit": None, "note": ""}
        campaigns.change_milestone(milestone=one, **facts, **office())
    assert told() == [("warn:office", "office", "", True)]


def test_remind_by_night_goes_through_every_city_and_twice_tells_once():
    recheck()
    first = remind_cities()
    count = Notice.objects.in_city(make_city()).count()
    assert (remind_cities(), Notice.objects.in_city(make_city()).count()) == (first, count)
