"""Many issues at once, and all that stands between a report and its unit; views that are kept."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from tests.issues.cases import HOUR, bring, make_disposer, make_issue, make_minor
from tests.people import AT, INSPECTOR, LIAISON, OFFICER, make_account, make_city
from wenming.issues import actions
from wenming.issues.actions import NotPossibleError, each
from wenming.issues.models import Issue, IssueStep, SavedView

pytestmark = pytest.mark.django_db


def test_do_something_to_each_says_what_was_refused_and_leaves_the_rest():
    new, filed, strange = make_issue(), bring(make_issue(), "filed"), make_issue()
    officer, liaison = make_account(OFFICER), make_account(LIAISON)

    def run(issue):
        by = liaison if issue == strange else officer
        return actions.accept_issue(issue=issue, by=by, at=AT + 2 * HOUR)

    found = each([new, filed, strange], run)
    assert [(one.done, one.reason) for one in found] == [(True, ""), (False, "not_here"), (False, "denied")]
    states = Issue.objects.in_city(make_city()).order_by("pk").values_list("state", flat=True)
    assert list(states) == ["accepted", "filed", "reported"]


@pytest.mark.parametrize("state", ["reported", "accepted", "filed"])
def test_take_an_issue_to_its_unit_takes_the_steps_that_are_left(state):
    issue, other = bring(make_issue(), state), make_minor("乱堆物", code="09")
    officer, unit = make_account(OFFICER), make_disposer()
    done = actions.take_to_unit(issue=issue, unit=unit, minor=other, by=officer, at=AT + 3 * HOUR)
    steps = IssueStep.objects.in_city(make_city()).filter(issue=issue).order_by("pk").values_list("action", flat=True)
    middle = {"filed": ["accept", "file", "correct"]}.get(state, ["accept", "file"])
    assert ((done.state, done.unit, done.minor), list(steps)) == (
        ("dispatched", unit, other), ["report", *middle, "dispatch"],
    )  # fmt: skip


def test_take_an_issue_without_a_category_to_a_unit_changes_nothing():
    issue, kept = make_issue(minor=None), bring(make_issue(), "filed")
    officer = make_account(OFFICER)
    with pytest.raises(NotPossibleError, match="no_category"):
        actions.take_to_unit(issue=issue, unit=make_disposer(), by=officer, at=AT)
    assert Issue.objects.in_city(make_city()).get(pk=issue.pk).state == "reported"
    assert actions.file_now(issue=kept, minor=None, by=officer, at=AT + 3 * HOUR) == kept


def test_save_a_view_keeps_to_its_bounds(monkeypatch):
    from wenming.issues.actions import saved_views

    city, officer, finder = make_city(), make_account(OFFICER), make_account(INSPECTOR)
    monkeypatch.setattr(saved_views, "MOST_VIEWS", 1)
    view = actions.save_view(city=city, name=" 超期 ", query="lamp=red", shared=True, by=officer, at=AT)
    assert (view.name, view.order) == ("超期", 1)
    for name, reason in (("", "no_text"), ("另一个", "too_many_views")):
        with pytest.raises(NotPossibleError, match=reason):
            actions.save_view(city=city, name=name, query="", shared=False, by=officer, at=AT)
    with pytest.raises(PermissionDenied):
        actions.save_view(city=city, name="共用", query="", shared=True, by=finder, at=AT)
    own = actions.save_view(city=city, name="我的", query="", shared=False, by=finder, at=AT)
    for kept, by in ((own, officer), (view, finder)):
        with pytest.raises(PermissionDenied):
            actions.drop_view(view=kept, by=by, at=AT)
    for _twice in range(2):
        actions.drop_view(view=own, by=finder, at=AT)
    assert list(SavedView.objects.in_city(city)) == [view]
