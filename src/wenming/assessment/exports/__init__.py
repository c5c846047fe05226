"""The score as Excel."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wenming.assessment.queries import RoundPair, RoundResult
from wenming.assessment.schemas import ChangeTable
from wenming.documents.exports import Cell, Column, Sheet, workbook
from wenming.engine import ENGINE_VERSION
from wenming.engine.scoring.tables import GroupScore
from wenming.standards.enums import level_word
from wenming.standards.schemas import edition_title


def score_workbook(now: RoundResult, areas: Sequence[GroupScore], units: Sequence[GroupScore]) -> bytes:
    """Return every table of the score page, and what is needed to compute it again."""
    rows = Column(pgettext("column", "行数"), 8)
    score, rate = Column(pgettext("column", "得分"), 10, "score"), Column(pgettext("column", "得分率"), 10, "percent")
    rank = Column(pgettext("column", "名次"), 8)
    tree = (
        Column(pgettext("column", "编号"), 12),
        Column(pgettext("column", "层级"), 10),
        Column(pgettext("column", "名称"), 40),
        Column(pgettext("column", "满分"), 10, "score"),
        score,
        rate,
        Column(pgettext("column", "失分"), 10, "score"),
        rank,
    )
    place = (Column(pgettext("column", "名称"), 28), rows, score, rate, rank)
    title = f"{now.round.name} · {edition_title(now.round.edition)}"
    return workbook(
        [
            Sheet(_("得分"), title, tree, _nodes(now)),
            Sheet(_("属地"), title, place, _groups(areas)),
            Sheet(_("责任单位"), title, place, _groups(units)),
            Sheet(
                _("复算依据"),
                title,
                (Column(pgettext("column", "名称"), 20), Column(pgettext("column", "值"), 70)),
                _proof(now),
            ),
        ]
    )


def changes_workbook(pair: RoundPair, tables: Mapping[str, ChangeTable], *, by_points: bool) -> bytes:
    """Return two rounds side by side: every line with its change by causes, one sheet per view, then what has no match."""
    title = f"{pair.before.name} → {pair.after.name} · {edition_title(pair.after.edition)}"
    sheets = [
        Sheet(
            label,
            title,
            _change_columns(pair, by_points=by_points and place == 0),
            _changes(table, 1 if by_points and place == 0 else 100),
        )
        for place, (label, table) in enumerate(tables.items())
    ]
    apart = dict.fromkeys(sentence for table in tables.values() for sentence in table.apart)
    if apart:
        sheets.append(Sheet(_("不能比较的"), title, (Column(_("条目"), 90),), [[sentence] for sentence in apart]))
    return workbook(sheets)


def _change_columns(pair: RoundPair, *, by_points: bool) -> Sequence[Column]:
    """Return the columns of a comparison; differences are percentage points, or points."""
    look, unit = ("score", _("分")) if by_points else ("percent", _("百分点"))
    causes = (_("点位得分"), _("构成"), _("测评覆盖"), _("规则作用"))
    return (
        Column(pgettext("column", "编号"), 12),
        Column(pgettext("column", "名称"), 40),
        Column(pair.before.name, 14, look),
        Column(pair.after.name, 14, look),
        *(
            Column(_("%(name)s（%(unit)s）") % {"name": name, "unit": unit}, 14, "score")
            for name in (pgettext("column", "相差"), *causes, pgettext("column", "对总分"))
        ),
        Column(f"{pgettext('column', '行数')} {pair.before.name}", 10),
        Column(f"{pgettext('column', '行数')} {pair.after.name}", 10),
    )


def _changes(table: ChangeTable, scale: int) -> list[list[Cell]]:
    """Return one line for each line of the comparison; what cannot be compared stays blank."""
    lines: list[list[Cell]] = []
    for line in table.lines:
        values: list[Cell] = [None if value is None else float(value) for value in line.values]
        causes: list[Cell] = [None] * 5
        if line.change is not None:
            causes[0] = float(line.change * scale)
        if line.split is not None:
            causes[1:] = [float(getattr(line.split, cause.name) * scale) for cause in fields(line.split)]
        share = None if line.share is None else float(line.share.total * scale)
        code = "" if line.code == line.name else line.code
        lines.append([code, line.name, *values, *causes, share, *line.rows])
    return lines


def _nodes(now: RoundResult) -> list[list[Cell]]:
    """Return one line for each node; what nobody looked at has no figures."""
    lines: list[list[Cell]] = []
    for node in now.result.nodes:
        figures: list[Cell] = [None, None, None, None]
        if node.rate is not None and (node is not now.result.nodes[0] or now.total is not None):
            figures = [float(node.attainable), float(node.score), float(node.rate), float(node.attainable - node.score)]
        lines.append([node.code, level_word(node.level), node.name, *figures, node.rank])
    return lines


def _groups(groups: Sequence[GroupScore]) -> list[list[Cell]]:
    """Return one line for each area or unit."""
    return [
        [group.name or _("未填"), group.rows, float(group.score), float(group.rate), group.rank] for group in groups
    ]


def _proof(now: RoundResult) -> list[list[Cell]]:
    """Return what the score rests on, exactly."""
    return [
        [_("得分（精确分数）"), str(now.total.score) if now.total else None],
        [_("满分（精确分数）"), str(now.total.attainable) if now.total else None],
        [_("记录数"), str(now.rows)],
        [_("体系文件校验码"), now.standard.digest],
        [_("输入校验码"), now.input_digest],
        [_("结果校验码"), now.result_digest],
        [_("引擎版本"), ENGINE_VERSION],
    ]
