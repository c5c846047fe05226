"""Reading editions."""

from __future__ import annotations

from functools import lru_cache

from django.db.models import Count, Q, QuerySet

from wenming.engine.standards import Standard
from wenming.kernel.models import City
from wenming.standards.imports.packs import parse_pack
from wenming.standards.models import Edition


def editions_in(city: City) -> QuerySet[Edition]:
    """Return the city's editions in the order of adoption, each with ``leaf_count``, the lines that are judged directly."""
    leaves = Count("nodes", filter=Q(nodes__children__isnull=True))
    return Edition.objects.in_city(city).annotate(leaf_count=leaves).order_by("created_at", "pk")


def standard_of(edition: Edition) -> Standard:
    """Return the pure tree of an edition, read from the very bytes that were adopted."""
    return _parsed(edition.digest, edition.source)


@lru_cache(maxsize=32)
def _parsed(digest: str, source: str) -> Standard:  # noqa: ARG001  the digest is the cheap part of the key
    """Parse a pack once per process."""
    return parse_pack(source, file_name="edition")
