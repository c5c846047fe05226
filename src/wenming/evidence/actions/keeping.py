"""Photos become evidence in the very transaction of what they were sent for; who looks at them is a job."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from wenming.engine.geo import Pair
from wenming.evidence.enums import PhotoMoment
from wenming.evidence.models import Evidence
from wenming.kernel.actions import record_event
from wenming.kernel.models import Account, City, StoredFile
from wenming.organisations.models import Unit
from wenming.sites.models import Site, SitePhoto


@dataclass(frozen=True, slots=True)
class GivenPhoto:
    """A photo on the disk and what was said of it: see the fields of the same names of ``Evidence``; ``position`` is WGS-84."""

    file: StoredFile
    large: StoredFile
    small: StoredFile
    moment: str
    matter: str = ""
    site: Site | None = None
    unit: Unit | None = None
    position: Pair | None = None
    accuracy: int | None = None
    not_before: datetime | None = None


def keep_evidence(*, city: City, photos: Sequence[GivenPhoto], by: Account | None, at: datetime) -> list[Evidence]:
    """Keep photos as evidence. One query, none for no photos; the event is that of the action which they were sent with.

    Belongs into its transaction: either both are kept or neither.
    """
    rows = [
        Evidence(
            city=city,
            file=photo.file,
            large=photo.large,
            small=photo.small,
            bytes_sha256=photo.file.sha256,
            moment=photo.moment,
            matter=photo.matter,
            site=photo.site,
            unit=photo.unit,
            lat=photo.position[0] if photo.position else None,
            lng=photo.position[1] if photo.position else None,
            accuracy=photo.accuracy if photo.position else None,
            not_before=photo.not_before,
            by=by,
            at=at,
        )
        for photo in photos
    ]
    return Evidence.objects.bulk_create(rows) if rows else []


def claim_evidence(*, city: City, keys: Collection[int], matter: str, unit: Unit | None) -> None:
    """Let photos that were kept before anybody knew of an issue belong to it. One query; belongs into the issue's transaction."""
    Evidence.objects.in_city(city).filter(pk__in=list(keys)).update(matter=matter, unit=unit)


@transaction.atomic
def keep_site_photos(*, city: City, by: Account | None, at: datetime) -> int:
    """Keep the photos of sites that are none yet as evidence, each with the hour at which it was sent; return how many there were."""
    known = Evidence.objects.in_city(city).filter(moment=PhotoMoment.SITE).values("file")
    rows = SitePhoto.objects.in_city(city).filter(file__isnull=False).exclude(file__in=known)
    kept = 0
    for photo in rows.select_related("file", "large", "small", "site", "created_by").order_by("pk"):
        given = GivenPhoto(photo.file, photo.large, photo.small, str(PhotoMoment.SITE), site=photo.site)
        kept += len(keep_evidence(city=city, photos=[given], by=photo.created_by, at=photo.created_at))
    if kept:
        record_event(city=city, kind="evidence.kept", subject=city, data={"photos": kept}, by=by, at=at)
    return kept
