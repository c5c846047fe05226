"""The pure tree of an assessment system: what is judged, what it is worth, and what happens when a part is missing.

A standard is read from a file (``wenming.standards.imports``) and never changes afterwards: everything here is frozen.
All numbers that an edition publishes (points, thresholds, weights) are exact fractions, so that 0.85 is 17/20 and
no digit depends on a binary approximation. Points are absolute: a pack that gives weights is turned into points when it is read.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from wenming.engine.provenance import Provenance
from wenming.engine.provisions import NO_PROVISIONS, Provisions


class MissingRule(StrEnum):
    """What a parent does with a child of which nothing is known (``missing``) or that does not exist (``not_applicable``).

    A node of which no child is known is itself not applicable where all its children are, and missing otherwise.
    """

    EXCLUDE = "exclude"
    """The child's points leave the attainable points: nobody gains or loses by it."""
    REDISTRIBUTE = "redistribute"
    """The parent keeps its points; the known children share the child's points in proportion."""
    ZERO = "zero"
    """The child counts as known with score 0."""
    LAST = "last"
    """The child's last known rate stands in; without one the child is excluded and reported."""


class FunctionKind(StrEnum):
    """Non-linear rules of a node, applied to its score in the order in which the edition lists them."""

    VETO = "veto"
    """一票否决: where the fact holds, the score becomes 0."""
    THRESHOLD = "threshold"
    """Below the limit (a rate, 0 to 1) the score becomes 0: all or nothing."""
    CAP = "cap"
    """The score is at most the limit (points)."""
    FLOOR = "floor"
    """The score is at least the limit (points)."""
    DEDUCT = "deduct"
    """The limit (points) is taken off once per occurrence of the fact; never below 0."""
    GRADE = "grade"
    """A / B / C: the rate is replaced by the share of the first step that it reaches."""
    BONUS = "bonus"
    """加分: the limit (points) is added once per occurrence of the fact; the score may exceed what is attainable."""


class TitleEffect(StrEnum):
    """What a year's score does to a title (domain: 通报表扬, 通报批评, 停牌)."""

    COMMEND = "commend"
    CRITICISE = "criticise"
    SUSPEND = "suspend"


@dataclass(frozen=True, slots=True)
class GradeStep:
    """One step of a grade: reaching ``rate_from`` (0 to 1) earns ``share`` (0 to 1) of the node's attainable points."""

    label: str
    rate_from: Fraction
    share: Fraction


@dataclass(frozen=True, slots=True)
class NodeFunction:
    """One non-linear rule of a node.

    ``fact`` names the recorded fact that switches the rule on (a code of the negative list, say); ``None`` means always.
    ``limit`` is in points for CAP, FLOOR, DEDUCT and BONUS and a rate (0 to 1) for THRESHOLD; VETO and GRADE do not use it.
    """

    kind: FunctionKind
    fact: str | None = None
    limit: Fraction = Fraction(0)
    steps: tuple[GradeStep, ...] = ()


@dataclass(frozen=True, slots=True)
class Node:
    """One line of the tree: a project, an indicator, a content or a criterion.

    ``points`` are the attainable points of the node when everything below it is known.
    ``code`` is unique in the standard; ``name`` is the official Chinese name, ``name_en`` its English rendering or "".
    ``aliases`` are other spellings under which the field really writes the name; they are used like the name itself.
    ``sites`` is the sampling design: how many sites one round visits for this node (0 = not published).
    ``assumed``: the edition publishes no points here, and an even split of the parent's stands in for them.
    """

    code: str
    name: str
    level: str
    points: Fraction
    missing: MissingRule
    not_applicable: MissingRule
    name_en: str = ""
    aliases: tuple[str, ...] = ()
    methods: tuple[str, ...] = ()
    functions: tuple[NodeFunction, ...] = ()
    sites: int = 0
    assumed: bool = False
    provenance: Provenance | None = None
    children: tuple[Node, ...] = ()

    @property
    def is_leaf(self) -> bool:
        """True for the nodes that are judged directly."""
        return not self.children

    @property
    def may_exceed(self) -> bool:
        """True where the rate may lie above 1 before the node's own functions: something below it earns a bonus."""
        below = (function for child in self.children for node in child.walk() for function in node.functions)
        return any(function.kind is FunctionKind.BONUS for function in below)

    def walk(self) -> Iterator[Node]:
        """Yield this node and everything below it, parents before children, in published order."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True)
class TitleLine:
    """A line of the title rules: a score from ``score_from`` (inclusive) to ``score_below`` (exclusive), or a rank up to ``rank_to``."""

    effect: TitleEffect
    score_from: Fraction | None = None
    score_below: Fraction | None = None
    rank_to: int | None = None


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """A unit or an area that the pack knows under several names."""

    name: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Standard:
    """One edition of one title's assessment system, as far as its file goes.

    ``root`` carries the whole tree; its level is "standard". ``complete`` says whether the file covers the whole edition:
    no total may be announced from an incomplete one, whose gaps are ``not_covered`` (Chinese, English). ``cycle_weights`` weigh the years of a title's cycle, first year first.
    ``digest`` is the SHA-256 of the file's bytes, hexadecimal.
    """

    code: str
    title: str
    title_en: str
    edition: str
    levels: tuple[str, ...]
    root: Node
    complete: bool
    digest: str
    cycle_weights: tuple[Fraction, ...] = ()
    title_lines: tuple[TitleLine, ...] = ()
    units: tuple[NamedPlace, ...] = ()
    areas: tuple[NamedPlace, ...] = ()
    not_covered: tuple[tuple[str, str], ...] = ()
    provisions: Provisions = NO_PROVISIONS
    provenance: Provenance | None = None
    nodes: tuple[Node, ...] = field(init=False)
    leaves: tuple[Node, ...] = field(init=False)

    def __post_init__(self) -> None:
        """Keep the nodes in published order, parents before children."""
        nodes = tuple(self.root.walk())
        object.__setattr__(self, "nodes", nodes)
        object.__setattr__(self, "leaves", tuple(node for node in nodes if node.is_leaf))

    def node(self, code: str) -> Node:
        """Return the node with this code; KeyError names the standard when there is none."""
        for node in self.nodes:
            if node.code == code:
                return node
        raise KeyError(f"{self.code} has no node {code!r}")
