"""Lists by rule: W-5 over four weeks, what is refused, what can be proved afterwards."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from tests.issues.cases import HOUR, bring, make_disposer, make_issue
from tests.people import AT, INSPECTOR, LEADER, LIAISON, OFFICER, SUPERVISOR, make_account, make_city
from tests.rounds import make_round, row
from tests.sites.places import make_unit
from tests.supervision.lists import BAD, GOOD, IDLE, MONDAY, WEEK, approve, compute, make_rule, make_week
from wenming.issues.actions import answer_issue, answer_look_back, set_look_backs, verify_issue
from wenming.issues.actions.lookback_weeks import draw_week
from wenming.issues.models import LookBack
from wenming.issues.queries.periods import Period
from wenming.kernel.models import Event
from wenming.supervision import actions
from wenming.supervision.actions import NotPossibleError
from wenming.supervision.actions.rules import facts_of
from wenming.supervision.enums import RunState
from wenming.supervision.imports.rules import GroupFacts, StepFacts, model_keys, model_named
from wenming.supervision.models import DecisionKind, ListEntry, ListRuleVersion, ListRun, Suggestion
from wenming.supervision.queries.periods import last_periods, period_at
from wenming.supervision.queries.recurrence import recurrence_beside
from wenming.supervision.queries.rules import due_periods
from wenming.supervision.queries.runs import checked, checked_runs
from wenming.supervision.schemas.lists import recurrence_text

pytestmark = pytest.mark.django_db


def lines(run) -> dict[str, tuple]:
    """Return unit -> place, mark, reason, counter of a list."""
    rows = ListEntry.objects.in_city(run.city).filter(run=run).select_related("unit")
    return {one.unit.name: (one.place, one.mark, one.reason, one.times) for one in rows}


def test_list_four_weeks_by_w5_counts_the_weeks_running_and_suggests_who_decides():
    rule = make_rule()
    runs = []
    for number in range(3):
        make_week(number)
        runs.append(approve(compute(rule, number)))
    make_week(3, states={GOOD: "closed", BAD: "closed"})
    runs.append(approve(compute(rule, 3)))
    assert [lines(run)[BAD] for run in runs] == [
        (2, "black", "", 1), (2, "black", "", 2), (2, "black", "", 3), (1, "", "", 0),
    ]  # fmt: skip
    assert lines(runs[0])[GOOD] == (1, "red", "", 0)
    assert lines(runs[0])[IDLE] == (None, "", "no_work", 0)
    # one case against one: nobody can be told apart, so the first week suggests nothing; then the fact repeats
    made = Suggestion.objects.in_city(make_city()).order_by("pk").select_related("kind")
    assert [(one.kind.code, one.body, one.ground, one.facts["times"]) for one in made] == [
        ("organisation_interview", "市委组织部", "consecutive", 2),
        ("accountability", "市纪委监委（按问责规定）", "consecutive", 3),
    ]
    kinds = list(Event.objects.in_city(make_city()).filter(kind__startswith="list.").values_list("kind", flat=True))
    assert kinds.count("list.computed") == kinds.count("list.approved") == 4


def test_list_many_cases_suggests_at_the_first_time_where_the_band_separates(monkeypatch):
    from wenming.supervision.queries import measuring

    make_week()
    good, bad = make_disposer(GOOD), make_disposer(BAD)
    many = {
        (good.pk, "closed"): 95,
        (good.pk, "to_close"): 100,
        (bad.pk, "closed"): 20,
        (bad.pk, "to_close"): 100,
        (0, "to_close"): 3,
    }
    monkeypatch.setattr(measuring, "flows_of", lambda *_about: many)
    run = approve(compute(make_rule()))
    (one,) = Suggestion.objects.in_city(make_city()).select_related("kind")
    assert (one.kind.code, one.ground, one.facts["first"], one.facts["sure"]) == ("interview", "band", 2, 1)
    # three cases belong to no unit; the areas have them as well
    assert run.unmatched > 0


def test_compute_what_cannot_be_listed_says_why():
    rule = make_rule(since=MONDAY)
    make_week()
    for begins_on, at, reason in (
        (MONDAY, AT + WEEK / 2, "period_open"),
        (MONDAY + timedelta(days=1), AT + 2 * WEEK, "period_misaligned"),
        (MONDAY - WEEK, AT + WEEK, "before_force"),
    ):
        with pytest.raises(NotPossibleError, match=reason):
            actions.compute_list(rule=rule, begins_on=begins_on, by=make_account(OFFICER), at=at)
    with pytest.raises(PermissionDenied):
        compute(rule, by=make_account(LIAISON))
    compute(rule)
    with pytest.raises(NotPossibleError, match="same_again"):
        compute(rule)
    actions.retire_rule(rule=rule, by=make_account(OFFICER), at=AT)
    with pytest.raises(NotPossibleError, match="not_in_force"):
        compute(rule, 1)
    with pytest.raises(NotPossibleError, match="not_in_force"):
        actions.retire_rule(rule=rule, by=make_account(OFFICER), at=AT)


def test_approve_a_list_is_for_another_person_and_for_what_still_holds():
    rule, week = make_rule(), make_week()
    first = compute(rule)
    with pytest.raises(NotPossibleError, match="own_list"):
        approve(first, by=make_account(OFFICER))
    with pytest.raises(PermissionDenied):
        approve(first, by=make_account(LIAISON))
    make_week(1)
    second = compute(rule, 1)
    approve(first, by=make_account(LEADER))
    with pytest.raises(NotPossibleError, match="not_awaiting"):
        approve(first)
    with pytest.raises(NotPossibleError, match="previous_changed"):
        approve(second)
    second = compute(rule, 1)
    assert (second.number, second.previous_id) == (2, first.pk)
    settle(week[BAD])
    third = compute(rule)
    assert lines(third)[BAD][1] == ""
    bring(make_issue("补", at=AT), "dispatched", at=AT, unit=make_disposer(GOOD))
    with pytest.raises(NotPossibleError, match="inputs_changed"):
        approve(third)
    third = approve(compute(rule))
    states = (
        ListRun.objects.in_city(make_city()).filter(begins_on=MONDAY).order_by("number").values_list("state", flat=True)
    )
    assert list(states) == [RunState.SUPERSEDED, RunState.SUPERSEDED, RunState.APPROVED]


def settle(issue, at=AT + 9 * WEEK):
    """Let an issue be answered and closed, late."""
    answered = answer_issue(issue=issue, text="已清运", by=make_account(LIAISON), at=at)
    return verify_issue(issue=answered, passed=True, by=make_account(SUPERVISOR), at=at + HOUR)


def test_approve_a_list_again_settles_what_the_old_one_suggested():
    rule, weeks = make_rule(), [make_week(number) for number in range(2)]
    for number in range(2):
        approve(compute(rule, number))
    settle(weeks[1][BAD])
    approve(compute(rule, 1))
    (one,) = Suggestion.objects.in_city(make_city())
    assert (one.state, one.reason) == ("declined", "榜已重算，以新榜为准")


def test_check_a_kept_list_gives_every_digit_and_says_what_moved():
    rule, week = make_rule(), make_week()
    run = approve(compute(rule))
    assert [(one.differing, one.moved) for one in checked_runs(make_city())] == [((), False)]
    settle(week[BAD])
    assert checked(run).moved
    assert checked(run).differing == ()
    ListEntry.objects.in_city(make_city()).filter(run=run, unit=make_disposer(GOOD)).update(of=0)
    assert set(checked(run).differing) == {"input", "result", "entries"}


def test_rank_by_the_score_of_a_round_takes_the_last_one_of_the_period():
    make_unit("望河街道", "street")
    make_unit("南关街道", "street")
    rule = make_rule("wuhan", since=date(2026, 11, 1), minimum=1)
    late = AT + 5 * WEEK
    with pytest.raises(NotPossibleError, match="no_round"):
        actions.compute_list(rule=rule, begins_on=date(2026, 11, 1), by=None, at=late)
    rows = [
        row(),
        row(site="主要交通路口2", deduction=0.2, area="南关街道"),
        row(site="主要交通路口3", area="无名街道"),
    ]
    made = make_round(rows)
    run = actions.compute_list(rule=rule, begins_on=date(2026, 11, 1), by=None, at=late)
    assert (run.round, run.unmatched) == (made, 1)
    rows = {one.unit.name: (one.of, one.per, one.cases, one.mark) for one in run.entries.select_related("unit")}
    assert rows == {"望河街道": (1000, 1000, 1, "red"), "南关街道": (800, 1000, 1, "black")}
    assert actions.approve_list(run=run, by=make_account(LEADER), at=late).approved_by.username == LEADER.username
    assert checked(run).differing == ()


def test_read_recurrence_beside_a_list_sums_areas_and_takes_units_as_they_are():
    district = make_unit("青石区", "district")
    street = make_unit("柏树街道", parent=district)
    bring(make_issue("一", area=street), "closed")
    unit = make_disposer()
    found = recurrence_beside(
        make_city(), period_at("week", MONDAY), {("area", district.pk): district, ("unit", unit.pk): unit}
    )
    # closed without a known site: nothing that could come back
    assert {key: (one.back, one.closed, one.share) for key, one in found.items()} == {
        ("area", district.pk): (0, 0, None),
        ("unit", unit.pk): (0, 0, None),
    }


def test_read_recurrence_beside_a_list_takes_visits_by_lot_before_what_was_reported_again():
    case = bring(make_issue("一"), "closed", at=AT)
    make_account(INSPECTOR)
    set_look_backs(city=make_city(), per_week=1, by_risk=0, risk_points=3, by=make_account(OFFICER), at=AT)
    later = AT + WEEK
    monday = later.date() - timedelta(days=later.weekday())
    draw_week(city=make_city(), monday=monday, at=later)
    look = LookBack.objects.in_city(make_city()).get()
    answer_look_back(row=look, result="came_back", by=look.visitor, at=later + timedelta(days=1))
    period = Period("", monday, monday + WEEK)
    (found,) = recurrence_beside(make_city(), period, {("unit", case.unit_id): case.unit}).values()
    assert (found.share.back, found.share.looked) == (1, 1)
    assert recurrence_text(found) == "看 1 件，又出现 1 件"
    assert recurrence_text(replace(found, share=None, back=1, closed=2)) == "再次上报 1/2"


def test_read_periods_gives_whole_weeks_and_months_before_today():
    assert [str(one.first) for one in last_periods("week", date(2026, 11, 4), 2)] == ["2026-10-26", "2026-10-19"]
    months = last_periods("month", date(2026, 3, 1), 2)
    assert [(str(one.first), str(one.last)) for one in months] == [
        ("2026-02-01", "2026-02-28"),
        ("2026-01-01", "2026-01-31"),
    ]


def test_offer_periods_leaves_out_what_is_listed_and_what_was_before_the_rule():
    rule = make_rule()
    make_week()
    today = MONDAY + 2 * WEEK
    (before,) = due_periods(make_city(), today=today)
    assert [one["begins_on"] for one in before["periods"]] == ["2026-11-09", "2026-11-02"]
    compute(rule)
    (after,) = due_periods(make_city(), today=today)
    assert [one["begins_on"] for one in after["periods"]] == ["2026-11-09"]
    actions.adopt_model(city=make_city(), key="wuhan", by=None, at=AT)
    assert len(due_periods(make_city(), today=today)) == 1


@pytest.mark.parametrize("key", model_keys())
def test_adopt_every_rule_that_comes_along_gives_what_its_file_says(key):
    version = actions.adopt_model(city=make_city(), key=key, by=make_account(OFFICER), at=AT)
    assert facts_of(version) == model_named(key).facts
    with pytest.raises(NotPossibleError, match="name_taken"):
        actions.adopt_model(city=make_city(), key=key, by=make_account(OFFICER), at=AT)
    with pytest.raises(KeyError):
        model_named("nowhere")


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"groups": ()}, "no_groups"),
        ({"groups": (GroupFacts("甲", (), "unit", 1, 1),)}, "no_kinds"),
        ({"groups": (GroupFacts("甲", ("street",), "unit", 0, 0),)}, "no_places"),
        ({"measure": "nowhere/closing"}, "no_measure"),
        ({"measure": "district/nothing"}, "no_measure"),
        ({"steps": (StepFacts(1, "interview", "甲"), StepFacts(1, "accountability", "乙"))}, "steps_twice"),
    ],
)
def test_change_a_draft_by_which_nothing_could_be_listed_is_refused(changes, reason):
    version = actions.adopt_model(city=make_city(), key="jiangmen", by=None, at=AT)
    with pytest.raises(NotPossibleError, match=reason):
        actions.change_draft(version=version, facts=replace(facts_of(version), **changes), by=None, at=AT)


def test_draft_the_next_version_keeps_the_one_in_force_until_its_day():
    rule = make_rule()
    draft = actions.draft_version(rule=rule, by=make_account(OFFICER), at=AT)
    with pytest.raises(NotPossibleError, match="draft_exists"):
        actions.draft_version(rule=rule, by=make_account(OFFICER), at=AT)
    facts = replace(facts_of(draft), groups=(GroupFacts("全部", ("department",), "unit", 1, 1),), minimum=9)
    actions.change_draft(version=draft, facts=facts, by=make_account(OFFICER), at=AT)
    actions.enforce_version(version=draft, since=MONDAY + WEEK, by=make_account(OFFICER), at=AT)
    for action in (
        lambda: actions.enforce_version(version=draft, since=MONDAY, by=None, at=AT),
        lambda: actions.change_draft(version=draft, facts=facts, by=None, at=AT),
    ):
        with pytest.raises(NotPossibleError, match="not_draft"):
            action()
    make_week()
    make_week(1)
    assert compute(rule).version.number == 1
    second = compute(rule, 1)
    assert second.version.number == 2
    assert lines(second)[BAD] == (None, "", "too_few", 0)
    states = ListRuleVersion.objects.in_city(make_city()).order_by("number").values_list("state", flat=True)
    assert list(states) == ["retired", "in_force"]
    with pytest.raises(PermissionDenied):
        actions.draft_version(rule=rule, by=make_account(SUPERVISOR), at=AT)


def test_keep_kinds_and_settings_refuses_a_name_that_is_taken():
    city = make_city()
    officer = {"by": make_account(OFFICER), "at": AT}
    assert len(actions.adopt_kinds(city=city, **officer)) == 10
    assert actions.adopt_kinds(city=city, **officer) == []
    own = actions.keep_kind(city=city, name="挂牌督办", **officer)
    assert (own.code, own.order) == ("own_11", 11)
    actions.keep_kind(city=city, kind=own, name="挂牌督办", is_active=False, **officer)
    assert not DecisionKind.objects.in_city(city).get(pk=own.pk).is_active
    for name, reason in (("黄旗", "kind_taken"), (" ", "no_text")):
        with pytest.raises(NotPossibleError, match=reason):
            actions.keep_kind(city=city, name=name, **officer)
    kept = actions.change_settings(city=city, appeal_days=5, review_days=2, reminders=4, **officer)
    assert (kept.appeal_days, kept.reminders) == (5, 4)
