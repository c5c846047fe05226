"""A local formula from a file: YAML as the platform exports it, or a workbook of its tables."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import yaml
from django.utils.translation import gettext as _

from wenming.documents.imports.workbooks import Cell, Sheet, read_workbook
from wenming.engine.formulas import read_formula
from wenming.engine.formulas.sheets import HEAD, TABLES, FormulaSheet, flat
from wenming.engine.observations import NothingReadableError

HEAD_TABLE = "formula"
WORDS = frozenset({"ties", "absent", "input", "combine", "start", "exceeds", "sign"})
"""Columns in which the first word counts: "zero 计 0 分"."""
CODE = re.compile(r"([a-z_]+)[)）]?$")
"""What a head or a sheet's name ends with: "权重（weight）"."""


@dataclass(frozen=True)
class FormulaFile:
    """What a file says, as tables."""

    sheet: FormulaSheet


def read_formula_file(content: bytes, file_name: str) -> FormulaFile:
    """Return the tables of a file. NothingReadableError where nobody can read it, FormulaError for a YAML formula with problems."""
    if file_name.lower().endswith((".yaml", ".yml")):
        return FormulaFile(_from_yaml(content))
    return FormulaFile(_from_sheets(read_workbook(content)))


def _from_yaml(content: bytes) -> FormulaSheet:
    """Return the tables of a YAML file."""
    try:
        raw = yaml.safe_load(content.decode("utf-8-sig"))
    except (UnicodeDecodeError, yaml.YAMLError) as fault:
        raise NothingReadableError(_("这个 YAML 文件读不出来：请用平台导出的文件改，保存为 UTF-8 编码")) from fault
    if not isinstance(raw, Mapping):
        raise NothingReadableError(_("这个 YAML 文件里没有公式：请用平台导出的文件改"))
    rest = {name: value for name, value in raw.items() if name not in ("sources", "members")}
    sources, members = (_mapping(raw.get(name)) for name in ("sources", "members"))
    named = {key: [str(one) for one in value] for key, value in members.items() if isinstance(value, list)}
    return flat(read_formula(rest), {key: str(value) for key, value in sources.items()}, named)


def _mapping(raw: object) -> dict[str, Any]:
    """Return what goes by name, nothing for anything else."""
    return {str(key): value for key, value in raw.items()} if isinstance(raw, Mapping) else {}


def _from_sheets(sheets: Sequence[Sheet]) -> FormulaSheet:
    """Return the tables of a workbook; sheets and columns that nobody knows are passed over."""
    known = {_code(sheet.name): sheet for sheet in sheets}
    if "parts" not in known:
        raise NothingReadableError(_("工作簿里没有“parts”这张表：请用平台导出的公式表改"))
    tables = {name: _table(known[name], columns) if name in known else [] for name, columns in TABLES.items()}
    return FormulaSheet(_head(known[HEAD_TABLE]) if HEAD_TABLE in known else {}, **tables)


def _code(text: Cell) -> str:
    """Return the code that a head or a name ends with, "" for none."""
    found = CODE.search(str(text).strip())
    return found.group(1) if found else ""


def _head(sheet: Sheet) -> dict[str, str]:
    """Return the head: two columns, what and its value."""
    pairs = {_code(row[0]): _text(row[1], _code(row[0])) for row in sheet.rows if len(row) > 1}
    return {name: pairs.get(name, "") for name in HEAD}


def _table(sheet: Sheet, columns: Sequence[str]) -> list[dict[str, str]]:
    """Return the rows of a table under its head, wherever the head stands."""
    for number, row in enumerate(sheet.rows):
        names = [_code(cell) for cell in row]
        if sum(name in columns for name in names) > 1:
            places = {name: names.index(name) for name in columns if name in names}
            return [
                {name: _text(line[places[name]], name) if name in places else "" for name in columns}
                for line in sheet.rows[number + 1 :]
            ]
    return []


def _text(cell: Cell, column: str) -> str:
    """Return a cell as text: 85, not 85.0; of a choice its first word."""
    text = str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell).strip()
    return text.partition(" ")[0] if column in WORDS else text
