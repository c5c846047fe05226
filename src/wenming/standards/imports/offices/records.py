"""What reading an office's form gives: the tree, what was read beside it, what was not read, and what is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from wenming.standards.imports.contents import Contents
from wenming.standards.imports.findings import Worded
from wenming.standards.imports.offices.heads import OfficeColumn
from wenming.standards.imports.places import CellFinding, Place


@dataclass(frozen=True, slots=True)
class Listed(Worded):
    """A row or a text that went into nothing: where it stands, as it is written, and why it was not used."""

    place: Place
    text: str
    problem_id: str
    facts: Mapping[str, str] = field(default_factory=dict)
    mend_id: str = ""

    @property
    def reason(self) -> str:
        """Why the text was not used, in the active language."""
        return self.problem


@dataclass(frozen=True, slots=True)
class Assignment:
    """What a table says of a node beside the standard itself: ``kind`` is lead, responsible, cooperating or materials."""

    code: str
    kind: str
    texts: tuple[str, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Note:
    """A note of the table, under the code of the node to which it was written ("": to none)."""

    code: str
    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class OfficeReading:
    """Everything that was read from an office's form.

    ``tree`` is that of a pack (see contents.py), ``levels`` its levels from the top, ``total`` the number of a row of totals
    ("": there is none), ``unpublished`` says that the uppermost nodes carry no points. Every row with content stands in ``used``
    or, whole or in part, in ``listed``. A reading with findings is no standard yet.
    """

    columns: tuple[OfficeColumn, ...]
    levels: tuple[str, ...]
    tree: tuple[Contents, ...]
    total: str
    unpublished: bool
    title: str
    edition: str
    used: tuple[Place, ...]
    listed: tuple[Listed, ...]
    findings: tuple[CellFinding, ...]
    notes: tuple[Note, ...]
    assignments: tuple[Assignment, ...]
