"""Learning from decided cases with scikit-learn. Only the night's job imports this: the web applies what came out with NumPy alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from wenming.engine.learned import Learned, vocabulary

STRENGTH = 10.0
"""Inverse of the penalty on large weights."""
ROUNDS = 300


def learn(rows: Sequence[Mapping[str, int]], truths: Sequence[int]) -> Learned | None:
    """Return a model of cases (features, class); None where all are of one class, of which there is nothing to learn."""
    if len(set(truths)) < 2:
        return None
    columns, rarity = vocabulary(rows)
    blank = np.zeros(0, np.float32)
    empty = Learned(np.zeros(0, np.int64), columns, rarity, np.zeros((0, len(columns)), np.float32), blank)
    parts = [empty.row(row) for row in rows]
    ends = np.cumsum([0, *(len(places) for places, _values in parts)])
    matrix = csr_matrix(
        (np.concatenate([values for _places, values in parts]), np.concatenate([places for places, _values in parts]), ends),
        shape=(len(rows), len(columns)),
    )  # fmt: skip
    fitted = LogisticRegression(C=STRENGTH, max_iter=ROUNDS).fit(matrix, np.array(truths))
    weights, bias = fitted.coef_, fitted.intercept_
    if len(fitted.classes_) == 2:
        # of two classes the library gives one row: the score of the second against the first
        weights, bias = np.vstack([np.zeros_like(weights), weights]), np.append(0.0, bias)
    keys = fitted.classes_.astype(np.int64)
    return Learned(keys, columns, rarity, weights.astype(np.float32), bias.astype(np.float32))
