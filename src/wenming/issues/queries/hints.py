"""Which categories a sentence may be about. The one place where forms ask: by the words that people say for a category."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from wenming.engine.matching import fold
from wenming.issues.models import Issue, MinorClass
from wenming.kernel.models import Account, City

MOST_HINTS = 3


def minors_of(city: City) -> list[MinorClass]:
    """Return the categories in use, in the order of their table, with their units. One query."""
    rows = MinorClass.objects.in_city(city).filter(is_active=True).select_related("major", "unit")
    return list(rows.order_by("-major__kind", "major__order", "order", "pk"))


def category_hints(city: City, text: str, *, minors: Iterable[MinorClass] | None = None) -> list[MinorClass]:
    """Return the categories that a sentence proposes, the likeliest first, at most three.

    The longest words that stand in the sentence decide; the name of a category counts as one of its words.
    """
    said = fold(text)
    if not said:
        return []
    scores: dict[int, tuple[int, int]] = {}
    known = list(minors_of(city) if minors is None else minors)
    for minor in known:
        met = [len(word) for word in map(fold, (minor.name, *minor.words)) if word and word in said]
        if met:
            scores[minor.pk] = (max(met), sum(met))
    found = [minor for minor in known if minor.pk in scores]
    return sorted(found, key=lambda minor: scores[minor.pk], reverse=True)[:MOST_HINTS]


def usual_minors(account: Account, city: City, minors: Iterable[MinorClass], *, most: int = 6) -> list[MinorClass]:
    """Return the categories that this person reported lately, then the first ones of each group. One query."""
    recent = Issue.objects.in_city(city).filter(reported_by=account, minor__isnull=False).order_by("-pk")
    order = [key for key, _count in Counter(recent.values_list("minor_id", flat=True)[:50]).most_common()]
    known = {minor.pk: minor for minor in minors}
    groups: dict[int, int] = {}
    for minor in known.values():
        groups.setdefault(minor.major_id, minor.pk)
    keys = dict.fromkeys([*order, *groups.values(), *known])
    return [known[key] for key in keys if key in known][:most]
