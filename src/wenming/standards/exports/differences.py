"""What differs between two editions, for a person (counts first, then group by group) and for a machine."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from enum import StrEnum
from fractions import Fraction

from django.utils.translation import gettext as _

from wenming.engine.editions import ChangeKind, EditionDifference, FieldChange, NodeChange
from wenming.engine.provenance import Provenance
from wenming.engine.standards import NamedPlace, Node, NodeFunction, Standard, TitleLine
from wenming.standards.imports.contents import number_text
from wenming.standards.imports.layout import word_shown

_WORDED = frozenset({"missing", "not_applicable", "methods", "levels", "complete"})


def difference_text(before: Standard, after: Standard, found: EditionDifference) -> list[str]:
    """Return the report line by line; equal nodes are only counted."""
    kinds = _kind_words()
    counts = " · ".join(f"{kinds[kind]} {found.count(kind)}" for kind in ChangeKind)
    lines = [
        f"A {before.title}（{before.edition}）",
        f"B {after.title}（{after.edition}）",
        _("条目：%(counts)s") % {"counts": counts},
    ]
    if found.equal:
        return [*lines, _("两个版本没有差别")]
    if found.whole:
        lines += ["", _("整个体系：")]
        lines += [f"  {_field(change)}" for change in found.whole]
    for kind in ChangeKind:
        changes = [change for change in found.nodes if kind in change.kinds and kind is not ChangeKind.SAME]
        if changes:
            lines += ["", _("%(kind)s（%(count)s）：") % {"kind": kinds[kind], "count": len(changes)}]
            lines += [line for change in changes for line in _node_lines(kind, change)]
    # what a pack says can neither break a line nor steer the terminal
    return ["".join(" " if unicodedata.category(char) == "Cc" else char for char in line) for line in lines]


def difference_answer(before: Standard, after: Standard, found: EditionDifference) -> dict[str, object]:
    """Return the same for machines; values are exact texts in the words of the format."""
    return {
        "equal": found.equal,
        "before": {"code": before.code, "title": before.title, "edition": before.edition},
        "after": {"code": after.code, "title": after.title, "edition": after.edition},
        "counts": {kind.value: found.count(kind) for kind in ChangeKind},
        "whole": [_answer(change) for change in found.whole],
        "nodes": [
            {
                "kinds": [kind.value for kind in change.kinds],
                "before": [{"code": node.code, "name": node.name} for node in change.before],
                "after": [{"code": node.code, "name": node.name} for node in change.after],
                "found_by": change.found_by.value if change.found_by else None,
                "changes": [_answer(field) for field in change.changes],
            }
            for change in found.nodes
        ],
    }


def _kind_words() -> dict[ChangeKind, str]:
    """Return what people call the kinds of change."""
    return {
        ChangeKind.SAME: _("相同"),
        ChangeKind.CHANGED: _("有改动"),
        ChangeKind.MOVED: _("移动"),
        ChangeKind.RENAMED: _("改名"),
        ChangeKind.SPLIT: _("拆分"),
        ChangeKind.MERGED: _("合并"),
        ChangeKind.DROPPED: _("删去"),
        ChangeKind.NEW: _("新增"),
    }


def _field_words() -> dict[str, str]:
    """Return what people call the attributes of a standard and its nodes."""
    return {
        "code": _("编号"), "title": _("名称"), "title_en": _("英文名称"), "name_en": _("英文名称"), "edition": _("版本"),
        "levels": _("层级"), "level": _("层级"), "complete": _("完整"), "cycle_weights": _("周期各年权重"),
        "title_lines": _("标题线"), "units": _("责任单位"), "areas": _("区域"), "points": _("分值"),
        "missing": _("未测规则"), "not_applicable": _("不适用规则"), "functions": _("特殊规则"), "methods": _("测评方法"),
        "sites": _("点位数"), "aliases": _("别名"), "provenance": _("来源"),
    }  # fmt: skip


def _node_lines(kind: ChangeKind, change: NodeChange) -> Iterator[str]:
    """Yield the lines of one change within the group of this kind."""
    olds, news = (" + ".join(_title(node) for node in nodes) for nodes in (change.before, change.after))
    if kind in {ChangeKind.DROPPED, ChangeKind.NEW}:
        node = (*change.before, *change.after)[0]
        yield "  " + _("%(node)s，%(points)s 分") % {"node": _title(node), "points": number_text(node.points)}
    elif kind is ChangeKind.CHANGED:
        details = "；".join(_field(field) for field in change.changes)
        yield "  " + _("%(node)s：%(details)s") % {"node": news, "details": details}
    else:
        yield f"  {olds} → {news}"


def _title(node: Node) -> str:
    return f"{node.code} {node.name}"


def _field(change: FieldChange) -> str:
    """Return one changed attribute as a person reads it."""
    before, after = (_shown(change.field, value, for_people=True) or "—" for value in (change.before, change.after))
    return f"{_field_words()[change.field]} {before} → {after}"


def _answer(change: FieldChange) -> dict[str, str]:
    values = {side: _shown(change.field, getattr(change, side), for_people=False) for side in ("before", "after")}
    return {"field": change.field, **values}


def _shown(field: str, value: object, *, for_people: bool) -> str:
    """Return any value of a standard as exact text, in the words of the trade for people."""
    if isinstance(value, tuple):
        return "、".join(_shown(field, item, for_people=for_people) for item in value)
    if isinstance(value, bool):
        value = str(value).lower()
    if isinstance(value, Fraction):
        return number_text(value)
    if isinstance(value, NamedPlace | NodeFunction | Provenance | TitleLine):
        return " ".join(filter(None, _parts(value)))
    text = value.value if isinstance(value, StrEnum) else "" if value is None else str(value)
    return word_shown(field, text) if for_people and field in _WORDED else text


def _parts(value: NamedPlace | NodeFunction | Provenance | TitleLine) -> Iterator[str]:
    """Yield what makes up a value of several parts."""
    if isinstance(value, NamedPlace):
        yield value.name
        yield "（" + "、".join(value.aliases) + "）" if value.aliases else ""
    elif isinstance(value, NodeFunction):
        yield from (value.kind.value, value.fact or "", number_text(value.limit) if value.limit else "")
        yield from (f"{step.label}≥{number_text(step.rate_from)}={number_text(step.share)}" for step in value.steps)
    elif isinstance(value, Provenance):
        yield f"{value.source} [{value.confidence.value}]"
    else:
        yield value.effect.value
        yield f"≥{number_text(value.score_from)}" if value.score_from is not None else ""
        yield f"<{number_text(value.score_below)}" if value.score_below is not None else ""
        yield f"≤{value.rank_to}" if value.rank_to is not None else ""


def field_word(field: str) -> str:
    """Return what people call an attribute of a standard or of a node."""
    return _field_words().get(field, field)


def value_text(field: str, value: object) -> str:
    """Return any value of a standard as a person reads it; a dash for none."""
    return _shown(field, value, for_people=True) or "—"
