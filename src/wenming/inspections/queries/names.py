"""What a city has learnt from earlier files."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from wenming.engine.matching import NameMatcher
from wenming.inspections.imports.lines import Judge
from wenming.inspections.models import HeadMemory, NameAlias, RoundImport
from wenming.kernel.models import City
from wenming.standards.models import Edition
from wenming.standards.queries import items_for, standard_of


def aliases_of(city: City, edition: Edition) -> dict[str, str]:
    """Return name as written -> node code, for every alias of the edition that is in use."""
    rows = NameAlias.objects.in_city(city).filter(edition=edition, withdrawn_at__isnull=True)
    return dict(rows.values_list("written", "node__code"))


def alias_list(city: City, edition: Edition | None) -> QuerySet[NameAlias]:
    """Return the aliases of an edition with who keeps them, withdrawn ones included, the latest first."""
    rows = NameAlias.objects.in_city(city).filter(edition=edition)
    return rows.select_related("city", "node", "edition", "accepted_by", "withdrawn_by").order_by("-pk")


def judge_of(import_: RoundImport) -> Judge:
    """Return who judges the rows of an import: by its edition, and by the names and check items that the city knew when its file was read.

    A typed round, and a file that is being read, go by those that it knows now.
    """
    standard = standard_of(import_.edition)
    aliases = import_.summary.get("aliases")
    if aliases is None:
        aliases = aliases_of(import_.city, import_.edition)
    items = import_.summary.get("items")
    if items is None:
        items = items_for(import_.city, import_.edition).leaves_by_item(standard)
    known = {code: tuple(leaves) for code, leaves in items.items()}
    return Judge(standard, NameMatcher(standard, aliases=aliases), known)


def kept_heads(city: City, keys: Iterable[str]) -> QuerySet[HeadMemory]:
    """Return what the city remembers of these heads, with who said so."""
    return HeadMemory.objects.in_city(city).filter(heads__in=list(keys)).select_related("kept_by")
