"""Limits that run when the calendar is corrected."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from tests.issues.cases import HOUR, bring, make_issue, make_minor
from tests.people import AT, LIAISON, OFFICER, SUPERVISOR, make_account, make_city
from wenming.issues import actions
from wenming.issues.actions.clocks import computed_due
from wenming.issues.models import Issue, IssueStep
from wenming.issues.tasks.retiming import retime_city
from wenming.kernel.models import Event
from wenming.organisations.actions import set_day

pytestmark = pytest.mark.django_db
TUESDAY = date(2026, 11, 3)


def again(issue):
    """Return the issue as a new request reads it, with a calendar read anew."""
    return Issue.objects.in_city(make_city()).select_related("city").get(pk=issue.pk)


def long_issue():
    return bring(make_issue(minor=make_minor("绿地养护", code="06", amount=5, unit="work_day")), "dispatched")


def day_off(day):
    set_day(city=make_city(), day=day, works=False, name="停工日", by=make_account(OFFICER), at=AT)


def test_retime_an_issue_over_a_new_day_off_moves_its_end_and_says_so():
    issue = long_issue()
    before = issue.due_at
    day_off(TUESDAY)
    moved = actions.retime_issue(issue=again(issue), by=None, at=AT + 3 * HOUR)
    # five working days from Monday end on Monday the 9th; without the Tuesday on Tuesday the 10th
    assert (before, moved.due_at) == (
        datetime(2026, 11, 9, 10, tzinfo=UTC), datetime(2026, 11, 10, 10, tzinfo=UTC),
    )  # fmt: skip
    step = IssueStep.objects.in_city(issue.city).get(issue=issue, action="retime")
    said = {name: datetime.fromisoformat(moment) for name, moment in step.data.items()}
    assert said == {"before": before, "until": moved.due_at}


def test_retime_an_issue_that_stays_appends_nothing():
    assert actions.retime_issue(issue=again(long_issue()), by=None, at=AT + 3 * HOUR) is None


def test_retime_an_issue_after_a_pause_counts_the_pause():
    issue = bring(make_issue(), "answered")
    issue = actions.verify_issue(issue=issue, passed=False, note="未清", by=make_account(SUPERVISOR), at=AT + 6 * HOUR)
    assert computed_due(again(issue)) == (issue.due_at, issue.due_warns_at)


def test_retime_an_answered_issue_moves_what_runs_on_later():
    issue = actions.answer_issue(issue=long_issue(), text="已补植", by=make_account(LIAISON), at=AT + 3 * HOUR)
    day_off(TUESDAY)
    moved = actions.retime_issue(issue=again(issue), by=None, at=AT + 4 * HOUR)
    assert (moved.due_at, moved.runs_out_at) == (datetime(2026, 11, 10, 10, tzinfo=UTC), None)


def test_retime_an_extended_issue_leaves_what_was_set_by_hand():
    issue = long_issue()
    until = issue.due_at + timedelta(days=3)
    actions.extend_issue(issue=issue, until=until, by=make_account(OFFICER), at=AT + 3 * HOUR)
    day_off(TUESDAY)
    assert actions.retime_issue(issue=again(issue), by=None, at=AT + 4 * HOUR) is None


def test_correct_the_calendar_moves_every_limit_that_runs():
    now = timezone.now()
    issue = long_issue()
    # a limit that began just now, so that it still runs by the clock of the job
    Issue.objects.in_city(make_city()).filter(pk=issue.pk).update(limit_from=now, due_at=now + timedelta(days=30))
    day_off(now.date() + timedelta(days=1))
    retime_city(Event.objects.in_city(make_city()).get(kind="calendar.day_set"))
    moved = again(issue)
    assert computed_due(moved) == (moved.due_at, moved.due_warns_at)
