"""Charts of relapse, column by column: a million of them are five arrays.

Each chart watches one place for one thing. It stands at a whole number: a failure lifts it, a pass lowers it by one, at its limit it alarms and
begins again at zero. How far a failure lifts and where the limit stands follows from the usual rate of the place (:mod:`.levels`), which
is shrunk to that of its kind (:mod:`.priors`) and taken anew only when a failure lifts the chart from zero; so a relapse does not make itself
usual. That failure is counted: of places with equal records, those that fail now are the worse ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wenming.engine.monitoring.levels import Levels
from wenming.engine.monitoring.priors import Prior

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
CAREFUL = 0.25
"""A chart's usual rate is taken so many posterior standard deviations above what it probably is: it is not known, and one that is taken too
low alarms where nothing has changed."""
COLUMNS = ("state", "level", "failures", "looks")
"""What a chart has to keep, in the order in which it is packed."""
PACKED = np.dtype([("state", "<u2"), ("level", "<u2"), ("failures", "<u4"), ("looks", "<u4")])
"""Twelve bytes a chart."""


@dataclass(frozen=True)
class Board:
    """Charts by number. ``kind`` says what each watches, for the prior; the other columns change as looks come in."""

    kind: NDArray[np.int32]
    state: NDArray[np.uint16]
    level: NDArray[np.uint16]
    failures: NDArray[np.uint32]
    looks: NDArray[np.uint32]

    @classmethod
    def empty(cls, kind: Sequence[int] | NDArray[np.int32]) -> Board:
        """Return charts that nobody has looked at."""
        n = len(kind)
        return cls.unpacked(kind, np.zeros(n, dtype=PACKED))

    @property
    def n(self) -> int:
        """How many charts."""
        return len(self.kind)

    def packed(self) -> NDArray[np.void]:
        """Return the columns that change, chart by chart."""
        rows = np.empty(self.n, dtype=PACKED)
        for name in COLUMNS:
            rows[name] = getattr(self, name)
        return rows

    @classmethod
    def unpacked(cls, kind: Sequence[int] | NDArray[np.int32], rows: NDArray[np.void]) -> Board:
        """Return the charts that :meth:`packed` packed."""
        return cls(np.asarray(kind, dtype=np.int32), *(rows[name].copy() for name in COLUMNS))


@dataclass(frozen=True)
class Looks:
    """Looks in the order in which they were made: the chart and whether it failed.

    ``drawn``: whether the places were drawn by lot. Only such looks tell how often a place fails; others move the charts all the same.
    """

    chart: NDArray[np.int32]
    failed: NDArray[np.uint8]
    drawn: bool = True

    @property
    def n(self) -> int:
        """How many looks."""
        return len(self.chart)


@dataclass(frozen=True)
class Track:
    """Room for alarms: which look, how high the chart stood before it began again at zero, and at which level."""

    look: NDArray[np.int64]
    height: NDArray[np.uint16]
    level: NDArray[np.uint16]

    @classmethod
    def empty(cls, n: int) -> Track:
        """Return room for ``n`` alarms: as many as there are failures."""
        return cls(np.zeros(n, dtype=np.int64), np.zeros(n, dtype=np.uint16), np.zeros(n, dtype=np.uint16))


@dataclass(frozen=True)
class Settings:
    """What the loop needs of levels and priors."""

    rates: Floats
    lifts: Integers
    limits: Integers
    a: Floats
    b: Floats
    careful: float = CAREFUL

    @classmethod
    def of(cls, levels: Levels, priors: Sequence[Prior]) -> Settings:
        """Join them; the place of a prior is the kind of its charts."""
        a, b = (np.array([getattr(prior, name) for prior in priors]) for name in ("a", "b"))
        return cls(levels.rates, levels.lifts, levels.limits, a, b)
