"""What a city's decided cases teach: the cases, the model in use, and how good it was on cases that it had not seen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import QuerySet

from wenming.engine.learned import Learned, features
from wenming.issues.adapters.arrays import unpack
from wenming.issues.enums import IssueState
from wenming.issues.models import Issue, ProposalModel
from wenming.kernel.adapters.stores import path_of
from wenming.kernel.models import City
from wenming.sites.models import Site

MOST_CASES = 20_000
"""The youngest so many are learned from: what was decided years ago was decided by other rules."""
FEWEST = 60
"""Decided cases below which nothing is learned: what would be measured would be chance."""
KINDS = ("category", "unit", "node")


@dataclass(frozen=True, slots=True)
class Case:
    """A decided case: what was known of it, and what it came to (keys; None where nothing was said)."""

    text: str
    site: int | None
    area: int | None
    known: Mapping[str, int]
    category: int | None
    unit: int | None
    node: int | None


def decided_cases(city: City) -> list[Case]:
    """Return the settled cases in the order in which they were settled, the youngest ones where there are very many. One query."""
    rows = _settled(city).order_by("-closed_at", "-pk")
    columns = ("text", "site_id", "site__type_id", "area_id", "minor_id", "unit_id", "node_id")
    cases = [
        Case(text, site, area, features(text, marks_of(site, kind, area)), minor, unit, node)
        for text, site, kind, area, minor, unit, node in rows.values_list(*columns)[:MOST_CASES]
    ]
    return cases[::-1]


def decided_count(city: City) -> int:
    """Count the cases that can be learned from. One query."""
    return min(_settled(city).count(), MOST_CASES)


def _settled(city: City) -> QuerySet[Issue]:
    """Return the settled cases; parts of a case are left out, for their words are not those of a report."""
    return Issue.objects.in_city(city).filter(state=IssueState.CLOSED, parent=None)


def marks_of(site: int | None, kind: int | None, area: int | None) -> list[str]:
    """Return the marks of a place."""
    return [f"{name}:{key}" for name, key in (("site", site), ("type", kind), ("area", area)) if key is not None]


def known_of(text: str, site: Site | None, area: int | None) -> dict[str, int]:
    """Return what is known of a report that is proposed for, as of a case."""
    return features(text, marks_of(site.pk if site else None, site.type_id if site else None, area))


def model_rows(city: City) -> list[ProposalModel]:
    """Return the versions of the model, the one in use first. One query."""
    return list(ProposalModel.objects.in_city(city).select_related("file").order_by("-number")[:20])


def learned_of(city: City) -> dict[str, Learned]:
    """Return the models in use by kind of proposal, empty before any was learned. One query, and a file read once per process."""
    row = ProposalModel.objects.in_city(city).select_related("file").order_by("-number").first()
    return _unpacked(city.slug, row.file.sha256) if row else {}


@lru_cache(maxsize=8)
def _unpacked(slug: str, sha256: str) -> dict[str, Learned]:
    """Return the models of a file; the digest names its content for good."""
    return unpack(path_of(slug, sha256).read_bytes())
