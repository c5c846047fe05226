"""A table of issues on its way in: opened, explained, answered, put aside, handed to the job that writes; and mappings kept for the next one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from wenming.issues.actions.steps import NotPossibleError, require
from wenming.issues.enums import IssueSource, LedgerImportState
from wenming.issues.imports.heads import heads_said, mapping_from
from wenming.issues.imports.ledgers import LedgerFile, cleaned, hidden_columns, names_persons, read_ledger
from wenming.issues.models import LedgerImport, ListMapping
from wenming.issues.queries.ledger_plans import LedgerPlan
from wenming.issues.rules import imports_issues
from wenming.kernel.actions import record_event, store_file
from wenming.kernel.adapters.stores import path_of
from wenming.kernel.models import Account, City
from wenming.organisations.rules import require_again

CHECKING, WRITING = LedgerImportState.CHECKING, LedgerImportState.WRITING
KEPT_ANSWERS = ("units", "minors", "sources", "terms")
"""Answers that hold for the next file too; those about days do not, and are left out."""


def lock_ledger(
    ledger: LedgerImport, by: Account | None, states: Collection[Any] = (LedgerImportState.CHECKING,)
) -> LedgerImport:
    """Lock an import; check once more that it stands where the action needs it and that this person may go on with it."""
    rows = LedgerImport.objects.in_city(ledger.city).select_for_update(of=("self",))
    ledger = rows.select_related("city", "file").get(pk=ledger.pk)
    if by is not None:
        require_again(imports_issues, by, ledger.city)
    if ledger.state not in states:
        raise NotPossibleError("being_written" if ledger.state == WRITING else "not_in_check")
    return ledger


def start_ledger_import(
    *,
    city: City,
    file_name: str,
    chunks: Iterable[bytes],
    by: Account | None,
    at: datetime,
    source: str = "",
    known: ListMapping | None = None,
) -> LedgerImport:
    """Keep an uploaded table and open its check; nothing counts yet. NothingReadableError where nobody can read it.

    What identifies persons is taken out first: of such a table only the rest is kept. ``known`` is how lists of this source are read.
    """
    if by is not None:
        require_again(imports_issues, by, city)
    read = read_ledger(b"".join(chunks), file_name)
    mappings = mapping_from({}, read.sheets, known.heads if known else None)
    content, name = read.content, file_name
    if names_persons(read.sheets, mappings):
        content, name = cleaned(read, mappings), f"{file_name.rpartition('.')[0] or file_name}.xlsx"
    stored = store_file(city=city, name=name, chunks=[content], by=by, at=at)
    with transaction.atomic():
        ledger = LedgerImport.objects.create(
            city=city,
            file=stored,
            source=source or (known.source if known else ""),
            list_mapping=known,
            mapping={"sheets": {sheet: one.as_json() for sheet, one in mappings.items()}},
            answers=dict(known.said) if known else {},
            hidden=hidden_columns(read.sheets, mappings),
            created_by=by,
            created_at=at,
        )
        data = {"file": stored.sha256, "name": stored.name, "hidden": ledger.hidden}
        record_event(city=city, kind="ledger_import.started", subject=ledger, data=data, by=by, at=at)
    return ledger


@transaction.atomic
def map_ledger_import(
    *, ledger: LedgerImport, source: str, mapping: Mapping[str, Any], by: Account | None, at: datetime
) -> LedgerImport:
    """Say where the rows come from and what the columns mean, and check every row. NotPossibleError("no_source")."""
    ledger = lock_ledger(ledger, by)
    require(source in IssueSource.values, "no_source")
    ledger.source, ledger.mapping = source, {"sheets": dict(mapping["sheets"])}
    _check(ledger, at)
    data = {"mapping": ledger.mapping, "source": source}
    record_event(city=ledger.city, kind="ledger_import.mapped", subject=ledger, data=data, by=by, at=at)
    return ledger


@transaction.atomic
def answer_ledger_import(
    *, ledger: LedgerImport, what: str, values: Mapping[str, Any], by: Account | None, at: datetime
) -> LedgerImport:
    """Keep what somebody said: of ``units``, ``minors``, ``sources``, ``terms`` by their written texts, of single ``rows`` by their places.

    None takes an answer back.
    """
    ledger = lock_ledger(ledger, by)
    said = {**ledger.answers.get(what, {}), **values}
    ledger.answers = {**ledger.answers, what: {key: value for key, value in said.items() if value is not None}}
    _check(ledger, at)
    data = {"what": what, "count": len(values)}
    record_event(city=ledger.city, kind="ledger_import.answered", subject=ledger, data=data, by=by, at=at)
    return ledger


@transaction.atomic
def settle_ledger(*, ledger: LedgerImport, what: str, how: str, by: Account | None, at: datetime) -> LedgerImport:
    """Say of all rows alike: ``doubles`` are "new", ``closing`` is "today" or "answered"; "" asks again."""
    ledger = lock_ledger(ledger, by)
    ledger.answers = {**ledger.answers, what: how}
    _check(ledger, at)
    record_event(city=ledger.city, kind="ledger_import.answered", subject=ledger, data={what: how}, by=by, at=at)
    return ledger


@transaction.atomic
def keep_mapping(*, ledger: LedgerImport, name: str, by: Account | None, at: datetime) -> ListMapping:
    """Keep how this table is read under a name, for the next one of its source; what stood under the name is replaced."""
    ledger = lock_ledger(ledger, by)
    require(name.strip(), "no_text")
    file = read_of(ledger)
    heads = heads_said(file.sheets, mapping_from(ledger.mapping, file.sheets))
    said = {what: dict(ledger.answers[what]) for what in KEPT_ANSWERS if ledger.answers.get(what)}
    said["terms"] = {text: value for text, value in said.get("terms", {}).items() if not _is_day(value)}
    known, _created = ListMapping.objects.in_city(ledger.city).update_or_create(
        city=ledger.city,
        name=name.strip()[:40],
        defaults={"source": ledger.source, "heads": heads, "said": said, "by": by, "at": at},
    )
    ledger.list_mapping = known
    ledger.save(update_fields=["list_mapping"])
    data = {"name": known.name, "source": known.source, "heads": heads}
    record_event(city=ledger.city, kind="list_mapping.kept", subject=known, data=data, by=by, at=at)
    return known


def _is_day(value: Any) -> bool:
    """Tell whether an answer about a limit is a day: it holds for this file only."""
    return isinstance(value, str) and value[:4].isdecimal()


@transaction.atomic
def drop_ledger_import(*, ledger: LedgerImport, by: Account | None, at: datetime) -> LedgerImport:
    """Put a table aside without writing anything; the file itself stays."""
    ledger = lock_ledger(ledger, by)
    ledger.state = LedgerImportState.DROPPED
    ledger.save(update_fields=["state"])
    record_event(city=ledger.city, kind="ledger_import.dropped", subject=ledger, data={}, by=by, at=at)
    return ledger


@transaction.atomic
def ask_ledger_writing(*, ledger: LedgerImport, by: Account | None, at: datetime) -> LedgerImport:
    """Let a job write the table; asked again it goes on where it stopped. NotPossibleError("nothing_usable")."""
    ledger = lock_ledger(ledger, by, (CHECKING, WRITING))
    require(ledger.reading.get("new", 0), "nothing_usable")
    ledger.state = WRITING
    ledger.work = record_event(
        city=ledger.city, kind="ledger_import.writing_asked", subject=ledger, data={}, by=by, at=at
    )
    ledger.save(update_fields=["state", "work"])
    return ledger


@transaction.atomic
def reopen_ledger_import(*, ledger: LedgerImport, by: Account | None, at: datetime) -> LedgerImport:
    """Go back to the check where the job that should write stopped before its first row. NotPossibleError("written_partly")."""
    ledger = lock_ledger(ledger, by, (WRITING,))
    require(not ledger.rows.exists(), "written_partly")
    ledger.state = CHECKING
    ledger.save(update_fields=["state"])
    record_event(city=ledger.city, kind="ledger_import.reopened", subject=ledger, data={}, by=by, at=at)
    return ledger


def read_of(ledger: LedgerImport) -> LedgerFile:
    """Read the file of an import once more."""
    content = path_of(ledger.city.slug, ledger.file.sha256).read_bytes()
    return read_ledger(content, ledger.file.name)


def plan_of(ledger: LedgerImport, file: LedgerFile, at: datetime) -> LedgerPlan:
    """Plan a table against what the city has now."""
    mappings = mapping_from(ledger.mapping, file.sheets)
    return LedgerPlan(ledger.city, ledger.source, ledger.answers, at).take(file, mappings)


def _check(ledger: LedgerImport, at: datetime) -> None:
    """Check every row, and keep what was found."""
    ledger.reading = plan_of(ledger, read_of(ledger), at).summary()
    ledger.save(update_fields=["source", "mapping", "answers", "reading"])
