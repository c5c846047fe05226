"""The bytes of photos and voice notes: checked when all are there, kept unchanged, shown small by a job."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from django.db import transaction

from wenming.evidence.actions import GivenPhoto, keep_evidence
from wenming.evidence.enums import PhotoMoment
from wenming.evidence.models import Evidence
from wenming.inspections.actions.fieldwork.steps import named_in_events
from wenming.inspections.enums.fieldwork import FieldFileKind, FieldRoundState
from wenming.inspections.imports.fieldwork import PHOTO_LIMIT
from wenming.inspections.models import FieldFile
from wenming.kernel.actions import record_event, store_file
from wenming.kernel.adapters import parts
from wenming.kernel.adapters.stores import path_of
from wenming.kernel.models import Account, City, StoredFile
from wenming.sites.imports.photos import PhotoError, read_photo

KEPT_FOR = timedelta(days=14)
"""So long bytes wait that nobody goes on sending."""


class DigestError(Exception):
    """The bytes that came are not those that were announced."""


def complete_file(*, field_file: FieldFile, by: Account, at: datetime) -> FieldFile:
    """Turn the bytes that have come into the file; DigestError where they are not what was announced (they are dropped).

    Killed at any moment, either the part is there or the file is kept; done twice, it is kept once.
    """
    city = field_file.city
    digest = hashlib.sha256()
    for chunk in parts.chunks(city.slug, field_file.key):
        digest.update(chunk)
    if digest.hexdigest() != field_file.sha256:
        field_file.refresh_from_db(fields=["file", "completed_at"])
        if field_file.file_id is not None:
            return field_file
        parts.drop(city.slug, field_file.key)
        raise DigestError
    stored = store_file(
        city=city,
        name=field_file.name or str(field_file.key),
        chunks=parts.chunks(city.slug, field_file.key),
        by=by,
        at=at,
    )
    with transaction.atomic():
        rows = FieldFile.objects.in_city(city).select_for_update(of=("self",))
        locked = rows.select_related("visit__field_round").get(pk=field_file.pk)
        if locked.file_id is None:
            locked.file, locked.completed_at = stored, at
            locked.save(update_fields=["file", "completed_at"])
            data = {"visit": locked.visit_id, "sha256": locked.sha256, "size": locked.size}
            named = named_in_events(locked.visit.field_round, by)
            record_event(city=city, kind="field.file_kept", subject=locked, data=data, by=named, at=at)
    parts.drop(city.slug, field_file.key)
    return locked


def keep_pictures(*, field_file: FieldFile, by: Account | None, at: datetime) -> bool:
    """Make what pages show of a photo, and keep the photo as evidence; tell whether it could be done now.

    Bytes that cannot be shown (a damaged photo, a format that this machine cannot draw) stay as they are. The pictures are made before the
    transaction begins.
    """
    city, file = field_file.city, field_file.file
    if file is None or field_file.evidence_id is not None or field_file.kind != FieldFileKind.PHOTO:
        return False
    try:
        photo = read_photo(path_of(city.slug, file.sha256).read_bytes(), limit=PHOTO_LIMIT)
    except PhotoError:
        return False
    large, small = (
        store_file(city=city, name=name, chunks=[content], by=field_file.by, at=at)
        for name, content in (("large.jpg", photo.large), ("small.jpg", photo.small))
    )
    with transaction.atomic():
        rows = FieldFile.objects.in_city(city).select_for_update(of=("self",))
        locked = rows.select_related("city", "file", "visit__site", "finding__issue", "by").get(pk=field_file.pk)
        if locked.evidence_id is not None:
            return False
        locked.evidence = _evidence_of(locked, large, small)
        locked.save(update_fields=["evidence"])
        data = {"evidence": locked.evidence.pk, "width": photo.width, "height": photo.height}
        record_event(city=city, kind="field.pictures_made", subject=locked, data=data, by=by, at=at)
    return True


def _evidence_of(locked: FieldFile, large: StoredFile, small: StoredFile) -> Evidence:
    """Return the photo as proof: made now, unless an issue that took it along was quicker."""
    known = Evidence.objects.in_city(locked.city).filter(file=locked.file, field_file__isnull=True).first()
    if known is not None:
        return known
    issue = locked.finding.issue if locked.finding else None
    given = GivenPhoto(
        file=locked.file, large=large, small=small, moment=str(PhotoMoment.BEFORE), matter=issue.number if issue else "",
        site=locked.visit.site, position=None if locked.lat is None or locked.lng is None else (locked.lat, locked.lng),
        accuracy=locked.accuracy,
    )  # fmt: skip
    (made,) = keep_evidence(city=locked.city, photos=[given], by=locked.by, at=locked.completed_at)
    return made


def sweep_field_parts(*, city: City, at: datetime) -> int:
    """Delete bytes of a city that nobody has gone on sending for two weeks; never those of a round that is running. Return how many files."""
    old = parts.left_since(city.slug, at - KEPT_FOR)
    rows = FieldFile.objects.in_city(city).filter(key__in=old, file__isnull=True)
    awaited = set(rows.filter(visit__field_round__state=FieldRoundState.RUNNING).values_list("key", flat=True))
    for key in old - awaited:
        parts.drop(city.slug, key)
    return len(old - awaited)
