"""The official order and numbering: project Ⅰ-n, indicator, content, standard Ⅲ-1-1), requirement -(1), piece; as folders and files.

The numbers are those of the edition itself: they are kept, never made anew. Folders may carry a padded number in front of theirs, which is
their place among all their siblings in the edition, so that Explorer keeps the order and a folder keeps its name from one filing to the next.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from wenming.engine.filing.names import Names, fill, safe

_CRITERION = re.compile(r"^([Ⅰ-Ⅻ]+-\d+)\.(\d+)$")
MOST_FOLDER = 32
"""Units in the name of a folder: four of them leave a file its own."""


@dataclass(frozen=True, slots=True)
class Step:
    """A line of the edition on the way to a clause: its code and name, and its place among its siblings, from 1, of so many."""

    code: str
    name: str
    place: int
    of: int


@dataclass(frozen=True, slots=True)
class Piece:
    """One paper to be filed: its key, the ending of its name, and what a template may say of it."""

    key: int
    ending: str
    fields: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Line:
    """A requirement with what is filed for it, in order. ``steps`` lead from the project to the clause, ``position`` is the clause's in the edition."""

    steps: tuple[Step, ...]
    position: int
    number: int
    name: str
    pieces: tuple[Piece, ...] = ()

    @property
    def clause(self) -> str:
        """Return the code of the clause."""
        return self.steps[-1].code


@dataclass(frozen=True, slots=True)
class Placed:
    """A piece in its place: the line, which of its pieces it is, from 1, and the path of its file."""

    line: Line
    piece: Piece
    place: int
    path: str


def clause_number(code: str) -> str:
    """Return the number of a clause as the filing writes it: the criterion that an edition's file calls Ⅲ-1.2 is Ⅲ-1-2); all others are kept."""
    return _CRITERION.sub(r"\1-\2)", code)


def number_text(code: str, number: int) -> str:
    """Return the number of a requirement as the filing writes it: Ⅲ-1-1)-(1)."""
    return f"{clause_number(code)}-({number})"


def in_official_order(lines: Sequence[Line]) -> list[Line]:
    """Return requirements clause by clause as the edition was published, within a clause by their numbers."""
    return sorted(lines, key=lambda one: (one.position, one.number))


def folders_of(steps: Sequence[Step], *, padded: bool) -> tuple[str, ...]:
    """Return the folders from the project's down to the clause's."""
    return tuple(_folder(step, padded=padded) for step in steps)


def _folder(step: Step, *, padded: bool) -> str:
    front = f"{step.place:0{max(len(str(step.of)), 2)}d} " if padded else ""
    return safe(f"{front}{clause_number(step.code)} {step.name}", MOST_FOLDER)


def arrange(lines: Sequence[Line], template: str, *, padded: bool, names: Names | None = None) -> list[Placed]:
    """Return every piece in its place, in the official order; no two have one path."""
    taken = names or Names()
    placed = []
    for line in in_official_order(lines):
        folder = "/".join(folders_of(line.steps, padded=padded))
        digits = max(len(str(len(line.pieces))), 2)
        for place, piece in enumerate(line.pieces, start=1):
            own = {
                "number": number_text(line.clause, line.number),
                "clause": clause_number(line.clause),
                "piece": f"{place:0{digits}d}",
                "requirement": line.name,
            }
            front = f"{line.number:02d}-{place:0{digits}d} " if padded else ""
            stem = f"{front}{fill(template, {**piece.fields, **own})}"
            placed.append(Placed(line, piece, place, taken.take(folder, stem, piece.ending)))
    return placed
