"""What of issues leaves in files: those that somebody asked for, in portions, with their units, their last answer and their photos."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from wenming.issues.enums import IssueAction, IssueState, PhotoMoment
from wenming.issues.models import Issue, IssueHelper, IssuePhoto, IssueStep
from wenming.issues.queries.issues import RELATED, issues_visible_to
from wenming.issues.queries.listing import filter_of, issues_listed
from wenming.kernel.adapters.stores import path_of
from wenming.kernel.models import Account, City

PORTION = 500
MOST_PICKED = 500
_ANSWERS = (IssueAction.ANSWER, IssueAction.SELF_HANDLE)
_ANSWERED = frozenset({str(IssueState.ANSWERED), str(IssueState.CLOSED)})


@dataclass(slots=True)
class IssueFacts:
    """What stands beside an issue in a file: who helps, what the dispatch said, what was answered, its photos by their moment."""

    helpers: list[str] = field(default_factory=list)
    dispatch: dict[str, Any] = field(default_factory=dict)
    answer: str = ""
    photos: dict[str, list[IssuePhoto]] = field(default_factory=lambda: defaultdict(list))

    def pictures(self, slug: str, moment: Any, most: int = 9) -> tuple[bytes, ...]:
        """Return the small pictures of a moment."""
        return tuple(
            path_of(slug, photo.small.sha256).read_bytes() for photo in self.photos.get(str(moment), ())[:most]
        )


def issues_wanted(account: Account, city: City, query: Mapping[str, str], *, at: datetime) -> QuerySet[Issue]:
    """Return what an address asks for: the picked ``numbers``, else those of the ledger's filter; only what the account sees."""
    numbers = [number for number in query.get("numbers", "").split(",")[:MOST_PICKED] if number]
    if numbers:
        return issues_visible_to(account, city).filter(number__in=numbers).order_by("reported_at", "pk")
    return issues_listed(account, city, filter_of(query, city=city, at=at)).order_by("reported_at", "pk")


def in_portions(city: City, issues: QuerySet[Issue], *, photos: bool = False) -> Iterator[tuple[Issue, IssueFacts]]:
    """Yield issues with what stands beside them; so many at a time that the longest ledger fits into little memory."""
    # eight bytes for each, not an object
    keys = array("q", issues.values_list("pk", flat=True).iterator())
    for start in range(0, len(keys), PORTION):
        portion = keys[start : start + PORTION].tolist()
        found = Issue.objects.in_city(city).select_related(*RELATED).in_bulk(portion)
        facts = facts_of(list(found.values()), photos=photos)
        for key in portion:
            if key in found:
                yield found[key], facts[key]


def facts_of(issues: Sequence[Issue], *, photos: bool = False) -> dict[int, IssueFacts]:
    """Return what stands beside issues of one city."""
    facts = {issue.pk: IssueFacts() for issue in issues}
    if not issues:
        return facts
    city, states = issues[0].city, {issue.pk: issue.state for issue in issues}
    helpers = IssueHelper.objects.in_city(city).filter(issue__in=facts).order_by("pk")
    for key, name in helpers.values_list("issue_id", "unit__name"):
        facts[key].helpers.append(name)
    steps = IssueStep.objects.in_city(city).filter(issue__in=facts, action__in=(*_ANSWERS, IssueAction.DISPATCH))
    for key, action, note, data in steps.order_by("pk").values_list("issue_id", "action", "note", "data"):
        if action == IssueAction.DISPATCH:
            facts[key].dispatch = data
            facts[key].answer = str(data.get("answer", ""))
        elif states[key] in _ANSWERED:
            facts[key].answer = note
    if photos:
        rows = IssuePhoto.objects.in_city(city).filter(issue__in=facts).exclude(moment=PhotoMoment.CHECK)
        for photo in rows.select_related("small").order_by("pk"):
            facts[photo.issue_id].photos[photo.moment].append(photo)
    return facts
