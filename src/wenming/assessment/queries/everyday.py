"""The level on ordinary days beside the level while a visit was known of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time

import numpy as np

from wenming.engine.contrasts import Contrast, contrast
from wenming.inspections.enums import VisitManner
from wenming.inspections.models import Round
from wenming.inspections.queries import level_counts, rounds_in
from wenming.kernel.models import City
from wenming.organisations.models import VisitPeriod
from wenming.sites.models import Site

INSIDE, OUTSIDE, APART = "inside", "outside", "apart"
"""While a visit was known of; on ordinary days; counted on neither side."""


@dataclass(frozen=True, slots=True)
class SidedRound:
    """A round with the side that it counts for, and why it counts for none."""

    round: Round
    side: str
    reason: str


@dataclass(frozen=True)
class Everyday:
    """The analysis: rounds with their sides, the contrast (None where one side lacks rounds or no kind of place was seen on both)."""

    rounds: list[SidedRound]
    contrast: Contrast | None


def everyday_of(city: City) -> Everyday:
    """Compare all rounds whose manner is known: four queries at most.

    Inside: rounds that were announced, or that fell into a visit period (迎检). Outside: rounds made incognito, or at places drawn by lot,
    on other days. A look is a row; it counts for its site's type, or its node where the register does not know the site.
    """
    rounds = list(rounds_in(city).select_related("manner"))
    visits = list(VisitPeriod.objects.in_city(city).order_by("starts_at"))
    sided = [_sided(one, visits) for one in rounds]
    side_of = {one.round.pk: one.side for one in sided if one.side != APART}
    counts = level_counts(city, [one for one in rounds if one.pk in side_of]) if len(set(side_of.values())) == 2 else []
    if not counts:
        return Everyday(sided, None)
    types = dict(Site.objects.in_city(city).order_by("-pk").values_list("name", "type__name"))
    return Everyday(sided, _contrast(counts, side_of, types))


def _sided(round_: Round, visits: list[VisitPeriod]) -> SidedRound:
    """Tell a round's side."""
    if not hasattr(round_, "manner"):
        return SidedRound(round_, APART, "unsaid")
    if round_.manner.manner == VisitManner.ANNOUNCED:
        return SidedRound(round_, INSIDE, "announced")
    if _during_visit(round_, visits):
        return SidedRound(round_, INSIDE, "visit")
    return SidedRound(round_, OUTSIDE, "drawn" if round_.manner.drawn else "incognito")


def _during_visit(round_: Round, visits: list[VisitPeriod]) -> bool:
    """Say whether any day of a round fell into a visit period."""
    zone = round_.city.zone
    begins = datetime.combine(round_.starts_on, time.min, tzinfo=zone)
    ends = datetime.combine(round_.ends_on, time.max, tzinfo=zone)
    return any(one.starts_at <= ends and (one.ended_at is None or one.ended_at >= begins) for one in visits)


def _contrast(
    counts: list[tuple[int, int, str, int, int]], side_of: dict[int, str], types: dict[str, str]
) -> Contrast | None:
    """Return outside − inside over looks, one entry each."""
    size = np.array([row[3] for row in counts])
    right = np.array([row[4] for row in counts])
    hits = np.repeat(np.tile([1, 0], len(counts)), np.stack([right, size - right], axis=1).ravel())

    def spread(values: list[object]) -> np.ndarray:
        return np.repeat(np.array(values), size)

    return contrast(
        hits,
        spread([side_of[row[0]] == OUTSIDE for row in counts]),
        strata=spread([types.get(row[2]) or f"n{row[1]}" for row in counts]),
        clusters=spread([row[2] for row in counts]),
    )
