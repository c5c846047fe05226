"""Reads a table of categories with their limits: YAML as in data/categories, or the workbook that the page gives out.

Both become the same rows, and the same questions are asked of them; every fault names its place.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from wenming.engine.deadlines import Limit
from wenming.issues.enums import CategoryKind, IssueStage
from wenming.issues.imports.limits import Limits, UnusableLimitError, read_limit, read_limits

KINDS = {**{value: value for value in CategoryKind.values}, "部件": "fixture", "事件": "occurrence"}
LONGEST = {
    "major_code": 10, "major_name": 40, "major_name_en": 80, "code": 10, "name": 60, "name_en": 100, "filing": 300, "closing": 300,
    "unit": 80, "source": 120,
}  # fmt: skip
"""Columns of text, and how long each may be."""
REQUIRED = ("major_code", "major_name", "code", "name")
NO, YES = frozenset({"否", "no", "false", "0", "停用"}), frozenset({"是", "yes", "true", "1", "在用"})


@dataclass(frozen=True, slots=True)
class Minor:
    """A category as its table gives it; ``limits`` are (condition, limit), ``unit`` the name of the unit that disposes.

    ``is_urgent``, ``is_active`` and ``automatic`` are None where the table does not say.
    """

    code: str
    name: str
    name_en: str
    filing_condition: str
    closing_condition: str
    words: tuple[str, ...]
    unit: str
    is_urgent: bool | None
    limits: Limits
    source: str = ""
    is_active: bool | None = None
    automatic: int | None = None


@dataclass(frozen=True, slots=True)
class Major:
    """A group of categories; ``kind`` is fixture or occurrence."""

    kind: str
    code: str
    name: str
    name_en: str
    minors: tuple[Minor, ...]


@dataclass(frozen=True, slots=True)
class CategoryTable:
    """A whole table: its name, its groups, the limits of stages, those of a visit period ("urgent", "usual"), where it comes from."""

    name: str
    majors: tuple[Major, ...]
    stages: Mapping[str, Limit]
    visit: Mapping[str, Limit]
    source: str = ""


@dataclass(frozen=True, slots=True)
class CategoryFault:
    """What cannot be used: where it stands, what is wrong (a word of schemas.categories.FAULTS), and what was written."""

    place: str
    fault: str
    written: str = ""


class UnusableTableError(Exception):
    """A table that is not as it should be, with everything that is wrong in it."""

    def __init__(self, faults: Iterable[CategoryFault]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(f"{one.place}: {one.fault} {one.written}" for one in self.faults))


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table, wherever it stood: ``cells`` are texts, ``limits`` and ``words`` lists of texts."""

    place: str
    cells: Mapping[str, str]
    limits: tuple[str, ...]
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rows:
    """A table taken apart: its name and source, its rows, the limits of stages and of a visit period as they are written."""

    name: str
    source: str
    rows: tuple[Row, ...]
    stages: Mapping[str, str]
    visit: Mapping[str, str]


def read_categories(source: str) -> CategoryTable:
    """Read a table in YAML. UnusableTableError names every fault with its place."""
    try:
        facts = yaml.safe_load(source)
    except yaml.YAMLError as fault:
        mark = getattr(fault, "problem_mark", None)
        line = str(mark.line + 1) if mark else ""
        raise UnusableTableError([CategoryFault(line, "yaml", str(getattr(fault, "problem", "")))]) from fault
    return checked(_rows(facts))


def _rows(facts: Any) -> Rows:
    """Take a table in YAML apart. UnusableTableError for one that has not the shape of a table."""
    groups = facts.get("kinds") if isinstance(facts, dict) else None
    if not isinstance(groups, list):
        raise UnusableTableError([CategoryFault("", "shape")])
    source = str(facts.get("source", ""))
    rows = [
        _row(group, major, minor, source)
        for group in _dicts(groups)
        for major in _dicts(group.get("majors"))
        for minor in _dicts(major.get("minors"))
    ]
    stages, visit = facts.get("stages"), facts.get("visit")
    return Rows(
        str(facts.get("name", "")),
        source,
        tuple(rows),
        {str(key): str(text) for key, text in stages.items()} if isinstance(stages, dict) else {},
        {str(key): str(text) for key, text in visit.items()} if isinstance(visit, dict) else {},
    )


def _dicts(value: Any) -> list[dict[str, Any]]:
    """Return the entries of a list. UnusableTableError for anything else."""
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        raise UnusableTableError([CategoryFault("", "shape", str(value)[:60])])
    return value


