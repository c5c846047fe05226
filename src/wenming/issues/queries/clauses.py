"""Which clauses of the running campaigns a sentence touches: by the check items of the kind of place and the words of the clauses; who leads them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from wenming.campaigns.enums import Part
from wenming.campaigns.models import Campaign, Responsibility
from wenming.campaigns.queries.campaigns import campaigns_in
from wenming.engine.crosswalk import Crosswalk
from wenming.engine.wording import cosine, grams
from wenming.issues.queries.places import Place
from wenming.kernel.models import City
from wenming.standards.models import Node
from wenming.standards.queries import adopted_in, standard_of

NEAR = 0.15
"""Sentences less alike than that say nothing about a clause."""
SURE = 0.5
"""A check item as alike as that is surely meant."""
MOST = 3

Code = tuple[str, str]
"""Code of an edition, code of a node in it."""


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause that a sentence touches: its key, how sure that is (0 to 1), by which words of a check item, and who leads it."""

    node: int
    name: str
    share: float
    words: str
    leads: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Clauses:
    """The clauses found, the likeliest first, and their rows."""

    found: tuple[Clause, ...] = ()
    nodes: dict[int, Node] = field(default_factory=dict)

    def more(self, city: City, keys: Iterable[int]) -> dict[int, Node]:
        """Return the rows with others that a model names. One query where it does."""
        strangers = [key for key in keys if key not in self.nodes]
        return {**self.nodes, **Node.objects.in_city(city).in_bulk(strangers)} if strangers else self.nodes


def clauses_for(city: City, text: str, place: Place) -> Clauses:
    """Return the clauses of the city's campaigns that a sentence touches; of equal ones the foremost campaign's first. Four queries."""
    campaigns = list(campaigns_in(city))
    if not campaigns:
        return Clauses()
    shares = _shares(adopted_in(city).crosswalk, campaigns, text, place.site.type.checklist if place.site else "")
    order = sorted(shares, key=lambda code: (-shares[code][0], _rank(campaigns, code), code))[:MOST]
    rows = _rows(city, campaigns, order)
    known = [(rows[code], *shares[code]) for code in order if code in rows]
    leads = _leads(city, campaigns, [row for row, _share, _words in known])
    # several clauses share what is left of certainty
    whole = max(1.0, sum(share for _row, share, _words in known))
    found = tuple(
        Clause(row.pk, row.name, share / whole, words, tuple(leads.get(row.pk, ()))) for row, share, words in known
    )
    return Clauses(found, {row.pk: row for row, _share, _words in known})


def _shares(crosswalk: Crosswalk, campaigns: Sequence[Campaign], text: str, kind: str) -> dict[Code, tuple[float, str]]:
    """Return clause -> how sure, and the words that a sentence is like."""
    said = grams(text)
    found: dict[Code, tuple[float, str]] = {}
    for words, codes in _sayings(crosswalk, campaigns, kind):
        alike = cosine(said, _grams(words))
        if alike >= NEAR:
            for code in codes:
                found[code] = max(found.get(code, (0.0, "")), (min(1.0, alike / SURE), words))
    return found


def _sayings(crosswalk: Crosswalk, campaigns: Sequence[Campaign], kind: str) -> Iterator[tuple[str, tuple[Code, ...]]]:
    """Yield what is asked for, and in which clauses: the check items of the kind of place (of all kinds without one), the clauses themselves."""
    editions = {campaign.edition.code for campaign in campaigns}
    own = [item for item in crosswalk.items.values() if item.site_type == kind]
    for item in own or crosswalk.items.values():
        codes = (clause.partition("/") for clause in item.clauses)
        yield item.name, tuple((edition, code) for edition, _slash, code in codes if edition in editions)
    for campaign in campaigns:
        for leaf in standard_of(campaign.edition).leaves:
            yield leaf.name, ((campaign.edition.code, leaf.code),)


def _rank(campaigns: Sequence[Campaign], code: Code) -> int:
    """Return where the campaign of a clause stands."""
    return [campaign.edition.code for campaign in campaigns].index(code[0])


def _rows(city: City, campaigns: Sequence[Campaign], codes: Sequence[Code]) -> dict[Code, Node]:
    """Return the rows of clauses. One query."""
    editions = {campaign.edition_id: campaign.edition.code for campaign in campaigns}
    rows = Node.objects.in_city(city).filter(edition__in=list(editions), code__in=[code for _edition, code in codes])
    found = {(editions[row.edition_id], row.code): row for row in rows}
    return {code: found[code] for code in codes if code in found}


def _leads(city: City, campaigns: Sequence[Campaign], rows: Sequence[Node]) -> dict[int, list[int]]:
    """Return clause -> the units that lead it. One query."""
    leads: dict[int, list[int]] = {}
    parts = Responsibility.objects.in_city(city).filter(campaign__in=campaigns, node__in=rows, part=Part.LEAD)
    for node, unit in parts.filter(until__isnull=True).order_by("order", "pk").values_list("node_id", "unit_id"):
        leads.setdefault(node, []).append(unit)
    return leads


@lru_cache(maxsize=8192)
def _grams(text: str) -> dict[str, int]:
    """Return the runs of characters of a check item or clause; they are few, and the same for every report."""
    return dict(grams(text))
