"""Reading the chain of events, and finding where it was tampered with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from wenming.kernel.models import City, Event, EventHead
from wenming.kernel.models.events import digest_of

CHECKED = "chain.checked"
"""Kind of the event that keeps what a check found."""


@dataclass(frozen=True, slots=True)
class ChainReport:
    """What checking one city's chain found: ``broken`` is the number of the first bad event, or None."""

    city: str
    events: int
    broken: int | None
    reason: str

    @property
    def whole(self) -> bool:
        """True when every event is as it was written and none is missing."""
        return self.broken is None


def verify_chain(city: City) -> ChainReport:
    """Recompute every digest of the city's chain in order and name the first event that does not fit.

    Found are a changed row, a missing row, an inserted row and a cut-off end (the head remembers the last number). What is written
    while it runs is left to the next check.
    """
    head = EventHead.objects.filter(city=city).first()
    last, end = (head.number, head.digest) if head else (0, "0" * 64)
    previous, number = "0" * 64, 0
    events = Event.objects.in_city(city).order_by("number")
    for event in events.filter(number__lte=last).iterator(chunk_size=2000):
        number += 1
        reason = _fault(event, number, previous)
        if reason:
            return ChainReport(city.slug, events.count(), number, reason)
        previous = event.digest
    if number != last or previous != end or _beyond_head(city):
        return ChainReport(city.slug, number, number + 1, "end_missing")
    return ChainReport(city.slug, number, None, "")


def _beyond_head(city: City) -> bool:
    """Tell whether rows stand behind the end of the chain; asked in one statement, so that an action that is just written does not count."""
    head = EventHead.objects.filter(city=city).values("number")[:1]
    return Event.objects.in_city(city).filter(number__gt=Coalesce(Subquery(head), 0)).exists()


def events_listed(city: City, *, words: str = "", until: datetime | None = None) -> QuerySet[Event]:
    """Return the events of a city with who did it: of people whose name or sign-in name holds the words, until a moment."""
    rows = Event.objects.in_city(city).select_related("by")
    if words:
        rows = rows.filter(Q(by__name__icontains=words) | Q(by__username__icontains=words))
    return rows if until is None else rows.filter(at__lt=until)


def chain_end(city: City) -> int:
    """Return the number of the last event."""
    return EventHead.objects.filter(city=city).values_list("number", flat=True).first() or 0


def last_check(city: City) -> Event | None:
    """Return the last check of the chain, which is an event itself."""
    subject = f"{city._meta.label}:{city.pk}"
    return (
        Event.objects.in_city(city)
        .filter(subject=subject, kind=CHECKED)
        .select_related("by")
        .order_by("-number")
        .first()
    )


def _fault(event: Event, number: int, previous: str) -> str:
    """Return why this event cannot be number ``number`` after ``previous``, or an empty text."""
    if event.number != number:
        return "row_missing"
    if event.previous != previous:
        return "link_broken"
    return "" if event.digest == digest_of(event) else "row_changed"
