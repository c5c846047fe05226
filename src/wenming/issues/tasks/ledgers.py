"""Tables of issues, in and out."""

from __future__ import annotations

from tempfile import TemporaryFile

from django.http import QueryDict
from django.utils import timezone

from wenming.issues.actions.exporting import keep_ledger_export
from wenming.issues.actions.ledger_writing import write_ledger_import
from wenming.issues.enums import LedgerImportState
from wenming.issues.exports.ledgers import write_ledger
from wenming.issues.models import LedgerExport, LedgerImport
from wenming.issues.queries.exports import issues_wanted
from wenming.kernel.models import Event

CHUNK = 2**16


def write_asked_ledger(event: Event) -> None:
    """Write a table; one that was reopened or written meanwhile is left alone."""
    rows = LedgerImport.objects.in_city(event.city).select_related("city", "file")
    ledger = rows.get(pk=int(event.subject.rpartition(":")[2]))
    if ledger.state == LedgerImportState.WRITING and ledger.work_id == event.pk:
        write_ledger_import(ledger=ledger, by=event.by, at=timezone.now())


def write_asked_export(event: Event) -> None:
    """Write a long ledger; one that is written already is left alone."""
    rows = LedgerExport.objects.in_city(event.city).select_related("city", "by")
    export = rows.get(pk=int(event.subject.rpartition(":")[2]))
    if export.file_id is None:
        issues = issues_wanted(export.by, export.city, QueryDict(export.query), at=export.at)
        with TemporaryFile() as file:
            write_ledger(file, export.city, issues)
            file.seek(0)
            keep_ledger_export(export=export, chunks=iter(lambda: file.read(CHUNK), b""), at=timezone.now())
