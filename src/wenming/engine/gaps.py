"""The gap against a standard, exactly: where the points of the total were lost, why, and how many could come back.

A **gap** is what one place of the tree keeps from the total. Every point that is missing lies at exactly one of

* a leaf that was seen at sites and is below its full rate (cause SITES),
* a part that nobody looked at while a rule of the edition gives it a rate (UNSEEN),
* a rule of the edition: a veto, threshold, cap, deduction, grade, or a part that does not exist here and counts as 0 (RULE).

Points are in points of the total: a node's own points times the factors by which the nodes above it share out what is
missing (see ``scoring.exact``). Hence the gaps' lost points add up to attainable − score of the root, and the attainable
points of the places among them to the root's attainable points; both without a remainder.

**Recoverable** is what lies between now and the target of the place: its own target rate, else that of the nearest node
above that has one, else the full points. A rule recovers up to the same line; a floor, which gives points, recovers none.

**Shares.** A row of a leaf is worth attainable ÷ rows; what it deducts of that is its share of the loss. Sites and areas
divide a loss without a remainder. A row that names two units counts whole for both, so units may add up to more.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from wenming.engine.observations import FULL, Observation
from wenming.engine.scoring.exact import NO_RATES, ONE, ZERO, LossKind, NodeScore, Result
from wenming.engine.scoring.tables import NOT_NAMED
from wenming.engine.standards import Node, NodeFunction, Standard

Counts = tuple[int, int]
"""(rows, sum of milli-points)."""
GroupRow = tuple[str, int, int]
"""(name, rows, sum of milli-points)."""
NO_ROWS: Counts = (0, 0)


class Cause(StrEnum):
    """Why points are missing."""

    SITES = "sites"
    """What was seen at sites."""
    UNSEEN = "unseen"
    """Nobody looked, and the edition does not let that pass."""
    RULE = "rule"
    """A rule of the edition takes the points, whatever was seen."""


@dataclass(frozen=True, slots=True)
class Gap:
    """What one place keeps from the total, for one cause.

    ``attainable``, ``now``, ``lost`` and ``recoverable`` are in points of the total. For a place ``now`` + ``lost`` =
    ``attainable``; for a rule (``function`` is set) the two are those of its node, after all its rules. ``rate`` is
    ``now`` ÷ ``attainable``. ``target`` is the rate that holds here, None where nobody set one. ``rows`` are the rows that
    judge the place.
    """

    code: str
    cause: Cause
    attainable: Fraction
    now: Fraction
    lost: Fraction
    rate: Fraction
    target: Fraction | None
    recoverable: Fraction
    rows: int = 0
    function: NodeFunction | None = None


@dataclass(frozen=True, slots=True)
class GapSum:
    """The gaps at a node and below it, added up; ``now`` is what the node brings to the total."""

    code: str
    attainable: Fraction
    now: Fraction
    lost: Fraction
    recoverable: Fraction
    rate: Fraction | None
    causes: Mapping[Cause, Fraction]


@dataclass(frozen=True, slots=True)
class Share:
    """One site, area or unit (NOT_NAMED for the rows that name none): its rows, and the points of the total lost there."""

    name: str
    rows: int
    milli: int
    lost: Fraction

    @property
    def rate(self) -> Fraction:
        """The mean of the rows, 0 to 1."""
        return Fraction(self.milli, FULL * self.rows)


@dataclass(frozen=True, slots=True)
class Tally:
    """A round counted: code of the leaf -> (rows, milli-points), and the same by site, area and unit."""

    leaves: dict[str, Counts] = field(default_factory=dict)
    sites: dict[str, list[GroupRow]] = field(default_factory=dict)
    areas: dict[str, list[GroupRow]] = field(default_factory=dict)
    units: dict[str, list[GroupRow]] = field(default_factory=dict)


def find_gaps(
    standard: Standard,
    statistics: Mapping[str, Counts],
    result: Result,
    *,
    not_applicable: Collection[str] = (),
    targets: Mapping[str, Fraction] = NO_RATES,
) -> tuple[Gap, ...]:
    """Return every place that the result rests on and every rule that moved it, in published order, also without a loss.

    ``result`` is the score of these ``statistics`` (leaf -> rows and milli-points); ``not_applicable`` are the leaves said
    not to exist here. ``targets`` maps node codes to rates (above 0, at most 1). ValueError for a target outside that, of a
    node that the standard lacks, and for a result that does not follow from the statistics.
    """
    _check_targets(standard, targets)
    scores = {one.code: one for one in result.nodes}
    moved = _moves(result)
    gaps: list[Gap] = []
    stack: list[tuple[Node, Fraction, Fraction | None]] = [(standard.root, ONE, None)]
    while stack:
        node, weight, above = stack.pop()
        target = targets.get(node.code, above)
        scored, rows = scores[node.code], statistics.get(node.code, NO_ROWS)[0]
        if scored.attainable and (node.is_leaf or node.code in moved.stand_ins):
            _check_leaf(node, statistics.get(node.code, NO_ROWS), scored)
            gaps.append(_place(scored, weight, target, _cause(node, rows, not_applicable), rows))
        # a bonus also moves a node of which nothing is attainable
        gaps.extend(_rules(scored, weight, target, moved.functions.get(node.code, ())))
        factor = _factor(node, scores)
        # the stack gives back the last first; published order has the first child first
        stack.extend((child, weight * factor, target) for child in reversed(node.children))
    return tuple(gaps)


def rank_gaps(gaps: Iterable[Gap]) -> tuple[Gap, ...]:
    """Return the gaps that lost something, most recoverable points first, then most lost; equal ones as they came."""
    return tuple(
        sorted((gap for gap in gaps if gap.lost > 0), key=lambda gap: _order(gap.recoverable, gap.lost), reverse=True)
    )


def part_of_gap(gap: Gap, rows: int, milli: int) -> Gap:
    """Return what some of the rows of a gap seen at sites make of it: those of one area, say, and their milli-points.

    Parts that divide the rows divide ``attainable``, ``now`` and ``lost`` without a remainder; what is recoverable is counted
    to the target in every part by itself. ValueError for rows that the gap cannot have.
    """
    _check_part(gap, rows, milli)
    attainable = gap.attainable * rows / gap.rows
    now = attainable * milli / (FULL * rows)
    recoverable = _below(gap.target, attainable, now, attainable)
    return Gap(gap.code, gap.cause, attainable, now, attainable - now, now / attainable, gap.target, recoverable, rows)


def sum_gaps(nodes: Iterable[Node], gaps: Iterable[Gap]) -> dict[str, GapSum]:
    """Return code -> the gaps at and below each of these nodes, added up.

    Of all gaps of a round ``attainable`` and ``now`` are the node's own, in points of the total.
    """
    over: dict[str, list[str]] = {}
    found: dict[str, list[Gap]] = {}
    for node in nodes:
        found[node.code] = []
        for one in node.walk():
            over.setdefault(one.code, []).append(node.code)
    for gap in gaps:
        for code in over.get(gap.code, ()):
            found[code].append(gap)
    return {code: _sum(code, inside) for code, inside in found.items()}


def split_losses(gaps: Iterable[Gap], groups: Mapping[str, Iterable[GroupRow]]) -> tuple[Share, ...]:
    """Return how the losses seen at sites lie with the groups, most lost first, the rows that name none last.

    ``groups`` maps a leaf to its rows by site, area or unit. ValueError for a group that the leaf cannot have.
    """
    totals: dict[str, tuple[int, int]] = {}
    # name -> number of a worth -> deducted milli-points: whole numbers as long as possible, fractions are slow
    deducted: dict[str, dict[int, int]] = {}
    worths: dict[Fraction, int] = {}
    for gap in gaps:
        if gap.cause is not Cause.SITES:
            continue
        worth = worths.setdefault(gap.attainable / gap.rows, len(worths))
        for name, rows, milli in groups.get(gap.code, ()):
            _check_part(gap, rows, milli)
            before = totals.get(name, NO_ROWS)
            totals[name] = (before[0] + rows, before[1] + milli)
            by_worth = deducted.setdefault(name, {})
            by_worth[worth] = by_worth.get(worth, 0) + FULL * rows - milli
    values = list(worths)
    shares = [
        Share(name, *totals[name], _total(values[worth] * milli for worth, milli in by_worth.items()) / FULL)
        for name, by_worth in deducted.items()
    ]
    # the sort keeps equal ones in their order, also backwards
    return tuple(sorted(shares, key=lambda share: (share.name != NOT_NAMED, *_order(share.lost)), reverse=True))


def worst_share(gap: Gap, groups: Iterable[GroupRow]) -> tuple[Share, int] | None:
    """Return the site, area or unit where a gap seen at sites lost most, and how many others lost something; None for none.

    ``groups`` are the gap's rows by name. Of equal ones the first stands.
    """
    losing = [group for group in groups if group[2] < FULL * group[1]]
    if not losing:
        return None
    name, rows, milli = max(losing, key=lambda group: FULL * group[1] - group[2])
    _check_part(gap, rows, milli)
    return Share(name, rows, milli, gap.attainable * (FULL * rows - milli) / (FULL * gap.rows)), len(losing) - 1


def tally_round(observations: Iterable[Observation]) -> Tally:
    """Count a round by leaf, and within each leaf by site, area and unit; a row counts once for each unit that it names."""
    leaves: dict[str, Counts] = {}
    groups: dict[str, dict[str, dict[str, Counts]]] = {"sites": {}, "areas": {}, "units": {}}
    for seen in observations:
        leaves[seen.code] = _added(leaves.get(seen.code, NO_ROWS), seen.milli)
        named = {"sites": (seen.site,), "areas": (seen.area,), "units": seen.units or (NOT_NAMED,)}
        for kind, names in named.items():
            counts = groups[kind].setdefault(seen.code, {})
            for name in dict.fromkeys(names):
                counts[name] = _added(counts.get(name, NO_ROWS), seen.milli)
    listed = {
        kind: {code: [(name, *counts) for name, counts in found.items()] for code, found in by_leaf.items()}
        for kind, by_leaf in groups.items()
    }
    return Tally(leaves, **listed)


@dataclass(frozen=True, slots=True)
class _Moves:
    """What a result says of its losses: interior nodes whose rule stands in, and the points that each function moved."""

    stand_ins: frozenset[str]
    functions: Mapping[str, list[tuple[NodeFunction, Fraction]]]


def _moves(result: Result) -> _Moves:
    """Sort a result's losses by node."""
    functions: dict[str, list[tuple[NodeFunction, Fraction]]] = {}
    for loss in result.losses:
        if loss.function is not None:
            functions.setdefault(loss.code, []).append((loss.function, loss.points))
    return _Moves(frozenset(loss.code for loss in result.losses if loss.kind is LossKind.NODE), functions)


