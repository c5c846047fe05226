"""Telling people of the campaign, and ending what they were asked."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from wenming.kernel.models import Account, City
from wenming.messaging.enums import NoticeKind
from wenming.messaging.models import Notice
from wenming.organisations.models import Unit


@transaction.atomic
def tell(
    *,
    city: City,
    key: str,
    title: str,
    at: datetime,
    kind: str = "notice",
    text: str = "",
    url: str = "",
    role: str = "",
    unit: Unit | None = None,
    account: Account | None = None,
    due_on: date | None = None,
) -> Notice:
    """Put a line into the inboxes of a post's holders (``role``, ``unit``) or of one ``account``; once per ``key``.

    ``key`` names the cause ("recheck:7:2026-11-01"): telling it again changes nothing, so that jobs may run twice. It is the system that
    speaks, by what an action's own event has recorded already; no event of its own.
    """
    notice, _created = Notice.objects.in_city(city).get_or_create(
        city=city,
        key=key,
        defaults={
            "kind": kind,
            "title": title[:120],
            "text": text[:300],
            "url": url,
            "role": role,
            "unit": unit,
            "account": account,
            "due_on": due_on,
            "created_at": at,
        },
    )
    return notice


@transaction.atomic
def settle(*, city: City, key: str, by: Account | None, at: datetime) -> int:
    """End the open tasks with this key: what they asked for has been done. Return how many were open."""
    open_ = Notice.objects.in_city(city).select_for_update().filter(key=key, kind=NoticeKind.TASK, done_at__isnull=True)
    return open_.update(done_at=at, done_by=by)
