"""A request is registered before it is made: the weeks of the units are locked, counted, and a full one refuses it with the numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import transaction

from wenming.burden.enums import COUNTED_AS, AskPurpose, Measure, RefusalReason
from wenming.burden.models import Ask, RefusedAsk, WeekLoad
from wenming.burden.queries.budgets import estimates_on, limits_on, week_of
from wenming.burden.queries.loads import earlier_of
from wenming.burden.rules import asks_units, withdraws
from wenming.kernel.actions import record_event
from wenming.kernel.models import Account, City
from wenming.organisations.models import Unit
from wenming.organisations.rules import require_again

TEXT_LENGTH = 200
Loads = Mapping[int, WeekLoad]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be asked of a unit; see models.Ask. ``minutes`` None = the city's estimate for the kind."""

    unit: Unit
    kind: str
    purpose: str
    reference: str
    fact: str
    why: str
    count: int = 1
    minutes: int | None = None
    community: Unit | None = None
    until: date | None = None

    @property
    def bearers(self) -> list[Unit]:
        """The units whose week it counts in."""
        other = self.community
        return [self.unit] if other is None or other.pk == self.unit.pk else [self.unit, other]


@dataclass(frozen=True, slots=True)
class Over:
    """A unit whose week would hold more than it may: ``used`` so far, ``wanted`` now, ``most`` allowed, by one measure."""

    unit: Unit
    measure: str
    used: int
    wanted: int
    most: int
    example: Wanted


class AskRefusedError(Exception):
    """It was not possible with this request; the message is a word, see enums.refusal_words."""


class OverBudgetError(Exception):
    """The week of some units would be too full; ``overs`` carries the numbers."""

    def __init__(self, week: date, overs: Sequence[Over]) -> None:
        super().__init__("; ".join(f"{one.unit} {one.measure} {one.used}+{one.wanted}>{one.most}" for one in overs))
        self.week, self.overs = week, tuple(overs)


class RepeatedAskError(Exception):
    """The fact is asked of the unit already: ``earlier`` is that request."""

    def __init__(self, week: date, wanted: Wanted, earlier: Ask) -> None:
        super().__init__(wanted.reference)
        self.week, self.wanted, self.earlier = week, wanted, earlier


@transaction.atomic
def register_ask(
    *,
    city: City,
    asks: Sequence[Wanted],
    by: Account | None,
    at: datetime,
    made_on: date | None = None,
) -> list[Ask]:
    """Register what is to be asked, all of it or nothing, and count it in the week. ``by=None``: the system.

    ``made_on``: on paper, on an earlier day; then it is counted in the week of that day, and nothing can be refused any more.
    AskRefusedError("nothing_asked", "no_fact", "no_reason", "no_count", "asked_twice", "unit_ended"), RepeatedAskError, OverBudgetError.
    """
    if by is not None:
        require_again(asks_units, by, city)
    today = at.astimezone(city.zone).date()
    day = made_on or today
    _check(asks, day)
    loads = _locked(city, {unit.pk for one in asks for unit in one.bearers}, week_of(day))
    minutes = estimates_on(city, day)
    asks = [one if one.minutes is not None else replace(one, minutes=minutes[str(one.kind)]) for one in asks]
    if day >= today:
        _require_new(city, asks, day)
        _require_room(city, asks, loads, week_of(day))
    rows = [_row(city, one, week_of(day), by, at) for one in asks]
    Ask.objects.bulk_create(rows)
    _count(asks, loads, 1)
    data = {"asks": [row.pk for row in rows], "week": week_of(day).isoformat(), "purpose": str(asks[0].purpose)}
    record_event(city=city, kind="ask.registered", subject=rows[0], data=data, by=by, at=at)
    return rows


@transaction.atomic
def withdraw_ask(*, ask: Ask, by: Account | None, at: datetime) -> Ask:
    """Take a request back: its week has room again, and the fact may be asked anew. AskRefusedError("withdrawn_already").

    What part of the work asked for is taken back there, by that work (``by=None``); by hand only what was registered by hand ("asked_by_work").
    """
    held = (
        Ask.objects.in_city(ask.city)
        .select_for_update(of=("self",))
        .select_related("city", "unit", "community")
        .get(pk=ask.pk)
    )
    if by is not None:
        require_again(withdraws(held), by, held.city)
    if held.withdrawn_at is not None:
        raise AskRefusedError("withdrawn_already")
    if by is not None and held.purpose != AskPurpose.OTHER:
        raise AskRefusedError("asked_by_work")
    held.withdrawn_at = at
    held.save(update_fields=["withdrawn_at"])
    gone = Wanted(
        held.unit, held.kind, held.purpose, held.reference, held.fact, held.why, held.count, held.minutes, held.community
    )  # fmt: skip
    _count([gone], _locked(held.city, {unit.pk for unit in gone.bearers}, held.week), -1)
    record_event(city=held.city, kind="ask.withdrawn", subject=held, data={"week": held.week.isoformat()}, by=by, at=at)
    return held


