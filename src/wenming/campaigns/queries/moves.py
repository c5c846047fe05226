"""A campaign's move to another edition: what is there, what became of its clauses, what the decisions make of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from wenming.campaigns.models import Campaign, ClauseChief, ClauseTerms, EditionMove, Responsibility
from wenming.engine.moves import ClauseChange, HeldPart, Outcome, carry, clause_changes, decided
from wenming.kernel.models import City
from wenming.standards.models import Edition
from wenming.standards.queries import standard_of


@dataclass(frozen=True)
class Review:
    """A move under review: every change of a clause, what is decided, what hangs on the old clauses, and what becomes of it."""

    move: EditionMove
    changes: tuple[ClauseChange, ...]
    decisions: dict[str, str]
    parts: list[Responsibility]
    terms: dict[str, ClauseTerms]
    chiefs: dict[str, ClauseChief]
    outcome: Outcome

    @property
    def open(self) -> list[ClauseChange]:
        """Return the changes about which nothing is decided."""
        return [change for change in self.changes if change.key not in self.decisions]


def moves_of(campaign: Campaign) -> QuerySet[EditionMove]:
    """Return the moves of a campaign, the latest first, with both editions."""
    rows = EditionMove.objects.in_city(campaign.city).filter(campaign=campaign).order_by("-pk")
    return rows.select_related("city", "before", "after", "created_by")


def open_parts(campaign: Campaign, edition: Edition) -> QuerySet[Responsibility]:
    """Return the parts that run in the clauses of an edition, by clause and order."""
    rows = Responsibility.objects.in_city(campaign.city).filter(
        campaign=campaign, node__edition=edition, until__isnull=True
    )
    return rows.select_related("node", "unit").order_by("node__position", "order", "pk")


def open_chiefs(campaign: Campaign, edition: Edition) -> QuerySet[ClauseChief]:
    """Return the leaders who answer for the clauses of an edition, in its order."""
    rows = ClauseChief.objects.in_city(campaign.city).filter(
        campaign=campaign, node__edition=edition, until__isnull=True
    )
    return rows.select_related("node", "person").order_by("node__position")


def latest_terms(campaign: Campaign, edition: Edition) -> dict[str, ClauseTerms]:
    """Return code -> the terms that hold for the clauses of an edition, in its order. One query."""
    rows = ClauseTerms.objects.in_city(campaign.city).filter(campaign=campaign, node__edition=edition)
    found = {row.node.code: row for row in rows.select_related("node").order_by("pk")}
    return dict(sorted(found.items(), key=lambda item: item[1].node.position))


def review_of(move: EditionMove, campaign: Campaign) -> Review:
    """Return a move with everything that hangs on it. Three queries."""
    parts = list(open_parts(campaign, move.before))
    terms = latest_terms(campaign, move.before)
    chiefs = {row.node.code: row for row in open_chiefs(campaign, move.before)}
    carrying = {row.node.code for row in parts} | set(terms) | set(chiefs)
    changes = clause_changes(standard_of(move.before), standard_of(move.after), carrying)
    decisions = decided(changes, move.decisions)
    held = [HeldPart(row.pk, row.node.code, row.unit_id, row.part) for row in parts]
    return Review(move, changes, decisions, parts, terms, chiefs, carry(changes, decisions, held))


def editions_to_move_to(campaign: Campaign) -> QuerySet[Edition]:
    """Return the city's other editions, those of the same title first by being latest."""
    city: City = campaign.city
    rows = Edition.objects.in_city(city).exclude(pk=campaign.edition_id).defer("source")
    return rows.order_by("-created_at", "-pk")


def built_upon(move: EditionMove, campaign: Campaign) -> bool:
    """Say whether anything of the new edition's clauses changed since a move was applied, so that it cannot be taken back."""
    if campaign.edition_id != move.after_id:
        return True
    effect: dict[str, Any] = move.effect
    now = {
        "parts": _keys(open_parts(campaign, move.after)),
        "chiefs": _keys(open_chiefs(campaign, move.after)),
        "terms": sorted(row.pk for row in latest_terms(campaign, move.after).values()),
    }
    return any(now[name] != sorted(effect[name]) for name in now)


def _keys(rows: Iterable[Responsibility | ClauseChief]) -> list[int]:
    """Return the keys of rows, in order."""
    return sorted(row.pk for row in rows)
