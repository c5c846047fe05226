"""The port to whatever counts: an embedded database, a large one, a distributed engine. It gives whole numbers by key and nothing else.

Everything after the counts is computed by the engine in one order, so that the same rows give the same digits whatever counted them
(quant.md 0.1, 9.1). Lists come in the order of their keys.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class CountBy(StrEnum):
    """By whom the rows of a round are counted."""

    AREA = "area"
    """The area that a row names ("" where it names none)."""
    UNIT = "unit"
    """The responsible units that a row names: one that names two counts for both, one that names none for ""."""


@dataclass(frozen=True, slots=True, order=True)
class NodeCount:
    """The rows judged for a node, and the sum of their milli-points."""

    node: str
    rows: int
    milli: int


@dataclass(frozen=True, slots=True, order=True)
class NameCount:
    """The same, of the rows of an area or a unit."""

    name: str
    node: str
    rows: int
    milli: int


@dataclass(frozen=True, slots=True, order=True)
class SiteCount:
    """The same, at one site (two areas may have a site of one name)."""

    name: str
    area: str
    site: str
    node: str
    rows: int
    milli: int


class CountStore(Protocol):
    """What counts the rows of one city's rounds; ``round_`` is the key of a round."""

    def by_node(self, round_: int) -> Sequence[NodeCount]:
        """Return the counts of every node that has rows."""
        ...

    def by_name(self, round_: int, by: CountBy) -> Sequence[NameCount]:
        """Return the counts of every area or unit and node."""
        ...

    def by_site(self, rounds: Sequence[int], by: CountBy) -> Mapping[int, Sequence[SiteCount]]:
        """Return round -> the counts of every area or unit, site and node, of all these rounds in one go."""
        ...
