"""A register on its way in: opened, explained, answered, put aside, handed to the job that writes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from wenming.kernel.actions import record_event, store_file
from wenming.kernel.adapters.stores import path_of
from wenming.kernel.models import Account, City
from wenming.organisations.rules import require_again
from wenming.sites.actions.locks import NotPossibleError
from wenming.sites.enums import Datum, SiteImportState
from wenming.sites.imports.columns import mapping_from
from wenming.sites.imports.registers import lines_of, read_sheets
from wenming.sites.models import SiteImport
from wenming.sites.queries.plans import SitePlan
from wenming.sites.rules import keeps_sites

DONE = (SiteImportState.ADOPTED, SiteImportState.DROPPED)


def lock_import(
    import_: SiteImport, by: Account | None, states: Collection[Any] = (SiteImportState.CHECKING,)
) -> SiteImport:
    """Lock an import; check once more that it stands where the action needs it and that this person may go on with it."""
    rows = SiteImport.objects.in_city(import_.city).select_for_update(of=("self",))
    import_ = rows.select_related("city", "file").get(pk=import_.pk)
    if by is not None:
        require_again(keeps_sites, by, import_.city)
    if import_.state not in states:
        raise NotPossibleError("not_in_check" if import_.state in DONE else "not_possible_now")
    return import_


def start_site_import(
    *, city: City, file_name: str, chunks: Iterable[bytes], by: Account | None, at: datetime
) -> SiteImport:
    """Keep an uploaded register and open its check; nothing counts yet. NothingReadableError where nobody can read it."""
    if by is not None:
        require_again(keeps_sites, by, city)
    content = b"".join(chunks)
    sheets = read_sheets(content, file_name)
    mapping = {"datum": "", "sheets": {name: one.as_json() for name, one in mapping_from({}, sheets).items()}}
    stored = store_file(city=city, name=file_name, chunks=[content], by=by, at=at)
    with transaction.atomic():
        import_ = SiteImport.objects.create(city=city, file=stored, mapping=mapping, created_by=by, created_at=at)
        data = {"file": stored.sha256, "name": stored.name}
        record_event(city=city, kind="site_import.started", subject=import_, data=data, by=by, at=at)
    return import_


@transaction.atomic
def map_site_import(*, import_: SiteImport, mapping: Mapping[str, Any], by: Account | None, at: datetime) -> SiteImport:
    """Say what the columns mean and in which datum the positions are, and check every row."""
    import_ = lock_import(import_, by)
    datum = str(mapping.get("datum", ""))
    import_.mapping = {"datum": datum if datum in Datum.values else "", "sheets": dict(mapping["sheets"])}
    _check(import_, at)
    data = {"mapping": import_.mapping}
    record_event(city=import_.city, kind="site_import.mapped", subject=import_, data=data, by=by, at=at)
    return import_


@transaction.atomic
def answer_site_import(
    *, import_: SiteImport, what: str, values: Mapping[str, Any], by: Account | None, at: datetime
) -> SiteImport:
    """Keep what somebody said: of ``types`` and ``units`` by their written names, of single ``rows`` by their places; check anew.

    None takes an answer back.
    """
    import_ = lock_import(import_, by)
    said = {**import_.answers.get(what, {}), **values}
    import_.answers = {**import_.answers, what: {key: value for key, value in said.items() if value is not None}}
    _check(import_, at)
    data = {"what": what, "count": len(values)}
    record_event(city=import_.city, kind="site_import.answered", subject=import_, data=data, by=by, at=at)
    return import_


@transaction.atomic
def settle_doubles(*, import_: SiteImport, how: str, by: Account | None, at: datetime) -> SiteImport:
    """Say of every row that may be a place of the register at once: ``update`` it, or it is a ``new`` one; "" asks again."""
    import_ = lock_import(import_, by)
    import_.answers = {**import_.answers, "doubles": how if how in {"update", "new"} else ""}
    _check(import_, at)
    record_event(city=import_.city, kind="site_import.answered", subject=import_, data={"doubles": how}, by=by, at=at)
    return import_


@transaction.atomic
def drop_site_import(*, import_: SiteImport, by: Account | None, at: datetime) -> SiteImport:
    """Put a register aside without writing anything; the file itself stays."""
    import_ = lock_import(import_, by)
    import_.state = SiteImportState.DROPPED
    import_.save(update_fields=["state"])
    record_event(city=import_.city, kind="site_import.dropped", subject=import_, data={}, by=by, at=at)
    return import_


@transaction.atomic
def ask_site_writing(*, import_: SiteImport, by: Account | None, at: datetime) -> SiteImport:
    """Let a job write a large register; until it is done, or reopened, nothing of it can be changed."""
    import_ = lock_import(import_, by, (SiteImportState.CHECKING, SiteImportState.WRITING))
    if not import_.reading.get("new", 0) + import_.reading.get("changed", 0):
        raise NotPossibleError("nothing_usable")
    import_.state = SiteImportState.WRITING
    import_.work = record_event(
        city=import_.city, kind="site_import.writing_asked", subject=import_, data={}, by=by, at=at
    )
    import_.save(update_fields=["state", "work"])
    return import_


@transaction.atomic
def reopen_site_import(*, import_: SiteImport, by: Account | None, at: datetime) -> SiteImport:
    """Go back to the check where the job that should write stopped. Nothing was written."""
    import_ = lock_import(import_, by, (SiteImportState.WRITING,))
    import_.state = SiteImportState.CHECKING
    import_.save(update_fields=["state"])
    record_event(city=import_.city, kind="site_import.reopened", subject=import_, data={}, by=by, at=at)
    return import_


def plan_of(import_: SiteImport, at: datetime) -> SitePlan:
    """Read the file of an import once more, and plan it against the register as it is now."""
    sheets = read_sheets(path_of(import_.city.slug, import_.file.sha256).read_bytes(), import_.file.name)
    lines = lines_of(sheets, mapping_from(import_.mapping, sheets))
    today = at.astimezone(import_.city.zone).date()
    return SitePlan(import_.city, import_.mapping, import_.answers, today).take(lines)


def _check(import_: SiteImport, at: datetime) -> None:
    """Check every row, and keep what was found."""
    import_.reading = plan_of(import_, at).summary()
    import_.save(update_fields=["mapping", "answers", "reading"])
