"""Keeping a file so that no crash can lose it once its record is committed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from django.db import transaction

from wenming.kernel.adapters.stores import PARTS, keep_bytes
from wenming.kernel.models import Account, City, StoredFile

NAME_LENGTH = 200


def store_file(*, city: City, name: str, chunks: Iterable[bytes], by: Account | None, at: datetime) -> StoredFile:
    """Put the bytes safely on the disk, and only then create their record.

    A crash before the record's commit leaves an orphan, which the night's sweep removes; a committed record always has
    its file.
    """
    sha256, size = keep_bytes(city.slug, chunks)
    with transaction.atomic():
        return StoredFile.objects.create(
            city=city, sha256=sha256, size=size, name=Path(name).name[-NAME_LENGTH:], created_by=by, created_at=at
        )


def sweep_orphans(*, folder: Path, older_than: datetime) -> int:
    """Delete files under ``folder`` that no record names and that were last written before ``older_than``; count them.

    Files on their way in are left to those who know what is awaited.
    """
    removed = 0
    for city_folder in sorted(path for path in folder.glob("*") if path.is_dir()):
        known = set(
            StoredFile.objects.across_cities().filter(city__slug=city_folder.name).values_list("sha256", flat=True)
        )
        for path in city_folder.rglob("*"):
            if path.parent.name == PARTS:
                continue
            if path.is_file() and path.name not in known and path.stat().st_mtime < older_than.timestamp():
                path.unlink()
                removed += 1
    return removed
