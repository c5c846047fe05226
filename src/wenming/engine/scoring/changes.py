"""Two rounds by one edition: the change of every score, split exactly by what caused it.

Without functions a score is Σ eᵢ·rᵢ over the leaves, with the effective points eᵢ (points × factors on the path) and the
rate rᵢ = Σ_g q_ig·x_ig over the groups g (areas, say) of its rows, q the share of the rows and x the rate in the group.
The change of eᵢ·Σ q·x is split by the Shapley values of its three factors, in closed form; what the functions give is
split by ``shapley``, round by round. All parts of a node add up to its change exactly (quant.md 1.b):

* ``rate``      the sites themselves: x, the rates within each group
* ``mix``       which sites were visited: q, the shares of the groups
* ``coverage``  what was known at all: e, and what stands in for the unknown by the edition's missing rules
* ``rules``     what vetoes, deductions, bonuses and the like gave or took

A rate (score / attainable) splits alike, with the normalised points eᵢ / A. Their sum is 1 in both rounds, so that any
constant may be taken off the rates beside them: with the mean rate of the two rounds taken off, a leaf that was newly
looked at counts for coverage by how far it lies from that mean. A group without rows in one round, whose rate is not
known there, is given the rate of the other: its coming or going is all mix.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from wenming.engine.observations import FULL
from wenming.engine.scoring.exact import (
    NO_FACTS,
    NO_RATES,
    ONE,
    ZERO,
    Given,
    LeafValue,
    NodeScore,
    leaf_from_statistics,
    score_with_parts,
)
from wenming.engine.scoring.shapley import function_effects
from wenming.engine.scoring.tables import without_rows
from wenming.engine.standards import Standard

Cells = Mapping[str, tuple[int, int]]
"""Group -> (rows, sum of milli-points)."""


@dataclass(frozen=True, slots=True)
class Split:
    """A change by its causes, in the unit of what changed."""

    rate: Fraction = ZERO
    mix: Fraction = ZERO
    coverage: Fraction = ZERO
    rules: Fraction = ZERO

    @property
    def total(self) -> Fraction:
        """The whole change."""
        return self.rate + self.mix + self.coverage + self.rules

    def __add__(self, other: Split) -> Split:
        """Return the causes of both changes together."""
        return Split(
            self.rate + other.rate, self.mix + other.mix, self.coverage + other.coverage, self.rules + other.rules
        )


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two rounds: the rows of every leaf by group, and what else ``score_standard`` takes."""

    rows: Mapping[str, Cells]
    not_applicable: frozenset[str] = frozenset()
    facts: Mapping[str, int] = field(default_factory=lambda: NO_FACTS)
    last: Mapping[str, Fraction] = field(default_factory=lambda: NO_RATES)

    def leaves(self) -> dict[str, LeafValue]:
        """Return the value of every leaf with rows, and of those that do not exist here."""
        pooled = {code: pool(cells) for code, cells in self.rows.items()}
        judged = {code: statistics for code, statistics in pooled.items() if statistics[0]}
        values = {code: leaf_from_statistics(*statistics) for code, statistics in judged.items()}
        return values | without_rows(self.not_applicable, judged)


@dataclass(frozen=True, slots=True)
class ScoreChange:
    """One node in both rounds.

    ``rows`` counts what lies at or below it, before and after. ``split`` is the change of its own score (or rate) by
    causes; ``share`` is what it and everything below it contribute to the change of the whole. Both are None where a rate
    is compared that one of the rounds does not have.
    """

    before: NodeScore
    after: NodeScore
    rows: tuple[int, int]
    split: Split | None
    share: Split | None


@dataclass(frozen=True, slots=True)
class PooledChange:
    """The mean of all rows of a leaf, an area or a unit in both rounds; a rate is None where there are no rows."""

    rows: tuple[int, int]
    rates: tuple[Fraction | None, Fraction | None]
    split: Split | None


