"""Appending to the chain of events."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils.module_loading import import_string

from wenming.kernel.actions.jobs import enqueue
from wenming.kernel.models import Account, City, Event, EventHead
from wenming.kernel.models.events import digest_of


def record_event(
    *, city: City, kind: str, subject: models.Model, data: Mapping[str, Any], by: Account | None, at: datetime
) -> Event:
    """Append one event to the city's chain and hand it to the jobs, inside the transaction of the action itself.

    Kinds that no job waits for are handed to none. Call it last: it locks the head of the chain, so that actions of one city queue up only here. ``by=None`` means the
    system. Raises RuntimeError outside a transaction and TypeError for data whose bytes could differ between databases.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("record_event belongs into the transaction of the action that it records")
    head, _created = EventHead.objects.select_for_update().get_or_create(city=city)
    event = Event(
        city=city,
        number=head.number + 1,
        kind=kind,
        subject=f"{subject._meta.label}:{subject.pk}",
        data=dict(data),
        by=by,
        at=at,
        previous=head.digest,
    )
    event.digest = digest_of(event)
    event.save(force_insert=True)
    head.number, head.digest = event.number, event.digest
    head.save(update_fields=["number", "digest"])
    if kind in import_string(settings.EVENT_JOBS):
        enqueue(settings.EVENT_DISPATCH, event.pk)
    return event
