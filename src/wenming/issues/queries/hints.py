"""Which categories the forms propose while somebody writes: the one place where they ask."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from wenming.issues.models import Issue, MinorClass
from wenming.issues.queries.proposals import active_minors, category_votes
from wenming.kernel.models import Account, City

MOST_HINTS = 3


def minors_of(city: City) -> list[MinorClass]:
    """Return the categories in use, in the order of their table, with their units. One query."""
    return list(active_minors(city).values())


def category_hints(text: str, minors: Iterable[MinorClass]) -> list[MinorClass]:
    """Return the categories that a sentence proposes, the likeliest first, at most three."""
    known = {minor.pk: minor for minor in minors}
    return [known[vote.key] for vote in category_votes(text, known)[:MOST_HINTS]]


def usual_minors(account: Account, city: City, minors: Iterable[MinorClass], *, most: int) -> list[MinorClass]:
    """Return the categories that this person reported lately, then the first ones of each group. One query."""
    recent = Issue.objects.in_city(city).filter(reported_by=account, minor__isnull=False).order_by("-pk")
    order = [key for key, _count in Counter(recent.values_list("minor_id", flat=True)[:50]).most_common()]
    known = {minor.pk: minor for minor in minors}
    groups: dict[int, int] = {}
    for minor in known.values():
        groups.setdefault(minor.major_id, minor.pk)
    keys = dict.fromkeys([*order, *groups.values(), *known])
    return [known[key] for key in keys if key in known][:most]
