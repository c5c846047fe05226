"""What the places of a formula are called on the screen: a cell of the form, and what changed between two versions."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wenming.assessment.enums import FormulaSource
from wenming.assessment.schemas.formula_words import ABSENT, COMBINE, START, TIES
from wenming.engine.formulas import Formula
from wenming.engine.formulas.sheets import HEAD

PART = re.compile(r"parts\[([^\]]*)\]")
MOVE = re.compile(r"\.(?:deduct|bonus)\[([^\]]*)\]")
MEMBER = re.compile(r"(\w+)\[([^\]]*)\]|(\w+)\.([^.\[]+)")

CHOSEN: dict[str, dict[str, Any]] = {
    "ties": {str(key): word for key, word in TIES.items()},
    "absent": {str(key): word for key, word in ABSENT.items()},
    "combine": {str(key): word for key, word in COMBINE.items()},
    "start": {str(key): word for key, word in START.items()},
    "input": dict(FormulaSource.choices),
    "exceeds": {"True": gettext_lazy("可以"), "False": gettext_lazy("不可以")},
}


def cell_words(table: Any, row: int, field: forms.BoundField, place: str) -> str:
    """Return what a cell is called: its table, its line, and its column where the place is one."""
    line = _("%(table)s 第 %(row)s 行") % {"table": table, "row": row + 1}
    return f"{line} · {field.label}" if place.endswith(f".{field.name}") else line


def head_field(place: str) -> str:
    """Return the field of the head for a place of the formula, "" where it is none."""
    name = place.partition("[")[0]
    if name.startswith("example."):
        name = "_".join(name.split(".")[:2])
    return name if name in HEAD else ""


def place_words(place: str, formula: Formula, labels: Mapping[str, Mapping[str, Any]]) -> str:
    """Return where two versions differ: the part, group or grade by its name, and the field. ``labels``: table -> field -> label."""
    if name := head_field(place):
        return str(labels["head"][name])
    if place.startswith("root"):
        return _part_words(place, formula, labels)
    found = MEMBER.match(place)
    kind, key = (found[1] or found[3], found[2] or found[4]) if found else (place, "")
    if kind == "sources":
        return _joined(_part_name(key, formula), labels["parts"]["input"])
    column = place.rpartition(".")[2]
    if kind == "grades":
        return _joined(labels["grades"].get(column, column), int(key) + 1)
    groups = {group.key: group.name for group in formula.leagues}
    return _joined(groups.get(key, key), labels["groups"].get("members" if kind == "members" else column, column))


def value_words(place: str, value: str) -> str:
    """Return a value of a formula as the form shows it: a choice by its words."""
    name = "input" if place.startswith("sources.") else place.rpartition(".")[2]
    return str(CHOSEN.get(name, {}).get(value, value))


def _part_words(place: str, formula: Formula, labels: Mapping[str, Mapping[str, Any]]) -> str:
    """Return a place within a part."""
    keys = PART.findall(place)
    name = _part_name(keys[-1], formula) if keys else formula.root.name
    column = re.sub(r"\[[^\]]*\]$", "", place).rpartition(".")[2]
    if moved := MOVE.search(place):
        return _joined(name, moved[1], labels["adjustments"].get(column, column))
    return _joined(name, labels["parts"].get(column, column))


def _part_name(key: str, formula: Formula) -> str:
    """Return the name of a part, its key where this version has none."""
    part = formula.parts.get(key)
    return part.name if part else key


def _joined(*words: Any) -> str:
    """Return words as one place."""
    return " · ".join(str(word) for word in words)
