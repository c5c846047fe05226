"""What an upheld appeal corrects, by the action of the app that keeps the input, and the results before and after."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

from wenming.assessment.actions import run_assessment
from wenming.assessment.models import Run
from wenming.assessment.queries import runs_of
from wenming.inspections.actions import NotPossibleError as RowNotPossibleError
from wenming.inspections.actions import correct_observation
from wenming.issues import actions as issues
from wenming.issues.actions import NotPossibleError as IssueNotPossibleError
from wenming.issues.models import Issue
from wenming.kernel.models import Account
from wenming.organisations.models import Unit
from wenming.supervision.actions.lists import recompute_list
from wenming.supervision.actions.steps import NotPossibleError, require
from wenming.supervision.enums import AppealInput, RunState
from wenming.supervision.models import Appeal, ListRun


def correct_input(
    appeal: Appeal, *, milli: int | None, unit: Unit | None, reason: str, by: Account, at: datetime
) -> dict[str, Any]:
    """Correct the input; return what it was and what it became. NotPossibleError("no_unit", "not_worse", "not_possible_now")."""
    try:
        if appeal.observation is not None:
            return _correct_row(appeal, milli, reason, by, at)
        return _correct_issue(appeal, cast("Issue", appeal.issue), unit, {"by": by, "at": at, "reason": reason})
    except (RowNotPossibleError, IssueNotPossibleError) as fault:
        reasons = {"unit_ended", "not_late", "same_unit"}
        raise NotPossibleError(str(fault) if str(fault) in reasons else "not_possible_now") from fault


def _correct_row(appeal: Appeal, milli: int | None, reason: str, by: Account, at: datetime) -> dict[str, Any]:
    """Give the row of a round its right points."""
    row = appeal.observation
    if row is None or milli is None or milli <= row.milli:
        raise NotPossibleError("not_worse")
    made = correct_observation(observation=row, milli=milli, reason=reason, by=by, at=at)
    return {"before": made.before, "after": made.after}


def _correct_issue(appeal: Appeal, issue: Issue, unit: Unit | None, how: dict[str, Any]) -> dict[str, Any]:
    """Say whose an issue is, that it is none, or that it was in time."""
    who: dict[str, Any] = {"issue": issue, **how}
    if appeal.input == AppealInput.ISSUE_UNIT:
        require(unit is not None, "no_unit")
        issues.amend_unit(unit=unit, **who)
        return {"before": issue.unit_id or 0, "after": unit.pk if unit else 0}
    if appeal.input == AppealInput.ISSUE_IN_TIME:
        issues.amend_in_time(**who)
        return {"before": "late", "after": "in_time"}
    before = str(issue.state)
    return {"before": before, "after": str(issues.strike_issue(**who).state)}


def list_concerned(appeal: Appeal) -> tuple[ListRun | None, Run | None]:
    """Return the list that stands for the period of the appeal, and the newest score of its round."""
    run = runs_of(appeal.observation.round).first() if appeal.observation else None
    if appeal.entry is not None:
        wanted = {"rule": appeal.entry.run.rule_id, "begins_on": appeal.entry.run.begins_on}
    elif appeal.observation is not None:
        wanted = {"round": appeal.observation.round_id}
    else:
        return None, run
    runs = ListRun.objects.in_city(appeal.city).filter(state=RunState.APPROVED, **wanted)
    return runs.select_related("city", "rule__city", "version__city", "version__rule").order_by("pk").first(), run


def results_after(appeal: Appeal, *, by: Account, at: datetime) -> tuple[ListRun | None, Run | None]:
    """Compute list and score again from the corrected input; the list is a draft that somebody else approves."""
    run = run_assessment(round_=appeal.observation.round, by=by, at=at) if appeal.observation else None
    before = appeal.list_before
    if before is None:
        return None, run
    reason = f"{AppealInput(appeal.input).label}：{appeal.unit.name}"
    return recompute_list(run=before, reason=reason[:200], by=by, at=at), run
