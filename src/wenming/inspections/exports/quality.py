"""How far a round can be trusted, as Excel: the same numbers as the page, none where there are too few pairs."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wenming.documents.exports import Cell, Column, Sheet, workbook
from wenming.documents.exports.workbooks import Rate
from wenming.engine.agreement import Agreement, Coefficient
from wenming.engine.intervals import Interval
from wenming.inspections.models import FieldRound
from wenming.inspections.queries.fieldwork.quality import ItemQuality, Quality
from wenming.inspections.schemas.quality import minutes_view, team_view
from wenming.standards.schemas import node_name


def quality_workbook(field_round: FieldRound, found: Quality) -> bytes:
    """Return the quality of a round: the whole and its teams, the items, how long visits took."""
    title = f"{field_round.name} · {_('测评质量')}"
    agreed = (*_agreement_columns(), Column("Cohen κ", 10), Column(_("κ 下限"), 10), Column(_("κ 上限"), 10))
    agreed = (*agreed, Column("Gwet AC1", 10), Column(_("AC1 下限"), 10), Column(_("AC1 上限"), 10))
    teams = [
        [_("全部"), *_agreed(found.whole)],
        *([team_view(one)["name"], *_agreed(one.agreed)] for one in found.teams),
    ]
    items = [_item(one) for one in found.items]
    item_columns = (
        Column(pgettext("column", "检查项"), 14),
        Column(pgettext("column", "内容"), 40),
        *agreed,
        Column(_("不同的对数"), 10),
        Column(_("作答数"), 10),
        Column(_("不适用比例"), 12),
        Column(_("下限"), 10),
        Column(_("上限"), 10),
        Column(_("计数平均相差"), 12),
    )
    hours = minutes_view(found.minutes, found.planned)
    lengths: list[list[Cell]] = (
        [[bar["label"], int(bar["count"].replace(",", ""))] for bar in hours["bars"]] if hours else []
    )
    return workbook(
        [
            Sheet(_("小组"), title, (Column(pgettext("column", "小组"), 24), *agreed), teams, frozen=1),
            Sheet(pgettext("sheet", "检查项"), title, item_columns, items, frozen=2),
            Sheet(_("到点时长"), title, (Column(pgettext("column", "分钟"), 20), Column(_("到点次数"), 12)), lengths),
        ]
    )


def _item(one: ItemQuality) -> list[Cell]:
    """Return the cells of a check item."""
    return [
        one.item.code,
        node_name(one.item),
        *_agreed(one.agreed),
        one.differing,
        one.unfitting.n,
        *_share(one.unfitting),
        one.counts.distance if one.counts and one.counts.pairs else None,
    ]


def _agreement_columns() -> tuple[Column, ...]:
    """Return the columns of percent agreement."""
    return (
        Column(_("对数"), 8),
        Column(_("点位数"), 8),
        Column(_("一致率"), 10),
        Column(_("下限"), 10),
        Column(_("上限"), 10),
    )


def _agreed(agreed: Agreement) -> list[Cell]:
    """Return the cells of an agreement."""
    shown = agreed.tells
    return [
        agreed.pairs,
        agreed.sites,
        *_share(agreed.percent),
        *_coefficient(agreed.kappa, shown=shown),
        *_coefficient(agreed.ac1, shown=shown),
    ]


def _share(interval: Interval) -> list[Cell]:
    """Return a share and its bounds; the bounds stand where the share may not."""
    estimate: Cell = Rate(interval.estimate) if interval.tells else pgettext("rate", "样本不足")
    return [estimate, Rate(interval.low), Rate(interval.high)] if interval.n else [None, None, None]


def _coefficient(found: Coefficient | None, *, shown: bool) -> list[Cell]:
    """Return a coefficient and its bounds, none of them below thirty pairs."""
    if found is None or not shown or not found.tells:
        return [pgettext("rate", "样本不足") if found is not None else None, None, None]
    return [round(found.estimate, 4), round(found.low, 4), round(found.high, 4)]