@dataclass(frozen=True, slots=True)
class _Mixed:
    """A leaf seen in both rounds: what its points, before and after, are multiplied with to get the part of each cause.

    With r(q, x) the rate by the shares of round q and the rates of round x, these are the Shapley values of the three
    factors of e · Σ q · x in closed form. ``middle`` is the rate by which a change of the points counts.
    """

    rate: tuple[Fraction, Fraction]
    mix: tuple[Fraction, Fraction]
    middle: Fraction

    def split(self, was: Fraction, now: Fraction, mean: Fraction) -> Split:
        """Return the causes of the change of points × rate, ``mean`` taken off the rate."""
        return Split(
            rate=was * self.rate[0] + now * self.rate[1],
            mix=was * self.mix[0] + now * self.mix[1],
            coverage=(now - was) * (self.middle - mean) if now != was else ZERO,
        )


def compare_rounds(standard: Standard, before: Side, after: Side, *, by_points: bool = False) -> list[ScoreChange]:
    """Return the change of every node in published order, of its rate, or of its points.

    ValueError as ``score_standard``.
    """
    rounds, mixed = _evaluated(standard, before, after)
    splits = {node.code: _splits(node.code, rounds, mixed, by_points=by_points) for node in standard.nodes}
    whole = splits[standard.root.code]
    shares: dict[str, Split] = {}
    rows: dict[str, tuple[int, int]] = {}
    for node in reversed(standard.nodes):
        own = Split() if whole is None else whole.get(node.code, Split())
        shares[node.code] = _sum((own, *(shares[child.code] for child in node.children)))
        seen = [rows[child.code] for child in node.children]
        seen.append((pool(before.rows.get(node.code, {}))[0], pool(after.rows.get(node.code, {}))[0]))
        rows[node.code] = sum(pair[0] for pair in seen), sum(pair[1] for pair in seen)
    return [
        ScoreChange(
            before=rounds[0].scores[node.code],
            after=rounds[1].scores[node.code],
            rows=rows[node.code],
            split=None if (parts := splits[node.code]) is None else _sum(parts.values()),
            share=None if whole is None else shares[node.code],
        )
        for node in standard.nodes
    ]


def compare_wholes(standard: Standard, before: Side, after: Side, *, by_points: bool = False) -> ScoreChange:
    """Return the change of the root alone: the first line of :func:`compare_rounds`, for less."""
    rounds, mixed = _evaluated(standard, before, after)
    code = standard.root.code
    parts = _splits(code, rounds, mixed, by_points=by_points)
    split = None if parts is None else _sum(parts.values())
    rows = [sum(pool(cells)[0] for cells in side.rows.values()) for side in (before, after)]
    return ScoreChange(rounds[0].scores[code], rounds[1].scores[code], (rows[0], rows[1]), split, split)


def pooled_change(before: Cells, after: Cells) -> PooledChange:
    """Return the change of the mean of all rows: within the groups (``rate``) and by their shares (``mix``)."""
    mixed = _mixed(before, after)
    pools = pool(before), pool(after)
    rates = [Fraction(milli, FULL * rows) if rows else None for rows, milli in pools]
    split = mixed.split(ONE, ONE, ZERO) if mixed else None
    return PooledChange((pools[0][0], pools[1][0]), (rates[0], rates[1]), split)


def pool(cells: Cells) -> tuple[int, int]:
    """Return (rows, sum of milli-points) of all groups together."""
    return sum(rows for rows, _ in cells.values()), sum(milli for _, milli in cells.values())


def effective_points(standard: Standard, side: Side) -> Mapping[str, Mapping[str, Fraction]]:
    """Return node -> leaf -> what the leaf's rate is worth in the node's own points: points × factors on the path."""
    return _Round.of(standard, side).points


