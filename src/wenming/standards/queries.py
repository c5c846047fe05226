"""Reading editions, collections of checklists, and what the office adds to the handbook."""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache

from django.db.models import Count, Q, QuerySet

from wenming.engine.crosswalk import Crosswalk
from wenming.engine.provisions import Checklists
from wenming.engine.standards import Standard
from wenming.kernel.models import City
from wenming.standards.imports.checklists import parse_checklists
from wenming.standards.imports.packs import parse_pack
from wenming.standards.models import Checklist, Edition, Example, SiteTypeChief

Sources = tuple[tuple[str, str], ...]
"""(digest, text) of several files, in the order of their adoption."""


def editions_in(city: City) -> QuerySet[Edition]:
    """Return the city's editions in the order of adoption, each with ``leaf_count``, the lines that are judged directly."""
    leaves = Count("nodes", filter=Q(nodes__children__isnull=True))
    return Edition.objects.in_city(city).annotate(leaf_count=leaves).order_by("created_at", "pk")


def checklists_in(city: City) -> QuerySet[Checklist]:
    """Return the city's collections of checklists in the order of adoption."""
    return Checklist.objects.in_city(city).order_by("created_at", "pk")


def standard_of(edition: Edition) -> Standard:
    """Return the pure tree of an edition, read from the very bytes that were adopted."""
    return _parsed(edition.digest, edition.source)


def collection_of(checklist: Checklist) -> Checklists:
    """Return a collection, read from the very bytes that were adopted."""
    return _collected(checklist.digest, checklist.source)


def standards_in(city: City) -> list[Standard]:
    """Return the trees of every edition of the city, in the order of adoption: one query."""
    return [standard_of(edition) for edition in Edition.objects.in_city(city).order_by("created_at", "pk")]


def crosswalk_of(city: City) -> Crosswalk:
    """Return which clauses belong together, by everything that the city has adopted: two queries."""
    rows = Edition.objects.in_city(city).order_by("created_at", "pk").values_list("digest", "source")
    return _crosswalk(tuple(rows), _lists(city))


def items_for(edition: Edition) -> Crosswalk:
    """Return what the rows of a round judged by this edition can refer to: its own check items and the city's collections."""
    return _crosswalk(((edition.digest, edition.source),), _lists(edition.city))


def latest_examples(city: City, items: Collection[str]) -> dict[tuple[str, str], Example]:
    """Return (check item, verdict) -> the picture that is shown there now, for these items."""
    rows = Example.objects.in_city(city).filter(item__in=items).select_related("file").order_by("created_at", "pk")
    latest = {(row.item, row.verdict): row for row in rows}
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


def _lists(city: City) -> Sources:
    return tuple(checklists_in(city).values_list("digest", "source"))


@lru_cache(maxsize=32)
def _parsed(digest: str, source: str) -> Standard:  # noqa: ARG001  the digest is the cheap part of the key
    """Parse a pack once per process."""
    return parse_pack(source, file_name="edition")


@lru_cache(maxsize=32)
def _collected(digest: str, source: str) -> Checklists:  # noqa: ARG001  as above
    """Parse a collection once per process."""
    return parse_checklists(source, file_name="checklists")


@lru_cache(maxsize=16)
def _crosswalk(editions: Sources, checklists: Sources) -> Crosswalk:
    """Join the same files once per process."""
    return Crosswalk([_parsed(*pair) for pair in editions], [_collected(*pair) for pair in checklists])