def _row(group: Mapping[str, Any], major: Mapping[str, Any], minor: Mapping[str, Any], source: str) -> Row:
    """Return a category of a table in YAML as a row; ``known`` figures are those of the table's source."""
    cells = {
        "kind": group.get("kind"),
        "major_code": major.get("code"),
        "major_name": major.get("name"),
        "major_name_en": major.get("name_en"),
        "source": minor.get("source") or (source if minor.get("known") else ""),
        **{name: minor.get(name) for name in ("code", "name", "name_en", "filing", "closing", "unit")},
        **{name: minor.get(name) for name in ("urgent", "active", "automatic")},
    }
    texts = {name: "" if value is None else str(value).strip() for name, value in cells.items()}
    where = f"{texts['major_code']} {texts['major_name']} / {texts['code']} {texts['name']}"
    return Row(where, texts, _texts(minor.get("limits")), _texts(minor.get("words")))


def _texts(value: Any) -> tuple[str, ...]:
    return tuple(str(one).strip() for one in value) if isinstance(value, list) else ()


def checked(table: Rows) -> CategoryTable:
    """Return the table that these rows say. UnusableTableError names every fault with its place."""
    faults: list[CategoryFault] = []
    groups: dict[tuple[str, str], list[Minor]] = {}
    names: dict[tuple[str, str], tuple[str, str]] = {}
    for row in table.rows:
        faults += row_faults(row)
        key = (KINDS.get(row.cells["kind"], ""), row.cells["major_code"])
        names.setdefault(key, (row.cells["major_name"], row.cells.get("major_name_en", "")))
        minors = groups.setdefault(key, [])
        if any(known.code == row.cells["code"] for known in minors):
            faults.append(CategoryFault(row.place, "twice", row.cells["code"]))
        minors.append(_minor(row))
    stages = _fixed(table.stages, IssueStage.values, faults)
    visit = _fixed(table.visit, ("urgent", "usual"), faults)
    if not table.rows:
        faults.append(CategoryFault("", "empty"))
    if faults:
        raise UnusableTableError(faults)
    majors = tuple(Major(kind, code, *names[kind, code], tuple(minors)) for (kind, code), minors in groups.items())
    return CategoryTable(table.name, majors, stages, visit, table.source)


def row_faults(row: Row) -> list[CategoryFault]:
    """Return what is wrong with a row."""
    cells = row.cells
    found = [CategoryFault(row.place, "kind", cells["kind"])] if cells["kind"] not in KINDS else []
    found += [CategoryFault(row.place, f"no_{name}") for name in REQUIRED if not cells[name]]
    found += [
        CategoryFault(row.place, "long", text[:40])
        for text in (cells.get(name, "")[most:] and cells[name] for name, most in LONGEST.items())
        if text
    ]
    automatic = cells.get("automatic", "")
    if automatic and not (automatic.isascii() and automatic.isdigit() and 500 <= int(automatic) <= 1000):
        found.append(CategoryFault(row.place, "automatic", automatic))
    for name in ("urgent", "active"):
        if cells.get(name, "").lower() not in {"", *NO, *YES}:
            found.append(CategoryFault(row.place, "yes_no", cells[name]))
    try:
        read_limits("\n".join(row.limits))
    except UnusableLimitError as fault:
        found.append(CategoryFault(row.place, "limit", str(fault)))
    return found


def _minor(row: Row) -> Minor:
    """Return the category that a row says; what is faulty in it has been listed."""
    cells = row.cells
    try:
        limits = read_limits("\n".join(row.limits))
    except UnusableLimitError:
        limits = ()
    automatic = cells.get("automatic", "")
    return Minor(
        code=cells["code"],
        name=cells["name"],
        name_en=cells.get("name_en", ""),
        filing_condition=cells.get("filing", ""),
        closing_condition=cells.get("closing", ""),
        words=tuple(dict.fromkeys(word for word in row.words if word)),
        unit=cells.get("unit", ""),
        is_urgent=_said(cells.get("urgent", "")),
        limits=limits,
        source=cells.get("source", ""),
        is_active=_said(cells.get("active", "")),
        automatic=int(automatic) if automatic.isascii() and automatic.isdigit() else None,
    )


def _said(text: str) -> bool | None:
    """Return yes or no, None where nothing is said."""
    return text.lower() in YES if text else None


def _fixed(written: Mapping[str, str], known: Iterable[str], faults: list[CategoryFault]) -> dict[str, Limit]:
    """Return limits that stand under fixed names; what cannot be read is added to the faults."""
    found: dict[str, Limit] = {}
    for name, text in written.items():
        if name not in known:
            faults.append(CategoryFault(name, "stage", name))
            continue
        try:
            found[name] = read_limit(text)[1]
        except UnusableLimitError as fault:
            faults.append(CategoryFault(name, "limit", str(fault)))
    return found