def _check_targets(standard: Standard, targets: Mapping[str, Fraction]) -> None:
    """Refuse a target that says nothing."""
    codes = {node.code for node in standard.nodes}
    for code, rate in targets.items():
        if code not in codes:
            raise ValueError(f"{standard.code} has no node {code!r} that could have a target")
        if not 0 < rate <= 1:
            raise ValueError(f"a target lies above 0 and at most at 1, not at {rate} for {code}")


def _check_leaf(node: Node, counts: Counts, scored: NodeScore) -> None:
    """Refuse a result of other rows than these."""
    rows, milli = counts
    if rows and scored.raw * FULL * rows != scored.attainable * milli:
        raise ValueError(f"the score of {node.code} does not follow from {rows} rows with {milli} milli-points")


def _check_part(gap: Gap, rows: int, milli: int) -> None:
    """Refuse rows that a gap cannot have."""
    if not (1 <= rows <= gap.rows and 0 <= milli <= FULL * rows):
        raise ValueError(f"{gap.code}: {rows} rows with {milli} milli-points are no part of its {gap.rows} rows")


def _cause(node: Node, rows: int, not_applicable: Collection[str]) -> Cause:
    """Return why a place is where it is."""
    if rows:
        return Cause.SITES
    absent = all(leaf.code in not_applicable for leaf in node.walk() if leaf.is_leaf)
    return Cause.RULE if absent else Cause.UNSEEN


