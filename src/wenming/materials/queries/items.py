"""Items as people see them: everybody's, or those of the own units; filters of an address; what waits for a reviewer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import QueryDict

from wenming.engine.collecting import month_after
from wenming.kernel.models import Account, City
from wenming.materials.enums import ItemState, PaperKind
from wenming.materials.models import MaterialItem, MaterialReview, MaterialVersion, VersionPaper
from wenming.materials.rules import sees_every_material, units_supplied
from wenming.materials.workflow import COMPLETE, IN, OPEN
from wenming.organisations.models import Unit

RELATED = ("unit", "requirement__node", "city")
GROUPS = {"open": OPEN, "in": IN, "complete": COMPLETE}
"""Words of an address for several states."""


def own_condition(account: Account, city: City, prefix: str = "unit") -> Q | None:
    """Return the condition under which a unit is one for which the account supplies; None where there is none."""
    found: Q | None = None
    for unit, below in units_supplied(account, city):
        one = Q(**{prefix: unit})
        if below:
            one |= Q(**{f"{prefix}__position__startswith": f"{unit.position}."})
        found = one if found is None else found | one
    return found


def items_seen_by(account: Account, city: City) -> QuerySet[MaterialItem]:
    """Return the items that the account may open: every one, or those of its units and the units below them."""
    rows = MaterialItem.objects.in_city(city).select_related(*RELATED)
    if sees_every_material(account, city):
        return rows
    own = own_condition(account, city)
    return rows.none() if own is None else rows.filter(own)


def own_items(account: Account, city: City) -> QuerySet[MaterialItem]:
    """Return the items for which the account supplies, by the day on which they are due."""
    rows = MaterialItem.objects.in_city(city).select_related(*RELATED)
    own = own_condition(account, city)
    return (rows.none() if own is None else rows.filter(own)).order_by("due_on", "pk")


@dataclass(frozen=True, slots=True)
class ItemFilter:
    """What an address asks for: state or group of states, unit, month in which it is due, clause, kind, only what is late."""

    state: str = ""
    unit: int = 0
    month: date | None = None
    node: int = 0
    kind: str = ""
    late: bool = False

    @classmethod
    def of(cls, query: QueryDict) -> ItemFilter:
        """Read an address; what is none of these words is left out."""
        state, kind = query.get("state", ""), query.get("kind", "")
        return cls(
            state=state if state in GROUPS or state in ItemState.values else "",
            unit=key_named(query.get("unit", "")),
            month=month_named(query.get("month", "")),
            node=key_named(query.get("clause", "")),
            kind=kind if kind in PaperKind.values else "",
            late=query.get("late") == "on",
        )


def items_listed(rows: QuerySet[MaterialItem], wanted: ItemFilter, *, on: date) -> QuerySet[MaterialItem]:
    """Return items under a filter."""
    if wanted.state:
        rows = rows.filter(state__in=GROUPS.get(wanted.state, {wanted.state}))
    if wanted.unit:
        rows = rows.filter(unit=wanted.unit)
    if wanted.month:
        rows = rows.filter(due_on__gte=wanted.month, due_on__lt=month_after(wanted.month))
    if wanted.node:
        rows = rows.filter(requirement__node=wanted.node)
    if wanted.kind:
        rows = rows.filter(requirement__kind=wanted.kind)
    if wanted.late:
        rows = rows.filter(state__in=OPEN, due_on__lt=on)
    return rows


def month_named(text: str) -> date | None:
    """Return the first day of a month written as 2026-11, None for anything else."""
    try:
        return date.fromisoformat(f"{text}-01") if len(text) == len("2026-11") else None
    except ValueError:
        return None


def key_named(text: str) -> int:
    """Return the key that an address names, 0 for what is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0


def waiting_for(account: Account, city: City) -> QuerySet[MaterialItem]:
    """Return what waits for this reviewer, the longest waiting first: not his own, and not what he looked at first."""
    rows = MaterialItem.objects.in_city(city).filter(state=ItemState.SUBMITTED).select_related(*RELATED)
    latest = MaterialVersion.objects.in_city(city).filter(item=OuterRef("pk"), number=OuterRef("version"))
    uploaded = VersionPaper.objects.in_city(city).filter(
        version__item=OuterRef("pk"), version__number=OuterRef("version"), paper__by=account
    )
    looked = MaterialReview.objects.in_city(city).filter(
        version__item=OuterRef("pk"), version__number=OuterRef("version"), by=account
    )
    rows = rows.exclude(Exists(latest.filter(by=account)) | Exists(uploaded) | Exists(looked))
    return rows.order_by("changed_at", "pk")


def units_with_items(city: City) -> QuerySet[Unit]:
    """Return the units of which materials were ever asked, in protocol order."""
    asked = MaterialItem.objects.in_city(city).filter(unit=OuterRef("pk"))
    return Unit.objects.in_city(city).filter(Exists(asked)).order_by("position", "pk")
