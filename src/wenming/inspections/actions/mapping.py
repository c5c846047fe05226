"""What the columns of a workbook mean, said by a person."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from wenming.inspections.actions.locks import lock_import
from wenming.inspections.actions.reading import BEFORE_READING, queue_reading, read_now
from wenming.inspections.imports.mappings import guess_mapping, heads_key, mappings_from
from wenming.inspections.imports.packed import PackedSheet, packed_sheets
from wenming.inspections.models import HeadMemory, RoundImport
from wenming.kernel.actions import record_event
from wenming.kernel.adapters.stores import path_of
from wenming.kernel.models import Account


@transaction.atomic
def map_columns(*, import_: RoundImport, mapping: list[dict[str, Any]], by: Account, at: datetime) -> RoundImport:
    """Keep what the columns mean, remember it for the next file with the same heads, and read the rows anew.

    Raises MappingError, one line for the person, for a mapping that cannot be read by. A large workbook is read by a job.
    """
    import_ = lock_import(import_, by, BEFORE_READING)
    sheets = packed_sheets(path_of(import_.city.slug, import_.cells.sha256))
    mappings = mappings_from(mapping, sheets)
    import_.mapping = [one.as_json() for one in mappings.values()]
    import_.save(update_fields=["mapping"])
    _remember(import_, sheets, by=by, at=at)
    small = sum(sheet.height for sheet in sheets) <= settings.IMPORT_AT_ONCE_ROWS
    if small:
        read_now(import_, by=by, at=at)
    data = {"mapping": import_.mapping}
    record_event(city=import_.city, kind="round_import.mapped", subject=import_, data=data, by=by, at=at)
    return import_ if small else queue_reading(import_, by=by, at=at)


def _remember(import_: RoundImport, sheets: tuple[PackedSheet, ...], *, by: Account, at: datetime) -> None:
    """Remember the meaning of heads that do not speak for themselves, and of those that meant something else before."""
    mappings = mappings_from(import_.mapping, sheets)
    for sheet in sheets:
        chosen = mappings.get(sheet.name)
        if chosen is None or not chosen.used:
            continue
        heads = heads_key(next(sheet.lines(chosen.head, chosen.head + 1)))
        known = HeadMemory.objects.in_city(import_.city).filter(heads=heads)
        columns = chosen.as_json()["columns"]
        if known.exists():
            known.update(columns=columns, kept_by=by, kept_at=at)
        elif chosen != guess_mapping(sheet):
            HeadMemory.objects.create(city=import_.city, heads=heads, columns=columns, kept_by=by, kept_at=at)
