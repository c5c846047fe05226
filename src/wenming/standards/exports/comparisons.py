"""What differs between two editions, for a person: counts, then what needs a decision, then the rest, in a minute's reading."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from django.utils.translation import gettext as _

from wenming.engine.editions import ChangeKind, EditionDifference, FieldChange, NodeChange, ProvisionChange
from wenming.engine.standards import Node, Standard
from wenming.standards.exports.values import shown_text
from wenming.standards.exports.words import columns, field_words, plain_line, section_words, shortened
from wenming.standards.imports.contents import number_text

WIDTH = 98
"""Columns of a line, as far as it can be cut."""
_NAME, _VALUE = 32, 28
_INDENT = " " * 6
_LISTED = 12
"""So many lines of a group are told; the machine's answer has all of them."""
_ALIKE = 3
"""From so many nodes on, one and the same change is told once."""
_DECIDED = (ChangeKind.SPLIT, ChangeKind.MERGED, ChangeKind.DROPPED, ChangeKind.MOVED)
_REST = (ChangeKind.MOVED, ChangeKind.RENAMED, ChangeKind.CHANGED, ChangeKind.NEW)
_INHERITED = frozenset({"missing", "not_applicable", "provenance"})
_TOLD = frozenset({"name", "points"})
_ROW_KINDS = (ChangeKind.SAME, ChangeKind.CHANGED, ChangeKind.DROPPED, ChangeKind.NEW)


def difference_text(before: Standard, after: Standard, found: EditionDifference) -> list[str]:
    """Return the report line by line; what stayed the same is only counted."""
    return [part for line in _report(before, after, found) for part in line.split("\n")]


def _report(before: Standard, after: Standard, found: EditionDifference) -> Iterator[str]:
    kinds = _kind_words()
    yield plain_line(f"A {before.title}（{before.edition}）")
    yield plain_line(f"B {after.title}（{after.edition}）")
    counts = " · ".join(f"{kinds[kind]} {found.count(kind)}" for kind in ChangeKind)
    yield _("条目：%(counts)s") % {"counts": counts}
    if found.provisions:
        yield _("条目以外：%(counts)s") % {"counts": _row_counts(found.provisions)}
    if found.equal:
        yield _("两个版本没有差别")
        return
    changes = [change for change in found.nodes if change.kinds != (ChangeKind.SAME,)]
    gone = _inner(changes, ChangeKind.DROPPED)
    decided = [change for change in changes if _needs_decision(change) and not _is_in(change, gone)]
    yield from _group(_("先要决定"), list(_decisions(decided, gone)))
    yield from _group(_("整个体系"), [f"  {_field(change)}" for change in found.whole], counted=False)
    rest = [_own(change, frozenset(found.whole)) for change in changes if not _needs_decision(change)]
    yield from _others(rest)
    yield from _sections(found.provisions)


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


def _row_counts(changes: Iterable[ProvisionChange]) -> str:
    """Return how many rows are the same, changed, dropped and new; only the kinds that there are."""
    kinds, told = _kind_words(), [change.kind for change in changes]
    return " · ".join(f"{kinds[kind]} {told.count(kind)}" for kind in _ROW_KINDS if kind in told)


def _group(title: str, lines: Sequence[str], *, counted: bool = True) -> Iterator[str]:
    """Yield the lines of a group under its title; nothing where there are none."""
    if lines:
        head = _("%(title)s（%(count)s）：") if counted else _("%(title)s：")
        yield from ("", head % {"title": title, "count": len(lines)}, *lines)


def _own(change: NodeChange, whole: frozenset[FieldChange]) -> NodeChange:
    """Return a change without what the node only has from the whole: its rules and its source."""
    own = [field for field in change.changes if field.field not in _INHERITED or field not in whole]
    return replace(change, changes=tuple(own))


def _needs_decision(change: NodeChange) -> bool:
    """Say whether points of the earlier edition have no one place in the later one, or another weight in another place."""
    repriced = any(field.field == "points" for field in change.changes)
    return not set(change.kinds).isdisjoint(_DECIDED) and (ChangeKind.MOVED not in change.kinds or repriced)


