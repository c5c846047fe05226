"""Counting anew from the issues and their steps, and where the running counts differ from it."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from operator import attrgetter

from django.db import connection, transaction

from wenming.issues.models import Issue, IssueDelta, IssueStep, IssueTotal
from wenming.issues.queries.counting import Seen, counts_of, faces_of, step_of, tallied
from wenming.kernel.models import City


@dataclass(frozen=True, slots=True)
class Difference:
    """A count that is not what the issues say."""

    seen: Seen
    kept: int
    counted: int


@contextmanager
def one_moment() -> Iterator[None]:
    """Let everything that is read inside be of one moment, while others go on writing."""
    inside = connection.in_atomic_block
    with transaction.atomic():
        if connection.vendor == "postgresql" and not inside:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield


def recounted(city: City) -> Counter[Seen]:
    """Return every count that is not nothing, from the issues and their steps themselves; slow, and right."""
    steps = IssueStep.objects.in_city(city).order_by("issue_id", "pk").defer("desk_id", "entered_for_id", "by_id")
    histories = itertools.groupby(steps.iterator(5000), key=attrgetter("issue_id"))
    issues = Issue.objects.in_city(city).order_by("pk").iterator(5000)
    found: Counter[Seen] = Counter()
    for issue, (_key, history) in zip(issues, histories, strict=True):
        issue.city = city
        now = tallied(issue)
        found.update(faces_of(counts_of([step_of(city, step) for step in history], now).items()))
    return Counter({seen: number for seen, number in found.items() if number})


def kept(city: City) -> Counter[Seen]:
    """Return every count that is not nothing as the totals have it, with what is not folded yet."""
    found: Counter[Seen] = Counter()
    totals = IssueTotal.objects.in_city(city).order_by()
    for *seen, number in totals.values_list("face", "day", "word", "key", "second", "number"):
        found[tuple(seen)] += number
    unfolded = IssueDelta.objects.in_city(city).order_by()
    rows = unfolded.values_list("day", "word", "area", "minor", "unit", "number")
    found.update(faces_of((tuple(count), number) for *count, number in rows))
    return Counter({seen: number for seen, number in found.items() if number})


def differences(city: City) -> list[Difference]:
    """Return where the running counts differ from the issues; nothing, if all is well."""
    with one_moment():
        ours, theirs = kept(city), recounted(city)
    wrong = sorted(ours.keys() | theirs.keys(), key=str)
    return [Difference(seen, ours[seen], theirs[seen]) for seen in wrong if ours[seen] != theirs[seen]]
