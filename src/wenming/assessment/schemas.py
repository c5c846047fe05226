"""A round's total as pages show it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from wenming.assessment.queries import RoundResult
from wenming.engine.scoring.display import rate_text, score_text
from wenming.kernel.schemas import points_text

DASH = "—"


@dataclass(frozen=True, slots=True)
class Total:
    """The total, ready to print; every text is a dash where no total may be announced."""

    score: str
    attainable: str
    rate: str
    lost: str
    exact_rate: Fraction | None


def total_of(result: RoundResult) -> Total:
    """Return the total of a round, rounded once."""
    root = result.total
    if root is None or root.rate is None:
        return Total(DASH, DASH, DASH, DASH, None)
    return Total(
        score=score_text(root.score),
        attainable=points_text(root.attainable),
        rate=rate_text(root.rate),
        lost=score_text(root.attainable - root.score),
        exact_rate=root.rate,
    )
