"""Papers are put into a draft and handed in: their bytes lie on the disk before anything is said of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Max

from wenming.kernel.actions import store_file
from wenming.kernel.models import Account, StoredFile
from wenming.materials.actions.steps import Doing, begin, finish, handed_in, latest_of, require
from wenming.materials.adapters.scanning import scan
from wenming.materials.enums import ItemState, MaterialAction, MaterialParty, PaperKind
from wenming.materials.imports.papers import PaperError, PaperFile, PapersError, read_paper
from wenming.materials.models import MaterialItem, MaterialReview, MaterialVersion, Paper, PaperClause, VersionPaper

MOST_PAPERS = 12
"""As many papers as one upload takes."""
TITLE_LENGTH = 200
CAPTION = ("place", "people", "theme")


@dataclass(frozen=True, slots=True)
class Given:
    """A file that somebody sends, and what is said of it: title, day, number, and for a picture its caption.

    ``size``: of a file that was left unread because it is larger than what is taken.
    """

    name: str
    content: bytes
    title: str = ""
    dated: date | None = None
    document_number: str = ""
    taken_at: datetime | None = None
    caption: Mapping[str, str] = field(default_factory=dict)
    size: int | None = None


@dataclass(frozen=True, slots=True)
class KeptPaper:
    """A file on the disk, not yet tied to an item."""

    given: Given
    read: PaperFile
    file: StoredFile
    shown: StoredFile | None


def keep_papers(
    *, item: MaterialItem, given: Sequence[Given], by: Account | None, at: datetime, files: Sequence[StoredFile] = ()
) -> list[KeptPaper]:
    """Read the files of an item and put them safely on the disk, bytes unchanged; all of them or none. PapersError, one line for each that cannot be taken.

    ``files`` are their records, where the bytes are on the disk already.
    """
    require(len(given) <= MOST_PAPERS, "too_many")
    read, faults = {}, {}
    for place, one in enumerate(given):
        try:
            read[place] = _read(item, one)
        except PaperError as fault:
            faults[place] = fault
    if faults:
        raise PapersError(faults)
    known = dict(enumerate(files))
    store = partial(store_file, city=item.city, by=by, at=at)
    return [_kept(given[place], found, known.get(place), store) for place, found in read.items()]


def _read(item: MaterialItem, given: Given) -> PaperFile:
    """Look at a file by what the item asks for."""
    one = item.requirement
    return read_paper(given.name, given.content, kind=one.kind, limits=one.limits, scan=scan, size=given.size)


def _kept(given: Given, read: PaperFile, known: StoredFile | None, store: Callable[..., StoredFile]) -> KeptPaper:
    """Store a file, and a picture as it is shown."""
    file = known or store(name=read.name, chunks=[read.content])
    return KeptPaper(given, read, file, store(name="shown.jpg", chunks=[read.shown]) if read.shown else None)


def draft_material(
    *,
    item: MaterialItem,
    by: Account,
    at: datetime,
    given: Sequence[Given] = (),
    known: Sequence[Paper] = (),
    kept: Sequence[KeptPaper] = (),
    note: str | None = None,
) -> MaterialItem:
    """Put papers into the draft of an item: new files, those of ``keep_papers``, and papers that the unit has supplied elsewhere (一份材料多处使用).

    PapersError before anything is written; NotPossibleError("too_many", "same_file", "not_usable").
    """
    kept = [*kept, *keep_papers(item=item, given=given, by=by, at=at)]
    with transaction.atomic():
        doing = begin(item, MaterialAction.DRAFT, by, at)
        version = _draft_of(doing)
        added = _add(doing, version, kept, known)
        if note is not None:
            version.note = note
            version.save(update_fields=["note"])
        return finish(doing, {"papers": added})


def submit_material(
    *,
    item: MaterialItem,
    by: Account,
    at: datetime,
    given: Sequence[Given] = (),
    known: Sequence[Paper] = (),
    note: str | None = None,
) -> MaterialItem:
    """Hand an item in, with what lies in its draft and what is sent along. A handed-in version is never changed.

    PapersError before anything is written; NotPossibleError("no_papers", "no_caption", "too_many", "same_file", "not_usable").
    """
    kept = keep_papers(item=item, given=given, by=by, at=at)
    with transaction.atomic():
        doing = begin(item, MaterialAction.SUBMIT, by, at)
        version = _draft_of(doing)
        added = _add(doing, version, kept, known)
        papers = [row.paper for row in version.papers.select_related("paper").order_by("order")]
        require(papers, "no_papers")
        if doing.item.requirement.kind == PaperKind.PICTURE:
            require(all(one.place and one.theme for one in papers), "no_caption")
        if note is not None:
            version.note = note
        version.by, version.submitted_at = by, doing.at
        version.save()
        return finish(doing, {"papers": added, "count": len(papers)})


@transaction.atomic
def drop_paper(*, item: MaterialItem, paper: Paper, by: Account, at: datetime) -> MaterialItem:
    """Take a paper out of the draft; the paper itself is kept. NotPossibleError("not_here") where it is not in it."""
    doing = begin(item, MaterialAction.DROP, by, at)
    version = _draft_of(doing)
    gone, _rows = VersionPaper.objects.in_city(item.city).filter(version=version, paper=paper).delete()
    require(gone, "not_here")
    return finish(doing, {"paper": paper.pk})


@transaction.atomic
def take_back_material(*, item: MaterialItem, by: Account, at: datetime) -> MaterialItem:
    """Take a handed-in item back before anybody has looked: a new version begins with the same papers. NotPossibleError("looked_at")."""
    doing = begin(item, MaterialAction.TAKE_BACK, by, at)
    require(not handed_in(doing.item).reviews.exists(), "looked_at")
    _draft_of(doing)
    return finish(doing)


@transaction.atomic
def caption_paper(*, item: MaterialItem, paper: Paper, facts: Mapping[str, Any], by: Account, at: datetime) -> Paper:
    """Say of a paper of the latest version what it is: title, day, number, caption. No new version is made; the event keeps what was said before.

    NotPossibleError("not_here") where it is not in it, ("caption_stands") where somebody has looked at it already, here or where it is used too.
    """
    doing = begin(item, MaterialAction.CAPTION, by, at)
    rows = VersionPaper.objects.in_city(item.city).filter(paper=paper)
    require(rows.filter(version=latest_of(doing.item)).exists(), "not_here")
    looked = MaterialReview.objects.in_city(item.city).filter(version__papers__paper=paper)
    require(not looked.exists(), "caption_stands")
    held = Paper.objects.in_city(item.city).select_for_update().get(pk=paper.pk)
    names = ("title", "dated", "document_number", "taken_at", *CAPTION)
    before = {name: getattr(held, name) for name in names}
    for name in names:
        if name in facts:
            setattr(held, name, facts[name])
    held.title = held.title.strip() or held.name
    handed = doing.item.state == ItemState.SUBMITTED and held.kind == PaperKind.PICTURE
    require(not handed or (held.place and held.theme), "no_caption")
    held.save()
    changed = {
        name: [str(before[name] or ""), str(getattr(held, name) or "")]
        for name in names
        if before[name] != getattr(held, name)
    }
    finish(doing, {"paper": held.pk, "changed": changed})
    return held


def _draft_of(doing: Doing) -> MaterialVersion:
    """Return the draft of a locked item, begun with the papers of the version before where there is none."""
    last = latest_of(doing.item)
    if last is not None and last.submitted_at is None:
        return last
    number = last.number + 1 if last else 1
    city = doing.item.city
    version = MaterialVersion.objects.create(city=city, item=doing.item, number=number, by=doing.by, at=doing.at)
    if last is not None:
        rows = VersionPaper.objects.in_city(city).filter(version=last).order_by("order")
        VersionPaper.objects.bulk_create(
            VersionPaper(city=city, version=version, paper_id=row.paper_id, order=row.order) for row in rows
        )
    doing.item.version = number
    return version


def _add(doing: Doing, version: MaterialVersion, kept: Sequence[KeptPaper], known: Sequence[Paper]) -> list[int]:
    """Add papers to a draft, in order, each once, and say for which clause they are."""
    city, item = doing.item.city, doing.item
    held = list(version.papers.values_list("paper_id", "paper__file__sha256"))
    digests = {digest for _paper, digest in held}
    require(all(one.unit_id == item.unit_id and one.kind == item.requirement.kind for one in known), "not_usable")
    coming = [one.file.sha256 for one in kept] + [one.file.sha256 for one in known]
    require(len(set(coming)) == len(coming) and not digests & set(coming), "same_file")
    papers = [_paper(doing, one) for one in kept] + list(known)
    last = version.papers.aggregate(last=Max("order"))["last"] or 0
    VersionPaper.objects.bulk_create(
        VersionPaper(city=city, version=version, paper=one, order=last + place) for place, one in enumerate(papers, 1)
    )
    node = item.requirement.node_id
    PaperClause.objects.bulk_create(
        (PaperClause(city=city, paper=one, node_id=node, by=doing.by, at=doing.at) for one in papers),
        ignore_conflicts=True,
    )
    return [one.pk for one in papers]


def _paper(doing: Doing, kept: KeptPaper) -> Paper:
    """Return the record of a new paper."""
    given, read = kept.given, kept.read
    caption = {name: given.caption.get(name, "").strip() for name in CAPTION}
    title = given.title.strip() or caption["theme"] or read.name
    return Paper.objects.create(
        city=doing.item.city,
        kind=doing.item.requirement.kind,
        title=title[:TITLE_LENGTH],
        unit_id=doing.item.unit_id,
        file=kept.file,
        shown=kept.shown,
        name=read.name[-TITLE_LENGTH:],
        media_type=read.media_type,
        dated=given.dated or read.taken_on,
        document_number=given.document_number.strip(),
        taken_at=given.taken_at or (read.taken.replace(tzinfo=doing.item.city.zone) if read.taken else None),
        entered_for=doing.party != MaterialParty.UNIT,
        by=doing.by,
        at=doing.at,
        **caption,
    )
