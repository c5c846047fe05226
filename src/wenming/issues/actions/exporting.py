"""Ledgers too long to wait for: asked, and written by a job for whoever asked."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from wenming.issues.models import LedgerExport
from wenming.issues.rules import sees_issues
from wenming.kernel.actions import record_event, store_file
from wenming.kernel.models import Account, City
from wenming.organisations.rules import require_again


@transaction.atomic
def ask_ledger_export(*, city: City, query: str, language: str, by: Account, at: datetime) -> LedgerExport:
    """Let a job write the ledger of an address."""
    require_again(sees_issues, by, city)
    export = LedgerExport.objects.create(city=city, query=query[:2000], language=language, by=by, at=at)
    export.work = record_event(
        city=city, kind="ledger_export.asked", subject=export, data={"query": query[:2000]}, by=by, at=at
    )
    export.save(update_fields=["work"])
    return export


def keep_ledger_export(*, export: LedgerExport, chunks: Iterable[bytes], at: datetime) -> LedgerExport:
    """Keep what was written for somebody who may still see it; a second run finds it kept."""
    require_again(sees_issues, export.by, export.city)
    name = f"{export.city.name}-{_('问题台账')}.xlsx"
    with transaction.atomic():
        locked = LedgerExport.objects.in_city(export.city).select_for_update(of=("self",)).get(pk=export.pk)
        if locked.file_id is None:
            locked.file = store_file(city=export.city, name=name, chunks=chunks, by=export.by, at=at)
            locked.save(update_fields=["file"])
            data = {"file": locked.file.sha256}
            record_event(city=export.city, kind="ledger_export.written", subject=locked, data=data, by=export.by, at=at)
    return locked
