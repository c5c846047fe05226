"""What workers do with photos: look at those that just came in; by night at those that were left."""

from __future__ import annotations

from django.utils import timezone

from wenming.evidence.actions import keep_site_photos, look_at_new
from wenming.kernel.models import City, Event


def look_at_sent(event: Event) -> None:
    """Look at what came in, of this step and of any before it; nothing to look at costs one query."""
    look_at_new(city=event.city, by=None, at=timezone.now())


def look_at_sites(event: Event) -> None:
    """Keep the new photo of a site as evidence, and look at it."""
    keep_site_photos(city=event.city, by=None, at=timezone.now())
    look_at_new(city=event.city, by=None, at=timezone.now())


def look_at_left() -> int:
    """Look at whatever is left in every city (a burst, a restored archive), batch by batch."""
    looked = 0
    for city in City.objects.all():
        while done := look_at_new(city=city, by=None, at=timezone.now()):
            looked += done
    return looked