def _inner(changes: Iterable[NodeChange], kind: ChangeKind) -> frozenset[str]:
    """Return the codes of the nodes of this kind that stand below another one of it."""
    nodes = {node.code: node for change in changes if kind in change.kinds for node in (*change.before, *change.after)}
    return frozenset(below.code for node in nodes.values() for below in list(node.walk())[1:] if below.code in nodes)


def _is_in(change: NodeChange, inner: frozenset[str]) -> bool:
    """Say whether a node that is dropped (or new) is told with the one above it."""
    alone = change.kinds in {(ChangeKind.DROPPED,), (ChangeKind.NEW,)}
    return alone and (*change.before, *change.after)[0].code in inner


def _decisions(changes: list[NodeChange], gone: frozenset[str]) -> Iterator[str]:
    """Yield one line per decision: split, merged, dropped, moved."""
    kinds = _kind_words()
    for kind in _DECIDED:
        for change in changes:
            if kind not in change.kinds:
                continue
            if kind is ChangeKind.DROPPED:
                yield f"  {kinds[kind]}  {_branch(change.before[0], gone)}"
            elif kind is ChangeKind.MOVED:
                yield _cut(f"  {kinds[kind]}  {_title(change.after[0])}", change.changes)
            else:
                olds, news = (" + ".join(map(_priced, nodes)) for nodes in (change.before, change.after))
                yield f"  {kinds[kind]}  {olds} → {news}"


def _others(changes: list[NodeChange]) -> Iterator[str]:
    """Yield the groups of all other changes, each node once."""
    kinds = _kind_words()
    new = _inner(changes, ChangeKind.NEW)
    for first in _REST:
        of_kind = [change for change in changes if change.kinds[0] is first and not _is_in(change, new)]
        told = sorted(of_kind, key=lambda change: len(change.kinds))
        for combination, members in groupby(told, key=lambda change: change.kinds):
            title = "、".join(kinds[kind] for kind in combination)
            yield from _group_of(title, list(members), new)


def _group_of(title: str, changes: list[NodeChange], new: frozenset[str]) -> Iterator[str]:
    """Yield one group; what many nodes have in common is told once, and only the first lines of many."""
    yield ""
    yield _("%(title)s（%(count)s）：") % {"title": title, "count": len(changes)}
    lines = list(_change_lines(changes, new))
    yield from lines[:_LISTED]
    if len(lines) > _LISTED:
        yield "  " + _("……另有 %(count)s 行，用 --json 看全部") % {"count": len(lines) - _LISTED}


def _change_lines(changes: list[NodeChange], new: frozenset[str]) -> Iterator[str]:
    alike: dict[tuple[FieldChange, ...], list[NodeChange]] = {}
    elsewhere = [change for change in changes if change.kinds == (ChangeKind.CHANGED,) and _only_source_differs(change)]
    if elsewhere:
        yield "  " + _("%(count)s 条只换了来源") % {"count": len(elsewhere)}
    rest = [change for change in changes if change not in elsewhere]
    for change in rest:
        if change.kinds == (ChangeKind.CHANGED,):
            alike.setdefault(change.changes, []).append(change)
    common = [details for details, members in alike.items() if len(members) >= _ALIKE or not details]
    for details in common:
        yield _common_line(details, alike[details])
    for change in rest:
        if change.kinds == (ChangeKind.NEW,):
            yield f"  {_branch(change.after[0], new)}"
        elif change.kinds != (ChangeKind.CHANGED,) or change.changes not in common:
            yield _cut(_move(change), change.changes)


def _common_line(details: tuple[FieldChange, ...], changes: list[NodeChange]) -> str:
    """Return what many nodes have in common, with their codes as far as they find room."""
    if not details:
        return "  " + _("%(count)s 个条目只是随整个体系改动") % {"count": len(changes)}
    codes = "、".join(change.after[0].code for change in changes)
    facts = {"count": len(changes), "details": "；".join(map(_field, details)), "codes": codes}
    return shortened("  " + _("%(count)s 个条目 %(details)s：%(codes)s") % facts, WIDTH)


