"""The twin of ``kernels`` in NumPy: the same numbers bit for bit."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from wenming.engine.monitoring.boards import Board, Looks, Settings, Track

Integers = NDArray[np.int64]


def feed(board: Board, looks: Looks, settings: Settings, track: Track) -> int:
    """See ``kernels.feed``: wave by wave, each chart's first look, then each chart's second, and so on."""
    order = np.argsort(looks.chart, kind="stable")
    charts = looks.chart[order]
    first = np.flatnonzero(np.append(True, charts[1:] != charts[:-1])) if len(charts) else np.empty(0, dtype=np.int64)
    turn = np.arange(len(charts)) - np.repeat(first, np.diff(np.append(first, len(charts))))
    found = [
        _wave(board, looks, settings, order[turn == wave]) for wave in range(int(turn.max()) + 1 if len(turn) else 0)
    ]
    raised = np.concatenate([np.empty((3, 0), dtype=np.int64), *found], axis=1)
    raised = raised[:, np.argsort(raised[0], kind="stable")]
    n = int(raised.shape[1])
    track.look[:n], track.height[:n], track.level[:n] = raised
    return n


def _wave(board: Board, looks: Looks, settings: Settings, rows: Integers) -> Integers:
    """Feed looks of charts that are all different; return the alarms as look, height, level."""
    chart, failed = looks.chart[rows].astype(np.int64), looks.failed[rows] != 0
    state = board.state[chart].astype(np.int64)
    level = _levelled(board, settings, chart, failed & (state == 0))
    state = np.where(failed, state + settings.lifts[level], np.maximum(state - 1, 0))
    alarm = failed & (state >= settings.limits[level])
    board.state[chart] = np.where(alarm, 0, state)
    if looks.drawn:
        board.looks[chart] += np.uint32(1)
        board.failures[chart] += failed
    return np.stack([rows[alarm], state[alarm], level[alarm]]).astype(np.int64)


def _levelled(board: Board, settings: Settings, chart: Integers, leaving: NDArray[np.bool_]) -> Integers:
    """Return each chart's level; those that leave zero take the one of their rate, this failure included."""
    kind = board.kind[chart]
    failures, looked = board.failures[chart].astype(np.float64), board.looks[chart].astype(np.float64)
    worth = settings.a[kind] + settings.b[kind] + looked
    rate = (settings.a[kind] + 1.0 + failures) / (worth + 1.0)
    rate += settings.careful * np.sqrt(rate * (1.0 - rate) / (worth + 2.0))
    fresh = np.minimum(np.searchsorted(settings.rates, rate, side="left"), len(settings.rates) - 1)
    level = np.where(leaving, fresh, board.level[chart])
    board.level[chart] = level
    return level.astype(np.int64)
