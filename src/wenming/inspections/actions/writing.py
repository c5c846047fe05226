"""Writing a checked import as a round, all or nothing; and taking it back within a day."""

from __future__ import annotations

import hashlib
import heapq
import itertools
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from wenming.engine import observations as pure
from wenming.inspections import rules
from wenming.inspections.actions.locks import NotPossibleError, forget_packed, lock_import
from wenming.inspections.adapters.progress import forget_progress, tell_progress
from wenming.inspections.enums import ImportState, RowState
from wenming.inspections.imports.lines import Answer, Line
from wenming.inspections.imports.packed import packed_observations
from wenming.inspections.models import Observation, ObservationUnit, Round, RoundImport, RoundRevocation, RoundTally
from wenming.inspections.queries import recount, rows_in_order
from wenming.inspections.queries.names import judge_of
from wenming.kernel.actions import record_event
from wenming.kernel.adapters.bulk import insert_rows, reserve_keys
from wenming.kernel.adapters.stores import path_of
from wenming.kernel.models import Account, City
from wenming.organisations.rules import require_again, works_in_office
from wenming.standards.models import Edition, Node

CHUNK = 1000
UNITS_BETWEEN = "、"
_AS_READ = ("sheet", "row", "serial", "written", "site", "area", "milli", "item")
"""Fields that an observation keeps as they were read."""


@transaction.atomic
def ask_write(*, import_: RoundImport, partial: bool, by: Account, at: datetime) -> RoundImport:
    """Let a job write a large import; until it is done, or reopened, nothing of it can be changed."""
    import_ = lock_import(import_, by, (ImportState.CHECKING, ImportState.WRITING))
    _require_writable(import_, partial=partial)
    forget_progress(import_.city.slug, import_.pk)
    import_.state = ImportState.WRITING
    data = {"partial": partial, "left_out": left_out_of(import_)}
    import_.work = record_event(
        city=import_.city, kind="round_import.writing_asked", subject=import_, data=data, by=by, at=at
    )
    import_.save(update_fields=["state", "work"])
    return import_


@transaction.atomic
def reopen_import(*, import_: RoundImport, by: Account, at: datetime) -> RoundImport:
    """Go back to the check where the job that should write stopped. Nothing of the round was written."""
    import_ = lock_import(import_, by, (ImportState.WRITING,))
    import_.state = ImportState.CHECKING
    import_.save(update_fields=["state"])
    record_event(city=import_.city, kind="round_import.reopened", subject=import_, data={}, by=by, at=at)
    return import_


