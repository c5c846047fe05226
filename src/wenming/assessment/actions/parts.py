"""What the papers of a year reach, kept with its inputs."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from wenming.assessment.actions.locking import locked_campaign
from wenming.assessment.models import MaterialRun
from wenming.assessment.queries.parts import computed_now
from wenming.campaigns.models import Campaign
from wenming.engine import ENGINE_VERSION
from wenming.kernel.actions import record_event
from wenming.kernel.models import Account
from wenming.materials.queries.grades import grade_sheet
from wenming.organisations import rules


class NoPointsError(Exception):
    """Nobody has said how many points the papers are worth, or no clause counts: there is nothing to keep."""


@transaction.atomic
def keep_material_score(*, campaign: Campaign, year: int, by: Account, at: datetime) -> MaterialRun:
    """Compute what the papers of a year reach and keep it with its inputs; the same inputs under the same engine are kept once. NoPointsError."""
    held = locked_campaign(campaign)
    rules.require_again(rules.works_in_office, by, held.city)
    found = computed_now(grade_sheet(held, year, on=at.astimezone(held.city.zone).date()))
    if found is None:
        raise NoPointsError
    run, created = MaterialRun.objects.in_city(held.city).get_or_create(
        city=held.city,
        campaign=held,
        year=year,
        engine_version=ENGINE_VERSION,
        input_digest=found.input_digest,
        defaults={
            "edition_digest": held.edition.digest,
            "inputs": found.inputs,
            "result_digest": found.result_digest,
            "points": str(found.points.points),
            "low": str(found.points.low),
            "high": str(found.points.high),
            "by": by,
            "at": at,
        },
    )
    if created:
        data = {"campaign": held.pk, "year": year, "result": run.result_digest, "engine": ENGINE_VERSION}
        record_event(city=held.city, kind="material.score_kept", subject=run, data=data, by=by, at=at)
    return run
