"""A decomposition table as it lies, its columns understood: heads, rows, cells with the entries that stand in them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Meaning(StrEnum):
    """What a column of a decomposition table means."""

    PROJECT = "project"
    INDICATOR = "indicator"
    CONTENT = "content"
    CRITERION = "criterion"
    CODE = "code"
    LEAD = "lead"
    RESPONSIBLE = "responsible"
    COOPERATING = "cooperating"
    SPONSOR = "sponsor"
    DUE = "due"
    MATERIALS = "materials"
    SPOTS = "spots"
    CHIEF = "chief"
    NOTE = "note"
    METHOD = "method"
    POINTS = "points"
    NUMBER = "number"
    IGNORE = "ignore"
    """A person said that this column is not to be read."""
    UNKNOWN = ""


LEVELS = (Meaning.PROJECT, Meaning.INDICATOR, Meaning.CONTENT, Meaning.CRITERION)
UNITS = (Meaning.LEAD, Meaning.RESPONSIBLE, Meaning.COOPERATING, Meaning.SPONSOR)
TERMS = (Meaning.DUE, Meaning.MATERIALS, Meaning.SPOTS, Meaning.CHIEF, Meaning.NOTE)
BESIDE = (Meaning.METHOD, Meaning.POINTS, Meaning.NUMBER)
"""What the standard says better, or nobody needs: looked at, not kept."""


class LineKind(StrEnum):
    """What a row of a sheet is."""

    ABOVE = "above"
    """A title or a remark above the heads."""
    HEAD = "head"
    BODY = "body"
    WIDE = "wide"
    """One text across the table: a heading of an upper level, perhaps."""
    NOTE = "note"
    TOTAL = "total"
    NO_TABLE = "no_table"
    """A row of a sheet without heads."""
    UNUSED = "unused"
    """A row of a sheet that a person left out."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a cell: its code as the platform writes it or its number, and its name."""

    name: str
    code: str = ""
    number: int | None = None

    @property
    def text(self) -> str:
        """The entry as one text."""
        return " ".join(filter(None, (self.code or (str(self.number) if self.number else ""), self.name)))


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell with something in it: ``row`` counts from 1 as spreadsheets do, ``column`` from 0; ``last`` is the last row it covers.

    ``broken``: an error value, or a formula without a stored result. ``day``: the cell is a day.
    """

    sheet: str
    row: int
    column: int
    text: str
    last: int
    entries: tuple[Entry, ...] = ()
    broken: bool = False
    day: date | None = None

    @property
    def address(self) -> str:
        """The cell as a spreadsheet names it: B7."""
        return f"{letters(self.column)}{self.row}"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: from where to where it reaches, its head as written, what it means."""

    index: int
    last: int
    heading: str
    meaning: Meaning


@dataclass(frozen=True, slots=True)
class Line:
    """A row with something in it, under the columns that hold there."""

    kind: LineKind
    row: int
    cells: tuple[Cell, ...]
    columns: tuple[Column, ...] = ()

    def meaning(self, cell: Cell) -> Column | None:
        """Return the column in which a cell stands, None where it has no head."""
        return next((column for column in self.columns if column.index <= cell.column <= column.last), None)


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet, or one table of a document."""

    sheet: str
    lines: tuple[Line, ...]

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns under the first heads, none where the sheet has no heads."""
        return next((line.columns for line in self.lines if line.kind is LineKind.HEAD), ())

    def cells(self) -> Iterator[Cell]:
        """Yield every cell with something in it."""
        for line in self.lines:
            yield from line.cells


def letters(column: int) -> str:
    """Return a column, counted from 0, as a spreadsheet names it: A, B, …, AA."""
    name, rest = "", column + 1
    while rest:
        rest, digit = divmod(rest - 1, 26)
        name = chr(65 + digit) + name
    return name
