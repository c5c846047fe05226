"""Whether two classifications go together, in samples of clusters.

The test of J. N. K. Rao and A. J. Scott (*On chi-squared tests for multiway contingency tables with cell proportions estimated from survey data*,
Annals of Statistics 12, 1984), second order, referred to F as D. R. Thomas and J. N. K. Rao (JASA 82, 1987) advise.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from wenming.engine.estimates.designs import Floats, SurveyDesign
from wenming.engine.estimates.taylor import NothingError


@dataclass(frozen=True, slots=True)
class Association:
    """``statistic`` F with its degrees of freedom above and below, and the chance ``p`` of as much under independence."""

    statistic: float
    above: float
    below: float
    p: float


def rao_scott(survey: SurveyDesign, one: ArrayLike, other: ArrayLike) -> Association:
    """Return the test of independence of two labels (one per row each). Raises NothingError where one has a single class or a cross is empty."""
    from scipy.special import fdtrc  # noqa: PLC0415 - costs a tenth of a second that no start of the web should pay

    names, rows = np.unique(np.asarray(one), return_inverse=True)
    others, columns = np.unique(np.asarray(other), return_inverse=True)
    if min(len(names), len(others)) < 2:
        raise NothingError("a classification with a single class goes with everything")
    cells = len(names) * len(others)
    inside = np.eye(cells)[rows * len(others) + columns]
    weights = survey.weights / survey.weights.sum()
    share = weights @ inside
    if (share == 0).any():
        raise NothingError("a class of one was never seen with a class of the other")
    spread = survey.matrix(weights[:, np.newaxis] * (inside - share))
    expected = np.outer(share.reshape(len(names), -1).sum(axis=1), share.reshape(len(names), -1).sum(axis=0)).ravel()
    pearson = survey.n * float(((share - expected) ** 2 / expected).sum())
    contrast = _interactions(len(names), len(others))
    simple = contrast.T @ (contrast / share[:, np.newaxis]) / survey.n
    design = contrast.T @ (spread / np.outer(share, share)) @ contrast
    deff = np.linalg.solve(simple, design)
    trace = float(np.trace(deff))
    above = trace**2 / float(np.trace(deff @ deff))
    below = above * survey.degrees(survey.domain(None))
    statistic = pearson / trace
    return Association(statistic, above, below, float(fdtrc(above, below, statistic)))


def _interactions(rows: int, columns: int) -> Floats:
    """Return contrasts of the cells (cells × (r−1)(c−1)) that no sum of a row's and a column's part can mimic."""
    one, other = (np.eye(size)[:, 1:] - 1 / size for size in (rows, columns))
    return np.asarray(np.kron(one, other), dtype=np.float64)
