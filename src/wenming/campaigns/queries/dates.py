"""The dates of a city or of one unit: milestones, re-checks, time limits of clauses, for calendars."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from wenming.campaigns.enums import MilestoneKind, TitleStatus
from wenming.campaigns.models import ClauseTerms, Milestone, Recheck, Responsibility
from wenming.campaigns.queries.titles import statuses_in
from wenming.kernel.models import City
from wenming.organisations.models import Unit

FOR_EVERYBODY = (MilestoneKind.STAGE, MilestoneKind.GATE, MilestoneKind.VISIT)


@dataclass(frozen=True, slots=True)
class DatedMatter:
    """Something with a day. ``uid`` is stable while the matter exists: what it is, and its keys.

    ``kind`` is "milestone", "recheck" or "clause"; ``of`` is what it belongs to (campaign or title), ``key`` the campaign's or
    title's key for its page; ``changed_at`` is when the record was last written. A cancelled matter is told, so that calendars drop it.
    """

    uid: tuple[str | int, ...]
    name: str
    day: date
    kind: str
    of: str
    key: int
    done: bool
    cancelled: bool
    changed_at: datetime


def dates_of(city: City, unit: Unit | None, *, since: date, until: date) -> list[DatedMatter]:
    """Return what falls on the days from ``since`` to ``until`` (both included), by day. Five queries at most.

    ``unit=None``: everything of the city. A unit sees the milestones that it answers for, those that nobody answers for and concern all
    (stages, gates, visits), and the time limits of the clauses in which it has a part today; re-checks concern all.
    """
    found = [
        *_milestones(city, unit, since, until),
        *_rechecks(city, since, until),
        *_clauses(city, unit, since, until),
    ]
    return sorted(found, key=lambda one: (one.day, one.uid[0], one.uid[1]))


def _milestones(city: City, unit: Unit | None, since: date, until: date) -> Iterator[DatedMatter]:
    """Yield the milestones."""
    rows = Milestone.objects.in_city(city).filter(due_on__gte=since, due_on__lte=until).select_related("campaign")
    if unit is not None:
        rows = rows.filter(Q(unit=unit) | Q(unit__isnull=True, kind__in=FOR_EVERYBODY))
    for row in rows:
        yield DatedMatter(
            uid=("milestone", row.pk), name=row.name, day=row.due_on, kind="milestone", of=row.campaign.name,
            key=row.campaign_id, done=row.done_on is not None, cancelled=row.cancelled_on is not None, changed_at=row.at,
        )  # fmt: skip


def _rechecks(city: City, since: date, until: date) -> Iterator[DatedMatter]:
    """Yield the re-checks; those of a title that was lost are cancelled."""
    rows = list(Recheck.objects.in_city(city).filter(due_on__gte=since, due_on__lte=until).select_related("title"))
    statuses = statuses_in(city) if rows else {}
    for row in rows:
        lost = statuses.get(row.title_id) == TitleStatus.CANCELLED and row.done_on is None
        yield DatedMatter(
            uid=("recheck", row.pk), name=row.title.name, day=row.due_on, kind="recheck", of=row.title.name,
            key=row.title_id, done=row.done_on is not None, cancelled=lost, changed_at=row.at,
        )  # fmt: skip


def _clauses(city: City, unit: Unit | None, since: date, until: date) -> Iterator[DatedMatter]:
    """Yield the time limits of clauses of the editions that hold: the latest terms of each clause."""
    latest: dict[tuple[int, int], ClauseTerms] = {}
    terms = ClauseTerms.objects.in_city(city).select_related("campaign", "node").order_by("pk")
    for row in terms:
        if row.node.edition_id == row.campaign.edition_id:
            latest[row.campaign_id, row.node_id] = row
    mine = None
    if unit is not None and latest:
        parts = Responsibility.objects.in_city(city).filter(unit=unit, until__isnull=True)
        mine = set(parts.values_list("campaign", "node"))
    for keys, row in latest.items():
        if row.due_on is None or not since <= row.due_on <= until or (mine is not None and keys not in mine):
            continue
        yield DatedMatter(
            uid=("clause", *keys), name=f"{row.node.code} {row.node.name}", day=row.due_on, kind="clause",
            of=row.campaign.name, key=row.campaign_id, done=False, cancelled=False, changed_at=row.at,
        )  # fmt: skip
