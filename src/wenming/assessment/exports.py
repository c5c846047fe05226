"""The score as Excel."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wenming.assessment.queries import RoundResult
from wenming.documents.exports import Cell, Column, Sheet, workbook
from wenming.engine import ENGINE_VERSION
from wenming.engine.crosswalk import Reach
from wenming.engine.observations import FULL
from wenming.engine.scoring.tables import GroupScore
from wenming.engine.standards import Standard
from wenming.inspections.models import Round
from wenming.standards.enums import level_word
from wenming.standards.schemas import edition_title, node_name


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


def titles_workbook(round_: Round, titles: Sequence[tuple[Standard, Reach]]) -> bytes:
    """Return what a round's rows say about other titles, a sheet for each; clauses that no row reaches stand there without figures."""
    columns = (
        Column(pgettext("column", "编号"), 12),
        Column(pgettext("column", "名称"), 44),
        Column(_("计入"), 14),
        Column(pgettext("column", "行数"), 8),
        Column(pgettext("column", "得分率"), 10, "percent"),
    )
    return workbook(
        [
            Sheet(
                f"{place} {edition_title(standard)}",
                f"{round_.name} · {edition_title(standard)} {standard.edition}",
                columns,
                _reached(standard, reach),
            )
            for place, (standard, reach) in enumerate(titles, start=1)
        ]
    )


def _reached(standard: Standard, reach: Reach) -> list[list[Cell]]:
    """Return one line for each leaf and each part that counts as a whole, in published order."""
    lines: list[list[Cell]] = []
    for node in standard.nodes:
        counted = reach.leaves.get(node.code) or reach.parts.get(node.code)
        if counted is not None:
            how = _("本条") if node.is_leaf else _("整个部分")
            lines.append([node.code, node_name(node), how, counted[0], counted[1] / (counted[0] * FULL)])
        elif node.is_leaf:
            lines.append([node.code, node_name(node), _("未计入"), None, None])
    return lines
