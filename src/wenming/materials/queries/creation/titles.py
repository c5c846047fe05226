"""The ledger of titles: as it stood on a day, under a filter; what is due to be looked at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.http import QueryDict

from wenming.engine.cycles import add_months
from wenming.kernel.models import Account, City
from wenming.materials.models import UnitTitle, UnitTitleEntry
from wenming.materials.queries.items import own_condition
from wenming.materials.workflow import CURRENT
from wenming.organisations.models import Unit

STANDINGS = ("valid", "warned", "due", "over", "orphan", "gone", "all")
"""What a ledger can be asked for: valid on the day, warned, to be looked at within a year, run out and not decided, of a unit that has ended, no more held, all."""
YEAR = 12
GONE = ("withdrawn", "expired", "moved", "ended")


@dataclass(frozen=True, slots=True)
class TitleFilter:
    """What an address asks for: standing, programme, unit, the day."""

    on: date
    standing: str = "valid"
    programme: int = 0
    unit: int = 0

    @classmethod
    def of(cls, query: QueryDict, *, today: date) -> TitleFilter:
        """Read an address; what is none of these words is left out. A day to come is today."""
        standing = query.get("standing", "")
        try:
            on = min(date.fromisoformat(query.get("on", "")), today)
        except ValueError:
            on = today
        keys = {name: query.get(name, "") for name in ("programme", "unit")}
        return cls(
            on=on,
            standing=standing if standing in STANDINGS else "valid",
            **{name: int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0 for name, text in keys.items()},
        )  # fmt: skip


def titles_in(city: City) -> QuerySet[UnitTitle]:
    """Return the titles of a city with what names them."""
    return UnitTitle.objects.in_city(city).select_related("city", "unit__city", "programme__city", "moved_from__unit")


def titles_as_of(city: City, on: date) -> QuerySet[UnitTitle]:
    """Return the titles that the ledger knew on a day, each with ``status_then``, ``valid_then`` and what was put down last; what was entered by mistake is none."""
    entries = UnitTitleEntry.objects.in_city(city).filter(title=OuterRef("pk"), on__lte=on).order_by("-on", "-pk")
    rows = titles_in(city).exclude(status="void")
    return rows.annotate(
        status_then=Subquery(entries.values("status")[:1]),
        valid_then=Subquery(entries.values("valid_until")[:1]),
        last_on=Subquery(entries.values("on")[:1]),
        last_paper=Subquery(entries.values("paper")[:1]),
        last_words=Subquery(entries.values("words")[:1]),
    ).filter(status_then__isnull=False)


def titles_listed(city: City, wanted: TitleFilter, *, today: date) -> QuerySet[UnitTitle]:
    """Return the ledger under a filter."""
    rows = titles_as_of(city, wanted.on)
    if wanted.programme:
        rows = rows.filter(programme=wanted.programme)
    if wanted.unit:
        rows = rows.filter(unit=wanted.unit)
    holds = Q(status_then__in=CURRENT)
    standings = {
        "valid": holds & Q(valid_then__gte=wanted.on),
        "warned": Q(status_then="warned"),
        "due": Q(next_check_on__lte=add_months(today, YEAR)),
        "over": holds & Q(valid_then__lt=wanted.on),
        "orphan": holds & Q(unit__ends_on__lt=wanted.on),
        "gone": Q(status_then__in=GONE),
    }
    return rows.filter(standings[wanted.standing]) if wanted.standing in standings else rows


def own_titles(account: Account, city: City) -> QuerySet[UnitTitle]:
    """Return the titles of the account's units and the units below them, those that hold first, then by the next look."""
    rows = titles_in(city).exclude(status="void")
    own = own_condition(account, city)
    rows = rows.none() if own is None else rows.filter(own)
    return rows.order_by(F("next_check_on").asc(nulls_last=True), "-named_on", "pk")


def entries_of(title: UnitTitle) -> list[UnitTitleEntry]:
    """Return what was recorded of a title, the latest first. One query."""
    return list(title.entries.select_related("by").order_by("-on", "-pk"))


def units_with_titles(city: City) -> QuerySet[Unit]:
    """Return the units that ever had a title, in protocol order."""
    return (
        Unit.objects.in_city(city)
        .filter(pk__in=UnitTitle.objects.in_city(city).values("unit"))
        .order_by("position", "pk")
    )


def due_titles(city: City, until: date) -> list[UnitTitle]:
    """Return the titles to be looked at by a day, programme by programme, the earliest first. One query."""
    rows = titles_in(city).filter(status__in=CURRENT, next_check_on__lte=until)
    return list(rows.order_by("programme", "next_check_on", "pk"))
