"""The calendar: seeded from the statutory one, corrected day by day, working hours by season, the days before an official visit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db import transaction

from wenming.engine.deadlines import Season, SpecialDay
from wenming.kernel.actions import record_event
from wenming.kernel.models import Account, City
from wenming.organisations.actions.units import NotPossibleError
from wenming.organisations.enums import DayStatus
from wenming.organisations.models import CalendarDay, VisitPeriod, WorkingHours
from wenming.organisations.rules import keeps_calendar, require_again


@transaction.atomic
def seed_days(*, city: City, days: Iterable[SpecialDay], source: str, by: Account | None, at: datetime) -> int:
    """Take over statutory days that the city does not have yet, and official ones in place of estimated ones; return how many.

    What the office has decided itself stays.
    """
    _allow(city, by)
    known = dict(CalendarDay.objects.in_city(city).values_list("day", "status"))
    wanted = [day for day in days if known.get(day.day, "") != DayStatus.OFFICIAL]
    changed = [day for day in wanted if known.get(day.day) != day.status.value]
    _put(city, changed, source)
    if changed:
        data = {"days": len(changed), "from": changed[0].day.isoformat(), "to": changed[-1].day.isoformat()}
        record_event(city=city, kind="calendar.seeded", subject=city, data=data, by=by, at=at)
    return len(changed)


@transaction.atomic
def write_days(
    *, city: City, days: Sequence[SpecialDay], source: str, by: Account | None, at: datetime, whole_year: bool = True
) -> int:
    """Write the days of a notice; they replace what was known of the same days, and the estimates of the same years."""
    _allow(city, by)
    years = {day.day.year for day in days} if whole_year else set()
    estimated = CalendarDay.objects.in_city(city).filter(status=DayStatus.ESTIMATED, day__year__in=years)
    estimated.delete()
    _put(city, days, source)
    data = {"days": len(days), "source": source, "years": sorted(years)}
    record_event(city=city, kind="calendar.written", subject=city, data=data, by=by, at=at)
    return len(days)


@transaction.atomic
def set_day(*, city: City, day: date, works: bool, name: str, by: Account | None, at: datetime) -> CalendarDay:
    """Decide one day: off or worked, whatever the statutory calendar says."""
    _allow(city, by)
    values = {"works": works, "name": name, "status": DayStatus.OFFICIAL, "source": ""}
    row, _created = CalendarDay.objects.in_city(city).update_or_create(
        day=day, defaults=values, create_defaults={**values, "city": city}
    )
    data = {"day": day.isoformat(), "works": works, "name": name}
    record_event(city=city, kind="calendar.day_set", subject=row, data=data, by=by, at=at)
    return row


@transaction.atomic
def clear_day(*, city: City, day: date, by: Account | None, at: datetime) -> None:
    """Let a day be what its weekday says. NotPossibleError("day_is_plain") where it is already."""
    _allow(city, by)
    row = CalendarDay.objects.in_city(city).filter(day=day).first()
    if row is None:
        raise NotPossibleError("day_is_plain")
    data = {"day": day.isoformat(), "works": row.works, "name": row.name}
    row.delete()
    record_event(city=city, kind="calendar.day_cleared", subject=city, data=data, by=by, at=at)


@transaction.atomic
def set_hours(*, city: City, seasons: Sequence[Season], by: Account | None, at: datetime) -> None:
    """Set the working hours by season; limits that begin from now on are counted by them. NotPossibleError("no_hours")."""
    _allow(city, by)
    if not any(season.hours for season in seasons):
        raise NotPossibleError("no_hours")
    WorkingHours.objects.in_city(city).delete()
    WorkingHours.objects.bulk_create(
        WorkingHours(
            city=city,
            since_month=season.since[0],
            since_day=season.since[1],
            hours=[list(span) for span in season.hours],
        )
        for season in seasons
    )
    data = {"seasons": [[*season.since, [list(span) for span in season.hours]] for season in seasons]}
    record_event(city=city, kind="calendar.hours_set", subject=city, data=data, by=by, at=at)


@transaction.atomic
def start_visit(*, city: City, reason: str, by: Account, at: datetime) -> VisitPeriod:
    """Begin 迎检: limits that begin from now on run day and night. NotPossibleError("visit_runs")."""
    _allow(city, by)
    if VisitPeriod.objects.in_city(city).filter(ended_at__isnull=True).exists():
        raise NotPossibleError("visit_runs")
    period = VisitPeriod.objects.create(city=city, reason=reason, starts_at=at, started_by=by)
    record_event(city=city, kind="visit.started", subject=period, data={"reason": reason}, by=by, at=at)
    return period


@transaction.atomic
def end_visit(*, city: City, by: Account, at: datetime) -> VisitPeriod:
    """End 迎检; limits that began in it keep running day and night. NotPossibleError("no_visit")."""
    _allow(city, by)
    period = VisitPeriod.objects.in_city(city).filter(ended_at__isnull=True).first()
    if period is None:
        raise NotPossibleError("no_visit")
    period.ended_at, period.ended_by = at, by
    period.save(update_fields=["ended_at", "ended_by"])
    record_event(city=city, kind="visit.ended", subject=period, data={"reason": period.reason}, by=by, at=at)
    return period


def _allow(city: City, by: Account | None) -> None:
    """Lock the city's calendar, and ask once more whether this person may change it."""
    City.objects.select_for_update().get(pk=city.pk)
    city.__dict__.pop("_calendar", None)
    if by is not None:
        require_again(keeps_calendar, by, city)


def _put(city: City, days: Sequence[SpecialDay], source: str) -> None:
    """Write days in place of what was known of them."""
    CalendarDay.objects.in_city(city).filter(day__in=[day.day for day in days]).delete()
    CalendarDay.objects.bulk_create(
        CalendarDay(city=city, day=day.day, works=day.works, name=day.name, status=day.status.value, source=source)
        for day in days
    )
