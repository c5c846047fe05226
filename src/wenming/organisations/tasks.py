"""What workers do for the organisation: fetch and delegate."""

from __future__ import annotations

from django.utils import timezone

from wenming.kernel.models import Event
from wenming.kernel.queries.events import last_check
from wenming.organisations.actions.chain import check_chain


def check_asked_chain(event: Event) -> None:
    """Check a long chain; an asking that was answered is left alone."""
    last = last_check(event.city)
    if last is None or last.data["asked"] != event.number:
        check_chain(city=event.city, by=None, at=timezone.now(), asked=event)
