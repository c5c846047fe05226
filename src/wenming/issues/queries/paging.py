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
from wenming.issues.queries.written import stands_in
from wenming.issues.workflow import OPEN
from wenming.kernel.models import City

FIELDS = {"clock": "runs_out_at", "number": "number", "reported": "reported_at", "unit": "unit_place"}
FEW_STATES = 3
NAMED = ("site", "area", "node", "desk", "unit")
"""What a row names. Not more: from eight tables on PostgreSQL no longer begins with the few keys."""
LAST = "~"
"""Behind every position of a unit: where issues without one stand."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A page of the ledger, and the marks that its neighbours begin at ("" at the ends)."""

    rows: list[Issue]
    previous: str
    next: str


def page_of(found: QuerySet[Issue], wanted: IssueFilter, query: Mapping[str, str], *, city: City) -> Stretch:
    """Return the page that the address asks for (``after=`` or ``before=`` a mark). One query.

    First the keys, each part along its index and no further than the page; then the rows of these with all that they name.
    """
    after, before = query.get("after", ""), query.get("before", "")
    back = bool(before) and not after
    parts = _parts(_placed(found, wanted), wanted, before if back else after, back=back)
    rows = list(_rows(_keys(city, parts, wanted.size + 1), wanted, city, back=back)[: wanted.size + 1])
    for row in rows:
        row.city = city
    more, rows = len(rows) > wanted.size, rows[: wanted.size]
    if back:
        rows.reverse()
    has_previous, has_next = (more, True) if back else (bool(after), more)
    return Stretch(
        rows,
        mark_of(rows[0], wanted.order) if rows and has_previous else "",
        mark_of(rows[-1], wanted.order) if rows and has_next else "",
    )


def _keys(city: City, parts: list[QuerySet[Issue]], most: int) -> QuerySet[Any, Any]:
    """Return the keys of the first rows of each part; each is cut off inside, for SQLite cuts no part of a union."""
    cut = [part.values("pk")[:most] for part in parts]
    if len(cut) == 1:
        return cut[0]
    first, *others = (Issue.objects.in_city(city).filter(pk__in=part).order_by().values("pk") for part in cut)
    return first.union(*others, all=True)


def _rows(keys: QuerySet[Any, Any], wanted: IssueFilter, city: City, *, back: bool) -> QuerySet[Issue]:
    """Return the rows of keys in the order of the filter; on the way back the other way round."""
    name, down = wanted.order.removeprefix("-"), wanted.order.startswith("-")
    falls, place = down != back, F(FIELDS[name])
    # what has no value stands last whichever way the order runs, so first on the way back
    ends: dict[str, Any] = {"nulls_first": True} if back else {"nulls_last": True}
    rows = Issue.objects.in_city(city).filter(pk__in=keys).select_related(*NAMED).annotate(asks=waits_for_answer(city))
    rows = _placed(rows, wanted)
    return rows.order_by(place.desc(**ends) if falls else place.asc(**ends), "-pk" if falls else "pk")


def in_order(found: QuerySet[Issue], wanted: IssueFilter, *, city: City) -> QuerySet[Issue]:
    """Return issues in the order of the filter with what a row names: for lists that are not paged (batches, files)."""
    name, down = wanted.order.removeprefix("-"), wanted.order.startswith("-")
    field = F(FIELDS[name])
    order = field.desc(nulls_last=True) if down else field.asc(nulls_last=True)
    return _shown(found, wanted, city).order_by(order, "-pk" if down else "pk")


def _shown(found: QuerySet[Issue], wanted: IssueFilter, city: City) -> QuerySet[Issue]:
    """Return issues with the names of a row, whether something is asked for, and the place of their unit where it is the order."""
    return _placed(found.select_related(*RELATED).annotate(asks=waits_for_answer(city)), wanted)


def _placed(found: QuerySet[Issue], wanted: IssueFilter) -> QuerySet[Issue]:
    """Return issues with the place of their unit where it is the order."""
    if wanted.order.endswith("unit"):
        return found.annotate(unit_place=Coalesce("unit__position", Value(LAST)))
    return found


def _parts(found: QuerySet[Issue], wanted: IssueFilter, mark: str, *, back: bool) -> list[QuerySet[Issue]]:
    """Return what lies beyond a mark; by clocks in parts: those that run, those that do not, and each of few states."""
    name, down = wanted.order.removeprefix("-"), wanted.order.startswith("-")
    field, backward = FIELDS[name], down != back
    key, value = _read(name, mark)
    if name != "clock":
        return [_beyond(found, field, value, key, backward=backward)]
    parts = []
    at_rest = key and value is None
    # what stands still comes last in both directions: nothing that runs lies behind it, nothing of it before a running clock
    if not wanted.resting and (back or not at_rest):
        running = found.filter(runs_out_at__isnull=False)
        if wanted.states - OPEN:
            running = running.filter(stands_in())
        parts.append(_beyond(running, field, value, 0 if at_rest else key, backward=backward))
    if not wanted.running and not (back and value is not None):
        still = found.filter(runs_out_at__isnull=True)
        rest = still.filter(**{f"pk__{'lt' if backward else 'gt'}": key}) if at_rest else still
        places = ("pk",) if _by_key(wanted) else (field, "pk")
        parts.append(rest.order_by(*(f"-{one}" if backward else one for one in places)))
    return _by_state(parts, wanted) or [found.none()]


def _by_key(wanted: IssueFilter) -> bool:
    """Say along which index what stands still is read: that of the keys (of one side, or all); else along the empty clocks of the open or of a state.

    To the order it is all the same.
    """
    sides = wanted.area or wanted.unit or wanted.minor
    return bool(wanted.states - OPEN) and bool(sides or len(wanted.states) > 1)


def _by_state(parts: list[QuerySet[Issue]], wanted: IssueFilter) -> list[QuerySet[Issue]]:
    """Return parts divided by the states of the filter where these are few: the index runs along the clock within one state only."""
    if not 1 < len(wanted.states) <= FEW_STATES:
        return parts
    return [part.filter(state=state) for part in parts for state in sorted(wanted.states)]


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
