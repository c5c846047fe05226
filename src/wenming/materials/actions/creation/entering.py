"""Titles come into the ledger: by a naming, or from paper records of earlier years."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from wenming.engine.cycles import add_months
from wenming.kernel.actions import record_event
from wenming.kernel.models import Account, City
from wenming.materials.actions.creation.supplying import settle_suppliers
from wenming.materials.actions.steps import require
from wenming.materials.enums.creation import UnitTitleAction, UnitTitleStatus
from wenming.materials.models import Application, Programme, UnitTitle, UnitTitleEntry
from wenming.materials.rules import keeps_materials
from wenming.materials.workflow import CURRENT
from wenming.organisations.models import Unit
from wenming.organisations.rules import require_again

_STATUS_ACTION: dict[str, Any] = {
    str(UnitTitleStatus.HELD): UnitTitleAction.KEEP,
    str(UnitTitleStatus.WARNED): UnitTitleAction.WARN,
    str(UnitTitleStatus.WITHDRAWN): UnitTitleAction.WITHDRAW,
    str(UnitTitleStatus.EXPIRED): UnitTitleAction.EXPIRE,
}


@dataclass(frozen=True, slots=True)
class Known:
    """A title as papers know it: named when and by which paper, valid until when; what was recorded last, if anything."""

    programme: Programme
    unit: Unit
    named_on: date
    paper: str
    valid_until: date | None = None
    status: str = "held"
    last_on: date | None = None
    last_paper: str = ""
    words: str = ""


@transaction.atomic
def enter_titles(*, city: City, known: Sequence[Known], by: Account, at: datetime) -> list[UnitTitle]:
    """Enter titles of earlier years, all of them or none, with one event.

    NotPossibleError: "nothing_said", "no_paper", "in_future", "holds_already", "validity_backwards", "before_last" (the last record before the naming).
    """
    require(known, "nothing_said")
    held = City.objects.select_for_update().get(pk=city.pk)
    require_again(keeps_materials, by, held)
    today = at.astimezone(held.zone).date()
    made = [_entered(one, by, at, today) for one in known]
    data = {"titles": [one.pk for one in made]}
    record_event(city=held, kind="unit_title.entered", subject=made[0], data=data, by=by, at=at)
    return made


def _entered(known: Known, by: Account, at: datetime, today: date) -> UnitTitle:
    """Put one title into the ledger as papers know it."""
    require(known.paper.strip(), "no_paper")
    require(max(known.named_on, known.last_on or known.named_on) <= today, "in_future")
    status = known.status if known.last_on is not None else str(UnitTitleStatus.HELD)
    title = give_title(
        known.programme, known.unit, known.named_on, paper=known.paper, by=by, at=at, valid_until=known.valid_until,
        status=status,
    )  # fmt: skip
    if known.last_on is not None:
        require(known.last_on >= known.named_on, "before_last")
        title.next_check_on = next_check(title, known.last_on) if status in CURRENT else None
        title.save()
        put_entry(title, _STATUS_ACTION[status], known.last_on, by, at, paper=known.last_paper, words=known.words)
    settle_suppliers(title.programme, title.unit, today, at)
    return title


def give_title(
    programme: Programme,
    unit: Unit,
    on: date,
    *,
    paper: str,
    by: Account,
    at: datetime,
    valid_until: date | None = None,
    application: Application | None = None,
    status: str = "held",
) -> UnitTitle:
    """Create a title as it stands now, with its first entry; a part of the action that names or enters. NotPossibleError("holds_already", "validity_backwards")."""
    until = valid_until or add_months(on, 12 * programme.years)
    require(until >= on, "validity_backwards")
    rows = UnitTitle.objects.in_city(programme.city).filter(programme=programme, unit=unit, status__in=CURRENT)
    require(status not in CURRENT or not rows.exists(), "holds_already")
    title = UnitTitle(
        city=programme.city, programme=programme, unit=unit, application=application, named_on=on, paper=paper.strip()[:80],
        status=status, valid_until=until, by=by, at=at,
    )  # fmt: skip
    title.next_check_on = next_check(title, on) if status in CURRENT else None
    title.save()
    put_entry(title, UnitTitleAction.CONFER, on, by, at, paper=paper, status=UnitTitleStatus.HELD)
    return title


def next_check(title: UnitTitle, on: date) -> date:
    """Return when a title is looked at again that was looked at on a day: by the rhythm of its programme, at the latest when it runs out."""
    return min(add_months(on, title.programme.recheck_months), title.valid_until)


def put_entry(
    title: UnitTitle,
    action: Any,
    on: date,
    by: Account,
    at: datetime,
    *,
    paper: str = "",
    words: str = "",
    status: Any = "",
) -> UnitTitleEntry:
    """Append an entry that says how the title stands, now unless ``status`` says how it stood then."""
    return UnitTitleEntry.objects.create(
        city=title.city, title=title, action=str(action), status=str(status or title.status), on=on, valid_until=title.valid_until,
        paper=paper.strip()[:80], words=words.strip()[:500], by=by, at=at,
    )  # fmt: skip
