"""A round's total as pages show it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from wenming.assessment.queries import RoundResult
from wenming.engine.scoring.display import rate_text, round_half_up, score_text
from wenming.kernel.schemas import DASH, points_text

PLACES = 3


@dataclass(frozen=True, slots=True)
class Total:
    """The total, ready to print; every text is a dash where no total may be announced."""

    score: str
    attainable: str
    rate: str
    lost: str
    exact_rate: Fraction | None


def lost_text(attainable: Fraction, score: Fraction) -> str:
    """Return the points lost such that printed score and printed loss add up to the printed attainable points.

    Below 0 where a bonus lifted the score above what is attainable.
    """
    return str(round_half_up(attainable, PLACES) - round_half_up(score, PLACES)).replace("-", "−")


def total_of(result: RoundResult) -> Total:
    """Return the total of a round, rounded once."""
    root = result.total
    if root is None or root.rate is None:
        return Total(DASH, DASH, DASH, DASH, None)
    return Total(
        score=score_text(root.score),
        attainable=points_text(root.attainable),
        rate=rate_text(root.rate),
        lost=lost_text(root.attainable, root.score),
        exact_rate=root.rate,
    )
