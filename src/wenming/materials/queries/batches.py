"""Batches of files: who sees them, how far they are, which items their files may belong to."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Count, Q, QuerySet

from wenming.engine.collecting import MONTHS, month_after
from wenming.engine.sorting import Place, Places
from wenming.kernel.models import Account, City
from wenming.materials.enums import Rhythm
from wenming.materials.imports.papers import endings_for
from wenming.materials.models import BatchFile, MaterialItem, PaperBatch
from wenming.materials.queries.items import own_condition
from wenming.materials.rules import keeps_materials
from wenming.materials.workflow import OPEN
from wenming.organisations.models import Unit

TODO = Q(fault="", paper__isnull=True, skipped=False)
"""A file that is kept, and nobody has said yet where it belongs."""
SHOWN = {
    "todo": TODO,
    "filed": Q(paper__isnull=False),
    "skipped": Q(skipped=True),
    "fault": ~Q(fault=""),
}
"""Words of an address for the files of a batch."""


def batches_seen_by(account: Account, city: City) -> QuerySet[PaperBatch]:
    """Return the batches that the account may work on: every one for the office, those of the own units and the units below them."""
    rows = PaperBatch.objects.in_city(city).select_related("city", "unit", "unit__city", "by", "archive")
    if keeps_materials(account, city):
        return rows
    own = own_condition(account, city)
    return rows.none() if own is None else rows.filter(own)


def with_counts(rows: QuerySet[PaperBatch]) -> QuerySet[PaperBatch]:
    """Return batches with how many files came, were filed, wait, and were not taken."""
    return rows.annotate(
        came=Count("files"),
        filed=Count("files", filter=Q(files__paper__isnull=False)),
        faulty=Count("files", filter=~Q(files__fault="")),
        todo=Count("files", filter=Q(files__fault="", files__paper__isnull=True, files__skipped=False)),
    )


def files_of(batch: PaperBatch, shown: str = "") -> QuerySet[BatchFile]:
    """Return the files of a batch, or those of one kind (SHOWN)."""
    rows = BatchFile.objects.in_city(batch.city).filter(batch=batch)
    return rows.filter(SHOWN[shown]) if shown in SHOWN else rows


def open_items(batch: PaperBatch) -> QuerySet[MaterialItem]:
    """Return what the unit of a batch, and the units below it, have still to hand in."""
    unit = batch.unit
    rows = MaterialItem.objects.in_city(batch.city).filter(
        Q(unit=unit) | Q(unit__position__startswith=f"{unit.position}."), state__in=OPEN
    )
    return rows.select_related("unit", "requirement__node", "city").order_by("due_on", "pk")


def places_for(batch: PaperBatch) -> Places:
    """Return these items as files are compared with them. One query."""
    return Places([_place(one) for one in open_items(batch)])


def _place(item: MaterialItem) -> Place:
    """Return an item as the engine knows it."""
    one = item.requirement
    once = one.rhythm == Rhythm.ONCE
    last = month_after(item.period, MONTHS[Rhythm(one.rhythm).value] - 1)
    return Place(
        key=item.pk,
        number=f"{one.node.code}-({one.number})",
        code=one.node.code,
        name=one.name,
        units=tuple(_names(item.unit)),
        first=None if once else item.period,
        last=None if once else last,
        endings=frozenset(endings_for(one.kind, one.limits)),
    )


def _names(unit: Unit) -> Iterable[str]:
    """Return what people call a unit in names of folders."""
    found = dict.fromkeys((unit.name, unit.short_name, unit.name.removeprefix("市")))
    return [one for one in found if len(one) > 2]
