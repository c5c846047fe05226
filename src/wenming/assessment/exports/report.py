"""The report of an evaluation (domain.md 2.4) as one workbook: items, streets, units, both matrices, the gaps."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wenming.assessment.exports.gaps import gaps_sheet
from wenming.assessment.queries import RoundResult
from wenming.assessment.queries.matrix import RoundMatrix
from wenming.documents.exports import Cell, Column, Rate, Sheet, workbook
from wenming.engine.gaps import Gap
from wenming.engine.scoring.matrix import ItemMatrix
from wenming.engine.scoring.tables import GroupScore
from wenming.kernel.schemas import days_text
from wenming.standards.schemas import edition_title


def report_workbook(report: RoundMatrix, ranked: Sequence[Gap]) -> bytes:
    """Return the whole report of a round."""
    now, areas, units = report.now, report.areas, report.units
    return workbook(
        [
            _overview(now),
            _items(report),
            _places(now, _("属地排名"), pgettext("column", "属地"), areas.columns),
            _places(now, _("责任单位排名"), pgettext("column", "责任单位"), units.columns),
            _matrix(report, _("条目×属地"), areas),
            _matrix(report, _("条目×责任单位"), units),
            gaps_sheet(now, ranked),
        ]
    )


def _title(now: RoundResult, words: str) -> str:
    """Return the line above a table."""
    return f"{now.round.name} · {words}"


def _overview(now: RoundResult) -> Sheet:
    """Return what was evaluated, by what, and the total where it may be told."""
    total = now.total if now.total and now.total.rate is not None else None
    rows: list[list[Cell]] = [
        [pgettext("column", "轮次"), now.round.name],
        [pgettext("column", "测评体系"), edition_title(now.round.edition)],
        [pgettext("column", "时间"), days_text(now.round.starts_on, now.round.ends_on)],
        [_("记录数"), now.rows],
        [_("未计入的行"), now.round.left_out],
        [pgettext("column", "满分"), float(total.attainable) if total else None],
        [pgettext("column", "得分"), float(total.score) if total else None],
        [pgettext("column", "得分率"), Rate(total.rate) if total and total.rate is not None else None],
        [_("得分（精确分数）"), str(total.score) if total else None],
        [_("结果校验码"), now.result_digest],
    ]
    if not now.standard.complete:
        rows.append([pgettext("column", "说明"), _("体系文件不完整，不出总分")])
    columns = (Column(pgettext("column", "名称"), 20), Column(pgettext("column", "值"), 70))
    return Sheet(_("测评报告"), _title(now, _("测评报告")), columns, rows)


def _items(report: RoundMatrix) -> Sheet:
    """Return the items with points, score, rate and place, as the standard scores them."""
    columns = (
        Column(pgettext("column", "编号"), 10),
        Column(pgettext("column", "测评条目"), 40),
        Column(pgettext("column", "行数"), 8),
        Column(pgettext("column", "指标分值"), 10, "score"),
        Column(pgettext("column", "得分"), 10, "score"),
        Column(pgettext("column", "及格率"), 10, "percent"),
        Column(pgettext("column", "名次"), 8),
    )
    rows: list[list[Cell]] = []
    for item, scored, line in zip(report.items, report.scores, report.areas.lines, strict=True):
        known: list[Cell] = [None, None, None]
        if scored.rate is not None:
            known = [float(scored.attainable), float(scored.score), float(scored.rate)]
        rows.append([item.code, item.name, line.whole.rows if line.whole else None, *known, scored.rank])
    return Sheet(_("测评条目"), _title(report.now, _("测评条目得分")), columns, rows)


def _places(now: RoundResult, name: str, head: str, groups: Sequence[GroupScore]) -> Sheet:
    """Return streets or units, ranked by their rows."""
    columns = (
        Column(head, 32),
        Column(pgettext("column", "指标分值"), 10),
        Column(pgettext("column", "得分"), 10, "score"),
        Column(pgettext("column", "及格率"), 10, "percent"),
        Column(pgettext("column", "名次"), 8),
    )
    rows: list[list[Cell]] = [
        [group.name or _("未填"), group.rows, float(group.score), float(group.rate), group.rank] for group in groups
    ]
    return Sheet(name, _title(now, name), columns, rows)


def _matrix(report: RoundMatrix, name: str, matrix: ItemMatrix) -> Sheet:
    """Return a matrix with its foot: subtotal, points of the items, pass rate, place."""
    heads = [group.name or _("未填") for group in matrix.columns]
    columns = (
        Column(pgettext("column", "测评条目"), 32),
        *(Column(head, 12) for head in heads),
        Column(pgettext("column", "全部"), 12),
    )
    rows: list[list[Cell]] = [
        [
            item.name,
            *(float(cell.score) if cell else None for cell in line.cells),
            float(line.whole.score) if line.whole else None,
        ]
        for item, line in zip(report.items, matrix.lines, strict=True)
    ]
    whole = matrix.whole
    rows += [
        [_("小计"), *(float(one.score) for one in matrix.columns), float(whole.score) if whole else None],
        [_("指标分值"), *(one.rows for one in matrix.columns), whole.rows if whole else None],
        [_("及格率"), *(Rate(one.rate) for one in matrix.columns), Rate(whole.rate) if whole else None],
        [pgettext("column", "名次"), *(one.rank for one in matrix.columns), None],
    ]
    return Sheet(name, _title(report.now, name), columns, rows, frozen=1)
