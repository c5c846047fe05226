"""The life cycle of a title: every standing × every standing × every role, by the table and through the action."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from django.core.exceptions import PermissionDenied

from tests.people import AT, CAST, Person, make_account, make_city
from wenming.campaigns.actions.titles import add_title, record_title_change
from wenming.campaigns.enums import TitleStatus
from wenming.campaigns.models import TitleChange
from wenming.campaigns.workflow import RECORDED_BY, TRANSITIONS, capacity_of, following, may_follow
from wenming.organisations.actions import NotPossibleError
from wenming.organisations.enums import Role

MAIN_PATH = ["none", "provincial", "nominated", "selected", "holder", "suspended", "restored"]
"""The path of the field (domain.md 1.5); the other states end it."""
ROLES = [Person(f"role.{role}", "某某", role) for role in Role.values]


def test_read_the_table_names_every_standing_once():
    assert sorted(TRANSITIONS) == sorted(TitleStatus.values)
    assert {after for found in TRANSITIONS.values() for after in found} <= set(TitleStatus.values)


def test_follow_the_main_path_is_possible_step_by_step():
    steps = [
        *pairwise(MAIN_PATH),
        ("suspended", "cancelled"),
        ("nominated", "nomination_stopped"),
    ]
    assert [(before, after) for before, after in steps if not may_follow(before, after)] == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("none", "holder"),
        ("nominated", "holder"),
        ("suspended", "holder"),
        ("cancelled", "restored"),
        ("provincial", "suspended"),
    ],
)
def test_jump_over_a_stage_is_not_possible(before, after):
    assert not may_follow(before, after)


def test_start_with_any_standing_is_possible_but_with_no_other_word():
    assert following(None) == TitleStatus.values
    assert not may_follow(None, "owner")


@pytest.mark.parametrize(
    ("status", "capacity"),
    [("none", "applicant"), ("provincial", "applicant"), ("nominated", "nominated"), ("selected", "nominated"),
     ("nomination_stopped", "nominated"), ("holder", "holder"), ("restored", "holder"), ("suspended", "holder"),
     ("cancelled", "applicant")],
)  # fmt: skip
def test_capacity_of_a_standing_is_what_the_negative_list_takes_the_city_for(status, capacity):
    assert capacity_of(status) == capacity


@pytest.mark.django_db
@pytest.mark.parametrize("before", TitleStatus.values)
def test_record_a_change_follows_the_table_for_every_standing(before):
    office = make_account(CAST[0])
    for place, after in enumerate(TitleStatus.values):
        title = add_title(city=make_city(), name=f"称号{place}", by=None, at=AT)
        record_title_change(title=title, status=before, on=date(2026, 1, 1), by=None, at=AT)
        later = AT.replace(minute=1)
        facts = {"title": title, "status": after, "on": date(2026, 2, 1), "by": office, "at": later}
        if after in TRANSITIONS[before]:
            assert record_title_change(**facts).status == after
        else:
            with pytest.raises(NotPossibleError, match="status_cannot_follow"):
                record_title_change(**facts)


@pytest.mark.django_db
@pytest.mark.parametrize("person", [*ROLES, *CAST], ids=lambda person: person.username)
def test_record_every_transition_is_for_the_office_alone(person):
    account = make_account(person)
    allowed = person.role in RECORDED_BY and person.city == make_city().slug
    steps = [(before, after) for before, found in TRANSITIONS.items() for after in sorted(found)]
    for place, (before, after) in enumerate(steps):
        title = add_title(city=make_city(), name=f"称号{place}", by=None, at=AT)
        record_title_change(title=title, status=before, on=date(2026, 1, 1), by=None, at=AT)
        later = AT.replace(minute=1)
        if allowed:
            record_title_change(title=title, status=after, on=date(2026, 1, 1), by=account, at=later)
        else:
            with pytest.raises(PermissionDenied):
                record_title_change(title=title, status=after, on=date(2026, 1, 1), by=account, at=later)
    assert TitleChange.objects.in_city(make_city()).filter(by=account).count() == (len(steps) if allowed else 0)
