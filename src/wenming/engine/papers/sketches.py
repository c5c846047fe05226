"""A paper's sketch: a part of the hashes of its runs of letters, chosen by the hash alone, so that two papers choose the same of what they share.

This is MinHash with as many values as the text is long, up to a limit: every value is a band of its own, and what share of the values two papers
have in common says how much of their text is one, also where one is only a part of the other. Hashes are counted out (splitmix64), so a sketch
is the same on every machine and in every year.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from wenming.engine.papers.letters import TABLE_RUN, Letters

RATE = 4
"""One of so many runs of letters is kept; of figures, of which there are few, every one."""
MOST = 1024
"""Values of a sketch at most, the smallest."""
WHOLE = 1 << 32
_STEP, _PRIME = np.uint64(0x9E3779B97F4A7C15), np.uint64(0x100000001B3)
_MIX = (np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB))


def hashes_of(letters: Letters) -> NDArray[np.uint64]:
    """Return the hash of every run, 32 bits, in the order of the text; none for a text shorter than one run."""
    count = len(letters) - letters.run + 1
    if count <= 0:
        return np.zeros(0, dtype=np.uint64)
    found = np.full(count, letters.run, dtype=np.uint64)
    with np.errstate(over="ignore"):
        for place in range(letters.run):
            found = found * _PRIME + letters.codes[place : place + count] * _STEP
        found ^= found >> np.uint64(30)
        found *= _MIX[0]
        found ^= found >> np.uint64(27)
        found *= _MIX[1]
        found ^= found >> np.uint64(31)
    return found >> np.uint64(32)


def rate_of(letters: Letters) -> int:
    """Return which part of the runs is kept: one of so many."""
    return 1 if letters.run == TABLE_RUN else RATE


def sketch_of(letters: Letters) -> list[int]:
    """Return the sketch of a paper: ascending, each value once."""
    found = hashes_of(letters)
    kept = np.unique(found[found < np.uint64(WHOLE // rate_of(letters))])
    return [int(value) for value in kept[:MOST]]


def bound_of(sketch: Sequence[int], rate: int) -> int:
    """Return below which value a sketch is whole: beyond it, the values of a long text were left out."""
    return sketch[-1] + 1 if len(sketch) == MOST else WHOLE // rate
