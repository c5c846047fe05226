"""What falls to one unit, clause by clause, and its year: what is due when. Falls out of the matrix; nothing is typed twice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from wenming.campaigns.enums import Part
from wenming.campaigns.models import ClauseChief, ClauseTerms, Milestone
from wenming.campaigns.queries.matrix import CampaignMatrix, path_names
from wenming.engine.responsibility import LEAD, ClauseParts
from wenming.engine.standards import Node

SOON = 30
"""Days before a date from which it counts as near."""


@dataclass(frozen=True)
class Duty:
    """A unit's part in a clause, with everything agreed on it."""

    clause: ClauseParts
    node: Node
    path: tuple[Node, ...]
    part: str
    terms: ClauseTerms | None
    chief: ClauseChief | None

    @property
    def due_on(self) -> date | None:
        """The day by which it must be done, where one is named."""
        return self.terms.due_on if self.terms else None

    @property
    def due(self) -> str:
        """The time limit as it is written."""
        return self.terms.due if self.terms else ""


def duties_of(
    found: CampaignMatrix, unit: int, terms: Mapping[str, ClauseTerms], chiefs: Mapping[str, ClauseChief]
) -> list[Duty]:
    """Return what falls to a unit: the weightiest parts first, each in published order."""
    nodes, paths = {node.code: node for node in found.standard.nodes}, path_names(found.standard)
    return [
        Duty(clause, nodes[clause.code], paths[clause.code], part, terms.get(clause.code), chiefs.get(clause.code))
        for part in Part.values
        for clause in found.matrix.clauses
        if unit in clause.who(part)
    ]


def lead_points(duties: Iterable[Duty]) -> Fraction:
    """Return what the clauses are worth that a unit leads."""
    return sum((duty.clause.points for duty in duties if duty.part == Part.LEAD), Fraction(0))


@dataclass(frozen=True)
class PlanLine:
    """Something with a day, or with a time limit in words (``day`` None): a duty or a milestone, and whether it is near or past."""

    day: date | None
    duty: Duty | None = None
    milestone: Milestone | None = None
    near: bool = False
    past: bool = False


def plan_lines(
    duties: Iterable[Duty], milestones: Iterable[Milestone], *, year: int, on: date
) -> tuple[list[PlanLine], list[PlanLine]]:
    """Return a year's lines by day, and the duties of the year that have no day.

    Only what is led or answered for is planned; who cooperates or stands behind works by the plan of the lead.
    """
    own = [duty for duty in duties if duty.part in {Part.LEAD, Part.RESPONSIBLE}]
    dated = [
        PlanLine(duty.due_on, duty, None, *_nearness(duty.due_on, on)) for duty in own if _within(duty.due_on, year)
    ]
    for milestone in milestones:
        if milestone.due_on.year == year:
            state = (False, False) if milestone.done_on else _nearness(milestone.due_on, on)
            dated.append(PlanLine(milestone.due_on, None, milestone, *state))
    dated.sort(key=lambda line: (line.day or on, line.milestone is None, line.duty.node.code if line.duty else ""))
    return dated, [PlanLine(None, duty) for duty in own if duty.due_on is None]


def _within(day: date | None, year: int) -> bool:
    """Tell whether a day lies in the year."""
    return day is not None and day.year == year


def _nearness(day: date | None, on: date) -> tuple[bool, bool]:
    """Tell whether a day is near, and whether it is past."""
    left = (day - on).days if day else SOON + 1
    return 0 <= left <= SOON, left < 0


def all_duties(
    found: CampaignMatrix, terms: Mapping[str, ClauseTerms], chiefs: Mapping[str, ClauseChief]
) -> list[Duty]:
    """Return every clause once as the duty of whoever leads it, or of nobody: the plan of the whole campaign."""
    nodes, paths = {node.code: node for node in found.standard.nodes}, path_names(found.standard)
    return [
        Duty(clause, nodes[clause.code], paths[clause.code], LEAD, terms.get(clause.code), chiefs.get(clause.code))
        for clause in found.matrix.clauses
    ]
