"""What one field round says, row by row, once read from whatever file it came in.

Points of an observation are kept as integer milli-points (0 to 1000), so that sums are exact on every engine.
Nothing is dropped: every row that was read is an :class:`Observation` or a :class:`Problem`; what deserves a look
although it counts is a :class:`Note`. Problems and notes carry a kind and its facts; the words are made at the edge,
in the reader's language.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

FULL = 1000
"""Milli-points of an observation without any deduction."""


class ProblemKind(StrEnum):
    """Why a row is not used in the score."""

    NAME_MISSING = "name_missing"
    NAME_UNKNOWN = "name_unknown"
    ITEM_UNKNOWN = "item_unknown"
    ITEM_AMBIGUOUS = "item_ambiguous"
    """The check item serves several contents of this edition, and the row names none of them."""
    ITEM_WITHOUT_CLAUSE = "item_without_clause"
    """The check item serves no content of this edition."""
    NUMBER_MISSING = "number_missing"
    NUMBER_UNKNOWN = "number_unknown"
    DEDUCTION_NOT_NUMBER = "deduction_not_number"
    DEDUCTION_NEGATIVE = "deduction_negative"
    DEDUCTION_ABOVE_ONE = "deduction_above_one"
    DEDUCTION_TOO_FINE = "deduction_too_fine"
    DEDUCTION_BROKEN_CELL = "deduction_broken_cell"
    """The cell holds an error, or a formula whose result was never stored."""
    DEDUCTION_MERGED = "deduction_merged"
    """The cell is covered by a merged deduction of a row above: whether it counts here too, nobody can say."""
    SCORE_CONTRADICTS = "score_contradicts"
    SHEET_UNREADABLE = "sheet_unreadable"
    SHEET_LEFT_OUT = "sheet_left_out"
    """A person said that this sheet is no record of the round."""


class NoteKind(StrEnum):
    """What deserves a look although the row counts (or although no row is lost)."""

    ALIAS_USED = "alias_used"
    SUGGESTION_ACCEPTED = "suggestion_accepted"
    SERIAL_REPEATED = "serial_repeated"
    ROW_REPEATED = "row_repeated"
    AREA_MISSING = "area_missing"
    UNIT_MISSING = "unit_missing"
    SITE_MISSING = "site_missing"
    NUMBER_AS_TEXT = "number_as_text"
    COLUMN_UNKNOWN = "column_unknown"
    COLUMN_MISSING = "column_missing"
    CONTENT_WITHOUT_ROWS = "content_without_rows"
    STANDARD_INCOMPLETE = "standard_incomplete"
    """The pack does not cover the whole edition: no total may be announced."""


@dataclass(frozen=True, slots=True)
class Observation:
    """One site judged for one leaf of the standard.

    ``row`` counts from 1 as the spreadsheet shows it. ``milli`` is the score in milli-points. ``written`` is the name as
    the file has it. ``area`` is "" and ``units`` is empty where the file names none. ``item`` is the code of the check item by
    which the site was judged, "" where the row names none.
    """

    sheet: str
    row: int
    serial: str
    code: str
    written: str
    site: str
    milli: int
    area: str
    units: tuple[str, ...]
    item: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """A row that is not used, where it is, and what could be meant.

    ``suggestions`` are codes of leaves, best first. ``facts`` are the values that the message needs.
    """

    kind: ProblemKind
    sheet: str
    row: int | None
    column: str | None
    value: str
    suggestions: tuple[str, ...] = ()
    facts: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Note:
    """Something to know about a row that counts, or about the whole sheet (``row`` None)."""

    kind: NoteKind
    sheet: str
    row: int | None
    column: str | None
    value: str
    facts: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class RoundReading:
    """Everything a file said: ``rows_read`` = rows used + rows with problems, always."""

    rows_read: int
    observations: tuple[Observation, ...]
    problems: tuple[Problem, ...]
    notes: tuple[Note, ...]

    def __post_init__(self) -> None:
        """Refuse a reading that lost a row."""
        if self.rows_read != len(self.observations) + len(self.problems):
            raise ValueError(
                f"{self.rows_read} rows read, but {len(self.observations)} used and {len(self.problems)} listed"
            )


class NothingReadableError(Exception):
    """The file as a whole cannot be read; the message is one line for the person who sent it."""
