"""The crosswalk and the cards of 应知应会 as Excel."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wenming.documents.exports import Column, Sheet, workbook


def crosswalk_workbook(titles: Sequence[str], lines: Iterable[tuple[str, str, str, str, Sequence[str]]]) -> bytes:
    """Return the check items (type of site, code, name, what is counted, clauses of each title) as a workbook."""
    columns = (
        Column(_("点位类型"), 16),
        Column(pgettext("column", "编号"), 14),
        Column(_("检查项"), 40),
        Column(_("要求"), 24),
        *(Column(title, 34) for title in titles),
    )
    rows = [[*facts, *clauses] for *facts, clauses in lines]
    return workbook([Sheet(_("标准对照"), _("标准对照"), columns, rows)])


def cards_workbook(cards: Iterable[Sequence[str]]) -> bytes:
    """Return the cards (question, answer, where it comes from, clauses) as a workbook."""
    columns = (Column(_("问"), 44), Column(_("答"), 70), Column(_("出自"), 30), Column(_("对应条目"), 20))
    return workbook([Sheet(_("应知应会"), _("应知应会"), columns, [list(card) for card in cards])])
