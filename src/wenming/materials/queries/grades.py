"""Grades of a year by clause: what is there, what was given, what waits for whom; what the score of the papers rests on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from django.db.models import Count, F, Max, Q, QuerySet

from wenming.campaigns.models import Campaign
from wenming.engine.collecting import window_of
from wenming.engine.grading import (
    ClauseInput,
    Given,
    Grade,
    GradeStanding,
    PartPoints,
    Range,
    ScorePart,
    clauses_by_papers,
    edition_grades,
    part_points,
    parts_of,
    range_of,
    weights_of,
)
from wenming.engine.standards import Standard
from wenming.kernel.models import Account
from wenming.materials.enums import GradeStage, ItemState, PointShare
from wenming.materials.models import ClauseGrade, GradeRule, MaterialItem, Requirement, SampledClause, VersionPaper
from wenming.materials.queries.items import own_condition
from wenming.materials.queries.years import items_of_year, requirements_in
from wenming.materials.workflow import COMPLETE, IN, OPEN
from wenming.standards.models import Node
from wenming.standards.queries import standard_of

MILLE = 1000


@dataclass(frozen=True, slots=True)
class Held:
    """What is there for a clause in a year: pieces asked for, passed, late; when somebody last said something of one."""

    asked: int = 0
    complete: int = 0
    late: int = 0
    said_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ClauseLine:
    """A clause of a year with its grades; ``sampled`` where a lot fell on it, with the two grades that are held against each other."""

    node: Node
    held: Held
    first: ClauseGrade | None = None
    settled: ClauseGrade | None = None
    sampled: SampledClause | None = None

    @property
    def second(self) -> ClauseGrade | None:
        """Return the second person's grade."""
        return self.sampled.second if self.sampled else None

    @property
    def latest(self) -> ClauseGrade | None:
        """Return the grade that was given last."""
        return self.settled or self.second or self.first

    @property
    def stale(self) -> bool:
        """Whether something passed or went back after the last grade."""
        return bool(self.latest and self.held.said_at and self.held.said_at > self.latest.at)

    @property
    def full(self) -> bool:
        """Whether everything asked for so far is there and passed."""
        return self.held.asked > 0 and self.held.complete == self.held.asked

    @property
    def range(self) -> Range:
        """Return where the clause stands."""
        first, second, settled = (one.milli if one else None for one in (self.first, self.second, self.settled))
        return range_of(Given(first, second, settled, complete=self.full and not self.stale))

    def blind(self, account: Account) -> bool:
        """Tell whether the account has still to grade it without seeing what the first one gave."""
        return self.sampled is not None and self.second is None and self.sampled.sample.grader_id == account.pk

    def waits(self, account: Account) -> bool:
        """Tell whether it waits for the account: drawn for it, or not graded yet, or changed since and complete."""
        if self.sampled is not None:
            return self.blind(account)
        return self.first is None or (self.stale and self.full)


def wanted_in_year(campaign: Campaign, year: int) -> QuerySet[MaterialItem]:
    """Return what was asked for in the twelve months of a year and is still wanted."""
    return items_of_year(campaign, year).exclude(state=ItemState.WAIVED).order_by()


def graded_nodes(campaign: Campaign, year: int) -> QuerySet[Node]:
    """Return the clauses whose papers count in a year: those of which something is asked, and those that the edition judges by papers."""
    asked = requirements_in(campaign, window_of(year, campaign.material_month))
    codes = [node.code for node in clauses_by_papers(standard_of(campaign.edition))]
    rows = Node.objects.in_city(campaign.city).filter(edition=campaign.edition)
    return rows.filter(Q(pk__in=asked.values("node")) | Q(code__in=codes)).order_by("position")


