"""Correcting one row of a written round, after an appeal: what it was stays on record, and the round is counted again."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from wenming.engine.observations import FULL
from wenming.inspections import rules
from wenming.inspections.actions.locks import NotPossibleError
from wenming.inspections.actions.writing import create_tallies
from wenming.inspections.models import Observation, ObservationCorrection, Round, RoundTally
from wenming.kernel.actions import record_event
from wenming.kernel.models import Account
from wenming.organisations.rules import require_again


@transaction.atomic
def correct_observation(
    *, observation: Observation, milli: int, reason: str, by: Account, at: datetime
) -> ObservationCorrection:
    """Give a row other points (0 to 1000) for a reason and count its round again; the score is then computed by ``run_assessment``.

    NotPossibleError("no_reason", "same_points", "points_beyond", "round_revoked").
    """
    city = observation.city
    round_ = Round.objects.in_city(city).select_for_update(of=("self",)).get(pk=observation.round_id)
    require_again(rules.corrects_rows, by, city)
    row = Observation.objects.in_city(city).select_related("node").get(pk=observation.pk)
    _require(reason.strip(), "no_reason")
    _require(0 <= milli <= FULL, "points_beyond")
    _require(milli != row.milli, "same_points")
    _require(not hasattr(round_, "revocation"), "round_revoked")
    correction = ObservationCorrection.objects.create(
        city=city, observation=row, before=row.milli, after=milli, reason=reason.strip(), by=by, at=at
    )
    row.milli = milli
    row.save(update_fields=["milli"])
    RoundTally.objects.in_city(city).filter(round=round_).delete()
    create_tallies(round_)
    data = {
        "round": round_.number,
        "place": f"{row.sheet}!{row.row}",
        "node": row.node.code,
        "before": correction.before,
        "after": correction.after,
        "reason": correction.reason,
    }
    record_event(city=city, kind="observation.corrected", subject=row, data=data, by=by, at=at)
    return correction


def _require(condition: object, reason: str) -> None:
    """Raise NotPossibleError with the reason unless the condition holds."""
    if not condition:
        raise NotPossibleError(reason)
