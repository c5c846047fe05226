"""The loop of an issue from report to end, with its clocks."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from tests.issues.cases import HOUR, bring, make_disposer, make_issue, make_minor
from tests.people import AT, DISTRICT, LIAISON, OFFICER, SUPERVISOR, make_account
from tests.sites.pictures import photo
from wenming.issues import actions
from wenming.issues.actions import NotPossibleError
from wenming.issues.enums import IssueState
from wenming.issues.models import Issue, IssuePhoto, IssueStep
from wenming.kernel.models import Event

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("state", IssueState.values)
def test_bring_an_issue_to_every_state_ends_there(state):
    assert bring(make_issue(), state).state == state


def test_report_two_issues_gives_numbers_of_the_month_in_order():
    assert [make_issue().number, make_issue().number] == ["2026-11-0001", "2026-11-0002"]


def test_dispatch_an_issue_takes_the_limit_of_its_category():
    issue = bring(make_issue(), "dispatched")
    # dispatched 11:00 on Monday: one hour until noon, three from 14:00 on
    assert issue.due_at == AT + 8 * HOUR
    # 80 % of four hours: 3.2 hours, that is 16:12
    assert issue.warns_at == AT + 7 * HOUR + timedelta(minutes=12)


def test_answer_an_issue_stops_the_limit_and_rework_lets_it_run_on():
    issue = bring(make_issue(), "answered")
    assert (issue.runs_out_at, issue.due_at) == (None, AT + 8 * HOUR)
    # answered at 12:00, sent back at 15:00: one hour of work lies between
    again = actions.verify_issue(issue=issue, passed=False, note="未清", by=make_account(SUPERVISOR), at=AT + 6 * HOUR)
    assert (again.state, again.runs_out_at, again.rework_count) == ("dispatched", AT + 9 * HOUR, 1)


def test_answer_an_issue_by_its_dispatcher_is_marked_as_entered_for_the_unit():
    unit = make_disposer()
    issue = bring(make_issue(), "dispatched", unit=unit)
    answered = actions.answer_issue(issue=issue, text="已清", by=make_account(OFFICER), at=AT + 3 * HOUR)
    assert IssueStep.objects.in_city(issue.city).get(issue=answered, action="answer").entered_for == unit


def test_verify_an_own_answer_is_refused():
    issue = bring(make_issue(), "dispatched")
    officer = make_account(OFFICER)
    actions.answer_issue(issue=issue, text="已清", by=officer, at=AT + 3 * HOUR)
    with pytest.raises(NotPossibleError, match="own_answer"):
        actions.verify_issue(issue=issue, passed=True, by=officer, at=AT + 4 * HOUR)


def test_answer_an_issue_of_another_unit_is_refused():
    issue = bring(make_issue(), "dispatched", unit=make_disposer("市园林处"))
    issue = actions.dispatch_issue(issue=issue, unit=_unit("市水利局"), by=make_account(OFFICER), at=AT + 3 * HOUR)
    with pytest.raises(PermissionDenied):
        actions.answer_issue(issue=issue, text="已清", by=make_account(LIAISON), at=AT + 4 * HOUR)


def test_report_an_issue_with_a_photo_keeps_the_original_and_shows_two_pictures():
    issue = make_issue(photos=[("a.jpg", photo(taken="2026:11:01 08:00:00"))])
    kept = IssuePhoto.objects.in_city(issue.city).get(issue=issue)
    assert (kept.moment, kept.file.name, kept.large.name, str(kept.taken_on)) == (
        "before", "a.jpg", "large.jpg", "2026-11-01",
    )  # fmt: skip


def test_close_an_issue_records_one_event_for_each_step():
    issue = bring(make_issue(), "closed")
    kinds = Event.objects.in_city(issue.city).filter(subject=f"issues.Issue:{issue.pk}").values_list("kind", flat=True)
    assert list(kinds.order_by("number")) == [
        "issue.reported", "issue.accepted", "issue.filed", "issue.dispatched", "issue.answered", "issue.closed",
    ]  # fmt: skip


def test_part_a_joined_issue_stands_where_it_stood():
    issue = bring(make_issue(minor=make_minor()), "dispatched")
    due = issue.due_at
    officer = make_account(OFFICER)
    joined = actions.join_issue(issue=issue, master=make_issue(), by=officer, at=AT + 3 * HOUR)
    parted = actions.part_issue(issue=joined, by=officer, at=AT + 6 * HOUR)
    # 12:00 to 15:00: one hour of work
    assert (parted.state, parted.master, parted.due_at) == ("dispatched", None, due + HOUR)


def test_split_an_issue_lets_the_first_close_last():
    issue = bring(make_issue(), "filed")
    officer = make_account(OFFICER)
    children = actions.split_issue(issue=issue, texts=["清运", "换桶"], by=officer, at=AT + 2 * HOUR)
    assert [(child.state, child.parent_id, child.text) for child in children] == [
        ("filed", issue.pk, "清运"), ("filed", issue.pk, "换桶"),
    ]  # fmt: skip
    answered = actions.dispatch_issue(issue=issue, unit=make_disposer(), by=officer, at=AT + 3 * HOUR)
    answered = actions.answer_issue(issue=answered, text="已办", by=make_account(LIAISON), at=AT + 4 * HOUR)
    with pytest.raises(NotPossibleError, match="children_open"):
        actions.verify_issue(issue=answered, passed=True, by=officer, at=AT + 5 * HOUR)
    assert Issue.objects.in_city(issue.city).get(pk=issue.pk).state == "answered"


def _unit(name):
    from tests.sites.places import make_unit

    return make_unit(name, "department")


def test_take_an_issue_to_a_second_desk_accepts_files_and_hands_it_down():
    desk = make_account(DISTRICT).posts.get().unit
    taken = actions.take_to_desk(issue=make_issue(), desk=desk, by=make_account(OFFICER), at=AT + HOUR)
    assert (taken.state, taken.desk, taken.chain) == ("filed", desk, [desk.pk])
