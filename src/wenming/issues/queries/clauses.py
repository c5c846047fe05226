"""Which clause of the running campaign a sentence touches: by the check items of the kind of place, and who leads it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

from wenming.campaigns.enums import Part
from wenming.campaigns.models import Responsibility
from wenming.campaigns.queries.campaigns import campaigns_in
from wenming.engine.crosswalk import Crosswalk
from wenming.engine.wording import cosine, grams
from wenming.issues.queries.places import Place
from wenming.kernel.models import City
from wenming.standards.models import Node
from wenming.standards.queries import adopted_in, standard_of

NEAR = 0.12
"""Sentences less alike than that say nothing about a clause."""
SURE = 0.5
"""A check item as alike as that is surely meant."""
MOST = 3


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


def clauses_for(city: City, text: str, place: Place) -> Clauses:
    """Return the clauses of the foremost campaign that a sentence touches. Four queries."""
    campaign = campaigns_in(city).first()
    if campaign is None:
        return Clauses()
    crosswalk, standard = adopted_in(city).crosswalk, standard_of(campaign.edition)
    best = _best_items(crosswalk, text, place.site.type.checklist if place.site else "")
    leaves = crosswalk.leaves_by_item(standard)
    shares: dict[str, tuple[float, str]] = {}
    for share, item in best:
        for code in leaves[item]:
            if share > shares.get(code, (0.0, ""))[0]:
                shares[code] = (share, crosswalk.items[item].name)
    order = sorted(shares, key=lambda code: (-shares[code][0], code))[:MOST]
    rows = {row.code: row for row in Node.objects.in_city(city).filter(edition=campaign.edition, code__in=order)}
    known = [rows[code] for code in order if code in rows]
    leads: dict[int, list[int]] = {}
    parts = Responsibility.objects.in_city(city).filter(campaign=campaign, node__in=known, part=Part.LEAD)
    for node, unit in parts.filter(until__isnull=True).order_by("order", "pk").values_list("node_id", "unit_id"):
        leads.setdefault(node, []).append(unit)
    # several clauses share what is left of certainty
    whole = max(1.0, sum(shares[row.code][0] for row in known))
    found = tuple(
        Clause(row.pk, row.name, shares[row.code][0] / whole, shares[row.code][1], tuple(leads.get(row.pk, ())))
        for row in known
    )
    return Clauses(found, {row.pk: row for row in known})


def _best_items(crosswalk: Crosswalk, text: str, kind: str) -> list[tuple[float, str]]:
    """Return the check items that a sentence is like, the likest first: those of the kind of place, where it has a checklist."""
    own = [item for item in crosswalk.items.values() if item.site_type == kind]
    said = grams(text)
    near = [(cosine(said, _item_grams(item.name)), item.code) for item in own or crosswalk.items.values()]
    return sorted(
        ((min(1.0, likeness / SURE), code) for likeness, code in near if likeness >= NEAR),
        key=lambda one: (-one[0], one[1]),
    )[: 2 * MOST]


@lru_cache(maxsize=4096)
def _item_grams(text: str) -> dict[str, int]:
    """Return the runs of characters of a check item; they are few, and the same for every report."""
    return dict(grams(text))