def _factor(node: Node, scores: Mapping[str, NodeScore]) -> Fraction:
    """Return by how much the node's known children share out the points of the others."""
    held = sum((scores[child.code].attainable for child in node.children), ZERO)
    return scores[node.code].attainable / held if held else ONE


def _place(scored: NodeScore, weight: Fraction, target: Fraction | None, cause: Cause, rows: int) -> Gap:
    """Return the gap of a leaf, or of a part whose rule stands in, before the node's own functions."""
    attainable, now = weight * scored.attainable, weight * scored.raw
    recoverable = _below(target, attainable, now, attainable)
    return Gap(scored.code, cause, attainable, now, attainable - now, now / attainable, target, recoverable, rows)


def _rules(
    scored: NodeScore, weight: Fraction, target: Fraction | None, moves: Iterable[tuple[NodeFunction, Fraction]]
) -> list[Gap]:
    """Return the gap of each function that moved the node, in the order in which they apply."""
    attainable, now, high = weight * scored.attainable, weight * scored.score, weight * scored.raw
    rate = now / attainable if attainable else ONE
    gaps = []
    for function, lost in moves:
        recoverable = _below(target, attainable, high - lost, high)
        gaps.append(Gap(scored.code, Cause.RULE, attainable, now, lost, rate, target, recoverable, 0, function))
        high -= lost
    return gaps


def _order(*points: Fraction) -> tuple[float | Fraction, ...]:
    """Return a key that sorts exactly, and compares the slow fractions only where their nearest floats are equal."""
    return tuple(part for one in points for part in (float(one), one))


def _below(target: Fraction | None, attainable: Fraction, low: Fraction, high: Fraction) -> Fraction:
    """Return how much of what lies between ``low`` and ``high`` (points) lies below the target."""
    line = high if target is None else min(target * attainable, high)
    return max(ZERO, line - low)


def _sum(code: str, gaps: Collection[Gap]) -> GapSum:
    """Add gaps up."""
    attainable = _total(gap.attainable for gap in gaps if gap.function is None)
    causes = {cause: _total(gap.lost for gap in gaps if gap.cause is cause) for cause in Cause}
    lost = sum(causes.values(), ZERO)
    rate = (attainable - lost) / attainable if attainable else None
    recoverable = _total(gap.recoverable for gap in gaps)
    return GapSum(code, attainable, attainable - lost, lost, recoverable, rate, causes)


def _total(values: Iterable[Fraction]) -> Fraction:
    """Return the sum; values of one denominator are added as whole numbers, which is many times faster."""
    numerators: dict[int, int] = {}
    for value in values:
        numerators[value.denominator] = numerators.get(value.denominator, 0) + value.numerator
    return sum((Fraction(numerator, denominator) for denominator, numerator in numerators.items()), ZERO)


def _added(counts: Counts, milli: int) -> Counts:
    """Return the counts with one more row."""
    return counts[0] + 1, counts[1] + milli
