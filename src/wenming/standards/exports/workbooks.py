"""A pack as an Excel workbook that a person can edit; ``standard import`` reads it back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Any

from wenming.documents.exports import Cell, Column, Sheet, workbook
from wenming.standards.imports.checklists import FORMAT as CHECKLISTS_FORMAT
from wenming.standards.imports.contents import NUMBERS, Contents
from wenming.standards.imports.layout import (
    AREAS,
    BILINGUAL,
    FACTS,
    FUNCTIONS,
    ITEMS,
    LEVEL,
    SOURCES,
    STANDARD,
    TITLE_LINES,
    UNITS,
    Head,
    Layout,
    nodes_layout,
    word_shown,
)
from wenming.standards.imports.lists import joined
from wenming.standards.imports.numbers import exact_number
from wenming.standards.imports.provisions import BILINGUAL as PAIRS
from wenming.standards.imports.provisions import HOLDINGS, SECTIONS, SHARED_SECTIONS
from wenming.standards.imports.sections import SECTION_LAYOUTS

_SHARED_ITEMS = tuple(
    head for head in ITEMS if head.key in {"format", "code", "title", "edition", "source", "confidence"}
)
"""The rows of the first sheet of a collection of checklists."""
_NUMBERS = NUMBERS | {f"{holding}_{key}" for holding in HOLDINGS for key in ("points", "months")}
_DIGITS = 15
"""A cell of Excel holds so many digits exactly; a longer number, or a ratio, is written as text."""


def pack_workbook(contents: Contents) -> bytes:
    """Return the workbook of a pack's contents or of a collection's, every sheet with its heads, also the empty ones."""
    shared = contents["format"] == CHECKLISTS_FORMAT
    rows: list[tuple[Layout, Iterable[Contents]]] = [
        (SOURCES, ({"key": key, **row} for key, row in contents["sources"].items())),
        *([] if shared else _tree_sheets(contents)),
        *(
            (SECTION_LAYOUTS[section], map(_section_row, contents.get(section, [])))
            for section in (SHARED_SECTIONS if shared else SECTIONS)
        ),
    ]
    first = Sheet(STANDARD.name, "", _columns(STANDARD), list(_items(contents, _SHARED_ITEMS if shared else ITEMS)))
    return workbook([first, *(Sheet(sheet.name, "", _columns(sheet), _cells(sheet, found)) for sheet, found in rows)])


def _tree_sheets(contents: Contents) -> list[tuple[Layout, Iterable[Contents]]]:
    """Return the sheets that only a standard has, with their rows."""
    nodes = nodes_layout(tuple(contents["levels"]))
    return [
        (nodes, _nodes(contents["tree"], contents["levels"])),
        (FACTS, map(_named, contents.get("facts", []))),
        (FUNCTIONS, _functions(contents)),
        (TITLE_LINES, contents.get("title_lines", [])),
        (UNITS, map(_named, contents.get("units", []))),
        (AREAS, map(_named, contents.get("areas", []))),
    ]


def _columns(sheet: Layout) -> list[Column]:
    return [Column(head.text, head.width) for head in sheet.heads]


def _cells(sheet: Layout, rows: Iterable[Contents]) -> list[list[Cell]]:
    """Return the rows of a sheet, each value in the column of its key."""
    return [[_cell(head, row.get(head.key, "")) for head in sheet.heads] for row in rows]


def _cell(head: Head, value: object) -> Cell:
    """Return a value as its cell shows it: numbers as numbers where Excel holds them exactly."""
    if isinstance(value, list):
        return joined(word_shown(head.vocabulary, item) for item in value)
    text = word_shown(head.vocabulary, str(value))
    number = exact_number(text) if head.key.removeprefix("cycle_") in _NUMBERS else None
    exact = number is not None and "/" not in text and len(text.replace(".", "")) <= _DIGITS
    return float(text) if exact and Fraction(repr(float(text))) == number else text


def _items(contents: Contents, heads: Iterable[Head]) -> Iterator[list[Cell]]:
    """Yield the rows of the first sheet."""
    cycle = contents.get("cycle", {})
    known: Contents = {
        **contents,
        **contents.get("rules", {}),
        "cycle_weight": cycle.get("weights", []),
        **{f"cycle_{key}": cycle[key] for key in ("source", "confidence") if key in cycle},
    }
    for head in heads:
        value: Any = known.get(head.key, "")
        if head.key in BILINGUAL:
            pairs: list[Contents] = value if isinstance(value, list) else [value or {"zh": "", "en": ""}]
            yield from ([head.text, pair["zh"], pair["en"]] for pair in pairs)
        elif head.key == "cycle_weight":
            weights: list[str] = value or [""]
            yield from ([head.text, _cell(head, weight), ""] for weight in weights)
        else:
            yield [head.text, _cell(head, value), ""]


def _named(row: Contents) -> Contents:
    """Return a row with its name in two columns."""
    return {**row, "name_zh": row["name"]["zh"], "name_en": row["name"]["en"]}


def _section_row(entry: Contents) -> Contents:
    """Return an entry of a section with its texts of two languages, and what it costs each kind of city, in columns."""
    row = dict(entry)
    for key in {*PAIRS, *HOLDINGS} & entry.keys():
        row |= {f"{key}_{part}": value for part, value in row.pop(key).items()}
    return row


def _nodes(nodes: Iterable[Contents], levels: list[str]) -> Iterator[Contents]:
    """Yield the nodes in published order, each name in the column of its level."""
    for node in nodes:
        yield {**node, LEVEL + levels[0]: node["name"]["zh"], "name_en": node["name"]["en"]}
        yield from _nodes(node.get("children", []), levels[1:])


def _functions(node: Contents) -> Iterator[Contents]:
    """Yield the functions of the whole and of every node; each step of a grade has a row, the first with its function."""
    for function in node.get("functions", []):
        steps = function.get("steps", [{}])
        yield {"node": node["code"], **function, **steps[0]}
        yield from ({"node": node["code"], **step} for step in steps[1:])
    below: list[Contents] = node.get("tree", []) + node.get("children", [])
    for child in below:
        yield from _functions(child)
