"""What becomes of a title: kept, warned, withdrawn, run out; moved to the unit that carries on, ended with its unit, void."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from wenming.kernel.actions import record_event
from wenming.kernel.models import Account
from wenming.materials.actions.creation.entering import next_check, put_entry
from wenming.materials.actions.creation.supplying import settle_suppliers
from wenming.materials.actions.steps import require
from wenming.materials.enums.creation import UnitTitleAction
from wenming.materials.models import UnitTitle
from wenming.materials.rules import keeps_materials
from wenming.materials.workflow import CURRENT, TITLE_EVENTS, TITLE_TABLE
from wenming.organisations.models import Unit
from wenming.organisations.rules import require_again


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision on a title under way: the locked row, what was decided, when, by which paper, in which words; who puts it down, and when."""

    row: UnitTitle
    action: str
    on: date
    paper: str
    words: str
    by: Account
    at: datetime


@transaction.atomic
def keep_title(
    *,
    title: UnitTitle,
    on: date,
    paper: str,
    by: Account,
    at: datetime,
    valid_until: date | None = None,
    words: str = "",
) -> UnitTitle:
    """Put down that a re-check was passed; ``valid_until`` where the paper prolongs the title.

    NotPossibleError: "no_paper", "validity_over" (it has run out and is not prolonged), "validity_backwards", and those of every entry.
    """
    one = _begin(title, UnitTitleAction.KEEP, on=on, paper=paper, words=words, by=by, at=at)
    return _checked(one, valid_until)


@transaction.atomic
def warn_title(
    *, title: UnitTitle, on: date, paper: str, words: str, by: Account, at: datetime, next_check_on: date | None = None
) -> UnitTitle:
    """Put down a warning (黄牌) and when the unit is looked at again. NotPossibleError: "no_words", "validity_over", "validity_backwards"."""
    require(words.strip(), "no_words")
    one = _begin(title, UnitTitleAction.WARN, on=on, paper=paper, words=words, by=by, at=at)
    require(next_check_on is None or next_check_on > on, "validity_backwards")
    return _checked(one, None, next_check_on)


@transaction.atomic
def withdraw_title(*, title: UnitTitle, on: date, paper: str, words: str, by: Account, at: datetime) -> UnitTitle:
    """Put down that the title was withdrawn, and why. NotPossibleError("no_words")."""
    require(words.strip(), "no_words")
    return _gone(_begin(title, UnitTitleAction.WITHDRAW, on=on, paper=paper, words=words, by=by, at=at))


@transaction.atomic
def expire_title(*, title: UnitTitle, on: date, paper: str, by: Account, at: datetime, words: str = "") -> UnitTitle:
    """Put down that a title which has run out is not kept. NotPossibleError("still_valid")."""
    one = _begin(title, UnitTitleAction.EXPIRE, on=on, paper=paper, words=words, by=by, at=at)
    require(on > one.row.valid_until, "still_valid")
    return _gone(one)


@transaction.atomic
def end_title(*, title: UnitTitle, on: date, paper: str, by: Account, at: datetime, words: str = "") -> UnitTitle:
    """Put down that a title ended with its unit. NotPossibleError("unit_lives")."""
    one = _begin(title, UnitTitleAction.END, on=on, paper=paper, words=words, by=by, at=at)
    require(one.row.unit.ends_on is not None and one.row.unit.ends_on < on, "unit_lives")
    return _gone(one)


@transaction.atomic
def void_title(*, title: UnitTitle, words: str, by: Account, at: datetime) -> UnitTitle:
    """Take out of the ledger what was entered by mistake; the row stays, and counts on no day. NotPossibleError("no_words")."""
    require(words.strip(), "no_words")
    today = at.astimezone(title.city.zone).date()
    return _gone(_begin(title, UnitTitleAction.VOID, on=today, paper=words, words=words, by=by, at=at))


