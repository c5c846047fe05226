"""Titles: added, arranged, changed by paper, mistakes corrected by appending, re-checks planned and done."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from tests.people import AT, ELSEWHERE, LIAISON, OFFICER, make_account, make_city
from wenming.campaigns.actions import titles as actions
from wenming.campaigns.models import Recheck, Title, TitleChange
from wenming.campaigns.queries.titles import recheck_stage, standings_in
from wenming.kernel.models import Event
from wenming.organisations.actions import NotPossibleError

pytestmark = pytest.mark.django_db
ONE = timedelta(seconds=1)


def add(name: str = "国家卫生城市", **facts: Any) -> Title:
    return actions.add_title(city=make_city(), name=name, by=make_account(OFFICER), at=AT, **facts)


def record(title: Title, status: str, on: date, at: Any = AT, **facts: Any) -> TitleChange:
    return actions.record_title_change(title=title, status=status, on=on, by=make_account(OFFICER), at=at, **facts)


def standing(title: Title) -> Any:
    return standings_in(title.city, only=title.pk)[0]


def test_add_titles_puts_them_in_a_row_and_records_who():
    first, second = add(), add("国家园林城市", recheck_months=60)
    assert [(one.name, one.order) for one in (first, second)] == [("国家卫生城市", 1), ("国家园林城市", 2)]
    event = Event.objects.in_city(make_city()).order_by("-number").first()
    assert (event.kind, event.data, event.by.username) == (
        "title.added", {"name": "国家园林城市", "recheck_months": 60}, OFFICER.username,
    )  # fmt: skip


def test_add_a_title_twice_is_not_possible_but_another_city_may_have_it():
    add()
    with pytest.raises(NotPossibleError, match="title_known"):
        add()
    assert actions.add_title(city=make_city(ELSEWHERE), name="国家卫生城市", by=None, at=AT).order == 1


def test_add_a_title_is_for_the_office():
    with pytest.raises(PermissionDenied):
        actions.add_title(city=make_city(), name="国家卫生城市", by=make_account(LIAISON), at=AT)


def test_describe_a_title_keeps_names_apart():
    first, second = add(), add("国家园林城市")
    facts = {"name_en": "Garden", "conferred_by": "住房和城乡建设部", "recheck_months": 60, "by": None, "at": AT}
    assert actions.describe_title(title=second, name="国家生态园林城市", **facts).name == "国家生态园林城市"
    assert str(Title.objects.in_city(make_city()).get(pk=second.pk)) == "国家生态园林城市"
    with pytest.raises(NotPossibleError, match="title_known"):
        actions.describe_title(title=second, name=first.name, **facts)


def test_arrange_titles_needs_all_of_them():
    first, second = add(), add("国家园林城市")
    city = make_city()
    actions.arrange_titles(city=city, keys=[second.pk, first.pk], by=None, at=AT)
    assert [one.title.name for one in standings_in(city)] == ["国家园林城市", "国家卫生城市"]
    with pytest.raises(NotPossibleError, match="titles_changed"):
        actions.arrange_titles(city=city, keys=[second.pk], by=None, at=AT)


def test_record_changes_gives_standing_and_since():
    title = add()
    assert (standing(title).status, standing(title).since) == ("none", None)
    record(title, "holder", date(2015, 3, 1), paper="〔2015〕1号")
    record(title, "holder", date(2018, 4, 1), AT + ONE)
    now = standing(title)
    assert (now.status, now.since, now.latest.on) == ("holder", date(2015, 3, 1), date(2018, 4, 1))


@pytest.mark.parametrize(
    ("status", "on", "reason"),
    [
        ("restored", date(2018, 4, 1), "status_cannot_follow"),
        ("suspended", date(2015, 2, 28), "change_before_last"),
        ("suspended", date(2026, 11, 3), "change_in_future"),
    ],
)
def test_record_a_change_that_does_not_fit_is_not_possible(status, on, reason):
    title = add()
    record(title, "holder", date(2015, 3, 1))
    with pytest.raises(NotPossibleError, match=reason):
        record(title, status, on, AT + ONE)


def test_correct_a_mistake_appends_and_keeps_it_to_be_read():
    title = add()
    record(title, "holder", date(2015, 3, 1))
    wrong = record(title, "suspended", date(2026, 1, 1), AT + ONE)
    facts = {"by": make_account(OFFICER), "at": AT + 2 * ONE}
    right = actions.correct_title_change(
        change=wrong, status="cancelled", on=date(2026, 1, 2), paper="〔2026〕2号", **facts
    )
    now = standing(title)
    assert (now.status, now.since, len(now.changes), right.corrects_id) == ("cancelled", date(2026, 1, 2), 3, wrong.pk)
    with pytest.raises(NotPossibleError, match="not_the_latest"):
        actions.correct_title_change(change=wrong, status="holder", on=date(2026, 1, 1), by=None, at=AT + 3 * ONE)


def test_correct_a_change_that_never_happened_says_what_was_before():
    title = add()
    record(title, "provincial", date(2015, 3, 1))
    wrong = record(title, "nominated", date(2026, 1, 1), AT + ONE)
    facts = {"on": date(2026, 1, 1), "by": None, "at": AT + 2 * ONE}
    actions.correct_title_change(change=wrong, status="provincial", **facts)
    assert (standing(title).status, standing(title).since) == ("provincial", date(2015, 3, 1))


def test_correct_the_very_first_change_may_say_anything():
    title = add()
    wrong = record(title, "nominated", date(2026, 1, 1))
    actions.correct_title_change(change=wrong, status="holder", on=date(2012, 1, 1), by=None, at=AT + ONE)
    assert (standing(title).status, standing(title).since) == ("holder", date(2012, 1, 1))


def test_correct_a_change_of_a_title_without_any_is_not_possible():
    title = add()
    loose = TitleChange(city=title.city, title=title, status="holder", on=date(2026, 1, 1))
    with pytest.raises(NotPossibleError, match="not_the_latest"):
        actions.correct_title_change(change=loose, status="holder", on=date(2026, 1, 1), by=None, at=AT)


def plan(title: Title, due_on: date = date(2026, 12, 1)) -> Recheck:
    return actions.plan_recheck(title=title, due_on=due_on, alarm_days=180, by=make_account(OFFICER), at=AT)


def test_plan_rechecks_shows_the_next_one_and_refuses_two_of_a_day():
    title = add()
    plan(title, date(2027, 6, 1)), plan(title)
    assert str(standing(title).next_recheck.due_on) == "2026-12-01"
    with pytest.raises(NotPossibleError, match="recheck_planned"):
        plan(title)


def test_move_a_recheck_to_another_day():
    title = add()
    one, other = plan(title), plan(title, date(2027, 6, 1))
    moved = actions.move_recheck(recheck=one, due_on=date(2027, 1, 1), alarm_days=90, by=None, at=AT)
    assert (str(moved.due_on), moved.alarm_days) == ("2027-01-01", 90)
    assert actions.move_recheck(recheck=moved, due_on=moved.due_on, alarm_days=60, by=None, at=AT).alarm_days == 60
    with pytest.raises(NotPossibleError, match="recheck_planned"):
        actions.move_recheck(recheck=one, due_on=other.due_on, alarm_days=90, by=None, at=AT)


def test_finish_a_recheck_plans_the_next_one():
    title = add(recheck_months=36)
    one = plan(title)
    done = {"on": date(2026, 11, 1), "passed": True, "by": make_account(OFFICER), "at": AT}
    actions.finish_recheck(recheck=one, note="通过", next_on=date(2029, 12, 1), **done)
    days = [(str(row.due_on), row.passed) for row in title.rechecks.order_by("due_on")]
    assert days == [("2026-12-01", True), ("2029-12-01", None)]
    for action, facts in (
        (actions.finish_recheck, done),
        (actions.move_recheck, {"due_on": date(2027, 1, 1), "alarm_days": 9, "by": None, "at": AT}),
    ):
        with pytest.raises(NotPossibleError, match="recheck_done"):
            action(recheck=one, **facts)


def test_finish_a_recheck_without_a_next_one_leaves_none():
    title = add()
    actions.finish_recheck(recheck=plan(title), on=date(2026, 11, 2), passed=False, by=None, at=AT)
    assert standing(title).next_recheck is None


@pytest.mark.parametrize(
    ("on", "next_on", "reason"),
    [(date(2026, 11, 3), None, "recheck_in_future"), (date(2026, 11, 2), date(2026, 11, 2), "next_before_this")],
)
def test_finish_a_recheck_at_a_day_that_cannot_be_is_not_possible(on, next_on, reason):
    one = plan(add())
    with pytest.raises(NotPossibleError, match=reason):
        actions.finish_recheck(recheck=one, on=on, passed=True, next_on=next_on, by=None, at=AT)


@pytest.mark.parametrize(
    ("today", "stage"),
    [(date(2026, 6, 3), "later"), (date(2026, 6, 4), "alarm"), (date(2026, 10, 31), "alarm"), (date(2026, 11, 1), "month"),
     (date(2026, 12, 1), "month"), (date(2026, 12, 2), "overdue")],
)  # fmt: skip
def test_stage_of_a_recheck_goes_by_its_alarm_then_thirty_days(today, stage):
    one = plan(add())
    assert recheck_stage(one, today) == stage
    one.done_on = today
    assert recheck_stage(one, today) == "done"


def test_database_refuses_a_recheck_done_without_a_result():
    one = plan(add())
    with pytest.raises(IntegrityError), transaction.atomic():
        Recheck.objects.in_city(make_city()).filter(pk=one.pk).update(done_on=date(2026, 12, 1))


def test_records_read_as_people_say_them():
    title = add()
    assert (str(record(title, "holder", date(2015, 3, 1))), str(plan(title))) == (
        f"{title.pk} holder",
        f"{title.pk} 2026-12-01",
    )
