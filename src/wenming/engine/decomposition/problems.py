"""What waits for a person: faults of cells put together, so that one answer settles all cells with the very same fault."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from wenming.engine.decomposition.reader import place_of
from wenming.engine.decomposition.readings import Fate, Reading, Reason
from wenming.engine.decomposition.tables import LEVELS, Meaning

CLAUSES = frozenset({Reason.UNKNOWN_CLAUSE, Reason.SEVERAL_CLAUSES, Reason.CODE_CONTRADICTS, Reason.UNKNOWN_ROW})
UNITS = frozenset({Reason.UNKNOWN_UNIT})
GROUPS = frozenset({Reason.UNKNOWN_GROUP, Reason.EMPTY_GROUP})
COLUMNS = frozenset({Reason.UNKNOWN_COLUMN, Reason.NO_COLUMN, Reason.NO_HEADS})
_TOGETHER = COLUMNS
"""Faults of a whole column or sheet: one matter, however many cells."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One matter: its reason, the words, the key of an answer, what might be meant, and the cells that have it.

    ``name`` are the words of a unit without what stands around them.
    """

    reason: Reason
    written: str
    key: str
    suggestions: tuple[str, ...]
    fates: tuple[Fate, ...]
    name: str = ""

    @property
    def asks(self) -> bool:
        """Whether a proposal stands to be accepted."""
        return bool(self.suggestions)

    @property
    def token(self) -> str:
        """A name by which the matter is found again."""
        return _token(self.reason, self.key, "" if self.name else self.written)


def problems_of(reading: Reading) -> tuple[Problem, ...]:
    """Return what waits for a person, in the order of the file; cells that wait for their row's clause are no matter of their own."""
    found: dict[str, Problem] = {}
    for fate in reading.waiting:
        for fault in fate.faults:
            if fault.reason in {Reason.NO_CLAUSE, Reason.LEFT_OUT}:
                continue
            key, written = fault.key, fault.written
            if fault.reason in _TOGETHER:
                key = f"{fate.cell.sheet}!{fate.cell.column if fault.reason is not Reason.NO_HEADS else ''}"
                written = fate.heading
            token = _token(fault.reason, key, "" if fault.name else written)
            fates = (*found[token].fates, fate) if token in found else (fate,)
            found[token] = Problem(fault.reason, written, key, fault.suggestions, fates, fault.name)
    return tuple(found.values())


def places_to_leave(reading: Reading, problem: Problem) -> list[str]:
    """Return the places of the cells of a matter, with the cells that wait for a clause which will not be chosen now."""
    places = dict.fromkeys(place_of(fate.cell) for fate in problem.fates)
    if problem.reason in CLAUSES:
        for first in problem.fates:
            places.update(dict.fromkeys(_waiting(reading, first)))
    return list(places)


def _waiting(reading: Reading, first: Fate) -> list[str]:
    """Return the places of the cells that wait for the clause of a row: in this row and those that go on from it."""
    tree = {*LEVELS, Meaning.CODE}
    sheet = [fate for fate in reading.fates if fate.cell.sheet == first.cell.sheet]
    later = [fate.cell.row for fate in sheet if fate.meaning in tree and fate.cell.row > first.cell.row]
    end = min(later, default=None)
    return [
        place_of(fate.cell)
        for fate in sheet
        if fate.faults
        and fate.faults[0].reason is Reason.NO_CLAUSE
        and fate.cell.row >= first.cell.row
        and (end is None or fate.cell.row < end)
    ]


def _token(reason: Reason, key: str, written: str) -> str:
    return hashlib.sha256(f"{reason.value}|{key}|{written}".encode("utf-8", "surrogatepass")).hexdigest()[:16]
