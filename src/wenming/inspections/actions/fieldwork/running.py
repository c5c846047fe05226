"""A field round starts, ends, or is thrown away."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from wenming.inspections.actions.fieldwork.steps import PLANNING, UNWRITTEN, locked, record, require
from wenming.inspections.enums import FieldRoundState
from wenming.inspections.models import FieldRound
from wenming.inspections.queries.fieldwork.readiness import missing_for
from wenming.inspections.rules import ends_field_round, keeps_field_round
from wenming.kernel.models import Account

REASON_LENGTH = 200


@transaction.atomic
def start_field_round(*, field_round: FieldRound, by: Account, at: datetime) -> FieldRound:
    """Let it begin: from now on each inspector sees the own day. FieldRefusedError("not_planning", "not_ready")."""
    held = locked(field_round, by, keeps_field_round, PLANNING, "not_planning")
    require(not missing_for(held), "not_ready")
    held.state, held.started_at = str(FieldRoundState.RUNNING), at
    held.save(update_fields=["state", "started_at"])
    record("started", held, by, at)
    return held


@transaction.atomic
def end_field_round(*, field_round: FieldRound, by: Account, at: datetime) -> FieldRound:
    """Let it be over: nobody is sent out any more; what phones still hold is taken. FieldRefusedError("not_running")."""
    held = locked(field_round, by, ends_field_round, (FieldRoundState.RUNNING,), "not_running")
    held.state, held.ended_at = str(FieldRoundState.ENDED), at
    held.save(update_fields=["state", "ended_at"])
    record("ended", held, by, at)
    return held


@transaction.atomic
def void_field_round(*, field_round: FieldRound, reason: str, by: Account, at: datetime) -> FieldRound:
    """Throw it away before it is written; its records stay, its draw is free again. FieldRefusedError("over_already", "no_reason")."""
    held = locked(field_round, by, ends_field_round, UNWRITTEN, "over_already")
    require(reason.strip(), "no_reason")
    before = held.state
    held.state, held.void_reason = str(FieldRoundState.VOID), reason.strip()[:REASON_LENGTH]
    held.save(update_fields=["state", "void_reason"])
    record("voided", held, by, at, before=str(before))
    return held
