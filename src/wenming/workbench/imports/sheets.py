"""A sheet as rows under named columns: heads found by their words, cells as text and days."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from wenming.documents.imports.workbooks import Cell, Sheet
from wenming.engine.rosters import RosterProblem

DAY = re.compile(r"^(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*日?$")
LOOKED_THROUGH = 10
"""Rows among which the heads are looked for."""


class WrongCellError(Exception):
    """A cell that cannot be read: what is wrong, and how to mend it."""

    def __init__(self, column: str, value: str, problem: str, mend: str) -> None:
        super().__init__(problem)
        self.column, self.value, self.problem, self.mend = column, value, problem, mend


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a sheet: its number in the sheet, its texts and its cells by head."""

    row: int
    cells: Mapping[str, Cell]

    def text(self, head: str) -> str:
        """Return a cell as text, "" where there is none."""
        value = self.cells.get(head, "")
        if isinstance(value, float) and value.is_integer():
            return str(int(value))
        return str(value).strip()

    def needed(self, head: str, longest: int) -> str:
        """Return a text that must be there and may not be too long."""
        text = self.text(head)
        if not text:
            raise WrongCellError(head, "", _("没有填"), _("填上“%(head)s”") % {"head": head})
        return self._short(head, text, longest)

    def short(self, head: str, longest: int) -> str:
        """Return a text that may not be too long."""
        return self._short(head, self.text(head), longest)

    def _short(self, head: str, text: str, longest: int) -> str:
        if len(text) > longest:
            problem = _("超过 %(longest)s 个字") % {"longest": longest}
            raise WrongCellError(head, text, problem, _("改短一些"))
        return text

    def day(self, head: str) -> dt.date | None:
        """Return a day, written as a day or as text; None for an empty cell."""
        value = self.cells.get(head, "")
        if isinstance(value, dt.datetime):
            return value.date()
        if isinstance(value, dt.date):
            return value
        text = self.text(head)
        if not text:
            return None
        found = DAY.match(text)
        try:
            return dt.date(*map(int, found.groups())) if found else _no_day(head, text)
        except ValueError:
            return _no_day(head, text)

    def number(self, head: str) -> int | None:
        """Return a whole number from 1 on; None for an empty cell."""
        text = self.text(head)
        if not text:
            return None
        if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 9999):
            raise WrongCellError(head, text, _("不是 1 到 9999 的整数"), _("改成整数，或清空"))
        return int(text)

    def one_of(self, head: str, words: Mapping[str, str], usual: str | None = None) -> str:
        """Return what a word stands for; ``usual`` for an empty cell."""
        text = self.text(head)
        if not text and usual is not None:
            return usual
        if text not in words:
            mend = _("写其中一个：%(words)s") % {"words": _("、").join(word for word in words if word)}
            raise WrongCellError(head, text, _("没有这个说法") if text else _("没有填"), mend)
        return words[text]


def _no_day(head: str, text: str) -> dt.date:
    """Say that a text is no day."""
    raise WrongCellError(head, text, _("不是日期"), _("写成 2026-01-31"))


def lines_of(sheet: Sheet, heads: tuple[str, ...]) -> Iterator[Line] | None:
    """Return the filled rows below the heads, or None where the first head stands nowhere in the first rows."""
    for number, row in enumerate(sheet.rows[:LOOKED_THROUGH]):
        words = [str(cell).strip() for cell in row]
        if heads[0] in words:
            places = {head: words.index(head) for head in heads if head in words}
            return _below(sheet, number, places)
    return None


def _below(sheet: Sheet, top: int, places: dict[str, int]) -> Iterator[Line]:
    """Yield the filled rows below the heads."""
    for number, row in enumerate(sheet.rows[top + 1 :], start=top + 2):
        cells = {head: row[place] for head, place in places.items()}
        if any(str(cell).strip() for cell in cells.values()):
            yield Line(number, cells)


def problem_of(sheet: str, line: Line, fault: WrongCellError) -> RosterProblem:
    """Return a cell that cannot be read as a problem."""
    return RosterProblem(sheet, line.row, fault.column, fault.value, fault.problem, fault.mend)
