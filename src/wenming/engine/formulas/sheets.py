"""A formula as flat tables, as people fill them in on a form or in a workbook: parts, points off and on, groups, grades.

Every cell is a text, and a blank one says nothing. Read back, a problem of the formula is found in its cell again (``Nested.cell``).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from wenming.engine.formulas.models import Adjustment, Formula, Part
from wenming.engine.formulas.reading import FormulaFault, FormulaProblem, write_formula

Row = dict[str, str]
HEAD = ("key", "name", "source", "digits", "ties", "breakers", "example_inputs", "example_score", "example_league")
PART = (
    "key",
    "name",
    "parent",
    "weight",
    "full",
    "absent",
    "input",
    "combine",
    "start",
    "scale",
    "digits",
    "exceeds",
    "leagues",
)
ADJUSTMENT = ("part", "sign", "of", "each", "limit", "most")
GROUP = ("key", "name", "members")
GRADE = ("name", "from")
TABLES = {"parts": PART, "adjustments": ADJUSTMENT, "groups": GROUP, "grades": GRADE}
BETWEEN = re.compile(r"[、，,;；\s]+")
MINUS, PLUS = "minus", "plus"
YES = "yes"


@dataclass(frozen=True)
class FormulaSheet:
    """The tables; ``head`` has the fields of HEAD. The part without a parent is the whole."""

    head: Row
    parts: Sequence[Row] = ()
    adjustments: Sequence[Row] = ()
    groups: Sequence[Row] = ()
    grades: Sequence[Row] = ()


@dataclass(frozen=True)
class Nested:
    """The formula as ``read_formula`` reads it, where its inputs come from, who is in which group.

    ``problems``: what the tables themselves have wrong. ``places``: place in the formula -> (table, number of the row).
    """

    raw: dict[str, Any]
    sources: dict[str, str]
    members: dict[str, list[str]]
    problems: tuple[FormulaProblem, ...] = ()
    places: Mapping[str, tuple[str, int]] = field(default_factory=dict)

    def cell(self, place: str) -> tuple[str, int, str] | None:
        """Return (table, row, column) of a place of the formula; None where it is no cell."""
        at = place
        while at and at not in self.places:
            at = at.rpartition(".")[0] if "." in at else ""
        if not at:
            return None
        column = place[len(at) + 1 :].partition("[")[0].partition(".")[0] or "key"
        table, row = self.places[at]
        return table, row, column if column in TABLES[table] else TABLES[table][0]


def flat(formula: Formula, sources: Mapping[str, str], members: Mapping[str, Sequence[str]]) -> FormulaSheet:
    """Return the tables of a formula."""
    whole = write_formula(formula)
    example = whole.get("example", {})
    parents = {child.key: part.key for part in formula.root.walk() for child in part.children}
    order = list(_top_down(formula.root))
    head = {name: str(whole.get(name, "")) for name in HEAD[:5]} | {
        "breakers": "、".join(formula.breakers),
        "example_inputs": "、".join(f"{key}={value}" for key, value in example.get("inputs", {}).items()),
        "example_score": example.get("score", ""),
        "example_league": example.get("league", ""),
    }
    written = {one["key"]: one for one in _written(whole["root"])}
    return FormulaSheet(
        head,
        [_part_row(written[part.key], parents.get(part.key, ""), sources.get(part.key, "")) for part in order],
        [row for part in order for row in _adjustment_rows(part, written[part.key])],
        [{"key": one.key, "name": one.name, "members": "、".join(members.get(one.key, ()))} for one in formula.leagues],
        [{"name": one["name"], "from": one["from"]} for one in whole["grades"]],
    )


def _top_down(part: Part) -> list[Part]:
    """Return the part, then those below it."""
    return [part, *(below for child in part.children for below in _top_down(child))]


def _written(part: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the part as written and those below it."""
    return [part, *(below for child in part["parts"] for below in _written(child))]


def _part_row(part: Mapping[str, Any], parent: str, source: str) -> Row:
    """Return a part as a row."""
    row = {name: str(part[name]) for name in PART if name in part and name not in ("digits", "exceeds", "leagues")}
    digits = "" if part["digits"] is None else str(part["digits"])
    more = {"parent": parent, "input": source, "digits": digits, "exceeds": YES if part["exceeds"] else ""}
    return row | more | {"leagues": "、".join(part["leagues"])}


def _adjustment_rows(part: Part, written: Mapping[str, Any]) -> list[Row]:
    """Return what is taken off a part and added to it."""
    pairs: tuple[tuple[str, str, tuple[Adjustment, ...]], ...] = (
        (MINUS, "deduct", part.deductions),
        (PLUS, "bonus", part.bonuses),
    )
    return [
        {"part": part.key, "sign": sign, **{name: one.get(name, "") for name in ADJUSTMENT[2:]}}
        for sign, name, members in pairs
        for one in (written[name] if members else ())
    ]


