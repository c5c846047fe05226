"""Every write of the assessment."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from wenming.assessment.models import Run
from wenming.assessment.queries import recomputed_result
from wenming.engine import ENGINE_VERSION
from wenming.inspections.models import Round
from wenming.kernel.actions import record_event
from wenming.kernel.models import Account


@transaction.atomic
def run_assessment(*, round_: Round, by: Account | None, at: datetime) -> Run:
    """Compute the round's score and keep it; the same inputs under the same engine are kept once. ``by=None``: the system."""
    round_ = (
        Round.objects.in_city(round_.city).select_for_update(of=("self",)).select_related("edition").get(pk=round_.pk)
    )
    computed = recomputed_result(round_)
    run, created = Run.objects.in_city(round_.city).get_or_create(
        city=round_.city,
        round=round_,
        engine_version=ENGINE_VERSION,
        input_digest=computed.input_digest,
        defaults={
            "edition_digest": computed.standard.digest,
            "result_digest": computed.result_digest,
            "score": str(computed.result.score),
            "attainable": str(computed.result.attainable),
            "at": at,
        },
    )
    if created:
        data = {"round": round_.number, "result": run.result_digest, "engine": ENGINE_VERSION}
        record_event(city=round_.city, kind="round.assessed", subject=run, data=data, by=by, at=at)
    return run
