"""The pivotal method in NumPy, looking at every undecided unit for the nearest one: what ``kernels`` must give."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]


def thin(y: Numbers, x: Numbers, chance: Numbers, whole: int, words: Numbers) -> None:
    """Decide about all units (LPM2): see ``kernels.thin``."""
    open_, north, east, left = np.arange(len(y)), y.copy(), x.copy(), len(y)
    for called, wins in words.reshape(-1, 2).tolist():
        if left < 2:
            break
        place = called % left
        apart = (north[:left] - north[place]) ** 2 + (east[:left] - east[place]) ** 2
        apart[place] = np.iinfo(np.int64).max
        near = np.flatnonzero(apart == apart.min())
        one, two = int(open_[place]), int(open_[near].min())
        a, b = int(chance[one]), int(chance[two])
        up = min(a + b, whole)
        first_wins = wins % min(a + b, 2 * whole - a - b) < min(a, whole - b)
        chance[one], chance[two] = (up, a + b - up) if first_wins else (a + b - up, up)
        for unit in (one, two):
            if not 0 < chance[unit] < whole:
                left -= 1
                gone = int(np.flatnonzero(open_[: left + 1] == unit)[0])
                for column in (open_, north, east):
                    column[gone] = column[left]


def arrange(y: Numbers, x: Numbers, words: Numbers, limit: int) -> Numbers:
    """Return the order of a few units by halving: see ``kernels.arrange``."""
    units = np.arange(len(y))
    waiting, at = [(0, len(units))], 0
    while waiting:
        low, high = waiting.pop()
        size = high - low
        if size < 2 or low >= limit:
            continue
        part, half = units[low:high].copy(), (size + 1) // 2
        chance = np.full(size, half)
        thin(y[part], x[part], chance, size, words[at : at + 2 * (size - 1)])
        units[low:high] = np.concatenate([part[chance == size], part[chance != size]])
        at += 2 * (size - 1)
        waiting += [(low + half, high), (low, low + half)]
    return units
