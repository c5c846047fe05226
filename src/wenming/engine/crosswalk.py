"""Several titles at once: one observation, photo or answer counts for every clause that it satisfies, once per clause.

What is known comes from the editions and the shared collections of checklists: which clauses a check item, a question or
a paper serves, and which clauses are satisfied together (crosslinks). A link leads into other titles, is followed once and never passed on: two
clauses that are each like a third need not be like each other. Where several links join a clause to different clauses of one
title, only what all of them say counts: which of them holds for an observation, nobody can say (a chapter on the looks of the
city serves roads and communities alike, but not every look at it is a look at a community). A clause that names a part of a
tree speaks of everything below it, so that an observation of a criterion satisfies what is joined to the part in which it stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from wenming.engine.provisions import Card, CheckItem, Checklists, Provisions, SiteType
from wenming.engine.standards import Standard

Clause = tuple[str, str]
"""Code of an edition, code of a node in it."""
Counted = tuple[int, int]
"""Number of observations, sum of their milli-points."""


@dataclass(frozen=True, slots=True)
class OwnedCard:
    """A card of 应知应会 with the edition that brings it ("" for a shared collection) and the clauses it is about."""

    owner: str
    card: Card
    clauses: tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class Reach:
    """What observations say about one title.

    ``leaves`` are the clauses that are judged directly: only they make scores. ``parts`` are counted for a part of the tree
    as a whole; they are shown, but nothing is spread over the leaves below, because nobody looked at those one by one.
    ``strangers`` are clauses that this edition does not have.
    """

    leaves: dict[str, Counted]
    parts: dict[str, Counted]
    strangers: tuple[str, ...]


class Crosswalk:
    """All clauses that belong together, of the editions and the collections that a city has adopted.

    Later ones win where two bring the same site type or check item. ``items`` carry clauses as ``edition/node`` throughout.
    """

    def __init__(self, standards: Sequence[Standard], collections: Sequence[Checklists]) -> None:
        """Index everything; the order of clauses and links plays no part."""
        self.site_types: dict[str, SiteType] = {}
        self.items: dict[str, CheckItem] = {}
        self.cards: tuple[OwnedCard, ...] = ()
        self._parts: dict[Clause, tuple[Clause, ...]] = {}
        self._order: dict[Clause, tuple[int, int]] = {}
        self._served: dict[tuple[str, str, str], frozenset[Clause]] = {}
        self._joined: dict[Clause, dict[str, frozenset[Clause]]] = {}
        self._memo: dict[tuple[str, ...], frozenset[Clause]] = {}
        for place, standard in enumerate(standards):
            self._learn_tree(standard, place)
            self._learn(standard.code, standard.provisions)
        for collection in collections:
            self._learn("", collection.provisions)

    def clauses_of(
        self, edition: str, *, node: str = "", item: str = "", question: str = "", material: str = ""
    ) -> frozenset[Clause]:
        """Return every clause that an observation of this node, check item, question or paper satisfies, each once.

        ``edition`` is the code of the edition by which it was judged; what is "" plays no part. An unknown item has no clauses.
        """
        key = (edition, node, item, question, material)
        found = self._memo.get(key)
        if found is None:
            own = {(edition, node)} if node else set()
            for kind, code in (("item", item), ("question", question), ("material", material)):
                own |= self._served.get((kind, edition, code)) or self._served.get((kind, "", code)) or frozenset()
            found = self._memo[key] = frozenset(own.union(*map(self._reached_from, own)))
        return found

    def count_for(
        self, edition: str, statistics: Mapping[tuple[str, str], Counted], *, source: str
    ) -> dict[str, Counted]:
        """Return node -> (rows, milli-points) of one edition: every observation counts once for each clause it satisfies.

        ``statistics`` maps (node of the edition ``source``, check item or "") to (rows, milli-points).
        """
        found: dict[str, Counted] = {}
        for (node, item), (rows, milli) in statistics.items():
            for title, code in self.clauses_of(source, node=node, item=item):
                if title == edition:
                    before = found.get(code, (0, 0))
                    found[code] = (before[0] + rows, before[1] + milli)
        return found

    def leads_to(self, clause: Clause, source: Standard) -> tuple[list[str], list[str]]:
        """Return the leaves of an edition and the check items whose observations count for a clause."""
        leaves = [leaf.code for leaf in source.leaves if clause in self.clauses_of(source.code, node=leaf.code)]
        return leaves, [item for item in self.items if clause in self.clauses_of(source.code, item=item)]

    def by_title(self, clauses: Iterable[Clause]) -> dict[str, list[str]]:
        """Return edition -> codes of its nodes among the clauses, in published order; what no edition has is left away."""
        found: dict[str, list[str]] = {}
        for edition, code in sorted((one for one in clauses if one in self._order), key=self._order.__getitem__):
            found.setdefault(edition, []).append(code)
        return found

    def leaves_by_item(self, standard: Standard) -> dict[str, tuple[str, ...]]:
        """Return every check item with the leaves of an edition that it names itself, in published order."""
        leaves = {leaf.code for leaf in standard.leaves}
        named = {item: self.by_title(self._served["item", "", item]).get(standard.code, []) for item in self.items}
        return {item: tuple(code for code in codes if code in leaves) for item, codes in named.items()}

    def strangers(self) -> tuple[Clause, ...]:
        """Return the clauses that name a known edition, but no node that it has."""
        editions = {edition for edition, _node in self._parts}
        named = set(chain.from_iterable(self._served.values())) | set(self._joined)
        return tuple(sorted(clause for clause in named if clause[0] in editions and clause not in self._parts))

    def _reached_from(self, clause: Clause) -> set[Clause]:
        """Return what crosslinks join in other titles to a clause, or to the parts of the tree in which it stands."""
        parts = self._parts.get(clause, (clause,))
        return {found for part in parts for joined in self._joined.get(part, {}).values() for found in joined}

    def _learn_tree(self, standard: Standard, place: int) -> None:
        """Remember of each node the parts in which it stands, itself first, without the title as a whole; and its place."""
        above: dict[str, tuple[Clause, ...]] = {standard.root.code: ()}
        self._parts[standard.code, standard.root.code] = ((standard.code, standard.root.code),)
        for number, node in enumerate(standard.nodes):
            self._order[standard.code, node.code] = (place, number)
            for child in node.children:
                above[child.code] = ((standard.code, child.code), *above[node.code])
                self._parts[standard.code, child.code] = above[child.code]

    def _learn(self, owner: str, provisions: Provisions) -> None:
        """Take over the sections of an edition, or of a collection (``owner`` "")."""
        self.site_types |= {site_type.code: site_type for site_type in provisions.site_types}
        for item in provisions.check_items:
            clauses = _clauses(item.clauses, owner)
            self._served["item", "", item.code] = frozenset(clauses)
            self.items[item.code] = replace(item, clauses=tuple("/".join(clause) for clause in clauses))
        for kind, rows in (("question", provisions.questions), ("material", provisions.materials)):
            for row in rows:
                self._served[kind, owner, row.code] = frozenset(_clauses(row.clauses, owner))
        for link in provisions.crosswalk:
            self._join(frozenset(_clauses(link.clauses, owner)))
        self.cards += tuple(OwnedCard(owner, card, _clauses(card.clauses, owner)) for card in provisions.cards)

    def _join(self, together: frozenset[Clause]) -> None:
        """Remember of each clause of a link what it joins in every other title; links that differ keep what they share."""
        for clause in together:
            known = self._joined.setdefault(clause, {})
            for edition in {edition for edition, _code in together if edition != clause[0]}:
                found = frozenset(one for one in together if one[0] == edition)
                known[edition] = known.get(edition, found) & found


def reach_of(standard: Standard, counted: Mapping[str, Counted]) -> Reach:
    """Sort what counts for an edition into leaves, parts as a whole, and codes that it does not have; published order."""
    leaves = {leaf.code for leaf in standard.leaves}
    known = [node.code for node in standard.nodes if node.code in counted]
    return Reach(
        leaves={code: counted[code] for code in known if code in leaves},
        parts={code: counted[code] for code in known if code not in leaves},
        strangers=tuple(sorted(set(counted) - set(known))),
    )


def _clauses(written: Iterable[str], owner: str) -> tuple[Clause, ...]:
    """Return clauses with their edition; a code without one belongs to the owner."""
    return tuple((edition or owner, code) for edition, _slash, code in (text.rpartition("/") for text in written))
