"""A field round under way and after: replaced sites, skipped visits, settled conflicts, its end, its void; who may."""

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
    running_round,
    say,
)
from tests.inspections.test_fieldwork_planning import create, draw_of, refused, who
from tests.people import (
    AUDITOR,
    CAST,
    DISTRICT,
    FIRM,
    INSPECTOR,
    LEADER,
    STRANGER,
    SUPERVISOR,
    make_account,
    make_city,
)
from wenming.draws.actions import DrawRefusedError
from wenming.inspections import rules
from wenming.inspections.actions import fieldwork as actions
from wenming.inspections.enums.fieldwork import _REFUSALS, field_refusal_words
from wenming.inspections.models import AnswerReplacement
from wenming.inspections.queries.fieldwork import conflicts_of, visits_of, visits_of_day
from wenming.organisations.models import Post

pytestmark = pytest.mark.django_db


def walking(chosen=2, twice=100, sites=6):
    """A running round of drawn sites, each coded twice, by two people."""
    made = create(draw_of(make_places(sites), chosen), days=[TODAY], double_percent=twice)
    make_member(made)
    make_member(made, FIRM, team="乙组")
    actions.spread_visits(field_round=made, **who())
    return actions.start_field_round(field_round=made, **who())


def test_replace_a_site_gives_the_reserve_to_the_same_people_on_the_same_day():
    made = walking()
    visit = visits_of(made).filter(coding="second").first()
    twin = visits_of(made).get(site=visit.site, coding="first")
    new = actions.replace_site(visit=visit, reason="refused", **who())
    assert sorted(one.number for one in new) == [5, 6]
    by_coding = {one.coding: one for one in new}
    assert (by_coding["first"].member, by_coding["second"].member) == (twin.member, visit.member)
    assert {(one.on, one.drawn.key) for one in new} == {(TODAY, new[0].site.code)}
    visit.refresh_from_db()
    twin.refresh_from_db()
    assert (visit.skip, twin.skip, twin.state) == ("refused", "replaced", "skipped")
    assert twin not in visits_of_day(twin.member.account, make_city(), TODAY)
    assert new[0].drawn.replaces.key == visit.site.code


def test_replace_after_one_has_seen_it_leaves_what_was_seen():
    made = walking(chosen=1)
    first, second = visits_of(made).order_by("coding")
    finish(first)
    new = actions.replace_site(visit=second, reason="closed", **who())
    assert [one.coding for one in new] == ["second"]
    first.refresh_from_db()
    assert first.state == "finished"
    refused("finished", actions.replace_site, visit=first, reason="closed", **who())
    refused("finished", actions.replace_site, visit=new[0], reason="no_time", **who())


def test_replace_what_the_inspector_has_skipped_keeps_that_reason():
    made = walking(chosen=1, twice=0, sites=2)
    visit = visits_of(made).get()
    actions.close_visit(visit=visit, state="skipped", skip="not_found", note="路口围起来了", **who())
    (new,) = actions.replace_site(visit=visit, reason="closed", **who())
    visit.refresh_from_db()
    assert (visit.skip, visit.note, new.number) == ("not_found", "路口围起来了", 2)
    with pytest.raises(DrawRefusedError, match="no_reserve"):
        actions.replace_site(visit=new, reason="closed", **who())


def test_replace_a_site_that_the_register_lacks_or_that_was_chosen_by_hand_is_refused():
    made = walking(chosen=1, twice=0, sites=2)
    visit = visits_of(made).get()
    reserve = made.draw.units.get(state="reserve")
    type(visit.site).objects.in_city(make_city()).filter(code=reserve.key).update(code="别的")
    refused("no_site", actions.replace_site, visit=visit, reason="closed", **who())
    hand = make_field_round("running")
    (by_hand,) = make_visits(hand, make_member(hand), make_places(1, first=9))
    refused("by_hand", actions.replace_site, visit=by_hand, reason="closed", **who())


