"""The names of the records that a filter names by their keys."""

from __future__ import annotations

from django.db.models import QuerySet

from wenming.issues.models import MajorClass, MinorClass
from wenming.issues.queries.listing import IssueFilter
from wenming.kernel.models import City
from wenming.organisations.models import Unit
from wenming.sites.models import Site, SiteType
from wenming.standards.models import Node

_KINDS = {
    "area": Unit,
    "unit": Unit,
    "major": MajorClass,
    "minor": MinorClass,
    "node": Node,
    "site": Site,
    "type": SiteType,
}


def names_of(city: City, wanted: IssueFilter) -> dict[str, str]:
    """Return the names of what a filter names. One query for each that it names."""
    found = {}
    for field, kind in _KINDS.items():
        key = getattr(wanted, field)
        if key:
            rows: QuerySet = kind.objects.in_city(city)
            found[field] = str(rows.filter(pk=key).first() or "?")
    return found
