"""What became of every line from one edition to another, made ready to be read in a minute: decisions first, words marked."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Callable, Iterable, Mapping
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any
from urllib.parse import urlencode

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from wenming.engine.editions import (
    ChangeKind,
    EditionDifference,
    FieldChange,
    FoundBy,
    NodeChange,
    ProvisionChange,
)
from wenming.engine.provenance import Provenance
from wenming.engine.provisions import Penalty, Provision
from wenming.engine.standards import Node, Standard
from wenming.kernel.schemas import DASH
from wenming.standards.enums import (
    CHANGE_TONES,
    CHANGES,
    FOUND_BY,
    HEADLINES,
    JUDGEMENTS,
    MATERIALS,
    MISSING,
    confidence_word,
    level_word,
    method_word,
)
from wenming.standards.exports.values import shown_text
from wenming.standards.exports.words import field_words, section_words
from wenming.standards.schemas import change_pill, exact_text, in_language, node_name
from wenming.standards.views.sections import penalty_words

DECIDE = (ChangeKind.SPLIT, ChangeKind.MERGED, ChangeKind.DROPPED, ChangeKind.NEW)
"""What a person has to settle: results, units and papers of these lines have no obvious place in the new edition."""
LOOK = (ChangeKind.RENAMED, ChangeKind.MOVED, ChangeKind.CHANGED)
_GONE = (ChangeKind.DROPPED, ChangeKind.NEW)
_PLAIN_NAMES = frozenset({"code", "points"})
_HEADED = frozenset({"code", "edition", "provenance"})
"""What the head of the page says already."""
_SLIGHT = frozenset({"code", "name_en"})
"""Changes that need no word of their own where a line is renamed or moved."""

_WORDS: Mapping[Any, Any] = ChainMap[Any, Any](MISSING, JUDGEMENTS, MATERIALS, HEADLINES)
_LISTS: dict[str, Callable[[Any], str]] = {
    "methods": method_word,
    "levels": level_word,
    "not_covered": lambda gap: in_language(*gap),
}


def summary(found: EditionDifference) -> str:
    """Say the whole in one sentence."""
    decide = sum(needs_decision(change) for change in found.nodes)
    same = found.count(ChangeKind.SAME)
    facts = {"same": same, "look": len(found.nodes) - decide - same, "decide": decide}
    text = _("%(same)s 处照旧，%(look)s 处有改动但去向清楚，%(decide)s 处要人决定。") % facts
    beside = sum(change.kind is not ChangeKind.SAME for change in found.provisions)
    if beside:
        more = ngettext("条目以外另有 %(count)s 处不同。", "条目以外另有 %(count)s 处不同。", beside)
        text += more % {"count": beside}
    return text


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
            "count": found.count(kind) + sum(one.kind is kind for one in found.provisions),
            "url": f"{here}&{urlencode({'kind': kind.value})}#changes",
            "active": kind.value == chosen,
            "tone": CHANGE_TONES[kind][0],
        }
        for kind in order
    ]


def groups(found: EditionDifference, chosen: str) -> list[dict[str, Any]]:
    """Return the lines to be shown: under a filter those of its kind, else what needs a decision, then what has changed."""
    if chosen:
        kept = [change for change in found.nodes if chosen in change.kinds]
        title = str(CHANGES[ChangeKind(chosen)])
        rows = [one for one in found.provisions if one.kind == chosen]
        return [group for group in (_group(title, "", kept), *_sections(rows)) if group["count"]]
    inner = _inner(found.nodes)
    told = [one for one in found.nodes if _gone(one) not in inner]
    decide = sorted((one for one in told if needs_decision(one)), key=_urgency)
    rest = [one for one in told if not needs_decision(one) and one.kinds != (ChangeKind.SAME,)]
    slight = [one for one in rest if _only_sources(one.changes)]
    follow = [one for one in rest if _follows(one)]
    clear = [one for one in rest if one not in slight and one not in follow]
    rows = [one for one in found.provisions if one.kind is not ChangeKind.SAME]
    made = (
        _group(_("先看：要人决定的"), _("拆分、合并、删去、新增，以及只凭编号或相近名称认出的"), decide, inner=inner),
        _group(_("去向清楚的改动"), _("照此迁移即可"), clear),
        *_sections(one for one in rows if not _only_sources(one.changes)),
        _group(_("上级分值随下级变化"), _("自己没有别的改动"), follow, folded=True),
        _shown(
            _("只有出处不同"),
            _("内容照旧"),
            [*map(_row, slight), *(_section_row(one) for one in rows if _only_sources(one.changes))],
            folded=True,
        ),
    )
    return [group for group in made if group["count"]]


def _inner(changes: Iterable[NodeChange]) -> frozenset[tuple[ChangeKind, str]]:
    """Return the dropped or new lines that stand below another such line, which speaks for them, by kind and code."""
    gone = {key: one for one in changes if (key := _gone(one))}
    return frozenset(
        (kind, node.code)
        for (kind, code), one in gone.items()
        for node in (*one.before, *one.after)[0].walk()
        if node.code != code and (kind, node.code) in gone
    )


def _gone(change: NodeChange) -> tuple[ChangeKind, str] | None:
    """Return kind and code of a line that was dropped or is new, None for any other."""
    kind = change.kinds[0]
    return (kind, (*change.before, *change.after)[0].code) if kind in _GONE else None


def _only_sources(changes: tuple[FieldChange, ...]) -> bool:
    """Say whether nothing differs but where a fact comes from."""
    return {one.field for one in changes} == {"provenance"}


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


def _group(
    title: str,
    hint: str,
    changes: Iterable[NodeChange],
    *,
    folded: bool = False,
    inner: frozenset[tuple[ChangeKind, str]] = frozenset(),
) -> dict[str, Any]:
    return _shown(title, hint, [_row(change, inner) for change in changes], folded=folded)


def _shown(title: str, hint: str, rows: list[dict[str, Any]], *, folded: bool) -> dict[str, Any]:
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


def _sections(changes: Iterable[ProvisionChange]) -> list[dict[str, Any]]:
    """Return what became of the rows beside the tree, a group for each section."""
    kept: dict[str, list[dict[str, Any]]] = {}
    for change in changes:
        kept.setdefault(change.section, []).append(_section_row(change))
    return [_shown(section_words()[section], "", rows, folded=False) for section, rows in kept.items()]


def _section_row(change: ProvisionChange) -> dict[str, Any]:
    """Return what became of a row of a section, in the shape of a line of the tree."""
    old, new = change.before, change.after
    marked = _marked(node_name(old), node_name(new)) if old and new else None
    return {
        "pills": [change_pill(change.kind)],
        "before": [_side(old, marked[0] if marked else None)] if old else [],
        "after": [_side(new, marked[1] if marked else None)] if new else [],
        "points_changed": False,
        "code_changed": bool(old and new and old.code != new.code),
        "level": "",
        "fields": _fields(change.changes, frozenset({"code", "name"})),
        "more": "",
        "why": "",
        "guessed": False,
    }


def _fields(changes: tuple[FieldChange, ...], told: frozenset[str]) -> list[dict[str, str]]:
    """Return the details that differ; another source is worth a word only where nothing else differs."""
    hidden = told if _only_sources(changes) else told | {"provenance"}
    return [_field(one) for one in changes if one.field not in hidden]


def _more(change: NodeChange, inner: frozenset[tuple[ChangeKind, str]]) -> str:
    """Say how many lines below went the same way and are not told one by one."""
    kind = change.kinds[0]
    count = sum((kind, node.code) in inner for node in (*change.before, *change.after)[0].walk())
    return ngettext("连同下级 %(count)s 条", "连同下级 %(count)s 条", count) % {"count": count} if count else ""


def _row(change: NodeChange, inner: frozenset[tuple[ChangeKind, str]] = frozenset()) -> dict[str, Any]:
    """Return one change: what it is, both sides, why they belong together, what else differs."""
    single = len(change.before) == 1 == len(change.after)
    marked = _marked(node_name(change.before[0]), node_name(change.after[0])) if single else None
    level = any(one.field == "level" for one in change.changes)
    return {
        "pills": [change_pill(kind) for kind in _told(change)],
        "before": [_side(node, marked[0] if marked else None) for node in change.before],
        "after": [_side(node, marked[1] if marked else None) for node in change.after],
        "points_changed": single and change.before[0].points != change.after[0].points,
        "code_changed": single and change.before[0].code != change.after[0].code,
        "level": _("、").join(dict.fromkeys(level_word(node.level) for node in (change.after or change.before))),
        "fields": _fields(change.changes, _PLAIN_NAMES if level else _PLAIN_NAMES | {"level"}),
        "more": _more(change, inner),
        "why": str(FOUND_BY[change.found_by]) if change.found_by else "",
        "guessed": change.found_by is FoundBy.NEAR_NAME,
    }


def _told(change: NodeChange) -> tuple[ChangeKind, ...]:
    """Return the kinds of a change that are worth a word."""
    slight = {one.field for one in change.changes} <= _SLIGHT
    if len(change.kinds) > 1 and slight:
        return tuple(kind for kind in change.kinds if kind is not ChangeKind.CHANGED)
    return change.kinds


def _side(node: Node | Provision, parts: list[tuple[str, bool]] | None) -> dict[str, Any]:
    points = exact_text(node.points) if isinstance(node, Node) else ""
    return {"code": node.code, "parts": parts or [(node_name(node), False)], "points": points}


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
        "name": field_words().get(change.field, change.field),
        "before": _value(change.field, change.before),
        "after": _value(change.field, change.after),
    }


def _value(field: str, value: object) -> str:
    """Return a value in the reader's words; a source with how sure it is, a dash for none."""
    if isinstance(value, Provenance):
        facts = {"source": value.source, "confidence": confidence_word(value.confidence)}
        return _("%(source)s（%(confidence)s）") % facts
    if isinstance(value, Penalty):
        return " ".join(filter(None, penalty_words(value)))
    if isinstance(value, tuple) and field in _LISTS:
        return _("、").join(map(_LISTS[field], value)) or DASH
    return _word(value) or shown_text(field, value) or DASH


def _word(value: object) -> str:
    """Return the word for a value that the format has a word for, "" for any other."""
    if isinstance(value, bool):
        return pgettext("answer", "是") if value else pgettext("answer", "否")
    return str(_WORDS[value]) if isinstance(value, StrEnum) and value in _WORDS else ""


def sentence(before: Standard, after: Standard) -> str:
    """Say how much larger or smaller the edition has become."""
    old, new = len(before.nodes) - 1, len(after.nodes) - 1
    return ngettext("%(old)s 条 → %(new)s 条", "%(old)s 条 → %(new)s 条", new) % {"old": old, "new": new}