@dataclass(frozen=True)
class _Round:
    """One side as evaluated: scores, and for every node the effective points and function effects in its own points."""

    scores: Mapping[str, NodeScore]
    rates: Mapping[str, Fraction]
    points: Mapping[str, Mapping[str, Fraction]]
    effects: Mapping[str, Mapping[str, Fraction]]

    @classmethod
    def of(cls, standard: Standard, side: Side) -> _Round:
        """Evaluate a side; its sources are the known leaves and the nodes whose rule stands in for everything below them."""
        leaves = side.leaves()
        result, parts = score_with_parts(standard, Given(leaves, side.facts, side.last))
        rates: dict[str, Fraction] = {}
        points: dict[str, dict[str, Fraction]] = {}
        for node in reversed(standard.nodes):
            part = parts[node.code]
            if part.known and (node.is_leaf or part.stands_in):
                points[node.code] = {node.code: part.attainable}
                rates[node.code] = part.raw / part.attainable if part.attainable else ZERO
            else:
                below = (points[child.code].items() for child in node.children if part.known)
                points[node.code] = {code: part.factor * value for items in below for code, value in items}
        scores = {scored.code: scored for scored in result.nodes}
        return cls(scores, rates, points, function_effects(standard, parts, side.facts))


def _evaluated(standard: Standard, before: Side, after: Side) -> tuple[tuple[_Round, _Round], dict[str, _Mixed]]:
    """Return both sides evaluated, and the leaves that were seen in both."""
    rounds = _Round.of(standard, before), _Round.of(standard, after)
    pairs = ((code, _mixed(before.rows[code], after.rows.get(code, {}))) for code in before.rows)
    return rounds, {code: mixed for code, mixed in pairs if mixed}


def _splits(
    code: str, rounds: tuple[_Round, _Round], mixed: Mapping[str, _Mixed], *, by_points: bool
) -> dict[str, Split] | None:
    """Return what every source and every node with functions contributes to the change of one node."""
    scales = [ONE if by_points else one.scores[code].attainable for one in rounds]
    if not all(scales):
        return None
    was, now = (
        {of: value / scale for of, value in one.points[code].items()} for one, scale in zip(rounds, scales, strict=True)
    )
    first, second = rounds
    mean = ZERO
    if not by_points:
        mean = sum((value * first.rates[of] for of, value in was.items()), ZERO) / 2
        mean += sum((value * second.rates[of] for of, value in now.items()), ZERO) / 2
    splits: dict[str, Split] = {}
    for of in {**was, **now}:
        points = was.get(of, ZERO), now.get(of, ZERO)
        rates = first.rates.get(of, ZERO) - mean, second.rates.get(of, ZERO) - mean
        known = mixed.get(of)
        splits[of] = (
            known.split(*points, mean) if known else Split(coverage=points[1] * rates[1] - points[0] * rates[0])
        )
    effects = first.effects[code], second.effects[code]
    for of in {**effects[0], **effects[1]}:
        given = effects[1].get(of, ZERO) / scales[1] - effects[0].get(of, ZERO) / scales[0]
        splits[of] = splits.get(of, Split()) + Split(rules=given)
    return splits


def _mixed(before: Cells, after: Cells) -> _Mixed | None:
    """Mix the shares and rates of both rounds; None unless both have rows."""
    rows = pool(before)[0], pool(after)[0]
    if not all(rows):
        return None

    def rate(group: str, first: Cells, second: Cells) -> Fraction:
        """Return the rate of a group in the first round, in the second where the first has none of it."""
        count, milli = first.get(group, (0, 0))
        return Fraction(milli, FULL * count) if count else rate(group, second, first)

    r00 = r01 = r10 = r11 = ZERO
    for group in {**before, **after}:
        counts = before.get(group, (0, 0))[0], after.get(group, (0, 0))[0]
        if any(counts):
            rates = rate(group, before, after), rate(group, after, before)
            r00, r01 = r00 + counts[0] * rates[0], r01 + counts[0] * rates[1]
            r10, r11 = r10 + counts[1] * rates[0], r11 + counts[1] * rates[1]
    r00, r01, r10, r11 = r00 / rows[0], r01 / rows[0], r10 / rows[1], r11 / rows[1]
    return _Mixed(
        rate=((2 * (r01 - r00) + (r11 - r10)) / 6, (2 * (r11 - r10) + (r01 - r00)) / 6),
        mix=((2 * (r10 - r00) + (r11 - r01)) / 6, (2 * (r11 - r01) + (r10 - r00)) / 6),
        middle=(2 * (r00 + r11) + r01 + r10) / 6,
    )


def _sum(splits: Iterable[Split]) -> Split:
    """Return all causes together."""
    return sum(splits, Split())
