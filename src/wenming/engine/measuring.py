"""How good proposals are: hits among the first one and three with their interval, and whether a share of 80 % is right in 80 % of cases."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

CONFIDENCE = 1.959964
"""Standard deviations of a normal distribution between which 95 % lie."""
TEMPERATURES = (0.1, 0.15, 0.2, 0.3, 0.45, 0.7, 1.0)
TRUSTS = (0.0, 0.25, 0.5, 0.7, 0.85, 0.95)
LEAST_SHARE = 1e-3
BINS = 5

Shares = Mapping[int, float]


@dataclass(frozen=True, slots=True)
class Hits:
    """Of ``cases``, how many had the truth first, and how many among the first three."""

    cases: int
    first: int
    three: int


@dataclass(frozen=True, slots=True)
class Bin:
    """Proposals whose share lay in one fifth: how many, the sum of their shares, how many were right."""

    cases: int
    shares: float
    right: int


def wilson(hits: int, cases: int) -> tuple[float, float]:
    """Return the 95 % interval of a rate by Wilson's score; everything is possible where nothing was tried."""
    if not cases:
        return 0.0, 1.0
    square = CONFIDENCE**2
    middle = (hits + square / 2) / (cases + square)
    half = CONFIDENCE / (cases + square) * math.sqrt(hits * (cases - hits) / cases + square / 4)
    return max(0.0, middle - half), min(1.0, middle + half)


def ranked(shares: Shares) -> list[int]:
    """Return the keys, the likeliest first; of equal ones the smaller key."""
    return sorted(shares, key=lambda key: (-shares[key], key))


def hits_of(proposed: Iterable[tuple[Shares, int]]) -> Hits:
    """Count how often the truth stands first, and among the first three."""
    places = [(ranked(shares)[:3], truth) for shares, truth in proposed]
    return Hits(
        len(places),
        sum(found[:1] == [truth] for found, truth in places),
        sum(truth in found for found, truth in places),
    )


def most_frequent(older: Sequence[int]) -> Shares:
    """Return what is proposed by who only knows what was frequent: the baseline."""
    return {key: count / len(older) for key, count in Counter(older).items()}


def calibration(proposed: Iterable[tuple[Shares, int]]) -> tuple[list[Bin], float]:
    """Return the first proposals by fifths of their share, and the mean distance between share and truth (0 = as sure as right)."""
    counted = [[0, 0.0, 0] for _fifth in range(BINS)]
    for shares, truth in proposed:
        first = ranked(shares)[:1]
        share = shares[first[0]] if first else 0.0
        fifth = counted[min(BINS - 1, int(share * BINS))]
        fifth[0] += 1
        fifth[1] += share
        fifth[2] += first == [truth]
    bins = [Bin(int(cases), total, int(right)) for cases, total, right in counted]
    whole = sum(one.cases for one in bins)
    return bins, sum(abs(one.shares - one.right) for one in bins) / whole if whole else 0.0


def blend(rules: Shares, learned: Shares, trust: float) -> dict[int, float]:
    """Return the shares of rules and model together; ``trust`` is the weight of the model."""
    keys = {*rules, *learned}
    return {key: trust * learned.get(key, 0.0) + (1 - trust) * rules.get(key, 0.0) for key in keys}


def surprise(proposed: Iterable[tuple[Shares, int]]) -> float:
    """Return the sum of −log of the share that the truth was given: small is good, and being surely wrong is worst."""
    return -sum(math.log(max(shares.get(truth, 0.0), LEAST_SHARE)) for shares, truth in proposed)


def heated(shares: Shares, temperature: float) -> dict[int, float]:
    """Return shares as a softmax of this temperature would have given them."""
    raised = {key: max(share, 1e-12) ** (1 / temperature) for key, share in shares.items()}
    whole = sum(raised.values())
    return {key: value / whole for key, value in raised.items()}


def best_blend(cases: Sequence[tuple[Shares, Shares, int]]) -> tuple[float, float]:
    """Return the temperature and trust with which rules and model (shares, shares, truth) are least surprised."""

    def cost(choice: tuple[float, float]) -> float:
        temperature, trust = choice
        return surprise((blend(rules, heated(learned, temperature), trust), truth) for rules, learned, truth in cases)

    return min(product(TEMPERATURES, TRUSTS), key=cost)