def clause_lines(campaign: Campaign, year: int, *, on: date) -> list[ClauseLine]:
    """Return the clauses of a year in the order of the edition. Four queries."""
    city = campaign.city
    nodes = list(graded_nodes(campaign, year))
    counted = wanted_in_year(campaign, year).values("requirement__node").annotate(
        asked=Count("pk", distinct=True),
        complete=Count("pk", filter=Q(state__in=COMPLETE), distinct=True),
        late=Count("pk", filter=Q(state__in=OPEN, due_on__lt=on), distinct=True),
        said_at=Max("versions__reviews__at"),
    )  # fmt: skip
    held = {row.pop("requirement__node"): Held(**row) for row in counted}
    given: dict[tuple[int, str], ClauseGrade] = {}
    grades = ClauseGrade.objects.in_city(city).filter(campaign=campaign, year=year).select_related("by").order_by("pk")
    for one in grades:
        given[one.node_id, one.stage] = one
    lots = SampledClause.objects.in_city(city).filter(sample__campaign=campaign, sample__year=year)
    drawn = {one.node_id: one for one in lots.select_related("sample__grader", "first__by", "second__by")}
    return [_line(node, held, given, drawn.get(node.pk)) for node in nodes]


def _line(node: Node, held: Mapping[int, Held], given: Mapping[tuple[int, str], ClauseGrade], drawn: Any) -> ClauseLine:
    """Return one line; what was drawn keeps the first grade on which the lot fell."""
    first = drawn.first if drawn else given.get((node.pk, str(GradeStage.FIRST)))
    settled = given.get((node.pk, str(GradeStage.SETTLED)))
    return ClauseLine(node, held.get(node.pk, Held()), first, settled, drawn)


def barred_nodes(account: Account, campaign: Campaign, year: int) -> set[int]:
    """Return the clauses that the account may not grade: it, or the unit for which it supplies, handed something in. One query."""
    wanted = Q(versions__by=account) | Q(versions__papers__paper__by=account)
    own = own_condition(account, campaign.city)
    if own is not None:
        wanted |= own
    return set(wanted_in_year(campaign, year).filter(wanted).values_list("requirement__node", flat=True))


def rule_of(campaign: Campaign) -> GradeRule | None:
    """Return the rule of grading that holds. One query."""
    rows = GradeRule.objects.in_city(campaign.city).filter(campaign=campaign).select_related("by")
    return rows.order_by("-pk").first()


def rules_before(campaign: Campaign) -> list[GradeRule]:
    """Return every rule that there was, the latest first. One query."""
    return list(GradeRule.objects.in_city(campaign.city).filter(campaign=campaign).select_related("by").order_by("-pk"))


def grades_for(campaign: Campaign, code: str, rule: GradeRule | None) -> tuple[Grade, ...]:
    """Return the grades of a clause, best first: the edition's own, else those of the rule; none where nobody has said."""
    found = edition_grades(standard_of(campaign.edition).node(code))
    return found or tuple(Grade(label, milli) for label, milli in (rule.steps if rule else ()))


def part_weights(campaign: Campaign, rule: GradeRule | None) -> tuple[dict[ScorePart, Fraction], bool]:
    """Return the points of the three parts, empty where nobody has said, and whether it is the edition that says so."""
    standard = standard_of(campaign.edition)
    found = parts_of(standard)
    if found:
        return found, True
    if rule is None or rule.filing is None:
        return {}, False
    said = {ScorePart.FILING: rule.filing, ScorePart.FIELD: rule.field, ScorePart.SURVEY: rule.survey}
    return {part: Fraction(milli or 0, MILLE) for part, milli in said.items()}, False


def clause_inputs(standard: Standard, lines: Sequence[ClauseLine], rule: GradeRule | None) -> list[ClauseInput]:
    """Return what the score of the papers rests on: weight and range of each clause, in the order of the edition."""
    equal = rule is not None and rule.share == PointShare.EQUAL
    weights = weights_of(standard, [line.node.code for line in lines], equal=equal)
    ranges = [(line.node.code, line.range) for line in lines]
    return [ClauseInput(code, weights[code], found.low, found.high) for code, found in ranges]


