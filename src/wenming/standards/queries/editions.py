"""Reading editions."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from wenming.engine.standards import Standard
from wenming.kernel.models import City
from wenming.standards.imports.contents import Contents
from wenming.standards.imports.packs import PACKS, parse_pack, read_contents
from wenming.standards.models import Edition, Node


def editions_in(city: City) -> QuerySet[Edition]:
    """Return the city's editions in the order of adoption.

    Each has ``leaf_count``, the lines that are judged directly, and ``round_count``, the rounds that count and were judged by it.
    """
    leaves = Node.objects.in_city(city).filter(edition=OuterRef("pk"), children__isnull=True).order_by()
    count = leaves.values("edition").annotate(found=Count("pk")).values("found")
    rounds = Count("rounds", filter=Q(rounds__revocation__isnull=True))
    rows = Edition.objects.in_city(city).annotate(leaf_count=Coalesce(Subquery(count), 0), round_count=rounds)
    return rows.order_by("created_at", "pk")


def edition_before(city: City, standard: Standard) -> Edition | None:
    """Return the city's latest other edition of the same title: the one that a new edition is compared with."""
    same = Edition.objects.in_city(city).filter(title=standard.title).exclude(code=standard.code)
    return same.order_by("-created_at", "-pk").first()


def edition_beside(edition: Edition) -> Edition | None:
    """Return the edition of the same title that the city adopted before this one, else the next one after it."""
    rows = Edition.objects.in_city(edition.city).filter(title=edition.title).defer("source")
    same = list(rows.order_by("created_at", "pk"))
    place = next(at for at, one in enumerate(same) if one.pk == edition.pk)
    others = [*reversed(same[:place]), *same[place + 1 :]]
    return others[0] if others else None


def standard_of(edition: Edition) -> Standard:
    """Return the pure tree of an edition, read from the very bytes that were adopted."""
    return parsed(edition.digest, edition.source)


def contents_of_edition(edition: Edition) -> Contents:
    """Return everything that an edition's file says, as plain values; not to be changed."""
    return _contents(edition.digest, edition.source)


def shipped_packs() -> dict[str, Path]:
    """Return code -> file of the packs that come with the product."""
    return {path.stem: path for path in sorted(PACKS.glob("*.yaml"))}


def shipped_standard(code: str) -> Standard | None:
    """Return the standard of a pack that comes with the product, None where there is none of this code."""
    path = shipped_packs().get(code)
    if path is None:
        return None
    source = path.read_bytes().decode()
    return parsed(code, source)


@lru_cache(maxsize=32)
def parsed(digest: str, source: str) -> Standard:  # noqa: ARG001  the digest is the cheap part of the key
    """Parse a pack once per process."""
    return parse_pack(source, file_name="edition")


@lru_cache(maxsize=8)
def _contents(digest: str, source: str) -> Contents:  # noqa: ARG001
    """Read the plain values of a pack once per process."""
    return read_contents(source.encode(), "edition")[0]
