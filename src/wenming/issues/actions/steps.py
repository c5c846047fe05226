"""What every action on an issue begins and ends with: the lock, the second look, the step in its history, the event."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied

from wenming.issues.actions.clocks import begin_stage, end_disposal, pause_disposal, resume_disposal
from wenming.issues.actions.tallying import delta_of
from wenming.issues.enums import IssueParty, IssueState
from wenming.issues.models import Issue, IssueStep
from wenming.issues.queries.counting import Tallied, tallied
from wenming.issues.rules import parties_of
from wenming.issues.workflow import BACK, EVENTS, STAYS, transition_of
from wenming.kernel.actions import record_event
from wenming.kernel.models import Account
from wenming.organisations.models import Unit
from wenming.organisations.rules import require_again

_S: Any = IssueState
_ORDER = (
    IssueParty.UNIT,
    IssueParty.DESK,
    IssueParty.OFFICE,
    IssueParty.CHECKER,
    IssueParty.REPORTER,
    IssueParty.VISITOR,
)
"""Who may act in several capacities acts in the first of these: what a unit does for itself is not entered for it."""
_KEPT = frozenset({_S.ANSWERED, _S.SUSPENDED, _S.JOINED, _S.VOID, _S.CLOSED})
"""States that only stop the limit of disposal; FILED and DISPUTED end it."""
_HOLDING = frozenset({_S.JOINED, _S.VOID})
"""States that lead back to where the issue stood."""


class NotPossibleError(Exception):
    """The action does not fit the issue any more; the message is a word that the page translates (``enums.refusal_words``)."""


@dataclass(frozen=True, slots=True)
class Doing:
    """An action under way: the locked issue, what is done, who does it in which capacity, when.

    ``ran_out_at`` is the end of the clock that ran when it began, ``was`` what the issue counted as; empty = it begins now. ``entered_at`` is when
    it was entered, where that was later (tables of what happened before): the chain of events says so.
    """

    issue: Issue
    action: str
    target: str
    party: str
    by: Account | None
    at: datetime
    before: str
    ran_out_at: datetime | None = None
    was: Tallied | None = None
    entered_at: datetime | None = None


def begin(issue: Issue, action: Any, by: Account | None, at: datetime) -> Doing:
    """Lock the issue, and ask again whether it can be done where it stands now, by this person.

    ``by=None`` is the system, which acts as the office. Steps are in the order of their hours: who waited for the lock while somebody else
    acted a moment later acts in that moment (``Doing.at``). NotPossibleError("not_here") where the state does not allow the action,
    PermissionDenied where the person does not.
    """
    locked = Issue.objects.in_city(issue.city).select_for_update(of=("self",)).get(pk=issue.pk)
    # the very object: it has read its calendar already
    locked.city = issue.city
    transition = transition_of(locked.state, action)
    if transition is None:
        raise NotPossibleError("not_here")
    party = str(IssueParty.OFFICE)
    if by is not None:
        held: list[str] = []

        def allowed(account: Account, _city: object) -> bool:
            able = parties_of(account, locked) & transition.parties
            held.extend(str(one) for one in _ORDER if one in able)
            return bool(held)

        require_again(allowed, by, locked.city)
        party = held[0]
    target = {STAYS: locked.state, BACK: locked.held_state}.get(transition.target, transition.target)
    moment = max(at, locked.changed_at)
    return Doing(locked, str(action), str(target), party, by, moment, locked.state, locked.runs_out_at, tallied(locked))


def finish(
    doing: Doing,
    *,
    note: str = "",
    unit: Unit | None = None,
    entered_for: Unit | None = None,
    data: Mapping[str, Any] | None = None,
    anew: bool = False,
    in_time: bool | None = None,
) -> IssueStep:
    """Move the issue, let its clocks follow, append the step and record the one event.

    The caller has set whatever the action changes beside the state. ``anew``: the caller has begun the limit of disposal; else what was left of
    it runs on. All other clocks follow here. ``in_time``: what the step itself says of the clock (an appeal that was upheld).
    """
    issue = doing.issue
    step = IssueStep(
        city=issue.city,
        issue=issue,
        action=doing.action,
        before=doing.before,
        after=doing.target,
        party=doing.party,
        unit=unit,
        desk_id=issue.desk_id,
        note=note,
        data=dict(data or {}),
        entered_for=entered_for,
        in_time=in_time,
        by=doing.by,
        at=doing.at,
    )
    if doing.before != doing.target:
        _move(doing, step, anew=anew)
    issue.changed_at = doing.at
    issue.save()
    step.due_at = issue.due_at
    step.delta = delta_of(step, doing.was)
    step.save(force_insert=True)
    seen = {"number": issue.number, "step": step.pk, "unit": unit.pk if unit else 0}
    when = doing.entered_at or doing.at
    record_event(
        city=issue.city, kind=EVENTS[doing.action], subject=issue, data={**seen, **step.data}, by=doing.by, at=when
    )
    return step


def _move(doing: Doing, step: IssueStep, *, anew: bool) -> None:
    """Change the state; say whether the clock that ran was met, and let the next one begin."""
    issue, before, after = doing.issue, doing.before, doing.target
    if doing.ran_out_at is not None:
        step.in_time = doing.at <= doing.ran_out_at
    issue.state = after
    issue.held_state = before if after in _HOLDING else ""
    if after == _S.DISPATCHED:
        resume_disposal(issue, doing.at, moved=not anew)
        return
    if before == _S.DISPATCHED:
        pause_disposal(issue, doing.at) if after in _KEPT else end_disposal(issue)
    begin_stage(issue, doing.at)


def require(condition: object, reason: str) -> None:
    """Raise NotPossibleError with the reason unless the condition holds."""
    if not condition:
        raise NotPossibleError(reason)


def require_unit(unit: Unit, issue: Issue, at: datetime) -> None:
    """Refuse a unit of another city, or one that does not exist on the day."""
    if unit.city_id != issue.city_id:
        raise PermissionDenied
    day = at.astimezone(issue.city.zone).date()
    require(unit.starts_on <= day and (unit.ends_on is None or unit.ends_on >= day), "unit_ended")
