"""What an account may do follows from the posts it holds today."""

from datetime import UTC, date, datetime

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from tests.people import (
    AUDITOR,
    ELSEWHERE,
    INSPECTOR,
    LEADER,
    LIAISON,
    OFFICER,
    SUPERVISOR,
    make_account,
    make_city,
)
from wenming.kernel.models import Event
from wenming.organisations import rules
from wenming.organisations.actions import NotPossibleError, appoint, close_unit, delegate_post, end_post, found_unit
from wenming.organisations.models import Post
from wenming.organisations.queries import posts_held, units_held

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
SINCE = date(2026, 1, 1)


def test_posts_held_names_every_city_with_its_roles():
    account = make_account(OFFICER)
    appoint(city=make_city(ELSEWHERE), account=account, role="auditor", by=None, at=datetime(2026, 5, 1, tzinfo=UTC))
    held = posts_held(account, at=datetime(2026, 11, 20, tzinfo=UTC))
    assert held == {make_city(ELSEWHERE): frozenset({"auditor"}), make_city(): frozenset({"office"})}


@pytest.mark.parametrize(
    ("moment", "held"),
    [
        (datetime(2026, 1, 9, 15, 59, tzinfo=UTC), False),  # still 9 January in China
        (datetime(2026, 1, 9, 16, 0, tzinfo=UTC), True),
        (datetime(2026, 1, 20, 15, 59, tzinfo=UTC), True),
        (datetime(2026, 1, 20, 16, 0, tzinfo=UTC), False),
    ],
)
def test_posts_held_begin_and_end_at_midnight_of_the_city(moment, held):
    account = make_account(OFFICER)
    account.posts.update(starts_on=date(2026, 1, 10), ends_on=date(2026, 1, 20))
    assert bool(posts_held(account, at=moment)) == held


def test_appoint_is_an_event():
    city = make_city()
    appoint(
        city=city,
        account=make_account(LEADER),
        role="auditor",
        by=make_account(OFFICER),
        at=datetime(2026, 5, 1, tzinfo=UTC),
    )
    event = Event.objects.in_city(city).get()
    assert (event.kind, event.by, event.data["role"]) == ("post.appointed", make_account(OFFICER), "auditor")


def test_rules_for_somebody_unknown_or_switched_off_open_nothing():
    account = make_account(OFFICER)
    account.is_active = False
    assert rules.cities_of(account) == []
    assert rules.posts_of(AnonymousUser()) == {}


def test_rules_by_role():
    city = make_city()
    table = {
        person.role: (rules.works_in_office(make_account(person), city), rules.sees_results(make_account(person), city))
        for person in (OFFICER, LEADER, AUDITOR)
    }
    assert table == {"office": (True, True), "leader": (False, True), "auditor": (False, True)}


def test_post_that_ends_before_it_starts_is_refused_by_the_database():
    with pytest.raises(IntegrityError), transaction.atomic():
        Post.objects.create(
            city=make_city(),
            account=make_account(OFFICER),
            role="leader",
            starts_on=date(2026, 2, 1),
            ends_on=date(2026, 1, 1),
        )


def test_appoint_for_a_unit_until_a_day_opens_that_unit():
    city, account = make_city(), make_account(LIAISON)
    where = found_unit(city=city, kind="department", name="市城管局", since=SINCE, by=None, at=AT)
    appoint(city=city, account=account, role="liaison", unit=where, until=date(2026, 12, 31), by=None, at=AT)
    assert units_held(account, city, at=AT) == [where]
    assert units_held(account, city, at=datetime(2027, 1, 1, tzinfo=UTC)) == []


def test_units_of_an_account_are_asked_once_and_only_inside_its_city():
    city, account = make_city(), make_account(LIAISON)
    where = found_unit(city=city, kind="department", name="市城管局", since=SINCE, by=None, at=AT)
    appoint(city=city, account=account, role="liaison", unit=where, by=None, at=AT)
    assert rules.units_of(account, city) == [where] == rules.units_of(account, city)
    assert rules.units_of(account, make_city(ELSEWHERE)) == []


