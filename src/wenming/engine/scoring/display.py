"""The one rounding: half up, once, when a number is shown. Nothing that is shown is ever computed with again."""

from __future__ import annotations

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


def score_text(value: Fraction) -> str:
    """Return a score as published: 38.105."""
    return f"{round_half_up(value, SCORE_PLACES):f}"


def rate_text(rate: Fraction) -> str:
    """Return a rate (0 to 1) as published, in percent: 97.71%."""
    return f"{round_half_up(rate * 100, RATE_PLACES):f}%"
