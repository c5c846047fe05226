"""What the functions of a standard did to its score, shared among the nodes that carry them by their Shapley values.

Without its functions a score is linear in the rates of its leaves. What the functions add to that (or take away) depends
on each other: under a veto a deduction takes nothing. The fair share of a node's functions is the mean of what they do
when they join, over all orders in which the nodes could join (quant.md 1.b): 2^k evaluations for k nodes, all exact.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import factorial

from wenming.engine.scoring.exact import ONE, ZERO, Part, apply_function
from wenming.engine.standards import Node, NodeFunction, Standard

PLAYERS_AT_MOST = 12
"""Above so many nodes with functions below one node their shares follow the order in which the score applies them."""

Effects = Mapping[str, Mapping[str, Fraction]]
"""Node -> node with functions at or below it -> points of the former that these functions give (take, where negative)."""


def shapley_values(players: int, value: Callable[[int], Fraction]) -> list[Fraction]:
    """Return the exact Shapley value of every player; ``value`` takes a set of players as a bit mask (bit 0: player 0)."""
    worth = [value(mask) for mask in range(1 << players)]
    weights = [Fraction(factorial(size) * factorial(players - size - 1), factorial(players)) for size in range(players)]
    return [
        sum(
            (
                weights[mask.bit_count()] * (worth[mask | 1 << player] - worth[mask])
                for mask in range(1 << players)
                if not mask >> player & 1
            ),
            ZERO,
        )
        for player in range(players)
    ]


@dataclass(frozen=True, slots=True)
class _Player:
    """A node whose functions are switched on: its score before them is ``base`` + Σ weight × score of a player below."""

    code: str
    attainable: Fraction
    base: Fraction
    below: tuple[tuple[str, Fraction], ...]
    functions: tuple[tuple[NodeFunction, int], ...]

    def score(self, scores: Mapping[str, Fraction], *, joins: bool) -> Fraction:
        """Return the node's score, with its functions or without, where those below have these scores."""
        score = self.base + sum((weight * scores[code] for code, weight in self.below), ZERO)
        for function, times in self.functions if joins else ():
            score = apply_function(function, score, self.attainable, times)
        return score


def function_effects(standard: Standard, parts: Mapping[str, Part], facts: Mapping[str, int]) -> Effects:
    """Return what the functions at and below every node give to its score; ``parts`` is the standard as evaluated."""
    linear: dict[str, Fraction] = {}
    nearest: dict[str, dict[str, Fraction]] = {}
    players: dict[str, _Player] = {}
    effects: dict[str, dict[str, Fraction]] = {}
    for node in reversed(standard.nodes):
        part = parts[node.code]
        carried = part.factor if part.known and not part.stands_in else ZERO
        linear[node.code] = _linear(node, part, linear)
        below = _carried(node, carried, nearest)
        functions = _switched_on(node, facts) if part.known else ()
        if functions:
            base = linear[node.code] - sum((weight * linear[code] for code, weight in below.items()), ZERO)
            players[node.code] = _Player(node.code, part.attainable, base, tuple(below.items()), functions)
        nearest[node.code] = {node.code: ONE} if functions else below
        effects[node.code] = _shares(node, players) if functions else _carried(node, carried, effects)
    return effects


def _linear(node: Node, part: Part, linear: Mapping[str, Fraction]) -> Fraction:
    """Return the node's score where no function works at all."""
    if node.is_leaf or part.stands_in or not part.known:
        return part.raw
    return part.factor * sum((linear[child.code] for child in node.children), ZERO)


def _carried(node: Node, factor: Fraction, values: Mapping[str, Mapping[str, Fraction]]) -> dict[str, Fraction]:
    """Return the values of the children in points of the node; none where nothing of them reaches it."""
    return {code: factor * value for child in node.children for code, value in values[child.code].items() if factor}


def _switched_on(node: Node, facts: Mapping[str, int]) -> tuple[tuple[NodeFunction, int], ...]:
    """Return the functions of the node that work, each with how often its fact happened."""
    times = ((function, 1 if function.fact is None else facts.get(function.fact, 0)) for function in node.functions)
    return tuple((function, count) for function, count in times if count)


def _shares(node: Node, players: Mapping[str, _Player]) -> dict[str, Fraction]:
    """Return the share of every player at or below the node, in its points."""
    # published order has parents first, hence backwards
    team = [players[one.code] for one in reversed(tuple(node.walk())) if one.code in players]
    if len(team) <= PLAYERS_AT_MOST:
        shares = shapley_values(len(team), lambda mask: _score(team, mask))
    else:
        steps = [_score(team, (1 << size) - 1) for size in range(len(team) + 1)]
        shares = [after - before for before, after in pairwise(steps)]
    return {player.code: share for player, share in zip(team, shares, strict=True)}


def _score(team: Sequence[_Player], mask: int) -> Fraction:
    """Return the score of the topmost (last) player where only the players of the mask join."""
    scores: dict[str, Fraction] = {}
    for place, player in enumerate(team):
        scores[player.code] = player.score(scores, joins=bool(mask >> place & 1))
    return scores[team[-1].code]