@transaction.atomic
def move_title(
    *, title: UnitTitle, into: Unit, on: date, paper: str, by: Account, at: datetime, words: str = ""
) -> UnitTitle:
    """Let the unit that carries on hold the title from a day on; return its title, with the day and paper of the naming kept.

    NotPossibleError: "into_itself", "unit_ended", "holds_already".
    """
    one = _begin(title, UnitTitleAction.MOVE, on=on, paper=paper, words=words, by=by, at=at)
    row, status, check = one.row, one.row.status, one.row.next_check_on
    require(into.pk != row.unit_id, "into_itself")
    require(into.ends_on is None or into.ends_on >= on, "unit_ended")
    rows = UnitTitle.objects.in_city(row.city).filter(programme=row.programme, unit=into, status__in=CURRENT)
    require(not rows.exists(), "holds_already")
    _leave(one)
    made = UnitTitle.objects.create(
        city=row.city, programme=row.programme, unit=into, moved_from=row, named_on=row.named_on, paper=row.paper,
        status=status, valid_until=row.valid_until, next_check_on=check, by=by, at=one.at,
    )  # fmt: skip
    put_entry(made, UnitTitleAction.MOVE, on, by, one.at, paper=paper, words=words)
    settle_suppliers(row.programme, into, _today(one), one.at)
    _record(one, {"into": into.pk, "title": made.pk})
    return made


def _begin(title: UnitTitle, action: Any, *, on: date, paper: str, words: str, by: Account, at: datetime) -> Decision:
    """Lock the title, and ask again whether it can be put down.

    NotPossibleError: "not_here", "no_paper", "in_future", "before_last" (an entry of a later day stands in the ledger).
    """
    rows = UnitTitle.objects.in_city(title.city).select_for_update(of=("self",))
    held = rows.select_related("city", "programme__city", "unit__city").get(pk=title.pk)
    require_again(keeps_materials, by, held.city)
    require(action in TITLE_TABLE[held.status], "not_here")
    require(paper.strip(), "no_paper")
    require(on <= at.astimezone(held.city.zone).date(), "in_future")
    require(not held.entries.filter(on__gt=on).exists(), "before_last")
    return Decision(held, str(action), on, paper, words, by, max(at, held.at))


def _checked(one: Decision, valid_until: date | None, next_check_on: date | None = None) -> UnitTitle:
    """Let a title go on after a look at it."""
    row = one.row
    require(valid_until is None or valid_until > one.on, "validity_backwards")
    until = valid_until or row.valid_until
    require(until >= one.on, "validity_over")
    row.valid_until, row.status = until, str(TITLE_TABLE[row.status][one.action].target)
    row.next_check_on = min(next_check_on or next_check(row, one.on), until)
    row.save()
    put_entry(row, one.action, one.on, one.by, one.at, paper=one.paper, words=one.words)
    _record(one, {"valid_until": until.isoformat(), "next": row.next_check_on.isoformat()})
    return row


def _gone(one: Decision) -> UnitTitle:
    """Let a unit have its title no longer."""
    _leave(one)
    _record(one, {})
    return one.row


def _leave(one: Decision) -> None:
    """End a title; its unit supplies nothing for it any more."""
    row = one.row
    row.status, row.next_check_on = str(TITLE_TABLE[row.status][one.action].target), None
    row.save()
    paper = "" if one.action == UnitTitleAction.VOID else one.paper
    put_entry(row, one.action, one.on, one.by, one.at, paper=paper, words=one.words)
    settle_suppliers(row.programme, row.unit, _today(one), one.at)


def _today(one: Decision) -> date:
    return one.at.astimezone(one.row.city.zone).date()


def _record(one: Decision, data: Mapping[str, Any]) -> None:
    facts = {"unit": one.row.unit_id, "programme": one.row.programme_id, "on": one.on.isoformat(), **data}
    record_event(city=one.row.city, kind=TITLE_EVENTS[one.action], subject=one.row, data=facts, by=one.by, at=one.at)
