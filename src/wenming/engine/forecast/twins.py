"""The twin of ``kernels`` in NumPy: the same numbers bit for bit, group by group and visit by visit, for all evaluations at once."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from wenming.engine.forecast.randomness import HALF, LOW, NATURE, key_of, philox
from wenming.engine.forecast.tables import PLACES, Columns, Lots

Integers = NDArray[np.int64]

ALIAS, LOWEST = np.uint64(8), np.uint64(255)
FRACTION = 16
BLOCK = 512
"""Evaluations that are carried out at once: their orders of a whole frame must fit into memory."""


def visit(columns: Columns, lots: Lots, span: tuple[int, int], out: Integers) -> None:
    """Carry out the evaluations of a span: see ``kernels.visit``."""
    for begin in range(*span, BLOCK):
        evaluations = np.arange(begin, min(begin + BLOCK, span[1]))
        for group in range(len(columns.drawn)):
            out[evaluations, group] = _seen(columns, group, evaluations, lots)


def tally(table: NDArray[np.uint32], drawn: int, seed: int, span: tuple[int, int], out: Integers) -> None:
    """Look at ``drawn`` sites of a table of aliases, or at all: see ``kernels.tally_all`` and ``kernels.tally_drawn``."""
    sites, width = table.shape
    evaluations = np.arange(*span)
    key, nought = key_of(seed), np.zeros(len(evaluations), dtype=np.uint64)
    total, row = np.zeros(len(evaluations), dtype=np.int64), np.arange(len(evaluations))
    order = np.tile(np.arange(sites), (len(evaluations), 1)) if drawn < sites else np.empty((0, 0), np.int64)
    for first in range(0, drawn, 4):
        words = philox((evaluations.astype(np.uint64), nought + np.uint64(first), nought, nought), key)
        for j in range(first, min(first + 4, drawn)):
            word = words[j - first]
            site = np.full(len(row), j)
            if drawn < sites:
                product = word * np.uint64(sites - j)
                pick, word = j + (product >> HALF).astype(np.int64), product & LOW
                site = order[row, pick]
                order[row, pick] = order[:, j]
                order[:, j] = site
            total += _found(table, site, width, word)
    out[span[0] : span[1]] = total


def _found(table: NDArray[np.uint32], site: Integers, width: int, word: NDArray[np.uint64]) -> Integers:
    bits = np.uint64(width.bit_length() - 1)
    column = (word >> (HALF - bits)).astype(np.int64)
    entry = table[site, column].astype(np.uint64)
    stays = ((word << bits) & LOW) >> ALIAS < entry >> ALIAS
    return np.where(stays, column, (entry & LOWEST).astype(np.int64))


def _seen(columns: Columns, group: int, evaluations: Integers, lots: Lots) -> Integers:
    """Return what is found in one group, for each evaluation."""
    first, frame = int(columns.first[group]), int(columns.first[group + 1] - columns.first[group])
    width, found_at = int(columns.width[group]), int(columns.found_at[group])
    row, total = np.arange(len(evaluations)), np.zeros(len(evaluations), dtype=np.int64)
    order = np.tile(np.arange(frame), (len(evaluations), 1))
    cell = lots.cells[evaluations, columns.column[group]]
    for j in range(int(columns.drawn[group])):
        words = _words(evaluations, group, np.full(len(row), j), (lots.seed, lots.stream))
        pick = j + ((words[0] * np.uint64(frame - j)) >> HALF).astype(np.int64)
        site = order[row, pick]
        order[row, pick] = order[:, j]
        order[:, j] = site
        place = first + site
        own = _words(evaluations, group, site, (lots.seed, NATURE))
        at = _place(columns.nature.ravel(), (columns.row[place] + cell) * PLACES, PLACES, own[0])
        moved = (at << FRACTION) + lots.shifts[evaluations, columns.street[place]]
        at = np.clip((moved + (words[1] >> np.uint64(FRACTION)).astype(np.int64)) >> FRACTION, 0, PLACES - 1)
        base = found_at + at * width
        total += columns.counts[base + _place(columns.found, base, width, words[2])]
    return total


def _words(
    evaluations: Integers, group: int, place: Integers, source: tuple[int, int]
) -> tuple[NDArray[np.uint64], ...]:
    nought = np.zeros(len(evaluations), dtype=np.uint64)
    counter = (
        evaluations.astype(np.uint64),
        nought + np.uint64(group),
        place.astype(np.uint64),
        nought + np.uint64(source[1]),
    )
    return philox(counter, key_of(source[0]))


def _place(bounds: NDArray[np.uint32], first: Integers, width: int, word: NDArray[np.uint64]) -> Integers:
    """Return how many upper bounds lie at or below each word: see ``kernels.place_of``."""
    at, half = np.zeros(len(first), dtype=np.int64), width // 2
    while half:
        at += half * (bounds[first + at + half - 1] <= word)
        half //= 2
    return at
