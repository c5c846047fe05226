"""Two editions of one standard side by side: what stayed, moved, was renamed, split, merged, dropped or is new.

How nodes are found again says ``pairing``. Rows of the sections beside the tree are found again by their codes, and by equal
names where the codes are others.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from enum import StrEnum

from wenming.engine.matching import fold
from wenming.engine.pairing import FoundBy, Pairing, Side, pair_nodes
from wenming.engine.provisions import Provision, Provisions
from wenming.engine.standards import Node, Standard

__all__ = (
    "ChangeKind", "EditionDifference", "FieldChange", "FoundBy", "NodeChange", "ProvisionChange", "compare_editions",
)  # fmt: skip

_OF_NODES = (
    "code", "level", "points", "missing", "not_applicable", "methods", "functions", "sites", "aliases",
    "assumed", "provenance",
)  # fmt: skip
_OF_STANDARDS = (
    "code", "title", "title_en", "edition", "levels", "complete", "cycle_weights", "title_lines", "units", "areas",
    "not_covered",
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
class ProvisionChange:
    """What became of a row of a section: SAME, CHANGED (its code too may be another), NEW or DROPPED."""

    section: str
    kind: ChangeKind
    before: Provision | None
    after: Provision | None
    changes: tuple[FieldChange, ...] = ()


@dataclass(frozen=True, slots=True)
class EditionDifference:
    """Everything that differs between two editions: of the whole, and per node in the later edition's order, dropped last.

    ``provisions`` are the rows of the sections beside the tree, section by section, likewise.
    """

    whole: tuple[FieldChange, ...]
    nodes: tuple[NodeChange, ...]
    provisions: tuple[ProvisionChange, ...] = ()

    @property
    def equal(self) -> bool:
        """Whether the engine would read the same standard from both, the order of rows apart; the files may be written differently."""
        rows = all(change.kind is ChangeKind.SAME for change in self.provisions)
        return not self.whole and rows and all(change.kinds == (ChangeKind.SAME,) for change in self.nodes)

    def count(self, kind: ChangeKind) -> int:
        """Return how many changes are (also) of this kind."""
        return sum(kind in change.kinds for change in self.nodes)


def compare_editions(before: Standard, after: Standard) -> EditionDifference:
    """Return what differs between two editions, node by node and row by row."""
    pairing = pair_nodes(Side(before), Side(after))
    moved = _moved(pairing)
    return EditionDifference(
        whole=_differing(before, after, _OF_STANDARDS) + _differing(before.root, after.root, _OF_ROOTS),
        nodes=(*_found(pairing, moved), *_dropped(pairing)),
        provisions=tuple(_rows(before.provisions, after.provisions)),
    )


def _rows(before: Provisions, after: Provisions) -> Iterator[ProvisionChange]:
    """Yield what became of every row of every section."""
    for section in (field.name for field in fields(Provisions)):
        olds, news = (getattr(provisions, section) for provisions in (before, after))
        partners = _partners(olds, news)
        for new in news:
            old = partners.get(new.code)
            if old is None:
                yield ProvisionChange(section, ChangeKind.NEW, None, new)
                continue
            changes = _differing(old, new, (field.name for field in fields(new)))
            yield ProvisionChange(section, ChangeKind.CHANGED if changes else ChangeKind.SAME, old, new, changes)
        kept = {old.code for old in partners.values()}
        yield from (ProvisionChange(section, ChangeKind.DROPPED, old, None) for old in olds if old.code not in kept)


def _partners(olds: Iterable[Provision], news: Iterable[Provision]) -> dict[str, Provision]:
    """Return the earlier row of every later one, by its code: that of the same code, else the only one of its name."""
    earlier, later = ({row.code: row for row in rows} for rows in (olds, news))
    found = {code: earlier[code] for code in later if code in earlier}
    left = [[row for code, row in side.items() if code not in found] for side in (earlier, later)]
    counts = [Counter(fold(row.name) for row in side) for side in left]
    named = {fold(row.name): row for row in left[0]}
    for row in left[1]:
        name = fold(row.name)
        if [count[name] for count in counts] == [1, 1]:
            found[row.code] = named[name]
    return found


def _moved(pairing: Pairing) -> frozenset[str]:
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


def _found(pairing: Pairing, moved: frozenset[str]) -> Iterable[NodeChange]:
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


def _change(pairing: Pairing, olds: tuple[Node, ...], news: tuple[Node, ...], moved: frozenset[str]) -> NodeChange:
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


def _follows(pairing: Pairing, old: Node, new: Node) -> bool:
    """Say whether a content that is only its parent's name and a number has another name because its parent has."""
    before, after = pairing.sides
    number = before.number(old)
    if not number or number != after.number(new) or not pairing.parents_agree(old.code, new.code):
        return False
    above = before.nodes[before.parent[old.code]], after.nodes[after.parent[new.code]]
    return (above[0].name, above[0].name_en) != (above[1].name, above[1].name_en)


def _dropped(pairing: Pairing) -> Iterable[NodeChange]:
    """Yield the nodes of the earlier edition that were not found again."""
    for node in pairing.unpaired()[0]:
        yield NodeChange((ChangeKind.DROPPED,), (node,), ())


def _differing(before: object, after: object, names: Iterable[str]) -> tuple[FieldChange, ...]:
    """Return the attributes that differ."""
    pairs = [FieldChange(name, getattr(before, name), getattr(after, name)) for name in names]
    return tuple(pair for pair in pairs if pair.before != pair.after)
