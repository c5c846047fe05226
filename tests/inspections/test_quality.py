"""How far a round can be trusted: pairs by item and by team, never by person; what does not fit; how long visits took."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.inspections.fieldwork_cases import (
    AT,
    MARKET,
    ROAD,
    finish,
    make_field_round,
    make_kind,
    make_member,
    make_visits,
    say,
)
from tests.people import DISTRICT, FIRM, INSPECTOR, LIAISON, SUPERVISOR
from tests.sites.places import make_site
from wenming.engine.agreement import difference
from wenming.inspections.queries.fieldwork.quality import quality_of

pytestmark = pytest.mark.django_db
FIRST, SECOND = "农贸-01-01", "农贸-02-01"
COUNTED, GRADED = "干道-01-01", "干道-02-01"


def markets(number: int) -> list[Any]:
    """So many markets."""
    return [make_site(f"M{place:03}", f"第{place}市场", type=make_kind(MARKET)) for place in range(1, number + 1)]


def coded(field_round: Any, one: Any, other: Any, sites: list[Any]) -> list[tuple[Any, Any]]:
    """Visits to the same sites by two members, all over."""
    first = make_visits(field_round, one, sites)
    second = make_visits(field_round, other, sites, coding="second")
    finish(*first, *second)
    return list(zip(first, second, strict=True))


def two_teams(state: str = "ended") -> tuple[Any, Any, Any]:
    """A round with two teams of two; return it with one of each."""
    field_round = make_field_round(state)
    one, _ = make_member(field_round, INSPECTOR), make_member(field_round, LIAISON)
    other, _ = make_member(field_round, FIRM, team="乙组"), make_member(field_round, DISTRICT, team="乙组")
    return field_round, one, other


def test_quality_of_a_round_counts_pairs_by_item_and_team():
    field_round, one, other = two_teams()
    for place, (first, second) in enumerate(coded(field_round, one, other, markets(6))):
        say(first, FIRST, "met")
        say(second, FIRST, "unmet" if place < 5 else "met")
        say(first, SECOND, "not_applicable")
        say(second, SECOND, "not_applicable")
    found = quality_of(field_round)
    assert (found.whole.pairs, found.whole.sites, found.whole.percent.estimate) == (12, 6, 7 / 12)
    assert [(one.item.code, one.agreed.pairs, one.differing) for one in found.items] == [(FIRST, 6, 5), (SECOND, 6, 0)]
    assert [(team.teams, team.agreed.pairs) for team in found.teams] == [(("乙组", "甲组"), 12)]
    assert (found.unlisted, found.conflicts, found.answers) == (0, 0, 24)
    # 12 of 12 did not apply is surer than 5 of 6 that differ
    assert [one.item.code for one in found.unclear] == [SECOND, FIRST]
    assert not any(one.agreed.tells for one in found.items), "six pairs show no number"


def test_quality_of_a_team_of_one_person_is_not_listed():
    field_round = make_field_round("ended")
    one, _ = make_member(field_round, INSPECTOR), make_member(field_round, LIAISON)
    alone = make_member(field_round, SUPERVISOR, team="丙组")
    for first, second in coded(field_round, one, alone, markets(2)):
        say(first, FIRST)
        say(second, FIRST)
    found = quality_of(field_round)
    assert (found.teams, found.unlisted, found.whole.pairs) == ((), 2, 2)


def test_quality_leaves_out_conflicts_open_visits_and_lone_codings():
    field_round, one, other = two_teams("running")
    (first, second), (third, fourth), (fifth, sixth) = coded(field_round, one, other, markets(3))
    for visit in (first, second, third, fourth, fifth, sixth):
        say(visit, FIRST)
    say(second, FIRST, "unmet", device="phone-2")
    fourth.state, fourth.finished_at = "planned", None
    fourth.save()
    sixth.member, sixth.order = None, None
    sixth.save()
    found = quality_of(field_round)
    assert (found.whole.pairs, found.conflicts, found.answers) == (0, 1, 4)
    assert quality_of(make_field_round("planning", name="以后")).items == ()


def test_quality_of_graded_and_counted_items_uses_weights_and_counts():
    field_round, one, other = two_teams()
    roads = [make_site(f"R{place}", f"第{place}路", type=make_kind(ROAD)) for place in range(4)]
    for place, (first, second) in enumerate(coded(field_round, one, other, roads)):
        say(first, COUNTED, count=3)
        say(second, COUNTED, count=5)
        say(first, GRADED, grade=("好", "差")[place % 2])
        say(second, GRADED, "unmet", grade=("一般", "差")[place % 2])
    counted, graded = quality_of(field_round).items
    assert (counted.counts, graded.counts) == (difference([3] * 4, [5] * 4), None)
    # neighbouring grades are half an agreement: 3/4 seen, 1/2 by chance
    assert (graded.agreed.percent.estimate, graded.differing) == (0.5, 2)
    assert graded.agreed.kappa
    assert graded.agreed.kappa.estimate == pytest.approx(0.5)
    field_round.grades = []
    assert quality_of(field_round).items[1].agreed.percent.estimate == 0.0, "grades that are gone leave the verdicts"


def test_minutes_of_visits_are_those_of_thirty_at_least_and_none_from_paper():
    field_round, one, _other = two_teams()
    visits = make_visits(field_round, one, markets(31), arrives=600, leaves=620)
    finish(*visits)
    for place, visit in enumerate(visits):
        device = {} if place else {"device": "paper"}
        say(visit, FIRST, **device)
        say(visit, SECOND, said_at=AT + timedelta(minutes=place, seconds=30), **device)
    found = quality_of(field_round)
    assert found.minutes == tuple(range(1, 31))
    assert found.planned == (20,) * 31
    visits[1].answers.update(device="paper")
    assert quality_of(field_round).minutes == ()
