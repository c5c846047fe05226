"""How many sites it takes, as a workbook."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wenming.documents.exports import Column, Sheet, workbook


def plan_workbook(plan: Mapping[str, Any]) -> bytes:
    """Return two sheets: what each class gives, and what other numbers would tell."""
    classes = (
        Column(pgettext("draw", "类别"), 28), Column(_("抽样框")), Column(_("符合率")), Column(_("依据"), 20), Column(_("标准差")),
        Column(_("看出差别所需")), Column(_("误差所需")),
    )  # fmt: skip
    lines = (Column(_("一共抽几个")), Column(_("误差 ± 分")), Column(_("看得出的差别 分")), Column(_("说明"), 24))
    of_class = ("name", "units", "rate", "source", "spread", "apart", "wide")
    of_line = ("total", "half_width", "difference", "mark")
    return workbook(
        [
            Sheet(_("各类数量"), "", classes, [[one[name] for name in of_class] for one in plan.get("classes", ())]),
            Sheet(_("数量与精度"), "", lines, [[one[name] for name in of_line] for one in plan.get("lines", ())]),
        ]
    )
