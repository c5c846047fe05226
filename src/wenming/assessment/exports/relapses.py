"""Alarms of relapse, and the everyday level, as Excel."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wenming.assessment.models import RelapseAlarm
from wenming.assessment.queries.everyday import Everyday
from wenming.assessment.schemas.watching import outcome_word, reason_word, side_word, unit_word
from wenming.documents.exports import Cell, Column, Sheet, workbook


def alarms_workbook(alarms: Iterable[RelapseAlarm], sentence: str) -> bytes:
    """Return the alarms, one line each; the title says how many of them chance would have given."""
    columns = (
        Column(pgettext("column", "点位"), 30),
        Column(pgettext("column", "测评条目"), 30),
        Column(pgettext("column", "属地"), 14),
        Column(pgettext("column", "责任单位"), 22),
        Column(pgettext("column", "轮次"), 22),
        Column(pgettext("column", "累计值"), 8),
        Column(pgettext("column", "警戒线"), 8),
        Column(pgettext("column", "平常未符合率"), 12, "percent"),
        Column(pgettext("column", "核看"), 12),
        Column(pgettext("column", "说明"), 40),
    )
    rows: list[list[Cell]] = [
        [
            alarm.site,
            alarm.node.name,
            alarm.area,
            unit_word(alarm),
            alarm.round.name,
            alarm.height,
            alarm.limit,
            alarm.level_milli / 1000,
            outcome_word(alarm),
            alarm.verdict.note if hasattr(alarm, "verdict") else "",
        ]
        for alarm in alarms
    ]
    return workbook([Sheet(_("复发报警"), f"{_('复发报警')} · {sentence}", columns, rows)])


def everyday_workbook(found: Everyday, sentence: str) -> bytes:
    """Return the rounds with their sides; the title says what follows from them."""
    columns = (
        Column(pgettext("column", "轮次"), 26),
        Column(pgettext("column", "结束日期"), 12),
        Column(pgettext("column", "算在哪边"), 16),
        Column(pgettext("column", "为什么"), 34),
    )
    rows: list[list[Cell]] = [
        [one.round.name, one.round.ends_on.isoformat(), side_word(one.side), reason_word(one.reason)]
        for one in found.rounds
    ]
    return workbook([Sheet(_("常态与迎检"), f"{_('常态与迎检')} · {sentence}", columns, rows)])
