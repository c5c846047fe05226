"""Requests: registered before they are made, counted by week, refused over the budget or twice, taken back."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from tests.burden.asks import AT, ask, budget, unit, wanted
from tests.people import AUDITOR, INSPECTOR, LEADER, OFFICER, STREET, SUPERVISOR, make_account, make_city
from wenming.burden import actions
from wenming.burden.actions import AskRefusedError, OverBudgetError, RepeatedAskError
from wenming.burden.enums import refusal_words
from wenming.burden.models import Ask, RefusedAsk, WeekLoad
from wenming.burden.queries import (
    Limits,
    asks_listed,
    estimates_on,
    in_force,
    limits_on,
    loads_of_week,
    refused_listed,
    trend_of,
    week_of,
)
from wenming.kernel.models import Event

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 16)
DAY, WEEK = timedelta(days=1), timedelta(weeks=1)


def load(one=None, week=MONDAY):
    """What a unit's week holds."""
    row = WeekLoad.objects.in_city(make_city()).filter(unit=one or unit(), week=week).first()
    return (row.photos, row.forms, row.minutes) if row else None


def test_register_a_request_counts_it_in_the_week_with_the_usual_time():
    rows = ask(
        wanted(kind="photo", count=3, reference="a"),
        wanted(kind="record", reference="b"),
        wanted(kind="visit", reference="c"),
        wanted(reference="d", minutes=30),
    )
    assert load() == (3, 2, 3 * 5 + 40 + 60 + 30)
    assert {row.week for row in rows} == {MONDAY}
    assert [row.minutes for row in rows] == [5, 40, 60, 30]
    event = Event.objects.in_city(make_city()).get(kind="ask.registered")
    assert event.data == {"asks": [row.pk for row in rows], "week": "2026-11-16", "purpose": "other"}


def test_register_a_request_to_a_department_counts_in_the_week_of_the_community_too():
    community = unit("槐荫社区", "community")
    row = ask(wanted(community=community))[0]
    assert (load(), load(community), row.community) == ((0, 1, 15), (0, 1, 15), community)
    assert ask(wanted(community=unit(), reference="own"))[0].community is None


def test_register_by_the_system_or_by_somebody_who_may_not_ask():
    assert ask(by=None)[0].by is None
    for person in (LEADER, AUDITOR, INSPECTOR):
        with pytest.raises(PermissionDenied):
            ask(by=make_account(person))


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({"fact": " "}, "no_fact"),
        ({"reference": ""}, "no_fact"),
        ({"why": ""}, "no_reason"),
        ({"count": 0}, "no_count"),
    ],
)
def test_register_a_request_that_says_too_little_is_refused(facts, reason):
    with pytest.raises(AskRefusedError, match=reason):
        ask(wanted(**facts))
    assert refusal_words(reason)


def test_register_nothing_or_one_thing_twice_or_to_an_ended_unit_is_refused():
    who = {"city": make_city(), "by": None, "at": AT}
    with pytest.raises(AskRefusedError, match="nothing_asked"):
        actions.register_ask(asks=[], **who)
    with pytest.raises(AskRefusedError, match="asked_twice"):
        ask(wanted(), wanted(kind="photo", reference=" 花箱清单"))
    gone = unit()
    gone.ends_on = AT.date() - DAY
    with pytest.raises(AskRefusedError, match="unit_ended"):
        ask(wanted(gone))


def test_register_over_the_budget_is_refused_with_the_numbers_and_asks_nothing():
    budget(forms=3)
    ask(wanted(reference="a"), wanted(reference="b"))
    with pytest.raises(OverBudgetError) as caught:
        ask(wanted(reference="c"), wanted(reference="d"), wanted(unit("市园林局"), reference="c"))
    over = caught.value.overs[0]
    assert (over.unit, over.measure, over.used, over.wanted, over.most) == (unit(), "forms", 2, 2, 3)
    assert len(caught.value.overs) == 1
    assert load() == (0, 2, 30)
    assert load(unit("市园林局")) is None
    # in the next week there is room again
    assert ask(wanted(reference="c"), wanted(reference="d"), at=AT + WEEK)[0].week == MONDAY + WEEK


def test_register_too_many_minutes_of_a_community_is_refused_by_time():
    community = unit("槐荫社区", "community")
    with pytest.raises(OverBudgetError) as caught:
        ask(wanted(kind="visit", count=3, community=community))
    assert [(one.unit, one.measure, one.most) for one in caught.value.overs] == [(community, "minutes", 120)]


def test_register_the_same_fact_again_is_refused_and_points_at_the_earlier_one():
    first = ask(wanted(until=AT.date() + 2 * DAY))[0]
    with pytest.raises(RepeatedAskError) as caught:
        ask(wanted(kind="photo"))
    assert caught.value.earlier == first
    assert ask(wanted(unit("市园林局")))
    # it is over, so the fact may be asked again
    assert ask(at=AT + 3 * DAY)


