"""Photos and voice notes: what was announced, what has come."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, time
from uuid import UUID

from django.db.models import QuerySet, Sum

from wenming.inspections.models import FieldFile
from wenming.kernel.models import Account, City, StoredFile

DAY_LIMIT = 4 * 1024**3
"""Bytes that one person may announce on one day: a thousand photos of 12 megapixels."""
MOST_WANTED = 500


def own_file(account: Account, city: City, key: UUID) -> FieldFile | None:
    """Return a file that this person announced, with its city and bytes. One query."""
    rows = FieldFile.objects.in_city(city).filter(key=key, by=account)
    return rows.select_related("city", "file").first()


def wanted_of(account: Account, city: City) -> QuerySet[FieldFile]:
    """Return what this person announced and has not sent whole, the oldest first."""
    return FieldFile.objects.in_city(city).filter(by=account, file__isnull=True).order_by("pk")[:MOST_WANTED]


def announced_bytes(city: City, account: Account, at: datetime) -> int:
    """Return how many bytes this person has announced today, by the city's day."""
    midnight = datetime.combine(at.astimezone(city.zone).date(), time.min, tzinfo=city.zone)
    rows = FieldFile.objects.in_city(city).filter(by=account, received_at__gte=midnight)
    return rows.aggregate(total=Sum("size"))["total"] or 0


def complete_copies(city: City, account: Account, digests: Collection[str]) -> dict[tuple[str, int], StoredFile]:
    """Return (digest, size) -> the bytes, of what this person has sent whole before. Nobody gets bytes by knowing their digest alone."""
    rows = FieldFile.objects.in_city(city).filter(by=account, sha256__in=digests, file__isnull=False)
    return {(row.sha256, row.size): row.file for row in rows.select_related("file").order_by("-pk") if row.file}
