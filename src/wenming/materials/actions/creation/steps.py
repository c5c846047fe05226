"""What every action on an application begins and ends with: the lock, the second look, the line of its history, the event."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from wenming.kernel.actions import record_event
from wenming.kernel.models import Account
from wenming.materials.actions.creation.supplying import settle_suppliers
from wenming.materials.actions.steps import NotPossibleError, require
from wenming.materials.enums import MaterialParty
from wenming.materials.models import Application, ApplicationStep
from wenming.materials.rules import parties_for
from wenming.materials.workflow import APPLICATION_EVENTS, APPLICATION_TABLE
from wenming.organisations.rules import require_again


@dataclass(frozen=True, slots=True)
class Doing:
    """An action on an application under way: the locked row, what is done, where it leads, for the unit or by others, who, when, on which day."""

    row: Application
    action: str
    target: str
    own: bool
    by: Account
    at: datetime
    on: date


def begin(application: Application, action: Any, by: Account, at: datetime, on: date | None = None) -> Doing:
    """Lock the application, and ask again whether it can be done where it stands now, by this person; ``on``: the day of a decision, today if None.

    NotPossibleError: "not_here" where the state does not allow it, "in_future" for a day to come; PermissionDenied where the person does not act here.
    """
    rows = Application.objects.in_city(application.city).select_for_update(of=("self",))
    held = rows.select_related("city", "unit__city", "programme__edition").get(pk=application.pk)
    transition = APPLICATION_TABLE[held.state].get(action)
    if transition is None:
        raise NotPossibleError("not_here")
    parties = parties_for(by, held.unit)
    require_again(lambda _account, _city: bool(parties & transition.parties), by, held.city)
    today = at.astimezone(held.city.zone).date()
    require(on is None or on <= today, "in_future")
    own = str(MaterialParty.UNIT) in parties
    return Doing(held, str(action), str(transition.target), own, by, max(at, held.changed_at), on or today)


def finish(doing: Doing, *, paper: str = "", words: str = "", data: Mapping[str, Any] | None = None) -> Application:
    """Move the application, put down the step, let the unit supply what it has to, and record the one event."""
    row, before = doing.row, doing.row.state
    row.state = doing.target or before
    row.changed_at = doing.at
    row.save()
    put_down(row, doing.action, doing.on, doing.by, doing.at, paper=paper, words=words)
    settle_suppliers(row.programme, row.unit, doing.at.astimezone(row.city.zone).date(), doing.at)
    facts = {"unit": row.unit_id, "before": str(before), "after": str(row.state), "on": doing.on.isoformat()}
    record_event(
        city=row.city,
        kind=APPLICATION_EVENTS[doing.action],
        subject=row,
        data={**facts, **(data or {}), **({} if doing.own else {"entered_for": row.unit_id})},
        by=doing.by,
        at=doing.at,
    )
    return row


def put_down(
    row: Application, action: str, on: date, by: Account, at: datetime, *, paper: str = "", words: str = ""
) -> ApplicationStep:
    """Append a line to the history of an application."""
    said = {"paper": paper.strip(), "words": words.strip()}
    return ApplicationStep.objects.create(
        city=row.city, application=row, action=action, after=row.state, on=on, by=by, at=at, **said
    )
