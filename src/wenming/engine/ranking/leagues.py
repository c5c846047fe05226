"""A league table: the place that the city's formula gives, and beside it what can be said of it.

The place is published as the rule says, to the last digit. The band says which places cannot be told from it; who has too few looks has a place
by the formula, and no band.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import ArrayLike, NDArray

from wenming.engine.intervals import LEVEL, Interval
from wenming.engine.ranking.bands import DRAWS, deviations, rank_bands
from wenming.engine.scoring.ranks import shared_ranks

Floats = NDArray[np.float64]

MINIMUM = 5
"""Fewer sites than this say nothing of a place."""


@dataclass(frozen=True, slots=True)
class Entrant:
    """Who is ranked: the ``score`` of the formula, exact; the ``estimate`` of its level; from so many sites ``n``."""

    key: Hashable
    score: Fraction
    estimate: float
    n: int


@dataclass(frozen=True, slots=True)
class Row:
    """``place`` by the formula (equal scores share it), and how many share it; ``first`` … ``last``: the band, 0 where there are too few looks."""

    entrant: Entrant
    place: int
    ties: int
    first: int = 0
    last: int = 0

    @property
    def has_band(self) -> bool:
        """Whether there are looks enough for a band."""
        return self.first > 0


@dataclass(frozen=True)
class League:
    """``rows`` by place, then in their own order. ``runs``: keys that cannot be told apart, from the top; ``critical`` as in Bands."""

    rows: tuple[Row, ...]
    runs: tuple[tuple[Hashable, ...], ...]
    critical: float


def league(
    entrants: Sequence[Entrant],
    covariance: ArrayLike,
    *,
    seed: int,
    minimum: int = MINIMUM,
    degrees: float = math.inf,
    level: float = LEVEL,
    draws: int = DRAWS,
) -> League:
    """Return the table. ``covariance`` (n × n, in the entrants' order) is that of the estimates; entrants who share clusters are not independent.

    Bands count only who has ``minimum`` sites; places count everybody. ``degrees``: of the covariance. The same ``seed`` gives the same table.
    """
    places = shared_ranks([one.score for one in entrants])
    ties = {place: places.count(place) for place in places}
    known = [at for at, one in enumerate(entrants) if one.n >= minimum]
    spread = np.asarray(covariance, dtype=np.float64).reshape(len(entrants), len(entrants))[np.ix_(known, known)]
    off = deviations(spread, seed=seed, draws=draws, degrees=degrees)
    bands = rank_bands([entrants[at].estimate for at in known], off, level=level)
    band = {at: (int(bands.first[place]), int(bands.last[place])) for place, at in enumerate(known)}
    rows = [Row(one, places[at], ties[places[at]], *band.get(at, (0, 0))) for at, one in enumerate(entrants)]
    runs = tuple(tuple(entrants[known[place]].key for place in run) for run in bands.runs)
    return League(tuple(sorted(rows, key=lambda row: row.place)), runs, bands.critical)


def share_errors(intervals: Sequence[Interval], correlations: ArrayLike | None = None) -> Floats:
    """Return a covariance of shares for :func:`league` in which none is without error.

    An area where every look said the same has a standard error of 0 and is not known for certain: no variance is smaller than p̃(1 − p̃)/n* with
    p̃ = (n*·p + 2)/(n* + 4) (Agresti and Coull) and n* its effective looks. ``correlations``: of the estimates; none where they share no clusters.
    """
    worth = np.array([max(one.effective, 1.0) for one in intervals])
    share = np.array([one.estimate for one in intervals])
    careful = (worth * share + 2) / (worth + 4)
    error = np.maximum(np.array([one.error for one in intervals]), np.sqrt(careful * (1 - careful) / worth))
    together = np.eye(len(intervals)) if correlations is None else np.asarray(correlations, dtype=np.float64)
    return np.asarray(error[:, np.newaxis] * together * error, dtype=np.float64)
