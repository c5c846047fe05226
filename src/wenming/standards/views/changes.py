"""What became of every line from one edition to another, made ready to be read in a minute: decisions first, words marked."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import SequenceMatcher
from typing import Any
from urllib.parse import urlencode

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wenming.engine.editions import ChangeKind, EditionDifference, FieldChange, FoundBy, NodeChange
from wenming.engine.provenance import Provenance
from wenming.engine.standards import Node, Standard
from wenming.standards.enums import CHANGES, FOUND_BY, confidence_word, level_word
from wenming.standards.exports.differences import field_word, value_text
from wenming.standards.schemas import exact_text

DECIDE = (ChangeKind.SPLIT, ChangeKind.MERGED, ChangeKind.DROPPED, ChangeKind.NEW)
"""What a person has to settle: results, units and papers of these lines have no obvious place in the new edition."""
LOOK = (ChangeKind.RENAMED, ChangeKind.MOVED, ChangeKind.CHANGED)
TONES = {
    ChangeKind.SAME: ("", "dash"),
    ChangeKind.CHANGED: ("info", "arrow"),
    ChangeKind.MOVED: ("info", "arrow"),
    ChangeKind.RENAMED: ("info", "arrow"),
    ChangeKind.SPLIT: ("warn", "triangle"),
    ChangeKind.MERGED: ("warn", "triangle"),
    ChangeKind.DROPPED: ("bad", "cross"),
    ChangeKind.NEW: ("ok", "check"),
}
_PLAIN_NAMES = frozenset({"code", "points"})
_HEADED = frozenset({"code", "edition", "provenance"})
"""What the head of the page says already."""
_SLIGHT = frozenset({"code", "name_en"})
"""Changes that need no word of their own where a line is renamed or moved."""


def summary(found: EditionDifference) -> str:
    """Say the whole in one sentence."""
    decide = sum(needs_decision(change) for change in found.nodes)
    same = found.count(ChangeKind.SAME)
    look = len(found.nodes) - decide - same
    return _("%(same)s 处照旧，%(look)s 处有改动但去向清楚，%(decide)s 处要人决定。") % {
        "same": same,
        "look": look,
        "decide": decide,
    }


def needs_decision(change: NodeChange) -> bool:
    """Say whether a person has to settle what becomes of a line: no clear counterpart, or one that was only guessed."""
    guessed = change.found_by is FoundBy.NEAR_NAME or (
        change.found_by is FoundBy.CODE and ChangeKind.RENAMED in change.kinds
    )
    return guessed or any(kind in DECIDE for kind in change.kinds)


def counts(found: EditionDifference, here: str, chosen: str) -> list[dict[str, Any]]:
    """Return the numbers of the strip, each leading to its own lines."""
    order = (*DECIDE, *LOOK, ChangeKind.SAME)
    return [
        {
            "label": str(CHANGES[kind]),
            "count": found.count(kind),
            "url": f"{here}&{urlencode({'kind': kind.value})}#changes",
            "active": kind.value == chosen,
            "tone": TONES[kind][0],
        }
        for kind in order
    ]


def groups(found: EditionDifference, chosen: str) -> list[dict[str, Any]]:
    """Return the lines to be shown: under a filter those of its kind, else what needs a decision, then what has changed."""
    if chosen:
        kept = [change for change in found.nodes if chosen in change.kinds]
        return [_group(str(CHANGES[ChangeKind(chosen)]), "", kept)] if kept else []
    decide = sorted((one for one in found.nodes if needs_decision(one)), key=_urgency)
    rest = [one for one in found.nodes if not needs_decision(one) and one.kinds != (ChangeKind.SAME,)]
    made = (
        _group(_("先看：要人决定的"), _("拆分、合并、删去、新增，以及只凭编号或相近名称认出的"), decide),
        _group(_("去向清楚的改动"), _("照此迁移即可"), [one for one in rest if not _follows(one)]),
        _group(_("上级分值随下级变化"), _("自己没有别的改动"), [one for one in rest if _follows(one)], folded=True),
    )
    return [group for group in made if group["count"]]


def whole(found: EditionDifference) -> list[dict[str, str]]:
    """Return what changed of the whole edition."""
    return [_field(change) for change in found.whole if change.field not in _HEADED]


def _follows(change: NodeChange) -> bool:
    """Say whether only the points of an upper line changed: by what changed below it."""
    fields = {one.field for one in change.changes}
    return change.kinds == (ChangeKind.CHANGED,) and fields == {"points"} and bool(change.after[0].children)


def _urgency(change: NodeChange) -> int:
    order = {kind: place for place, kind in enumerate(DECIDE)}
    return min(order.get(kind, len(order)) for kind in change.kinds)


def _group(title: str, hint: str, changes: Iterable[NodeChange], *, folded: bool = False) -> dict[str, Any]:
    rows = [_row(change) for change in changes]
    texts = {
        "before": _("原来"),
        "after": _("现在"),
        "kind": _("变化"),
        "why": _("依据"),
        "points": _("分"),
        "none": _("（无）"),
    }
    html = render_to_string("standards/difference_rows.html", {"rows": rows, "texts": texts}, using="jinja2")
    return {"title": title, "hint": hint, "count": len(rows), "rows_html": html, "folded": folded}


def _row(change: NodeChange) -> dict[str, Any]:
    """Return one change: what it is, both sides, why they belong together, what else differs."""
    single = len(change.before) == 1 == len(change.after)
    marked = _marked(change.before[0].name, change.after[0].name) if single else None
    level = any(one.field == "level" for one in change.changes)
    return {
        "pills": [
            {"label": str(CHANGES[kind]), "tone": TONES[kind][0], "shape": TONES[kind][1]} for kind in _told(change)
        ],
        "before": [_side(node, marked[0] if marked else None) for node in change.before],
        "after": [_side(node, marked[1] if marked else None) for node in change.after],
        "points_changed": single and change.before[0].points != change.after[0].points,
        "code_changed": single and change.before[0].code != change.after[0].code,
        "level": _("、").join(dict.fromkeys(level_word(node.level) for node in (change.after or change.before))),
        "fields": [
            _field(one) for one in change.changes if one.field not in _PLAIN_NAMES and (one.field != "level" or level)
        ],
        "why": str(FOUND_BY[change.found_by]) if change.found_by else "",
        "guessed": change.found_by is FoundBy.NEAR_NAME,
    }


def _told(change: NodeChange) -> tuple[ChangeKind, ...]:
    """Return the kinds of a change that are worth a word."""
    slight = {one.field for one in change.changes} <= _SLIGHT
    if len(change.kinds) > 1 and slight:
        return tuple(kind for kind in change.kinds if kind is not ChangeKind.CHANGED)
    return change.kinds


def _side(node: Node, parts: list[tuple[str, bool]] | None) -> dict[str, Any]:
    return {"code": node.code, "parts": parts or [(node.name, False)], "points": exact_text(node.points)}


def _marked(old: str, new: str) -> tuple[list[tuple[str, bool]], list[tuple[str, bool]]]:
    """Return both names in pieces, each with whether it is only here."""
    left, right = [], []
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if b > a:
            left.append((old[a:b], kind != "equal"))
        if d > c:
            right.append((new[c:d], kind != "equal"))
    return left, right


def _field(change: FieldChange) -> dict[str, str]:
    """Return one detail that differs."""
    return {
        "name": field_word(change.field),
        "before": _value(change.field, change.before),
        "after": _value(change.field, change.after),
    }


def _value(field: str, value: object) -> str:
    """Return a value in words; a source with how sure it is."""
    if isinstance(value, Provenance):
        return _("%(source)s（%(confidence)s）") % {
            "source": value.source,
            "confidence": confidence_word(value.confidence),
        }
    return value_text(field, value)


def sentence(before: Standard, after: Standard) -> str:
    """Say how much larger or smaller the edition has become."""
    old, new = len(before.nodes) - 1, len(after.nodes) - 1
    return ngettext("%(old)s 条 → %(new)s 条", "%(old)s 条 → %(new)s 条", new) % {"old": old, "new": new}
