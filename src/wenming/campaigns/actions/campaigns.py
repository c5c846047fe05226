"""A title's cycle: started, described; its milestones; the official scores of its years."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from wenming.campaigns.actions.holding import hold
from wenming.campaigns.actions.reminding import settle_milestone
from wenming.campaigns.models import Campaign, Milestone, OfficialScore, Title
from wenming.campaigns.queries.cycles import years_of
from wenming.kernel.actions import record_event
from wenming.kernel.models import Account
from wenming.organisations.actions import NotPossibleError
from wenming.organisations.models import Unit
from wenming.standards.models import Edition


@transaction.atomic
def start_campaign(
    *,
    title: Title,
    name: str,
    edition: Edition,
    starts_on: date,
    ends_on: date,
    by: Account | None,
    at: datetime,
    year_weights: Sequence[int] = (),
    target: int | None = None,
    rulebook: Edition | None = None,
    applies_on: date | None = None,
    material_month: int = 12,
) -> Campaign:
    """Start a cycle of a title by an edition. ``year_weights`` in per mille, ``target`` in milli-points.

    NotPossibleError: "campaign_known", "cycle_on_that_day", "cycle_ends_before".
    """
    title = hold(title, by)
    campaign = Campaign(
        city=title.city,
        title=title,
        name=name,
        edition=edition,
        rulebook=rulebook,
        starts_on=starts_on,
        ends_on=ends_on,
        applies_on=applies_on,
        material_month=material_month,
        year_weights=list(year_weights),
        target=target,
        created_by=by,
        created_at=at,
    )
    _require_fit(campaign)
    campaign.save(force_insert=True)
    data = {"title": title.name, "name": name, "edition": edition.code, "starts_on": starts_on.isoformat()}
    record_event(
        city=title.city, kind="campaign.started", subject=campaign, data=data | {"ends_on": ends_on.isoformat()},
        by=by, at=at,
    )  # fmt: skip
    return campaign


@transaction.atomic
def describe_campaign(*, campaign: Campaign, by: Account | None, at: datetime, **facts: Any) -> Campaign:
    """Correct a cycle: name, days, weights of the years, target, day of the application, rulebook. Its edition is moved, not changed.

    ``facts`` are ``name``, ``starts_on``, ``ends_on``, ``year_weights``, ``target``, ``applies_on``, ``material_month`` and ``rulebook``, as for ``start_campaign``.
    """
    campaign = hold(campaign, by, "title")
    for field in ("name", "starts_on", "ends_on", "target", "applies_on", "material_month", "rulebook"):
        setattr(campaign, field, facts[field])
    campaign.year_weights = list(facts["year_weights"])
    _require_fit(campaign)
    campaign.save()
    data = {"name": campaign.name, "starts_on": campaign.starts_on.isoformat(), "ends_on": campaign.ends_on.isoformat(),
            "weights": campaign.year_weights, "target": campaign.target or 0, "material_month": campaign.material_month}  # fmt: skip
    record_event(city=campaign.city, kind="campaign.described", subject=campaign, data=data, by=by, at=at)
    return campaign


def _require_fit(campaign: Campaign) -> None:
    """Refuse a cycle that ends before it starts, or takes the name or the day of another one."""
    others = Campaign.objects.in_city(campaign.city).exclude(pk=campaign.pk)
    if campaign.ends_on < campaign.starts_on:
        raise NotPossibleError("cycle_ends_before")
    if others.filter(name=campaign.name).exists():
        raise NotPossibleError("campaign_known")
    if others.filter(title=campaign.title, starts_on=campaign.starts_on).exists():
        raise NotPossibleError("cycle_on_that_day")


@transaction.atomic
def add_milestone(
    *,
    campaign: Campaign,
    kind: str,
    name: str,
    due_on: date,
    by: Account | None,
    at: datetime,
    unit: Unit | None = None,
    note: str = "",
) -> Milestone:
    """Add a milestone. NotPossibleError("milestone_known") where one of this name stands on this day."""
    campaign = hold(campaign, by)
    row = Milestone(
        city=campaign.city, campaign=campaign, kind=kind, name=name, due_on=due_on, unit=unit, note=note, by=by, at=at
    )
    _require_one(row)
    row.save(force_insert=True)
    data = {"name": name, "kind": kind, "due_on": due_on.isoformat(), "unit": unit.pk if unit else 0}
    record_event(city=campaign.city, kind="milestone.added", subject=row, data=data, by=by, at=at)
    return row


@transaction.atomic
def change_milestone(
    *,
    milestone: Milestone,
    kind: str,
    name: str,
    due_on: date,
    unit: Unit | None,
    note: str,
    by: Account | None,
    at: datetime,
) -> Milestone:
    """Correct a milestone that is still to come. NotPossibleError: "milestone_closed", "milestone_known"."""
    row = _open(milestone, by)
    settle_milestone(row, by, at)
    before = {"name": row.name, "due_on": row.due_on.isoformat()}
    row.kind, row.name, row.due_on, row.unit, row.note, row.by, row.at = kind, name, due_on, unit, note, by, at
    _require_one(row)
    row.save()
    data = {"before": before, "name": name, "kind": kind, "due_on": due_on.isoformat(), "unit": unit.pk if unit else 0}
    record_event(city=row.city, kind="milestone.changed", subject=row, data=data, by=by, at=at)
    return row


@transaction.atomic
def finish_milestone(*, milestone: Milestone, on: date, by: Account | None, at: datetime) -> Milestone:
    """Say that a milestone was reached on a day. NotPossibleError: "milestone_closed", "done_in_future"."""
    row = _open(milestone, by)
    if on > at.astimezone(row.city.zone).date():
        raise NotPossibleError("done_in_future")
    settle_milestone(row, by, at)
    row.done_on, row.by, row.at = on, by, at
    row.save(update_fields=["done_on", "by", "at"])
    record_event(city=row.city, kind="milestone.done", subject=row, data={"on": on.isoformat()}, by=by, at=at)
    return row


@transaction.atomic
def cancel_milestone(*, milestone: Milestone, by: Account | None, at: datetime) -> Milestone:
    """Let a milestone fall away; it stays to be read. NotPossibleError("milestone_closed")."""
    row = _open(milestone, by)
    settle_milestone(row, by, at)
    row.cancelled_on, row.by, row.at = at.astimezone(row.city.zone).date(), by, at
    row.save(update_fields=["cancelled_on", "by", "at"])
    record_event(city=row.city, kind="milestone.cancelled", subject=row, data={"name": row.name}, by=by, at=at)
    return row


@transaction.atomic
def reopen_milestone(*, milestone: Milestone, by: Account | None, at: datetime) -> Milestone:
    """Take back that a milestone was reached or fell away. NotPossibleError("milestone_open")."""
    row = hold(milestone, by)
    if row.done_on is None and row.cancelled_on is None:
        raise NotPossibleError("milestone_open")
    row.done_on, row.cancelled_on, row.by, row.at = None, None, by, at
    row.save(update_fields=["done_on", "cancelled_on", "by", "at"])
    record_event(city=row.city, kind="milestone.reopened", subject=row, data={"name": row.name}, by=by, at=at)
    return row


def _open(milestone: Milestone, by: Account | None) -> Milestone:
    """Lock a milestone that is still to come."""
    row = hold(milestone, by)
    if row.done_on is not None or row.cancelled_on is not None:
        raise NotPossibleError("milestone_closed")
    return row


def _require_one(row: Milestone) -> None:
    """Refuse a second milestone of one name on one day."""
    same = Milestone.objects.in_city(row.city).filter(campaign=row.campaign_id, name=row.name, due_on=row.due_on)
    if same.exclude(pk=row.pk).exists():
        raise NotPossibleError("milestone_known")


@transaction.atomic
def record_score(
    *,
    campaign: Campaign,
    year: int,
    score: int,
    source: str,
    by: Account | None,
    at: datetime,
    rank: int | None = None,
    ranked: int | None = None,
) -> OfficialScore:
    """Record what the official assessment gave in a year (milli-points); the latest record of a year holds.

    NotPossibleError: "year_outside", "rank_outside".
    """
    campaign = hold(campaign, by)
    if year not in years_of(campaign):
        raise NotPossibleError("year_outside")
    if rank is not None and ranked is not None and rank > ranked:
        raise NotPossibleError("rank_outside")
    row = OfficialScore.objects.create(
        city=campaign.city, campaign=campaign, year=year, score=score, rank=rank, ranked=ranked, source=source,
        by=by, at=at,
    )  # fmt: skip
    data = {"year": year, "score": score, "rank": rank or 0, "ranked": ranked or 0, "source": source}
    record_event(city=campaign.city, kind="official_score.recorded", subject=row, data=data, by=by, at=at)
    return row
