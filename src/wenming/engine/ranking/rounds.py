"""Two rounds of one area: better, worse, or no change that can be told (无可辨变化).

Places that both rounds visited are compared with themselves: the errors of the two levels go together, and the difference is surer for it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike

from wenming.engine.contrasts import mover
from wenming.engine.estimates.designs import Floats, Mask, SurveyDesign
from wenming.engine.estimates.proportions import share_interval
from wenming.engine.estimates.taylor import Estimate, mean
from wenming.engine.intervals import FLAT, ICC, LEVEL


class Moved(StrEnum):
    """What can be said of a change."""

    UP = "up"
    """The later round is higher, surely."""
    DOWN = "down"
    """The later round is lower, surely."""
    UNTOLD = "untold"
    """No change that can be told from chance."""


@dataclass(frozen=True, slots=True)
class RoundChange:
    """The level of both rounds, their ``difference`` later − earlier with its interval, in the unit of the values."""

    earlier: Estimate
    later: Estimate
    low: float
    high: float

    @property
    def difference(self) -> float:
        """How much higher the later round is."""
        return self.later.value - self.earlier.value

    @property
    def moved(self) -> Moved:
        """What can be said: an interval that holds 0 says nothing."""
        if self.low > 0:
            return Moved.UP
        return Moved.DOWN if self.high < 0 else Moved.UNTOLD


def change_between(
    survey: SurveyDesign,
    values: ArrayLike,
    later: ArrayLike,
    *,
    domain: ArrayLike | None = None,
    icc: float = ICC,
    level: float = LEVEL,
) -> RoundChange:
    """Return the change between two rounds whose rows stand in one survey; ``later`` marks those of the second, ``domain`` those asked of.

    A cluster (site) with the same label in both rounds is the same. Shares (values 0 and 1) get the interval that joins those of Korn and Graubard,
    never of width zero; other values that of Student's t. Raises as :func:`wenming.engine.estimates.taylor.mean`.
    """
    chosen, second = survey.domain(domain), survey.domain(later)
    column = survey.numbers("values", values, chosen)
    sides = (chosen & ~second, chosen & second)
    earlier, after = (mean(survey, column, domain=side) for side in sides)
    scores = np.stack(
        [_scores(survey, column, side, one.value) for side, one in zip(sides, (earlier, after), strict=True)], axis=1
    )
    spread = survey.matrix(scores)
    if np.isin(column[chosen], (0.0, 1.0)).all():
        both = [share_interval(survey, column, domain=side, icc=icc, level=level) for side in sides]
        low, high = mover(both[1], both[0], _correlation(spread))
        return RoundChange(earlier, after, low, high)
    error = math.sqrt(max(float(spread[0, 0] + spread[1, 1] - 2 * spread[0, 1]), 0.0))
    found = Estimate(after.value - earlier.value, error, survey.degrees(chosen), int(chosen.sum()))
    return RoundChange(earlier, after, *found.interval(level))


def _scores(survey: SurveyDesign, column: Floats, side: Mask, level: float) -> Floats:
    """Return what each row adds to the error of one round's level."""
    weights = np.where(side, survey.weights, 0.0)
    return np.asarray(weights * (column - level) / weights.sum(), dtype=np.float64)


def _correlation(spread: Floats) -> float:
    """Return how the errors of both levels go together."""
    product = float(spread[0, 0] * spread[1, 1])
    return max(-1.0, min(1.0, float(spread[0, 1]) / math.sqrt(product))) if product > FLAT**2 else 0.0
