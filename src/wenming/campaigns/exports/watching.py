"""The watch ledger as a workbook: events under the filter, conditions, clearance rounds."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wenming.campaigns.enums import ClearanceOpinion, WatchKind, WatchState
from wenming.campaigns.models import Campaign, Clearance, WatchEntry
from wenming.campaigns.queries.watching import ConditionView, proposed_penalty, until_of
from wenming.campaigns.schemas.watching import Rules, penalty_text, rule_text
from wenming.documents.exports import Cell, Column, Sheet, workbook
from wenming.standards.schemas import node_name

MILLI = 1000


def watch_workbook(
    campaign: Campaign,
    *,
    entries: Iterable[WatchEntry],
    rules: Rules,
    capacity: str,
    conditions: Iterable[ConditionView],
    clearances: Iterable[Clearance],
) -> bytes:
    """Return the ledger of a campaign."""
    events = [
        Column(pgettext("column", "类别"), 14), Column(pgettext("column", "条款"), 40), Column(_("事件"), 40),
        Column(pgettext("column", "发生"), 12), Column(_("计到"), 12), Column(_("来源"), 28),
        Column(pgettext("column", "研判"), 14), Column(pgettext("column", "影响"), 24), Column(_("条款写明的后果"), 24),
        Column(_("扣分"), 8), Column(_("说明"), 30),
    ]  # fmt: skip
    board = [
        Column(_("编号"), 16), Column(_("条件"), 60), Column(pgettext("column", "状态"), 14), Column(_("成绩"), 10),
        Column(_("依据"), 40), Column(_("触及事件"), 50),
    ]  # fmt: skip
    asked = [
        Column(_("征求意见单位"), 24), Column(_("发出日期"), 12), Column(_("答复时限"), 12), Column(_("答复日期"), 12),
        Column(_("意见"), 12), Column(_("说明"), 50),
    ]  # fmt: skip
    sheets = [
        Sheet(_("监控台账"), campaign.name, events, (_event(one, rules, capacity) for one in entries)),
        Sheet(_("条件核对"), campaign.name, board, (_condition(one) for one in conditions)),
        Sheet(pgettext("campaign", "会签审核"), campaign.name, asked, (_asked(one) for one in clearances)),
    ]
    return workbook(sheets)


def _event(entry: WatchEntry, rules: Rules, capacity: str) -> list[Cell]:
    """Return one watched event."""
    rule = rules.get((entry.kind, entry.rule))
    until: date | None = until_of(entry, rule, capacity)
    return [
        str(WatchKind(entry.kind).label), rule_text(rule), entry.event, entry.happened_on, until, entry.source,
        str(WatchState(entry.state).label), entry.effect, penalty_text(proposed_penalty(rule, capacity)),
        entry.points / MILLI if entry.points else None, entry.note,
    ]  # fmt: skip


def _condition(view: ConditionView) -> list[Cell]:
    """Return one condition of the board."""
    finding = view.finding
    score = finding.score / MILLI if finding and finding.score is not None else None
    events = "\n".join(f"{one.happened_on.isoformat()} {one.event}" for one in view.touching)
    return [
        view.condition.code, node_name(view.condition), str(view.state.label), score, finding.source if finding else "",
        events,
    ]  # fmt: skip


def _asked(row: Clearance) -> list[Cell]:
    """Return one question to an authority."""
    opinion = str(ClearanceOpinion(row.opinion).label) if row.opinion else ""
    return [row.unit.name, row.asked_on, row.due_on, row.answered_on, opinion, row.note]
