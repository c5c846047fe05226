"""The charts of a city in memory: columns of numbers, and where in them a site's items stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wenming.assessment.models import RelapseChart
from wenming.engine.monitoring.boards import PACKED, Board
from wenming.kernel.models import City

CHUNK = 2000


@dataclass
class Shelf:
    """Charts as they are read, filled and written back: about a hundred bytes of memory a chart, whatever the number of their looks."""

    places: dict[str, dict[str, int]] = field(default_factory=dict)
    """Site -> item -> number of the chart."""
    kinds: dict[str, int] = field(default_factory=dict)
    """Item -> number of its kind."""
    kind_of: list[int] = field(default_factory=list)
    states: NDArray[np.void] = field(default_factory=lambda: np.zeros(0, dtype=PACKED))
    keys: dict[str, int] = field(default_factory=dict)
    """Site -> key of its row, where it has one."""

    def number(self, site: str, item: str) -> int:
        """Return the chart's number; a chart that is new stands at zero."""
        items = self.places.setdefault(site, {})
        if item not in items:
            items[item] = len(self.kind_of)
            self.kind_of.append(self.kinds.setdefault(item, len(self.kinds)))
        return items[item]

    def board(self) -> Board:
        """Return the charts for the engine; those that came since stand at zero."""
        states = np.zeros(len(self.kind_of), dtype=PACKED)
        states[: len(self.states)] = self.states
        return Board.unpacked(np.array(self.kind_of, dtype=np.int32), states)

    def keep(self, board: Board) -> None:
        """Take the charts back."""
        self.states = board.packed()

    def rows(self, sites: Iterable[str]) -> Iterator[tuple[str, list[str], bytes]]:
        """Yield the sites' rows: their items, and the packed charts in that order."""
        for site in sites:
            items = self.places[site]
            yield site, list(items), self.states[list(items.values())].tobytes()


def read_shelf(city: City) -> Shelf:
    """Read all charts of a city in one query."""
    shelf, parts = Shelf(), []
    rows: Any = RelapseChart.objects.in_city(city).order_by("pk").values_list("pk", "site", "items", "states")
    for key, site, items, states in rows.iterator(chunk_size=CHUNK):
        shelf.keys[site] = key
        for item in items:
            shelf.number(site, item)
        parts.append(np.frombuffer(bytes(states), dtype=PACKED))
    if parts:
        shelf.states = np.concatenate(parts)
    return shelf
