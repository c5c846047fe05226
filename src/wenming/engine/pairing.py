"""The nodes of two editions found again: by code, name, points and near name, the best evidence first.

Pairs are sought in the order of the evidence: same code and same name; same name; split and merged nodes (by names and
points); near name; same code alone. Whatever is left is dropped or new: nothing is ever guessed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Mapping
from collections.abc import Set as AbstractSet
from enum import StrEnum
from fractions import Fraction

from wenming.engine.matching import edit_distance, fold, near_limit
from wenming.engine.standards import Node, Standard


class FoundBy(StrEnum):
    """By what a node was found again in the other edition."""

    CODE = "code"
    NAME = "name"
    NEAR_NAME = "near_name"
    POINTS = "points"
    """Names that contain each other, and points that add up: split and merged nodes."""


class Side:
    """One edition as the comparison needs it: parents and own names by code; the root stands as ""."""

    def __init__(self, standard: Standard) -> None:
        """Number the nodes in published order."""
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


class Pairing:
    """The nodes found again so far, by code in both directions; a split or merged node has several counterparts."""

    def __init__(self, before: Side, after: Side) -> None:
        """Begin with the two roots, which are one another's."""
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


def pair_nodes(before: Side, after: Side) -> Pairing:
    """Find the nodes again, the best evidence first; contents that only carry a number follow their parents."""
    pairing = Pairing(before, after)
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


def _by_code(pairing: Pairing, fit: Callable[[Node, Node], bool]) -> None:
    """Pair the nodes of one code that fit."""
    olds, news = pairing.unpaired()
    later = {node.code: node for node in news}
    for old in olds:
        new = later.get(old.code)
        if new is not None and fit(old, new):
            pairing.join([old.code], [new.code], FoundBy.CODE)


def _by_key(pairing: Pairing, keys: Callable[[Node], AbstractSet[Hashable]]) -> None:
    """Pair the nodes that share a key which no third node has."""
    olds, news = ([(node, keys(node)) for node in nodes] for nodes in pairing.unpaired())
    for old, own in olds:
        found = [new for new, others in news if own & others]
        rivals = [other for other, others in olds if found and others & keys(found[0])]
        if len(found) == 1 and len(rivals) == 1:
            pairing.join([old.code], [found[0].code], FoundBy.NAME)


def _by_number(pairing: Pairing) -> None:
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


def _by_near_name(pairing: Pairing) -> None:
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


def _by_points(pairing: Pairing) -> None:
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
    one: Node, here: Side, there: Side, forth: Mapping[str, tuple[str, ...]], back: Mapping[str, tuple[str, ...]]
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
