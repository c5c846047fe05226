"""What the office knows of the coming evaluation, who may see chances, and forecasts made and kept."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from wenming.assessment.actions.locking import locked_campaign
from wenming.assessment.models import ForecastReader, ForecastRun, ForecastSettings
from wenming.assessment.queries.forecasts.gathering import gathered
from wenming.assessment.queries.forecasts.kept import forecast_from, latest_forecast, settings_of
from wenming.campaigns.models import Campaign
from wenming.engine.forecast import ENGINE_VERSION, EVALUATIONS
from wenming.engine.sampling.tickets import digest_of
from wenming.kernel.actions import record_event
from wenming.kernel.models import Account, City
from wenming.organisations.rules import require_again, sees_results, works_in_office


class ForecastRefusedError(Exception):
    """What was asked does not fit; the argument names why (``enums.forecast_refusal_words``)."""


@transaction.atomic
def write_forecast_settings(
    *, campaign: Campaign, facts: Mapping[str, Any], by: Account, at: datetime
) -> ForecastSettings:
    """Write a new version of what is known of the coming evaluation; the same facts again are the version that holds.

    ``facts`` are the fields of ForecastSettings from ``line`` to ``source``.
    """
    held = locked_campaign(campaign)
    require_again(works_in_office, by, held.city)
    before = settings_of(held)
    if before is not None and all(getattr(before, name) == value for name, value in facts.items()):
        return before
    version = before.version + 1 if before else 1
    row = ForecastSettings.objects.create(city=held.city, campaign=held, version=version, by=by, at=at, **facts)
    data = {"campaign": held.pk, "version": version}
    record_event(city=held.city, kind="forecast.settings_set", subject=row, data=data, by=by, at=at)
    return row


@transaction.atomic
def name_forecast_reader(*, city: City, account: Account, reason: str, by: Account, at: datetime) -> ForecastReader:
    """Let a person see chances, for a reason. ForecastRefusedError: "reader_without_sight", "reader_named_already"."""
    city = City.objects.select_for_update().get(pk=city.pk)
    require_again(works_in_office, by, city)
    if not sees_results(account, city):
        raise ForecastRefusedError("reader_without_sight")
    if ForecastReader.objects.in_city(city).filter(account=account, ended_at__isnull=True).exists():
        raise ForecastRefusedError("reader_named_already")
    row = ForecastReader.objects.create(city=city, account=account, reason=reason, by=by, at=at)
    data = {"account": account.pk, "reason": reason}
    record_event(city=city, kind="forecast.reader_named", subject=row, data=data, by=by, at=at)
    return row


@transaction.atomic
def end_forecast_reader(*, reader: ForecastReader, by: Account, at: datetime) -> ForecastReader:
    """Let a person see chances no longer; once."""
    city = reader.city
    reader = ForecastReader.objects.in_city(city).select_for_update(of=("self",)).get(pk=reader.pk)
    require_again(works_in_office, by, city)
    if reader.ended_at is None:
        reader.ended_at, reader.ended_by = at, by
        reader.save(update_fields=["ended_at", "ended_by"])
        data = {"account": reader.account_id}
        record_event(city=city, kind="forecast.reader_ended", subject=reader, data=data, by=by, at=at)
    return reader


@transaction.atomic
def ask_forecast(*, campaign: Campaign, by: Account, at: datetime) -> None:
    """Ask for a forecast now instead of in the night; a worker makes it."""
    held = locked_campaign(campaign)
    require_again(works_in_office, by, held.city)
    record_event(city=held.city, kind="forecast.asked", subject=held, data={"campaign": held.pk}, by=by, at=at)


@transaction.atomic
def keep_forecast(*, campaign: Campaign, by: Account | None, at: datetime) -> ForecastRun:
    """Make a forecast from what is known now and keep it with its inputs; its digests go into the chain.

    Where nothing has changed since the last one, that one is returned: it still stands.
    """
    held = locked_campaign(campaign)
    today = at.astimezone(held.city.zone).date()
    settings, before = settings_of(held), latest_forecast(held.city, held)
    made = forecast_from(gathered(held, settings, today.year, on=today))
    if before is not None and (before.digest, before.result_digest) == (made.digest, made.result_digest):
        return before
    run = ForecastRun.objects.create(
        city=held.city,
        campaign=held,
        settings=settings,
        year=today.year,
        version=ENGINE_VERSION,
        seed=made.seed,
        evaluations=EVALUATIONS,
        problem=made.problem,
        past=made.past,
        digest=made.digest,
        result=made.result,
        result_digest=made.result_digest,
        by=by,
        at=at,
    )
    data = {"campaign": held.pk, "year": run.year, "digest": run.digest, "result": run.result_digest}
    data |= {"engine": ENGINE_VERSION, "seed": str(run.seed), "problem": digest_of(run.problem)}
    record_event(city=held.city, kind="forecast.kept", subject=run, data=data, by=by, at=at)
    return run
