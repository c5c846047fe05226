"""Photos of issues: read and put on the disk before the transaction begins, tied to their step inside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.core import signing
from django.utils.translation import gettext as _
from PIL import Image

from wenming.evidence.actions import GivenPhoto, claim_evidence, keep_evidence
from wenming.evidence.models import Evidence
from wenming.issues.enums import PhotoMoment
from wenming.issues.models import IssuePhoto, IssueStep
from wenming.kernel.actions import store_file
from wenming.kernel.adapters.stores import path_of
from wenming.kernel.models import Account, City, StoredFile
from wenming.sites.imports.photos import PhotoError, read_photo

MOST_PHOTOS = 9
"""As many as a chat shows in one message."""
HELD_FOR = timedelta(days=1)
"""So long a photo waits for the form that it was sent with."""
_SALT = "issues.held-photo"


@dataclass(frozen=True, slots=True)
class HeldPhoto:
    """A photo that was sent with a form that could not be taken yet: ``word`` names it to the page, signed, for its sender alone."""

    word: str


Upload = tuple[str, bytes] | HeldPhoto
"""A file name and its bytes, or a photo that lies on the disk since the form was first sent."""


@dataclass(frozen=True, slots=True)
class KeptPhoto:
    """A photo on the disk, not yet tied to an issue; ``evidence`` where it is proof already (it was sent with something else)."""

    file: StoredFile
    large: StoredFile
    small: StoredFile
    width: int
    height: int
    taken_on: date | None
    evidence: Evidence | None = None


def keep_photos(
    city: City, uploads: Sequence[Upload], *, by: Account | None, at: datetime, most: int = MOST_PHOTOS
) -> list[KeptPhoto]:
    """Read the photos, at most ``most``, and put them safely on the disk. Raises PhotoError (sites.imports.photos), one line for the sender."""
    kept = []
    for upload in uploads[:most]:
        if isinstance(upload, HeldPhoto):
            kept.append(held_photo(city, upload, by=by))
            continue
        name, content = upload
        photo = read_photo(content)
        original, large, small = (
            store_file(city=city, name=file_name, chunks=[data], by=by, at=at)
            for file_name, data in ((name, content), ("large.jpg", photo.large), ("small.jpg", photo.small))
        )
        kept.append(KeptPhoto(original, large, small, photo.width, photo.height, photo.taken_on))
    return kept


def kept_again(city: City, evidence: Evidence) -> KeptPhoto:
    """Return a photo that is evidence already, with its pictures."""
    with Image.open(path_of(city.slug, evidence.large.sha256)) as picture:
        width, height = picture.size
    return KeptPhoto(evidence.file, evidence.large, evidence.small, width, height, None, evidence)


def hold_photos(city: City, uploads: Sequence[Upload], *, by: Account, at: datetime) -> list[HeldPhoto]:
    """Put the photos of a form that is shown again on the disk, so that nobody has to choose them twice; what is none is left out."""
    held = []
    for upload in uploads:
        try:
            (kept,) = keep_photos(city, [upload], by=by, at=at)
        except PhotoError:
            continue
        facts = [city.pk, by.pk, kept.file.pk, kept.large.pk, kept.small.pk, kept.width, kept.height]
        taken = kept.taken_on.isoformat() if kept.taken_on else ""
        held.append(HeldPhoto(signing.dumps([*facts, taken], salt=_SALT)))
    return held


def held_photo(city: City, held: HeldPhoto, *, by: Account | None) -> KeptPhoto:
    """Return a photo that waits. PhotoError where it waited too long, or was not this person's in this city."""
    try:
        of, sender, *keys, width, height, taken = signing.loads(held.word, salt=_SALT, max_age=HELD_FOR)
    except signing.BadSignature as fault:
        raise _forgotten() from fault
    files = StoredFile.objects.in_city(city).in_bulk(keys)
    if of != city.pk or by is None or sender != by.pk or len(files) != len(set(keys)):
        raise _forgotten()
    file, large, small = (files[key] for key in keys)
    return KeptPhoto(file, large, small, width, height, date.fromisoformat(taken) if taken else None)


def _forgotten() -> PhotoError:
    return PhotoError(_("先前选的照片已经放了一天以上，或不是您选的；请重新选择"))


def tie_photos(step: IssueStep, moment: Any, photos: Sequence[KeptPhoto]) -> list[IssuePhoto]:
    """Tie kept photos to a step of their issue, inside its transaction; they become evidence. Two queries, none for no photos.

    What is evidence already is not kept twice: it now belongs to this issue as well.
    """
    fresh = [photo for photo in photos if photo.evidence is None]
    made = iter(keep_evidence(city=step.city, photos=_given(step, moment, fresh), by=step.by, at=step.at))
    known = [photo.evidence.pk for photo in photos if photo.evidence is not None]
    if known:
        claim_evidence(city=step.city, keys=known, matter=step.issue.number, unit=step.issue.unit)
    evidence = [photo.evidence or next(made) for photo in photos]
    rows = [
        IssuePhoto(
            city=step.city,
            issue=step.issue,
            step=step,
            moment=moment,
            evidence=proof,
            file=photo.file,
            large=photo.large,
            small=photo.small,
            width=photo.width,
            height=photo.height,
            taken_on=photo.taken_on,
            by=step.by,
            at=step.at,
        )
        for photo, proof in zip(photos, evidence, strict=True)
    ]
    return IssuePhoto.objects.bulk_create(rows) if rows else []


def _given(step: IssueStep, moment: Any, photos: Sequence[KeptPhoto]) -> list[GivenPhoto]:
    """Return the photos with what is known of them: only who reports says where he stands."""
    issue = step.issue
    known = issue.lat is not None and issue.lng is not None
    return [
        GivenPhoto(
            file=photo.file,
            large=photo.large,
            small=photo.small,
            moment=str(moment),
            matter=issue.number,
            site=issue.site,
            unit=issue.unit,
            position=(issue.lat, issue.lng) if known else None,
            accuracy=issue.accuracy if moment == PhotoMoment.BEFORE else None,
            not_before=issue.reported_at,
        )
        for photo in photos
    ]
