"""Formulas as flat tables: the same again after there and back, and every fault found in its cell."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from wenming.engine.formulas import FormulaError, FormulaFault, read_formula
from wenming.engine.formulas.sheets import FormulaSheet, flat, nested

FILES = sorted((Path(__file__).parents[3] / "data" / "formulas").glob("*.yaml"))
PART = {"key": "field", "name": "实地", "weight": "85"}
HEAD = {"key": "k", "name": "名", "source": "据"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_published_formula_as_tables_and_back_is_equal(path):
    formula = read_formula(yaml.safe_load(path.read_text()))
    members = {group.key: ["甲街道", "乙街道"] for group in formula.leagues[:1]}
    sources = {part.key: "field" for part in formula.root.walk() if not part.children}
    found = nested(flat(formula, sources, members))
    assert read_formula(found.raw) == formula
    assert (found.problems, found.sources) == ((), sources)
    assert {key: names for key, names in found.members.items() if names} == members


def test_everything_that_a_part_may_say_comes_back():
    raw = {
        **HEAD, "digits": 1, "ties": "dense", "breakers": ["a"], "leagues": [{"key": "g", "name": "组"}], "grades": [{"name": "优", "from": 90}],
        "root": {"key": "all", "name": "总分", "combine": "sum", "parts": [
            {"key": "a", "name": "甲", "full": 60, "scale": 10, "digits": 2, "exceeds": True, "leagues": ["g"], "absent": "zero",
             "bonus": [{"of": "honours", "each": 2, "most": 5}]},
            {"key": "b", "name": "乙", "full": 40, "start": "full", "deduct": [{"of": "rate", "each": "0.5", "limit": 95}, {"of": "cards", "each": 1}]},
        ]},
    }  # fmt: skip
    formula = read_formula(raw)
    sheet = flat(formula, {"a": "field"}, {})
    assert read_formula(nested(sheet).raw) == formula
    # empty rows between say nothing
    spare = replace(
        sheet,
        parts=[{}, *sheet.parts, {"key": ""}],
        adjustments=[*sheet.adjustments, {}],
        groups=[*sheet.groups, {}],
        grades=[{}, *sheet.grades],
    )
    assert read_formula(nested(spare).raw) == formula


@pytest.mark.parametrize(
    ("tables", "cell"),
    [
        ({"parts": [{"key": "all", "name": "总"}, {**PART, "parent": "all"}]}, ("parts", 0, "key")),
        ({"parts": [{"key": "all", "name": "总"}, {**PART, "parent": "all", "weight": "许多"}]}, ("parts", 1, "weight")),
        ({"parts": [{**PART, "digits": "两位"}]}, ("parts", 0, "digits")),
        ({"parts": [PART], "adjustments": [{}, {"part": "field", "of": "cards"}]}, ("adjustments", 1, "each")),
        ({"parts": [PART], "groups": [{"key": "g"}]}, ("groups", 0, "name")),
        ({"parts": [PART], "grades": [{}, {"name": "优"}]}, ("grades", 1, "from")),
    ],
)  # fmt: skip
def test_fault_of_a_formula_is_found_in_its_cell(tables, cell):
    found = nested(FormulaSheet(HEAD, **tables))
    with pytest.raises(FormulaError) as told:
        read_formula(found.raw)
    assert cell in [found.cell(one.place) for one in told.value.problems]


def test_fault_of_the_head_is_in_no_cell():
    found = nested(FormulaSheet({"key": "k"}, parts=[PART]))
    assert (found.cell("name"), found.cell("example.score")) == (None, None)


def test_rows_that_hang_nowhere_are_named():
    tables = FormulaSheet(
        HEAD,
        parts=[PART, {"key": "x", "parent": "nobody"}, {"key": "y", "parent": "z"}, {"key": "z", "parent": "y"}],
        adjustments=[{"part": "gone", "of": "cards"}],
    )
    found = nested(tables)
    assert [(one.fault, found.cell(one.place)) for one in found.problems] == [
        (FormulaFault.REFERENCE, ("parts", 1, "parent")),
        (FormulaFault.REFERENCE, ("parts", 2, "parent")),
        (FormulaFault.REFERENCE, ("parts", 3, "parent")),
        (FormulaFault.REFERENCE, ("adjustments", 0, "part")),
    ]
    assert nested(FormulaSheet({})).raw["root"] is None


def test_part_that_is_its_own_ancestor_ends_somewhere():
    found = nested(FormulaSheet(HEAD, parts=[{"key": "a", "name": "甲"}, {"key": "a", "name": "又", "parent": "a"}]))
    with pytest.raises(FormulaError, match="twice"):
        read_formula(found.raw)
