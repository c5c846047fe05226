"""Papers graded by clause: what an edition says of grades and of the parts of a year, and what the grades make of the points.

A clause is worth a share of the part's points. A grade that holds says what of them is reached; where two people differ, where papers are still
missing, where nobody has graded, the clause is a **range** from what is surely reached to what is still possible. Low, lost and unknown
add up to the part's points without a remainder; nothing is guessed in between.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from wenming.engine.standards import FunctionKind, Node, Standard

FULL = 1000
"""A full grade, in milli-points."""
ZERO = Fraction(0)


class ScorePart(StrEnum):
    """The three parts of a year's score (domain: 网上申报, 实地考察, 问卷调查)."""

    FILING = "filing"
    FIELD = "field"
    SURVEY = "survey"


METHODS: Mapping[str, ScorePart] = {
    "material_review": ScorePart.FILING,
    "online_filing": ScorePart.FILING,
    "field_inspection": ScorePart.FIELD,
    "overall_view": ScorePart.FIELD,
    "survey": ScorePart.SURVEY,
    "household": ScorePart.SURVEY,
    "street_intercept": ScorePart.SURVEY,
}
"""Method of a node -> the part it belongs to; a method that stands here not belongs to none of the three."""


class GradeStanding(StrEnum):
    """How far the grade of a clause is."""

    HOLDS = "holds"
    DIFFERS = "differs"
    """Two people graded it differently, and nobody has settled it."""
    INCOMPLETE = "incomplete"
    """Graded by what is there, while something is missing or came in afterwards."""
    UNGRADED = "ungraded"


@dataclass(frozen=True, slots=True)
class Grade:
    """One grade: its word, and what of the points it earns, in milli-points."""

    label: str
    milli: int


@dataclass(frozen=True, slots=True)
class Given:
    """What was given for a clause, in milli-points; ``complete``: everything asked for was there and passed when it was graded."""

    first: int | None = None
    second: int | None = None
    settled: int | None = None
    complete: bool = True


@dataclass(frozen=True, slots=True)
class Range:
    """Where a clause stands, and between which milli-points its grade lies."""

    standing: GradeStanding
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class ClauseInput:
    """What the score of a clause rests on: what it weighs against the others, and its range in milli-points."""

    code: str
    weight: Fraction
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class ClausePoints:
    """A clause in points of the part: ``low`` is reached, ``lost`` is gone, ``unknown`` lies between."""

    code: str
    points: Fraction
    low: Fraction
    high: Fraction

    @property
    def lost(self) -> Fraction:
        """Return the points that cannot be reached any more."""
        return self.points - self.high

    @property
    def unknown(self) -> Fraction:
        """Return the points of which nobody can say yet."""
        return self.high - self.low


@dataclass(frozen=True, slots=True)
class PartPoints:
    """A part: its points and its clauses in the order of the edition. low + unknown + lost = points."""

    points: Fraction
    clauses: tuple[ClausePoints, ...]

    @property
    def low(self) -> Fraction:
        """Return the points that are surely reached."""
        return sum((one.low for one in self.clauses), ZERO)

    @property
    def high(self) -> Fraction:
        """Return the points that are still possible."""
        return sum((one.high for one in self.clauses), ZERO)

    @property
    def lost(self) -> Fraction:
        """Return the points that are gone."""
        return sum((one.lost for one in self.clauses), ZERO)

    @property
    def unknown(self) -> Fraction:
        """Return the points of which nobody can say yet."""
        return sum((one.unknown for one in self.clauses), ZERO)


def parts_of(standard: Standard) -> dict[ScorePart, Fraction]:
    """Return the points of the three parts as the edition publishes them; empty unless it publishes all three, and its methods tell them apart."""
    found: dict[ScorePart, Fraction] = {}
    for leaf in standard.leaves:
        parts = {METHODS.get(method) for method in leaf.methods}
        part = parts.pop() if len(parts) == 1 else None
        if part is None or leaf.assumed:
            return {}
        found[part] = found.get(part, ZERO) + leaf.points
    return found if len(found) == len(ScorePart) else {}


def clauses_by_papers(standard: Standard) -> tuple[Node, ...]:
    """Return the clauses that the edition judges by papers, in published order, where it says so: the leaves with such a method."""
    return tuple(leaf for leaf in standard.leaves if any(METHODS.get(one) is ScorePart.FILING for one in leaf.methods))


def edition_grades(node: Node) -> tuple[Grade, ...]:
    """Return the grades that the edition itself has for a clause, best first; none where it says nothing."""
    for function in node.functions:
        if function.kind is FunctionKind.GRADE:
            return tuple(Grade(step.label, round(step.share * FULL)) for step in function.steps)
    return ()


def range_of(given: Given) -> Range:
    """Return where a clause stands: what was settled holds, else what both say, else the span of what they say.

    What was graded before everything was there binds nobody: what comes may lift the grade, what never comes may cost it.
    """
    said = (
        [given.settled]
        if given.settled is not None
        else [one for one in (given.first, given.second) if one is not None]
    )
    if not said:
        return Range(GradeStanding.UNGRADED, 0, FULL)
    low, high = min(said), max(said)
    if not given.complete:
        return Range(GradeStanding.INCOMPLETE, 0, FULL)
    return Range(GradeStanding.HOLDS if low == high else GradeStanding.DIFFERS, low, high)


def weights_of(standard: Standard, codes: Sequence[str], *, equal: bool) -> dict[str, Fraction]:
    """Return what each clause weighs: all the same, or the points of the edition; what lies below one of them is taken off it.

    Where clauses have no points left, all weigh the same.
    """
    wanted = set(codes)
    if equal:
        return {code: Fraction(1) for code in codes}
    found = {node.code: node.points - _below(node, wanted) for node in standard.nodes if node.code in wanted}
    if not any(points > 0 for points in found.values()):
        return {code: Fraction(1) for code in codes}
    return {code: max(found.get(code, ZERO), ZERO) for code in codes}


def _below(node: Node, wanted: set[str]) -> Fraction:
    """Return the points of the nearest wanted clauses below a node."""
    return sum((child.points if child.code in wanted else _below(child, wanted) for child in node.children), ZERO)


def part_points(clauses: Sequence[ClauseInput], points: Fraction) -> PartPoints:
    """Share the points of a part out among its clauses by weight, and say of each what is reached, lost and unknown."""
    whole = sum((one.weight for one in clauses), ZERO)
    found = []
    for one in clauses:
        worth = points * one.weight / whole
        found.append(ClausePoints(one.code, worth, worth * one.low / FULL, worth * one.high / FULL))
    return PartPoints(points, tuple(found))


@dataclass(frozen=True, slots=True)
class PartScore:
    """One part of a year: its points (None: nobody has said), and the range of what is reached (None: no data)."""

    part: ScorePart
    points: Fraction | None
    low: Fraction | None = None
    high: Fraction | None = None

    @property
    def known(self) -> bool:
        """Whether anything is known of it in points."""
        return self.points is not None and self.low is not None and self.high is not None


def year_total(parts: Sequence[PartScore]) -> tuple[Fraction, Fraction] | None:
    """Return the range of the whole; None as long as one part has no data or no weight: nothing is added up in silence."""
    low = high = ZERO
    for one in parts:
        if one.low is None or one.high is None or one.points is None:
            return None
        low, high = low + one.low, high + one.high
    return low, high
