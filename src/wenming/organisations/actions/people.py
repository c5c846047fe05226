"""People and what they are in units: several tenures at once, heads, deputies, successors. Nobody is deleted, tenures end."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Max

from wenming.kernel.actions import record_event
from wenming.kernel.models import Account, City
from wenming.organisations.actions.units import NotPossibleError
from wenming.organisations.adapters import sounds_of
from wenming.organisations.models import Person, Tenure, Unit
from wenming.organisations.rules import manages_organisation, require_again, sees_phones


@transaction.atomic
def add_person(*, city: City, name: str, phone: str = "", by: Account | None, at: datetime) -> Person:
    """Add a person; two people may share a name. The number itself stays out of the chain of events."""
    _allow(city, by)
    person = Person.objects.create(city=city, name=name, phone=phone, sounds=sounds_of(name))
    record_event(city=city, kind="person.added", subject=person, data={"name": name}, by=by, at=at)
    return person


@transaction.atomic
def change_person(*, person: Person, name: str, phone: str, by: Account | None, at: datetime) -> Person:
    """Correct a person's name or telephone number."""
    person = _locked(person, by)
    data = {"name": name, "from": person.name, "phone_changed": phone != person.phone}
    person.name, person.phone, person.sounds = name, phone, sounds_of(name)
    person.save(update_fields=["name", "phone", "sounds"])
    record_event(city=person.city, kind="person.changed", subject=person, data=data, by=by, at=at)
    return person


@transaction.atomic
def look_at_phone(*, person: Person, by: Account, at: datetime) -> str:
    """Return a person's telephone number; that somebody looked is remembered, the number is not."""
    person = Person.objects.in_city(person.city).select_for_update().select_related("city").get(pk=person.pk)
    require_again(sees_phones, by, person.city)
    record_event(city=person.city, kind="person.phone_seen", subject=person, data={}, by=by, at=at)
    return person.phone


@transaction.atomic
def begin_tenure(
    *,
    person: Person,
    unit: Unit,
    title: str,
    since: date,
    by: Account | None,
    at: datetime,
    until: date | None = None,
    is_head: bool = False,
    is_deputy: bool = False,
) -> Tenure:
    """Let a person hold a title in a unit from a day on, last in the unit's order.

    NotPossibleError("holds_already") for a title that runs on, ("unit_ended") for a unit that ended before that day.
    """
    person = _locked(person, by)
    if unit.ends_on is not None and unit.ends_on < since:
        raise NotPossibleError("unit_ended")
    if until is not None and until < since:
        raise NotPossibleError("ends_before_start")
    if person.tenures.filter(unit=unit, title=title, ends_on__isnull=True).exists():
        raise NotPossibleError("holds_already")
    last = unit.tenures.aggregate(last=Max("order"))["last"] or 0
    tenure = Tenure.objects.create(
        city=person.city,
        person=person,
        unit=unit,
        title=title,
        is_head=is_head,
        is_deputy=is_deputy,
        order=last + 1,
        starts_on=since,
        ends_on=until,
    )
    data = {"person": person.pk, "unit": unit.pk, "title": title, "since": since.isoformat()}
    record_event(city=person.city, kind="tenure.begun", subject=tenure, data=data, by=by, at=at)
    return tenure


@transaction.atomic
def end_tenure(*, tenure: Tenure, on: date, by: Account | None, at: datetime) -> Tenure:
    """Let ``on`` be the last day of a tenure."""
    tenure = _end(tenure, on, by)
    record_event(city=tenure.city, kind="tenure.ended", subject=tenure, data={"on": on.isoformat()}, by=by, at=at)
    return tenure


@transaction.atomic
def succeed_tenure(*, tenure: Tenure, person: Person, on: date, by: Account | None, at: datetime) -> Tenure:
    """Let another person take a title over on a day: same unit, same title, same place in the order; the tenure ends the day before."""
    if person.pk == tenure.person_id:
        raise NotPossibleError("same_person")
    former = _end(tenure, on - timedelta(days=1), by)
    after = Tenure.objects.create(
        city=former.city,
        person=person,
        unit=former.unit,
        title=former.title,
        is_head=former.is_head,
        is_deputy=former.is_deputy,
        order=former.order,
        starts_on=on,
    )
    data = {"before": former.pk, "person": person.pk, "on": on.isoformat()}
    record_event(city=former.city, kind="tenure.succeeded", subject=after, data=data, by=by, at=at)
    return after


@transaction.atomic
def arrange_tenures(*, unit: Unit, keys: Sequence[int], by: Account | None, at: datetime) -> None:
    """Put the tenures of a unit into protocol order. NotPossibleError("tenures_changed") unless all of them are named once."""
    _allow(unit.city, by)
    tenures = {tenure.pk: tenure for tenure in unit.tenures.select_for_update()}
    if sorted(keys) != sorted(tenures):
        raise NotPossibleError("tenures_changed")
    for order, key in enumerate(keys, start=1):
        tenures[key].order = order
    Tenure.objects.in_city(unit.city).bulk_update(tenures.values(), ["order"])
    record_event(city=unit.city, kind="tenure.arranged", subject=unit, data={"order": list(keys)}, by=by, at=at)


def _allow(city: City, by: Account | None) -> None:
    """Lock the city's organisation, and ask once more whether this person may change it."""
    City.objects.select_for_update().get(pk=city.pk)
    if by is not None:
        require_again(manages_organisation, by, city)


def _locked(person: Person, by: Account | None) -> Person:
    """Lock a person."""
    _allow(person.city, by)
    rows = Person.objects.in_city(person.city).select_for_update(of=("self",))
    return rows.select_related("city").get(pk=person.pk)


def _end(tenure: Tenure, last: date, by: Account | None) -> Tenure:
    """Lock a tenure and end it with a day."""
    _allow(tenure.city, by)
    rows = Tenure.objects.in_city(tenure.city).select_for_update(of=("self",))
    tenure = rows.select_related("city", "unit", "person").get(pk=tenure.pk)
    if tenure.ends_on is not None and tenure.ends_on <= last:
        raise NotPossibleError("tenure_ended")
    if last < tenure.starts_on:
        raise NotPossibleError("ends_before_start")
    tenure.ends_on = last
    tenure.save(update_fields=["ends_on"])
    return tenure
