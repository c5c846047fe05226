"""The tables that the simulation looks its draws up in: how a place is (θ, on a grid of logits), and what is found there for each θ.

Both are inverse distributions in whole numbers of 2⁻³², so that the compiled loop and its twin draw the same, bit for bit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wenming.engine.forecast.problems import Item
from wenming.engine.forecast.special import expit, logit

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

REACH, PLACES = 8.0, 128
"""Logits of θ from −8 to 8: beyond, it is 0 or 1 to a third of a thousandth."""
LOGITS = np.linspace(-REACH, REACH, PLACES)
STEP = float(LOGITS[1] - LOGITS[0])
WHOLE = 1 << 32
MICRO = 1 << 20
"""What a share of 1 counts where a share itself is the finding (materials)."""
HALVINGS = 60


def natures(a: Floats, b: Floats) -> Floats:
    """Return P(logit θ = grid point) of Beta(a, b), for arrays of one shape and a last axis of grid points.

    The density of logit θ is θᵃ(1 − θ)ᵇ, so smooth that sums over the grid are integrals; what lies beyond an end is added to it.
    """
    a, b = np.asarray(a, dtype=np.float64)[..., None], np.asarray(b, dtype=np.float64)[..., None]
    # log θ and log(1 − θ), which keep their digits at both ends
    weight = -a * np.logaddexp(0.0, -LOGITS) - b * np.logaddexp(0.0, LOGITS)
    weight = np.exp(weight - weight.max(axis=-1, keepdims=True))
    weight[..., :1] /= -np.expm1(-a * STEP)
    weight[..., -1:] /= -np.expm1(-b * STEP)
    return np.asarray(weight / weight.sum(axis=-1, keepdims=True), dtype=np.float64)


def certain(rates: Floats) -> Floats:
    """Return P(grid point) of places whose θ is known: shared between the two points beside it so that the mean is kept."""
    passes = expit(LOGITS)
    low = np.clip(np.searchsorted(passes, rates, side="right") - 1, 0, PLACES - 2)
    share = np.clip((rates - passes[low]) / (passes[low + 1] - passes[low]), 0.0, 1.0)
    found = np.zeros((len(rates), PLACES))
    row = np.arange(len(rates))
    found[row, low], found[row, low + 1] = 1 - share, share
    return found


def findings(offsets: Sequence[float]) -> Floats:
    """Return P(so many checks passed | grid point): grid points × (J + 1), by convolution over J checks with these offsets on the logit."""
    found = np.zeros((PLACES, len(offsets) + 1))
    found[:, 0] = 1.0
    for number, offset in enumerate(offsets, start=1):
        passes = expit(LOGITS + offset)[:, None]
        found[:, 1 : number + 1] = found[:, 1 : number + 1] * (1 - passes) + found[:, :number] * passes
        found[:, :1] *= 1 - passes
    return found


def bounds(chances: Floats) -> NDArray[np.uint32]:
    """Return the upper bounds of a last axis of chances, in parts of 2³²; the last is as good as 1."""
    upper = np.cumsum(chances, axis=-1)
    return np.minimum(np.rint(upper * WHOLE), WHOLE - 1).astype(np.uint32)


def offsets_of(items: Sequence[Item], checks: int) -> tuple[float, ...]:
    """Return how much easier (above 0) each check is than the type as a whole; all alike where items are not what is checked.

    Rates of items are shrunk by two checks at the rate of all; the offsets give that rate back on average.
    """
    checked = sum(item.checked for item in items)
    if len(items) != checks or not checked:
        return (0.0,) * checks
    rate = (checked - sum(item.failed for item in items) + 1) / (checked + 2)
    own = np.array([(item.checked - item.failed + 2 * rate) / (item.checked + 2) for item in items])
    apart = logit(own)
    low, high = -2 * REACH, 2 * REACH
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if expit(apart + middle).mean() < rate else (low, middle)
    return tuple((apart + low - logit(rate)).tolist())


@dataclass(frozen=True)
class Found:
    """What is found at a place, for each grid point: upper ``bounds`` (grid points × width, a power of two) and what each finding counts."""

    bounds: NDArray[np.uint32]
    counts: Integers

    @classmethod
    def of_checks(cls, offsets: Sequence[float]) -> Found:
        """Return the number of checks passed."""
        chances = findings(offsets)
        width = 1 << (chances.shape[1] - 1).bit_length()
        padded = np.zeros((PLACES, width))
        padded[:, : chances.shape[1]] = chances
        return cls(bounds(padded), np.tile(np.arange(width, dtype=np.int64), (PLACES, 1)))

    @classmethod
    def of_share(cls) -> Found:
        """Return θ itself, in parts of 2²⁰."""
        share = np.rint(expit(LOGITS) * MICRO).astype(np.int64)[:, None]
        return cls(np.full((PLACES, 1), WHOLE - 1, dtype=np.uint32), share)


@dataclass(frozen=True)
class Group:
    """Places that are drawn together: a type of sites, the communities of a survey, the one filing of a clause.

    ``nature`` holds P(grid point), blocks × cells × grid points: block 0 for places nobody has seen, then one for each kind of place we have
    seen. ``block`` and ``street`` say of every place of the frame which is its own; ``street`` is a column of the shifts: 0 no shift,
    1 the evaluation's, from 2 on a street's. ``drawn`` places are visited; ``column`` says whose cells the group follows.
    """

    nature: Floats
    block: Integers
    street: Integers
    drawn: int
    column: int
    found: Found

    @property
    def mean_nature(self) -> Floats:
        """P(grid point) of a place drawn by lot from the frame, over all cells."""
        share = np.bincount(self.block, minlength=len(self.nature)) / len(self.block)
        return np.asarray(share @ self.nature.mean(axis=1), dtype=np.float64)


@dataclass(frozen=True)
class Columns:
    """Groups end to end, as the loops read them."""

    first: Integers
    """Where each group's places begin, and the end."""
    row: Integers
    """Where each place's rows of ``nature`` begin (one row per cell)."""
    street: Integers
    drawn: Integers
    column: Integers
    nature: NDArray[np.uint32]
    found_at: Integers
    """Where each group's findings begin."""
    width: Integers
    found: NDArray[np.uint32]
    counts: Integers

    @classmethod
    def of(cls, groups: Sequence[Group]) -> Columns:
        """Lay groups end to end."""
        rows = _starts([group.nature.shape[0] * group.nature.shape[1] for group in groups])
        return cls(
            _starts([len(group.block) for group in groups]),
            np.concatenate([rows[i] + group.block * group.nature.shape[1] for i, group in enumerate(groups)]),
            np.concatenate([group.street for group in groups]),
            np.array([group.drawn for group in groups], dtype=np.int64),
            np.array([group.column for group in groups], dtype=np.int64),
            np.concatenate([bounds(group.nature).reshape(-1, PLACES) for group in groups]),
            _starts([group.found.counts.size for group in groups])[:-1],
            np.array([group.found.counts.shape[1] for group in groups], dtype=np.int64),
            np.concatenate([group.found.bounds.ravel() for group in groups]),
            np.concatenate([group.found.counts.ravel() for group in groups]),
        )


@dataclass(frozen=True)
class Lots:
    """What each evaluation lives with, and where its numbers come from.

    ``cells`` of the posteriors are evaluations × columns, ``shifts`` evaluations × streets, in 2⁻¹⁶ steps of the grid of logits.
    """

    cells: Integers
    shifts: Integers
    seed: int
    stream: int


def _starts(sizes: Sequence[int]) -> Integers:
    return np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
