"""The three parts of a year's score: papers from their grades, sites from the latest round, people asked; each with what is unknown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from wenming.assessment.models import MaterialRun
from wenming.assessment.queries import RoundResult, digest_of, results_of
from wenming.campaigns.models import Campaign
from wenming.engine import ENGINE_VERSION
from wenming.engine.gaps import find_gaps
from wenming.engine.grading import ClauseInput, PartPoints, PartScore, ScorePart, part_points, year_total
from wenming.inspections.queries import rounds_in
from wenming.kernel.models import City
from wenming.materials.queries.grades import ClauseLine, GradeSheet, grade_sheet


@dataclass(frozen=True)
class YearScore:
    """A year of a campaign in its parts. ``now`` is the round that stands for the sites, None where none of the year has a total."""

    sheet: GradeSheet
    now: RoundResult | None
    parts: tuple[PartScore, ...]

    @property
    def total(self) -> tuple[Fraction, Fraction] | None:
        """Return the range of the whole, None as long as a part is unknown."""
        return year_total(self.parts)

    @property
    def missing(self) -> list[PartScore]:
        """Return the parts of which nothing is known in points."""
        return [one for one in self.parts if not one.known]


def year_score(campaign: Campaign, year: int, *, on: date) -> YearScore:
    """Return the three parts of a year. Seven queries. What people say is not collected yet: that part has no data."""
    sheet = grade_sheet(campaign, year, on=on)
    points, weights = sheet.points, sheet.weights
    graded = points is not None and any(line.latest for line in sheet.lines)
    filing = PartScore(ScorePart.FILING, weights.get(ScorePart.FILING))
    if points is not None and graded:
        filing = PartScore(ScorePart.FILING, points.points, points.low, points.high)
    now, worth = _field(campaign, year), weights.get(ScorePart.FIELD)
    field = PartScore(ScorePart.FIELD, worth)
    if worth is not None and now is not None:
        reached = worth * now.result.score / now.result.attainable
        field = PartScore(ScorePart.FIELD, worth, reached, reached)
    return YearScore(sheet, now, (filing, field, PartScore(ScorePart.SURVEY, weights.get(ScorePart.SURVEY))))


def _field(campaign: Campaign, year: int) -> RoundResult | None:
    """Return the result of the latest round of the year that was judged by the campaign's edition; None where there is none with a total."""
    rows = rounds_in(campaign.city).filter(edition=campaign.edition, ends_on__year=year)
    round_ = rows.order_by("-ends_on", "-number").first()
    if round_ is None:
        return None
    found = results_of([round_], campaign.city)[0]
    return found if found.total and found.total.attainable else None


@dataclass(frozen=True, slots=True)
class Loss:
    """Points of the year that a clause loses; ``line`` where papers lose them."""

    part: ScorePart
    code: str
    name: str
    name_en: str
    lost: Fraction
    line: ClauseLine | None = None


def losses_of(score: YearScore) -> list[Loss]:
    """Return where the year loses points, papers and sites together, most lost first; equal ones in the order of the edition. No query.

    Points of the year are told only where the parts have points.
    """
    found = [*_paper_losses(score.sheet), *_site_losses(score)]
    return sorted(found, key=lambda one: -one.lost)


def _paper_losses(sheet: GradeSheet) -> list[Loss]:
    """Return the clauses whose papers lose points."""
    points = sheet.points
    worth = {one.code: one for one in points.clauses} if points else {}
    lines = [(line, worth[line.node.code].lost) for line in sheet.lines if line.node.code in worth]
    return [
        Loss(ScorePart.FILING, line.node.code, line.node.name, line.node.name_en, lost, line)
        for line, lost in lines
        if lost
    ]


def _site_losses(score: YearScore) -> list[Loss]:
    """Return the places of the round that lose points, in points of the year."""
    now, worth = score.now, score.sheet.weights.get(ScorePart.FIELD)
    if now is None or worth is None:
        return []
    scale = worth / now.result.attainable
    gaps = find_gaps(now.standard, now.statistics, now.result)
    nodes = {node.code: node for node in now.standard.nodes}
    return [
        Loss(ScorePart.FIELD, gap.code, nodes[gap.code].name, nodes[gap.code].name_en, gap.lost * scale)
        for gap in gaps
        if gap.lost > 0
    ]


@dataclass(frozen=True)
class Computed:
    """What is kept of a material score: inputs as they are written, their digest, the points, and the digest of these."""

    inputs: dict[str, Any]
    points: PartPoints

    @property
    def input_digest(self) -> str:
        """SHA-256 of the inputs."""
        return digest_of([[self.inputs["points"]], *self.inputs["clauses"]])

    @property
    def result_digest(self) -> str:
        """SHA-256 of every clause's exact points."""
        return digest_of([[one.code, str(one.points), str(one.low), str(one.high)] for one in self.points.clauses])


def computed_from(inputs: Mapping[str, Any]) -> Computed:
    """Compute a material score from kept inputs alone: the same digits every time."""
    clauses = [ClauseInput(code, Fraction(weight), low, high) for code, weight, low, high in inputs["clauses"]]
    return Computed(dict(inputs), part_points(clauses, Fraction(inputs["points"])))


def computed_now(sheet: GradeSheet) -> Computed | None:
    """Compute a material score from the grades as they are; None where the points are unknown or no clause counts."""
    if sheet.points is None:
        return None
    clauses = [[one.code, str(one.weight), one.low, one.high] for one in sheet.inputs]
    return computed_from({"points": str(sheet.points.points), "clauses": clauses})


def material_runs_of(campaign: Campaign, year: int) -> list[MaterialRun]:
    """Return the kept scores of a year, the latest first. One query."""
    rows = MaterialRun.objects.in_city(campaign.city).filter(campaign=campaign, year=year)
    return list(rows.select_related("by").order_by("-at", "-pk"))


def recomputed_material_runs(city: City) -> list[tuple[MaterialRun, tuple[str, ...]]]:
    """Compute every kept material score of this engine version again from its inputs: each with the names of what differs."""
    runs = MaterialRun.objects.in_city(city).filter(engine_version=ENGINE_VERSION).select_related("campaign")
    return [(run, _differing(run, computed_from(run.inputs))) for run in runs.order_by("campaign", "year", "at", "pk")]


def _differing(run: MaterialRun, now: Computed) -> tuple[str, ...]:
    """Return which digests of a run differ from those of its inputs."""
    points = now.points
    pairs = {
        "input": (run.input_digest, now.input_digest),
        "result": (run.result_digest, now.result_digest),
        "score": ((run.points, run.low, run.high), (str(points.points), str(points.low), str(points.high))),
    }
    return tuple(name for name, (stored, today) in pairs.items() if stored != today)
