"""Numbers by chance that anybody can repeat: a function of seed, stream and index, never of the order in which they are asked for.

Philox4x64-10 (J. K. Salmon et al., *Parallel random numbers: as easy as 1, 2, 3*, SC 2011) with the key (seed, stream), counter from 1; a
number is the upper 53 bits of a word, in the middle of its step: never 0, never 1.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def uniforms(seed: int, stream: int, n: int) -> Floats:
    """Return the first ``n`` numbers between 0 and 1 of a stream; more of them begin with the same."""
    words = np.random.Philox(key=(stream << 64) | seed).random_raw(n)
    return np.asarray(((words >> np.uint64(11)).astype(np.float64) + 0.5) * 2.0**-53, dtype=np.float64)


def normals(seed: int, stream: int, n: int) -> Floats:
    """Return the first ``n`` standard normal numbers of a stream, by inversion."""
    from scipy.special import ndtri  # noqa: PLC0415 - costs a tenth of a second that no start of the web should pay

    return np.asarray(ndtri(uniforms(seed, stream, n)), dtype=np.float64)
