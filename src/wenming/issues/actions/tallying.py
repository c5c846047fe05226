"""Every step carries by how much it changed the counts; a job folds that into the totals. Read = totals + what is not folded yet."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from wenming.issues.models import IssueStep, IssueTotal
from wenming.issues.queries.counting import Seen, Tallied, counts_in, counts_of, faces_of, history_of, step_of, tallied
from wenming.issues.queries.recounts import recounted
from wenming.kernel.models import Account, City, EventHead

_AT_ONCE = 2000
"""So many steps are folded in one transaction."""
_TOTALS = IssueTotal._meta.db_table
_UPSERT = (
    f"INSERT INTO {_TOTALS} (city_id, face, day, word, key, second, number) VALUES (%s, %s, %s, %s, %s, %s, %s)"  # noqa: S608  our own table
    " ON CONFLICT (city_id, face, {fields}word, key, second) WHERE day IS {which}"
    f" DO UPDATE SET number = {_TOTALS}.number + excluded.number"
)
_UPSERT_STOCK = _UPSERT.format(fields="", which="NULL")
_UPSERT_FLOW = _UPSERT.format(fields="day, ", which="NOT NULL")


def delta_of(step: IssueStep, was: Tallied | None) -> list[list[Any]] | None:
    """Return by how much a step, not written yet, changes the counts; ``was`` is empty for the first step of an issue."""
    issue = step.issue
    history = [] if was is None else history_of(issue)
    changed = counts_of([*history, step_of(issue.city, step)], tallied(issue))
    if was is not None:
        changed.subtract(counts_of(history, was))
    rows = [
        [day.isoformat() if day else None, word, area, minor, unit, number]
        for (day, word, area, minor, unit), number in changed.items()
        if number
    ]
    return rows or None


def fold_tallies(*, city: City, by: Account | None, at: datetime) -> int:  # noqa: ARG001  every action knows its hour
    """Fold what steps changed into the totals, some thousands in a transaction; return how many steps there were."""
    folded = 0
    while True:
        with transaction.atomic():
            _lock(city)
            waiting = IssueStep.objects.in_city(city).filter(delta__isnull=False).order_by("pk")
            steps = dict(waiting.values_list("pk", "delta")[:_AT_ONCE])
            _add(city, faces_of(counts_in(steps.values())))
            # no other statement changes a step, and no other fold runs: what was read is what is put away
            IssueStep.objects.in_city(city).filter(pk__in=list(steps)).update(delta=None)
        folded += len(steps)
        if len(steps) < _AT_ONCE:
            return folded


@transaction.atomic
def rebuild_tallies(*, city: City, by: Account | None, at: datetime) -> None:  # noqa: ARG001  every action knows its hour
    """Count everything anew and put it in the place of all there is; nobody writes an issue of the city meanwhile."""
    _lock(city)
    list(EventHead.objects.select_for_update().filter(city=city))
    totals = recounted(city)
    IssueStep.objects.in_city(city).filter(delta__isnull=False).update(delta=None)
    IssueTotal.objects.in_city(city).delete()
    _add(city, totals)


def _lock(city: City) -> None:
    """Let one fold at a time run in a city; nobody who writes issues waits for it."""
    City.objects.select_for_update(no_key=True).get(pk=city.pk)


def _add(city: City, totals: Counter[Seen]) -> None:
    """Add to the totals; those that come to nothing go."""
    rows = sorted(((seen, number) for seen, number in totals.items() if number), key=lambda row: str(row[0]))
    with connection.cursor() as cursor:
        for statement, is_flow in ((_UPSERT_STOCK, False), (_UPSERT_FLOW, True)):
            values = [
                (city.pk, face, day, word, key, second, number)
                for (face, day, word, key, second), number in rows
                if (day is not None) == is_flow
            ]
            if values:
                cursor.executemany(statement, values)
    IssueTotal.objects.in_city(city).filter(number=0).delete()
