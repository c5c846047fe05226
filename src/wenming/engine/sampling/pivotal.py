"""Draws that are spread over the map: the local pivotal method (LPM2: Grafström, Lundström, Schelin 2012) in whole numbers.

Undecided units meet: one is called by chance, and meets the undecided one that lies nearest. The two chances are thrown together, as
far as they reach one of them gets a whole one, or nothing. So neighbours seldom are drawn both, and every unit keeps exactly the chance that it had.

**Order.** The units stand in the order of their tickets, which also decides between equally near ones. The list is thinned to those that are
chosen; then the chosen ones, and the others, are ordered by halving: each part is thinned to its first half at equal chances, each half again.
So every beginning of the reserves is spread over the map too, and whoever takes the next reserve needs no second draw. (The reserve that lies nearest to a
unit would keep the map as good, but would give the neighbours of closed places a larger chance, and two replacements their order.)

**Stream.** Philox4x64-10 with the first 128 bits of the SHA-256 of ``seed|round|stratum|balance|`` as its key, counter from 1, each word
shortened to its upper 63 bits; a thinning of m units reads 2(m−1) of them. A word is taken modulo the number of cases, which is below 2³³: no chance
is off by more than 2⁻³⁰.

**Map.** Degrees of longitude are shortened by Bhaskara's cosine of the middle latitude, (32400 − 4φ²) / (32400 + φ²), a fraction of whole numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np

from wenming.engine.sampling.backends import CROWD, Backend, best_backend
from wenming.engine.sampling.places import SHARE, Place
from wenming.engine.sampling.tickets import SEPARATOR, digest_of
from wenming.engine.sampling.twins import Numbers

BALANCE = "balance"
KEY = 32
"""Hexadecimal digits of the digest that make the key of the stream."""
FINE = 20
"""Bits of the cosine."""
REACH = 30
"""Bits of a coordinate: the square of a distance then has its place in 63."""


class Stream:
    """The words of a stratum, in order."""

    def __init__(self, seed: str, round_: str, stratum: str) -> None:
        """Begin at the first word. Five parts are hashed, of a ticket four: none is ever the other."""
        key = digest_of(SEPARATOR.join((seed, round_, stratum, BALANCE, "")))[:KEY]
        self._words = np.random.Philox(key=int(key, 16))

    def take(self, count: int) -> Numbers:
        """Return the next words."""
        return (self._words.random_raw(count) >> np.uint64(1)).astype(np.int64)


@cache
def words_of(size: int) -> int:
    """Return how many words it takes to order so many units by halving."""
    return 2 * (size - 1) + words_of((size + 1) // 2) + words_of(size // 2) if size > 1 else 0


def flat(places: Sequence[Place]) -> tuple[Numbers, Numbers]:
    """Return places of one kind as y and x of a plane, in whole numbers of at most 30 bits."""
    columns = np.array([(place.north, place.east) for place in places], np.int64).reshape(-1, 2)
    low, high = columns.min(axis=0), columns.max(axis=0)
    y, x = columns[:, 0] - low[0], columns[:, 1] - low[1]
    if not places[0].plane:
        middle = (int(low[0]) + int(high[0])) // 2
        full, bent = 32400 * SHARE**2, middle**2
        x = x * (((full - 4 * bent) << FINE) // (full + bent)) >> FINE
    shift = max(0, max(int(y.max()), int(x.max())).bit_length() - REACH)
    return y >> shift, x >> shift


def balanced_order(
    places: Sequence[Place],
    chances: Sequence[int],
    whole: int,
    stream: Stream,
    *,
    limit: int | None = None,
    backend: Backend | None = None,
) -> list[int]:
    """Return the numbers of the units in the order of the draw: the chosen ones, then the reserves; at most ``limit`` of them.

    ``chances`` are in parts of ``whole``, and their sum is a multiple of it. Units come in the order of their tickets.
    """
    ours = backend or best_backend()
    y, x = flat(places)
    most = len(places) if limit is None else limit
    chance = np.array(chances, np.int64)
    chosen = int(chance.sum()) // whole
    open_ = np.flatnonzero(chance != whole)
    left = chance[open_]
    if len(open_) > 1:
        ours.thin(y[open_], x[open_], left, whole, stream.take(2 * (len(open_) - 1)))
    chance[open_] = left
    order = np.concatenate([np.flatnonzero(chance == whole), np.flatnonzero(chance != whole)])
    for part, first in ((order[:chosen], 0), (order[chosen:], chosen)):
        _halve((y, x), part, stream, most - first, ours)
    found: list[int] = order[:most].tolist()
    return found


def _halve(spots: tuple[Numbers, Numbers], part: Numbers, stream: Stream, limit: int, ours: Backend) -> None:
    """Order a part by halving, in place, as far as ``limit``."""
    y, x = spots
    size, half = len(part), (len(part) + 1) // 2
    if size < 2 or limit <= 0:
        return
    if size <= CROWD:
        part[:] = part[ours.arrange(y[part], x[part], stream.take(words_of(size)), limit)]
        return
    chance = np.full(size, half)
    ours.thin(y[part], x[part], chance, size, stream.take(2 * (size - 1)))
    part[:] = np.concatenate([part[chance == size], part[chance != size]])
    _halve(spots, part[:half], stream, limit, ours)
    _halve(spots, part[half:], stream, limit - half, ours)
