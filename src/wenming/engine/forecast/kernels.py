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
def fill(words: Any, e: int, left: Any, right: Any) -> None:
    """Fill np.uint32 (4 × blocks) with the words of an evaluation: column b is the counter (e, 4b, 0, 0).

    The rounds of ``four_words`` once more, because only a loop without calls is carried out for several blocks at a time.
    """
    for block in range(words.shape[1]):
        a, b, c, d = np.uint64(e), np.uint64(4 * block), np.uint64(0), np.uint64(0)
        one_key, two_key = left, right
        for _ in range(ROUNDS):
            one, two = FIRST * (a & LOW), SECOND * (c & LOW)
            a, b, c, d = (two >> HALF) ^ b ^ one_key, two & LOW, (one >> HALF) ^ d ^ two_key, one & LOW
            one_key, two_key = (one_key + STEP) & LOW, (two_key + OTHER_STEP) & LOW
        words[0, block], words[1, block] = np.uint32(a), np.uint32(b)
        words[2, block], words[3, block] = np.uint32(c), np.uint32(d)


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
    """Look at every site in evaluations ``begin`` to ``end``: a word for each."""
    words = np.empty((4, (sites + 3) // 4), np.uint32)
    for e in range(begin, end):
        fill(words, e, left, right)
        total = 0
        for block in range(words.shape[1]):
            for s in range(4 * block, min(4 * block + 4, sites)):
                total += found_in(table, s, bits, np.uint64(words[s - 4 * block, block]))
        out[e] = total


@compiled
def tally_drawn(  # noqa: PLR0917 - numba takes columns, not records
    table: Any, bits: Any, sites: int, drawn: int, left: Any, right: Any, begin: int, end: int, out: Any
) -> None:
    """Draw ``drawn`` of the sites without replacement and look at them: a word for each.

    A word times the number of sites that are left gives, above 2³², the site, and below it, what decides about the finding there; that
    is off by no more than sites ÷ 2³².
    """
    words = np.empty((4, (drawn + 3) // 4), np.uint32)
    order, picks = np.arange(sites).astype(np.int32), np.zeros(drawn, np.int32)
    for e in range(begin, end):
        fill(words, e, left, right)
        total = 0
        for j in range(drawn):
            product = np.uint64(words[j & 3, j >> 2]) * np.uint64(sites - j)
            pick = j + np.int64(product >> HALF)
            site = order[pick]
            order[pick], picks[j] = order[j], pick
            total += found_in(table, site, bits, product & LOW)
        # every place that was touched is a pick or one of the first: each gets its own number back
        for j in range(drawn):
            order[picks[j]] = picks[j]
        for j in range(drawn):
            order[j] = j
        out[e] = total
