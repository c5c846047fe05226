"""A decomposition table on its way in: taken, its columns told, put aside."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from wenming.campaigns.enums import ResponsibilityImportState
from wenming.campaigns.imports.heads import mapping_from
from wenming.campaigns.imports.tables import tables_of
from wenming.campaigns.models import Campaign, ResponsibilityImport
from wenming.campaigns.queries.decomposition import grids_of, heads_key, remembered_mapping
from wenming.campaigns.rules import keeps_campaigns
from wenming.kernel.actions import record_event, store_file
from wenming.kernel.models import Account
from wenming.organisations.actions import NotPossibleError
from wenming.organisations.rules import require_again
from wenming.standards.imports.grids import UnreadableError


def start_table_import(
    *, campaign: Campaign, file_name: str, chunks: Iterable[bytes], by: Account | None, at: datetime
) -> ResponsibilityImport:
    """Keep the uploaded table and open its check. Nothing of it holds yet.

    The columns of an earlier table with the very same heads mean here what a person said there. UnreadableError says in one
    line why nobody can read the file.
    """
    if by is not None:
        require_again(keeps_campaigns, by, campaign.city)
    stored = store_file(city=campaign.city, name=file_name, chunks=chunks, by=by, at=at)
    try:
        with transaction.atomic():
            import_ = ResponsibilityImport.objects.create(
                city=campaign.city, campaign=campaign, file=stored, created_by=by, created_at=at
            )
            import_.mapping = remembered_mapping(import_)
            import_.save(update_fields=["mapping"])
            data = {"campaign": campaign.name, "file": stored.sha256, "name": stored.name}
            record_event(
                city=campaign.city, kind="responsibility_import.started", subject=import_, data=data, by=by, at=at
            )
    except UnreadableError:
        stored.delete()
        raise
    return import_


@transaction.atomic
def map_table_columns(
    *, import_: ResponsibilityImport, mapping: Mapping[str, Any], by: Account, at: datetime
) -> ResponsibilityImport:
    """Keep what a person said of the columns, sheet by sheet, beside the heads under which it is remembered."""
    import_ = lock_table_import(import_, by)
    tables = tables_of(grids_of(import_), mapping_from(dict(mapping)))
    heads = {table.sheet: heads_key(table) for table in tables}
    import_.mapping = {name: {**said, "heads": heads.get(name, "")} for name, said in mapping.items()}
    import_.save(update_fields=["mapping"])
    record_event(
        city=import_.city,
        kind="responsibility_import.mapped",
        subject=import_,
        data={"mapping": import_.mapping},
        by=by,
        at=at,
    )
    return import_


@transaction.atomic
def drop_table_import(*, import_: ResponsibilityImport, by: Account, at: datetime) -> ResponsibilityImport:
    """Put a table aside; its file and what people answered stay on record."""
    import_ = lock_table_import(import_, by)
    import_.state = ResponsibilityImportState.DROPPED
    import_.save(update_fields=["state"])
    record_event(city=import_.city, kind="responsibility_import.dropped", subject=import_, data={}, by=by, at=at)
    return import_


def lock_table_import(import_: ResponsibilityImport, by: Account | None) -> ResponsibilityImport:
    """Lock an import; check once more that it is open and that this person may go on with it."""
    rows = ResponsibilityImport.objects.in_city(import_.city).select_for_update(of=("self",))
    rows = rows.select_related("city", "file", "campaign__city", "campaign__edition__city", "created_by")
    import_ = rows.get(pk=import_.pk)
    if by is not None:
        require_again(keeps_campaigns, by, import_.city)
    if import_.state != ResponsibilityImportState.CHECKING:
        raise NotPossibleError("not_open")
    return import_