@transaction.atomic
def write_round(*, import_: RoundImport, partial: bool, by: Account, at: datetime) -> Round:
    """Write every usable row of the checked import as one round, all or nothing.

    Rows with problems are left out only when ``partial`` says so knowingly; otherwise NotPossibleError("problems").
    One event covers the whole round by the digest of its rows.
    """
    import_ = lock_import(import_, by, (ImportState.CHECKING, ImportState.WRITING))
    _require_writable(import_, partial=partial)
    left_out = left_out_of(import_)
    round_ = create_round(
        city=import_.city,
        edition=import_.edition,
        name=import_.name,
        starts_on=import_.starts_on,
        ends_on=import_.ends_on,
        left_out=left_out,
        by=by,
        at=at,
    )
    rows, digest = _create_observations(import_, round_)
    create_tallies(round_)
    import_.state, import_.round = ImportState.WRITTEN, round_
    import_.save(update_fields=["state", "round"])
    forget_packed(import_, "cells")
    data = {
        "number": round_.number,
        "rows": rows,
        "left_out": left_out,
        "file": import_.file.sha256 if import_.file else "",
        "rows_digest": digest,
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
    """Count the rows of a round that has no tallies: one freshly written, or one whose row was corrected."""
    insert_rows(
        RoundTally,
        ("city", "round", "kind", "node", "name", "rows", "milli"),
        ((round_.city_id, round_.pk, *counted) for counted in recount(round_)),
    )


def left_out_of(import_: RoundImport) -> int:
    """Return how many rows of the workbook will not count. A typed row that was removed again is none."""
    skipped = import_.tally["skipped"] if import_.file_id else 0
    return import_.tally["open"] + skipped


def _require_writable(import_: RoundImport, *, partial: bool) -> None:
    """Refuse to leave rows out that nobody decided to leave out, and to write a round without a row."""
    if import_.tally["open"] and not partial:
        raise NotPossibleError("problems")
    if not import_.summary.get("usable", 0) + import_.tally["used"]:
        raise NotPossibleError("nothing_usable")


def observations_to_write(import_: RoundImport) -> Iterator[pure.Observation]:
    """Yield everything that counts in the order of the workbook: what was usable as it stood, and what was settled."""
    numbers = {sheet["name"]: number for number, sheet in enumerate(import_.summary.get("sheets", ()))}
    as_read: Iterable[pure.Observation] = ()
    if import_.reading is not None:
        as_read = packed_observations(path_of(import_.city.slug, import_.reading.sha256))
    return heapq.merge(as_read, _settled(import_), key=lambda row: (numbers.get(row.sheet, 0), row.row))


def _settled(import_: RoundImport) -> Iterator[pure.Observation]:
    """Yield the rows that count by what a person said, with the very points that were shown."""
    judge = judge_of(import_)
    for row in rows_in_order(import_):
        if row.state == RowState.USED:
            answer = Answer(row.code, row.answer.get("deduction", ""))
            observation = judge.judge(Line.from_json(row.sheet, row.row, row.line), answer).observation
            if observation is None or observation.milli != row.milli:
                raise ValueError(f"{row} does not count for what was shown")
            yield observation


def line_of_digest(row: pure.Observation) -> bytes:
    """Return what a row adds to the digest of its round."""
    line = [row.sheet, row.row, row.serial, row.code, row.written, row.site, row.milli, row.area, list(row.units)]
    # rows without a check item keep the digest that they had before there were any
    line += [row.item] if row.item else []
    return json.dumps(line, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass") + b"\n"


def create_round(
    *, city: City, edition: Edition, name: str, starts_on: date, ends_on: date, left_out: int, by: Account, at: datetime
) -> Round:
    """Give a round the city's next number; the city's row is locked, so two rounds never reach for the same one. Belongs into a transaction."""
    City.objects.select_for_update().get(pk=city.pk)
    last = Round.objects.in_city(city).aggregate(last=Max("number"))["last"] or 0
    return Round.objects.create(
        city=city,
        number=last + 1,
        name=name,
        edition=edition,
        starts_on=starts_on,
        ends_on=ends_on,
        left_out=left_out,
        created_by=by,
        created_at=at,
    )


def _create_observations(import_: RoundImport, round_: Round) -> tuple[int, str]:
    """Insert the rows of an import and say how far it is; return their number and digest."""
    total = import_.summary.get("usable", 0) + import_.tally["used"]

    def tell(count: int) -> None:
        tell_progress(round_.city.slug, import_.pk, "writing", count, total)

    return create_observations(round_, observations_to_write(import_), tell)


def create_observations(
    round_: Round, rows: Iterable[pure.Observation], tell: Callable[[int], None] | None = None
) -> tuple[int, str]:
    """Insert the rows and their units in portions, so that 100,000 rows need little memory; return their number and digest.

    ``tell`` hears after each portion how many there are so far.
    """
    nodes = dict(Node.objects.in_city(round_.city).filter(edition=round_.edition_id).values_list("code", "pk"))
    waiting, digest, count = iter(rows), hashlib.sha256(), 0
    while portion := list(itertools.islice(waiting, CHUNK)):
        for row in portion:
            digest.update(line_of_digest(row))
        insert_observations(round_, portion, nodes)
        count += len(portion)
        if tell is not None:
            tell(count)
    return count, digest.hexdigest()


def insert_observations(round_: Round, portion: Sequence[pure.Observation], nodes: dict[str, int]) -> None:
    """Insert one portion, past the model layer (see ``kernel.adapters.bulk``)."""
    city = round_.city_id
    keys = reserve_keys(Observation, len(portion))
    insert_rows(
        Observation,
        ("id", "city", "round", *_AS_READ, "node", "units_written"),
        (
            (
                key,
                city,
                round_.pk,
                *(getattr(row, name) for name in _AS_READ),
                nodes[row.code],
                UNITS_BETWEEN.join(row.units),
            )
            for key, row in zip(keys, portion, strict=True)
        ),
    )
    units = [(city, key, unit) for key, row in zip(keys, portion, strict=True) for unit in row.units]
    insert_rows(ObservationUnit, ("city", "observation", "name"), units)