def test_withdraw_a_request_gives_its_week_room_and_its_fact_free():
    community = unit("槐荫社区", "community")
    row = ask(wanted(kind="photo", count=2, community=community))[0]
    actions.withdraw_ask(ask=row, by=make_account(OFFICER), at=AT)
    assert (load(), load(community)) == ((0, 0, 0), (0, 0, 0))
    assert not in_force(make_city(), AT.date()).exists()
    assert ask(wanted())
    with pytest.raises(AskRefusedError, match="withdrawn_already"):
        actions.withdraw_ask(ask=row, by=None, at=AT)


def test_withdraw_by_hand_what_a_check_asked_is_refused():
    row = ask(wanted(purpose="sweep"))[0]
    with pytest.raises(AskRefusedError, match="asked_by_work"):
        actions.withdraw_ask(ask=row, by=make_account(OFFICER), at=AT)
    assert actions.withdraw_ask(ask=row, by=None, at=AT).withdrawn_at == AT


def test_withdraw_is_for_who_asked_and_the_office():
    row = ask(by=make_account(SUPERVISOR))[0]
    for person in (STREET, LEADER):
        with pytest.raises(PermissionDenied):
            actions.withdraw_ask(ask=row, by=make_account(person), at=AT)
    assert actions.withdraw_ask(ask=row, by=make_account(SUPERVISOR), at=AT).withdrawn_at == AT


def test_register_what_was_asked_on_paper_earlier_counts_in_its_week_and_is_not_refused():
    budget(forms=0, minutes=0)
    row = ask(made_on=date(2026, 11, 4))[0]
    assert row.week == date(2026, 11, 2)
    assert ask(made_on=date(2026, 11, 5))
    assert load(week=date(2026, 11, 2)) == (0, 2, 30)


def test_keep_a_refusal_says_what_was_not_asked_and_why():
    budget(forms=1)
    first = ask()[0]
    who = {"city": make_city(), "by": make_account(OFFICER), "at": AT}
    for again, fault in ((wanted(), RepeatedAskError), (wanted(reference="x"), OverBudgetError)):
        with pytest.raises(fault), actions.keeping_refusals(**who):
            actions.register_ask(asks=[again], **who)
    over, repeat = refused_listed(make_city(), MONDAY)
    assert (repeat.reason, repeat.earlier, repeat.unit) == ("repeat", first, unit())
    assert (over.reason, over.measure, over.used, over.wanted, over.most) == ("over_budget", "forms", 1, 1, 1)
    assert Event.objects.in_city(make_city()).filter(kind="ask.refused").count() == 2
    with actions.keeping_refusals(**who):
        ask(wanted(kind="photo", reference="y"))
    assert RefusedAsk.objects.in_city(make_city()).count() == 2


def test_set_a_budget_holds_from_its_week_on_and_earlier_weeks_keep_theirs():
    budget(forms=2)
    budget(forms=7, since=AT.date() + WEEK)
    city = make_city()
    assert [limits_on(city, week)["department"].forms for week in (MONDAY - WEEK, MONDAY, MONDAY + WEEK)] == [10, 2, 7]
    assert limits_on(city, MONDAY)["community"] == Limits(5, 3, 120)
    assert budget(forms=4, by=None).forms == 4
    with pytest.raises(AskRefusedError, match="since_past"):
        budget(since=AT.date() - DAY)
    with pytest.raises(PermissionDenied):
        budget(by=make_account(SUPERVISOR))


def test_set_estimates_changes_what_is_asked_from_then_on():
    who = {"city": make_city(), "by": make_account(OFFICER), "at": AT, "since": AT.date()}
    actions.set_estimates(minutes={"form": 25}, **who)
    assert estimates_on(make_city(), AT.date() - DAY)["form"] == 15
    assert ask()[0].minutes == 25


def test_read_a_week_gives_the_units_in_order_with_what_it_may_hold():
    community = unit("槐荫社区", "community")
    ask(wanted(), wanted(community, kind="photo", count=5, reference="p"))
    first, second = sorted(loads_of_week(make_city(), MONDAY), key=lambda one: one.unit.kind)
    assert (first.used, first.most, first.share) == (Limits(5, 0, 25), Limits(5, 3, 120), 1.0)
    assert (second.used.forms, second.most.forms) == (1, 10)
    only = type(community).objects.in_city(make_city()).filter(pk=community.pk)
    assert [one.unit for one in loads_of_week(make_city(), MONDAY, only)] == [community]
    assert [row.unit for row in asks_listed(make_city(), MONDAY, only)] == [community]
    assert trend_of(make_city(), MONDAY)[-1] == (MONDAY, Limits(5, 1, 40))
    assert trend_of(make_city(), MONDAY, only)[-2:] == [(MONDAY - WEEK, Limits(0, 0, 0)), (MONDAY, Limits(5, 0, 25))]
    budget("community", forms=0, photos=0)
    assert [one.share for one in loads_of_week(make_city(), MONDAY, only)] == [1.0]


def test_write_what_contradicts_itself_is_refused_by_the_database():
    row = ask()[0]
    for changes in ({"week": MONDAY + DAY}, {"count": 0}, {"why": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Ask.objects.in_city(make_city()).filter(pk=row.pk).update(**changes)
    assert week_of(MONDAY + 6 * DAY) == MONDAY
