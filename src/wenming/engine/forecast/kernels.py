"""Simulated evaluations, compiled. Importing this module imports numba: only ``backends`` does so, and only when asked.

Every number drawn is Philox4x32-10 of its address, so that neither threads nor order change anything; all sums are whole numbers.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from wenming.engine.forecast.randomness import FIRST, HALF, LOW, NATURE, OTHER_STEP, ROUNDS, SECOND, STEP
from wenming.engine.forecast.tables import PLACES
from wenming.engine.scoring.kernels import compiled

FRACTION = 16
"""Bits of a shift below one step of the grid."""


@compiled
def four_words(a: Any, b: Any, c: Any, d: Any, left: Any, right: Any) -> Any:  # noqa: PLR0917 - a counter and a key
    """Return the four words of a counter under a key (all np.uint64 below 2³²)."""
    for _ in range(ROUNDS):
        one, two = FIRST * a, SECOND * c
        a, b, c, d = (two >> HALF) ^ b ^ left, two & LOW, (one >> HALF) ^ d ^ right, one & LOW
        left, right = (left + STEP) & LOW, (right + OTHER_STEP) & LOW
    return a, b, c, d


@compiled
def place_of(bounds: Any, first: int, width: int, word: Any) -> int:
    """Return how many of ``width`` (a power of two) upper bounds lie at or below a word, the last one never."""
    at, half = 0, width >> 1
    while half:
        # no branch: which way it goes is as good as random
        at += half * (bounds[first + at + half - 1] <= word)
        half >>= 1
    return at


@compiled
def visit(  # noqa: PLR0917 - numba takes columns, not records
    first: Any, row: Any, street: Any, drawn: Any, column: Any, nature: Any, found_at: Any, width: Any, found: Any, counts: Any,
    cells: Any, shifts: Any, left: Any, right: Any, stream: Any, begin: int, end: int, out: Any,
) -> None:  # fmt: skip
    """Carry out evaluations ``begin`` to ``end``: for every group draw its places without replacement, look at them, and add up.

    ``shifts`` are in 2⁻¹⁶ of a step of the grid, rounded up or down by lot; how a place is depends on evaluation and place alone, so
    that another ``stream`` visits the same city again.
    """
    groups, longest = drawn.shape[0], 0
    for g in range(groups):
        longest = max(longest, first[g + 1] - first[g])
    order, picks = np.arange(longest), np.zeros(longest, np.int64)
    last = PLACES - 1
    for e in range(begin, end):
        for g in range(groups):
            frame, total = first[g + 1] - first[g], 0
            for j in range(drawn[g]):
                w = four_words(np.uint64(e), np.uint64(g), np.uint64(j), stream, left, right)
                pick = j + np.int64((w[0] * np.uint64(frame - j)) >> HALF)
                site = order[pick]
                order[pick], order[j], picks[j] = order[j], site, pick
                place = first[g] + site
                own = four_words(np.uint64(e), np.uint64(g), np.uint64(site), np.uint64(NATURE), left, right)
                at = place_of(nature, (row[place] + cells[e, column[g]]) * PLACES, PLACES, own[0])
                at = ((at << FRACTION) + shifts[e, street[place]] + np.int64(w[1] >> np.uint64(FRACTION))) >> FRACTION
                base = found_at[g] + min(max(at, 0), last) * width[g]
                total += counts[base + place_of(found, base, width[g], w[2])]
            for j in range(drawn[g] - 1, -1, -1):
                order[j], order[picks[j]] = order[picks[j]], order[j]
            out[e, g] = total
