"""Who settles it: dispatched, forwarded to a second dispatcher, returned, disputed and decided; helpers and reminders."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from wenming.engine.deadlines import Limit
from wenming.issues.actions.clocks import begin_disposal, limit_at
from wenming.issues.actions.requests import settle_request
from wenming.issues.actions.steps import Doing, begin, finish, require, require_unit
from wenming.issues.enums import IssueAction, IssueState
from wenming.issues.models import Issue, IssueHelper
from wenming.kernel.models import Account
from wenming.organisations.enums import UnitKind
from wenming.organisations.models import Unit

SECOND_DISPATCHERS = frozenset(
    {UnitKind.DISTRICT, UnitKind.DEVELOPMENT_ZONE, UnitKind.COUNTY, UnitKind.STREET, UnitKind.TOWN}
)
"""Kinds of units that dispatch on (二级派遣)."""


@transaction.atomic
def dispatch_issue(
    *,
    issue: Issue,
    unit: Unit,
    by: Account | None,
    at: datetime,
    helpers: Sequence[Unit] = (),
    limit: Limit | None = None,
    until: datetime | None = None,
    condition: str = "",
    note: str = "",
    data: Mapping[str, Any] | None = None,
) -> Issue:
    """Give the issue to the unit that settles it (派遣), or to another one after all; ``helpers`` help (会办), the unit leads.

    The limit is the one given, or runs ``until`` a moment, else that of the category under ``condition``, or of the running visit period where that
    is shorter (``limit_at``). It begins anew with every dispatch. NotPossibleError: "unit_ended", "unit_helps_itself", "until_past", "same_unit".
    """
    doing = begin(issue, IssueAction.DISPATCH, by, at)
    require(doing.before != IssueState.DISPATCHED or doing.issue.unit_id != unit.pk, "same_unit")
    settle_request(doing, granted=False)
    _give(doing, unit, helpers)
    _begin_limit(doing, limit, until, condition)
    doing.issue.dispatch_count += 1
    finish(doing, note=note, unit=unit, data={**_limit_data(doing.issue), **(data or {})}, anew=True)
    return doing.issue


@transaction.atomic
def forward_issue(*, issue: Issue, desk: Unit, by: Account | None, at: datetime, note: str = "") -> Issue:
    """Hand the issue to a second dispatcher below (district, street), who finds the unit. NotPossibleError("not_below", "unit_ended")."""
    doing = begin(issue, IssueAction.FORWARD, by, at)
    locked = doing.issue
    require_unit(desk, locked, doing.at)
    require(desk.kind in SECOND_DISPATCHERS, "no_dispatcher")
    above = Unit.objects.in_city(locked.city).filter(pk=locked.desk_id).first()
    require(above is None or desk.position.startswith(f"{above.position}."), "not_below")
    locked.desk = desk
    locked.chain = [*locked.chain, desk.pk]
    finish(doing, note=note, unit=desk)
    return locked


@transaction.atomic
def return_issue(
    *, issue: Issue, by: Account | None, at: datetime, reason: str, suggested: Unit | None = None
) -> Issue:
    """Send it back (回退): a unit to whoever dispatched it, a second dispatcher to the desk above. ``suggested`` is whose it is instead."""
    doing = begin(issue, IssueAction.RETURN, by, at)
    locked = doing.issue
    require(reason.strip(), "no_reason")
    gone = Unit.objects.in_city(locked.city).filter(pk=locked.unit_id or locked.desk_id).first()
    settle_request(doing, granted=False)
    if doing.before == IssueState.FILED:
        locked.chain = locked.chain[:-1]
        locked.desk_id = locked.chain[-1] if locked.chain else None
    locked.unit = None
    locked.return_count += 1
    finish(doing, note=reason, unit=gone, data={"suggested": suggested.pk if suggested else 0})
    return locked


@transaction.atomic
def dispute_issue(
    *, issue: Issue, by: Account | None, at: datetime, reason: str, suggested: Unit | None = None
) -> Issue:
    """Ask the campaign office whose it is (权属争议); the limit ends, the decision begins a new one."""
    doing = begin(issue, IssueAction.DISPUTE, by, at)
    require(reason.strip(), "no_reason")
    settle_request(doing, granted=False)
    unit = Unit.objects.in_city(doing.issue.city).get(pk=doing.issue.unit_id)
    finish(doing, note=reason, unit=unit, data={"suggested": suggested.pk if suggested else 0})
    return doing.issue


@transaction.atomic
def arbitrate_issue(
    *,
    issue: Issue,
    unit: Unit,
    by: Account | None,
    at: datetime,
    reason: str,
    limit: Limit | None = None,
    until: datetime | None = None,
) -> Issue:
    """Decide whose it is (裁定): that unit settles it, and its limit begins now. The decision is the office's and ends the dispute."""
    doing = begin(issue, IssueAction.ARBITRATE, by, at)
    require(reason.strip(), "no_reason")
    moved = doing.issue.unit_id != unit.pk
    _give(doing, unit, ())
    _begin_limit(doing, limit, until, "")
    doing.issue.dispatch_count += moved
    finish(doing, note=reason, unit=unit, data=_limit_data(doing.issue), anew=True)
    return doing.issue


