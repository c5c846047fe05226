"""Corners of the loop that no longer story comes through."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from tests.issues.cases import HOUR, bring, make_disposer, make_issue
from tests.people import AT, AUDITOR, ELSEWHERE, OFFICER, SINCE, make_account, make_city
from wenming.issues import actions
from wenming.issues.actions import tallying
from wenming.issues.actions.asking import ask_to_learn
from wenming.issues.actions.learning import learn_city
from wenming.issues.models import DisposalLimit, IssueStep, StageLimit
from wenming.issues.queries.tallies import stock_of
from wenming.kernel.models import Event
from wenming.organisations.actions import found_unit, start_visit

pytestmark = pytest.mark.django_db


def test_report_an_issue_as_somebody_who_only_looks_on_is_refused():
    with pytest.raises(PermissionDenied):
        make_issue(by=make_account(AUDITOR))


def test_reach_a_stage_in_a_visit_period_runs_day_and_night():
    start_visit(city=make_city(), reason="国检", by=make_account(OFFICER), at=AT)
    StageLimit.objects.create(city=make_city(), stage="acceptance", amount=4, unit="work_hour")
    # 20:00 in China: no working hour, and yet the limit runs
    assert make_issue(at=AT + 11 * HOUR).runs_out_at == AT + 15 * HOUR


def test_dispatch_an_issue_to_a_unit_of_another_city_is_refused():
    issue = bring(make_issue(), "filed")
    strange = found_unit(city=make_city(ELSEWHERE), kind="department", name="外市环卫处", since=SINCE, by=None, at=AT)
    with pytest.raises(PermissionDenied):
        actions.dispatch_issue(issue=issue, unit=strange, by=make_account(OFFICER), at=AT + 2 * HOUR)


def test_extend_an_issue_without_a_limit_gives_it_one():
    issue = bring(make_issue(), "filed")
    DisposalLimit.objects.in_city(make_city()).delete()
    officer = make_account(OFFICER)
    issue = actions.dispatch_issue(issue=issue, unit=make_disposer(), by=officer, at=AT + 2 * HOUR)
    until = AT + timedelta(days=3)
    extended = actions.extend_issue(issue=issue, until=until, by=officer, at=AT + 3 * HOUR)
    step = IssueStep.objects.in_city(make_city()).get(issue=issue, action="extend")
    assert (issue.due_at, extended.due_at, step.data["minutes"]) == (None, until, 0)


def test_fold_more_steps_than_go_at_once_folds_all_of_them(monkeypatch):
    monkeypatch.setattr(tallying, "_AT_ONCE", 2)
    for _number in range(5):
        make_issue()
    assert tallying.fold_tallies(city=make_city(), by=None, at=AT) == 5
    assert stock_of(make_city()) == {(0, "reported"): 5}


def test_ask_to_learn_by_the_system_of_a_city_with_nothing_decided_keeps_no_model():
    city = make_city()
    ask_to_learn(city=city, by=None, at=AT)
    assert Event.objects.in_city(city).get().kind == "proposal_model.asked"
    assert learn_city(city=city, by=None, at=AT) is None
