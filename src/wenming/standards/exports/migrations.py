"""The migration from one edition to another as a workbook: one row per change, for the meeting that decides."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wenming.documents.exports import Cell, Column, Sheet, workbook
from wenming.engine.editions import EditionDifference, NodeChange
from wenming.engine.standards import Node, Standard
from wenming.standards.enums import CHANGES, FOUND_BY
from wenming.standards.exports.differences import field_word, value_text


def migration_workbook(before: Standard, after: Standard, found: EditionDifference) -> bytes:
    """Return the changes of the whole and of every line, in the order of the later edition."""
    title = f"{before.title} {before.edition} → {after.title} {after.edition}"
    columns = [
        Column(_("变化"), 12), Column(_("原编号"), 12), Column(_("原条目"), 40), Column(_("原分值"), 10),
        Column(_("新编号"), 12), Column(_("新条目"), 40), Column(_("新分值"), 10), Column(_("凭什么认为是同一条"), 22),
        Column(_("其他改动"), 50),
    ]  # fmt: skip
    whole = [Column(_("项"), 20), Column(pgettext("change", "原来"), 50), Column(pgettext("change", "现在"), 50)]
    rows = [_row(change) for change in found.nodes]
    facts = [
        [field_word(one.field), value_text(one.field, one.before), value_text(one.field, one.after)]
        for one in found.whole
    ]
    return workbook([Sheet(_("条目变化"), title, columns, rows), Sheet(_("整个体系"), title, whole, facts)])


def _row(change: NodeChange) -> list[Cell]:
    """Return one change; several nodes of a split or merger stand under each other in one cell."""
    others = [one for one in change.changes if one.field not in {"code", "points"}]
    details = "\n".join(
        f"{field_word(one.field)}：{value_text(one.field, one.before)} → {value_text(one.field, one.after)}"
        for one in others
    )
    return [
        _("、").join(str(CHANGES[kind]) for kind in change.kinds),
        *_side(change.before),
        *_side(change.after),
        str(FOUND_BY[change.found_by]) if change.found_by else "",
        details,
    ]


def _side(nodes: tuple[Node, ...]) -> list[Cell]:
    """Return codes, names and points of one side."""
    if len(nodes) == 1:
        return [nodes[0].code, nodes[0].name, float(nodes[0].points)]
    texts = [
        [node.code for node in nodes],
        [node.name for node in nodes],
        [f"{float(node.points):g}" for node in nodes],
    ]
    return ["\n".join(text) for text in texts]
