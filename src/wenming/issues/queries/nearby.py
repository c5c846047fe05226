"""Open issues that a report may repeat: at the same site or around it, alike in words and time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q

from wenming.engine.geo import Pair, cells, cells_around
from wenming.engine.likeness import LIKELY, Likeness, Sighting, likeness
from wenming.issues.enums import PhotoMoment
from wenming.issues.models import Issue, IssuePhoto, MinorClass
from wenming.issues.queries.issues import issues_visible_to
from wenming.issues.workflow import OPEN
from wenming.kernel.models import Account, City
from wenming.sites.models import Site

LOOK_BACK = timedelta(days=30)
"""What was reported longer ago is another matter."""
MOST_LOOKED_AT = 60
MOST_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Found:
    """What is being reported: enough of it to find what it repeats."""

    text: str = ""
    site: Site | None = None
    position: Pair | None = None
    accuracy: int | None = None
    minor: MinorClass | None = None
    place: str = ""

    @property
    def where(self) -> Pair | None:
        """The position given, else that of the site."""
        if self.position is None and self.site is not None and self.site.lat is not None and self.site.lng is not None:
            return (self.site.lat, self.site.lng)
        return self.position


@dataclass(frozen=True, slots=True)
class Alike:
    """An issue that may be the same, how alike, and its first photo."""

    issue: Issue
    likeness: Likeness
    photo: IssuePhoto | None


def alike_issues(account: Account, city: City, found: Sequence[Found], *, at: datetime) -> list[list[Alike]]:
    """Return for each thing found the open issues that the account sees and that it may repeat, the likeliest first. Two queries for all of them."""
    around = Q()
    for one in found:
        around |= _around(one)
    if not around:
        return [[] for _one in found]
    rows = issues_visible_to(account, city).filter(around, state__in=OPEN, reported_at__gte=at - LOOK_BACK)
    known = [(issue, _sighting_of(issue)) for issue in rows[: MOST_LOOKED_AT * len(found)]]
    pairs = [_likely(one, known, at) for one in found]
    photos = _first_photos(city, [issue.pk for shown in pairs for issue, _like in shown])
    return [[Alike(issue, like, photos.get(issue.pk)) for issue, like in shown] for shown in pairs]


def _around(found: Found) -> Q:
    """Return the condition of what lies at the place: the same site, the cells around it, else the same words for it."""
    condition = Q()
    if found.site is not None:
        condition |= Q(site=found.site)
    if found.where is not None:
        condition |= Q(cell_10__in=cells_around(cells(found.where)[1]))
    if not condition and found.place.strip():
        condition = Q(place__iexact=found.place.strip())
    return condition


def _likely(found: Found, known: Sequence[tuple[Issue, Sighting]], at: datetime) -> list[tuple[Issue, Likeness]]:
    """Return the issues that one thing may repeat; without a sentence or a category place alone says too little."""
    if not found.text.strip() and found.minor is None:
        return []
    mine = Sighting(
        0,
        found.text,
        at,
        found.where,
        found.accuracy,
        found.site.pk if found.site else None,
        found.minor.pk if found.minor else None,
        found.place or (found.site.name if found.site else ""),
    )
    scored = [(issue, likeness(mine, other)) for issue, other in known]
    close = [pair for pair in scored if pair[1].score >= LIKELY]
    return sorted(close, key=lambda pair: -pair[1].score)[:MOST_SHOWN]


def _sighting_of(issue: Issue) -> Sighting:
    """Return what an issue says of its matter."""
    position = (issue.lat, issue.lng) if issue.lat is not None and issue.lng is not None else None
    return Sighting(
        issue.pk, issue.text, issue.reported_at, position, issue.accuracy, issue.site_id, issue.minor_id, issue.place
    )


def _first_photos(city: City, issues: Sequence[int]) -> dict[int, IssuePhoto]:
    """Return the first photo of each issue from before."""
    if not issues:
        return {}
    rows = IssuePhoto.objects.in_city(city).filter(issue__in=issues, moment=PhotoMoment.BEFORE)
    return {row.issue_id: row for row in rows.select_related("small").order_by("-pk")}
