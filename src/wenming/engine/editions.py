"""Two editions of one standard side by side: what stayed, moved, was renamed, split, merged, dropped or is new.

Pairs are sought in the order of the evidence: same code and same name; same name; split and merged nodes (by names and
points); near name; same code alone. Whatever is left is dropped or new: nothing is ever guessed.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Hashable, Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from wenming.engine.matching import edit_distance, fold, near_limit
from wenming.engine.standards import Node, Standard

_OF_NODES = (
    "code", "level", "points", "missing", "not_applicable", "methods", "functions", "sites", "aliases",
    "provenance",
)  # fmt: skip
_OF_STANDARDS = (
    "code", "title", "title_en", "edition", "levels", "complete", "cycle_weights", "title_lines", "units", "areas",
)  # fmt: skip
_OF_ROOTS = ("points", "missing", "not_applicable", "functions", "provenance")


class ChangeKind(StrEnum):
    """What became of a node; a moved one may be renamed as well."""

    SAME = "same"
    """Nothing of it changed."""
    CHANGED = "changed"
    """Its points, rules, methods or other details changed."""
    MOVED = "moved"
    """It stands under another parent, or at another place among its siblings."""
    RENAMED = "renamed"
    SPLIT = "split"
    """One became several, which together are worth what it was."""
    MERGED = "merged"
    """Several became one, which is worth what they were together."""
    DROPPED = "dropped"
    NEW = "new"


class FoundBy(StrEnum):
    """By what a node was found again in the other edition."""

    CODE = "code"
    NAME = "name"
    NEAR_NAME = "near_name"
    POINTS = "points"
    """Names that contain each other, and points that add up: split and merged nodes."""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One detail that differs: the name of the attribute, its value before and after."""

    field: str
    before: object
    after: object


@dataclass(frozen=True, slots=True)
class NodeChange:
    """What became of the nodes ``before`` (none of them: new), which are ``after`` now (none of them: dropped).

    ``found_by`` is None where nothing was found in the other edition.
    """

    kinds: tuple[ChangeKind, ...]
    before: tuple[Node, ...]
    after: tuple[Node, ...]
    found_by: FoundBy | None = None
    changes: tuple[FieldChange, ...] = ()


@dataclass(frozen=True, slots=True)
class EditionDifference:
    """Everything that differs between two editions: of the whole, and per node in the later edition's order, dropped last."""

    whole: tuple[FieldChange, ...]
    nodes: tuple[NodeChange, ...]

    @property
    def equal(self) -> bool:
        """Whether the engine would read the same standard from both; their files may still be written differently."""
        return not self.whole and all(change.kinds == (ChangeKind.SAME,) for change in self.nodes)

    def count(self, kind: ChangeKind) -> int:
        """Return how many changes are (also) of this kind."""
        return sum(kind in change.kinds for change in self.nodes)


class _Side:
    """One edition as the comparison needs it: parents and own names by code; the root stands as ""."""

    def __init__(self, standard: Standard) -> None:
        self.nodes = {node.code: node for node in standard.nodes[1:]}
        self.children = {"": standard.root.children} | {code: node.children for code, node in self.nodes.items()}
        self.parent = {child.code: code for code, below in self.children.items() for child in below}
        self.order = {code: place for place, code in enumerate(self.nodes)}

    def number(self, node: Node) -> str:
        """Return the number of a content that has no name of its own but its parent's and a number, else ""."""
        above = self.nodes.get(self.parent[node.code])
        name, stem = fold(node.name), fold(above.name) if above else ""
        rest = name.removeprefix(stem)
        return rest if stem and rest != name and rest.isascii() and rest.isdigit() else ""


class _Pairing:
    """The nodes found again so far, by code in both directions; a split or merged node has several counterparts."""

    def __init__(self, before: _Side, after: _Side) -> None:
        self.sides = (before, after)
        self.forth: dict[str, tuple[str, ...]] = {"": ("",)}
        self.back: dict[str, tuple[str, ...]] = {"": ("",)}
        self.found_by: dict[str, FoundBy] = {}

    def join(self, old: Iterable[str], new: Iterable[str], found_by: FoundBy) -> None:
        """Remember that these nodes became those."""
        olds, news = tuple(old), tuple(new)
        self.forth |= dict.fromkeys(olds, news)
        self.back |= dict.fromkeys(news, olds)
        self.found_by |= dict.fromkeys(olds, found_by)

    def unpaired(self) -> tuple[list[Node], list[Node]]:
        """Return the nodes of both editions that were not found again yet."""
        before, after = self.sides
        return (
            [node for code, node in before.nodes.items() if code not in self.forth],
            [node for code, node in after.nodes.items() if code not in self.back],
        )

    def parents_agree(self, old: str, new: str) -> bool:
        """Say whether the parent of the later node is (part of) what the earlier one's parent became."""
        before, after = self.sides
        return after.parent[new] in self.forth.get(before.parent[old], ())


