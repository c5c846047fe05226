"""A field round becomes a round like any other: rows, tallies, how it was done, in one transaction."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from wenming.inspections.actions.fieldwork.steps import locked, require
from wenming.inspections.actions.writing import create_observations, create_round, create_tallies
from wenming.inspections.enums import FieldRoundState
from wenming.inspections.models import FieldRound, Round, RoundManner
from wenming.inspections.queries.fieldwork.result import result_of
from wenming.inspections.rules import tends_field_round
from wenming.kernel.actions import record_event
from wenming.kernel.models import Account


@transaction.atomic
def write_field_round(*, field_round: FieldRound, partial: bool, by: Account, at: datetime) -> Round:
    """Write what the first codings say as one round; second codings serve the agreement alone.

    What is open (visits that are not over, conflicts) is left out only when ``partial`` says so knowingly. A round that was taken back may
    be written again. FieldRefusedError("not_ended", "left_open", "nothing").
    """
    states = (FieldRoundState.ENDED, FieldRoundState.WRITTEN)
    held = locked(field_round, by, tends_field_round, states, "not_ended")
    require(held.round is None or hasattr(held.round, "revocation"), "not_ended")
    result = result_of(held)
    require(partial or not result.is_open, "left_open")
    require(result.written.rows, "nothing")
    round_ = create_round(
        city=held.city,
        edition=held.edition,
        name=held.name,
        starts_on=held.starts_on,
        ends_on=held.ends_on,
        left_out=result.left_out,
        by=by,
        at=at,
    )
    rows, digest = create_observations(round_, result.written.rows)
    create_tallies(round_)
    drawn = held.draw_id is not None
    RoundManner.objects.create(city=held.city, round=round_, manner=held.manner, drawn=drawn, said_by=by, said_at=at)
    held.state, held.round = str(FieldRoundState.WRITTEN), round_
    held.save(update_fields=["state", "round"])
    data = {
        "number": round_.number,
        "rows": rows,
        "left_out": result.left_out,
        "file": "",
        "field_round": held.pk,
        "rows_digest": digest,
    }
    record_event(city=held.city, kind="round.written", subject=round_, data=data, by=by, at=at)
    return round_
