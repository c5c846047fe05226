"""The watch ledger of a campaign: events with where they stand, conditions with their state, authorities that were asked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.db.models import OuterRef, QuerySet, Subquery

from wenming.campaigns.enums import ConditionState, WatchKind, WatchState
from wenming.campaigns.models import Campaign, Clearance, ConditionFinding, WatchEntry, WatchStep
from wenming.campaigns.queries.cycles import rulebook_of
from wenming.engine.cycles import counts_for, counts_until, line_in_words, penalty_for
from wenming.engine.provisions import ApplyCondition, NegativeEntry, Penalty, PenaltyEffect, Provisions

LOOKING_BACK = frozenset({PenaltyEffect.DEDUCT, PenaltyEffect.DISQUALIFY})
"""Penalties whose months say how far back they look; those of the others say how long they last."""


def provisions_of(campaign: Campaign) -> Provisions:
    """Return what the campaign's rulebook says beside its tree."""
    return rulebook_of(campaign).provisions


def rules_of(campaign: Campaign) -> dict[tuple[str, str], ApplyCondition | NegativeEntry]:
    """Return (kind, code) -> rule, conditions first."""
    said = provisions_of(campaign)
    found: dict[tuple[str, str], ApplyCondition | NegativeEntry] = {
        (WatchKind.CONDITION.value, row.code): row for row in said.conditions
    }
    return found | {(WatchKind.NEGATIVE.value, row.code): row for row in said.negative_list}


def entries_of(campaign: Campaign, query: Mapping[str, str]) -> QuerySet[WatchEntry]:
    """Return the watched events under a filter, each with its latest step (``state``, ``effect``, ``points``, ``judged_at``)."""
    steps = WatchStep.objects.in_city(campaign.city).filter(entry=OuterRef("pk")).order_by("-pk")
    rows = WatchEntry.objects.in_city(campaign.city).filter(campaign=campaign)
    rows = rows.annotate(
        **{name: Subquery(steps.values(name)[:1]) for name in ("state", "effect", "points", "note")},
    )
    if query.get("kind") in WatchKind.values:
        rows = rows.filter(kind=query["kind"])
    if query.get("state") in WatchState.values:
        rows = rows.filter(state=query["state"])
    if query.get("rule"):
        rows = rows.filter(rule="" if query["rule"] == "unknown" else query["rule"])
    if query.get("q"):
        rows = rows.filter(event__icontains=query["q"][:60])
    return rows.order_by("-pk")


def window_of(rule: ApplyCondition | NegativeEntry | None, capacity: str) -> int | None:
    """Return how many months an event counts by a rule; None where the edition does not say."""
    if isinstance(rule, ApplyCondition):
        return rule.months
    penalty = proposed_penalty(rule, capacity)
    return penalty.months if penalty and penalty.effect in LOOKING_BACK else None


def proposed_penalty(rule: ApplyCondition | NegativeEntry | None, capacity: str) -> Penalty | None:
    """Return what an entry of the negative list does to the city in its capacity; None for conditions and where nothing is published."""
    return penalty_for(rule, capacity) if isinstance(rule, NegativeEntry) else None


def until_of(entry: WatchEntry, rule: ApplyCondition | NegativeEntry | None, capacity: str) -> date | None:
    """Return until when an event counts, None where no window is published."""
    return counts_until(entry.happened_on, window_of(rule, capacity))


@dataclass(frozen=True, slots=True)
class ConditionView:
    """A condition with its state: what touches it, what was found, the line that it names."""

    condition: ApplyCondition
    state: ConditionState
    touching: tuple[WatchEntry, ...]
    finding: ConditionFinding | None
    line: Fraction | None


def conditions_of(campaign: Campaign, *, on: date) -> list[ConditionView]:
    """Return the conditions of the rulebook with their states; empty where the edition says nothing. Two queries.

    Events that were cleared do not touch; those that are open or count do, while they lie in the window before the application
    (before today where no day of application is set).
    """
    conditions = provisions_of(campaign).conditions
    day = campaign.applies_on or on
    touching: dict[str, list[WatchEntry]] = defaultdict(list)
    windows = {row.code: row.months for row in conditions}
    for entry in entries_of(campaign, {"kind": WatchKind.CONDITION}).exclude(state=WatchState.CLEARED):
        if counts_for(entry.happened_on, windows.get(entry.rule), max(day, entry.happened_on)):
            touching[entry.rule].append(entry)
    rows = ConditionFinding.objects.in_city(campaign.city).filter(campaign=campaign).order_by("pk")
    found = {row.rule: row for row in rows}
    return [_view(row, tuple(touching.get(row.code, ())), found.get(row.code)) for row in conditions]


def _view(
    condition: ApplyCondition, touching: tuple[WatchEntry, ...], finding: ConditionFinding | None
) -> ConditionView:
    """Return a condition with its state: a failure first, then what touches it, then what was found."""
    met = finding.met if finding else None
    if met is False:
        state = ConditionState.FAILED
    elif touching:
        state = ConditionState.TOUCHED
    else:
        state = ConditionState.MET if met else ConditionState.OPEN
    return ConditionView(condition, state, touching, finding, line_in_words(condition.name))


def clearances_of(campaign: Campaign) -> list[Clearance]:
    """Return who was asked, the last round first, in protocol order within a round. One query."""
    rows = Clearance.objects.in_city(campaign.city).filter(campaign=campaign).select_related("unit", "campaign")
    return list(rows.order_by("-asked_on", "unit__position", "pk"))


def clearance_tone(row: Clearance, on: date) -> str:
    """Return the lamp of a question: "done", "bad" (late), "warn" (within three days), "ok"."""
    if row.answered_on is not None:
        return "done"
    left = (row.due_on - on).days
    return "bad" if left < 0 else "warn" if left <= SOON_DAYS else "ok"


SOON_DAYS = 3
