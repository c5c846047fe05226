"""The migration from one edition to another as a workbook: one row per change, for the meeting that decides."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wenming.documents.exports import Cell, Column, Sheet, workbook
from wenming.engine.editions import EditionDifference, FieldChange, NodeChange, ProvisionChange
from wenming.engine.standards import Node, Standard
from wenming.standards.enums import CHANGES, FOUND_BY
from wenming.standards.exports.values import shown_text
from wenming.standards.exports.words import field_words, section_words


def migration_workbook(before: Standard, after: Standard, found: EditionDifference) -> bytes:
    """Return the changes of the whole and of every line, in the order of the later edition."""
    title = f"{before.title} {before.edition} → {after.title} {after.edition}"
    columns = [
        Column(_("变化"), 12), Column(_("原编号"), 12), Column(_("原条目"), 40), Column(_("原分值"), 10),
        Column(_("新编号"), 12), Column(_("新条目"), 40), Column(_("新分值"), 10), Column(_("凭什么认为是同一条"), 22),
        Column(_("其他改动"), 50),
    ]  # fmt: skip
    whole = [Column(_("项"), 20), Column(pgettext("change", "原来"), 50), Column(pgettext("change", "现在"), 50)]
    parts = [
        Column(_("部分"), 14), Column(_("变化"), 12), Column(_("编号"), 12), Column(pgettext("change", "原来"), 50),
        Column(pgettext("change", "现在"), 50), Column(_("其他改动"), 50),
    ]  # fmt: skip
    facts = [[_word(one), *_values(one)] for one in found.whole]
    sheets = [
        Sheet(_("条目变化"), title, columns, [_row(change) for change in found.nodes]),
        Sheet(_("整个体系"), title, whole, facts),
        Sheet(_("条目以外"), title, parts, [_part(change) for change in found.provisions]),
    ]
    return workbook(sheets)


def _row(change: NodeChange) -> list[Cell]:
    """Return one change; several nodes of a split or merger stand under each other in one cell."""
    return [
        _("、").join(str(CHANGES[kind]) for kind in change.kinds),
        *_side(change.before),
        *_side(change.after),
        str(FOUND_BY[change.found_by]) if change.found_by else "",
        _details(change.changes, frozenset({"code", "points"})),
    ]


def _part(change: ProvisionChange) -> list[Cell]:
    """Return what became of a row of a section."""
    before, after = change.before, change.after
    return [
        section_words()[change.section],
        str(CHANGES[change.kind]),
        after.code if after else before.code if before else "",
        before.name if before else "",
        after.name if after else "",
        _details(change.changes, frozenset({"name"})),
    ]


def _details(changes: tuple[FieldChange, ...], told: frozenset[str]) -> str:
    """Return the details that differ, one per line; those that have a column of their own are left out."""
    lines = []
    for one in changes:
        if one.field not in told:
            before, after = _values(one)
            lines.append(f"{_word(one)}：{before} → {after}")
    return "\n".join(lines)


def _word(change: FieldChange) -> str:
    return field_words().get(change.field, change.field)


def _values(change: FieldChange) -> tuple[str, str]:
    return shown_text(change.field, change.before) or "—", shown_text(change.field, change.after) or "—"


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
