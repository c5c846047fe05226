"""What is typed in from a paper form: row numbers of what was not met or not applicable, as ``3 x2 公益广告褪色; 7 不适用``.

Entries stand between semicolons or on lines of their own. Each begins with a row, several (``3,5``) or a stretch (``3-6``); then, in any order,
how many places (``x2``, ``2处``), what was counted (``看到3``), a verdict (不适用, 不符合, 符合) or a grade; the rest is the note. A row without a verdict is
not met: that is why it was typed. Whatever is not understood becomes a fault that names its entry: nothing is left out in silence,
and nothing is guessed where a verdict runs into the words after it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from wenming.engine.provisions import Judgement

MET, UNMET, NOT_APPLICABLE = "met", "unmet", "not_applicable"
MOST_PLACES = 999
MOST_COUNTED = 99_999
LONGEST_NOTE = 500

NO_ROW, UNKNOWN_ROW, BACKWARDS, TWICE = "no_row", "unknown_row", "backwards", "twice"
MARK_TWICE, UNCLEAR, PLACES, PLACES_UNASKED = "mark_twice", "unclear", "places", "places_unasked"
COUNT_UNASKED, COUNTED, GRADE_MISSING, TOO_LONG = "count_unasked", "counted", "grade_missing", "too_long"
FAULTS = (
    NO_ROW, UNKNOWN_ROW, BACKWARDS, TWICE, MARK_TWICE, UNCLEAR, PLACES, PLACES_UNASKED, COUNT_UNASKED, COUNTED, GRADE_MISSING, TOO_LONG,
)  # fmt: skip

_ENTRY = re.compile(r"[^;；\n\r]+")
_WIDE = str.maketrans("０１２３４５６７８９×✕＊＝－—", "0123456789xx*=--")
"""One character for one, so that places in the text stay the same."""
_NUMBER = r"[0-9]{1,6}"
_ROW = rf"{_NUMBER}(?![0-9]|\s*处)"
_HEAD = re.compile(rf"\s*第?\s*(?P<rows>{_ROW}(?:\s*[,，、-]\s*{_ROW})*)\s*[行号]?\s*[.．:：、]?\s*")
_PART = re.compile(rf"({_NUMBER})(?:\s*-\s*({_NUMBER}))?")
_GAP = r"(?=$|[\s,，、:：.。x*=])"
_MARKS = (
    ("places", re.compile(rf"(?:[xX*]\s*({_NUMBER})(?![0-9])|({_NUMBER})\s*处)")),
    ("count", re.compile(rf"(?:看到|数到?|=)\s*({_NUMBER})(?![0-9])\s*[个处次]?")),
    ("verdict", re.compile(rf"(?:(不适用|n/?a)|(不符合|不合格|×)|(符合|合格|√|✓)){_GAP}", re.IGNORECASE)),
)
_UNCLEAR = re.compile(r"不适用|不符合|不合格|符合|合格|[0-9]+(?=$|[\s,，、])")
"""A note that begins so: a verdict that runs into words, or a number that may be a further row."""
_BETWEEN = re.compile(r"[\s,，、:：]*")


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the form: its number, its check item, how that is judged."""

    number: int
    code: str
    judge: Judgement = Judgement.YES_NO


@dataclass(frozen=True, slots=True)
class Line:
    """What was typed for one row. ``places`` is 0 unless it was not met; ``entry`` counts the typed entries from 1."""

    row: int
    verdict: str
    places: int = 0
    count: int | None = None
    grade: str = ""
    note: str = ""
    entry: int = 0

    def written(self) -> str:
        """Return the line as it could be typed."""
        marks = [str(self.row)]
        if self.verdict != UNMET or self.note:
            marks.append({MET: "符合", UNMET: "不符合", NOT_APPLICABLE: "不适用"}[self.verdict])
        marks += [self.grade] if self.grade else []
        marks += [f"看到{self.count}"] if self.count is not None else []
        marks += [f"x{self.places}"] if self.verdict == UNMET else []
        return " ".join([*marks, self.note]).strip()


