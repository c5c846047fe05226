"""Entries of a table led to the clauses of a standard: by code, by number, by name; near names are only proposed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from wenming.engine.decomposition.tables import Entry
from wenming.engine.matching import fold
from wenming.engine.responsibility import clauses_of
from wenming.engine.standards import Node, Standard

MOST = 3
"""Proposals for one entry."""
_ALIKE = 0.5
"""Share of common pairs of characters from which on two texts speak of the same."""
_NEAR = 0.34
"""The same for a proposal, which a person looks at."""

_GLUED = re.compile(r"\A([ivx]+)(?=[0-9])")


@dataclass(frozen=True, slots=True)
class Place:
    """What an entry means: a node of the standard, or none and the codes that it might mean.

    ``contradicts``: code and name speak of different nodes. ``several``: more than one node has this name.
    """

    node: Node | None = None
    near: tuple[str, ...] = ()
    contradicts: bool = False
    several: bool = False


class ClauseFinder:
    """The clauses of one standard. ``answers`` maps keys of entries (see ``key``) to the codes that people chose."""

    def __init__(self, standard: Standard, answers: Mapping[str, str] | None = None) -> None:
        """Index the nodes by code and by name."""
        self._answers = dict(answers or {})
        self.standard = standard
        self.nodes = {node.code: node for node in standard.nodes}
        self.clauses = {node.code: node for node in clauses_of(standard)}
        self._above = {child.code: node for node in standard.nodes for child in node.children}
        # the root is a clause where a standard has nothing but methods
        self._known = standard.nodes if standard.root.code in self.clauses else standard.nodes[1:]
        self._codes = {code_key(node.code): node for node in self._known}
        self._names: dict[str, list[Node]] = {}
        for node in self._known:
            for name in {fold(name) for name in (node.name, *node.aliases)}:
                self._names.setdefault(name, []).append(node)
        self._pairs: dict[str, frozenset[str]] = {}

    def below(self, node: Node) -> tuple[str, ...]:
        """Return the codes of the clauses that a node stands for: itself, those below it, or the one it is a method of."""
        if node.code in self.clauses:
            return (node.code,)
        found = tuple(one.code for one in node.walk() if one.code in self.clauses)
        above = self._above.get(node.code)
        return found if found or above is None else self.below(above)

    def find(self, entry: Entry, above: Node | None = None) -> Place:
        """Return what an entry means below ``above``, the node of the level over it where that is known."""
        chosen = self._answers.get(key_of(entry, above))
        if chosen in self.nodes:
            return Place(self.nodes[chosen])
        coded = self._codes.get(code_key(entry.code)) if entry.code else None
        named = self._named(entry.name, above)
        if coded is not None:
            return self._coded(coded, entry, named)
        if len(named) == 1:
            return Place(named[0])
        numbered = self._numbered(entry, above)
        if numbered is not None:
            return Place(numbered)
        if named:
            return Place(near=tuple(node.code for node in named[:MOST]), several=True)
        return Place(near=self._near(entry.name, above))

    def _coded(self, node: Node, entry: Entry, named: list[Node]) -> Place:
        """Return the node of a code, unless the name beside it speaks of another one."""
        if not entry.name or node in named or self._alike(node, entry.name):
            return Place(node)
        others = [other.code for other in named if other is not node]
        return Place(near=tuple([*others, node.code][:MOST]), contradicts=True)

    def _named(self, name: str, above: Node | None) -> list[Node]:
        """Return the nodes of a name: those below the open node before all others, its own children before these."""
        found = self._names.get(fold(name), []) if name else []
        if above is not None and len(found) > 1:
            inside = [node for node in above.walk() if node in found and node is not above]
            children = [node for node in above.children if node in found]
            found = children or inside or found
        return found

    def _numbered(self, entry: Entry, above: Node | None) -> Node | None:
        """Return the child of the open node that bears the number of an entry, if the name does not speak against it."""
        if entry.number is None or (above is None and not entry.name):
            return None
        parent = above or self.standard.root
        child = next((one for one in parent.children if _last_number(one.code) == str(entry.number)), None)
        return child if child and (not entry.name or self._alike(child, entry.name)) else None

    def _alike(self, node: Node, name: str) -> bool:
        """Say whether a text may well speak of a node: one contains the other, or they share half of their pairs of characters."""
        said = fold(name)
        for known in map(fold, (node.name, *node.aliases)):
            if known in said or said in known or shared(pairs(known), pairs(said)) >= _ALIKE:
                return True
        return False

    def _near(self, name: str, above: Node | None) -> tuple[str, ...]:
        """Return the codes of the nodes with the nearest names, first among those below the open node; else this and its few children."""
        said = pairs(fold(name))
        for pool in ([*above.walk()][1:] if above else [], self._known):
            likeness = {node.code: shared(said, self._pairs_of(node)) for node in pool}
            near = [code for code, share in likeness.items() if share >= _NEAR]
            if near:
                return tuple(sorted(near, key=lambda code: -likeness[code])[:MOST])
        few = above is not None and 0 < len(above.children) < MOST
        return (above.code, *(child.code for child in above.children)) if above and few else ()

    def _pairs_of(self, node: Node) -> frozenset[str]:
        if node.code not in self._pairs:
            self._pairs[node.code] = pairs(fold(node.name))
        return self._pairs[node.code]


def _last_number(code: str) -> str:
    """Return the number at the end of a code."""
    return code[len(code.rstrip("0123456789")) :]


def key_of(entry: Entry, above: Node | None) -> str:
    """Return under which key an answer to an entry is kept: the same words under another node may mean something else."""
    return f"{above.code if above else ''}|{fold(entry.text)}"


def code_key(code: str) -> str:
    """Return a code as codes are compared: Ⅲ-12, III—12 and iii 12 are the same."""
    plain = unicodedata.normalize("NFKC", code).casefold()
    kept = "".join("-" if char in "-‐‑‒–—―−~ー_" else char for char in plain if not char.isspace())
    return _GLUED.sub(r"\1-", kept.strip("、.)(:"))


def pairs(text: str) -> frozenset[str]:
    """Return the pairs of neighbouring characters of a text; a single character is its own pair."""
    return frozenset(text[at : at + 2] for at in range(max(len(text) - 1, min(len(text), 1))))


def shared(left: frozenset[str], right: frozenset[str]) -> float:
    """Return the share of pairs that two texts have in common (Dice's coefficient)."""
    return 2 * len(left & right) / (len(left) + len(right)) if left and right else 0.0
