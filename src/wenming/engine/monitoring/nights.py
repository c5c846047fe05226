"""One night: looks are fed to their charts, alarms come out, and how many of them chance alone would have given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wenming.engine.monitoring.backends import Backend, best_backend
from wenming.engine.monitoring.boards import Board, Looks, Settings, Track
from wenming.engine.monitoring.discoveries import stand_out
from wenming.engine.monitoring.levels import Levels
from wenming.engine.monitoring.priors import Prior

Integers = NDArray[np.int64]


@dataclass(frozen=True)
class Night:
    """What a night found. ``looks`` are places in the looks that were fed, one per alarm, in their order."""

    looks: Integers
    charts: Integers
    heights: Integers
    levels: Integers
    chances: NDArray[np.float64]
    """How often, per look, a chart comes to stand so high by chance."""
    stands_out: NDArray[np.bool_]
    """Which alarms stand out among all charts of the night (Benjamini and Hochberg)."""
    expected: float
    """How many false alarms so many looks give on average, were nothing amiss anywhere."""


def feed_night(
    board: Board, looks: Looks, *, levels: Levels, priors: Sequence[Prior], backend: Backend | None = None
) -> Night:
    """Feed looks to the charts of ``board``, which is changed, and return the alarms."""
    track = Track.empty(int(np.count_nonzero(looks.failed)))
    n = (backend or best_backend()).feed(board, looks, Settings.of(levels, priors), track)
    look, height, level = (column[:n].astype(np.int64) for column in (track.look, track.height, track.level))
    chance = levels.chance(level, height)
    return Night(
        look,
        looks.chart[look].astype(np.int64),
        height,
        level,
        chance,
        stand_out(chance, of=looks.n),
        float(levels.often(board.level[looks.chart].astype(np.int64)).sum()),
    )
