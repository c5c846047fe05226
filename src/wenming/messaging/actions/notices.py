"""Telling people of the campaign, and ending what they were asked."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from wenming.kernel.actions import record_event
from wenming.kernel.models import Account, City
from wenming.messaging.enums import NoticeKind
from wenming.messaging.models import Notice, PutAway
from wenming.messaging.rules import finishes_tasks
from wenming.organisations.models import Unit
from wenming.organisations.rules import require_again


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
    news: str = "",
    number: str = "",
) -> Notice:
    """Put a line into the inboxes of a post's holders (``role``, ``unit``) or of one ``account``; once per ``key``.

    ``key`` names the cause ("recheck:7:2026-11-01"): telling it again changes nothing, so that jobs may run twice. It is the system that
    speaks, by what an action's own event has recorded already; no event of its own. ``news`` and ``number`` may be said of it outside, in a
    digest; nothing leaves by this action itself (``announce``).
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
            "news": news,
            "number": number,
            "created_at": at,
        },
    )
    return notice


@transaction.atomic
def settle(*, city: City, key: str, by: Account | None, at: datetime) -> int:
    """End the open tasks with this key: what they asked for has been done. Return how many were open."""
    open_ = Notice.objects.in_city(city).select_for_update().filter(key=key, kind=NoticeKind.TASK, done_at__isnull=True)
    return open_.update(done_at=at, done_by=by)


@transaction.atomic
def put_away(*, notices: Iterable[Notice], city: City, by: Account, at: datetime) -> int:  # noqa: ARG001  every action knows its hour
    """Put lines of the own inbox away. Nobody else is told, and no event says so: what a person has read is nobody's business."""
    rows = [PutAway(city=city, notice=notice, account=by) for notice in notices]
    return len(PutAway.objects.bulk_create(rows, ignore_conflicts=True))


@transaction.atomic
def take_back(*, notice: Notice, by: Account, at: datetime) -> None:  # noqa: ARG001  every action knows its hour
    """Let a line stand in the own inbox again."""
    PutAway.objects.in_city(notice.city).filter(notice=notice, account=by).delete()


@transaction.atomic
def finish(*, notice: Notice, by: Account, at: datetime) -> bool:
    """Say that a task is done, for everybody to whom it was put; False where somebody has said so already.

    A task with ``news`` is the turn of a matter that has a loop of its own: it ends by what is done with the matter (``settle``).
    """
    require_again(finishes_tasks, by, notice.city)
    open_ = Notice.objects.in_city(notice.city).select_for_update(of=("self",))
    task = open_.filter(pk=notice.pk, kind=NoticeKind.TASK, done_at__isnull=True, news="").first()
    if task is None:
        return False
    task.done_at, task.done_by = at, by
    task.save(update_fields=["done_at", "done_by"])
    data = {"key": task.key, "title": task.title}
    record_event(city=notice.city, kind="task.finished", subject=task, data=data, by=by, at=at)
    return True
