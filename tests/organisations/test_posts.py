"""What an account may do follows from the posts it holds today."""

from datetime import UTC, date, datetime

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction

from tests.people import AUDITOR, ELSEWHERE, LEADER, OFFICER, make_account, make_city
from wenming.kernel.models import Event
from wenming.organisations import rules
from wenming.organisations.actions import appoint
from wenming.organisations.models import Post
from wenming.organisations.queries import posts_held

pytestmark = pytest.mark.django_db


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
