"""Which implementation of the nightly loop runs: compiled or NumPy. Both give the same numbers; the caller may choose.

numba is imported only by :func:`compiled_backend`, as in :mod:`wenming.engine.scoring.backends`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from wenming.engine.compiled import best_of, or_twin
from wenming.engine.monitoring import twins
from wenming.engine.monitoring.boards import Board, Looks, Settings, Track


@dataclass(frozen=True)
class Backend:
    """The loop: see ``kernels.feed``."""

    name: str
    feed: Callable[[Board, Looks, Settings, Track], int]


NUMPY = Backend("numpy", twins.feed)


def compiled_backend() -> Backend:
    """Return the compiled loop, which gives way to its twin where its cache cannot be read.

    ImportError where numba is not installed; RuntimeError where it finds no folder to keep its code in.
    """
    from wenming.engine.monitoring import kernels  # noqa: PLC0415 - the one place that pays for numba, and only when asked

    def feed(board: Board, looks: Looks, settings: Settings, track: Track) -> int:
        columns = (board.state, board.level, board.failures, board.looks, board.kind)
        rows = (looks.chart, looks.failed, int(looks.drawn))
        given = (settings.rates, settings.lifts, settings.limits, settings.a, settings.b)
        return kernels.feed(*columns, *rows, *given, settings.careful, track.look, track.height, track.level)

    return Backend("numba", or_twin(feed, twins.feed))


def best_backend() -> Backend:
    """Return the compiled loop, or NumPy's where :func:`compiled_backend` has none."""
    return best_of(compiled_backend, NUMPY)
