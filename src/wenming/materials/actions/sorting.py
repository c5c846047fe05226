"""Files of a batch are filed under items as drafts, set aside, or taken out again; then they are handed in as all papers are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from pathlib import PurePosixPath

from django.db import transaction

from wenming.kernel.actions import record_event
from wenming.kernel.adapters.stores import path_of
from wenming.kernel.models import Account
from wenming.materials.actions.batches import locked_batch
from wenming.materials.actions.papers import MOST_PAPERS, Given, draft_material, drop_paper, keep_papers
from wenming.materials.actions.steps import NotPossibleError, require
from wenming.materials.enums import BatchState, PaperKind
from wenming.materials.imports.papers import PapersError
from wenming.materials.models import BatchFile, MaterialItem, Paper, PaperBatch, VersionPaper
from wenming.materials.queries.batches import TODO, open_items


@dataclass(slots=True)
class Sorted:
    """How many files were filed, and a line for each that could not be: its name and why."""

    filed: int = 0
    lines: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


def file_batch(*, batch: PaperBatch, chosen: Mapping[int, int], by: Account, at: datetime) -> Sorted:
    """File files under items (file -> item) as drafts, item by item; one that cannot be filed does not stop the others.

    NotPossibleError("dropped_batch") before anything; what goes wrong with an item is a word in ``refused``.
    """
    with transaction.atomic():
        locked_batch(batch, by)
    items = {one.pk: one for one in open_items(batch).filter(pk__in=set(chosen.values()))}
    rows = BatchFile.objects.in_city(batch.city).filter(TODO, batch=batch, pk__in=chosen).select_related("file", "city")
    groups: dict[int, list[BatchFile]] = {}
    for row in rows.order_by("pk"):
        groups.setdefault(chosen[row.pk], []).append(row)
    found = Sorted()
    for key, files in groups.items():
        if key not in items:
            found.refused.append("not_here")
            continue
        rest = iter(files)
        while part := list(islice(rest, MOST_PAPERS)):
            _try(found, items[key], part, by, at)
    _settle(batch, by, at, found)
    return found


def _try(found: Sorted, item: MaterialItem, files: Sequence[BatchFile], by: Account, at: datetime) -> None:
    """File some files under one item: what cannot be a paper of it gets its line, the others go on."""
    try:
        found.filed += _file(item, files, by, at)
    except PapersError as fault:
        found.lines += fault.lines
        good = [one for place, one in enumerate(files) if place not in fault.places]
        if good:
            _try(found, item, good, by, at)
    except NotPossibleError as fault:
        found.refused.append(str(fault))


def _file(item: MaterialItem, files: Sequence[BatchFile], by: Account, at: datetime) -> int:
    """Put files into the draft of an item; one whose bytes are in it already is tied to what is there."""
    there = _papers_in(item)
    new = {one.digest: one for one in files if one.digest not in there}
    given = [_given(item, one) for one in new.values()]
    stored = [one.file for one in new.values() if one.file is not None]
    kept = keep_papers(item=item, given=given, files=stored, by=by, at=at)
    with transaction.atomic():
        keys = [one.pk for one in files]
        locked = BatchFile.objects.in_city(item.city).select_for_update().filter(TODO, pk__in=keys).order_by("pk")
        rows = list(locked)
        require(len(rows) == len(files), "filed_already")
        if kept:
            draft_material(item=item, kept=kept, by=by, at=at)
        papers = _papers_in(item)
        taken: set[int] = set()
        for row in rows:
            _tie(row, papers[row.digest], item, taken)
    return len(files)


def _tie(row: BatchFile, paper: Paper, item: MaterialItem, taken: set[int]) -> None:
    """Say of a file which paper it became; a second file with the same bytes became none."""
    row.item = item
    if paper.pk in taken or hasattr(paper, "batch_file"):
        row.skipped = True
    else:
        row.paper = paper
        taken.add(paper.pk)
    row.save(update_fields=["item", "paper", "skipped"])


def _papers_in(item: MaterialItem) -> dict[str, Paper]:
    """Return digest -> paper of the latest version of an item."""
    rows = VersionPaper.objects.in_city(item.city).filter(version__item=item).order_by("version__number")
    found = list(rows.select_related("paper__file", "paper__batch_file", "version"))
    last = max((one.version.number for one in found), default=0)
    return {one.paper.file.sha256: one.paper for one in found if one.version.number == last}


def _given(item: MaterialItem, row: BatchFile) -> Given:
    """Return a file as somebody sends it; a picture begins with the caption that is mostly right, and is put right in the draft."""
    name = PurePosixPath(row.path).name
    picture = item.requirement.kind == PaperKind.PICTURE
    caption = {"place": item.unit.name[:100], "theme": item.requirement.name[:100]} if picture else {}
    content = path_of(row.city.slug, row.digest).read_bytes()
    return Given(name, content, title=PurePosixPath(name).stem, caption=caption)


@transaction.atomic
def skip_files(*, batch: PaperBatch, files: Sequence[int], skip: bool, by: Account, at: datetime) -> int:
    """Set files aside, or want them again; return how many changed."""
    held = locked_batch(batch, by)
    rows = BatchFile.objects.in_city(held.city).filter(
        batch=held, pk__in=files, fault="", paper__isnull=True, skipped=not skip
    )
    count = rows.update(skipped=skip, item=None)
    _state(held)
    data = {"files": sorted(files), "skipped": skip}
    record_event(city=held.city, kind="material_batch.set_aside", subject=held, data=data, by=by, at=at)
    return count


@transaction.atomic
def take_out_file(*, batch: PaperBatch, file: BatchFile, by: Account, at: datetime) -> BatchFile:
    """Take a file out of the draft into which it was filed; it waits to be sorted again. NotPossibleError("not_here") where it is handed in."""
    held = locked_batch(batch, by)
    row = BatchFile.objects.in_city(held.city).select_related("item__city", "paper").get(pk=file.pk, batch=held)
    if row.item is None or row.paper is None:
        raise NotPossibleError("not_here")
    drop_paper(item=row.item, paper=row.paper, by=by, at=at)
    row.item = row.paper = None
    row.save(update_fields=["item", "paper"])
    _state(held)
    record_event(city=held.city, kind="material_batch.taken_out", subject=held, data={"file": row.pk}, by=by, at=at)
    return row


@transaction.atomic
def _settle(batch: PaperBatch, by: Account, at: datetime, found: Sorted) -> None:
    """Say that files were filed; a batch of which nothing is left to do is done."""
    held = locked_batch(batch, by)
    _state(held)
    data = {"filed": found.filed, "faults": len(found.lines)}
    record_event(city=held.city, kind="material_batch.sorted", subject=held, data=data, by=by, at=at)


def _state(held: PaperBatch) -> None:
    """Let a batch stand where its files are; one that is still coming in stays there."""
    if held.state == BatchState.RECEIVING:
        return
    left = BatchFile.objects.in_city(held.city).filter(TODO, batch=held).exists()
    held.state = BatchState.SORTING if left else BatchState.FILED
    held.save(update_fields=["state"])
