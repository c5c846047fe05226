"""Reading people and their tenures: always in protocol order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from wenming.kernel.models import City
from wenming.organisations.models import Person, Tenure


def running(on: date) -> Q:
    """Return the condition that a tenure or a post runs on a day."""
    return Q(starts_on__lte=on) & (Q(ends_on__isnull=True) | Q(ends_on__gte=on))


def tenures_in(city: City, *, on: date | None = None) -> QuerySet[Tenure]:
    """Return tenures with person and unit: units in protocol order, in each the tenures in theirs; with ``on``, those that run then."""
    tenures = Tenure.objects.in_city(city).select_related("person", "unit").order_by("unit__position", "order", "pk")
    return tenures if on is None else tenures.filter(running(on))


def people_found(city: City, words: str, *, on: date) -> QuerySet[Person]:
    """Return the people that somebody may mean, by characters, pinyin or initials of the name, or by the name of their unit."""
    words = words.strip()
    people = Person.objects.in_city(city)
    if not words:
        return people
    there = tenures_in(city, on=on).filter(person=OuterRef("pk"))
    by_unit = there.filter(Q(unit__name__icontains=words) | Q(unit__short_name__icontains=words))
    sounds = words.replace(" ", "").lower()
    return people.filter(Q(name__icontains=words) | Q(sounds__icontains=sounds) | Exists(by_unit))


def tenures_held(city: City, people: Iterable[Person], *, on: date) -> dict[int, list[Tenure]]:
    """Return what people are on a day, by the person's key, in protocol order. One query."""
    held: dict[int, list[Tenure]] = defaultdict(list)
    for one in tenures_in(city, on=on).filter(person__in=[person.pk for person in people]):
        held[one.person_id].append(one)
    return held
