"""What an issue probably is, whose it is and which clause it touches: proposed from its words and its place, each with why.

Rules come first: words of the categories, who answers for the site, the area, who leads the clause. Where the city has a model of its own decided
cases, that speaks too. Nothing here decides; a person takes a proposal, or the city has switched a category on to be taken by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from wenming.engine.geo import Pair
from wenming.engine.proposing import Vote, mixed, votes_by_words
from wenming.issues.enums import ProposalGround
from wenming.issues.models import MinorClass
from wenming.issues.queries.clauses import Clauses, clauses_for
from wenming.issues.queries.places import Place, place_of
from wenming.kernel.models import City
from wenming.organisations.models import Unit
from wenming.sites.models import Site

MOST = 3
"""Proposals of each kind."""
LEAST = 0.02
"""What speaks for less than that is not shown."""
UNIT_WEIGHTS: Mapping[str, float] = {
    ProposalGround.CATEGORY_UNIT: 0.55,
    ProposalGround.RESPONSIBLE: 0.15,
    ProposalGround.COMPETENT: 0.1,
    ProposalGround.AREA: 0.1,
    ProposalGround.DUTY: 0.1,
}
"""How much each rule says about the unit: the category's own unit most, who is on the spot less."""


@dataclass(frozen=True, slots=True)
class Why:
    """Why something is proposed: the rule, and the words that it went by ("" where it needs none)."""

    ground: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A record that is proposed, with how sure that is (0 to 1) and why."""

    target: Any
    share: float
    whys: tuple[Why, ...]

    @property
    def thousandths(self) -> int:
        """The share as ``MinorClass.automatic_from`` counts it."""
        return int(self.share * 1000)


@dataclass(frozen=True, slots=True)
class Proposals:
    """At most three categories, units and clauses, the likeliest first."""

    categories: tuple[Proposal, ...] = ()
    units: tuple[Proposal, ...] = ()
    nodes: tuple[Proposal, ...] = ()


@dataclass
class _Shares:
    """Shares of one kind of thing by key, and why."""

    shares: dict[int, float] = field(default_factory=dict)
    whys: dict[int, list[Why]] = field(default_factory=dict)

    def add(self, key: int, share: float, why: Why) -> None:
        """Add what a rule says."""
        self.shares[key] = self.shares.get(key, 0.0) + share
        if why not in self.whys.setdefault(key, []):
            self.whys[key].append(why)

    def proposals(self, targets: Mapping[int, Any]) -> tuple[Proposal, ...]:
        """Return the likeliest of the things that there are."""
        known = {key: share for key, share in mixed([(1.0, self.shares)]).items() if key in targets and share >= LEAST}
        return tuple(
            Proposal(targets[key], min(share, 1.0), tuple(self.whys[key])) for key, share in list(known.items())[:MOST]
        )


def propose(
    city: City, text: str, site: Site | None = None, area: Unit | None = None, position: Pair | None = None
) -> Proposals:
    """Return what is proposed for a report. A position alone leads to the site that it lies at."""
    minors = active_minors(city)
    place = place_of(city, site, area, position)
    categories = _categories(text, minors)
    clauses = clauses_for(city, text, place)
    units = _units(categories, minors, place, clauses)
    return Proposals(
        categories.proposals(minors),
        units.proposals(_existing(city, units.shares)),
        _nodes(clauses).proposals(clauses.nodes),
    )


def active_minors(city: City) -> dict[int, MinorClass]:
    """Return the categories in use by their keys, in the order of the table. One query."""
    rows = MinorClass.objects.in_city(city).filter(is_active=True).select_related("major", "unit")
    return {minor.pk: minor for minor in rows.order_by("-major__kind", "major__order", "order", "pk")}


def words_of(minors: Iterable[MinorClass]) -> dict[str, list[int]]:
    """Return what people say -> the categories that it may mean; the name of a category is one of its words."""
    found: dict[str, list[int]] = {}
    for minor in minors:
        for word in {minor.name, *minor.words}:
            found.setdefault(word, []).append(minor.pk)
    return found


def category_votes(text: str, minors: Mapping[int, MinorClass]) -> list[Vote]:
    """Return what the words of a sentence speak for."""
    return votes_by_words(text, words_of(minors.values()))


def _categories(text: str, minors: Mapping[int, MinorClass]) -> _Shares:
    found = _Shares()
    for vote in category_votes(text, minors):
        found.add(vote.key, vote.share, Why(str(ProposalGround.WORDS), "、".join(vote.words)))
    return found


def _units(categories: _Shares, minors: Mapping[int, MinorClass], place: Place, clauses: Clauses) -> _Shares:
    """Return what the rules say about the unit."""
    found = _Shares()

    def say(ground: str, unit: int | None, share: float, words: str) -> None:
        if unit is not None:
            found.add(unit, UNIT_WEIGHTS[ground] * share, Why(str(ground), words))

    for key, share in categories.shares.items():
        say(ProposalGround.CATEGORY_UNIT, minors[key].unit_id, share, minors[key].name)
    for ground, unit in place.units:
        say(ground, unit, 1.0, place.name)
    for clause in clauses.found[:1]:
        for unit in clause.leads:
            say(ProposalGround.DUTY, unit, clause.share, clause.name)
    return found


def _nodes(clauses: Clauses) -> _Shares:
    found = _Shares()
    for clause in clauses.found:
        found.add(clause.node, clause.share, Why(str(ProposalGround.CLAUSE), clause.words))
    return found


def _existing(city: City, keys: Iterable[int]) -> dict[int, Unit]:
    """Return the units that have not ended. One query."""
    rows = Unit.objects.in_city(city).filter(Q(ends_on__isnull=True), pk__in=list(keys))
    return {unit.pk: unit for unit in rows}
