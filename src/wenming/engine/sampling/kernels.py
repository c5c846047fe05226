"""The pivotal method, compiled. Importing this module imports numba: only ``backends`` does so, and only when asked.

``twins.thin`` does what ``thin`` does by looking at everybody: oracle in the tests, fallback where numba is absent.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from wenming.engine.scoring.kernels import compiled

FAR = np.iinfo(np.int64).max


@compiled
def nearest(one: int, y: Any, x: Any, rank: Any, grid: Any, first: Any, count: Any, slots: Any) -> int:  # noqa: PLR0917 - columns
    """Return the undecided unit that lies nearest to ``one``, of equally near ones the one with the smallest rank.

    Looks into the squares of the grid ring by ring; beyond ``ring`` rings nobody is nearer than so many sides of a square.
    """
    side, rows, columns = grid
    row, column = y[one] // side, x[one] // side
    best, least = -1, FAR
    for ring in range(max(rows, columns)):
        if ring and least < ((ring - 1) * side + 1) ** 2:
            break
        for r in range(max(row - ring, 0), min(row + ring, rows - 1) + 1):
            step = 1 if abs(r - row) == ring else 2 * ring
            for c in range(column - ring, column + ring + 1, step):
                if c < 0 or c >= columns:
                    continue
                square = r * columns + c
                for place in range(first[square], first[square] + count[square]):
                    two = slots[place]
                    apart = (y[two] - y[one]) ** 2 + (x[two] - x[one]) ** 2
                    if two != one and (apart < least or (apart == least and rank[two] < rank[best])):
                        best, least = two, apart
    return best


@compiled
def thin(  # noqa: PLR0917 - numba takes columns, not records
    y: Any, x: Any, rank: Any, chance: Any, whole: int, words: Any,
    grid: Any, first: Any, count: Any, square: Any, slots: Any, slot: Any, open_: Any, place: Any,
) -> None:  # fmt: skip
    """Decide about all units (LPM2): ``chance``, in parts of ``whole``, ends with ``whole`` or 0.

    Two words for each meeting: who is called, who wins. Squares and the list ``open_`` of the undecided give a unit up by taking
    their last one into its place; ``slot`` and ``place`` say where each unit stands in them. Units of a square stand together (the
    processor's memory likes that); ``rank`` is their place among all.
    """
    left, at = y.shape[0], 0
    while left > 1:
        one = open_[words[at] % left]
        two = nearest(one, y, x, rank, grid, first, count, slots)
        both = chance[one] + chance[two]
        up = min(both, whole)
        first_wins = words[at + 1] % min(both, 2 * whole - both) < min(chance[one], whole - chance[two])
        if first_wins:
            chance[one], chance[two] = up, both - up
        else:
            chance[one], chance[two] = both - up, up
        at += 2
        for unit in (one, two):
            if 0 < chance[unit] < whole:
                continue
            left -= 1
            open_[place[unit]] = open_[left]
            place[open_[left]] = place[unit]
            count[square[unit]] -= 1
            last = slots[first[square[unit]] + count[square[unit]]]
            slots[slot[unit]] = last
            slot[last] = slot[unit]


@compiled
def arrange(y: Any, x: Any, words: Any, limit: int) -> Any:
    """Return the order of a few units by halving, all in one square; parts that begin at ``limit`` or behind stay as they are."""
    units = np.arange(y.shape[0])
    bounds = np.empty((80, 2), np.int64)
    bounds[0, 0], bounds[0, 1] = 0, units.shape[0]
    waiting, at = 1, 0
    side = max(y.max(), x.max()) + 1
    while waiting:
        waiting -= 1
        low, high = bounds[waiting, 0], bounds[waiting, 1]
        size = high - low
        if size < 2 or low >= limit:
            continue
        part, all_ = units[low:high].copy(), np.arange(size)
        half = (size + 1) // 2
        chance, zeros = np.full(size, half), np.zeros(size, np.int64)
        thin(
            y[part], x[part], all_.copy(), chance, size, words[at:], (side, 1, 1), zeros[:1].copy(), np.full(1, size), zeros,
            all_.copy(), all_.copy(), all_.copy(), all_,
        )  # fmt: skip
        units[low : low + half], units[low + half : high] = part[chance == size], part[chance != size]
        at += 2 * (size - 1)
        bounds[waiting, 0], bounds[waiting, 1] = low + half, high
        bounds[waiting + 1, 0], bounds[waiting + 1, 1] = low, low + half
        waiting += 2
    return units
