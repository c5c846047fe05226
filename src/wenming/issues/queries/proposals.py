"""What an issue probably is, whose it is and which clause it touches: proposed from its words and its place, each with why.

Rules come first: words of the categories, who answers for the site, the area, who leads the clause. Where the city has a model of its own decided
cases, that speaks too, with the weight that proved best. Nothing here decides; a person takes a proposal, or the city has switched a category on
to be taken by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from wenming.engine.geo import Pair
from wenming.engine.learned import Learned
from wenming.engine.measuring import Shares, blend, ranked
from wenming.engine.proposing import Vote, votes_by_words
from wenming.issues.enums import ProposalGround
from wenming.issues.models import MinorClass
from wenming.issues.queries.clauses import Clauses, clauses_for
from wenming.issues.queries.learning import Case, known_of, learned_of
from wenming.issues.queries.places import Place, place_of
from wenming.kernel.models import City
from wenming.organisations.models import Unit
from wenming.sites.models import Site

_G: Any = ProposalGround
MOST = 3
"""Proposals of each kind."""
LEAST = 0.02
"""What speaks for less than that is not shown."""
UNIT_WEIGHTS: Mapping[str, float] = {
    _G.CATEGORY_UNIT: 0.55,
    _G.RESPONSIBLE: 0.15,
    _G.COMPETENT: 0.1,
    _G.AREA: 0.1,
    _G.DUTY: 0.1,
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
class Said:
    """What the rules say of one kind of thing: key -> share, and why."""

    shares: dict[int, float] = field(default_factory=dict)
    whys: dict[int, list[Why]] = field(default_factory=dict)

    def add(self, key: int, share: float, why: Why) -> None:
        """Add what a rule says."""
        self.shares[key] = self.shares.get(key, 0.0) + share
        if why not in self.whys.setdefault(key, []):
            self.whys[key].append(why)


@dataclass(frozen=True, slots=True)
class RulesSaid:
    """What the rules say of a report."""

    category: Said
    unit: Said
    node: Said
    clauses: Clauses


class RuleBook:
    """The rules of a city, for many reports: the categories are read once."""

    def __init__(self, city: City) -> None:
        self.city, self.minors = city, active_minors(city)

    def ask(self, text: str, place: Place) -> RulesSaid:
        """Return what the rules say. Four queries, for the clauses."""
        category, node = Said(), Said()
        for vote in category_votes(text, self.minors):
            category.add(vote.key, vote.share, Why(str(_G.WORDS), "、".join(vote.words)))
        clauses = clauses_for(self.city, text, place)
        for clause in clauses.found:
            node.add(clause.node, clause.share, Why(str(_G.CLAUSE), clause.words))
        return RulesSaid(category, self._unit(category, place, clauses), node, clauses)

    def shares(self, case: Case) -> dict[str, Shares]:
        """Return what the rules say of a decided case, as they are today."""
        site = Site.objects.in_city(self.city).select_related("type").filter(pk=case.site).first()
        area = Unit.objects.in_city(self.city).filter(pk=case.area).first()
        said = self.ask(case.text, place_of(self.city, site, area, None))
        return {"category": said.category.shares, "unit": said.unit.shares, "node": said.node.shares}

    def _unit(self, categories: Said, place: Place, clauses: Clauses) -> Said:
        found = Said()

        def say(ground: str, unit: int | None, share: float, words: str) -> None:
            if unit is not None:
                found.add(unit, UNIT_WEIGHTS[ground] * share, Why(str(ground), words))

        for key, share in categories.shares.items():
            say(_G.CATEGORY_UNIT, self.minors[key].unit_id, share, self.minors[key].name)
        for ground, unit in place.units:
            say(ground, unit, 1.0, place.name)
        for clause in clauses.found[:1]:
            for unit in clause.leads:
                say(_G.DUTY, unit, clause.share, clause.name)
        return found


def propose(
    city: City, text: str, site: Site | None = None, area: Unit | None = None, position: Pair | None = None
) -> Proposals:
    """Return what is proposed for a report. A position alone leads to the site that it lies at. Ten queries at most."""
    book = RuleBook(city)
    place = place_of(city, site, area, position)
    said, learned = book.ask(text, place), learned_of(city)
    held = area.pk if area else place.site.area_id if place.site else None
    known = known_of(text, place.site, held)

    def both(kind: str, rules: Said) -> list[tuple[int, float, tuple[Why, ...]]]:
        return _both(rules, learned.get(kind), known)

    categories, units, nodes = both("category", said.category), both("unit", said.unit), both("node", said.node)
    return Proposals(
        _proposals(categories, book.minors),
        _proposals(units, _existing(city, [key for key, _share, _whys in units])),
        _proposals(nodes, said.clauses.more(city, [key for key, _share, _whys in nodes])),
    )


def _both(rules: Said, model: Learned | None, known: Mapping[str, int]) -> list[tuple[int, float, tuple[Why, ...]]]:
    """Return the likeliest things by rules and model together: key, share, why."""
    shares: Shares = rules.shares
    if model is not None:
        shares = blend(rules.shares, model.shares(known), model.trust)
    found = []
    for key in ranked(shares)[: 2 * MOST]:
        whys = list(rules.whys.get(key, ()))
        if model is not None and (words := model.because(known, key)) and shares[key] >= LEAST:
            whys.append(Why(str(_G.LEARNED), "、".join(words)))
        found.append((key, min(shares[key], 1.0), tuple(whys)))
    return found


def _proposals(found: Iterable[tuple[int, float, tuple[Why, ...]]], targets: Mapping[int, Any]) -> tuple[Proposal, ...]:
    """Return the likeliest of the things that there are and that something speaks for."""
    kept = [
        Proposal(targets[key], share, whys) for key, share, whys in found if key in targets and share >= LEAST and whys
    ]
    return tuple(kept[:MOST])


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


def _existing(city: City, keys: Iterable[int]) -> dict[int, Unit]:
    """Return the units that have not ended. One query."""
    rows = Unit.objects.in_city(city).filter(ends_on__isnull=True, pk__in=list(keys))
    return {unit.pk: unit for unit in rows}