def _move(change: NodeChange) -> str:
    """Return a node, with its earlier name where that is another: in full, on a line of its own where it needs one."""
    old, new = change.before[0], change.after[0]
    if ChangeKind.RENAMED not in change.kinds:
        return f"  {_title(new)}"
    names = [plain_line(f"{node.code} {node.name}") for node in (old, new)]
    line = "  " + " → ".join(names)
    return line if columns(line) <= WIDTH else f"  {names[0]}\n    → {names[1]}"


def _cut(head: str, changes: Sequence[FieldChange]) -> str:
    """Return a node or row with its changed details, on a line of their own where they need it.

    Where they find no room there either, name and points are told, and of the others that they changed; so is another source.
    """
    if not changes:
        return head
    told = [_field(change) for change in changes if change.field != "provenance"]
    short = [_field(change) for change in changes if change.field in _TOLD]
    for details in (
        _with_rest(told, changes, {"provenance"}),
        _with_rest(short, changes, {change.field for change in changes} - _TOLD),
    ):
        line = _("%(node)s：%(details)s") % {"node": head, "details": details}
        if columns(line.rpartition("\n")[2]) <= WIDTH:
            return line
        if columns(f"{_INDENT}{details}") <= WIDTH:
            return f"{head}\n{_INDENT}{details}"
    return f"{head}\n{shortened(_INDENT + details, WIDTH)}"


def _with_rest(told: list[str], changes: Sequence[FieldChange], untold: Collection[str]) -> str:
    """Return the details that are told, and the names of those that are not."""
    words = field_words()
    names = "、".join(words[change.field] for change in changes if change.field in untold)
    return "；".join([*told, _("改了%(fields)s") % {"fields": names}] if names else told)


def _sections(changes: Sequence[ProvisionChange]) -> Iterator[str]:
    """Yield the sections beside the tree in which something changed; one that is new or gone as a whole has one line."""
    words, kinds = section_words(), _kind_words()
    for section, members in groupby(changes, key=lambda change: change.section):
        rows = list(members)
        told = [change for change in rows if change.kind is not ChangeKind.SAME]
        if not told:
            continue
        yield ""
        yield _("%(title)s：%(counts)s") % {"title": words[section], "counts": _row_counts(rows)}
        if {change.kind for change in rows} in ({ChangeKind.NEW}, {ChangeKind.DROPPED}):
            continue
        elsewhere = [change for change in told if _only_source_differs(change)]
        lines = [
            _row(kinds, change)
            for kind in _ROW_KINDS
            for change in told
            if change.kind is kind and change not in elsewhere
        ]
        yield from lines[:_LISTED]
        if len(lines) > _LISTED:
            yield "  " + _("……另有 %(count)s 行，用 --json 看全部") % {"count": len(lines) - _LISTED}
        if elsewhere:
            yield "  " + _("%(count)s 条只换了来源") % {"count": len(elsewhere)}


def _only_source_differs(change: NodeChange | ProvisionChange) -> bool:
    """Say whether nothing changed but where it is taken from."""
    return [field.field for field in change.changes] == ["provenance"]


def _row(kinds: dict[ChangeKind, str], change: ProvisionChange) -> str:
    """Return one row of a section that is not the same."""
    row = [one for one in (change.before, change.after) if one][-1]
    return _cut(f"  {kinds[change.kind]}  {row.code} {shortened(plain_line(row.name), _NAME)}", change.changes)


def _title(node: Node) -> str:
    return f"{node.code} {shortened(plain_line(node.name), _NAME)}"


def _priced(node: Node) -> str:
    return _("%(node)s（%(points)s 分）") % {"node": _title(node), "points": number_text(node.points)}


def _branch(node: Node, inner: frozenset[str]) -> str:
    """Return a node with its points, and how many below it share its lot."""
    below = sum(one.code in inner for one in list(node.walk())[1:])
    text = _("%(node)s，%(points)s 分，连同下级 %(below)s 条") if below else _("%(node)s，%(points)s 分")
    return text % {"node": _title(node), "points": number_text(node.points), "below": below}


def _field(change: FieldChange) -> str:
    """Return one changed detail as a person reads it."""
    before, after = (
        shortened(plain_line(shown_text(change.field, value)), _VALUE) or "—" for value in (change.before, change.after)
    )
    return f"{field_words()[change.field]} {before} → {after}"
