"""What workers do with photos: look at those that just came in; by night at those that were left."""

from __future__ import annotations

from django.utils import timezone

from wenming.evidence.actions import keep_site_photos, look_at_new
from wenming.evidence.actions.looking import BATCH
from wenming.evidence.models import Evidence
from wenming.kernel.actions import enqueue
from wenming.kernel.models import City, Event


def look_at_sent(event: Event) -> None:
    """Have somebody look at what came in, of this step and of any before it; nothing to look at costs one query.

    Jobs of events run inside a transaction, looking takes seconds: it is queued by itself.
    """
    if Evidence.objects.in_city(event.city).filter(looked_at__isnull=True).exists():
        enqueue("wenming.evidence.tasks.look_at_city", event.city_id, cluster="long")


def look_at_sites(event: Event) -> None:
    """Keep the new photo of a site as evidence, and have somebody look at it."""
    keep_site_photos(city=event.city, by=None, at=timezone.now())
    look_at_sent(event)


def look_at_city(city_id: int) -> int:
    """Look at one batch of a city's photos, and queue the next one where it was full."""
    looked = look_at_new(city=City.objects.get(pk=city_id), by=None, at=timezone.now())
    if looked == BATCH:
        enqueue("wenming.evidence.tasks.look_at_city", city_id, cluster="long")
    return looked


def look_at_left() -> int:
    """Look at whatever is left in every city (a burst, a restored archive), batch by batch."""
    looked = 0
    for city in City.objects.all():
        while done := look_at_new(city=city, by=None, at=timezone.now()):
            looked += done
    return looked
