"""A league as Excel."""

from __future__ import annotations

from django.utils.translation import pgettext

from wenming.assessment.queries.leagues import LeagueRow, LeagueView
from wenming.assessment.schemas import leagues as words
from wenming.documents.exports import Cell, Column, Sheet, workbook
from wenming.engine.ranking.standings import MICRO


def league_workbook(view: LeagueView, level: str) -> bytes:
    """Return the league, one sheet for each group of the formula, the method in the title."""
    columns = (
        Column(pgettext("column", "名次"), 8),
        Column(pgettext("column", "名称"), 26),
        Column(pgettext("column", "公式得分"), 10),
        Column(pgettext("column", "等次"), 10),
        Column(pgettext("column", "实地得分率"), 10, "percent"),
        Column(pgettext("column", "区间下限"), 10, "percent"),
        Column(pgettext("column", "区间上限"), 10, "percent"),
        Column(pgettext("column", "名次区间"), 14),
        Column(pgettext("column", "档"), 8),
        Column(pgettext("column", "收缩值"), 10, "percent"),
        Column(pgettext("column", "同构成值"), 10, "percent"),
        Column(words.change_head(view), 22),
        Column(pgettext("column", "点位"), 8),
        Column(pgettext("column", "行数"), 8),
    )
    title = f"{level} · {words.method_sentence()}{words.beside_sentence()}"
    return workbook(
        [
            Sheet(
                table.name or level,
                f"{title}{words.missing_sentence(table)}{words.refusal_sentence(view)}",
                columns,
                [_line(row) for row in table.rows],
            )
            for table in view.tables
        ]
    )


def _line(row: LeagueRow) -> list[Cell]:
    """Return one line."""
    one = row.standing
    rates: list[Cell] = [None if value is None else value / MICRO for value in (one.estimate, one.low, one.high)]
    beside: list[Cell] = [None if value is None else value / MICRO for value in (one.shrunk, one.adjusted)]
    return [
        words.place_text(row),
        row.name,
        row.score,
        row.grade,
        *rates,
        words.places_text(row),
        words.bands_text(row),
        *beside,
        words.change_text(row),
        one.sites,
        one.rows,
    ]
