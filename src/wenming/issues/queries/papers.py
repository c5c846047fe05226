"""Papers: the list, one with its versions, those about an issue, and the issues that one can be made of."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import F, QuerySet

from wenming.issues.enums import PaperKind, PaperState
from wenming.issues.models import Issue, IssuePaper, IssuePhoto, PaperIssue, PaperVersion
from wenming.issues.queries.issues import issues_visible_to
from wenming.issues.workflow import OPEN
from wenming.kernel.adapters.stores import path_of
from wenming.kernel.models import Account, City
from wenming.organisations.enums import UnitKind
from wenming.organisations.models import Unit
from wenming.organisations.queries import units_in

MOST_CANDIDATES = 100


def papers_in(city: City, query: Mapping[str, str]) -> QuerySet[IssuePaper]:
    """Return the city's papers under the filter of an address: kind, state, words of title or number."""
    found = IssuePaper.objects.in_city(city).select_related("unit", "made_by")
    if query.get("kind", "") in PaperKind.values:
        found = found.filter(kind=query["kind"])
    if query.get("state", "") in PaperState.values:
        found = found.filter(state=query["state"])
    words = query.get("q", "").strip()[:60]
    return found.filter(title__icontains=words) | found.filter(number__icontains=words) if words else found


def papers_of(issue: Issue) -> QuerySet[IssuePaper]:
    """Return the papers about an issue, the newest first: what they are, and the number that each was given back. One query."""
    about = PaperIssue.objects.in_city(issue.city).filter(issue=issue)
    return IssuePaper.objects.in_city(issue.city).filter(pk__in=about.values("paper")).order_by("-pk")


def versions_of(paper: IssuePaper) -> QuerySet[PaperVersion]:
    """Return the versions of a paper, the newest first."""
    return PaperVersion.objects.in_city(paper.city).filter(paper=paper).select_related("by").order_by("-number")


def issues_of(paper: IssuePaper) -> QuerySet[Issue]:
    """Return the issues that a paper is about, in the order of their numbers."""
    about = PaperIssue.objects.in_city(paper.city).filter(paper=paper)
    return (
        Issue.objects.in_city(paper.city)
        .filter(pk__in=about.values("issue"))
        .select_related("city", "unit", "area", "site", "minor", "minor__major", "node", "desk")
        .order_by("number")
    )


def candidates_for(account: Account, city: City, *, unit: Unit | None, numbers: list[str]) -> list[Issue]:
    """Return the issues that a paper can be made of: those named, else what is not settled, the latest clock first."""
    seen = issues_visible_to(account, city).select_related("minor__major")
    if numbers:
        return list(seen.filter(number__in=numbers[:MOST_CANDIDATES]).order_by("number"))
    found = seen.filter(state__in=OPEN)
    if unit is not None:
        found = found.filter(unit=unit)
    return list(found.order_by(F("runs_out_at").asc(nulls_last=True), "pk")[:MOST_CANDIDATES])


def picture_bytes(city: City, keys: set[int], *, size: str = "large") -> dict[int, bytes]:
    """Return photos by their keys, read from the disk; one whose file is gone is left out."""
    found = {}
    for photo in IssuePhoto.objects.in_city(city).filter(pk__in=keys).select_related(size):
        path = path_of(city.slug, getattr(photo, size).sha256)
        if path.exists():
            found[photo.pk] = path.read_bytes()
    return found


def latest_in(city: City, kinds: tuple[str, ...], count: int) -> QuerySet[IssuePaper]:
    """Return the newest papers of these kinds."""
    return IssuePaper.objects.in_city(city).filter(kind__in=kinds).order_by("-begins_on", "-pk")[:count]


def issuer_of(city: City) -> str:
    """Return who issues the city's papers: its campaign office, else the headquarters, else the city. One query."""
    kinds = [UnitKind.CAMPAIGN_OFFICE, UnitKind.HEADQUARTERS]
    found = {unit.kind: unit.name for unit in Unit.objects.in_city(city).filter(kind__in=kinds, ends_on=None)}
    return next((found[kind] for kind in kinds if kind in found), city.name)


def units_with_issues(city: City) -> list[Unit]:
    """Return the units that have something to settle, in protocol order. One query."""
    busy = Issue.objects.in_city(city).filter(state__in=OPEN, unit__isnull=False)
    return list(units_in(city).filter(pk__in=busy.order_by().values("unit")))
