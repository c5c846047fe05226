"""One item with everything that was handed in for it and said of it; the papers that could be used for it."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db.models import Prefetch, QuerySet

from wenming.kernel.models import Account, City
from wenming.materials.enums import CheckState
from wenming.materials.models import (
    MaterialItem,
    MaterialReview,
    MaterialVersion,
    Paper,
    PaperCheck,
    PaperMark,
    VersionPaper,
)
from wenming.materials.queries.asking import Served
from wenming.materials.queries.items import own_condition
from wenming.materials.rules import sees_every_material

KNOWN = 6
"""As many papers as are offered to be used again."""


@dataclass(frozen=True)
class Version:
    """A version with its papers in order and what was said of it."""

    row: MaterialVersion
    papers: list[Paper] = field(default_factory=list)
    reviews: list[MaterialReview] = field(default_factory=list)


def versions_of(item: MaterialItem) -> list[Version]:
    """Return the versions of an item, the latest first. Three queries."""
    city = item.city
    papers = (
        VersionPaper.objects.in_city(city)
        .select_related("paper__file", "paper__unit", "paper__by")
        .defer("paper__text", "paper__sketch")
        .order_by("order")
    )
    reviews = MaterialReview.objects.in_city(city).select_related("by").order_by("pk")
    rows = (
        MaterialVersion.objects.in_city(city)
        .filter(item=item)
        .select_related("by")
        .prefetch_related(Prefetch("papers", papers), Prefetch("reviews", reviews))
        .order_by("-number")
    )
    return [Version(row, [one.paper for one in row.papers.all()], list(row.reviews.all())) for row in rows]


def papers_seen_by(account: Account, city: City) -> QuerySet[Paper]:
    """Return the papers that the account may open: every one, or those of its units and the units below them."""
    rows = Paper.objects.in_city(city).select_related("city", "unit", "file", "shown", "by")
    if sees_every_material(account, city):
        return rows
    own = own_condition(account, city)
    return rows.none() if own is None else rows.filter(own)


def marks_on(city: City, papers: list[Paper]) -> dict[int, list[PaperMark]]:
    """Return paper -> its marks that stand, by page. One query."""
    found: dict[int, list[PaperMark]] = {one.pk: [] for one in papers}
    rows = PaperMark.objects.in_city(city).filter(paper__in=found, removed_at__isnull=True).select_related("by")
    for row in rows.order_by("page", "top", "left", "pk"):
        found[row.paper_id].append(row)
    return found


def checks_on(city: City, papers: list[Paper]) -> list[PaperCheck]:
    """Return what the machine proposes to look at in some papers, and nobody has judged yet. One query."""
    rows = PaperCheck.objects.in_city(city).filter(paper__in=papers, state=CheckState.PROPOSED)
    rows = rows.select_related("paper", "other").defer("paper__text", "paper__sketch", "other__text", "other__sketch")
    return list(rows.order_by("pk"))


def usable_papers(item: MaterialItem) -> list[Paper]:
    """Return the unit's papers that serve this item already (已有材料可用), the latest first."""
    keys = Served(item.city).papers(item.requirement, item.unit, item.period)[:KNOWN]
    found = Paper.objects.in_city(item.city).select_related("file").in_bulk(keys)
    return [found[key] for key in keys]