def nested(sheet: FormulaSheet) -> Nested:
    """Return the formula that the tables say; read it with ``read_formula``. Rows without anything in them are none."""
    tree = _Tree(sheet)
    head = sheet.head
    raw: dict[str, Any] = {name: head[name] for name in ("key", "name", "source", "ties") if head.get(name)}
    raw |= {"digits": _whole(head["digits"])} if head.get("digits") else {}
    raw["breakers"] = words_in(head.get("breakers", ""))
    raw["leagues"] = [{"key": row.get("key", ""), "name": row.get("name", "")} for row in _filled(sheet.groups)]
    raw["grades"] = [{"name": row.get("name", ""), "from": row.get("from") or None} for row in _filled(sheet.grades)]
    raw["root"] = tree.root()
    if head.get("example_inputs") or head.get("example_score"):
        raw["example"] = _example(head)
    for table, name in (("groups", "leagues"), ("grades", "grades")):
        rows = [number for number, row in enumerate(getattr(sheet, table)) if any(row.values())]
        tree.places |= {f"{name}[{place}]": (table, number) for place, number in enumerate(rows)}
    sources = {
        of: row["input"]
        for row in _filled(sheet.parts)
        if row.get("input") and (of := row.get("key", "")) in tree.measured
    }
    members = {row.get("key", ""): words_in(row.get("members", "")) for row in _filled(sheet.groups)}
    return Nested(raw, sources, members, tuple(tree.problems), tree.places)


def words_in(cell: str) -> list[str]:
    """Return the words of a cell, between commas or blanks."""
    return [word for word in BETWEEN.split(cell) if word]


def _filled(rows: Sequence[Row]) -> list[Row]:
    """Return the rows that say anything."""
    return [row for row in rows if any(row.values())]


def _whole(text: str) -> int | str:
    """Return a whole number, or the text as it is, which the reader then calls wrong."""
    return int(text) if text.isascii() and text.isdigit() else text


def _example(head: Row) -> dict[str, Any]:
    """Return the example of the head."""
    pairs = (word.replace("＝", "=").partition("=") for word in words_in(head.get("example_inputs", "")))
    return {
        "inputs": {key: value for key, _sign, value in pairs},
        "score": head.get("example_score") or None,
        "league": head.get("example_league", ""),
    }


class _Tree:
    """Puts rows under their parents, and remembers where each stands."""

    def __init__(self, sheet: FormulaSheet) -> None:
        """Take the rows that say anything."""
        self.sheet = sheet
        self.rows = [(number, row) for number, row in enumerate(sheet.parts) if any(row.values())]
        self.places: dict[str, tuple[str, int]] = {}
        self.problems: list[FormulaProblem] = []
        parents = {row.get("parent", "") for _number, row in self.rows}
        self.measured = {row.get("key", "") for _number, row in self.rows} - parents
        self.used: set[int] = set()

    def root(self) -> dict[str, Any] | None:
        """Return the whole; rows that hang nowhere are problems."""
        tops = [number for number, row in self.rows if not row.get("parent")]
        found = self._part(tops[0], "root") if tops else None
        for number, row in self.rows:
            if number not in self.used:
                place = f"parts[{number}]"
                self.places[place] = ("parts", number)
                self.problems.append(FormulaProblem(FormulaFault.REFERENCE, f"{place}.parent", row.get("parent", "")))
        for number, row in enumerate(self.sheet.adjustments):
            if any(row.values()) and row.get("part", "") not in {one.get("key", "") for _number, one in self.rows}:
                place = f"adjustments[{number}]"
                self.places[place] = ("adjustments", number)
                self.problems.append(FormulaProblem(FormulaFault.REFERENCE, f"{place}.part", row.get("part", "")))
        return found

    def _part(self, number: int, place: str) -> dict[str, Any]:
        """Return a row and those that name it as their parent."""
        row = self.sheet.parts[number]
        self.places[place] = ("parts", number)
        self.used.add(number)
        kept = ("key", "name", "weight", "full", "absent", "combine", "start", "scale")
        part: dict[str, Any] = {name: row[name] for name in kept if row.get(name)}
        part |= {"digits": _whole(row["digits"])} if row.get("digits") else {}
        part |= {"exceeds": True} if row.get("exceeds") == YES else {}
        part |= {"leagues": words_in(row["leagues"])} if row.get("leagues") else {}
        for sign, name in ((MINUS, "deduct"), (PLUS, "bonus")):
            own = self._adjustments(row.get("key", ""), sign, f"{place}.{name}")
            part |= {name: own} if own else {}
        below = [other for other, one in self.rows if one.get("parent") and one["parent"] == row.get("key")]
        children = [
            self._part(other, f"{place}.parts[{at}]") for at, other in enumerate(below) if other not in self.used
        ]
        return part | ({"parts": children} if children else {})

    def _adjustments(self, key: str, sign: str, place: str) -> list[Row]:
        """Return what is taken off, or added to, a part."""
        found: list[Row] = []
        for number, row in enumerate(self.sheet.adjustments):
            if key and row.get("part") == key and (row.get("sign") or MINUS) == sign:
                self.places[f"{place}[{len(found)}]"] = ("adjustments", number)
                found.append({name: row[name] for name in ADJUSTMENT[2:] if row.get(name)})
        return found
