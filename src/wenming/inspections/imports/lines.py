"""One row of a round, wherever it was written: in a workbook, or typed in by hand. What it says, or why it cannot be used."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from wenming.documents.imports.workbooks import Cell
from wenming.engine.matching import Match, MatchKind, NameMatcher, fold
from wenming.engine.observations import FULL, Observation, Problem, ProblemKind
from wenming.engine.standards import NamedPlace, Standard
from wenming.inspections.imports.columns import TITLES, Column
from wenming.inspections.imports.items import ITEM_PROBLEMS, ItemMatcher, Items
from wenming.inspections.imports.values import Amount, contradicts, deduction_of, text_of

_BETWEEN_UNITS = re.compile(r"[、，,；;/／|｜+＋&＆\n\r]")
Told = Callable[[Column, str, str], None]
"""Hears of a place that is counted under another name: column, name as written, name that counts."""


@dataclass(frozen=True, slots=True)
class Line:
    """One row as it was written: where it is and its cells by what they mean, merged cells filled down.

    ``broken``: the deduction holds an error. ``covered``: it lies under a merged deduction of a row above. ``heads`` are
    the headings of name, deduction and score where they differ from the usual ones.
    """

    sheet: str
    row: int
    serial: Cell = ""
    name: Cell = ""
    site: Cell = ""
    deduction: Cell = ""
    score: Cell = ""
    area: Cell = ""
    units: tuple[Cell, ...] = ()
    item: Cell = ""
    broken: bool = False
    covered: bool = False
    heads: tuple[tuple[str, str], ...] = ()

    def heading(self, column: Column) -> str:
        """Return the heading of a column as written, or the usual one."""
        return dict(self.heads).get(column.value) or TITLES[column]

    def as_json(self) -> dict[str, Any]:
        """Return everything but the place, in the form in which it is stored; what is empty is left away."""
        values = {name: getattr(self, name) for name in self.__slots__[2:]}
        full = {name: value for name, value in values.items() if value not in ("", (), False)}
        return {name: list(value) if isinstance(value, tuple) else value for name, value in full.items()}

    @classmethod
    def from_json(cls, sheet: str, row: int, stored: dict[str, Any]) -> Line:
        """Return the line that was stored."""
        values = dict(stored)
        values["units"] = tuple(values.get("units", ()))
        values["heads"] = tuple((name, heading) for name, heading in values.get("heads", ()))
        return cls(sheet, row, **values)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a person said about a row that could not be used: the leaf that is meant, the deduction; "" for nothing said."""

    code: str = ""
    deduction: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """A row that counts (``observation``) or why it does not (``problem``), and how its name and deduction were read."""

    observation: Observation | None
    problem: Problem | None
    match: Match
    amount: Amount


class Judge:
    """Says of every line whether it counts; every distinct name, place and amount is worked out once."""

    def __init__(self, standard: Standard, matcher: NameMatcher, items: Items | None = None) -> None:
        """Index the places that the standard knows under several names; ``items`` are the check items that rows may name."""
        self.matcher = matcher
        self.items = items or {}
        self._item_matcher = ItemMatcher(matcher, self.items)
        self.names = {leaf.code: leaf.name for leaf in standard.leaves}
        self._places = {Column.AREA: _places(standard.areas), Column.UNIT: _places(standard.units)}
        self._amounts: dict[tuple[type, Cell], Amount] = {}
        self._split: dict[str, tuple[str, ...]] = {}
        self._official: dict[tuple[Column, str], str] = {}

    def names_a_content(self, written: str) -> bool:
        """Say whether a name could be meant for a content: known, near one, or a check item."""
        match, item = self._item_matcher.match(written, "")
        return match.code is not None or bool(match.suggestions or item)

    def judge(self, line: Line, answer: Answer | None = None, told: Told | None = None) -> Verdict:
        """Return whether the line counts; a person's answer stands above what is written.

        A deduction that a person filled in is the last word: a score beside it plays no part any more.
        """
        written = text_of(line.name) or text_of(line.item)
        match, item = self._item_matcher.match(text_of(line.name), text_of(line.item))
        if answer and answer.code:
            match = Match(answer.code, MatchKind.ACCEPTED)
        if answer and answer.deduction:
            line = replace(line, deduction=answer.deduction, score="", broken=False, covered=False)
        amount = self._amount(line.deduction)
        problem = _problem_of(line, written, match, amount)
        if problem is not None:
            return Verdict(None, problem, match, amount)
        observation = Observation(
            sheet=line.sheet,
            row=line.row,
            serial=text_of(line.serial),
            code=match.code or "",
            written=written,
            site=text_of(line.site),
            milli=FULL - amount.milli,
            area=self._known(Column.AREA, text_of(line.area), told),
            units=self._units_of(line, told),
            item=item,
        )
        return Verdict(observation, None, match, amount)

    def _amount(self, cell: Cell) -> Amount:
        # True == 1.0 in Python, but not in a spreadsheet: the type is part of the key
        key = (type(cell), cell)
        found = self._amounts.get(key)
        if found is None:
            found = self._amounts[key] = deduction_of(cell)
        return found

    def _units_of(self, line: Line, told: Told | None) -> tuple[str, ...]:
        """Return the units of all unit columns, each once, in the order of the row."""
        names: dict[str, None] = {}
        for cell in map(text_of, line.units):
            if cell not in self._split:
                self._split[cell] = tuple(filter(None, (part.strip() for part in _BETWEEN_UNITS.split(cell))))
            for part in self._split[cell]:
                names[self._known(Column.UNIT, part, told)] = None
        return tuple(names)

    def _known(self, column: Column, written: str, told: Told | None) -> str:
        """Return the pack's name of a place for one of its aliases, else the name as written."""
        if not written:
            return ""
        key = (column, written)
        name = self._official.get(key)
        if name is None:
            name = self._official[key] = self._places[column].get(fold(written), written)
        # a difference in width or spaces alone is no other name and needs no note
        if told is not None and name != written and fold(name) != fold(written):
            told(column, written, name)
        return name


def _problem_of(line: Line, written: str, match: Match, amount: Amount) -> Problem | None:
    """Return why a row cannot be used: its name first, then its deduction, then a score that contradicts it."""
    if match.code is None:
        kind = match.problem or ProblemKind.NAME_UNKNOWN
        in_item = kind in ITEM_PROBLEMS and text_of(line.item)
        heading = line.heading(Column.ITEM if in_item else Column.NAME)
        return Problem(kind, line.sheet, line.row, heading, in_item or written, match.suggestions, dict(match.facts))
    value = text_of(line.deduction)
    found: ProblemKind | None = amount.problem
    if line.broken:
        found = ProblemKind.DEDUCTION_BROKEN_CELL
    elif line.covered:
        found = ProblemKind.DEDUCTION_MERGED
    if found is not None:
        return Problem(found, line.sheet, line.row, line.heading(Column.DEDUCTION), value)
    if contradicts(line.score, amount.milli):
        due = f"{(FULL - amount.milli) / FULL:g}"
        heading, score = line.heading(Column.SCORE), text_of(line.score)
        return Problem(ProblemKind.SCORE_CONTRADICTS, line.sheet, line.row, heading, score, facts={"due": due})
    return None


def _places(places: tuple[NamedPlace, ...]) -> dict[str, str]:
    """Return the official name of every spelling, compared as names are."""
    return {fold(spelling): place.name for place in places for spelling in (place.name, *place.aliases)}