def test_appoint_twice_or_for_a_unit_that_has_ended_is_refused():
    city, account = make_city(), make_account(LIAISON)
    where = found_unit(city=city, kind="department", name="市城管局", since=SINCE, by=None, at=AT)
    appoint(city=city, account=account, role="liaison", unit=where, by=None, at=AT)
    with pytest.raises(NotPossibleError, match="post_held"):
        appoint(city=city, account=account, role="liaison", unit=where, by=None, at=AT)
    with pytest.raises(NotPossibleError, match="ends_before_start"):
        appoint(city=city, account=account, role="leader", until=SINCE, by=None, at=AT)
    close_unit(unit=where, on=date(2026, 6, 1), by=None, at=AT)
    where.refresh_from_db()
    with pytest.raises(NotPossibleError, match="unit_ended"):
        appoint(city=city, account=account, role="leader", unit=where, by=None, at=AT)


def test_appoint_by_somebody_who_may_not_is_refused():
    with pytest.raises(PermissionDenied):
        appoint(city=make_city(), account=make_account(AUDITOR), role="office", by=make_account(LEADER), at=AT)


def delegated(**more) -> Post:
    post = make_account(OFFICER).posts.get()
    wanted = {"account": make_account(LEADER), "until": date(2026, 11, 30), "by": make_account(OFFICER), "at": AT}
    return delegate_post(**{"post": post, **wanted, **more})


def test_delegate_a_post_lends_it_until_a_day():
    lent = delegated()
    assert (lent.role, lent.delegated_from.account, lent.ends_on) == (
        "office",
        make_account(OFFICER),
        date(2026, 11, 30),
    )
    assert posts_held(make_account(LEADER), at=AT) == {make_city(): frozenset({"leader", "office"})}
    after = datetime(2026, 12, 1, tzinfo=UTC)
    assert posts_held(make_account(LEADER), at=after) == {make_city(): frozenset({"leader"})}


def test_delegate_a_post_by_the_operator_or_its_holder_is_allowed_and_by_others_refused():
    assert delegated(by=None).pk
    leader = make_account(LEADER).posts.get(role="leader")
    own = {"post": leader, "account": make_account(AUDITOR), "by": make_account(LEADER)}
    assert delegated(**own).role == "leader"
    with pytest.raises(PermissionDenied):
        delegated(by=make_account(AUDITOR), account=make_account(LIAISON))


def test_delegate_a_post_that_cannot_be_lent_is_refused():
    with pytest.raises(NotPossibleError, match="to_oneself"):
        delegated(account=make_account(OFFICER))
    with pytest.raises(NotPossibleError, match="delegated_already"):
        delegated(post=delegated(), account=make_account(AUDITOR))
    make_account(OFFICER).posts.update(ends_on=date(2026, 11, 25))
    with pytest.raises(NotPossibleError, match="delegated_too_long"):
        delegated(account=make_account(AUDITOR))
    make_account(OFFICER).posts.update(ends_on=date(2026, 11, 10))
    with pytest.raises(NotPossibleError, match="post_ended"):
        delegated(account=make_account(AUDITOR), by=None)


def test_end_a_post_ends_what_was_delegated_from_it():
    lent = delegated()
    end_post(post=lent.delegated_from, on=date(2026, 11, 22), by=make_account(OFFICER), at=AT)
    lent.refresh_from_db()
    assert lent.ends_on == date(2026, 11, 22)
    with pytest.raises(NotPossibleError, match="post_ended"):
        end_post(post=lent, on=date(2026, 11, 22), by=None, at=AT)
    with pytest.raises(NotPossibleError, match="ends_before_start"):
        end_post(post=lent, on=SINCE, by=None, at=AT)


def test_rules_of_the_organisation_by_role():
    city = make_city()
    people = (OFFICER, LEADER, SUPERVISOR, LIAISON, INSPECTOR, AUDITOR)
    rights = (rules.manages_organisation, rules.keeps_calendar, rules.sees_phones, rules.sees_organisation)
    table = {one.role: tuple(right(make_account(one), city) for right in rights) for one in people}
    assert table == {
        "office": (True, True, True, True),
        "leader": (False, False, True, True),
        "supervisor": (False, False, True, True),
        "liaison": (False, False, True, True),
        "inspector": (False, False, False, True),
        "auditor": (False, False, False, True),
    }