@transaction.atomic
def invite_units(*, issue: Issue, units: Sequence[Unit], by: Account | None, at: datetime, note: str = "") -> Issue:
    """Let units help (会办); the lead stays who it is. Those that help already stay."""
    doing = begin(issue, IssueAction.INVITE, by, at)
    known = set(IssueHelper.objects.in_city(issue.city).filter(issue=doing.issue).values_list("unit_id", flat=True))
    new = [unit for unit in units if unit.pk not in known]
    require(new, "no_new_helpers")
    _add_helpers(doing, new)
    finish(doing, note=note, data={"helpers": [unit.pk for unit in new]})
    return doing.issue


@transaction.atomic
def remind_unit(*, issue: Issue, by: Account | None, at: datetime, text: str) -> Issue:
    """Remind the unit (催办) in these words."""
    doing = begin(issue, IssueAction.REMIND, by, at)
    require(text.strip(), "no_text")
    unit = Unit.objects.in_city(doing.issue.city).get(pk=doing.issue.unit_id)
    doing.issue.reminder_count += 1
    finish(doing, note=text, unit=unit)
    return doing.issue


def _give(doing: Doing, unit: Unit, helpers: Sequence[Unit]) -> None:
    """Let a unit lead, and others help; helpers of an earlier dispatch no longer do."""
    require_unit(unit, doing.issue, doing.at)
    require(unit.pk not in {helper.pk for helper in helpers}, "unit_helps_itself")
    doing.issue.unit = unit
    IssueHelper.objects.in_city(doing.issue.city).filter(issue=doing.issue).delete()
    _add_helpers(doing, helpers)


def _add_helpers(doing: Doing, units: Sequence[Unit]) -> None:
    """Add units that help."""
    issue = doing.issue
    for unit in units:
        require_unit(unit, issue, doing.at)
        require(unit.pk != issue.unit_id, "unit_helps_itself")
    rows = [IssueHelper(city=issue.city, issue=issue, unit=unit, by=doing.by, at=doing.at) for unit in units]
    if rows:
        IssueHelper.objects.bulk_create(rows)


def _begin_limit(doing: Doing, limit: Limit | None, until: datetime | None, condition: str) -> None:
    """Let the limit begin that was given, or that the category has."""
    require(until is None or until > doing.at, "until_past")
    issue = doing.issue
    begin_disposal(issue, limit or (None if until else limit_at(issue, condition, doing.at)), until, doing.at)


def _limit_data(issue: Issue) -> dict[str, int | str]:
    """Return what a step keeps of a limit."""
    return {"amount": issue.limit_amount or 0, "unit_of_limit": issue.limit_unit}
