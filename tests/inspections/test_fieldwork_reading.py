"""Reading field work: an inspector's own day and nothing else, what stands, how far a round is."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.inspections.fieldwork_cases import (
    TODAY,
    find,
    finish,
    make_field_round,
    make_member,
    make_places,
    make_visits,
    running_round,
    say,
)
from tests.people import FIRM, INSPECTOR, make_account, make_city
from wenming.inspections.queries.fieldwork import (
    conflicts_of,
    findings_of,
    progress_of,
    standing_answers,
    visits_of_day,
)

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def test_read_a_day_gives_own_visits_of_today_and_unfinished_ones_of_earlier_days():
    field_round, member, (first, second, third) = running_round(3)
    other = make_member(field_round, FIRM, team="乙组")
    make_visits(field_round, other, make_places(1, first=11))
    early = make_visits(field_round, member, make_places(2, first=21), on=TODAY - DAY)
    make_visits(field_round, member, make_places(1, first=31), on=TODAY + DAY)
    finish(early[0])
    third.state, third.skip, third.finished_at = "skipped", "replaced", field_round.started_at
    third.save()
    planning = make_field_round("planning", name="以后")
    make_visits(planning, make_member(planning), make_places(1, first=41))
    found = list(visits_of_day(make_account(INSPECTOR), make_city(), TODAY))
    assert found == [early[1], first, second]


def test_read_what_stands_leaves_out_what_was_replaced_and_tells_conflicts():
    field_round, _member, (visit, *_rest) = running_round(2)
    first = say(visit, "农贸-01-01")
    second = say(visit, "农贸-01-01", "unmet", replaces=[first])
    third = say(visit, "农贸-01-01", "not_applicable", replaces=[first])
    fourth = say(visit, "农贸-02-01")
    assert list(standing_answers(field_round.city, [visit])) == [second, third, fourth]
    assert conflicts_of(field_round) == {(visit.pk, "农贸-01-01"): [second, third]}
    say(visit, "农贸-01-01", replaces=[second, third])
    assert conflicts_of(field_round) == {}
    found = find(visit)
    assert list(findings_of(field_round)) == [found]


def test_read_progress_counts_visits_that_are_to_be_done():
    field_round, _member, (first, second, third) = running_round(3)
    finish(first)
    second.state, second.skip, second.finished_at = "skipped", "refused", field_round.started_at
    second.save()
    assert progress_of(field_round.city, [field_round]) == {field_round.pk: (2, 3)}
    third.state, third.skip, third.finished_at = "skipped", "replaced", field_round.started_at
    third.save()
    assert progress_of(field_round.city, [field_round]) == {field_round.pk: (2, 2)}
