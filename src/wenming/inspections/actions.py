"""Every write of the field rounds."""

from __future__ import annotations

import hashlib
import itertools
import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from wenming.engine import observations as pure
from wenming.inspections import rules
from wenming.inspections.enums import ImportState
from wenming.inspections.models import (
    Observation,
    ObservationUnit,
    Round,
    RoundImport,
    RoundRevocation,
    RoundTally,
)
from wenming.inspections.queries import reading_of, recount
from wenming.kernel.actions import record_event, store_file
from wenming.kernel.models import Account, City
from wenming.organisations.rules import require_again, works_in_office
from wenming.standards.models import Edition, Node

CHUNK = 1000
UNITS_BETWEEN = "、"


class NotPossibleError(Exception):
    """The action does not fit the state of its object any more; the message is a word that the page translates."""


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

    The file is on the disk before the transaction begins (see ``store_file``), so a long upload holds no lock.
    """
    require_again(works_in_office, by, city)
    stored = store_file(city=city, name=file_name, chunks=chunks, by=by, at=at)
    with transaction.atomic():
        import_ = RoundImport.objects.create(
            city=city,
            edition=edition,
            name=name,
            starts_on=starts_on,
            ends_on=ends_on,
            file=stored,
            created_by=by,
            created_at=at,
        )
        data = {"name": name, "file": stored.sha256, "edition": edition.code}
        record_event(city=city, kind="round_import.started", subject=import_, data=data, by=by, at=at)
    return import_


@transaction.atomic
def accept_names(*, import_: RoundImport, names: dict[str, str], by: Account, at: datetime) -> RoundImport:
    """Remember that each written name means the node with this code; a code of "" takes an acceptance back."""
    import_ = _locked(import_, by)
    accepted = {**import_.accepted, **names}
    import_.accepted = {written: code for written, code in accepted.items() if code}
    import_.save(update_fields=["accepted"])
    record_event(
        city=import_.city, kind="round_import.names_accepted", subject=import_, data={"names": names}, by=by, at=at
    )
    return import_


@transaction.atomic
def drop_import(*, import_: RoundImport, by: Account, at: datetime) -> RoundImport:
    """Put a workbook aside without writing anything; the file itself stays."""
    import_ = _locked(import_, by)
    import_.state = ImportState.DROPPED
    import_.save(update_fields=["state"])
    record_event(city=import_.city, kind="round_import.dropped", subject=import_, data={}, by=by, at=at)
    return import_


@transaction.atomic
def write_round(*, import_: RoundImport, partial: bool, by: Account, at: datetime) -> Round:
    """Write every usable row of the checked workbook as one round, all or nothing.

    Rows with problems are left out only when ``partial`` says so knowingly; otherwise NotPossibleError("problems").
    One event covers the whole round by the digest of its rows.
    """
    import_ = _locked(import_, by)
    reading = reading_of(import_)
    if reading.problems and not partial:
        raise NotPossibleError("problems")
    if not reading.observations:
        raise NotPossibleError("nothing_usable")
    round_ = _create_round(import_, left_out=len(reading.problems), by=by, at=at)
    _create_observations(round_, reading.observations)
    create_tallies(round_)
    import_.state, import_.round = ImportState.WRITTEN, round_
    import_.save(update_fields=["state", "round"])
    data = {
        "number": round_.number,
        "rows": len(reading.observations),
        "left_out": len(reading.problems),
        "file": import_.file.sha256,
        "rows_digest": digest_of_rows(reading.observations),
    }
    record_event(city=import_.city, kind="round.written", subject=round_, data=data, by=by, at=at)
    return round_


@transaction.atomic
def revoke_round(*, round_: Round, reason: str, by: Account, at: datetime) -> RoundRevocation:
    """Take a freshly written round back as a whole: its rows stay on record, nothing counts them any more."""
    round_ = Round.objects.in_city(round_.city).select_for_update().get(pk=round_.pk)
    require_again(works_in_office, by, round_.city)
    if not rules.is_revocable(round_, at=at):
        raise NotPossibleError("too_late")
    revocation = RoundRevocation.objects.create(
        city=round_.city, round=round_, reason=reason, revoked_by=by, revoked_at=at
    )
    record_event(city=round_.city, kind="round.revoked", subject=round_, data={"reason": reason}, by=by, at=at)
    return revocation


def create_tallies(round_: Round) -> None:
    """Count the rows of a freshly written round once and for all."""
    RoundTally.objects.bulk_create(
        (
            RoundTally(city_id=round_.city_id, round=round_, kind=kind, node_id=node, name=name, rows=rows, milli=milli)
            for kind, node, name, rows, milli in recount(round_)
        ),
        batch_size=CHUNK,
    )


def digest_of_rows(rows: Sequence[pure.Observation]) -> str:
    """Return the SHA-256 (hexadecimal) of the rows as read, in the order of the workbook."""
    digest = hashlib.sha256()
    for row in rows:
        line = [row.sheet, row.row, row.serial, row.code, row.written, row.site, row.milli, row.area, list(row.units)]
        digest.update(json.dumps(line, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")
    return digest.hexdigest()


def _locked(import_: RoundImport, by: Account) -> RoundImport:
    """Lock the import, check once more that it is being checked and that this person may go on with it."""
    rows = RoundImport.objects.in_city(import_.city).select_for_update(of=("self",))
    import_ = rows.select_related("city", "edition", "file").get(pk=import_.pk)
    require_again(works_in_office, by, import_.city)
    if import_.state != ImportState.CHECKING:
        raise NotPossibleError("not_in_check")
    return import_


def _create_round(import_: RoundImport, *, left_out: int, by: Account, at: datetime) -> Round:
    """Give the round the city's next number; the city's row is locked, so two rounds never reach for the same one."""
    City.objects.select_for_update().get(pk=import_.city_id)
    last = Round.objects.in_city(import_.city).aggregate(last=Max("number"))["last"] or 0
    return Round.objects.create(
        city=import_.city,
        number=last + 1,
        name=import_.name,
        edition=import_.edition,
        starts_on=import_.starts_on,
        ends_on=import_.ends_on,
        left_out=left_out,
        created_by=by,
        created_at=at,
    )


def _create_observations(round_: Round, rows: Sequence[pure.Observation]) -> None:
    """Insert the rows and their units in portions, so that 100,000 rows need little memory."""
    nodes = dict(Node.objects.in_city(round_.city).filter(edition=round_.edition_id).values_list("code", "pk"))
    for start in range(0, len(rows), CHUNK):
        portion = rows[start : start + CHUNK]
        created = Observation.objects.bulk_create(
            Observation(
                city=round_.city,
                round=round_,
                node_id=nodes[row.code],
                sheet=row.sheet,
                row=row.row,
                serial=row.serial,
                written=row.written,
                site=row.site,
                area=row.area,
                units_written=UNITS_BETWEEN.join(row.units),
                milli=row.milli,
            )
            for row in portion
        )
        ObservationUnit.objects.bulk_create(
            itertools.chain.from_iterable(
                (ObservationUnit(city=round_.city, observation=saved, name=unit) for unit in row.units)
                for saved, row in zip(created, portion, strict=True)
            )
        )
