"""Which reports may be about one matter: candidates by cell, site and area, compared with each other; groups that wait for a person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import h3
from django.db.models import Q, QuerySet

from wenming.engine.likeness import LIKELY, Likeness, Sighting, clusters, likeness
from wenming.issues.enums import DuplicateState, IssueState
from wenming.issues.models import DuplicatePair, Issue, IssuePhoto, MinorClass
from wenming.issues.queries.issues import issues_in
from wenming.issues.queries.proposals import active_minors, category_votes
from wenming.issues.workflow import OPEN
from wenming.kernel.models import City

WITHIN = timedelta(days=21)
"""Reports further apart in time are not compared."""
RINGS = 2
"""So many rings of fine cells around a report are looked at: everything within 150 m lies in them."""
MOST_CANDIDATES = 200
GUESSED = 0.5
"""From that share on the category that the words speak for stands in for the one that is missing."""
JOINABLE = frozenset(
    str(state)
    for state in (
        IssueState.REPORTED,
        IssueState.ACCEPTED,
        IssueState.FILED,
        IssueState.DISPATCHED,
        IssueState.ANSWERED,
    )
)
"""States in which an issue can be joined into another."""
PROGRESS = ("answered", "dispatched", "suspended", "disputed", "filed", "accepted", "reported")
"""Whichever has come furthest goes on for all."""
SHOWN_PAIRS, SHOWN_GROUPS = 300, 20


def cells_near(cell: int) -> list[int]:
    """Return a fine cell and two rings around it."""
    return [int(h3.str_to_int(one)) for one in h3.grid_disk(h3.int_to_str(cell), RINGS)]


def candidates_for(issue: Issue) -> QuerySet[Issue]:
    """Return the open issues near an issue in place and time, the newest first: never all of them."""
    near = Q(site=issue.site_id) if issue.site_id else Q(pk__in=())
    if issue.cell_10 is not None:
        near |= Q(cell_10__in=cells_near(issue.cell_10))
    # where one of the two is known by words alone, the area narrows it down
    apart = Q(area=issue.area_id) | Q(area__isnull=True)
    near |= apart if issue.cell_10 is None else apart & Q(cell_10__isnull=True)
    found = issues_in(issue.city).filter(near, state__in=OPEN, reported_at__range=_around(issue.reported_at))
    return found.exclude(pk=issue.pk)[:MOST_CANDIDATES]


def _around(at: datetime) -> tuple[datetime, datetime]:
    return at - WITHIN, at + WITHIN


def sighting_of(issue: Issue, minors: Mapping[int, MinorClass]) -> Sighting:
    """Return what an issue says, for comparing."""
    category = issue.minor_id
    if category is None:
        votes = category_votes(issue.text, minors)
        category = votes[0].key if votes and votes[0].share >= GUESSED else None
    position = (issue.lat, issue.lng) if issue.lat is not None and issue.lng is not None else None
    return Sighting(
        issue.pk, issue.text, issue.reported_at, position, issue.accuracy, issue.site_id, category, issue.place
    )


def likely_pairs(issue: Issue) -> list[tuple[Issue, Likeness]]:
    """Return the open issues that are likely the same matter, the likeliest first. Two queries."""
    candidates = list(candidates_for(issue))
    if not candidates:
        return []
    minors = active_minors(issue.city)
    own = sighting_of(issue, minors)
    scored = [(other, likeness(own, sighting_of(other, minors))) for other in candidates]
    likely = [one for one in scored if one[1].score >= LIKELY]
    return sorted(likely, key=lambda one: (-one[1].score, one[0].pk))


def likely_same(city: City, sighting: Sighting) -> list[tuple[Issue, Likeness]]:
    """Return the open issues that a report which is not written yet may repeat, the likeliest first: for intake. Two queries."""
    draft = Issue(city=city, reported_at=sighting.at, site_id=sighting.site, place=sighting.place)
    if sighting.position is not None:
        draft.cell_10 = int(h3.str_to_int(h3.latlng_to_cell(*sighting.position, 10)))
    candidates, minors = list(candidates_for(draft)), active_minors(city)
    scored = [(other, likeness(sighting, sighting_of(other, minors))) for other in candidates]
    likely = [one for one in scored if one[1].score >= LIKELY]
    return sorted(likely, key=lambda one: (-one[1].score, one[0].pk))


@dataclass(frozen=True, slots=True)
class DuplicateGroup:
    """Issues that are all likely one matter: the one that goes on, the others, and what was found between them."""

    master: Issue
    others: tuple[Issue, ...]
    pairs: Mapping[frozenset[int], DuplicatePair]

    def pair_of(self, other: Issue) -> DuplicatePair:
        """Return what was found between the one that goes on and another."""
        return self.pairs[frozenset((self.master.pk, other.pk))]


def open_groups(city: City) -> tuple[list[DuplicateGroup], bool]:
    """Return the groups that wait for a person, the likeliest first, and whether there are more. One query."""
    related = [f"{side}__{name}" for side in ("issue", "other") for name in ("site", "area", "minor", "unit", "city")]
    waiting = DuplicatePair.objects.in_city(city).filter(state=DuplicateState.OPEN).select_related(*related)
    alive = waiting.filter(issue__state__in=OPEN, other__state__in=OPEN)
    rows = list(alive.order_by("-score", "pk")[: SHOWN_PAIRS + 1])
    return _grouped(rows[:SHOWN_PAIRS], more=len(rows) > SHOWN_PAIRS)


def _grouped(rows: Iterable[DuplicatePair], *, more: bool) -> tuple[list[DuplicateGroup], bool]:
    """Group pairs by complete link."""
    pairs = {frozenset((row.issue_id, row.other_id)): row for row in rows}
    issues = {issue.pk: issue for row in pairs.values() for issue in (row.issue, row.other)}
    scores = {(row.issue_id, row.other_id): row.score / 1000 for row in pairs.values()}
    groups = []
    for keys in clusters(scores):
        first, *rest = sorted((issues[key] for key in keys), key=_precedence)
        inside = {pair: row for pair, row in pairs.items() if pair <= set(keys)}
        if any(one.state in JOINABLE for one in rest):
            groups.append(DuplicateGroup(first, tuple(rest), inside))
    groups.sort(key=lambda group: (-max(row.score for row in group.pairs.values()), group.master.pk))
    return groups[:SHOWN_GROUPS], more or len(groups) > SHOWN_GROUPS


def _precedence(issue: Issue) -> tuple[int, datetime, int]:
    """Return the order in which issues are taken to go on for others: the furthest, then the earliest."""
    return PROGRESS.index(issue.state), issue.reported_at, issue.pk


def decided_pairs(city: City, most: int = 20) -> list[DuplicatePair]:
    """Return what was decided last, for taking it back. One query."""
    rows = DuplicatePair.objects.in_city(city).exclude(state=DuplicateState.OPEN)
    rows = rows.select_related("issue", "issue__master", "other", "other__master", "by")
    return list(rows.order_by("-at", "-pk")[:most])


def first_photos(city: City, issues: Iterable[Issue]) -> dict[int, IssuePhoto]:
    """Return issue -> its first photo. One query."""
    rows = IssuePhoto.objects.in_city(city).filter(issue__in=[issue.pk for issue in issues])
    return {photo.issue_id: photo for photo in rows.order_by("-pk")}
