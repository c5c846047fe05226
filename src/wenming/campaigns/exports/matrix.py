"""The matrix as an Excel workbook: the matrix itself, the same as a decomposition table, and what each unit carries."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wenming.campaigns.enums import MARKS, PARTS, STANDINGS
from wenming.campaigns.queries.matrix import CampaignMatrix, Head, path_names
from wenming.documents.exports import Cell, Column, Sheet, workbook
from wenming.engine.responsibility import ClauseParts, loads_of
from wenming.standards.schemas import node_name

BETWEEN = "、"


def matrix_workbook(found: CampaignMatrix, clauses: Sequence[ClauseParts], columns: Sequence[Head]) -> bytes:
    """Return the workbook of these clauses and units."""
    title = found.campaign.name
    return workbook(
        (
            Sheet(_("责任矩阵"), title, _matrix_columns(columns), _matrix_rows(found, clauses, columns), frozen=3),
            Sheet(_("任务分解"), title, _table_columns(), _table_rows(found, clauses)),
            Sheet(_("按单位"), title, _load_columns(), _load_rows(found, clauses)),
        )
    )


def _matrix_columns(columns: Sequence[Head]) -> list[Column]:
    """Return the columns of the matrix."""
    return [
        Column(pgettext("column", "条目"), 10),
        Column(pgettext("column", "测评内容"), 40),
        Column(pgettext("column", "分值"), 8),
        *(Column(head.label, 6) for head in columns),
        Column(pgettext("column", "核查"), 12),
    ]


def _matrix_rows(
    found: CampaignMatrix, clauses: Sequence[ClauseParts], columns: Sequence[Head]
) -> Iterator[list[Cell]]:
    """Yield a row for each clause."""
    names = {node.code: node_name(node) for node in found.standard.nodes}
    for clause in clauses:
        marks: dict[int, str] = {}
        for part in PARTS:
            for unit in clause.who(part):
                marks[unit] = marks.get(unit, "") + str(MARKS[part])
        cells = [marks.get(head.pk) for head in columns]
        yield [
            clause.code, names[clause.code], float(clause.points), *cells, str(STANDINGS[clause.standing]),
        ]  # fmt: skip


def _table_columns() -> list[Column]:
    """Return the columns of the decomposition table."""
    return [
        Column(_("测评项目"), 24),
        Column(pgettext("column", "条目"), 10),
        Column(pgettext("column", "测评内容"), 40),
        Column(pgettext("column", "分值"), 8),
        *(Column(_("%(part)s单位") % {"part": part.label}, 24) for part in PARTS),
        Column(pgettext("column", "核查"), 12),
    ]


def _table_rows(found: CampaignMatrix, clauses: Sequence[ClauseParts]) -> Iterator[list[Cell]]:
    """Yield a row for each clause with its units in words."""
    names = {node.code: node_name(node) for node in found.standard.nodes}
    paths = path_names(found.standard)
    for clause in clauses:
        units = [BETWEEN.join(found.heads[unit].name for unit in clause.who(part)) for part in PARTS]
        above = " / ".join(node_name(node) for node in paths[clause.code])
        yield [
            above, clause.code, names[clause.code], float(clause.points), *units, str(STANDINGS[clause.standing]),
        ]  # fmt: skip


def _load_columns() -> list[Column]:
    """Return the columns of the units."""
    return [
        Column(_("单位"), 30),
        Column(_("牵头条数"), 10),
        Column(_("牵头分值"), 10),
        *(Column(_("%(part)s条数") % {"part": part.label}, 10) for part in PARTS[1:]),
    ]


def _load_rows(found: CampaignMatrix, clauses: Sequence[ClauseParts]) -> Iterator[list[Cell]]:
    """Yield a row for each unit with a part, in protocol order."""
    loads = {load.unit: load for load in loads_of(clauses)}
    for pk, head in found.heads.items():
        load = loads.get(pk)
        if load is not None:
            yield [
                head.name, load.lead, float(load.lead_points), load.responsible, load.cooperating, load.sponsor,
            ]  # fmt: skip
