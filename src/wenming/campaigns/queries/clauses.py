"""What is agreed on clauses beside their units: materials, time limits, leaders, milestones; and the history of one clause."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q

from wenming.campaigns.enums import Part
from wenming.campaigns.models import Campaign, ClauseChief, ClauseTerms, Milestone, Responsibility
from wenming.organisations.models import Person
from wenming.organisations.queries import tenures_in
from wenming.standards.models import Node


@dataclass(frozen=True)
class ClauseHistory:
    """Everything that was ever agreed on a clause, the latest first; parts that run come before those that have ended."""

    parts: list[Responsibility]
    terms: list[ClauseTerms]
    chiefs: list[ClauseChief]


def clause_history(campaign: Campaign, node: Node) -> ClauseHistory:
    """Return the history of one clause. Three queries."""
    here = {"campaign": campaign, "node": node}
    parts = Responsibility.objects.in_city(campaign.city).filter(**here).select_related("unit", "group", "by")
    weight = {part: place for place, part in enumerate(Part.values)}
    terms = ClauseTerms.objects.in_city(campaign.city).filter(**here).select_related("by")
    chiefs = ClauseChief.objects.in_city(campaign.city).filter(**here).select_related("person", "by")
    return ClauseHistory(
        parts=sorted(
            parts, key=lambda row: (row.until is not None, weight[row.part], row.order, -row.since.toordinal(), row.pk)
        ),
        terms=list(terms.order_by("-at", "-pk")),
        chiefs=list(chiefs.order_by("-since", "-pk")),
    )


def latest_terms(campaign: Campaign, codes: Collection[str] | None = None) -> dict[str, ClauseTerms]:
    """Return clause -> what holds for it now; of these clauses, or of all. One query."""
    rows = ClauseTerms.objects.in_city(campaign.city).filter(campaign=campaign, node__edition=campaign.edition_id)
    if codes is not None:
        rows = rows.filter(node__code__in=codes)
    return {row.node.code: row for row in rows.select_related("node").order_by("at", "pk")}


def chiefs_now(campaign: Campaign, codes: Collection[str] | None = None) -> dict[str, ClauseChief]:
    """Return clause -> the leader who answers for it now; of these clauses, or of all. One query."""
    rows = ClauseChief.objects.in_city(campaign.city).filter(
        campaign=campaign, node__edition=campaign.edition_id, until__isnull=True
    )
    if codes is not None:
        rows = rows.filter(node__code__in=codes)
    return {row.node.code: row for row in rows.select_related("node", "person")}


def milestones_for(campaign: Campaign, unit: int | None = None) -> list[Milestone]:
    """Return the milestones by day: all, or those of a unit and those that nobody in particular answers for. One query."""
    rows = Milestone.objects.in_city(campaign.city).filter(campaign=campaign).select_related("unit")
    if unit is not None:
        rows = rows.filter(Q(unit=unit) | Q(unit__isnull=True))
    return list(rows.order_by("due_on", "pk"))


def leaders_in(campaign: Campaign) -> list[tuple[Person, str]]:
    """Return the people who can answer for a clause, each with what he or she is, in protocol order: heads and deputies. One query."""
    found: dict[int, tuple[Person, list[str]]] = {}
    rows = tenures_in(campaign.city).filter(ends_on__isnull=True).filter(Q(is_head=True) | Q(is_deputy=True))
    for tenure in rows:
        person = found.setdefault(tenure.person_id, (tenure.person, []))
        person[1].append(f"{tenure.unit.short_name or tenure.unit.name}{tenure.title}")
    return [(person, titles[0]) for person, titles in found.values()]
