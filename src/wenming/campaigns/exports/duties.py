"""Duties and plans as Excel workbooks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wenming.campaigns.queries.duties import Duty, PlanLine
from wenming.campaigns.queries.matrix import CampaignMatrix, Head
from wenming.campaigns.schemas.duties import duty_row, plan_row
from wenming.documents.exports import Cell, Column, Sheet, workbook


def duties_workbook(found: CampaignMatrix, head: Head, duties: Sequence[Duty]) -> bytes:
    """Return the list of duties of a unit."""
    columns = [
        Column(pgettext("column", "分工"), 8),
        Column(_("测评项目"), 24),
        Column(pgettext("column", "条目"), 10),
        Column(pgettext("column", "测评内容"), 40),
        Column(pgettext("column", "分值"), 8),
        Column(pgettext("column", "完成时限"), 20),
        Column(pgettext("column", "材料要求"), 36),
        Column(_("迎检点"), 24),
        Column(pgettext("column", "负责领导"), 12),
        Column(pgettext("column", "其他单位"), 36),
        Column(_("备注"), 24),
    ]

    def rows() -> Iterator[list[Cell]]:
        for duty in duties:
            row = duty_row(found, duty, head.pk)
            yield [
                row["part"], row["above"], row["code"], row["name"], float(duty.clause.points), row["due"],
                row["materials"], row["spots"], row["chief"], row["others"], row["note"],
            ]  # fmt: skip

    return workbook([Sheet(_("责任清单"), f"{head.name} · {found.campaign.name}", columns, rows())])


def plan_workbook(
    found: CampaignMatrix, title: str, dated: Sequence[PlanLine], open_: Sequence[PlanLine], unit: int | None
) -> bytes:
    """Return a year's plan: what has a day, then what has none."""
    columns = [
        Column(_("日期"), 12),
        Column(_("类别"), 10),
        Column(pgettext("column", "条目"), 10),
        Column(_("事项"), 44),
        Column(pgettext("column", "分工"), 8),
        Column(_("牵头单位"), 24),
        Column(pgettext("column", "完成时限"), 20),
        Column(pgettext("column", "材料要求"), 36),
        Column(pgettext("column", "负责领导"), 12),
    ]

    def rows() -> Iterator[list[Cell]]:
        for line in (*dated, *open_):
            row = plan_row(found, line, unit)
            yield [
                line.day, row["kind"], row["code"], row["name"], row["part"], row["lead"], row["due"],
                row["materials"], row["chief"],
            ]  # fmt: skip

    return workbook([Sheet(_("年度计划"), title, columns, rows())])
