"""划清责任: which lines of a standard somebody must answer for, who does, and where nobody or too many do.

Pure: units are keys, parts are words (牵头 ``LEAD``, 责任 ``RESPONSIBLE``, 配合 ``COOPERATING``, 包保 ``SPONSOR``), points exact fractions.
Nothing is ever decided here: where a lead is missing, what is known is offered as a proposal with its ground.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from wenming.engine.crosswalk import Clause
from wenming.engine.standards import Node, Standard

METHOD = "method"
"""The level of nodes that say how a clause is judged; nobody answers for a method apart from its clause."""
LEAD, RESPONSIBLE, COOPERATING, SPONSOR = PARTS = ("lead", "responsible", "cooperating", "sponsor")
"""What a unit can do for a clause, the weightiest first."""


class Standing(StrEnum):
    """How the answering for a clause stands; the first that applies, the gravest first."""

    NO_LEAD = "no_lead"
    SEVERAL_LEADS = "several_leads"
    NO_COOPERATING = "no_cooperating"
    """One unit leads and stands alone: nobody is responsible or cooperates beside it."""
    COMPLETE = "complete"


class Ground(StrEnum):
    """Why a unit is proposed as the lead of a clause; the strongest ground first."""

    LED_BEFORE = "led_before"
    """It led the clause before: earlier in this cycle, or in the edition before."""
    LEADS_SIBLINGS = "leads_siblings"
    """It leads more of the clauses beside this one than any other unit."""
    RESPONSIBLE_THERE = "responsible_there"
    """It is the only unit that is responsible for the clause."""


@dataclass(frozen=True, slots=True)
class Held:
    """A unit's part in a clause; several stand in the order of the paper."""

    clause: str
    unit: int
    part: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """A unit that could lead a clause, and why; of ``of`` siblings with a lead it leads ``count`` (0 for other grounds)."""

    unit: int
    ground: Ground
    count: int = 0
    of: int = 0


@dataclass(frozen=True, slots=True)
class ClauseParts:
    """A clause with its units by part, each once, in the order of the paper."""

    code: str
    points: Fraction
    units: Mapping[str, tuple[int, ...]]

    def who(self, part: str) -> tuple[int, ...]:
        """Return the units that have this part."""
        return self.units.get(part, ())

    @property
    def standing(self) -> Standing:
        """How the answering for this clause stands."""
        leads = len(self.who(LEAD))
        if leads != 1:
            return Standing.SEVERAL_LEADS if leads else Standing.NO_LEAD
        beside = self.who(RESPONSIBLE) or self.who(COOPERATING)
        return Standing.COMPLETE if beside else Standing.NO_COOPERATING

    @property
    def lead(self) -> int | None:
        """The unit that leads, None where none or several do."""
        leads = self.who(LEAD)
        return leads[0] if len(leads) == 1 else None


@dataclass(frozen=True, slots=True)
class Load:
    """What a unit carries: clauses it leads with their points in full, and clauses in which it has another part."""

    unit: int
    lead: int
    lead_points: Fraction
    responsible: int
    cooperating: int
    sponsor: int

    @property
    def clauses(self) -> int:
        """How many parts it has in all."""
        return self.lead + self.responsible + self.cooperating + self.sponsor


class Matrix:
    """All clauses of a standard with who answers for them. ``strangers`` are parts in clauses that the standard does not have."""

    def __init__(self, standard: Standard, held: Iterable[Held]) -> None:
        """Sort the parts into the clauses; a part that is named twice counts once."""
        found: dict[str, dict[str, list[int]]] = {clause.code: {} for clause in clauses_of(standard)}
        strangers = []
        for one in held:
            if one.clause not in found:
                strangers.append(one)
                continue
            units = found[one.clause].setdefault(one.part, [])
            if one.unit not in units:
                units.append(one.unit)
        self.strangers = tuple(strangers)
        self.clauses = tuple(
            ClauseParts(node.code, node.points, {part: tuple(units) for part, units in found[node.code].items()})
            for node in clauses_of(standard)
        )
        self.by_code = {clause.code: clause for clause in self.clauses}
        self._beside = {code: tuple(codes) for codes in _families(standard, set(found)) for code in codes}

    def count(self, standing: Standing) -> int:
        """Return how many clauses stand like this."""
        return sum(clause.standing is standing for clause in self.clauses)

    def points(self, standing: Standing) -> Fraction:
        """Return what the clauses that stand like this are worth."""
        return sum((clause.points for clause in self.clauses if clause.standing is standing), Fraction(0))

    def proposals(
        self, code: str, before: Mapping[str, Sequence[int]], alive: Collection[int] | None = None
    ) -> tuple[Proposal, ...]:
        """Return who could lead a clause, each unit once by its strongest ground; of several leads only these are proposed.

        ``before`` maps a clause to the units that led it, the latest first; ``alive`` are the units that exist (None: all).
        """
        clause = self.by_code[code]
        leads = clause.who(LEAD)
        found: dict[int, Proposal] = {}
        for proposal in (*self._led(before.get(code, ())), *self._sibling(code), *self._responsible(clause)):
            fits = (proposal.unit in leads or not leads) and (alive is None or proposal.unit in alive)
            if fits:
                found.setdefault(proposal.unit, proposal)
        return tuple(found.values())

    def _led(self, units: Sequence[int]) -> Iterable[Proposal]:
        """Propose the unit that led before: the latest alone."""
        return [Proposal(unit, Ground.LED_BEFORE) for unit in units[:1]]

    def _sibling(self, code: str) -> Iterable[Proposal]:
        """Propose the unit that leads most of the clauses beside this one; nobody where two lead as many."""
        leads = [self.by_code[other].lead for other in self._beside[code] if other != code]
        counted = Counter(unit for unit in leads if unit is not None).most_common(2)
        if not counted or (len(counted) > 1 and counted[0][1] == counted[1][1]):
            return []
        (unit, count), of = counted[0], sum(unit is not None for unit in leads)
        return [Proposal(unit, Ground.LEADS_SIBLINGS, count, of)]

    def _responsible(self, clause: ClauseParts) -> Iterable[Proposal]:
        """Propose the unit that is responsible there, where there is only one."""
        units = clause.who(RESPONSIBLE)
        return [Proposal(units[0], Ground.RESPONSIBLE_THERE)] if len(units) == 1 else []