def compare_editions(before: Standard, after: Standard) -> EditionDifference:
    """Return what differs between two editions, node by node."""
    pairing = _pair(_Side(before), _Side(after))
    moved = _moved(pairing)
    return EditionDifference(
        whole=_differing(before, after, _OF_STANDARDS) + _differing(before.root, after.root, _OF_ROOTS),
        nodes=(*_found(pairing, moved), *_dropped(pairing)),
    )


def _pair(before: _Side, after: _Side) -> _Pairing:
    """Find the nodes again, the best evidence first; contents that only carry a number follow their parents."""
    pairing = _Pairing(before, after)
    _by_code(pairing, lambda old, new: not _names(old).isdisjoint(_names(new)))
    _by_key(pairing, lambda node: {(node.level, fold(node.name))})
    _by_key(pairing, lambda node: {fold(node.name)})
    _by_key(pairing, _names)
    _by_number(pairing)
    _by_points(pairing)
    _by_near_name(pairing)
    _by_number(pairing)
    _by_code(pairing, lambda old, new: old.level == new.level)
    _by_number(pairing)
    return pairing


def _names(node: Node) -> set[str]:
    """Return every name that means the node, as names are compared."""
    return {fold(name) for name in (node.name, *node.aliases)}


def _by_code(pairing: _Pairing, fit: Callable[[Node, Node], bool]) -> None:
    """Pair the nodes of one code that fit."""
    olds, news = pairing.unpaired()
    later = {node.code: node for node in news}
    for old in olds:
        new = later.get(old.code)
        if new is not None and fit(old, new):
            pairing.join([old.code], [new.code], FoundBy.CODE)


def _by_key(pairing: _Pairing, keys: Callable[[Node], AbstractSet[Hashable]]) -> None:
    """Pair the nodes that share a key which no third node has."""
    olds, news = ([(node, keys(node)) for node in nodes] for nodes in pairing.unpaired())
    for old, own in olds:
        found = [new for new, others in news if own & others]
        rivals = [other for other, others in olds if found and others & keys(found[0])]
        if len(found) == 1 and len(rivals) == 1:
            pairing.join([old.code], [found[0].code], FoundBy.NAME)


def _by_number(pairing: _Pairing) -> None:
    """Pair the contents of one number under parents that were found again."""
    before, after = pairing.sides
    olds, news = pairing.unpaired()
    for old in olds:
        number = before.number(old)
        fits = [new for new in news if number and after.number(new) == number]
        fits = [new for new in fits if new.code not in pairing.back and pairing.parents_agree(old.code, new.code)]
        if len(fits) == 1:
            same = old.code == fits[0].code
            pairing.join([old.code], [fits[0].code], FoundBy.CODE if same else FoundBy.NAME)


def _by_near_name(pairing: _Pairing) -> None:
    """Pair the nodes of one level whose names differ by slips of the pen, where nothing else lies as near on either side."""
    olds, news = pairing.unpaired()
    slips = {(old.code, new.code): gap for old in olds for new in news if (gap := _slips(old, new)) is not None}
    for (old_code, new_code), gap in slips.items():
        rivals = [
            pair for pair, other in slips.items() if other <= gap and (pair[0] == old_code or pair[1] == new_code)
        ]
        if len(rivals) == 1:
            pairing.join([old_code], [new_code], FoundBy.NEAR_NAME)


def _slips(old: Node, new: Node) -> int | None:
    """Return how many slips lie between two names of one level, None where they are no near names; numbers never slip."""
    left, right = fold(old.name), fold(new.name)
    words = left.rstrip("0123456789"), right.rstrip("0123456789")
    if old.level != new.level or left[len(words[0]) :] != right[len(words[1]) :]:
        return None
    limit = min(map(near_limit, words))
    # a cheap look at the characters comes first
    near = limit and len(set(words[0]) - set(words[1])) <= limit
    gap = edit_distance(*words, limit) if near else limit + 1
    return gap if gap <= limit else None


def _by_points(pairing: _Pairing) -> None:
    """Find the nodes that were split or merged: several siblings, named like the one, with its points in sum."""
    before, after = pairing.sides
    for old in before.nodes.values():
        parts = _parts(old, before, after, pairing.forth, pairing.back)
        if parts:
            pairing.join([old.code], parts, FoundBy.POINTS)
    for new in after.nodes.values():
        parts = _parts(new, after, before, pairing.back, pairing.forth)
        if parts:
            pairing.join(parts, [new.code], FoundBy.POINTS)


