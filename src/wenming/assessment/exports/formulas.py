"""A version of a formula as YAML or Excel; both are read again by imports/formulas.py."""

from __future__ import annotations

from typing import Any

import yaml
from django.utils.translation import gettext as _

from wenming.assessment.forms.formulas import FormulaForms
from wenming.assessment.imports.formulas import HEAD_TABLE, WORDS
from wenming.assessment.models import LocalFormula
from wenming.assessment.queries.formulas import formula_of
from wenming.documents.exports import Cell, Column, Sheet, workbook
from wenming.engine.formulas.sheets import HEAD, TABLES, flat


def formula_yaml(version: LocalFormula) -> bytes:
    """Return a version as YAML: the formula, where its inputs come from, who is in which group."""
    whole = {**version.content, "sources": version.sources, "members": version.members}
    text: str = yaml.safe_dump(whole, allow_unicode=True, sort_keys=False)
    return text.encode()


def formula_workbook(version: LocalFormula) -> bytes:
    """Return a version as tables, the same as on the form; the code of a column stands in its head."""
    tables = flat(formula_of(version), version.sources, version.members)
    forms = FormulaForms(tables)
    names = {"parts": _("项目"), "adjustments": _("扣分加分"), "groups": _("分组"), "grades": _("等次")}
    head_rows = [
        [f"{forms.head.fields[name].label}（{name}）", _cell(forms.head, name, tables.head.get(name, ""))]
        for name in HEAD
    ]
    sheets = [Sheet(f"{_('公式')} {HEAD_TABLE}", version.name, (Column(_("项"), 28), Column(_("内容"), 60)), head_rows)]
    for name, columns in TABLES.items():
        form = forms.sets[name].empty_form
        heads = tuple(Column(f"{form.fields[column].label}（{column}）", 18) for column in columns)
        rows: list[list[Cell]] = [
            [_cell(form, column, row.get(column, "")) for column in columns] for row in getattr(tables, name)
        ]
        sheets.append(Sheet(f"{names[name]} {name}", version.name, heads, rows))
    return workbook(sheets)


def _cell(form: Any, column: str, value: str) -> str:
    """Return a cell; a choice with its word behind it."""
    if column not in WORDS or not value:
        return value
    return f"{value} {dict(form.fields[column].choices).get(value, '')}".strip()
