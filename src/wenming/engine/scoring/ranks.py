"""Places in a published table."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction


def shared_ranks(rates: Sequence[Fraction]) -> tuple[int, ...]:
    """Return the place of every rate, best first; equal rates share a place and the next place is skipped (1, 1, 3)."""
    place: dict[Fraction, int] = {}
    for position, rate in enumerate(sorted(rates, reverse=True), start=1):
        place.setdefault(rate, position)
    return tuple(place[rate] for rate in rates)
