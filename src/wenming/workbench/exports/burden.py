"""A week's burden as a workbook."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wenming.burden.models import Ask, RefusedAsk
from wenming.burden.queries import Load
from wenming.burden.schemas.asks import ask_row, refused_row
from wenming.burden.schemas.weeks import MEASURES, heads
from wenming.documents.exports import Column, Sheet, workbook
from wenming.kernel.models import City
from wenming.organisations.enums import UnitKind


def burden_workbook(
    week: date, loads: Iterable[Load], asks: Iterable[Ask], refused: Iterable[RefusedAsk], city: City
) -> bytes:
    """Return three sheets: units in protocol order against their budgets, what was asked, what was not."""
    title = _("%(week)s 起的一周") % {"week": week.isoformat()}
    limits = [Column(_("上限：%(name)s") % {"name": head}) for head in heads()]
    units = Sheet(
        _("各单位"),
        title,
        [Column(pgettext("column", "单位"), 28), Column(_("单位类别")), *map(Column, heads()), *limits],
        [
            [
                one.unit.name,
                str(UnitKind(one.unit.kind).label),
                *(getattr(one.used, name) for name in MEASURES),
                *(getattr(one.most, name) for name in MEASURES),
            ]
            for one in loads
        ],
    )
    columns = [
        Column(_("要求编号")), Column(pgettext("column", "单位"), 28), Column(_("所在社区"), 20), Column(_("哪项工作"), 18), Column(_("要什么")),
        Column(_("约用时（分钟）")), Column(_("要的内容"), 40), Column(_("为什么要"), 40), Column(_("谁要的")), Column(_("登记时间"), 18),
    ]  # fmt: skip
    names = ("number", "unit", "community", "purpose", "what", "minutes", "fact", "why", "by", "at")
    asked = [[row[name] for name in names] for row in (ask_row(one, city, may_withdraw=False) for one in asks)]
    heads_refused = [
        Column(pgettext("column", "单位"), 28), Column(_("要什么"), 24), Column(_("要的内容"), 40), Column(_("为什么没有发出")), Column(_("说明"), 40),
        Column(_("谁要的")), Column(_("时间"), 18),
    ]  # fmt: skip
    told = ("unit", "what", "fact", "reason", "text", "by", "at")
    not_asked = [[row[name] for name in told] for row in (refused_row(one, city) for one in refused)]
    return workbook(
        [
            units,
            Sheet(_("要过什么"), title, columns, asked),
            Sheet(_("没有发出去的"), title, heads_refused, not_asked),
        ]
    )