@dataclass(frozen=True, slots=True)
class Fault:
    """What could not be taken: its kind, the entry that holds it with its number and words, the row where one was read."""

    kind: str
    entry: int
    source: str
    row: int = 0


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was typed: lines in the order of the form, and what is wrong. With a fault nothing of it may be kept."""

    lines: tuple[Line, ...]
    faults: tuple[Fault, ...]
    entries: int

    def rest(self, rows: Sequence[Row]) -> list[Row]:
        """Return the rows that nobody typed and that may be met: a graded one has to be typed."""
        return [row for row in self._untyped(rows) if row.judge is not Judgement.GRADE]

    def ungraded(self, rows: Sequence[Row]) -> list[Row]:
        """Return the graded rows that nobody typed."""
        return [row for row in self._untyped(rows) if row.judge is Judgement.GRADE]

    def _untyped(self, rows: Sequence[Row]) -> list[Row]:
        """Return the rows without a line."""
        typed = {line.row for line in self.lines}
        return [row for row in rows if row.number not in typed]


def read_lines(text: str, rows: Sequence[Row], *, grades: Sequence[str] = ()) -> Reading:
    """Return what was typed for the ``rows`` of a form; ``grades`` are the round's, best first."""
    form = {row.number: row for row in rows}
    lines: dict[int, Line] = {}
    faults: list[Fault] = []
    sources = [match[0].strip() for match in _ENTRY.finditer(text) if match[0].strip()]
    for entry, source in enumerate(sources, start=1):
        named, wrong = _rows_of(source)
        faults += [Fault(kind, entry, source) for kind in wrong]
        for number in named:
            if number not in form:
                faults.append(Fault(UNKNOWN_ROW, entry, source, number))
            elif number in lines:
                faults.append(Fault(TWICE, entry, source, number))
            else:
                line, kinds = _line(source, form[number], grades)
                lines[number] = replace(line, entry=entry)
                faults += [Fault(kind, entry, source, number) for kind in kinds]
    broken = {fault.entry for fault in faults}
    kept = [lines[number] for number in sorted(lines) if lines[number].entry not in broken]
    return Reading(tuple(kept), tuple(faults), len(sources))


def _rows_of(source: str) -> tuple[list[int], list[str]]:
    """Return the rows that an entry names, and what is wrong with them."""
    head = _HEAD.match(source.translate(_WIDE))
    if head is None:
        return [], [NO_ROW]
    named: list[int] = []
    for first, last in _PART.findall(head["rows"]):
        if last and int(last) < int(first):
            return [], [BACKWARDS]
        # a stretch longer than any form names one row that is not there, instead of a million
        named += range(int(first), min(int(last or first), int(first) + MOST_PLACES) + 1)
    return named, []


def _line(source: str, row: Row, grades: Sequence[str]) -> tuple[Line, list[str]]:
    """Return what an entry says of one of its rows, and what is wrong with it."""
    plain = source.translate(_WIDE)
    head = _HEAD.match(plain)
    at = head.end() if head else 0
    marks: dict[str, str] = {}
    faults: list[str] = []
    while found := _mark(plain, at, grades if row.judge is Judgement.GRADE else ()):
        name, value, at = found
        faults += [MARK_TWICE] if name in marks else []
        marks[name] = value
    note = source[at:].strip()
    if _UNCLEAR.match(note.translate(_WIDE)):
        faults.append(UNCLEAR)
    verdict = marks.get("verdict") or _graded(marks, grades)
    line = Line(
        row.number,
        verdict,
        places=int(marks.get("places", "1")) if verdict == UNMET else 0,
        count=int(marks["count"]) if "count" in marks else None,
        grade=marks.get("grade", ""),
        note=note,
    )
    return line, faults + _wrong(line, marks, row)


def _mark(plain: str, at: int, grades: Sequence[str]) -> tuple[str, str, int] | None:
    """Return the mark at this place: its name, its value, where the next thing stands."""
    for grade in sorted(grades, key=len, reverse=True):
        if re.compile(re.escape(grade) + _GAP).match(plain, at):
            return "grade", grade, _after(plain, at + len(grade))
    for name, pattern in _MARKS:
        if found := pattern.match(plain, at):
            groups = found.groups()
            value = next(group for group in groups if group)
            if name == "verdict":
                value = (NOT_APPLICABLE, UNMET, MET)[groups.index(value)]
            return name, value, _after(plain, found.end())
    return None


def _after(plain: str, at: int) -> int:
    """Return where the next thing stands."""
    gap = _BETWEEN.match(plain, at)
    return gap.end() if gap else at


def _graded(marks: Mapping[str, str], grades: Sequence[str]) -> str:
    """Return the verdict where none was typed: not met, but for the best grade."""
    return MET if marks.get("grade") and marks["grade"] == grades[0] else UNMET


def _wrong(line: Line, marks: Mapping[str, str], row: Row) -> list[str]:
    """Return what contradicts itself in a line."""
    unmet, applies = line.verdict == UNMET, line.verdict != NOT_APPLICABLE
    checks = {
        PLACES: unmet and not 1 <= line.places <= MOST_PLACES,
        PLACES_UNASKED: not unmet and "places" in marks,
        COUNT_UNASKED: line.count is not None and (row.judge is not Judgement.COUNT or not applies),
        COUNTED: line.count is not None and line.count > MOST_COUNTED,
        GRADE_MISSING: row.judge is Judgement.GRADE and (applies != bool(line.grade)),
        TOO_LONG: len(line.note) > LONGEST_NOTE,
    }
    return [kind for kind, wrong in checks.items() if wrong]
