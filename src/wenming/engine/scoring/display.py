"""The one rounding: half up, once, when a number is shown. Nothing that is shown is ever computed with again."""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

SCORE_PLACES = 3
"""Decimals of a published score (domain.md 2.4)."""
RATE_PLACES = 2
"""Decimals of a published rate in percent (domain.md 2.4)."""


def round_half_up(value: Fraction, places: int) -> Decimal:
    """Return the value with exactly ``places`` decimals (0 or more); halves go away from zero.

    Only integers are involved, so that no precision of a decimal context and no binary approximation plays a part.
    """
    if places < 0:
        raise ValueError(f"a number is shown with 0 or more decimals, not {places}")
    scaled = (2 * abs(value.numerator) * 10**places + value.denominator) // (2 * value.denominator)
    return Decimal((int(value < 0 and scaled > 0), tuple(map(int, str(scaled))), -places))


def round_parts(parts: Sequence[Fraction], places: int) -> list[Decimal]:
    """Return the parts rounded so that they add up to the rounded sum: the largest remainders are rounded up (Hamilton).

    Every part is one of the two nearest decimals; a part of 0 stays 0 wherever another one can give way.
    """
    scale = 10**places
    below = [math.floor(part * scale) for part in parts]
    whole = int(round_half_up(sum(parts, Fraction(0)), places).scaleb(places))
    order = sorted(range(len(parts)), key=lambda place: (below[place] - parts[place] * scale, place))
    raised = set(order[: whole - sum(below)])
    return [round_half_up(Fraction(below[place] + (place in raised), scale), places) for place in range(len(parts))]


def score_text(value: Fraction) -> str:
    """Return a score as published: 38.105."""
    return f"{round_half_up(value, SCORE_PLACES):f}"


def rate_text(rate: Fraction) -> str:
    """Return a rate (0 to 1) as published, in percent: 97.71%."""
    return f"{round_half_up(rate * 100, RATE_PLACES):f}%"
