"""The plan of a move to another edition as a workbook, for the meeting that decides."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wenming.campaigns.models import Campaign
from wenming.campaigns.queries.moves import Review
from wenming.campaigns.schemas.moves import beside_line, choice_words, count_line, named_parts, parts_text
from wenming.documents.exports import Cell, Column, Sheet, workbook
from wenming.engine.moves import ClauseChange
from wenming.standards.enums import CHANGES, FOUND_BY
from wenming.standards.schemas import node_name


def move_workbook(campaign: Campaign, review: Review) -> bytes:
    """Return every change with the parts before and after and what was decided, and the line in which nothing is lost."""
    move = review.move
    title = f"{campaign.name}：{move.before.edition} → {move.after.edition}"
    columns = [
        Column(_("变化"), 14), Column(_("原编号"), 12), Column(_("原条目"), 36), Column(_("原分工"), 44),
        Column(_("新编号"), 12), Column(_("新条目"), 36), Column(_("新分工"), 44), Column(pgettext("column", "去向"), 24),
        Column(_("凭什么认为是同一条"), 20), Column(_("提示"), 18),
    ]  # fmt: skip
    facts = [Column(_("项"), 20), Column(_("内容"), 80)]
    lines = [
        [_("分工"), count_line(review)],
        [_("随条目走的"), beside_line(review)],
        [_("未定"), str(len(review.open))],
    ]
    sheets = [
        Sheet(_("逐条去向"), title, columns, (_row(review, change) for change in review.changes)),
        Sheet(_("总数"), title, facts, lines),
    ]
    return workbook(sheets)


def _row(review: Review, change: ClauseChange) -> list[Cell]:
    """Return one change; several clauses of one side stand under each other in one cell."""
    olds, news = [node.code for node in change.before], [node.code for node in change.after]
    names = {row.unit_id: row.unit.name for row in review.parts}
    before = [parts_text(named_parts(row for row in review.parts if row.node.code == code)) for code in olds]
    landings = review.outcome.landings
    after = [parts_text((one.part, names[one.unit]) for one in landings.get(code, ())) for code in news]
    chosen = review.decisions.get(change.key, "")
    double = set(news) & set(review.outcome.double_leads)
    return [
        _("、").join(str(CHANGES[kind]) for kind in change.kinds),
        "\n".join(olds), "\n".join(node_name(node) for node in change.before), "\n".join(before),
        "\n".join(news), "\n".join(node_name(node) for node in change.after), "\n".join(after),
        choice_words(change, chosen) if chosen else _("未定"),
        str(FOUND_BY[change.found_by]) if change.found_by else "",
        _("两家牵头") if double else "",
    ]  # fmt: skip