@contextmanager
def keeping_refusals(*, city: City, by: Account | None, at: datetime) -> Iterator[None]:
    """Do something that registers requests, whole or not at all; if it is refused, that stays on record, and the refusal goes on."""
    try:
        with transaction.atomic():
            yield
    except OverBudgetError as fault:
        _keep(city, fault.week, [_refused(one) for one in fault.overs], by, at)
        raise
    except RepeatedAskError as fault:
        row = RefusedAsk(reason=RefusalReason.REPEAT, earlier=fault.earlier, **_named(fault.wanted))
        _keep(city, fault.week, [row], by, at)
        raise


@transaction.atomic
def _keep(city: City, week: date, rows: Sequence[RefusedAsk], by: Account | None, at: datetime) -> None:
    """Keep what was refused."""
    for row in rows:
        row.city, row.week, row.by, row.at = city, week, by, at
        row.save()
    data = {"refused": [row.pk for row in rows], "week": week.isoformat()}
    record_event(city=city, kind="ask.refused", subject=rows[0], data=data, by=by, at=at)


def _refused(one: Over) -> RefusedAsk:
    """Return the record of a week that would have been too full."""
    facts = {**_named(one.example), "unit": one.unit}
    return RefusedAsk(
        reason=RefusalReason.OVER_BUDGET, measure=one.measure, used=one.used, wanted=one.wanted, most=one.most, **facts
    )


def _named(one: Wanted) -> dict[str, object]:
    return {"unit": one.unit, "kind": one.kind, "purpose": one.purpose, "fact": one.fact[:TEXT_LENGTH]}


def _check(asks: Sequence[Wanted], day: date) -> None:
    """Raise AskRefusedError where a request says too little."""
    checks = (
        ("nothing_asked", asks),
        ("no_fact", all(one.fact.strip() and one.reference.strip() for one in asks)),
        ("no_reason", all(one.why.strip() for one in asks)),
        ("no_count", all(one.count >= 1 for one in asks)),
        ("asked_twice", len({(one.unit.pk, one.reference.strip()) for one in asks}) == len(asks)),
        ("unit_ended", all(unit.ends_on is None or unit.ends_on >= day for one in asks for unit in one.bearers)),
    )
    for reason, fits in checks:
        if not fits:
            raise AskRefusedError(reason)


def _locked(city: City, units: Iterable[int], week: date) -> Loads:
    """Lock the weeks of some units, which begin empty, in one order for everybody."""
    keys = sorted(units)
    WeekLoad.objects.bulk_create((WeekLoad(city=city, unit_id=key, week=week) for key in keys), ignore_conflicts=True)
    rows = WeekLoad.objects.in_city(city).select_for_update().filter(week=week, unit__in=keys).order_by("unit_id")
    return {row.unit_id: row for row in rows}


def _require_new(city: City, asks: Sequence[Wanted], day: date) -> None:
    """Raise RepeatedAskError for a fact that its unit is asked for already."""
    known = earlier_of(city, {one.unit.pk for one in asks}, [one.reference.strip() for one in asks], day)
    for one in asks:
        earlier = known.get((one.unit.pk, one.reference.strip()))
        if earlier is not None:
            raise RepeatedAskError(week_of(day), one, earlier)


def _measures(one: Wanted) -> dict[str, int]:
    """Return measure -> how much a request adds to a week."""
    added = {str(Measure.MINUTES): one.count * (one.minutes or 0)}
    if one.kind in COUNTED_AS:
        added[COUNTED_AS[str(one.kind)]] = one.count
    return added


def _require_room(city: City, asks: Sequence[Wanted], loads: Loads, week: date) -> None:
    """Raise OverBudgetError with every unit and measure for which the week would be too full."""
    limits, wanted = limits_on(city, week), Counter[tuple[int, str]]()
    units: dict[int, tuple[Unit, Wanted]] = {}
    for one in asks:
        for unit in one.bearers:
            units.setdefault(unit.pk, (unit, one))
            wanted.update({(unit.pk, measure): number for measure, number in _measures(one).items()})
    overs = []
    for (key, measure), more in wanted.items():
        unit, example = units[key]
        used, most = getattr(loads[key], measure), getattr(limits[unit.kind], measure)
        if used + more > most:
            overs.append(Over(unit, measure, used, more, most, example))
    if overs:
        raise OverBudgetError(week, sorted(overs, key=lambda one: (one.unit.position, one.measure)))


def _row(city: City, one: Wanted, week: date, by: Account | None, at: datetime) -> Ask:
    """Return the record of a request."""
    other = one.community if len(one.bearers) > 1 else None
    return Ask(
        city=city,
        unit=one.unit,
        community=other,
        kind=one.kind,
        count=one.count,
        minutes=one.minutes,
        purpose=one.purpose,
        reference=one.reference.strip(),
        fact=one.fact.strip()[:TEXT_LENGTH],
        why=one.why.strip()[:TEXT_LENGTH],
        week=week,
        until=one.until,
        by=by,
        at=at,
    )


def _count(asks: Iterable[Wanted], loads: Loads, sign: int) -> None:
    """Add requests to locked weeks, or take them off."""
    for one in asks:
        for unit in one.bearers:
            for measure, number in _measures(one).items():
                setattr(loads[unit.pk], measure, getattr(loads[unit.pk], measure) + sign * number)
    for row in loads.values():
        row.save(update_fields=["photos", "forms", "minutes"])
