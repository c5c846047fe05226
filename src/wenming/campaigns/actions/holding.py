"""What every write of campaigns begins with: the row locked, the person asked again."""

from __future__ import annotations

from typing import Any, TypeVar

from wenming.campaigns.rules import keeps_campaigns
from wenming.kernel.models import Account, City, CityScoped
from wenming.organisations.rules import require_again

Row = TypeVar("Row", bound=CityScoped)


def hold_city(city: City, by: Account | None) -> City:
    """Lock the city, and ask once more whether this person may; ``by=None``: the system."""
    found = City.objects.select_for_update().get(pk=city.pk)
    if by is not None:
        require_again(keeps_campaigns, by, found)
    return found


def hold(row: Row, by: Account | None, *related: str) -> Row:
    """Lock a row of a city and ask once more whether this person may; return it as it is now, with its relations."""
    rows: Any = type(row).objects.in_city(row.city).select_for_update(of=("self",))  # type: ignore[attr-defined]
    found: Row = rows.select_related("city", *related).get(pk=row.pk)
    if by is not None:
        require_again(keeps_campaigns, by, found.city)
    return found
