"""The sketches of a city's papers: how rare a run of letters is among them, and which papers share rare ones.

What many papers say (headings of a template, official sentences, slogans) speaks for nothing. How many is many grows with the archive.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wenming.engine.papers.sketches import RATE, bound_of

COMMON, COMMON_SHARE = 12, 25
"""Words that twelve papers have, or one of twenty-five in a large archive, are common: they weigh nothing."""
LIKELY = 0.3
"""Share of the weight of the lighter sketch from which two papers are laid beside each other."""
FEWEST_SHARED = 3.0
CANDIDATES = 12


@dataclass(frozen=True, slots=True)
class Archive:
    """Sketches side by side: ``values`` ascending with the place of their ``owners``; ``keys`` of the papers; ``weights`` of all their values."""

    keys: tuple[int, ...]
    values: NDArray[np.int64]
    owners: NDArray[np.int64]
    weights: NDArray[np.float64]
    bounds: NDArray[np.int64]
    rate: int

    def __len__(self) -> int:
        return len(self.keys)


def archive_of(sketches: Mapping[int, Sequence[int]], rate: int = RATE) -> Archive:
    """Return the archive of sketches by the key of their paper."""
    keys = tuple(sorted(sketches))
    rows = [np.array(sketches[key], dtype=np.int64) for key in keys]
    values = np.concatenate([np.zeros(0, np.int64), *rows])
    owners = np.repeat(np.arange(len(keys)), [row.size for row in rows]).astype(np.int64)
    order = np.lexsort((owners, values))
    values, owners = values[order], owners[order]
    bounds = np.array([bound_of(sketches[key], rate) for key in keys], dtype=np.int64)
    bare = Archive(keys, values, owners, np.zeros(len(keys)), bounds, rate)
    sums = np.bincount(owners, weights=rarity(bare, values), minlength=len(keys)).astype(np.float64)
    return Archive(keys, values, owners, sums, bounds, rate)


def common_from(size: int) -> int:
    """Return how many papers of an archive of this size must say something for it to be common."""
    return max(COMMON, size // COMMON_SHARE)


def papers_with(archive: Archive, values: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return how many papers have each of these values."""
    first = np.searchsorted(archive.values, values, side="left")
    return np.searchsorted(archive.values, values, side="right") - first


def rarity(archive: Archive, values: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return what each value weighs, from 1 (two papers at most have it) to 0 (common)."""
    number = np.maximum(papers_with(archive, values), 2)
    most = np.log(common_from(len(archive)) / 2)
    weights: NDArray[np.float64] = np.maximum(0.0, 1.0 - np.log(number / 2) / most)
    return weights


def likely_in(archive: Archive, sketch: Sequence[int], *, apart: int = 0) -> list[tuple[int, float]]:
    """Return (key, share) of the papers that may have the same text as one with this sketch, the likeliest first; ``apart`` is its own key.

    The share is the weight of what both have, of all that the lighter one has of what both could have.
    """
    mine = np.array(sketch, dtype=np.int64)
    weights = rarity(archive, mine)
    rare = weights > 0
    shared = _shared(archive, mine[rare], weights[rare])
    found = []
    for place in np.flatnonzero(shared >= FEWEST_SHARED).tolist():
        bound = min(int(archive.bounds[place]), bound_of(sketch, archive.rate))
        least = min(_weight_below(archive, place, bound), float(weights[mine < bound].sum()))
        share = min(1.0, float(shared[place]) / least)
        if archive.keys[place] != apart and share >= LIKELY:
            found.append((archive.keys[place], share))
    return sorted(found, key=lambda one: (-one[1], one[0]))[:CANDIDATES]


def _shared(archive: Archive, values: NDArray[np.int64], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return for each paper the weight of the values that it shares."""
    first = np.searchsorted(archive.values, values, side="left")
    number = np.searchsorted(archive.values, values, side="right") - first
    starts = np.repeat(first - np.concatenate(([0], np.cumsum(number)[:-1])), number)
    places = np.arange(int(number.sum())) + starts
    found = np.bincount(archive.owners[places], weights=np.repeat(weights, number), minlength=len(archive))
    return found.astype(np.float64)


def _weight_below(archive: Archive, place: int, bound: int) -> float:
    """Return what a paper's values below a bound weigh; nearly always that is all of them."""
    if bound >= archive.bounds[place]:
        return float(archive.weights[place])
    low = archive.values[: np.searchsorted(archive.values, bound)]
    own = low[archive.owners[: low.size] == place]
    return float(rarity(archive, own).sum())
