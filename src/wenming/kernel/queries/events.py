"""Reading the chain of events, and finding where it was tampered with."""

from __future__ import annotations

from dataclasses import dataclass

from wenming.kernel.models import City, Event, EventHead
from wenming.kernel.models.events import digest_of


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

    Found are a changed row, a missing row, an inserted row and a cut-off end (the head remembers the last number).
    """
    previous, number = "0" * 64, 0
    events = Event.objects.in_city(city).order_by("number")
    for event in events.iterator(chunk_size=2000):
        number += 1
        reason = _fault(event, number, previous)
        if reason:
            return ChainReport(city.slug, events.count(), number, reason)
        previous = event.digest
    head = EventHead.objects.filter(city=city).first()
    last = head.number if head else 0
    if last != number or (head is not None and head.digest != previous):
        return ChainReport(city.slug, number, min(last, number) + 1, "end_missing")
    return ChainReport(city.slug, number, None, "")


def _fault(event: Event, number: int, previous: str) -> str:
    """Return why this event cannot be number ``number`` after ``previous``, or an empty text."""
    if event.number != number:
        return "row_missing"
    if event.previous != previous:
        return "link_broken"
    return "" if event.digest == digest_of(event) else "row_changed"
