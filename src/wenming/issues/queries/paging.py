"""The order of the ledger, and its pages: by key, never by count, in both directions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from wenming.issues.models import Issue
from wenming.issues.queries.issues import RELATED
from wenming.issues.queries.listing import KEY, IssueFilter, waits_for_answer
from wenming.kernel.models import City

FIELDS = {"clock": "runs_out_at", "number": "number", "reported": "reported_at", "unit": "unit_place"}
LAST = "~"
"""Behind every position of a unit: where issues without one stand."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A page of the ledger, and the marks that its neighbours begin at ("" at the ends)."""

    rows: list[Issue]
    previous: str
    next: str


def page_of(found: QuerySet[Issue], wanted: IssueFilter, query: Mapping[str, str], *, city: City) -> Stretch:
    """Return the page that the address asks for (``after=`` or ``before=`` a mark). One query, two where clocks end within the page."""
    after, before = query.get("after", ""), query.get("before", "")
    back = bool(before) and not after
    rows: list[Issue] = []
    for part in _parts(_shown(found, wanted, city), wanted.order, before if back else after, back=back):
        if len(rows) <= wanted.size:
            rows += part[: wanted.size + 1 - len(rows)]
    more, rows = len(rows) > wanted.size, rows[: wanted.size]
    if back:
        rows.reverse()
    has_previous, has_next = (more, True) if back else (bool(after), more)
    return Stretch(
        rows,
        mark_of(rows[0], wanted.order) if rows and has_previous else "",
        mark_of(rows[-1], wanted.order) if rows and has_next else "",
    )


def in_order(found: QuerySet[Issue], wanted: IssueFilter, *, city: City) -> QuerySet[Issue]:
    """Return issues in the order of the filter with what a row names: for lists that are not paged (batches, files)."""
    name, down = wanted.order.removeprefix("-"), wanted.order.startswith("-")
    field = F(FIELDS[name])
    order = field.desc(nulls_last=True) if down else field.asc(nulls_last=True)
    return _shown(found, wanted, city).order_by(order, "-pk" if down else "pk")


def _shown(found: QuerySet[Issue], wanted: IssueFilter, city: City) -> QuerySet[Issue]:
    """Return issues with the names of a row, whether something is asked for, and the place of their unit where it is the order."""
    found = found.select_related(*RELATED).annotate(asks=waits_for_answer(city))
    if wanted.order.endswith("unit"):
        found = found.annotate(unit_place=Coalesce("unit__position", Value(LAST)))
    return found


def _parts(found: QuerySet[Issue], order: str, mark: str, *, back: bool) -> list[QuerySet[Issue]]:
    """Return what lies beyond a mark, the nearest first; by clocks in two parts: those that run, then those that do not."""
    name, down = order.removeprefix("-"), order.startswith("-")
    field, backward = FIELDS[name], down != back
    key, value = _read(name, mark)
    if name != "clock":
        return [_beyond(found, field, value, key, backward=backward)]
    running = found.filter(runs_out_at__isnull=False)
    still = found.filter(runs_out_at__isnull=True)
    rest = still.filter(**{f"pk__{'lt' if backward else 'gt'}": key}) if key and value is None else still
    rest = rest.order_by("-pk" if backward else "pk")
    first = _beyond(running, field, value, key if value is not None else 0, backward=backward)
    if back:
        # what stands still comes last in both directions: on the way back it comes first, and not at all before a running clock
        return [first] if value is not None else [rest, first]
    return [rest] if key and value is None else [first, rest]


def _beyond(found: QuerySet[Issue], field: str, value: Any, key: int, *, backward: bool) -> QuerySet[Issue]:
    """Return the issues on one side of a place, as a stretch of the index."""
    side = "lt" if backward else "gt"
    if key:
        found = found.filter(
            Q(**{f"{field}__{side}e": value}) & (Q(**{f"{field}__{side}": value}) | Q(**{f"pk__{side}": key}))
        )
    return found.order_by(*(f"-{one}" if backward else one for one in (field, "pk")))


def mark_of(issue: Issue, order: str) -> str:
    """Return by which mark an address goes on behind an issue."""
    value = getattr(issue, FIELDS[order.removeprefix("-")])
    return f"{value.isoformat() if isinstance(value, datetime) else value or ''}|{issue.pk}"


def _read(name: str, mark: str) -> tuple[int, Any]:
    """Return key and value of a mark; 0 and None for none."""
    text, _bar, key = mark[:120].partition("|")
    if not KEY.match(key):
        return 0, None
    if name in {"clock", "reported"}:
        try:
            value = datetime.fromisoformat(text) if text else None
        except ValueError:
            return 0, None
        fits = value.tzinfo is not None if value else name == "clock"
        return (int(key), value) if fits else (0, None)
    return int(key), text
