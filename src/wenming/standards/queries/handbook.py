"""Reading collections of checklists, how everything adopted belongs together, and what the office adds to the handbook."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import QuerySet, Value

from wenming.engine.crosswalk import Crosswalk
from wenming.engine.provisions import Checklists
from wenming.engine.standards import Standard
from wenming.kernel.models import City
from wenming.standards.imports.checklists import parse_checklists
from wenming.standards.models import Checklist, Edition, Example, SiteTypeChief
from wenming.standards.queries.editions import parsed

Sources = tuple[tuple[str, str], ...]
"""(digest, text) of several files, in the order of their adoption."""
_EDITION, _CHECKLIST = 1, 2


@dataclass(frozen=True)
class Adopted:
    """Everything that a city has adopted, in that order, and how it belongs together."""

    standards: tuple[Standard, ...]
    collections: tuple[Checklists, ...]
    crosswalk: Crosswalk

    def standard(self, code: str) -> Standard | None:
        """Return the edition with this code, or None."""
        return next((one for one in self.standards if one.code == code), None)


def checklists_in(city: City) -> QuerySet[Checklist]:
    """Return the city's collections of checklists in the order of adoption."""
    return Checklist.objects.in_city(city).order_by("created_at", "pk")


def collection_of(checklist: Checklist) -> Checklists:
    """Return a collection, read from the very bytes that were adopted."""
    return _collected(checklist.digest, checklist.source)


def adopted_in(city: City) -> Adopted:
    """Return everything that the city has adopted, in one query."""
    editions, lists = (
        model.objects.in_city(city).values_list(Value(kind), "created_at", "pk", "digest", "source")
        for model, kind in ((Edition, _EDITION), (Checklist, _CHECKLIST))
    )
    rows = sorted(editions.union(lists, all=True), key=lambda row: row[:3])
    return _adopted(
        tuple((digest, source) for kind, _at, _pk, digest, source in rows if kind == _EDITION),
        tuple((digest, source) for kind, _at, _pk, digest, source in rows if kind == _CHECKLIST),
    )


def items_for(city: City, edition: Edition) -> Crosswalk:
    """Return what the rows of a round judged by this edition can name: its own check items and the city's collections."""
    lists = tuple(checklists_in(city).values_list("digest", "source"))
    return _adopted(((edition.digest, edition.source),), lists).crosswalk


def latest_examples(city: City, items: Collection[str]) -> dict[tuple[str, str], Example]:
    """Return (check item, kind) -> the picture that is shown there now, for these items."""
    rows = Example.objects.in_city(city).filter(item__in=items).select_related("file").order_by("created_at", "pk")
    latest = {(row.item, row.kind): row for row in rows}
    return {place: row for place, row in latest.items() if row.file_id}


def examples_of(city: City, item: str) -> QuerySet[Example]:
    """Return everything that was ever shown for a check item, the newest first."""
    rows = Example.objects.in_city(city).filter(item=item).select_related("file", "created_by")
    return rows.order_by("-created_at", "-pk")


def latest_chiefs(city: City, site_types: Collection[str]) -> dict[str, SiteTypeChief]:
    """Return site type -> who answers for it now, for these types."""
    rows = SiteTypeChief.objects.in_city(city).filter(site_type__in=site_types).order_by("created_at", "pk")
    latest = {row.site_type: row for row in rows}
    return {site_type: row for site_type, row in latest.items() if row.unit}


def chiefs_of(city: City, site_type: str) -> QuerySet[SiteTypeChief]:
    """Return everybody who ever answered for a type of site, the newest first."""
    rows = SiteTypeChief.objects.in_city(city).filter(site_type=site_type).select_related("created_by")
    return rows.order_by("-created_at", "-pk")


@lru_cache(maxsize=32)
def _collected(digest: str, source: str) -> Checklists:  # noqa: ARG001  as above
    """Parse a collection once per process."""
    return parse_checklists(source, file_name="checklists")


@lru_cache(maxsize=16)
def _adopted(editions: Sources, checklists: Sources) -> Adopted:
    """Join the same files once per process."""
    standards = tuple(parsed(*pair) for pair in editions)
    collections = tuple(_collected(*pair) for pair in checklists)
    return Adopted(standards, collections, Crosswalk(standards, collections))
