"""The gap of a round against its standard, with the city's targets and the rounds before it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from wenming.assessment.models import Target
from wenming.assessment.queries import RoundResult, result_from
from wenming.engine.gaps import Gap, find_gaps, part_of_gap
from wenming.engine.observations import FULL
from wenming.inspections.models import Round
from wenming.inspections.queries import (
    RoundFilter,
    Statistics,
    filtered_statistics,
    node_statistics,
    rounds_until,
)
from wenming.kernel.models import City
from wenming.standards.models import Edition

WHOLE_RATE = 10_000
"""A full rate as targets write it."""
ROUNDS_KEPT = 6
"""So many rounds make a trend."""


@dataclass(frozen=True)
class GapReport:
    """A round's gaps, what they are measured against, and the same edition's rounds up to it, oldest first."""

    now: RoundResult
    rounds: tuple[Round, ...]
    statistics: dict[int, Statistics]
    targets: dict[str, Target]
    gaps: tuple[Gap, ...]

    def trend(self, code: str) -> list[tuple[Round, Fraction | None]]:
        """Return each round with the mean of a leaf's rows, None where nobody looked."""
        return [(round_, _mean(*self.statistics[round_.pk].get(code, (0, 0)))) for round_ in self.rounds]


def gap_report(city: City, number: int) -> GapReport:
    """Return the gaps of the round with this number: three queries, however many rounds and targets there are. 404 for no round."""
    rounds = rounds_until(city, number, ROUNDS_KEPT)
    round_ = rounds[0]
    statistics = node_statistics(rounds, city)
    now = result_from(round_, statistics[round_.pk])
    targets = holding(targets_of(city, round_.edition))
    rates = {code: Fraction(target.rate, WHOLE_RATE) for code, target in targets.items() if target.rate}
    gaps = find_gaps(now.standard, now.statistics, now.result, targets=rates)
    return GapReport(now, tuple(reversed(rounds)), statistics, targets, gaps)


def targets_of(city: City, edition: Edition) -> list[Target]:
    """Return every target that was set for the edition, oldest first, each with its node and who set it."""
    targets = Target.objects.in_city(city).filter(node__edition=edition)
    return list(targets.select_related("node", "set_by").order_by("pk"))


def holding(targets: Iterable[Target]) -> dict[str, Target]:
    """Return code of the node -> the latest of its targets, given-up ones left out."""
    latest = {target.node.code: target for target in targets}
    return {code: target for code, target in latest.items() if target.rate is not None}


def gaps_within(report: GapReport, wanted: RoundFilter) -> tuple[Gap, ...]:
    """Return what the rows of one area or unit make of the gaps seen at sites; without either all gaps as they are."""
    if not (wanted.area or wanted.unit):
        return report.gaps
    rows = filtered_statistics(report.now.round, RoundFilter(area=wanted.area, unit=wanted.unit))
    return tuple(part_of_gap(gap, *rows[gap.code]) for gap in report.gaps if gap.rows and gap.code in rows)


def _mean(rows: int, milli: int) -> Fraction | None:
    """Return the mean rate of rows, None for none."""
    return Fraction(milli, FULL * rows) if rows else None
