"""A cycle as its page needs it: its years, milestones with their lamps, official scores and what they weigh together."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

from wenming.campaigns.enums import MilestoneKind
from wenming.campaigns.models import Campaign, Milestone, OfficialScore
from wenming.engine.cycles import CycleScore, cycle_score
from wenming.engine.standards import Standard
from wenming.standards.queries import standard_of

MILLE = 1000
SOON = timedelta(days=3)
DAYS_OF_A_YEAR = 365


def years_of(campaign: Campaign) -> list[int]:
    """Return the years of a cycle, the one in which it starts first: as many as are weighed, else as many as it lasts."""
    lasts = round(((campaign.ends_on - campaign.starts_on).days + 1) / DAYS_OF_A_YEAR)
    return [campaign.starts_on.year + step for step in range(len(campaign.year_weights) or max(1, lasts))]


def rulebook_of(campaign: Campaign) -> Standard:
    """Return the edition whose conditions, negative list and lines hold for a campaign (loaded with ``edition`` and ``rulebook``)."""
    return standard_of(campaign.rulebook or campaign.edition)


def milestones_of(campaign: Campaign) -> list[Milestone]:
    """Return the milestones of a cycle by day. One query."""
    rows = Milestone.objects.in_city(campaign.city).filter(campaign=campaign)
    return list(rows.select_related("unit").order_by("due_on", "pk"))


def milestone_tone(milestone: Milestone, on: date) -> str:
    """Return the lamp of a milestone: "done", "cancelled", "bad" (overdue), "warn" (within three days), "ok"."""
    if milestone.done_on is not None or milestone.cancelled_on is not None:
        return "done" if milestone.done_on is not None else "cancelled"
    if milestone.due_on < on:
        return "bad"
    return "warn" if milestone.due_on - on <= SOON else "ok"


def open_gates(milestones: list[Milestone]) -> list[Milestone]:
    """Return the gates that are not passed yet."""
    gates = [one for one in milestones if one.kind == MilestoneKind.GATE]
    return [gate for gate in gates if gate.done_on is None and gate.cancelled_on is None]


def waits_for(milestone: Milestone, gates: list[Milestone]) -> Milestone | None:
    """Return the first open gate that stands before a milestone, None where the way is free."""
    if milestone.done_on is not None or milestone.cancelled_on is not None:
        return None
    before = [gate for gate in gates if gate.pk != milestone.pk and gate.due_on <= milestone.due_on]
    return before[0] if before else None


def scores_of(campaign: Campaign) -> list[OfficialScore]:
    """Return every official score that was recorded, by year, the one that holds last. One query."""
    rows = OfficialScore.objects.in_city(campaign.city).filter(campaign=campaign)
    return list(rows.select_related("by").order_by("year", "pk"))


def latest_scores(rows: list[OfficialScore]) -> dict[int, OfficialScore]:
    """Return year -> the score that holds."""
    return {row.year: row for row in rows}


def cycle_of(campaign: Campaign, rows: list[OfficialScore]) -> CycleScore:
    """Return the cycle score of a campaign, exact."""
    weights = [Fraction(weight, MILLE) for weight in campaign.year_weights]
    scores = {year: Fraction(row.score, MILLE) for year, row in latest_scores(rows).items()}
    return cycle_score(weights, years_of(campaign), scores)
