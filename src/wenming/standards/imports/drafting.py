"""Contents that a person types in: every change gives new contents, and leaves the old ones as they were.

A line of the tree is meant by its code, a row of a section by its code within the section. Whether the whole is right is not
asked here; the check says it (see checks.py).
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from typing import Any

from wenming.standards.imports.contents import Contents
from wenming.standards.imports.packs import FORMAT
from wenming.standards.imports.provisions import HOLDINGS
from wenming.standards.imports.readings import UNNAMED_GAP, gaps_of

PAIRS = ("name", "walk", "how", "answer")
LISTS = ("options", "scores", "methods", "clauses", "aliases")
OWN_SOURCE = "own"
"""The key of the one source of an edition that is typed in from nothing."""


def empty_contents(*, code: str, title: str, title_en: str, edition: str) -> Contents:
    """Return an edition without lines; it says of itself that it is not complete."""
    return {
        "format": FORMAT,
        "code": code,
        "title": {"zh": title, "en": title_en},
        "edition": edition,
        "complete": "false",
        "not_covered": [dict(UNNAMED_GAP)],
        "levels": ["project", "indicator", "content"],
        "rules": {"missing": "exclude", "not_applicable": "exclude"},
        "sources": {
            OWN_SOURCE: {"zh": "手工录入，未注明出处", "en": "Typed in; no source named", "confidence": "unverified"}
        },
        "source": OWN_SOURCE,
        "tree": [],
    }


def copied(contents: Contents, *, code: str) -> Contents:
    """Return the contents of an edition as the beginning of another one."""
    return {**copy.deepcopy(contents), "code": code}


def lines(contents: Contents) -> Iterator[tuple[Contents, int, str]]:
    """Yield every line of the tree with its depth from 0 and the code of the line above it ("": none)."""

    def below(nodes: list[Contents], depth: int, above: str) -> Iterator[tuple[Contents, int, str]]:
        for node in nodes:
            yield node, depth, above
            yield from below(node.get("children", []), depth + 1, node["code"])

    yield from below(contents.get("tree", []), 0, "")


def line_of(contents: Contents, code: str) -> tuple[Contents, str] | None:
    """Return a line and the code of the line above it."""
    return next(((node, above) for node, _depth, above in lines(contents) if node["code"] == code), None)


def changed_line(contents: Contents, code: str, values: Mapping[str, Any]) -> Contents:
    """Return the contents with the values of a line; a new code goes into every clause, a new upper line takes it over."""
    new = copy.deepcopy(contents)
    siblings, at = _found(new, code)
    node = siblings[at]
    above = values.get("parent", "")
    for key in ("code", "name", "points", "weight", "sites", "methods", "aliases"):
        _put(node, key, values.get(key))
    if node["code"] != code:
        _rename(new, code, node["code"])
    if above != (line_of(contents, code) or ({}, ""))[1] and not _stands_below(contents, above, code):
        target = line_of(new, above)
        if target or not above:
            siblings.pop(at)
            (target[0].setdefault("children", []) if target else new["tree"]).append(node)
    return _tidied(new)


def added_line(contents: Contents, code: str, *, below: bool) -> tuple[Contents, str]:
    """Return the contents with a new line after or below a line ("": at the end of the uppermost), and its code."""
    new = copy.deepcopy(contents)
    known = {node["code"] for node, _depth, _above in lines(new)}
    if not code:
        siblings, at, prefix = new["tree"], len(new["tree"]), ""
    elif below:
        node = _found(new, code)[0][_found(new, code)[1]]
        siblings = node.setdefault("children", [])
        at, prefix = len(siblings), f"{code}."
    else:
        siblings, at = _found(new, code)
        at, prefix = at + 1, code.rpartition(".")[0] + "." if "." in code else ""
    number = len(siblings) + 1
    while f"{prefix}{number}" in known:
        number += 1
    made = f"{prefix}{number}"
    siblings.insert(at, {"code": made, "name": {"zh": "", "en": ""}})
    return new, made


def moved_line(contents: Contents, code: str, step: int) -> Contents:
    """Return the contents with a line one place up (-1) or down (1) among its siblings."""
    new = copy.deepcopy(contents)
    _step(*_found(new, code), step)
    return new


def dropped_line(contents: Contents, code: str) -> Contents:
    """Return the contents without a line and everything below it."""
    new = copy.deepcopy(contents)
    siblings, at = _found(new, code)
    siblings.pop(at)
    return _tidied(new)


def row_of(contents: Contents, section: str, code: str) -> Contents | None:
    """Return a row of a section."""
    found: Contents | None = next((row for row in contents.get(section, []) if row["code"] == code), None)
    return found


def changed_row(contents: Contents, section: str, code: str, values: Mapping[str, Any]) -> Contents:
    """Return the contents with the values of a row; what is empty is left out."""
    new = copy.deepcopy(contents)
    row = row_of(new, section, code)
    if row is not None:
        for key, value in values.items():
            _put(row, key, value)
    return new


def added_row(contents: Contents, section: str) -> tuple[Contents, str]:
    """Return the contents with a new row at the end of a section, and its code."""
    new = copy.deepcopy(contents)
    rows = new.setdefault(section, [])
    known = {row["code"] for row in rows}
    number = len(rows) + 1
    while f"{number}" in known:
        number += 1
    rows.append({"code": f"{number}", "name": {"zh": "", "en": ""}})
    return new, f"{number}"


def moved_row(contents: Contents, section: str, code: str, step: int) -> Contents:
    """Return the contents with a row one place up (-1) or down (1)."""
    new = copy.deepcopy(contents)
    rows = new.get(section, [])
    _step(rows, next(at for at, row in enumerate(rows) if row["code"] == code), step)
    return new


def dropped_row(contents: Contents, section: str, code: str) -> Contents:
    """Return the contents without a row."""
    new = copy.deepcopy(contents)
    new[section] = [row for row in new.get(section, []) if row["code"] != code]
    if not new[section]:
        del new[section]
    return new


def changed_head(contents: Contents, values: Mapping[str, Any]) -> Contents:
    """Return the contents with what stands above the tree: title, edition, total, rules, the usual source."""
    new = copy.deepcopy(contents)
    new["title"] = {"zh": values["title_zh"], "en": values["title_en"]}
    new["complete"] = "true" if values["complete"] else "false"
    new["rules"] = {"missing": values["missing"], "not_applicable": values["not_applicable"]}
    new["levels"] = list(values["levels"])
    for key in ("code", "edition", "points"):
        _put(new, key, values[key])
    _put(new, "shares", "unpublished" if values["unpublished"] else "")
    new.pop("not_covered", None)
    if not values["complete"]:
        new["not_covered"] = gaps_of(values["not_covered"])
    key = new.setdefault("source", OWN_SOURCE)
    new["sources"][key] = {name: values[f"source_{name}"] for name in ("zh", "en")} | {
        "confidence": values["confidence"]
    }
    return new


def row_values(data: Mapping[str, Any], keys: tuple[str, ...]) -> dict[str, Any]:
    """Return the values of a row from the fields of its form (see forms.RowForm)."""
    values: dict[str, Any] = {}
    for key in keys:
        if key in PAIRS:
            pair = {language: data[f"{key}_{language}"] for language in ("zh", "en")}
            values[key] = pair if any(pair.values()) or key == "name" else None
        elif key in HOLDINGS:
            parts = {part: data[f"{key}_{part}"] for part in ("effect", "points", "months")}
            values[key] = {part: value for part, value in parts.items() if value}
        else:
            values[key] = data[key]
    return values


def _put(row: Contents, key: str, value: Any) -> None:
    """Set a value, or take the key away where there is none."""
    if value:
        row[key] = value
    elif key not in {"code", "name"}:
        row.pop(key, None)


def _found(contents: Contents, code: str) -> tuple[list[Contents], int]:
    """Return the siblings among which a line stands, and its place; KeyError where there is none."""

    def search(nodes: list[Contents]) -> tuple[list[Contents], int] | None:
        for at, node in enumerate(nodes):
            found = (nodes, at) if node["code"] == code else search(node.get("children", []))
            if found:
                return found
        return None

    found = search(contents["tree"])
    if found is None:
        raise KeyError(code)
    return found


def _step(rows: list[Contents], at: int, step: int) -> None:
    """Exchange a row with its neighbour, if it has one on that side."""
    if 0 <= at + step < len(rows):
        rows[at], rows[at + step] = rows[at + step], rows[at]


def _stands_below(contents: Contents, code: str, above: str) -> bool:
    """Say whether a line is another one, or stands somewhere below it."""
    while code:
        if code == above:
            return True
        found = line_of(contents, code)
        code = found[1] if found else ""
    return False


def _rename(contents: Contents, old: str, new: str) -> None:
    """Give the clauses of every section a line's new code."""
    for rows in contents.values():
        for row in rows if isinstance(rows, list) else ():
            if isinstance(row, dict) and old in row.get("clauses", []):
                row["clauses"] = [new if clause == old else clause for clause in row["clauses"]]


def _tidied(contents: Contents) -> Contents:
    """Take empty lists of children away."""
    for node, _depth, _above in list(lines(contents)):
        if not node.get("children", True):
            del node["children"]
    return contents
