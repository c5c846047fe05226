"""Rounds as looks: a site seen once by one item, whatever the number of rows that it took."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count, Max, Min, Q

from wenming.engine.observations import FULL
from wenming.inspections.models import Observation, Round
from wenming.kernel.models import City


@dataclass(frozen=True, slots=True)
class Look:
    """A site looked at in a round by one item (its code, else the node's); it failed where any row lost points."""

    site: str
    item: str
    node_id: int
    area: str
    units_written: str
    failed: bool


def looks_of(round_: Round) -> Iterator[Look]:
    """Yield the looks of a round in one query, by site and item; rows that name no site are none."""
    rows = Observation.objects.in_city(round_.city).filter(round=round_).exclude(site="").order_by()
    groups = rows.values_list("site", "item", "node__code").annotate(
        Min("milli"), Min("node_id"), Max("area"), Max("units_written")
    )
    ordered = groups.order_by("site", "item", "node__code")
    for site, item, code, least, node, area, units in ordered.iterator(chunk_size=5000):
        yield Look(site, item or code, node, area, units, least < FULL)


def look_history(city: City, site: str, item: str) -> list[tuple[Round, bool]]:
    """Return every look at a site by an item, the earliest first: the round with its manner, and whether it failed."""
    rows = Observation.objects.in_city(city).filter(site=site, round__revocation__isnull=True)
    named = rows.filter(Q(item=item) | Q(item="", node__code=item))
    worst = dict(named.order_by().values_list("round_id").annotate(Min("milli")))
    rounds = Round.objects.in_city(city).filter(pk__in=worst).select_related("manner").order_by("ends_on", "number")
    return [(round_, worst[round_.pk] < FULL) for round_ in rounds]


def level_counts(city: City, rounds: list[Round]) -> list[tuple[int, int, str, int, int]]:
    """Return (round, node, site, rows, rows in order) of several rounds, counted by the database in one query."""
    rows = Observation.objects.in_city(city).filter(round__in=rounds).exclude(site="").order_by()
    groups = rows.values_list("round_id", "node_id", "site")
    counted = groups.annotate(Count("pk"), right=Count("pk", filter=Q(milli=FULL)))
    return list(counted.order_by("round_id", "node_id", "site"))