def shares_assumed(standard: Standard, lines: Sequence[ClauseLine], rule: GradeRule | None) -> bool:
    """Tell whether points that the edition does not publish stand in for some clause."""
    if rule is not None and rule.share == PointShare.EQUAL:
        return False
    codes = {line.node.code for line in lines}
    return any(node.assumed for node in standard.nodes if node.code in codes)


@dataclass(frozen=True)
class GradeSheet:
    """The grades of a year of a campaign with what the score of its papers rests on; ``weights`` are the points of the three parts, empty where unknown."""

    campaign: Campaign
    year: int
    lines: list[ClauseLine]
    rule: GradeRule | None
    inputs: list[ClauseInput]
    weights: dict[ScorePart, Fraction]
    by_edition: bool

    @property
    def points(self) -> PartPoints | None:
        """Return the points of the papers; None where nobody has said how many there are, or no clause counts."""
        return part_points(self.inputs, self.weights[ScorePart.FILING]) if self.inputs and self.weights else None

    def blind(self, account: Account) -> int:
        """Return how many clauses the account has still to grade without seeing what the first one gave."""
        return sum(line.blind(account) for line in self.lines)


def grade_sheet(campaign: Campaign, year: int, *, on: date) -> GradeSheet:
    """Return the grades of a year. Five queries."""
    lines, rule = clause_lines(campaign, year, on=on), rule_of(campaign)
    weights, by_edition = part_weights(campaign, rule)
    inputs = clause_inputs(standard_of(campaign.edition), lines, rule)
    return GradeSheet(campaign, year, lines, rule, inputs, weights, by_edition)


def papers_of_clause(campaign: Campaign, node: Node, year: int) -> list[VersionPaper]:
    """Return what was handed in for a clause, in the order in which it is filed. One query."""
    items = wanted_in_year(campaign, year).filter(requirement__node=node, state__in=IN)
    rows = VersionPaper.objects.in_city(campaign.city).filter(
        version__item__in=items, version__number=F("version__item__version")
    )
    rows = rows.select_related(
        "paper__file",
        "paper__unit",
        "paper__by",
        "paper__city",
        "version__item__unit",
        "version__item__requirement__node",
    )
    place = ("version__item__requirement__number", "version__item__period", "version__item__unit__position")
    return list(rows.order_by(*place, "version__item", "order"))


@dataclass(frozen=True, slots=True)
class Wanted:
    """A requirement of a clause with how much of it is there in a year."""

    row: Requirement
    held: Held


def wanted_for(campaign: Campaign, node: Node, year: int) -> list[Wanted]:
    """Return what a clause asks for, in its order, with how much of it is there. Two queries."""
    items = wanted_in_year(campaign, year).filter(requirement__node=node).values("requirement")
    counted = items.annotate(asked=Count("pk"), complete=Count("pk", filter=Q(state__in=COMPLETE)))
    held = {row["requirement"]: Held(row["asked"], row["complete"]) for row in counted}
    rows = Requirement.objects.in_city(campaign.city).filter(campaign=campaign, node=node).select_related("node")
    return [Wanted(row, held.get(row.pk, Held())) for row in rows.order_by("number")]


def earlier_grades(line: ClauseLine, campaign: Campaign, year: int) -> list[ClauseGrade]:
    """Return what held for a clause in earlier years, the latest first. One query."""
    rows = ClauseGrade.objects.in_city(campaign.city).filter(campaign=campaign, node=line.node, year__lt=year)
    held: dict[int, ClauseGrade] = {}
    for one in rows.select_related("by").order_by("pk"):
        if one.stage == GradeStage.SETTLED or one.year not in held or held[one.year].stage == GradeStage.FIRST:
            held[one.year] = one
    return [held[one] for one in sorted(held, reverse=True)]


def open_differences(lines: Sequence[ClauseLine]) -> list[ClauseLine]:
    """Return the clauses that two people graded differently and nobody has settled."""
    return [line for line in lines if line.range.standing is GradeStanding.DIFFERS]