def test_close_a_visit_in_an_inspectors_stead_can_be_taken_back():
    _made, _member, (visit, *_rest) = running_round(1)
    refused("no_reason", actions.close_visit, visit=visit, state="skipped", **who())
    done = actions.close_visit(visit=visit, state="finished", **who())
    assert (done.state, done.finished_at) == ("finished", AT)
    again = actions.close_visit(visit=visit, state="planned", **who())
    assert (again.state, again.finished_at, again.skip) == ("planned", None, "")
    with pytest.raises(PermissionDenied):
        actions.close_visit(visit=visit, state="finished", **who(INSPECTOR))


def test_settle_a_conflict_lets_one_answer_stand():
    made, _member, (visit, *_rest) = running_round(1)
    one, other = say(visit, "农贸-01-01"), say(visit, "农贸-01-01", "unmet")
    actions.settle_conflict(answer=other, **who())
    assert conflicts_of(made) == {}
    assert list(AnswerReplacement.objects.in_city(make_city()).values_list("answer", "replaced")) == [
        (other.pk, one.pk)
    ]
    refused("not_standing", actions.settle_conflict, answer=one, **who())
    refused("not_standing", actions.settle_conflict, answer=other, **who())


def test_end_and_void_go_one_way_and_free_the_draw():
    made = walking(chosen=1)
    ended = actions.end_field_round(field_round=made, **who())
    assert (ended.state, ended.ended_at) == ("ended", AT)
    refused("not_running", actions.end_field_round, field_round=made, **who())
    refused("not_open", actions.set_days, field_round=made, days=[TODAY], **who())
    refused("no_reason", actions.void_field_round, field_round=made, reason=" ", **who())
    assert actions.void_field_round(field_round=made, reason="雨太大", **who()).void_reason == "雨太大"
    refused("over_already", actions.void_field_round, field_round=made, reason="再来", **who())
    assert create(made.draw).draw == made.draw


def test_end_a_round_whose_planner_has_left_is_the_offices():
    made = make_field_round("running", planner=make_account(SUPERVISOR))
    with pytest.raises(PermissionDenied):
        actions.end_field_round(field_round=made, **who())
    Post.objects.in_city(make_city()).filter(account=make_account(SUPERVISOR)).update(ends_on="2026-02-01")
    with pytest.raises(PermissionDenied):
        actions.end_field_round(field_round=made, **who(SUPERVISOR))
    assert actions.end_field_round(field_round=made, **who()).state == "ended"


def allowed(rule_):
    """Return who of the cast may."""
    return {person.role for person in CAST if person != STRANGER and rule_(make_account(person), make_city())} - {""}


@pytest.mark.parametrize(
    ("state", "seers", "tenders", "judges"),
    [
        ("planning", {"supervisor"}, {"supervisor"}, set()), ("running", {"supervisor"}, {"supervisor"}, {"supervisor"}),
        ("ended", {"supervisor", "office", "auditor"}, {"supervisor", "office"}, {"supervisor", "office", "auditor"}),
    ],
)  # fmt: skip
def test_see_where_somebody_goes_is_for_the_planner_until_it_is_over(state, seers, tenders, judges):
    made = make_field_round(state, planner=make_account(SUPERVISOR))
    assert allowed(rules.sees_quality(made)) == judges
    assert allowed(rules.sees_visits(made)) == seers
    assert allowed(rules.tends_field_round(made)) == tenders
    assert allowed(rules.keeps_field_round(made)) == allowed(rules.ends_field_round(made)) == {"supervisor"}


def test_see_that_there_is_a_round_is_for_those_who_see_results():
    assert allowed(rules.sees_field_rounds) == {"office", "leader", "supervisor", "auditor"}
    assert allowed(rules.plans_field_rounds) == {"office", "supervisor"}
    assert not rules.sees_field_rounds(make_account(DISTRICT), make_city())
    assert not rules.sees_visits(make_field_round("ended"))(make_account(LEADER), make_city())
    assert rules.sees_visits(make_field_round("ended"))(make_account(AUDITOR), make_city())


def test_say_every_refusal_in_words():
    assert all(field_refusal_words(reason) for reason in _REFUSALS)
