"""Papers are read by the machine when they are handed in, and by night whatever was left."""

from __future__ import annotations

from django.utils import timezone

from wenming.kernel.actions import enqueue
from wenming.kernel.models import City, Event
from wenming.materials.actions.checking import BATCH, read_new_papers
from wenming.materials.queries.checking import unread_papers

_READ = "wenming.materials.tasks.checking.read_city"


def read_submitted(event: Event) -> None:
    """Have somebody read what was handed in; nothing to read costs one query. Reading takes seconds: it is queued by itself."""
    if unread_papers(event.city).exists():
        enqueue(_READ, event.city_id, cluster="long")


def read_city(city_id: int) -> int:
    """Read one batch of a city's papers, and queue the next one where it was full."""
    read = read_new_papers(city=City.objects.get(pk=city_id), by=None, at=timezone.now())
    if read == BATCH:
        enqueue(_READ, city_id, cluster="long")
    return read


def read_left() -> int:
    """Read whatever is left in every city (a burst, a restored archive), batch by batch."""
    read = 0
    for city in City.objects.all():
        while done := read_new_papers(city=city, by=None, at=timezone.now()):
            read += done
    return read
