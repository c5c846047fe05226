"""The machine reads what was handed in and proposes what to look at; a person says what is so. Nothing is held up by it, and nobody is judged."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from wenming.engine.papers.uses import is_honest_again
from wenming.evidence.actions import GivenPhoto, keep_evidence, look_at_new
from wenming.evidence.enums import FindingKind, PhotoMoment
from wenming.evidence.models import Finding
from wenming.kernel.actions import record_event, store_file
from wenming.kernel.models import Account, City
from wenming.materials.actions.steps import require
from wenming.materials.adapters.checking import Found, Reading, bytes_of, read_one, use_of
from wenming.materials.adapters.likeness import alike
from wenming.materials.enums import CheckKind, CheckState
from wenming.materials.models import Paper, PaperCheck
from wenming.materials.queries.checking import items_of_papers, names_of_units, unread_papers
from wenming.materials.rules import keeps_materials
from wenming.organisations.rules import require_again
from wenming.sites.imports.photos import PhotoError, read_photo

BATCH = 50
WORDS_LENGTH = 300
READ = ("text", "sketch", "facts", "read_at")
EQUAL = (FindingKind.SAME_BYTES, FindingKind.SAME_PIXELS)
SAME = (FindingKind.SAME_BYTES, FindingKind.SAME_PIXELS, FindingKind.SAME_PICTURE, FindingKind.SAME_VIEW)


def read_new_papers(
    *, city: City, by: Account | None, at: datetime, most: int = BATCH, only: Sequence[Paper] | None = None
) -> int:
    """Read up to ``most`` papers that were handed in and that nobody has read (``only`` these, where they are named), the oldest first.

    Return how many there were. One event for all of them.

    Everything is read and compared before the transaction begins. Two that read at the same time find the same; who comes second writes nothing.
    """
    rows = unread_papers(city) if only is None else unread_papers(city).filter(pk__in=[one.pk for one in only])
    waiting = list(rows[:most])
    if not waiting:
        return 0
    items = items_of_papers(city, [one.pk for one in waiting])
    names = names_of_units(city, {one.unit_id: one.unit for one in waiting}.values())
    readings = [read_one(one, items[one.pk], names[one.unit_id]) for one in waiting]
    found = {one.paper.pk: list(one.found) for one in readings}
    blurred = {key for key, rows in found.items() if any(one.kind == CheckKind.BLURRED for one in rows)}
    for more in (alike(city, readings, at), _same_pictures(city, waiting, blurred, by, at)):
        for key, rows in more.items():
            found.setdefault(key, []).extend(rows)
    _write(city, readings, found, by, at)
    return len(waiting)


@transaction.atomic
def _write(
    city: City, readings: Sequence[Reading], found: dict[int, list[Found]], by: Account | None, at: datetime
) -> None:
    """Write down what was read of the papers that nobody else has read meanwhile, and propose what was found."""
    rows = Paper.objects.in_city(city).filter(pk__in=[one.paper.pk for one in readings], read_at__isnull=True)
    free = set(rows.select_for_update().order_by("pk").values_list("pk", flat=True))
    fresh = [one for one in readings if one.paper.pk in free]
    if not fresh:
        return
    for one in fresh:
        one.paper.text, one.paper.sketch, one.paper.facts, one.paper.read_at = one.text, one.sketch, one.facts, at
    Paper.objects.in_city(city).bulk_update([one.paper for one in fresh], READ)
    checks = [
        PaperCheck(city=city, paper_id=key, other_id=one.other, kind=str(one.kind), facts=one.facts, found_at=at)
        for key, rows in sorted(found.items())
        for one in rows
    ]
    PaperCheck.objects.bulk_create(checks, ignore_conflicts=True)
    first = fresh[0].paper
    data = {"first": first.pk, "last": fresh[-1].paper.pk, "papers": len(fresh), "checks": len(checks)}
    record_event(city=city, kind="material.read", subject=first, data=data, by=by, at=at)


def _same_pictures(
    city: City, papers: Sequence[Paper], blurred: set[int], by: Account | None, at: datetime
) -> dict[int, list[Found]]:
    """Keep pictures in the archive of photos, have them compared there, and return paper -> the earlier papers that have the same picture.

    Of a ``blurred`` one only equal bytes and pixels count: without its details it is like many.
    """
    pictures = [one for one in papers if one.shown_id]
    for one in pictures:
        _keep(one, by, at)
    kept = [one.evidence for one in pictures if one.evidence is not None]
    if not kept:
        return {}
    look_at_new(city=city, by=by, at=at, most=len(kept), only=kept)
    rows = Finding.objects.in_city(city).filter(evidence__in=kept, kind__in=SAME, other__moment=PhotoMoment.MATERIAL)
    pairs = list(rows.select_related("evidence__paper__city", "other__paper__city").order_by("pk"))
    items = items_of_papers(city, {paper.pk for one in pairs for paper in (one.evidence.paper, one.other.paper)})
    found: dict[int, list[Found]] = {}
    for one in pairs:
        other, paper = sorted((one.evidence.paper, one.other.paper), key=lambda picture: picture.pk)
        vague = one.kind not in EQUAL and not blurred.isdisjoint((paper.pk, other.pk))
        if not vague and not is_honest_again(use_of(paper, items[paper.pk]), use_of(other, items[other.pk])):
            facts = {"finding": one.pk, "how": one.kind, "variant": one.variant, "agreement": one.agreement}
            found.setdefault(paper.pk, []).append(Found(CheckKind.SAME_PICTURE, facts, other.pk))
    return found


def _keep(paper: Paper, by: Account | None, at: datetime) -> None:
    """Let a picture be evidence, once; one that cannot be made small is none."""
    if paper.evidence is not None:
        return
    try:
        photo = read_photo(bytes_of(paper))
    except PhotoError:
        return
    small = store_file(city=paper.city, name="small.jpg", chunks=[photo.small], by=by, at=at)
    with transaction.atomic():
        held = Paper.objects.in_city(paper.city).select_for_update(of=("self",)).get(pk=paper.pk)
        given = GivenPhoto(paper.file, paper.shown or small, small, str(PhotoMoment.MATERIAL), unit=paper.unit)
        held.evidence = held.evidence or keep_evidence(city=paper.city, photos=[given], by=paper.by, at=paper.at)[0]
        held.save(update_fields=["evidence"])
        paper.evidence = held.evidence


@transaction.atomic
def decide_check(*, check: PaperCheck, state: str, by: Account, at: datetime, words: str = "") -> PaperCheck:
    """Say what is so: it is as proposed, or there is nothing to it. Who erred says it anew. Never by who uploaded the paper.

    NotPossibleError("decided_already", "own_material").
    """
    rows = PaperCheck.objects.in_city(check.city).select_for_update(of=("self",))
    held = rows.select_related("city", "paper").get(pk=check.pk)
    require_again(keeps_materials, by, held.city)
    require(state in {CheckState.CONFIRMED, CheckState.DISMISSED} and held.state != state, "decided_already")
    require(held.paper.by_id != by.pk, "own_material")
    held.state, held.words, held.by, held.at = state, words.strip()[:WORDS_LENGTH], by, at
    held.save(update_fields=["state", "words", "by", "at"])
    data = {"check": held.pk, "kind": held.kind, "state": str(state), "words": held.words}
    record_event(city=held.city, kind="material.decided", subject=held.paper, data=data, by=by, at=at)
    return held
