"""Every step appends by how much it changed the counts; a job folds that into the totals. Read = totals + what is not folded yet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime

from django.db import connection, transaction

from wenming.issues.models import IssueDelta, IssueStep, IssueTotal
from wenming.issues.queries.counting import Count, Seen, Tallied, counts_of, faces_of, history_of, step_of, tallied
from wenming.kernel.models import Account, City

_AT_ONCE = 2000
"""So many deltas are folded in one transaction."""
_TOTALS = IssueTotal._meta.db_table
_UPSERT = (
    f"INSERT INTO {_TOTALS} (city_id, face, day, word, key, second, number) VALUES (%s, %s, %s, %s, %s, %s, %s)"  # noqa: S608  our own table
    " ON CONFLICT (city_id, face, {fields}word, key, second) WHERE day IS {which}"
    f" DO UPDATE SET number = {_TOTALS}.number + excluded.number"
)
_UPSERT_STOCK = _UPSERT.format(fields="", which="NULL")
_UPSERT_FLOW = _UPSERT.format(fields="day, ", which="NOT NULL")


def tally_step(step: IssueStep, was: Tallied | None) -> None:
    """Append by how much a step, just written, changed the counts; ``was`` is empty for the first step of an issue."""
    issue = step.issue
    history = [step_of(issue.city, step)] if was is None else history_of(issue)
    changed = counts_of(history, tallied(issue))
    if was is not None:
        changed.subtract(counts_of(history[:-1], was))
    rows = [
        IssueDelta(city=issue.city, day=day, word=word, area=area, minor=minor, unit=unit, number=number)
        for (day, word, area, minor, unit), number in changed.items()
        if number
    ]
    if rows:
        IssueDelta.objects.bulk_create(rows)


def fold_tallies(*, city: City, by: Account | None, at: datetime) -> int:  # noqa: ARG001  every action knows its hour
    """Fold what steps appended into the totals, some thousands in a transaction; return how many there were."""
    folded = 0
    while True:
        with transaction.atomic():
            _lock(city)
            counts = list(_take(city))
            _add(city, faces_of(counts))
        folded += len(counts)
        if len(counts) < _AT_ONCE:
            return folded


@transaction.atomic
def rebuild_tallies(*, city: City, totals: Counter[Seen], by: Account | None, at: datetime) -> None:  # noqa: ARG001
    """Put totals that were counted anew in the place of all there are."""
    _lock(city)
    IssueDelta.objects.in_city(city).delete()
    IssueTotal.objects.in_city(city).delete()
    _add(city, totals)


def _lock(city: City) -> None:
    """Let one fold at a time run in a city; nobody who writes issues waits for it."""
    City.objects.select_for_update(no_key=True).get(pk=city.pk)


def _take(city: City) -> Iterator[tuple[Count, int]]:
    """Take the oldest deltas out of their table, in one statement: what is read is what is gone."""
    table = IssueDelta._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"DELETE FROM {table} WHERE id IN (SELECT id FROM {table} WHERE city_id = %s ORDER BY id LIMIT %s)"  # noqa: S608  our own table
            " RETURNING day, word, area, minor, unit, number",
            [city.pk, _AT_ONCE],
        )
        for day, word, area, minor, unit, number in cursor.fetchall():
            yield (date.fromisoformat(day) if isinstance(day, str) else day, word, area, minor, unit), number


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
