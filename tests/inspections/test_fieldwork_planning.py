"""Planning a field round: from a draw that one keeps or by hand, teams, days, who goes where, what is missing before it starts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from tests.checklists import adopt_sanitary
from tests.draws.draws import drawn, rule, seal
from tests.inspections.fieldwork_cases import AT, TODAY, make_field_round, make_member, make_places, make_visits
from tests.people import FIRM, INSPECTOR, LEADER, LIAISON, OFFICER, SUPERVISOR, make_account, make_city
from wenming.engine.sampling import FrameRow
from wenming.inspections.actions import fieldwork as actions
from wenming.inspections.actions.fieldwork import FieldRefusedError, Plan
from wenming.inspections.models import FieldRound, Visit
from wenming.inspections.queries.fieldwork import Missing, members_of, missing_for, visits_of
from wenming.kernel.models import Event
from wenming.standards.models import Edition

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
DAYS = [TODAY, TODAY + DAY]


def edition():
    """A small one."""
    return Edition.objects.in_city(make_city()).first() or adopt_sanitary()


def plan(**values):
    facts = {
        "name": "十一月暗访", "edition": edition(), "starts_on": TODAY, "ends_on": TODAY + 4 * DAY, "manner": "incognito", "opening": "after",
        "place_milli": 200, "grades": (("好", 1000), ("差", 0)),
    }  # fmt: skip
    return Plan(**{**facts, **values})


def who(person=OFFICER):
    return {"by": make_account(person), "at": AT}


def draw_of(sites, chosen=4, person=OFFICER, **options):
    """A draw of these sites, kept by somebody and drawn."""
    keeper = make_account(person)
    frame = [FrameRow(site.code, "点位") for site in sites]
    options = {"frame": frame, "rule": rule(点位=chosen), "keeper": keeper, "by": keeper, **options}
    return drawn(**options)


def create(draw=None, person=OFFICER, days=DAYS, **values):
    return actions.create_field_round(city=make_city(), plan=plan(**values), draw=draw, days=days, **who(person))


def refused(said, call, **values):
    with pytest.raises(FieldRefusedError, match=f"^{said}$"):
        call(**values)


def test_create_from_a_draw_lays_a_visit_out_for_each_chosen_site_and_a_second_for_some():
    draw = draw_of(make_places(8))
    made = create(draw, double_percent=50)
    visits = list(visits_of(made))
    assert [visit.number for visit in visits] == [1, 2, 3, 4, 5, 6]
    assert {visit.site.code for visit in visits} == {unit.key for unit in draw.units.filter(state="chosen")}
    assert all(visit.drawn.key == visit.site.code and visit.member is None for visit in visits)
    assert sorted(visit.coding for visit in visits) == ["first"] * 4 + ["second"] * 2
    event = Event.objects.in_city(make_city()).order_by("-number").first()
    assert (event.kind, event.data["visits"]) == ("field_round.created", 6)
    assert not any(visit.site.code in str(event.data) for visit in visits)


def test_create_from_a_draw_that_does_not_fit_is_refused():
    sites = make_places(6)
    mine = draw_of(sites)
    create(mine)
    refused("draw_taken", create, draw=mine)
    other = draw_of(sites, person=SUPERVISOR, rule=rule("二", 点位=2))
    refused("draw_unfit", create, draw=other)
    refused("draw_unfit", create, draw=draw_of(sites, purpose="other"))
    refused("draw_unfit", create, draw=seal(rule=rule("三")))
    refused("no_site", create, draw=drawn(rule=rule("四")))
    assert create(other, SUPERVISOR).planner == make_account(SUPERVISOR)


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"name": " "}, "no_name"), ({"ends_on": TODAY - DAY}, "backwards"), ({"grades": (("好", 600), ("差", 700))}, "no_grades"),
        ({"grades": (("好", 600), (" 好", 0))}, "no_grades"), ({"grades": (("", 600),)}, "no_grades"), ({"grades": (("好", 1001),)}, "no_grades"),
        ({"days": []}, "no_days"), ({"days": [TODAY - DAY]}, "no_days"),
    ],
)  # fmt: skip
def test_create_what_cannot_be_is_refused(values, reason):
    refused(reason, create, **values)
    assert not FieldRound.objects.in_city(make_city()).exists()


@pytest.mark.parametrize("person", [LEADER, INSPECTOR, LIAISON])
def test_create_as_somebody_who_plans_nothing_is_refused(person):
    with pytest.raises(PermissionDenied):
        create(person=person)


def test_choose_sites_by_hand_keeps_who_goes_where():
    made = create(double_percent=34)
    first, second, third, fourth = make_places(4)
    actions.choose_sites(field_round=made, add=[first, second, third], **who())
    assert visits_of(made).count() == 5
    member = make_member(made)
    visit = visits_of(made).filter(site=first, coding="first").first()
    actions.assign_visits(field_round=made, visits=[visit], member=member, on=TODAY, **who())
    actions.choose_sites(field_round=made, add=[fourth], remove=[third], **who())
    kept = visits_of(made).get(site=first, coding="first")
    assert (kept.member, kept.on, kept.order) == (member, TODAY, 1)
    assert {one.site for one in visits_of(made)} == {first, second, fourth}
    gone = replace_site_end(second)
    refused("no_site", actions.choose_sites, field_round=made, add=[gone], **who())
    refused(
        "drawn_round",
        actions.choose_sites,
        field_round=create(draw_of([first, third, fourth], 1)),
        add=[first],
        **who(),
    )


def replace_site_end(site):
    site.ends_on = TODAY
    site.save()
    return site


def test_change_a_plan_lets_days_outside_fall_away_and_codes_more_sites_twice():
    made = create(draw_of(make_places(8)))
    member = make_member(made)
    first, second, *_rest = visits_of(made)
    actions.assign_visits(field_round=made, visits=[first], member=member, on=DAYS[1], **who())
    actions.assign_visits(field_round=made, visits=[second], member=member, on=TODAY, **who())
    changed = actions.change_field_round(field_round=made, plan=plan(ends_on=TODAY, double_percent=100), **who())
    assert (changed.days, visits_of(made).count()) == ([TODAY.isoformat()], 8)
    assert sorted(str(visit.on) for visit in visits_of(made).filter(member=member)) == ["2026-11-20", "None"]
    refused("no_name", actions.change_field_round, field_round=made, plan=plan(name=""), **who())


def test_set_days_while_it_runs_keeps_those_that_are_needed():
    made = make_field_round(ends_on=TODAY + 2 * DAY)
    actions.set_days(field_round=made, days=[DAYS[1], TODAY, TODAY], **who())
    make_visits(made, make_member(made), make_places(2))
    running = FieldRound.objects.in_city(make_city()).get(pk=made.pk)
    assert running.days == ["2026-11-20", "2026-11-21"]
    FieldRound.objects.in_city(make_city()).filter(pk=made.pk).update(state="running")
    refused("day_busy", actions.set_days, field_round=made, days=[DAYS[1]], **who())
    assert actions.set_days(field_round=made, days=[TODAY], **who()).days == ["2026-11-20"]
    with pytest.raises(PermissionDenied):
        actions.set_days(field_round=made, days=[TODAY], **who(SUPERVISOR))


def test_make_teams_of_those_who_hold_a_post_for_it():
    made = create()
    team = actions.add_team(field_round=made, name=" 甲组 ", firm="青石公司", **who())
    assert (team.name, team.firm) == ("甲组", "青石公司")
    refused("team_taken", actions.add_team, field_round=made, name="甲组", **who())
    refused("no_name", actions.add_team, field_round=made, name=" ", **who())
    join = {"team": team, **who()}
    member = actions.add_member(account=make_account(INSPECTOR), code="甲1", **join)
    actions.add_member(account=make_account(FIRM), code="甲2", **join)
    for account, code, reason in (
        (FIRM, "甲3", "member_taken"), (LIAISON, "甲3", "member_unfit"), (INSPECTOR, "甲2", "member_taken"), (INSPECTOR, " ", "no_name"),
    ):  # fmt: skip
        refused(reason, actions.add_member, account=make_account(account), code=code, **join)
    refused("team_busy", actions.remove_team, team=team, **who())
    (visit,) = make_visits(made, member, make_places(1))
    refused("member_busy", actions.remove_member, member=member, **who())
    visit.delete()
    for one in members_of(made):
        actions.remove_member(member=one, **who())
    actions.remove_team(team=team, **who())
    events = Event.objects.in_city(make_city()).filter(kind__startswith="field_round.")
    assert not any(name in str(event.data) for event in events for name in ("甲1", INSPECTOR.name, FIRM.name))


def test_assign_visits_puts_them_behind_the_day_and_never_both_codings_to_one():
    made = create(double_percent=100)
    actions.choose_sites(field_round=made, add=make_places(2), **who())
    one, other = make_member(made), make_member(made, FIRM)
    firsts = list(visits_of(made).filter(coding="first"))
    actions.assign_visits(field_round=made, visits=firsts[:1], member=one, on=TODAY, **who())
    give = {"field_round": made, "on": TODAY, **who()}
    assert [visit.order for visit in actions.assign_visits(visits=firsts[1:], member=one, **give)] == [2]
    seconds = list(visits_of(made).filter(coding="second"))
    refused("same_person", actions.assign_visits, visits=seconds, member=one, **give)
    refused("same_person", actions.assign_visits, visits=[firsts[0], seconds[0], seconds[1]], member=other, **give)
    actions.assign_visits(visits=seconds, member=other, **give)
    refused("no_member", actions.assign_visits, visits=firsts, member=one, **{**give, "on": date(2026, 1, 1)})
    refused("no_member", actions.assign_visits, visits=firsts, member=make_member(make_field_round()), **give)
    refused("not_planned", actions.assign_visits, visits=[], member=one, **give)


def test_spread_visits_gives_every_one_to_somebody_and_the_second_coding_to_another_team():
    made = create(double_percent=50)
    actions.choose_sites(field_round=made, add=make_places(6), **who())
    refused("no_member", actions.spread_visits, field_round=made, **who())
    make_member(made)
    assert actions.spread_visits(field_round=made, **who()) == 3
    assert missing_for(made) == {Missing.UNASSIGNED: 3}
    make_member(made, FIRM, team="乙组")
    pinned = visits_of(made).filter(coding="first").first()
    Visit.objects.in_city(make_city()).filter(pk=pinned.pk).update(pinned=True)
    assert actions.spread_visits(field_round=made, **who()) == 0
    teams = {(visit.site_id, visit.coding): visit.member.team_id for visit in visits_of(made)}
    pairs = [(team, teams[site, "first"]) for (site, coding), team in teams.items() if coding == "second"]
    assert (len(pairs), [one for one in pairs if one[0] == one[1]]) == (3, [])
    assert {visit.on for visit in visits_of(made)} == set(DAYS)
    refused("no_days", actions.spread_visits, field_round=made, from_day=DAYS[1] + DAY, **who())
    actions.spread_visits(field_round=made, from_day=DAYS[1], **who())
    assert {visit.on for visit in visits_of(made).exclude(pk=pinned.pk)} == {DAYS[1]}


def test_start_what_lacks_something_is_refused_and_says_what():
    made = make_field_round(days=[])
    assert list(missing_for(made)) == [Missing.DAYS, Missing.MEMBERS, Missing.VISITS]
    refused("not_ready", actions.start_field_round, field_round=made, **who())
    made = actions.set_days(field_round=made, days=[TODAY], **who())
    member = make_member(made)
    (visit,) = make_visits(made, None, make_places(1), on=None, order=None)
    assert missing_for(made) == {Missing.UNASSIGNED: 1}
    actions.assign_visits(field_round=made, visits=[visit], member=member, on=TODAY, **who())
    assert actions.start_field_round(field_round=made, **who()).state == "running"
    refused("not_planning", actions.change_field_round, field_round=made, plan=replace(plan()), **who())
