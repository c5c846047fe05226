"""Routes as Excel: one line for each stop, person by person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wenming.documents.exports import Cell, Column, Sheet, workbook
from wenming.inspections.models import FieldRound


def routes_workbook(field_round: FieldRound, days: Iterable[Mapping[str, Any]]) -> bytes:
    """Return the days (schemas/routes.py::day_view) of a round; people stand by their codes."""
    columns = (
        Column(pgettext("column", "日期"), 12), Column(_("代号"), 10), Column(_("次序"), 6), Column(pgettext("column", "点位"), 30),
        Column(pgettext("column", "类型"), 14), Column(pgettext("column", "地址"), 36), Column(_("到达"), 8), Column(_("开始"), 8),
        Column(_("离开"), 8), Column(_("开放时间"), 24), Column(_("固定"), 6),
    )  # fmt: skip
    rows: list[list[Cell]] = [
        [
            day["day"], person["code"], stop["order"], stop["name"], stop["type"], stop["address"], stop["arrive"], stop["begin"],
            stop["end"], stop["windows"], _("是") if stop["pinned"] else "",
        ]
        for day in days
        for person in day["people"]
        for stop in person["stops"]
    ]  # fmt: skip
    return workbook([Sheet(_("路线"), field_round.name, columns, rows, frozen=2)])
