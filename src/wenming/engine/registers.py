"""A register of sites on its way in: rows by what their columns mean, and what stands against them. Nothing is decided here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

FIELDS = (
    "code", "name", "type", "area", "address", "position", "lng", "lat", "datum", "responsible", "competent", "sponsor", "site_chief",
    "site_phone", "road_chief", "road_phone", "lane_chief", "lane_phone", "hours", "walking", "note", "since", "until",
)  # fmt: skip
"""What a column may mean."""


@dataclass(frozen=True, slots=True)
class RegisterLine:
    """One row of a table: where it stands, and its texts by what they mean; empty cells are left out."""

    sheet: str
    row: int
    cells: Mapping[str, str]

    def text(self, name: str) -> str:
        """Return one text, "" for none."""
        return self.cells.get(name, "")

    @property
    def place(self) -> str:
        """By what an answer names this row."""
        return f"{self.sheet}!{self.row}"


@dataclass(frozen=True, slots=True)
class RegisterProblem:
    """Why a row is not used: the cell, what kind of fault, what the words need, and the group that one decision may settle ("" for none)."""

    line: RegisterLine
    column: str
    kind: str
    value: str = ""
    group: str = ""
    facts: Mapping[str, str | int] = field(default_factory=dict)
    suggestions: tuple[int, ...] = ()
