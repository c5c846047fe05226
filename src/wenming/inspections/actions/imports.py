"""Opening an import, and putting it aside."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.conf import settings
from django.db import transaction

from wenming.engine.observations import NothingReadableError
from wenming.inspections.actions.locks import NotPossibleError, forget_packed, lock_import
from wenming.inspections.actions.reading import BEFORE_READING, queue_reading, read_now
from wenming.inspections.enums import ImportState
from wenming.inspections.models import RoundImport
from wenming.kernel.actions import record_event, store_file
from wenming.kernel.models import Account, City
from wenming.organisations.rules import require_again, works_in_office
from wenming.standards.models import Edition

__all__ = ["NotPossibleError", "drop_import", "start_import"]


def start_import(
    *,
    city: City,
    edition: Edition,
    name: str,
    starts_on: date,
    ends_on: date,
    file_name: str,
    chunks: Iterable[bytes],
    by: Account,
    at: datetime,
) -> RoundImport:
    """Keep the uploaded workbook and open its check. Nothing counts yet.

    The file is on the disk before the transaction begins (see ``store_file``), so a long upload holds no lock. A small
    workbook is read at once, and NothingReadableError says where it cannot be; a large one is read by a job.
    """
    require_again(works_in_office, by, city)
    stored = store_file(city=city, name=file_name, chunks=chunks, by=by, at=at)
    try:
        with transaction.atomic():
            import_ = RoundImport.objects.create(
                city=city,
                edition=edition,
                name=name,
                starts_on=starts_on,
                ends_on=ends_on,
                file=stored,
                state=ImportState.READING,
                created_by=by,
                created_at=at,
            )
            if stored.size <= settings.IMPORT_AT_ONCE_BYTES:
                read_now(import_, by=by, at=at)
            data = {"name": name, "file": stored.sha256, "edition": edition.code}
            record_event(city=city, kind="round_import.started", subject=import_, data=data, by=by, at=at)
            if stored.size > settings.IMPORT_AT_ONCE_BYTES:
                queue_reading(import_, by=by, at=at)
    except NothingReadableError:
        stored.delete()
        raise
    return import_


@transaction.atomic
def drop_import(*, import_: RoundImport, by: Account, at: datetime) -> RoundImport:
    """Put a workbook aside without writing anything; the file itself stays."""
    import_ = lock_import(import_, by, BEFORE_READING)
    import_.state = ImportState.DROPPED
    import_.save(update_fields=["state"])
    forget_packed(import_, "cells", "reading")
    record_event(city=import_.city, kind="round_import.dropped", subject=import_, data={}, by=by, at=at)
    return import_
