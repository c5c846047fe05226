"""Many files at once: each is kept before it is acknowledged, and comes in once, however often it is sent; a zip is unpacked by a job.

What has no place of its own yet is proposed one by name, folder and text; a person files it (``actions.sorting``).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path, PurePosixPath

from django.db import transaction

from wenming.engine.secrecy import mark_in_name
from wenming.engine.sorting import is_sure
from wenming.kernel.actions import record_event, store_file
from wenming.kernel.adapters.stores import path_of
from wenming.kernel.models import Account, City
from wenming.materials.actions.steps import require
from wenming.materials.adapters.scanning import scan
from wenming.materials.enums import BatchState
from wenming.materials.imports.archives import MOST_FILES, PATH_LENGTH, Member, members_of, path_of_upload, read_member
from wenming.materials.imports.papers import MOST_BYTES, PaperError, PaperFile, read_paper
from wenming.materials.models import BatchFile, PaperBatch
from wenming.materials.queries.batches import TODO, places_for
from wenming.materials.rules import parties_for
from wenming.organisations.models import Unit
from wenming.organisations.rules import require_again

NAME_LENGTH = 120
SLICE = 20
"""Members of a zip that are unpacked between two looks at the queue."""
HEAD_LENGTH = 80
"""Characters of a text that the list of files shows."""


@dataclass(frozen=True, slots=True)
class _Sent:
    """A file of a batch as it came: its path and digest, and either what it is or why it is not taken."""

    path: str
    digest: str
    read: PaperFile | None = None
    fault: PaperError | None = None


@transaction.atomic
def begin_batch(*, unit: Unit, name: str, by: Account, at: datetime) -> PaperBatch:
    """Begin a batch for a unit, or on its behalf. NotPossibleError("no_name")."""
    require(name.strip(), "no_name")
    _may(by, unit.city, unit)
    batch = PaperBatch.objects.create(city=unit.city, unit=unit, name=name.strip()[:NAME_LENGTH], by=by, at=at)
    record_event(city=unit.city, kind="material_batch.begun", subject=batch, data={"unit": unit.pk}, by=by, at=at)
    return batch


def receive_file(
    *, batch: PaperBatch, path: str, content: bytes, by: Account, at: datetime, size: int | None = None
) -> BatchFile:
    """Keep one file; when this returns, it lies on the disk and has its record. The same bytes under the same path are the same file.

    ``size``: of a file that was left unread because it is too large. NotPossibleError("dropped_batch", "too_many_files", "no_name", "filed_already").
    """
    path = path_of_upload(path)
    require(path, "no_name")
    digest = sha256(content).hexdigest()
    known = BatchFile.objects.in_city(batch.city).filter(batch=batch, path=path[:PATH_LENGTH], digest=digest).first()
    if known is not None:
        _may(by, batch.city, batch.unit)
        return known
    return _keep(batch, _look(path, content, digest, size), by, at)


def _look(path: str, content: bytes, digest: str, size: int | None) -> _Sent:
    """Look at a file that nobody has said yet what it is for; the names of its folders count too."""
    name = PurePosixPath(path).name
    try:
        _check_path(path, name)
        return _Sent(path, digest, read_paper(name, content, scan=scan, size=size))
    except PaperError as fault:
        return _Sent(path[:PATH_LENGTH], digest, fault=fault)


def _check_path(path: str, name: str) -> None:
    """Say what the folders of a file tell against it. PaperError."""
    if len(path) > PATH_LENGTH:
        raise PaperError("long_path", name[-60:])
    mark = next(filter(None, map(mark_in_name, path.split("/")[:-1])), None)
    if mark:
        raise PaperError("secret", name, mark=mark.mark)


@transaction.atomic
def _keep(batch: PaperBatch, sent: _Sent, by: Account | None, at: datetime) -> BatchFile:
    """Write a file and its record, under the lock of the batch: two that send the same file wait for each other. ``by`` None: out of a zip."""
    held = locked_batch(batch, by)
    city = held.city
    row = BatchFile.objects.in_city(city).filter(batch=held, path=sent.path).first()
    if row is not None and row.digest == sent.digest:
        return row
    require(row is None or row.paper_id is None, "filed_already")
    if row is None:
        require(BatchFile.objects.in_city(city).filter(batch=held).count() < MOST_FILES, "too_many_files")
        row = BatchFile(city=city, batch=held, path=sent.path)
    row.digest, row.skipped, row.item = sent.digest, False, None
    row.file, row.fault, row.facts, row.proposals, row.sure = None, "", {}, [], False
    if sent.read is not None:
        name = PurePosixPath(sent.path).name
        row.file = store_file(city=city, name=name, chunks=[sent.read.content], by=by, at=at)
        _propose(row, held, sent.read)
    if sent.fault is not None:
        row.fault, row.facts = sent.fault.code, sent.fault.facts
    row.save()
    if held.state == BatchState.FILED:
        held.state = BatchState.SORTING
        held.save(update_fields=["state"])
    data = {"path": sent.path, "digest": sent.digest, "fault": row.fault}
    record_event(city=city, kind="material_batch.file_received", subject=held, data=data, by=by, at=at)
    return row


def _propose(row: BatchFile, batch: PaperBatch, read: PaperFile) -> None:
    """Say where a file may belong, and keep how its text begins."""
    found = places_for(batch).propose(f"{batch.name}/{row.path}", read.words)
    row.proposals = [[one.key, one.points, [list(reason) for reason in one.reasons]] for one in found]
    row.sure = is_sure(found)
    head = " ".join(read.words.split())[:HEAD_LENGTH]
    row.facts = {"head": head} if head else {}


def receive_archive(*, batch: PaperBatch, name: str, chunks: Iterable[bytes], by: Account, at: datetime) -> PaperBatch:
    """Keep a zip as it came; a job unpacks it. NotPossibleError("dropped_batch", "archive_already")."""
    _may(by, batch.city, batch.unit)
    require(batch.archive_id is None, "archive_already")
    file = store_file(city=batch.city, name=name, chunks=chunks, by=by, at=at)
    with transaction.atomic():
        held = locked_batch(batch, by)
        require(held.archive_id is None, "archive_already")
        held.archive, held.state = file, BatchState.RECEIVING
        held.save(update_fields=["archive", "state"])
        data = {"name": file.name, "digest": file.sha256}
        record_event(city=held.city, kind="material_batch.archive_received", subject=held, data=data, by=by, at=at)
    return held


def unpack_batch(*, batch: PaperBatch, at: datetime, by: None = None, most: int = SLICE) -> bool:  # noqa: ARG001  the system
    """Keep the next files of the zip of a batch, each in its own transaction; return whether all are there. After a crash it goes on where it was."""
    rows = PaperBatch.objects.in_city(batch.city).select_related("city", "unit", "archive")
    held = rows.get(pk=batch.pk)
    if held.archive is None or held.state != BatchState.RECEIVING:
        return True
    place = path_of(held.city.slug, held.archive.sha256)
    try:
        members = members_of(place, held.archive.name)
    except PaperError as fault:
        _end(held, at, fault=fault.code)
        return True
    if held.awaited != len(members):
        PaperBatch.objects.in_city(held.city).filter(pk=held.pk).update(awaited=len(members))
    known = set(BatchFile.objects.in_city(held.city).filter(batch=held).values_list("path", flat=True))
    waiting = [one for one in members if one.path[:PATH_LENGTH] not in known]
    for member in waiting[:most]:
        _keep(held, _unpacked(place, member), None, at)
    if len(waiting) > most:
        return False
    _end(held, at)
    return True


def _unpacked(archive: Path, member: Member) -> _Sent:
    """Read a member of a zip."""
    try:
        content, size = read_member(archive, member, MOST_BYTES)
    except PaperError as fault:
        return _Sent(member.path[:PATH_LENGTH], "", fault=fault)
    return _look(member.path, content, sha256(content).hexdigest(), size)


@transaction.atomic
def _end(batch: PaperBatch, at: datetime, fault: str = "") -> None:
    """Say that a zip is unpacked, or why it is not."""
    held = PaperBatch.objects.in_city(batch.city).select_for_update().get(pk=batch.pk)
    held.state, held.fault = BatchState.SORTING, fault
    held.save(update_fields=["state", "fault"])
    data = {"fault": fault, "files": held.awaited}
    record_event(city=held.city, kind="material_batch.unpacked", subject=held, data=data, by=None, at=at)


@transaction.atomic
def close_batch(*, batch: PaperBatch, by: Account, at: datetime) -> PaperBatch:
    """Say that every file has come: what is left to do is to sort. NotPossibleError("dropped_batch", "unpacking")."""
    held = locked_batch(batch, by)
    require(held.archive_id is None or held.state != BatchState.RECEIVING, "unpacking")
    held.state = (
        BatchState.SORTING
        if BatchFile.objects.in_city(held.city).filter(TODO, batch=held).exists()
        else BatchState.FILED
    )
    held.save(update_fields=["state"])
    record_event(
        city=held.city, kind="material_batch.all_received", subject=held, data={"state": str(held.state)}, by=by, at=at
    )
    return held


@transaction.atomic
def drop_batch(*, batch: PaperBatch, by: Account, at: datetime) -> PaperBatch:
    """Give a batch up; what was filed out of it stays filed. NotPossibleError("dropped_batch")."""
    held = locked_batch(batch, by)
    held.state = BatchState.DROPPED
    held.save(update_fields=["state"])
    record_event(city=held.city, kind="material_batch.dropped", subject=held, data={"unit": held.unit_id}, by=by, at=at)
    return held


def locked_batch(batch: PaperBatch, by: Account | None) -> PaperBatch:
    """Lock a batch that was not given up, and ask again whether the person may; None is the system. NotPossibleError("dropped_batch")."""
    rows = PaperBatch.objects.in_city(batch.city).select_for_update(of=("self",))
    held = rows.select_related("city", "unit", "unit__city").get(pk=batch.pk)
    if by is not None:
        _may(by, held.city, held.unit)
    require(held.state != BatchState.DROPPED, "dropped_batch")
    return held


def _may(by: Account, city: City, unit: Unit) -> None:
    """Ask whether somebody supplies for a unit, or may on its behalf."""
    require_again(lambda account, _city: bool(parties_for(account, unit)), by, city)
