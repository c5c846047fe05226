"""The matrix of a campaign as a 任务分解表, as offices lay it out; it reads back as it stands."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import xlsxwriter
from django.utils.translation import gettext as _
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from wenming.campaigns.models import Campaign
from wenming.campaigns.queries.decomposition import open_parts, standing_terms
from wenming.engine.decomposition.tables import TERMS, UNITS, Meaning
from wenming.engine.responsibility import METHOD, clauses_of
from wenming.engine.standards import Node, Standard
from wenming.standards.imports.layout import WORDS
from wenming.standards.queries import standard_of

SHEET = "任务分解表"
BETWEEN = "、"
_LEVELS = {"project": "测评项目", "indicator": "测评指标", "content": "测评内容", "criterion": "测评标准"}
_HEADS = {
    Meaning.LEAD: ("牵头单位", 18), Meaning.RESPONSIBLE: ("责任单位", 24), Meaning.COOPERATING: ("配合单位", 24),
    Meaning.SPONSOR: ("包保单位", 14), Meaning.DUE: ("完成时限", 14), Meaning.MATERIALS: ("材料要求", 24),
    Meaning.SPOTS: ("迎检点", 18), Meaning.CHIEF: ("责任单位领导", 14), Meaning.NOTE: ("备注", 12),
}  # fmt: skip
"""Heads are Chinese in every language: they are part of what is read back."""


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column: its head, its width in characters; ``tree``: equal neighbours are one merged cell."""

    head: str
    width: int
    tree: bool = False


@dataclass(frozen=True, slots=True)
class DecompositionTable:
    """A decomposition table on its way to paper: title, columns, one row for each clause.

    ``spans`` are the merged cells of the tree: column, first and last row, counted from 0 below the heads.
    """

    title: str
    columns: tuple[TableColumn, ...]
    rows: tuple[tuple[str, ...], ...]
    spans: tuple[tuple[int, int, int], ...]


def decomposition_table(campaign: Campaign, *, on: date, empty: bool = False) -> DecompositionTable:
    """Return the matrix of a campaign as it stands after a day; ``empty``: the form to fill in."""
    standard = standard_of(campaign.edition)
    levels = [level for level in standard.levels if level != METHOD] or ["content"]
    columns = (
        TableColumn("序号", 6),
        TableColumn("编号", 9),
        *(TableColumn(_LEVELS.get(level, level), 22, tree=True) for level in levels),
        TableColumn("测评方法", 12),
        *(TableColumn(*_HEADS[meaning]) for meaning in (*UNITS, *TERMS)),
    )
    units = {} if empty else _units(campaign, on)
    terms = {} if empty else standing_terms(campaign)
    above = {child.code: node for node in standard.nodes for child in node.children}
    paths = [_path(standard, above, clause) for clause in clauses_of(standard)]
    rows = tuple(
        (
            str(number),
            path[-1].code,
            *_tree(path, levels),
            BETWEEN.join(WORDS["methods"].get(method, method) for method in path[-1].methods),
            *(units.get((path[-1].code, part), "") for part in UNITS),
            *(terms.get(path[-1].code, {}).get(term, "") for term in TERMS),
        )
        for number, path in enumerate(paths, start=1)
    )
    title = _("%(name)s任务分解表") % {"name": campaign.name}
    return DecompositionTable(title, columns, rows, tuple(_spans(paths, levels)))


def decomposition_workbook(table: DecompositionTable) -> bytes:
    """Return a decomposition table as an Excel file, set up to print on A3 across."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(
        buffer, {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    ) as book:
        page = book.add_worksheet(SHEET)
        title = book.add_format({"bold": True, "font_size": 16, "align": "center", "valign": "vcenter"})
        head = {
            "bold": True,
            "align": "center",
            "valign": "vcenter",
            "text_wrap": True,
            "border": 1,
            "bg_color": "#EAF2FB",
        }
        body = book.add_format({"border": 1, "valign": "vcenter", "text_wrap": True})
        page.merge_range(0, 0, 0, len(table.columns) - 1, table.title, title)
        page.set_row(0, 30)
        heads = book.add_format(head)
        for at, column in enumerate(table.columns):
            page.set_column(at, at, column.width)
            page.write_string(1, at, column.head, heads)
        _write_rows(page, table, body)
        page.freeze_panes(2, 2)
        page.set_paper(8)
        page.set_landscape()
        page.fit_to_pages(1, 0)
        page.repeat_rows(1)
    return buffer.getvalue()


def _write_rows(page: Worksheet, table: DecompositionTable, body: Format) -> None:
    """Write the rows, texts as texts, and merge the cells of the tree."""
    for number, row in enumerate(table.rows, start=2):
        for at, text in enumerate(row):
            if text:
                page.write_string(number, at, text, body)
            else:
                page.write_blank(number, at, None, body)
    for at, first, last in table.spans:
        page.merge_range(first + 2, at, last + 2, at, table.rows[first][at], body)


def _units(campaign: Campaign, on: date) -> dict[tuple[str, Meaning], str]:
    """Return the cells of units, by clause and part: as the paper named them, a group by its name, once."""
    found: dict[tuple[str, Meaning], dict[str, None]] = {}
    rows = open_parts(campaign, on=on).order_by("order", "pk")
    fields = ("node__code", "part", "unit__name", "group__name", "written")
    for code, part, unit, group, written in rows.values_list(*fields):
        found.setdefault((code, Meaning(part)), {})[written or group or unit] = None
    return {key: BETWEEN.join(words) for key, words in found.items()}


def _path(standard: Standard, above: Mapping[str, Node], clause: Node) -> tuple[Node, ...]:
    """Return the nodes from below the root down to a clause."""
    path: list[Node] = [clause]
    while path[0].code in above and above[path[0].code] is not standard.root:
        path.insert(0, above[path[0].code])
    return tuple(path)


def _tree(path: tuple[Node, ...], levels: Sequence[str]) -> list[str]:
    """Return the cells of the tree of one row; what is no level of the standard stands in the first column."""
    by = {node.level if node.level in levels else levels[0]: node for node in path}
    return [by[level].name if level in by else "" for level in levels]


def _spans(paths: list[tuple[Node, ...]], levels: Sequence[str]) -> list[tuple[int, int, int]]:
    """Return the cells of the tree that several rows in a row have in common."""
    spans = []
    for place, level in enumerate(levels):
        start = 0
        keys = [next((node.code for node in path[:-1] if node.level == level), "") for path in paths]
        for row in range(1, len(keys) + 1):
            if row == len(keys) or keys[row] != keys[start]:
                if keys[start] and row - start > 1:
                    spans.append((2 + place, start, row - 1))
                start = row
    return spans
