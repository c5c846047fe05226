"""A field round written as a round: rows and tallies like an import's, what is open, what is left out."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from tests.inspections.fieldwork_cases import (
    AT,
    TODAY,
    finish,
    make_field_round,
    make_member,
    make_places,
    make_visits,
    say,
)
from tests.inspections.test_fieldwork_planning import refused, who
from tests.people import AUDITOR, FIRM, SUPERVISOR, make_account, make_city
from tests.rounds import make_edition
from tests.sites.places import make_unit
from wenming.assessment.queries import results_of
from wenming.inspections.actions import fieldwork as actions
from wenming.inspections.actions import revoke_round
from wenming.inspections.models import FieldRound, Observation, Round, RoundManner, RoundTally
from wenming.inspections.queries import node_statistics, recount, recounted_statistics
from wenming.inspections.queries.fieldwork import result_of
from wenming.kernel.models import Event
from wenming.sites.models import SiteUnit

pytestmark = pytest.mark.django_db


def walked(state="ended", **values):
    """Three sites that were looked at by one, the first of them by another one too; a market is the second."""
    made = make_field_round(state, edition=make_edition(), **values)
    member, other = make_member(made), make_member(made, FIRM, team="乙组")
    visits = make_visits(made, member, make_places(3))
    (second,) = make_visits(made, other, [visits[0].site], coding="second")
    unit = make_unit("市场局", "department")
    SiteUnit.objects.create(city=made.city, site=visits[1].site, unit=unit, part="responsible", since=TODAY, at=AT)
    SiteUnit.objects.create(
        city=made.city,
        site=visits[1].site,
        unit=make_unit("城管局", "department"),
        part="competent",
        since=TODAY,
        at=AT,
    )
    finish(*visits, second)
    return made, visits, second


def last_event():
    return Event.objects.in_city(make_city()).order_by("-number").first()


def test_write_makes_rows_tallies_and_manner_as_an_import_does():
    made, (road, market, last), second = walked()
    say(road, "干道-01-01", "unmet", count=1)
    say(market, "农贸-01-01", "unmet", places=2)
    say(market, "农贸-02-01", count=5)
    say(last, "干道-01-01", "not_applicable")
    say(second, "干道-01-01", count=9)
    round_ = actions.write_field_round(field_round=made, partial=False, **who())
    rows = Observation.objects.in_city(made.city).filter(round=round_).order_by("pk")
    # 500 m of road are two whole stretches of 200 m, of which one lacks its advertisement; the market's second item serves two contents
    assert [(row.sheet, row.row, row.node.code, row.milli, row.area, row.units_written) for row in rows] == [
        ("1/干道-01-01", 1, "4.1", 800, "柏树街道", ""), ("2/农贸-01-01", 1, "11.2", 600, "柏树街道", "市场局、城管局"),
        ("2/农贸-02-01", 2, "4.1", 1000, "柏树街道", "市场局、城管局"), ("2/农贸-02-01", 3, "8.2", 1000, "柏树街道", "市场局、城管局"),
    ]  # fmt: skip
    assert (round_.name, round_.starts_on, round_.left_out) == (made.name, made.starts_on, 0)
    manner = RoundManner.objects.in_city(made.city).get(round=round_)
    assert (manner.manner, manner.drawn) == ("incognito", False)
    tallies = RoundTally.objects.in_city(made.city).filter(round=round_)
    assert sorted(tallies.values_list("kind", "node", "name", "rows", "milli")) == sorted(recount(round_))
    assert node_statistics([round_], made.city)[round_.pk] == recounted_statistics(round_)
    assert results_of([round_], made.city)[0].round == round_
    event = last_event()
    assert (event.kind, event.data["rows"], event.data["field_round"]) == ("round.written", 4, made.pk)
    made.refresh_from_db()
    assert (made.state, made.round) == ("written", round_)


def test_write_what_is_open_asks_first_and_leaves_out_knowingly(client):
    made, (road, market, last), second = walked()
    say(road, "干道-01-01")
    say(road, "干道-02-01")
    say(market, "农贸-01-01")
    say(market, "农贸-01-01", "unmet")
    say(last, "干道-01-01")
    type(last).objects.in_city(made.city).filter(pk=last.pk).update(state="planned", finished_at=None)
    type(last).objects.in_city(made.city).filter(pk=second.pk).update(state="planned", finished_at=None)
    result = result_of(made)
    assert ([visit.number for visit in result.open_visits], [(visit.number, item) for visit, item in result.conflicts]) == (
        [3], [(2, "农贸-01-01")],
    )  # fmt: skip
    assert (result.is_open, result.left_out, result.written.unserved, result.second) == (
        True,
        3,
        ((1, "干道-02-01"),),
        0,
    )
    refused("left_open", actions.write_field_round, field_round=made, partial=False, **who())
    round_ = actions.write_field_round(field_round=made, partial=True, **who())
    assert round_.left_out == 3
    client.force_login(who()["by"])
    text = client.get(f"/{made.city.slug}/scores/{round_.number}/").content.decode()
    assert f'href="/{made.city.slug}/rounds/field/{made.pk}/"' in text


def test_write_a_round_that_says_nothing_or_runs_or_is_written_is_refused():
    made, _visits, _second = walked()
    refused("nothing", actions.write_field_round, field_round=made, partial=True, **who())
    with pytest.raises(PermissionDenied):
        actions.write_field_round(field_round=made, partial=True, **who(AUDITOR))
    refused("not_ended", actions.write_field_round, field_round=make_field_round("running"), partial=True, **who())
    say(_visits[0], "干道-01-01")
    round_ = actions.write_field_round(field_round=made, partial=True, **who())
    refused("not_ended", actions.write_field_round, field_round=made, partial=True, **who())
    revoke_round(round_=round_, reason="复核", **who())
    again = actions.write_field_round(
        field_round=FieldRound.objects.in_city(made.city).get(pk=made.pk), partial=True, **who()
    )
    assert (again.number, Round.objects.in_city(made.city).count()) == (round_.number + 1, 2)


def test_write_the_supervisors_round_is_the_offices_too():
    made, visits, _second = walked(planner=make_account(SUPERVISOR))
    say(visits[0], "干道-01-01")
    assert actions.write_field_round(field_round=made, partial=False, **who()).created_by == who()["by"]


def test_read_the_area_of_a_site_gives_its_street_and_skipped_sites_do_not_count():
    made, (road, market, last), _second = walked()
    street = road.site.area
    road.site.area = make_unit("槐荫社区", "community", parent=street)
    road.site.save()
    last.site.area = make_unit("青石区", "district")
    last.site.save()
    for visit in (road, market, last):
        say(visit, "农贸-01-01")
    type(last).objects.in_city(made.city).filter(pk=market.pk).update(state="skipped", skip="refused")
    result = result_of(made)
    assert [(row.site, row.area) for row in result.written.rows] == [("第1处", "柏树街道"), ("第3处", "青石区")]
    assert ([visit.number for visit in result.skipped], result.left_out) == ([2], 1)
