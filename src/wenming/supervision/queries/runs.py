"""Kept lists: which there are, what a person sees of them, and whether they still are what they were computed from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from wenming.engine.lists import Entrant, Placing
from wenming.kernel.models import City
from wenming.organisations.models import Unit
from wenming.supervision.enums import ListMark, RunState
from wenming.supervision.models import ListEntry, ListRun
from wenming.supervision.queries.measuring import (
    Line,
    computed_list,
    digest_of,
    inputs_of,
    lines_again,
    previous_of,
    results_of,
)


def runs_in(city: City) -> QuerySet[ListRun]:
    """Return the lists of a city with how many stand on each."""
    marks = {
        "reds": Count("entries", filter=Q(entries__mark=ListMark.RED)),
        "blacks": Count("entries", filter=Q(entries__mark=ListMark.BLACK)),
        "ranked": Count("entries", filter=Q(entries__place__isnull=False)),
    }
    return ListRun.objects.in_city(city).select_related("rule", "version", "city").annotate(**marks)


def shown_runs(city: City) -> QuerySet[ListRun]:
    """Return the lists that stand: those that were superseded are found on the page of their successor."""
    return runs_in(city).exclude(state=RunState.SUPERSEDED)


def computations_of(run: ListRun) -> list[ListRun]:
    """Return every computation of the same period's list, the newest first."""
    runs = ListRun.objects.in_city(run.city).filter(rule=run.rule_id, begins_on=run.begins_on)
    return list(runs.select_related("made_by", "approved_by").order_by("-number"))


def entries_of(run: ListRun) -> list[ListEntry]:
    """Return the entries of a list by group and place, those without a place last, in protocol order. One query."""
    rows = ListEntry.objects.in_city(run.city).filter(run=run).select_related("group", "unit")
    return sorted(rows, key=lambda row: (row.group.order, row.place is None, row.place or 0, row.unit.position, row.pk))


def entries_of_units(city: City, units: Sequence[Unit]) -> QuerySet[ListEntry]:
    """Return what approved lists say of some units."""
    rows = ListEntry.objects.in_city(city).filter(unit__in=units, run__state=RunState.APPROVED)
    return rows.select_related("group", "unit", "run__rule", "run__version")


def is_stale(run: ListRun) -> bool:
    """Say whether the list of the period before is another one by now, so that counters may differ. One query."""
    now = previous_of(run.version, run.begins_on)
    return (now.pk if now else None) != run.previous_id


@dataclass(frozen=True, slots=True)
class Checked:
    """A kept list held against itself and against what is recorded now.

    ``differing`` names digests that its own kept inputs no longer give: a fault. ``moved``: what is recorded has changed since (late closings,
    corrections), so that computing again would give other inputs.
    """

    run: ListRun
    differing: tuple[str, ...]
    moved: bool


def checked(run: ListRun) -> Checked:
    """Compute a kept list again from its kept inputs, and count its inputs again from the records."""
    lines = lines_again(run)
    pairs = {
        "input": (run.input_digest, digest_of(inputs_of(lines))),
        "result": (run.result_digest, digest_of(results_of(lines))),
        "entries": (digest_of(results_of(lines)), digest_of(results_of(kept_lines(run)))),
    }
    differing = tuple(name for name, (kept, again) in pairs.items() if kept != again)
    return Checked(run, differing, computed_list(run.version, run.begins_on).input_digest != run.input_digest)


def kept_lines(run: ListRun) -> tuple[Line, ...]:
    """Return the lines of a list as they are kept."""
    return tuple(line_of(entry) for entry in entries_of(run))


def line_of(entry: ListEntry) -> Line:
    """Return an entry as a computed line."""
    entrant = Entrant(entry.unit_id, entry.of, entry.per, entry.cases)
    placing = Placing(
        entrant,
        entry.place or 0,
        entry.ties,
        entry.mark,
        entry.first or 0,
        entry.last or 0,
        entry.is_sure,
        entry.reason,
    )
    return Line(entry.group, entry.unit, placing, entry.times)


def checked_runs(city: City) -> list[Checked]:
    """Hold every list that stands against itself and the records: by rule and period."""
    runs = shown_runs(city).select_related("previous").order_by("rule", "begins_on", "number")
    return [checked(run) for run in runs]
