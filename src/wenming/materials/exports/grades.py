"""The grades of a year as a workbook: clause by clause, with every grade and its words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from wenming.campaigns.models import Campaign
from wenming.documents.exports import Cell, Column, Sheet, workbook
from wenming.engine.grading import ClausePoints
from wenming.materials.enums import STANDINGS
from wenming.materials.models import ClauseGrade
from wenming.materials.queries.grades import ClauseLine

HEADS = (
    ("编号", 12), ("测评条目", 40), ("要报", 8), ("已通过", 8), ("已过期", 8), ("状态", 12), ("分值", 10), ("得分（低）", 12), ("得分（高）", 12), ("失分", 10),
    ("初评", 10), ("初评理由", 40), ("初评人", 12), ("复评", 10), ("复评理由", 40), ("复评人", 12), ("商定", 10), ("商定理由", 40),
)  # fmt: skip


def grades_workbook(
    campaign: Campaign, year: int, lines: Sequence[ClauseLine], points: Mapping[str, ClausePoints]
) -> bytes:
    """Return the grades of a year; points stand where somebody has said how many there are."""
    columns = [Column(head, width) for head, width in HEADS]
    rows = [_row(line, points.get(line.node.code)) for line in lines]
    return workbook([Sheet("材料评分", f"{campaign.name} · {year} 年材料评分", columns, rows, frozen=2)])


def _row(line: ClauseLine, points: ClausePoints | None) -> list[Cell]:
    """Return a clause."""
    worth: list[Cell] = [None] * 4
    if points is not None:
        worth = [round(float(one), 3) for one in (points.points, points.low, points.high, points.lost)]
    return [
        line.node.code,
        line.node.name,
        line.held.asked,
        line.held.complete,
        line.held.late,
        str(STANDINGS[line.range.standing][2]),
        *worth,
        *_given(line.first),
        *_given(line.second),
        *_given(line.settled)[:2],
    ]


def _given(grade: ClauseGrade | None) -> list[Cell]:
    """Return a grade with its words and who gave it."""
    return [grade.label, grade.words, grade.by.name] if grade else ["", "", ""]
