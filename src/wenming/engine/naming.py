"""Names of units as papers write them, led back to the units: several to a cell, abbreviations, former names, whole groups.

Exact names, aliases and groups are used; a near name is only proposed. Nothing is ever guessed, and nothing of a cell is lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from wenming.engine.matching import edit_distance, fold, near_limit

BETWEEN = re.compile(r"[、，,；;/／|｜\n\r\t]+| {2,}|　+")
"""What stands between two units of one cell; a single space may belong to a name."""
MOST = 5
"""Proposals for one name."""


class NamedBy(StrEnum):
    """By what a written name was found."""

    NAME = "name"
    ALIAS = "alias"
    GROUP = "group"


@dataclass(frozen=True, slots=True)
class Known:
    """A unit as names lead to it: its key, its official name, its other names."""

    key: int
    name: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Named:
    """What one written name means: ``keys`` of units and how they were found, or nothing and the units it might mean."""

    written: str
    keys: tuple[int, ...] = ()
    found_by: NamedBy | None = None
    suggestions: tuple[int, ...] = ()


class NameIndex:
    """Finds units by what people write. Of two units that would share a spelling, the one with the official name has it."""

    def __init__(self, units: Iterable[Known], groups: Mapping[str, tuple[int, ...]] | None = None) -> None:
        """Index every spelling; ``groups`` maps a group's name to the keys of its units, in order."""
        known = list(units)
        self._groups = {fold(name): keys for name, keys in (groups or {}).items()}
        self._aliases = {fold(alias): unit.key for unit in reversed(known) for alias in unit.aliases}
        self._names = {fold(unit.name): unit.key for unit in reversed(known)}
        self._order = {unit.key: place for place, unit in enumerate(known)}

    def read(self, cell: str) -> tuple[Named, ...]:
        """Return what every part of a cell means, in its order; a cell that is a name as a whole is not cut."""
        whole = self.find(cell)
        if whole.keys:
            return (whole,)
        return tuple(self.find(part) for part in map(str.strip, BETWEEN.split(cell)) if part)

    def find(self, written: str) -> Named:
        """Return what one name means, or what it might mean."""
        known = self.known(written)
        return known if known.found_by else Named(known.written, suggestions=self._near(fold(known.written)))

    def known(self, written: str) -> Named:
        """Return what one name means, without looking for near ones."""
        written = written.strip()
        key = fold(written)
        if key in self._names:
            return Named(written, (self._names[key],), NamedBy.NAME)
        if key in self._aliases:
            return Named(written, (self._aliases[key],), NamedBy.ALIAS)
        if key in self._groups:
            return Named(written, self._groups[key], NamedBy.GROUP)
        return Named(written)

    def _near(self, key: str) -> tuple[int, ...]:
        """Return the units whose names differ by slips of the pen, contain the name or stand in it, the nearest first."""
        limit, letters = near_limit(key), set(key)
        gaps: dict[int, int] = {}
        for spelling, unit in (*self._names.items(), *self._aliases.items()):
            # every letter that is missing is a slip: most names need no closer look
            far = limit and len(letters.difference(spelling)) > limit
            gap = limit + 1 if far else edit_distance(key, spelling, limit) if limit else 1
            if gap > limit and len(key) > 1 and (key in spelling or (len(spelling) > 1 and spelling in key)):
                gap = limit + abs(len(key) - len(spelling))
            elif gap > limit:
                continue
            gaps[unit] = min(gap, gaps.get(unit, gap))
        return tuple(sorted(gaps, key=lambda unit: (gaps[unit], self._order[unit]))[:MOST])
