"""Routes of a field round: asked for, computed by the job, adopted; pins and moves by hand; again in mid-day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from tests.inspections.fieldwork_cases import AT, TODAY, finish, make_field_round, make_member, make_places, make_visits
from tests.people import FIRM, INSPECTOR, OFFICER, SUPERVISOR, make_account
from wenming.engine.routes import HOUR, MINUTE, Plan, faults_of
from wenming.inspections import tasks
from wenming.inspections.actions.fieldwork import FieldRefusedError
from wenming.inspections.actions.fieldwork.routing import (
    apply_routes,
    ask_routes,
    drop_routes,
    keep_routes,
    move_visit,
    pin_visit,
)
from wenming.inspections.models import RoutePlan, Visit
from wenming.inspections.queries.fieldwork.routes import (
    Asked,
    Ground,
    Walk,
    applied_walks,
    plan_of,
    problem_for,
    problem_of,
    standing_plan,
    usual_walk,
    without_place,
)
from wenming.kernel.models import Event

pytestmark = pytest.mark.django_db
TOMORROW = TODAY + timedelta(days=1)
DAYS = [TODAY.isoformat(), TOMORROW.isoformat()]


@pytest.fixture
def town():
    """A round of two days, two people with a start, four places; nobody has been sent anywhere."""
    one = make_field_round(days=DAYS, ends_on=TOMORROW)
    start = {"start_lat": 32.12, "start_lng": 114.07, "mode": "bike"}
    people = [make_member(one, INSPECTOR, **start), make_member(one, FIRM, **start)]
    visits = make_visits(one, None, make_places(4), on=None, order=None)
    Visit.objects.in_city(one.city).update(order=None)
    return one, people, visits


def asked(people, days=(TODAY,), **facts) -> Asked:
    return Asked(tuple(days), tuple(usual_walk(one) for one in people), **{"seconds": 1, **facts})


def ask(one, people, **facts):
    return ask_routes(field_round=one, asked=asked(people, **facts), by=make_account(OFFICER), at=AT)


def computed(plan, monkeypatch):
    """The plan after its job has run, with few steps."""
    from wenming.engine.routes import Effort

    monkeypatch.setattr(tasks, "Effort", lambda _seconds: Effort(None, 40))
    event = Event.objects.across_cities().get(kind="route_plan.asked", subject=f"{plan._meta.label}:{plan.pk}")
    tasks.plan_asked_routes(event)
    return RoutePlan.objects.in_city(plan.city).select_related("field_round__city").get(pk=plan.pk)


def fresh(*visits):
    rows = Visit.objects.in_city(visits[0].city).select_related("member")
    return [rows.get(pk=visit.pk) for visit in visits]


def refused(said, call, **values):
    with pytest.raises(FieldRefusedError, match=f"^{said}$"):
        call(**{"by": make_account(OFFICER), "at": AT, **values})


def test_ask_compute_and_adopt_routes_writes_person_day_order_and_times(town, monkeypatch):
    one, people, visits = town
    plan = computed(ask(one, people, days=(TODAY, TOMORROW), most=2), monkeypatch)
    assert (plan.state, plan.faults, len(plan.seed), plan_of(plan).left) == ("ready", [], 64, ())
    assert fresh(*visits)[0].member is None  # nothing changes before it is adopted
    apply_routes(route_plan=plan, by=make_account(OFFICER), at=AT)
    rows = fresh(*visits)
    assert {visit.on for visit in rows} <= {TODAY, TOMORROW}
    assert all(visit.member and 510 <= visit.arrives < visit.leaves <= 1050 for visit in rows)
    groups = {(visit.member.code, visit.on) for visit in rows}
    for who, on in groups:
        own = sorted(visit.order for visit in rows if (visit.member.code, visit.on) == (who, on))
        assert own == list(range(1, len(own) + 1))
        assert len(own) <= 2
    walks = applied_walks(one, people, TODAY)
    assert [(walk.member.code, walk.mode, walk.begin, walk.until, walk.start) for walk in walks] == [
        (member.code, "bike", 510, 1050, (32.12, 114.07)) for member in people
    ]
    assert applied_walks(one, people, TOMORROW + timedelta(days=1)) == []
    problem, standing = standing_plan(Ground(one), [TODAY, TOMORROW], walks)
    assert [fault for fault in faults_of(problem, standing) if fault.fault != "missing"] == []
    assert Event.objects.across_cities().filter(kind="route_plan.applied").count() == 1


def test_ask_for_routes_that_cannot_be_asked_for_says_why(town):
    one, people, _visits = town
    refused("no_days", ask_routes, field_round=one, asked=asked(people, days=()))
    refused("no_days", ask_routes, field_round=one, asked=asked(people, days=(date(2030, 1, 1),)))
    refused("no_member", ask_routes, field_round=one, asked=asked([]))
    refused("no_member", ask_routes, field_round=one, asked=asked([make_member(make_field_round(), SUPERVISOR)]))
    Visit.objects.in_city(one.city).update(state="finished", finished_at=AT)
    refused("nothing_to_plan", ask_routes, field_round=one, asked=asked(people))
    with pytest.raises(PermissionDenied):
        ask_routes(field_round=one, asked=asked(people), by=make_account(SUPERVISOR), at=AT)
    ended = make_field_round("ended")
    refused("not_open", ask_routes, field_round=ended, asked=asked(people))


def test_ask_again_drops_what_was_asked_before_and_the_job_leaves_it_alone(town, monkeypatch):
    one, people, visits = town
    first = ask(one, people)
    second = ask(one, people)
    assert computed(first, monkeypatch).state == "dropped"
    assert keep_routes(route_plan=first, problem=problem_of(first), plan=None, by=None, at=AT).state == "dropped"
    ready = computed(second, monkeypatch)
    drop_routes(route_plan=ready, by=make_account(OFFICER), at=AT)
    assert ready.state == "ready"
    assert RoutePlan.objects.in_city(one.city).get(pk=ready.pk).state == "dropped"
    refused("not_ready_plan", drop_routes, route_plan=ready)
    refused("not_ready_plan", apply_routes, route_plan=ready)
    assert fresh(*visits)[0].on is None


def test_adopt_routes_after_something_changed_is_refused(town, monkeypatch):
    one, people, visits = town
    plan = computed(ask(one, people), monkeypatch)
    visits[0].state, visits[0].finished_at = "finished", AT
    visits[0].save()
    refused("routes_stale", apply_routes, route_plan=plan)
    visits[0].state, visits[0].finished_at = "planned", None
    visits[0].save()
    people[1].code = "丙9"
    people[1].save()
    people[0].code = "丙8"
    people[0].save()
    refused("routes_stale", apply_routes, route_plan=plan)


def test_adopt_routes_whose_plan_was_tampered_with_is_refused(town, monkeypatch):
    one, people, visits = town
    plan = computed(ask(one, people), monkeypatch)
    plan.plan["routes"] = []
    plan.save()
    refused("not_ready_plan", apply_routes, route_plan=plan)
    assert fresh(visits[0])[0].member is None


def test_plan_what_holds_nowhere_fails_and_says_why(town, monkeypatch):
    one, people, visits = town
    for visit in visits:
        visit.site.hours = [[day, 60, 70] for day in range(1, 8)]
        visit.site.save()
    plan = computed(ask(one, people), monkeypatch)
    assert (plan.state, len(plan_of(plan).left)) == ("failed", 4)
    refused("not_ready_plan", apply_routes, route_plan=plan)
    from wenming.engine.routes import UnsoundPlanError

    def unsound(*_args, **_kwargs):
        raise UnsoundPlanError([])

    monkeypatch.setattr(tasks, "solved", unsound)
    assert computed(ask(one, people), monkeypatch).state == "failed"


def test_keep_a_plan_that_the_checker_finds_fault_with_fails_and_names_it(town):
    one, people, _visits = town
    asked_for = ask(one, people)
    problem = problem_of(asked_for)
    plan = keep_routes(route_plan=asked_for, problem=problem, plan=Plan("", ()), by=None, at=AT)
    assert (plan.state, [(one["fault"], one["visit"], one["amount"]) for one in plan.faults]) == (
        "failed",
        [("missing", str(number), 0) for number in (1, 2, 3, 4)],
    )


def test_plan_with_what_fits_partly_leaves_the_rest_for_another_day(town, monkeypatch):
    one, people, visits = town
    visits[0].site.hours = [[day, 60, 70] for day in range(1, 8)]
    visits[0].site.save()
    visits[0].member, visits[0].on, visits[0].order = people[0], TODAY, 1
    visits[0].save()
    plan = computed(ask(one, people), monkeypatch)
    apply_routes(route_plan=plan, by=make_account(OFFICER), at=AT)
    first, *others = fresh(*visits)
    assert (first.member, first.on, first.order) == (None, None, None)
    assert all(visit.member for visit in others)


def test_pin_a_visit_keeps_it_where_it_is_when_routes_are_planned(town, monkeypatch):
    one, people, visits = town
    refused("no_member", pin_visit, field_round=one, visit=visits[0], pinned=True)
    visits[0].member, visits[0].on, visits[0].order = people[1], TODAY, 1
    visits[0].save()
    pin_visit(field_round=one, visit=visits[0], pinned=True, by=make_account(OFFICER), at=AT)
    plan = computed(ask(one, people, days=(TODAY, TOMORROW)), monkeypatch)
    apply_routes(route_plan=plan, by=make_account(OFFICER), at=AT)
    row = fresh(visits[0])[0]
    assert (row.member, row.on, row.pinned) == (people[1], TODAY, True)
    again = computed(ask(one, people), monkeypatch)
    Visit.objects.in_city(one.city).filter(pk=row.pk).update(member=people[0])
    refused("routes_stale", apply_routes, route_plan=again)
    assert not pin_visit(field_round=one, visit=row, pinned=False, by=make_account(OFFICER), at=AT).pinned
    finish(row)
    refused("not_planned", pin_visit, field_round=one, visit=row, pinned=True)


def test_move_a_visit_by_hand_makes_room_and_is_never_refused_for_its_times(town):
    one, people, visits = town
    who = {"by": make_account(OFFICER), "at": AT}
    for place, visit in enumerate(visits, start=1):
        move_visit(field_round=one, visit=visit, member=people[0], on=TODAY, place=place, **who)
    move_visit(field_round=one, visit=visits[3], member=people[0], on=TODAY, place=1, **who)
    rows = sorted(fresh(*visits), key=lambda visit: visit.order)
    assert [visit.number for visit in rows] == [4, 1, 2, 3]
    finish(fresh(visits[3])[0])
    move_visit(field_round=one, visit=visits[2], member=people[0], on=TODAY, place=1, **who)
    assert fresh(visits[2])[0].order == 2  # behind what is done
    visits[0].site.hours = [[day, 60, 70] for day in range(1, 8)]
    visits[0].site.save()
    problem, plan = standing_plan(Ground(one), [TODAY])
    assert {(fault.fault, fault.visit) for fault in faults_of(problem, plan)} == {
        ("closed_then", "1"),
        ("closed_then", "2"),  # a market until ten, now behind two others
    }


def test_move_a_visit_to_where_it_may_not_be_is_refused(town):
    one, people, visits = town
    other = make_visits(one, people[1], [visits[0].site], coding="second", order=9)[0]
    refused("same_person", move_visit, field_round=one, visit=visits[0], member=people[1], on=TODAY, place=1)
    refused("no_member", move_visit, field_round=one, visit=visits[0], member=people[0], on=date(2030, 1, 1), place=1)
    finish(other)
    refused("not_planned", move_visit, field_round=one, visit=other, member=people[0], on=TODAY, place=1)


def test_plan_a_site_that_is_seen_twice_sends_two_people(town, monkeypatch):
    one, people, visits = town
    make_visits(one, None, [visits[0].site], coding="second", on=None, order=None)
    Visit.objects.in_city(one.city).update(order=None)
    plan = computed(ask(one, people), monkeypatch)
    apply_routes(route_plan=plan, by=make_account(OFFICER), at=AT)
    twins = Visit.objects.in_city(one.city).filter(site=visits[0].site)
    assert len({visit.member_id for visit in twins}) == 2
    first = twins.get(coding="first")
    first.state, first.finished_at = "finished", AT
    first.save()
    rest = problem_for(Ground(one), asked(people))
    done = rest.visit[str(first.number)].done
    assert (done.inspector, done.day) == (first.member.code, TODAY.isoformat())


def test_plan_again_in_mid_day_goes_on_from_where_people_are(town, monkeypatch):
    one, people, visits = town
    one.state, one.started_at = "running", AT
    one.save()
    Visit.objects.in_city(one.city).update(member=people[0], on=TODAY)
    for place, visit in enumerate(visits, start=1):
        Visit.objects.in_city(one.city).filter(pk=visit.pk).update(order=place)
    finish(fresh(visits[0])[0])
    plan = computed(ask(one, people, hold=True), monkeypatch)
    problem = problem_of(plan)
    mine = problem.shift[people[0].code, TODAY.isoformat()]
    # nine in the morning, at the place of the visit that was made
    assert (mine.begin, mine.start) == (9 * HOUR, "1")
    assert {stop.visit: route.inspector for route, stop in plan_of(plan).stops} == dict.fromkeys("234", people[0].code)
    apply_routes(route_plan=plan, by=make_account(OFFICER), at=AT)
    assert sorted(visit.order for visit in fresh(*visits[1:])) == [2, 3, 4]
    refused("no_days", ask_routes, field_round=one, asked=asked(people, days=(TODAY,)), at=AT + timedelta(days=1))
    later = computed(ask(one, people, days=(TOMORROW,), hold=True), monkeypatch)
    assert later.state == "ready"


def test_read_the_ground_knows_hours_rules_and_missing_places(town):
    one, people, visits = town
    ground = Ground(one)
    market, road = (next(visit for visit in visits if visit.site.type.name == name) for name in ("农贸市场", "主干道"))
    assert ground.windows(market)[0].begin == 8 * HOUR
    assert ground.stay(road) >= 20 * MINUTE
    road.site.type.checklist = "没有"
    assert ground.stay(road) == 20 * MINUTE
    market.site.lat = market.site.lng = market.site.given_lat = market.site.given_lng = None
    market.site.cell_8 = market.site.cell_10 = None
    market.site.datum = ""
    market.site.save()
    ground = Ground(one)
    assert [visit.pk for visit in without_place(ground, [TODAY])] == [market.pk]
    problem = problem_for(ground, asked(people))
    assert str(market.number) not in problem.visit
    nowhere = problem_for(ground, Asked((TODAY,), (Walk(people[0], "walk", 480, 600, returns=False),)))
    assert (nowhere.shifts[0].end, nowhere.places[f"S{people[0].code}"] is not None) == ("", True)


def test_read_the_hours_of_a_kind_holds_them_within_the_sites(town, monkeypatch):
    from dataclasses import replace

    one, _people, visits = town
    code = visits[0].site.type.checklist
    kinds = dict(Ground(one).kinds)
    monkeypatch.setattr(Ground, "kinds", {**kinds, code: replace(kinds[code], time_from="07:40", time_to="08:30")})
    ground = Ground(one)
    assert [(window.begin, window.end) for window in ground.windows(visits[0])] == [(8 * HOUR, 8 * HOUR + 30 * MINUTE)]
    visits[0].site.hours = [[1, 600, 700]]
    assert ground.windows(visits[0])[0].weekdays == ()
    visits[0].site.hours = visits[0].site.type.hours = []
    assert ground.windows(visits[0])[0].begin == 7 * HOUR + 40 * MINUTE
