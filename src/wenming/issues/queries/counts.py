"""How many issues there are under several filters, in one query, never counting further than somebody reads."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import IntegerField, QuerySet, Subquery

from wenming.kernel.models import City

MOST = 1000
"""From here on a count says "1000+"."""


class _Counted(Subquery):
    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()


def bounded_counts(city: City, lists: Mapping[str, QuerySet[Any]], *, most: int = MOST) -> dict[str, int]:
    """Return how many rows each list has, at most one more than ``most``. One query."""
    if not lists:
        return {}
    columns = {
        f"count_{place}": _Counted(rows.order_by().values("pk")[: most + 1])
        for place, rows in enumerate(lists.values())
    }
    found = City.objects.filter(pk=city.pk).values(**columns).get()
    return dict(zip(lists, (found[column] or 0 for column in columns), strict=True))
