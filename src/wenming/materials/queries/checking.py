"""What the machine reads and compares: papers that it has not read, what they were handed in for, the sketches of the city; and what it proposes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.http import QueryDict

from wenming.kernel.models import City
from wenming.materials.enums import CheckKind, CheckState, PaperKind
from wenming.materials.models import MaterialItem, Paper, PaperCheck, VersionPaper
from wenming.materials.queries.items import key_named
from wenming.organisations.models import Unit, UnitAlias

WINDOW = timedelta(days=800)
"""What is compared: this year's papers with those of the two years before."""
COMPARED = (PaperKind.REPORT, PaperKind.STATISTICS)
"""Official documents are handed in by many units as they are."""
ALL = "all"


def unread_papers(city: City) -> QuerySet[Paper]:
    """Return the papers that were handed in and that no machine has read, the oldest first."""
    handed_in = VersionPaper.objects.in_city(city).filter(paper=OuterRef("pk"), version__submitted_at__isnull=False)
    rows = Paper.objects.in_city(city).filter(Exists(handed_in), read_at__isnull=True)
    return rows.select_related("city", "unit__parent", "file", "shown", "by", "evidence").order_by("pk")


def items_of_papers(city: City, keys: Iterable[int]) -> dict[int, list[MaterialItem]]:
    """Return paper -> the items for which it was handed in. One query."""
    found: dict[int, list[MaterialItem]] = {key: [] for key in keys}
    rows = VersionPaper.objects.in_city(city).filter(paper__in=found, version__submitted_at__isnull=False)
    rows = rows.select_related("version__item__requirement__node", "version__item__city").order_by("pk")
    for row in rows:
        found[row.paper_id].append(row.version.item)
    return found


def names_of_units(city: City, units: Iterable[Unit]) -> dict[int, list[str]]:
    """Return unit -> what it is called, and what the unit above it is. One query."""
    found = {
        one.pk: [one.name, one.short_name, *([one.parent.name, one.parent.short_name] if one.parent else [])]
        for one in units
    }
    for unit, name in UnitAlias.objects.in_city(city).filter(unit__in=found).values_list("unit", "name"):
        found[unit].append(name)
    return found


def sketches_of(city: City, *, tables: bool, at: datetime) -> dict[int, list[int]]:
    """Return the sketches of the city's reports, or of its tables. One query."""
    kind = PaperKind.STATISTICS if tables else PaperKind.REPORT
    rows = Paper.objects.in_city(city).filter(kind=kind, read_at__isnull=False, at__gte=at - WINDOW).exclude(sketch=[])
    return dict(rows.values_list("pk", "sketch"))


@dataclass(frozen=True, slots=True)
class CheckFilter:
    """What an address asks for: how far a person is with it (what is still to be looked at, unless it says otherwise), kind, unit, clause."""

    state: str = str(CheckState.PROPOSED)
    kind: str = ""
    unit: int = 0
    node: int = 0

    @classmethod
    def of(cls, query: QueryDict) -> CheckFilter:
        """Read an address; what is none of these words is left out."""
        state, kind = query.get("state", ""), query.get("kind", "")
        return cls(
            state=state if state in (ALL, *CheckState.values) else str(CheckState.PROPOSED),
            kind=kind if kind in CheckKind.values else "",
            unit=key_named(query.get("unit", "")),
            node=key_named(query.get("clause", "")),
        )


def checks_in(city: City, **where: Any) -> QuerySet[PaperCheck]:
    """Return what is proposed about papers that are in the latest version of something; what was exchanged since is nobody's matter any more."""
    used = VersionPaper.objects.in_city(city).filter(
        paper=OuterRef("paper"),
        version__number=F("version__item__version"),
        version__submitted_at__isnull=False,
        **where,
    )
    return PaperCheck.objects.in_city(city).filter(Exists(used))


def checks_under(city: City, wanted: CheckFilter) -> QuerySet[PaperCheck]:
    """Return what is proposed, under a filter."""
    where = {"version__item__requirement__node": wanted.node} if wanted.node else {}
    rows = checks_in(city, **where).select_related("paper__unit", "other__unit", "by")
    if wanted.state != ALL:
        rows = rows.filter(state=wanted.state)
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    if wanted.unit:
        rows = rows.filter(paper__unit=wanted.unit)
    return rows.defer("paper__text", "paper__sketch", "other__text", "other__sketch")


def check_whole(city: City) -> QuerySet[PaperCheck]:
    """Return proposals with everything that their page shows."""
    sides = (
        "paper__unit",
        "paper__file",
        "paper__shown",
        "paper__by",
        "other__unit",
        "other__file",
        "other__shown",
        "other__by",
    )
    return PaperCheck.objects.in_city(city).select_related("city", "by", *sides)


def next_check(city: City, wanted: CheckFilter, *, after: int) -> PaperCheck | None:
    """Return the next one to be looked at below one of a list (the newest first), None where it was the last."""
    open_ = CheckFilter(kind=wanted.kind, unit=wanted.unit, node=wanted.node)
    return checks_under(city, open_).filter(pk__lt=after).order_by("-pk").first()


def open_counts(city: City, *, by: str, year: int) -> Mapping[tuple[int, int], dict[str, int]]:
    """Return (unit or clause, month in which the item is due) -> how many proposals are open of each kind. One query."""
    column = {"unit": "version__item__unit", "clause": "version__item__requirement__node"}[by]
    rows = (
        VersionPaper.objects.in_city(city)
        .filter(
            version__number=F("version__item__version"),
            version__submitted_at__isnull=False,
            version__item__due_on__year=year,
            paper__checks__state=CheckState.PROPOSED,
        )
        .order_by()
        .values(column, month=F("version__item__due_on__month"), kind=F("paper__checks__kind"))
        .annotate(number=Count("paper__checks", distinct=True))
    )
    found: dict[tuple[int, int], dict[str, int]] = {}
    for row in rows:
        found.setdefault((row[column], row["month"]), {})[row["kind"]] = row["number"]
    return found


def units_with_checks(city: City) -> QuerySet[Unit]:
    """Return the units about whose papers anything was proposed, in protocol order."""
    about = PaperCheck.objects.in_city(city).filter(Q(paper__unit=OuterRef("pk")))
    return Unit.objects.in_city(city).filter(Exists(about)).order_by("position", "pk")
