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
from dataclasses import dataclass, field, fields
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
    evaluate,
    leaf_from_statistics,
    score_standard,
)
from wenming.engine.scoring.shapley import function_effects
from wenming.engine.scoring.tables import without_rows
from wenming.engine.standards import Standard

Cells = Mapping[str, tuple[int, int]]
"""Group -> (rows, sum of milli-points)."""
Table = tuple[tuple[Fraction, Fraction], tuple[Fraction, Fraction]]
"""``table[q][x]``: a rate with the groups' shares of round q and the rates within them of round x."""


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
        return Split(*(getattr(self, cause.name) + getattr(other, cause.name) for cause in fields(self)))


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


def compare_rounds(standard: Standard, before: Side, after: Side, *, by_points: bool = False) -> list[ScoreChange]:
    """Return the change of every node in published order, of its rate, or of its points.

    ValueError as ``score_standard``.
    """
    rounds = _Round.of(standard, before), _Round.of(standard, after)
    tables = {code: table for code in before.rows if (table := _table(before.rows[code], after.rows.get(code, {})))}
    splits = {node.code: _splits(node.code, rounds, tables, by_points=by_points) for node in standard.nodes}
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
            split=None if (own_parts := splits[node.code]) is None else _sum(own_parts.values()),
            share=None if whole is None else shares[node.code],
        )
        for node in standard.nodes
    ]


def pooled_change(before: Cells, after: Cells) -> PooledChange:
    """Return the change of the mean of all rows: within the groups (``rate``) and by their shares (``mix``)."""
    table = _table(before, after)
    pools = pool(before), pool(after)
    rates = [Fraction(milli, FULL * rows) if rows else None for rows, milli in pools]
    split = _split(ONE, ONE, table, ZERO) if table else None
    return PooledChange((pools[0][0], pools[1][0]), (rates[0], rates[1]), split)


def pool(cells: Cells) -> tuple[int, int]:
    """Return (rows, sum of milli-points) of all groups together."""
    return sum(rows for rows, _ in cells.values()), sum(milli for _, milli in cells.values())


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
        result = score_standard(standard, leaves, facts=side.facts, last=side.last)
        parts = evaluate(standard, Given(leaves, side.facts, side.last))
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


def _splits(
    code: str, rounds: tuple[_Round, _Round], tables: Mapping[str, Table], *, by_points: bool
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
        known = tables.get(of)
        splits[of] = (
            _split(*points, known, mean) if known else Split(coverage=points[1] * rates[1] - points[0] * rates[0])
        )
    effects = first.effects[code], second.effects[code]
    for of in {**effects[0], **effects[1]}:
        given = effects[1].get(of, ZERO) / scales[1] - effects[0].get(of, ZERO) / scales[0]
        splits[of] = splits.get(of, Split()) + Split(rules=given)
    return splits


def _table(before: Cells, after: Cells) -> Table | None:
    """Return the rates with either round's shares and rates; None unless both rounds have rows."""
    rows = pool(before)[0], pool(after)[0]
    if not all(rows):
        return None

    def rate(group: str, first: Cells, second: Cells) -> Fraction:
        """Return the rate of a group in the first round, in the second where the first has none of it."""
        count, milli = first.get(group, (0, 0))
        return Fraction(milli, FULL * count) if count else rate(group, second, first)

    groups = [group for group in {**before, **after} if before.get(group, (0, 0))[0] + after.get(group, (0, 0))[0]]
    rates = {group: (rate(group, before, after), rate(group, after, before)) for group in groups}
    shares = [
        {group: Fraction(cells.get(group, (0, 0))[0], total) for group in groups}
        for cells, total in zip((before, after), rows, strict=True)
    ]
    mixed = [[sum((share[group] * rates[group][x] for group in groups), ZERO) for x in (0, 1)] for share in shares]
    return (mixed[0][0], mixed[0][1]), (mixed[1][0], mixed[1][1])


def _split(was: Fraction, now: Fraction, table: Table, mean: Fraction) -> Split:
    """Return the Shapley values of the three factors of points × Σ share × rate, ``mean`` taken off the rate."""
    (r00, r01), (r10, r11) = table
    return Split(
        rate=was * (r01 - r00) / 3 + now * (r11 - r10) / 3 + (now * (r01 - r00) + was * (r11 - r10)) / 6,
        mix=was * (r10 - r00) / 3 + now * (r11 - r01) / 3 + (now * (r10 - r00) + was * (r11 - r01)) / 6,
        coverage=(now - was) * ((r00 + r11) / 3 + (r01 + r10) / 6 - mean),
    )


def _sum(splits: Iterable[Split]) -> Split:
    """Return all causes together."""
    return sum(splits, Split())
