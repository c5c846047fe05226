"""What every action on a field round begins and ends with: the lock, the question whether it is still possible, the one event."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime
from typing import Any

from wenming.inspections.enums import FieldRoundState, VisitManner
from wenming.inspections.models import FieldRound, Visit
from wenming.kernel.actions import record_event
from wenming.kernel.models import Account, City
from wenming.organisations.rules import require_again

_S: Any = FieldRoundState
PLANNING = (_S.PLANNING,)
OPEN = (_S.PLANNING, _S.RUNNING)
ENDED = (_S.ENDED,)
UNWRITTEN = (_S.PLANNING, _S.RUNNING, _S.ENDED)


class FieldRefusedError(Exception):
    """It was not possible with this field round; the message is a word, see enums.fieldwork.field_refusal_words."""


def require(fits: object, reason: str) -> None:
    """Raise FieldRefusedError with the reason unless it fits."""
    if not fits:
        raise FieldRefusedError(reason)


def locked(
    field_round: FieldRound,
    by: Account,
    rule: Callable[[FieldRound], Callable[[Account, City], bool]],
    states: Collection[Any],
    reason: str,
) -> FieldRound:
    """Lock a field round, ask again whether this person may, and refuse with the reason where it stands elsewhere."""
    rows = FieldRound.objects.in_city(field_round.city).select_for_update(of=("self",))
    held: FieldRound = rows.select_related("city", "edition", "draw__city", "planner").get(pk=field_round.pk)
    require_again(rule(held), by, held.city)
    require(held.state in states, reason)
    return held


def visit_of(held: FieldRound, visit: Visit) -> Visit:
    """Return a visit of the locked round as it stands now; FieldRound's lock covers its visits too."""
    rows = Visit.objects.in_city(held.city).filter(field_round=held)
    return rows.select_for_update(of=("self",)).select_related("site", "member").get(pk=visit.pk)


def record(kind: str, field_round: FieldRound, by: Account, at: datetime, **data: Any) -> None:
    """Record what happened, by numbers: who reads the chain learns neither where somebody goes nor who."""
    record_event(city=field_round.city, kind=f"field_round.{kind}", subject=field_round, data=data, by=by, at=at)


def named_in_events(field_round: FieldRound, by: Account) -> Account | None:
    """Return whom an event about what a phone sent names: on an incognito round nobody, the rows themselves say who.

    Events are read by people who must not learn who walks today.
    """
    return None if field_round.manner == VisitManner.INCOGNITO else by
