"""Photos of issues: read and put on the disk before the transaction begins, tied to their step inside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from wenming.evidence.actions import GivenPhoto, keep_evidence
from wenming.issues.enums import PhotoMoment
from wenming.issues.models import IssuePhoto, IssueStep
from wenming.kernel.actions import store_file
from wenming.kernel.models import Account, City, StoredFile
from wenming.sites.imports.photos import read_photo

Upload = tuple[str, bytes]
"""A file name and its bytes."""
MOST_PHOTOS = 9
"""As many as a chat shows in one message."""


@dataclass(frozen=True, slots=True)
class KeptPhoto:
    """A photo on the disk, not yet tied to an issue."""

    file: StoredFile
    large: StoredFile
    small: StoredFile
    width: int
    height: int
    taken_on: date | None


def keep_photos(
    city: City, uploads: Sequence[Upload], *, by: Account | None, at: datetime, most: int = MOST_PHOTOS
) -> list[KeptPhoto]:
    """Read the photos, at most ``most``, and put them safely on the disk. Raises PhotoError (sites.imports.photos), one line for the sender."""
    kept = []
    for name, content in uploads[:most]:
        photo = read_photo(content)
        original, large, small = (
            store_file(city=city, name=file_name, chunks=[data], by=by, at=at)
            for file_name, data in ((name, content), ("large.jpg", photo.large), ("small.jpg", photo.small))
        )
        kept.append(KeptPhoto(original, large, small, photo.width, photo.height, photo.taken_on))
    return kept


def tie_photos(step: IssueStep, moment: Any, photos: Sequence[KeptPhoto]) -> list[IssuePhoto]:
    """Tie kept photos to a step of their issue, inside its transaction; they become evidence. Two queries, none for no photos."""
    evidence = keep_evidence(city=step.city, photos=_given(step, moment, photos), by=step.by, at=step.at)
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
