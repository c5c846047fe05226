"""The published score of a standard, in exact fractions: the number that a city may be told, and where its points went.

The roll-up follows quant.md 1.b. For a node v whose known children are K and whose redistributing children are M
(nothing is known of them, and the rule that holds for them is REDISTRIBUTE):

* attainable  A(v) = Σ_K A(c) + Σ_M P(c)
* score       S(v) = Σ_K S(c) · f(v)  with the factor  f(v) = A(v) / Σ_K A(c)   (1 where M is empty)
* then the functions of v in published order; they change S(v) and never A(v).

Where K is empty a rule of v decides at v's parent: its ``not_applicable`` rule where no child of v exists in this city,
its ``missing`` rule where at least one of them could have been looked at.

**Losses are exact.** Let d(v) be the points that the functions of v take off. Before them
A(v) − S(v) = f(v) · Σ_K (A(c) − S(c)), because A(v) = f(v) · Σ_K A(c); after them A(v) − S(v) is larger by d(v).
Unrolled down to the leaves, A(root) − S(root) is the sum, over leaves and functions, of the own loss times the factors
on the path above: no remainder, no attribution by convention. A floor and a bonus lose negative points, that is, they
give some.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType

from wenming.engine.observations import FULL
from wenming.engine.scoring.ranks import shared_ranks
from wenming.engine.standards import (
    FunctionKind,
    MissingRule,
    Node,
    NodeFunction,
    Standard,
    TitleEffect,
    TitleLine,
)

ZERO = Fraction(0)
ONE = Fraction(1)
NO_FACTS: Mapping[str, int] = MappingProxyType({})
NO_RATES: Mapping[str, Fraction] = MappingProxyType({})


class LeafState(StrEnum):
    """What is known of a leaf: not having been looked at and not existing in this city are different things."""

    KNOWN = "known"
    MISSING = "missing"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True)
class LeafValue:
    """The rate of one leaf, 0 to 1, or why there is none. ValueError where rate and state contradict each other."""

    rate: Fraction | None
    state: LeafState

    def __post_init__(self) -> None:
        """Refuse a known leaf without a rate, a rate without a known leaf, and rates outside 0 to 1."""
        if (self.rate is not None) != (self.state is LeafState.KNOWN):
            raise ValueError(f"a leaf has a rate exactly when it is known, not rate {self.rate} while {self.state}")
        if self.rate is not None and not 0 <= self.rate <= 1:
            raise ValueError(f"a rate lies between 0 and 1, not at {self.rate}")


MISSING = LeafValue(None, LeafState.MISSING)
NOT_APPLICABLE = LeafValue(None, LeafState.NOT_APPLICABLE)


class LossKind(StrEnum):
    """What lost the points: every point that is missing from the attainable ones lies at exactly one of these."""

    LEAF = "leaf"
    """A leaf below its full rate."""
    NODE = "node"
    """A node of which nothing is known, or that does not exist here, while its own rule gives it a rate (0, or the last)."""
    FUNCTION = "function"
    """A veto, threshold, cap, deduction or grade; a floor and a bonus count here with negative points."""


@dataclass(frozen=True, slots=True)
class Loss:
    """Points of the root that are lost at one place; ``function`` is set for LossKind.FUNCTION only."""

    kind: LossKind
    code: str
    points: Fraction
    function: NodeFunction | None = None


@dataclass(frozen=True, slots=True)
class NodeScore:
    """One line of the published table.

    ``score`` and ``attainable`` are in the node's own points, before any parent redistributes; both are 0 where nothing
    is known. ``raw`` is the score before the node's functions. ``rate`` is score / attainable, None where nothing is
    attainable. ``rank`` counts among the nodes of the same level that have a rate; the root has none.
    """

    code: str
    name: str
    level: str
    score: Fraction
    attainable: Fraction
    rate: Fraction | None
    rank: int | None
    raw: Fraction


@dataclass(frozen=True, slots=True)
class Result:
    """The score of a standard: the nodes in published order and where every lost point went.

    The points of ``losses`` add up to ``attainable`` − ``score`` exactly. ``unknown`` are the leaves nobody looked at
    and for which no rule supplied a rate; ``not_applicable`` are those that do not exist here and count for nothing.
    """

    score: Fraction
    attainable: Fraction
    rate: Fraction | None
    nodes: tuple[NodeScore, ...]
    losses: tuple[Loss, ...]
    unknown: tuple[str, ...]
    not_applicable: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """One node as evaluated. ``known`` false: ``shares`` says whether the parent keeps the node's points.

    ``absent``: nothing is known because the node does not exist in this city.
    """

    known: bool
    absent: bool = False
    shares: bool = False
    attainable: Fraction = ZERO
    raw: Fraction = ZERO
    score: Fraction = ZERO
    factor: Fraction = ONE
    effects: tuple[tuple[NodeFunction, Fraction], ...] = ()
    stands_in: bool = False

    @property
    def rate(self) -> Fraction | None:
        """Score / attainable, None where nothing is attainable."""
        return self.score / self.attainable if self.attainable else None


@dataclass(frozen=True, slots=True)
class Given:
    """What a score is computed from, beside the standard; see :func:`score_standard`."""

    leaves: Mapping[str, LeafValue]
    facts: Mapping[str, int]
    last: Mapping[str, Fraction]


def leaf_from_statistics(count: int, milli_sum: int) -> LeafValue:
    """Return the mean rate of ``count`` observations that add up to ``milli_sum`` milli-points; none makes it missing.

    ValueError where the two cannot belong together.
    """
    if count < 0 or not 0 <= milli_sum <= FULL * count:
        raise ValueError(f"{count} observations cannot add up to {milli_sum} milli-points")
    return LeafValue(Fraction(milli_sum, FULL * count), LeafState.KNOWN) if count else MISSING


def score_standard(
    standard: Standard,
    leaves: Mapping[str, LeafValue],
    *,
    facts: Mapping[str, int] = NO_FACTS,
    last: Mapping[str, Fraction] = NO_RATES,
) -> Result:
    """Score a standard exactly.

    ``leaves`` maps leaf codes to their values; a leaf that is not named is missing. ``facts`` counts the recorded facts
    (negative list, vetoes). ``last`` gives the last known rate (0 to 1, before the node's own functions) of any node
    whose rule is LAST. The functions of a node also apply to a rate that stands in. The root's own missing rule is
    never used, for it has no parent: of a standard of which nothing is known, score and attainable are 0 and the rate
    is None. Redistribution among children that are worth nothing changes nothing. ValueError for a code that is not a
    leaf of the standard, a negative fact and a last rate outside 0 to 1 (above 1 only where a bonus lies below the node).
    """
    return score_with_parts(standard, Given(leaves, facts, last))[0]


def score_with_parts(standard: Standard, given: Given) -> tuple[Result, dict[str, Part]]:
    """Score a standard, and return every node as it was evaluated as well. ValueError as :func:`score_standard`."""
    check_given(standard, given)
    parts: dict[str, Part] = {}
    # children before parents
    for node in reversed(standard.nodes):
        parts[node.code] = part_of(standard, node, given, parts)
    root = parts[standard.root.code]
    absent = _absent(standard, given, parts)
    result = Result(
        score=root.score,
        attainable=root.attainable,
        rate=root.rate,
        nodes=_published(standard, parts),
        losses=tuple(_losses(standard, parts)),
        unknown=absent[LeafState.MISSING],
        not_applicable=absent[LeafState.NOT_APPLICABLE],
    )
    return result, parts


def title_effects(standard: Standard, score: Fraction, rank: int | None = None) -> tuple[TitleEffect, ...]:
    """Return what a year's score (points) and place in its group do to the title, in the order of the edition's lines."""
    return tuple(line.effect for line in standard.title_lines if _line_holds(line, score, rank))


def cycle_score(standard: Standard, year_scores: Sequence[Fraction]) -> Fraction:
    """Return the weighted score of a title's cycle, first year first. ValueError unless every year has its weight."""
    weights = standard.cycle_weights
    if len(weights) != len(year_scores):
        raise ValueError(f"{standard.code} weighs {len(weights)} years, but {len(year_scores)} scores are given")
    return sum((weight * score for weight, score in zip(weights, year_scores, strict=True)), ZERO)


def _line_holds(line: TitleLine, score: Fraction, rank: int | None) -> bool:
    """Say whether every condition that the line states is met."""
    return (
        (line.score_from is None or score >= line.score_from)
        and (line.score_below is None or score < line.score_below)
        and (line.rank_to is None or (rank is not None and rank <= line.rank_to))
    )


def check_given(standard: Standard, given: Given) -> None:
    """Refuse what would otherwise be dropped in silence."""
    strange = set(given.leaves) - {leaf.code for leaf in standard.leaves}
    if strange:
        raise ValueError(f"{standard.code} has no leaf {', '.join(sorted(strange))}")
    for code, times in given.facts.items():
        if times < 0:
            raise ValueError(f"fact {code} cannot have happened {times} times")
    for code, rate in given.last.items():
        if rate < 0 or (rate > 1 and not any(node.code == code and node.may_exceed for node in standard.nodes)):
            raise ValueError(f"the last rate of {code} lies between 0 and 1, not at {rate}")


def part_of(standard: Standard, node: Node, given: Given, parts: Mapping[str, Part]) -> Part:
    """Evaluate one node by the parts of its children; the root has no parent, so that no rule stands in for it."""
    part = _leaf(node, given.leaves.get(node.code, MISSING)) if node.is_leaf else _interior(node, parts)
    if not part.known and node is not standard.root:
        part = _stand_in(node, given.last, absent=part.absent)
    return _with_functions(node, part, given.facts) if part.known and node.functions else part


def _leaf(node: Node, value: LeafValue) -> Part:
    """Evaluate a leaf before any rule or function."""
    if value.rate is None:
        return Part(known=False, absent=value.state is LeafState.NOT_APPLICABLE)
    return _earning(node.points, node.points * value.rate)


def _earning(attainable: Fraction, raw: Fraction, *, factor: Fraction = ONE, stands_in: bool = False) -> Part:
    """Return a known part before its functions: its score is the raw one."""
    return Part(known=True, attainable=attainable, raw=raw, score=raw, factor=factor, stands_in=stands_in)


def _interior(node: Node, parts: Mapping[str, Part]) -> Part:
    """Add up the known children and let them share the points of the redistributing ones."""
    known = [parts[child.code] for child in node.children if parts[child.code].known]
    if not known:
        return Part(known=False, absent=all(parts[child.code].absent for child in node.children))
    held = sum((part.attainable for part in known), ZERO)
    earned = sum((part.score for part in known), ZERO)
    shared = sum((child.points for child in node.children if parts[child.code].shares), ZERO)
    # children worth nothing cannot share anything: no factor would turn 0 into the shared points
    if not (held and shared):
        return _earning(held, earned)
    factor = (held + shared) / held
    return _earning(held * factor, earned * factor, factor=factor)


def _stand_in(node: Node, last: Mapping[str, Fraction], *, absent: bool) -> Part:
    """Apply a node's rule for the case that nothing is known of it, or that it does not exist here."""
    rule = node.not_applicable if absent else node.missing
    if rule is MissingRule.ZERO:
        return _earning(node.points, ZERO, stands_in=True)
    if rule is MissingRule.LAST and node.code in last:
        return _earning(node.points, node.points * last[node.code], stands_in=True)
    return Part(known=False, absent=absent, shares=rule is MissingRule.REDISTRIBUTE)


def _with_functions(node: Node, part: Part, facts: Mapping[str, int]) -> Part:
    """Apply the node's functions in published order and keep what each of them moved."""
    score = part.raw
    effects: list[tuple[NodeFunction, Fraction]] = []
    for function in node.functions:
        times = 1 if function.fact is None else facts.get(function.fact, 0)
        after = apply_function(function, score, part.attainable, times) if times else score
        if after != score:
            effects.append((function, score - after))
        score = after
    return replace(part, score=score, effects=tuple(effects))


def apply_function(function: NodeFunction, score: Fraction, attainable: Fraction, times: int) -> Fraction:
    """Return the score (points) after one function that is switched on. A floor never lifts above what is attainable."""
    match function.kind:
        case FunctionKind.VETO:
            after = ZERO
        case FunctionKind.THRESHOLD:
            after = ZERO if score < function.limit * attainable else score
        case FunctionKind.CAP:
            after = min(score, function.limit)
        case FunctionKind.FLOOR:
            after = max(score, min(function.limit, attainable))
        case FunctionKind.DEDUCT:
            after = max(ZERO, score - function.limit * times)
        case FunctionKind.BONUS:
            after = score + function.limit * times
        case _:  # GRADE; below the last step nothing is earned
            reached = (step.share for step in function.steps if score >= step.rate_from * attainable)
            after = next(reached, ZERO) * attainable
    return after


def _published(standard: Standard, parts: Mapping[str, Part]) -> tuple[NodeScore, ...]:
    """Return the lines of the published table with their ranks within each level."""
    rates = {code: rate for code, part in parts.items() if (rate := part.rate) is not None}
    rank: dict[str, int] = {}
    for level in {node.level for node in standard.nodes}:
        peers = [n.code for n in standard.nodes if n.level == level and n.code in rates and n is not standard.root]
        rank.update(zip(peers, shared_ranks([rates[code] for code in peers]), strict=True))
    return tuple(
        NodeScore(
            code=node.code,
            name=node.name,
            level=node.level,
            score=parts[node.code].score,
            attainable=parts[node.code].attainable,
            rate=rates.get(node.code),
            rank=rank.get(node.code),
            raw=parts[node.code].raw,
        )
        for node in standard.nodes
    )


def _losses(standard: Standard, parts: Mapping[str, Part]) -> list[Loss]:
    """Return the loss of every leaf, then of the node's functions, in published order, in points of the root."""
    above: dict[str, Fraction] = {standard.root.code: ONE}
    losses: list[Loss] = []
    for node in standard.nodes:
        part, weight = parts[node.code], above[node.code]
        above.update((child.code, weight * part.factor) for child in node.children)
        if node.is_leaf or part.stands_in:
            kind = LossKind.LEAF if node.is_leaf else LossKind.NODE
            losses.append(Loss(kind, node.code, weight * (part.attainable - part.raw)))
        losses.extend(Loss(LossKind.FUNCTION, node.code, weight * moved, by) for by, moved in part.effects)
    return losses


def _absent(standard: Standard, given: Given, parts: Mapping[str, Part]) -> dict[LeafState, tuple[str, ...]]:
    """Sort the leaves that count for nothing by why there is no value."""
    states = {leaf.code: given.leaves.get(leaf.code, MISSING).state for leaf in standard.leaves}
    idle = [leaf.code for leaf in standard.leaves if not parts[leaf.code].known]
    return {state: tuple(code for code in idle if states[code] is state) for state in LeafState}
