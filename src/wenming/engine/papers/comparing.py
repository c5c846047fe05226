"""Two papers laid beside each other: which passages are one, how much of each that is by weight, and whether that asks for a look.

It never says who copied from whom, nor that copying was wrong: only where to look.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wenming.engine.papers.archive import Archive, rarity
from wenming.engine.papers.letters import TEXT_RUN, Letters
from wenming.engine.papers.sketches import WHOLE, hashes_of, rate_of

COPIED, LETTERS, LONGEST = 0.48, 30.0, 14
"""A text asks for a look when so much of the weight of one of both stands in the other, in thirty letters of full weight, fourteen of them in a row."""
SAME_TABLE, FIGURES = 0.8, 8
"""A table does when four fifths of its figures stand in the other in the same order, and they are eight different ones at least."""
SHOWN = 10
"""Letters of a passage that is worth showing."""
GAP = 3
"""Letters between two passages that are shown as one: a word was exchanged."""
TRIED = 8
"""Places of the other paper at which a run is looked for."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage that stands in both papers, by characters of each."""

    begin: int
    end: int
    other_begin: int
    other_end: int
    letters: int


@dataclass(frozen=True, slots=True)
class Agreement:
    """How much two papers agree: the share of the weight of each that stands in the other, how many letters by weight, the longest passage."""

    first: float
    second: float
    letters: float
    longest: int
    different: int
    passages: tuple[Passage, ...]

    @property
    def share(self) -> float:
        """The share of that paper which stands more in the other."""
        return max(self.first, self.second)


def agreement(one: Letters, other: Letters, archive: Archive) -> Agreement:
    """Lay two papers of one kind beside each other. Runs that are common among the papers of the archive weigh nothing."""
    here, there = hashes_of(one), hashes_of(other)
    common = np.intersect1d(here, there)
    mine, theirs = np.isin(here, common), np.isin(there, common)
    weights, others = _weights(here, archive, rate_of(one)), _weights(there, archive, rate_of(other))
    passages = tuple(_passages(one, other, here, there, mine))
    return Agreement(
        first=_share(weights, mine),
        second=_share(others, theirs),
        letters=float(min(weights[mine].sum(), others[theirs].sum())),
        longest=max((passage.letters for passage in passages), default=0),
        different=int(common.size),
        passages=tuple(passage for passage in _joined(passages, one, other)),
    )


def asks_for_a_look(found: Agreement, run: int = TEXT_RUN) -> bool:
    """Tell whether what agrees is too much for chance, for a common template and for a quoted sentence."""
    if run == TEXT_RUN:
        return found.share >= COPIED and found.letters >= LETTERS and found.longest >= LONGEST
    return min(found.first, found.second) >= SAME_TABLE and found.different >= FIGURES


def _share(weights: NDArray[np.float64], kept: NDArray[np.bool_]) -> float:
    """Return which share of the weight is kept."""
    whole = float(weights.sum())
    return float(weights[kept].sum()) / whole if whole else 0.0


def _weights(hashes: NDArray[np.uint64], archive: Archive, rate: int) -> NDArray[np.float64]:
    """Return what every run weighs: what sketches keep is known, a run in between weighs as much as the last that is."""
    known = np.flatnonzero(hashes < np.uint64(WHOLE // rate))
    if not known.size:
        return np.ones(hashes.size)
    weights = rarity(archive, hashes[known].astype(np.int64))
    nearest = np.searchsorted(known, np.arange(hashes.size), side="right") - 1
    return weights[np.maximum(nearest, 0)]


def _passages(
    one: Letters, other: Letters, here: NDArray[np.uint64], there: NDArray[np.uint64], mine: NDArray[np.bool_]
) -> Iterator[Passage]:
    """Yield the passages that agree, each as long as it goes, in the order of the first paper."""
    at: dict[int, list[int]] = {}
    for place, value in enumerate(there.tolist()):
        at.setdefault(value, []).append(place)
    place, values = 0, here.tolist()
    for found in np.flatnonzero(mine).tolist():
        if found < place:
            continue
        length, back = max((_length(one, other, found, start), -start) for start in at[values[found]][:TRIED])
        # two runs of one hash that are not one are as rare as one in four thousand million
        if length >= one.run:
            yield _passage(one, other, found, -back, length)
            place = found + length


def _length(one: Letters, other: Letters, here: int, there: int) -> int:
    """Return how many letters agree from two places on."""
    most = min(len(one) - here, len(other) - there)
    differ = np.flatnonzero(one.codes[here : here + most] != other.codes[there : there + most])
    return int(differ[0]) if differ.size else most


def _passage(one: Letters, other: Letters, here: int, there: int, length: int) -> Passage:
    last = length - 1
    return Passage(
        int(one.begins[here]),
        int(one.ends[here + last]),
        int(other.begins[there]),
        int(other.ends[there + last]),
        length,
    )


def _joined(passages: tuple[Passage, ...], one: Letters, other: Letters) -> Iterator[Passage]:
    """Yield the passages that are worth showing, those put together between which only a word was exchanged."""
    last: Passage | None = None
    for passage in passages:
        if last is not None and _is_next(last, passage, one, other):
            last = Passage(last.begin, passage.end, last.other_begin, passage.other_end, last.letters + passage.letters)
            continue
        if last is not None and last.letters >= min(SHOWN, 2 * one.run):
            yield last
        last = passage
    if last is not None and last.letters >= min(SHOWN, 2 * one.run):
        yield last


def _is_next(last: Passage, passage: Passage, one: Letters, other: Letters) -> bool:
    """Tell whether a passage follows another one in both papers, but for a word."""
    between = _between(one, last.end, passage.begin), _between(other, last.other_end, passage.other_begin)
    return all(0 <= gap <= GAP for gap in between)


def _between(letters: Letters, end: int, begin: int) -> int:
    """Return how many letters stand between two places of a paper, -1 where the second comes first."""
    if begin < end:
        return -1
    return int(np.searchsorted(letters.begins, begin) - np.searchsorted(letters.begins, end))
