"""A whole decomposition table read: every cell used or listed, exactly once; who does what for which clause."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from wenming.engine.decomposition.tables import Cell, Meaning, Table


class Use(StrEnum):
    """What a cell was used for."""

    TITLE = "title"
    HEAD = "head"
    CLAUSE = "clause"
    """It says which clause the row speaks of."""
    ABOVE = "above"
    """A level over the clause that the standard has not."""
    WORDING = "wording"
    """What the clause wants, in words that the standard has not."""
    UNITS = "units"
    TERMS = "terms"
    BESIDE = "beside"
    """Method, points, serial number: the standard says it, or nobody needs it."""
    NOTE = "note"
    TOTAL = "total"
    NOTHING = "nothing"
    """It says that there is nothing: 无, —."""


class Reason(StrEnum):
    """Why a cell, or words of it, could not be used."""

    UNKNOWN_CLAUSE = "unknown_clause"
    SEVERAL_CLAUSES = "several_clauses"
    CODE_CONTRADICTS = "code_contradicts"
    NO_CLAUSE = "no_clause"
    """The row's clause was not recognised, so nobody knows what the cell speaks of."""
    UNKNOWN_UNIT = "unknown_unit"
    UNKNOWN_GROUP = "unknown_group"
    EMPTY_GROUP = "empty_group"
    VAGUE_UNIT = "vague_unit"
    TOO_LONG = "too_long"
    UNKNOWN_COLUMN = "unknown_column"
    NO_COLUMN = "no_column"
    NO_HEADS = "no_heads"
    UNKNOWN_ROW = "unknown_row"
    BROKEN = "broken"
    LEFT_OUT = "left_out"
    """A person said so."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a cell: the words at fault, the key under which an answer is kept, what might be meant.

    ``suggestions`` are codes of clauses, or keys of units as text; ``name`` the words of a unit without what stands around them.
    """

    reason: Reason
    written: str
    key: str = ""
    suggestions: tuple[str, ...] = ()
    name: str = ""


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of a cell: what it is used for, or what is wrong with it; with a fault the rest of it may still be used."""

    cell: Cell
    meaning: Meaning
    heading: str
    use: Use | None = None
    faults: tuple[Fault, ...] = ()

    @property
    def listed(self) -> bool:
        """Whether the cell is listed, rather than used."""
        return bool(self.faults)

    @property
    def settled(self) -> bool:
        """Whether a person decided that the cell stays out."""
        return self.listed and all(fault.reason is Reason.LEFT_OUT for fault in self.faults)


@dataclass(frozen=True, slots=True)
class PartRow:
    """A unit's part in a clause; ``inherited``: said of an upper entry, so that it holds for every clause below that."""

    code: str
    part: Meaning
    unit: int
    group: str
    written: str
    order: int
    inherited: bool


@dataclass(frozen=True)
class Reading:
    """What a table says: the fate of every cell, the parts, the terms of clauses, what it speaks of at all.

    ``named`` are the clauses that it names, in the order in which it does; ``unsettled`` the clauses and parts for which words
    of units are not understood; ``spoken`` the parts for which it has a column or a mark.
    """

    fates: tuple[Fate, ...]
    parts: tuple[PartRow, ...]
    terms: Mapping[str, Mapping[Meaning, str]]
    named: tuple[str, ...]
    unsettled: frozenset[tuple[str, Meaning]] = frozenset()
    spoken: frozenset[Meaning] = frozenset()
    mended: frozenset[str] = frozenset()
    """Places of cells whose words were led to units by other names, groups or marks."""
    tables: tuple[Table, ...] = field(default=(), repr=False)

    @property
    def listed(self) -> tuple[Fate, ...]:
        """The cells that are not used."""
        return tuple(fate for fate in self.fates if fate.listed)

    @property
    def waiting(self) -> tuple[Fate, ...]:
        """The cells that are not used although nobody decided so."""
        return tuple(fate for fate in self.fates if fate.listed and not fate.settled)

    @property
    def used(self) -> int:
        """How many cells are used."""
        return len(self.fates) - len(self.listed)