def loads_of(clauses: Iterable[ClauseParts]) -> tuple[Load, ...]:
    """Return what every unit with a part carries, most lead points first, then by its key.

    Of two leads of a clause each carries its points in full: nobody has been told to carry half.
    """
    counted: dict[int, Counter[str]] = {}
    points: dict[int, Fraction] = {}
    for clause in clauses:
        for part, units in clause.units.items():
            for unit in units:
                counted.setdefault(unit, Counter())[part] += 1
                points[unit] = points.get(unit, Fraction(0)) + (clause.points if part == LEAD else 0)
    loads = (
        Load(unit, of[LEAD], points[unit], of[RESPONSIBLE], of[COOPERATING], of[SPONSOR])
        for unit, of in counted.items()
    )
    return tuple(sorted(loads, key=lambda load: (-load.lead_points, -load.lead, load.unit)))


@dataclass(frozen=True, slots=True)
class Owner:
    """The one unit that answers for an observation, and the clause by which it does."""

    unit: int
    clause: Clause


def owner_of(clauses: Collection[Clause], leads: Mapping[Clause, Sequence[int]], order: Sequence[str]) -> Owner | None:
    """Return who answers for an observation that satisfies these clauses of several titles: one unit, or nobody, never two.

    It is the lead of the clause in the foremost title (``order`` are the editions, the foremost title's first) that has exactly
    one lead; of several such clauses of that title, the first in the order of ``leads``. It counts for every title all the same.
    """
    for edition in order:
        for clause, units in leads.items():
            if clause in clauses and clause[0] == edition and len(units) == 1:
                return Owner(units[0], clause)
    return None


@dataclass(frozen=True, slots=True)
class LeadConflict:
    """Two clauses of different titles that one observation satisfies, with different leads; ``clause`` is the foremost title's."""

    clause: Clause
    lead: int
    other: Clause
    other_lead: int


def lead_conflicts(
    linked: Mapping[Clause, Iterable[Clause]], leads: Mapping[Clause, Sequence[int]], order: Sequence[str]
) -> tuple[LeadConflict, ...]:
    """Return the pairs of clauses that one observation satisfies and that different units lead, each once, in the order of ``leads``.

    ``linked`` maps a clause to those that its observations satisfy as well. A clause without exactly one lead is no party to a
    conflict: that is a fault of its own.
    """
    place = {edition: number for number, edition in enumerate(order)}
    pairs = {
        (clause, other) if place[clause[0]] < place[other[0]] else (other, clause)
        for clause, others in linked.items()
        for other in others
        if clause[0] in place and other[0] in place and clause[0] != other[0]
    }
    known = {clause: number for number, clause in enumerate(leads)}
    single = {clause: units[0] for clause, units in leads.items() if len(units) == 1}
    found = [
        LeadConflict(clause, single[clause], other, single[other])
        for clause, other in pairs
        if clause in single and other in single and single[clause] != single[other]
    ]
    return tuple(sorted(found, key=lambda one: (known[one.clause], known[one.other])))


def clauses_of(standard: Standard) -> tuple[Node, ...]:
    """Return the clauses (条目) of a standard in published order: the deepest nodes that are no methods.

    A standard of nothing but methods has its root as the only clause.
    """
    found = tuple(node for node in standard.nodes if node.level != METHOD and not _parts(node))
    return found or (standard.root,)


def _parts(node: Node) -> tuple[Node, ...]:
    """Return the parts of a node that somebody can answer for."""
    return tuple(child for child in node.children if child.level != METHOD)


def _families(standard: Standard, clauses: Collection[str]) -> list[list[str]]:
    """Return the clauses that stand beside each other, family by family; the root as a clause stands alone."""
    families = [[child.code for child in node.children if child.code in clauses] for node in standard.nodes]
    return [[standard.root.code], *families]
