"""Simulated evaluations, compiled. Importing this module imports numba: only ``backends`` does so, and only when asked.

Every number drawn is Philox4x32-10 of its address, so that neither threads nor order change anything; all sums are whole numbers.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from wenming.engine.forecast.randomness import FIRST, HALF, LOW, NATURE, OTHER_STEP, ROUNDS, SECOND, STEP
from wenming.engine.forecast.tables import PLACES
from wenming.engine.scoring.kernels import compiled

ALIAS, LOWEST = np.uint64(8), np.uint64(255)
"""An entry of an alias table: its last eight bits are the alias, the others how often the column itself is taken."""
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
    last = PLACES - 1
    # group by group, so that one group's tables stay near the processor
    for g in range(drawn.shape[0]):
        frame = first[g + 1] - first[g]
        order, picks = np.arange(frame), np.zeros(drawn[g] + 1, np.int64)
        for e in range(begin, end):
            total, cell = 0, cells[e, column[g]]
            for j in range(drawn[g]):
                w = four_words(np.uint64(e), np.uint64(g), np.uint64(j), stream, left, right)
                pick = j + np.int64((w[0] * np.uint64(frame - j)) >> HALF)
                site = order[pick]
                order[pick], order[j], picks[j] = order[j], site, pick
                place = first[g] + site
                own = four_words(np.uint64(e), np.uint64(g), np.uint64(site), np.uint64(NATURE), left, right)
                at = place_of(nature, (row[place] + cell) * PLACES, PLACES, own[0])
                at = ((at << FRACTION) + shifts[e, street[place]] + np.int64(w[1] >> np.uint64(FRACTION))) >> FRACTION
                base = found_at[g] + min(max(at, 0), last) * width[g]
                total += counts[base + place_of(found, base, width[g], w[2])]
            for j in range(drawn[g] - 1, -1, -1):
                order[j], order[picks[j]] = order[picks[j]], order[j]
            out[e, g] = total


@compiled
def found_in(table: Any, site: int, bits: Any, word: Any) -> Any:
    """Return what one word finds at a site: its column, or the alias of its column (``evaluations.alias_rows``)."""
    column = word >> (HALF - bits)
    entry = np.uint64(table[(site << np.int64(bits)) + np.int64(column)])
    stays = np.int64(((word << bits) & LOW) >> ALIAS < entry >> ALIAS)
    return stays * np.int64(column) + (1 - stays) * np.int64(entry & LOWEST)


@compiled
def tally_all(table: Any, bits: Any, sites: int, left: Any, right: Any, begin: int, end: int, out: Any) -> None:  # noqa: PLR0917
    """Look at every site in evaluations ``begin`` to ``end``: a word for each, four of them to a call."""
    whole = sites - sites % 4
    nought = np.uint64(0)
    for e in range(begin, end):
        total = 0
        for s in range(0, whole, 4):
            a, b, c, d = four_words(np.uint64(e), np.uint64(s), nought, nought, left, right)
            total += found_in(table, s, bits, a) + found_in(table, s + 1, bits, b)
            total += found_in(table, s + 2, bits, c) + found_in(table, s + 3, bits, d)
        if whole < sites:
            rest = four_words(np.uint64(e), np.uint64(whole), nought, nought, left, right)
            total += found_in(table, whole, bits, rest[0])
            if whole + 1 < sites:
                total += found_in(table, whole + 1, bits, rest[1])
            if whole + 2 < sites:
                total += found_in(table, whole + 2, bits, rest[2])
        out[e] = total


@compiled
def tally_drawn(  # noqa: PLR0917 - numba takes columns, not records
    table: Any, bits: Any, sites: int, drawn: int, left: Any, right: Any, begin: int, end: int, out: Any
) -> None:
    """Draw ``drawn`` of the sites without replacement and look at them: a word for each, four of them to a call.

    A word times the number of sites that are left gives, above 2³², the site, and below it, what decides about the finding there; that
    is off by no more than sites ÷ 2³².
    """
    order, picks = np.arange(sites), np.zeros(drawn + 3, np.int64)
    nought = np.uint64(0)
    for e in range(begin, end):
        total = 0
        for first in range(0, drawn, 4):
            words = four_words(np.uint64(e), np.uint64(first), nought, nought, left, right)
            for lane in range(min(4, drawn - first)):
                j = first + lane
                product = words[lane] * np.uint64(sites - j)
                pick = j + np.int64(product >> HALF)
                site = order[pick]
                order[pick], order[j], picks[j] = order[j], site, pick
                total += found_in(table, site, bits, product & LOW)
        for j in range(drawn - 1, -1, -1):
            order[j], order[picks[j]] = order[picks[j]], order[j]
        out[e] = total