def _parts(
    one: Node, here: _Side, there: _Side, forth: Mapping[str, tuple[str, ...]], back: Mapping[str, tuple[str, ...]]
) -> tuple[str, ...]:
    """Return the siblings of the other edition that this node became, none where names and points do not say so.

    A part may have kept the whole's own name, and is paired with it then; all others are not found elsewhere.
    """
    twin = forth.get(one.code, ())
    parts = [
        other
        for above in forth.get(here.parent[one.code], ())
        for other in there.children[above]
        if other.code in twin or (other.code not in back and _akin(one, other))
    ]
    whole = len(parts) > 1 and sum((part.points for part in parts), Fraction(0)) == one.points
    # a twin under another parent is no part: the node moved
    return tuple(part.code for part in parts) if whole and set(twin) <= {part.code for part in parts} else ()


def _akin(one: Node, other: Node) -> bool:
    """Say whether one name stands in the other, at least two characters of it, and no number is cut through."""
    short, long = sorted((fold(one.name), fold(other.name)), key=len)
    inside = re.search(rf"(?<![0-9]){re.escape(short)}(?![0-9])", long)
    return one.level == other.level and len(short) > 1 and inside is not None


def _moved(pairing: _Pairing) -> frozenset[str]:
    """Return the earlier codes of the nodes under another parent, or out of the order that most of their siblings keep."""
    before, after = pairing.sides
    single = {old: new[0] for old, new in pairing.forth.items() if len(new) == 1 == len(pairing.back[new[0]]) and old}
    moved = {old for old, new in single.items() if not pairing.parents_agree(old, new)}
    for below in before.children.values():
        row = [node.code for node in below if node.code in single and node.code not in moved]
        kept = _rising([after.order[single[code]] for code in row])
        moved |= {code for code in row if after.order[single[code]] not in kept}
    return frozenset(moved)


def _rising(places: list[int]) -> set[int]:
    """Return the longest part of distinct numbers that rises from left to right."""
    ends: list[int] = []
    before: dict[int, int | None] = {}
    for place in places:
        at = bisect_left(ends, place)
        before[place] = ends[at - 1] if at else None
        ends[at : at + 1] = [place]
    kept: set[int] = set()
    last = ends[-1] if ends else None
    while last is not None:
        kept.add(last)
        last = before[last]
    return kept


def _found(pairing: _Pairing, moved: frozenset[str]) -> Iterable[NodeChange]:
    """Yield what became of the nodes of the later edition, in its order; parts of one split stand together."""
    before, after = pairing.sides
    told: set[str] = set()
    for code, node in after.nodes.items():
        if code in told:
            continue
        olds = tuple(before.nodes[old] for old in pairing.back.get(code, ()))
        news = tuple(after.nodes[new] for new in pairing.forth[olds[0].code]) if olds else (node,)
        told |= {new.code for new in news}
        yield _change(pairing, olds, news, moved)


def _change(pairing: _Pairing, olds: tuple[Node, ...], news: tuple[Node, ...], moved: frozenset[str]) -> NodeChange:
    """Return what these earlier nodes became."""
    if not olds:
        return NodeChange((ChangeKind.NEW,), olds, news)
    found_by = pairing.found_by[olds[0].code]
    if len(olds) != len(news):
        return NodeChange((ChangeKind.SPLIT if len(news) > 1 else ChangeKind.MERGED,), olds, news, found_by)
    old, new = olds[0], news[0]
    named = not _follows(pairing, old, new)
    changes = _differing(old, new, (*_OF_NODES, "name_en") if named else _OF_NODES)
    held = {
        ChangeKind.MOVED: old.code in moved,
        ChangeKind.RENAMED: named and old.name != new.name,
        ChangeKind.CHANGED: bool(changes),
    }
    kinds = tuple(kind for kind, holds in held.items() if holds) or (ChangeKind.SAME,)
    return NodeChange(kinds, olds, news, found_by, changes)


def _follows(pairing: _Pairing, old: Node, new: Node) -> bool:
    """Say whether a content that is only its parent's name and a number has another name because its parent has."""
    before, after = pairing.sides
    number = before.number(old)
    if not number or number != after.number(new) or not pairing.parents_agree(old.code, new.code):
        return False
    above = before.nodes[before.parent[old.code]], after.nodes[after.parent[new.code]]
    return (above[0].name, above[0].name_en) != (above[1].name, above[1].name_en)


def _dropped(pairing: _Pairing) -> Iterable[NodeChange]:
    """Yield the nodes of the earlier edition that were not found again."""
    for node in pairing.unpaired()[0]:
        yield NodeChange((ChangeKind.DROPPED,), (node,), ())


def _differing(before: object, after: object, names: Iterable[str]) -> tuple[FieldChange, ...]:
    """Return the attributes that differ."""
    pairs = [FieldChange(name, getattr(before, name), getattr(after, name)) for name in names]
    return tuple(pair for pair in pairs if pair.before != pair.after)
