"""What goes out: written in the transaction of the job that tells, tried until it has arrived or is given up."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from wenming.kernel.actions import enqueue, record_event
from wenming.kernel.models import Account, City
from wenming.messaging.actions.channels import DELIVER, give_up
from wenming.messaging.actions.notices import tell
from wenming.messaging.adapters import Outcome
from wenming.messaging.enums import DIGEST, TEST, ChannelKind, DeliveryState
from wenming.messaging.models import Channel, Delivery
from wenming.messaging.queries import due_of, open_news_of
from wenming.messaging.rules import keeps_channels, quiet_until
from wenming.organisations.enums import Role
from wenming.organisations.queries import calendar_of, visit_runs
from wenming.organisations.rules import cities_of, require_again

_S, _MIN, _H = 1.0, 60.0, 3600.0
LADDER = (5 * _S, 5 * _MIN, 30 * _MIN, 2 * _H, 5 * _H, 10 * _H, 14 * _H, 20 * _H, 24 * _H)
"""Seconds until the next attempt after the first, second … failed one; after the last it is given up."""
SPREAD = 0.2
"""By so much of it a wait is lengthened, drawn anew each time, so that receivers are not met by everything at once."""
LEASE = timedelta(minutes=2)
"""So long an attempt may take; if its worker is killed, another one begins after that."""
KEPT = timedelta(days=90)
"""So long deliveries that have arrived or were given up are kept."""
Addressee = tuple[str, int | None]
"""A role ("" = any) and the key of a unit (None = the whole city)."""


@dataclass(frozen=True, slots=True)
class News:
    """What may be said outside: kind (enums.NEWS), number, path of the page. ``cause`` makes it once."""

    kind: str
    number: str
    path: str
    cause: str


@transaction.atomic
def announce(*, city: City, news: News, to: Collection[Addressee], at: datetime) -> list[Delivery]:
    """Let news out through every channel that wants it, once per cause; ``to`` are those who were told inside.

    A channel of the whole city is told everything, that of a unit or role what is told to them; what happened before it was switched on
    (``at``) does not go out. Most cities have no channel: one query.
    """
    channels = (
        Channel.objects.in_city(city).filter(on_since__lte=at, sends_each=True, account__isnull=True).order_by("pk")
    )
    wanted = [one for one in channels if _wants(one, news.kind, to)]
    if not wanted:
        return []
    visits = visit_runs(city, at)
    rows = []
    for channel in wanted:
        row, created = Delivery.objects.in_city(city).get_or_create(
            city=city,
            channel=channel,
            key=news.cause,
            defaults={
                "kind": news.kind,
                "items": [{"kind": news.kind, "number": news.number, "path": news.path}],
                "next_try_at": quiet_until(channel, at, city.zone, visits=visits) or at,
                "created_at": at,
            },
        )
        if created:
            rows.append(row)
        # robots and mail are bundled by the round of each minute; a machine wants its news now
        if created and channel.kind == ChannelKind.WEBHOOK:
            enqueue(DELIVER, row.pk)
    return rows


def _wants(channel: Channel, kind: str, to: Collection[Addressee]) -> bool:
    """Tell whether a channel is for this news."""
    if channel.events and kind not in channel.events:
        return False
    if not channel.role and channel.unit_id is None:
        return True
    return any(channel.role in {"", role} and (channel.unit_id is None or channel.unit_id == unit) for role, unit in to)


@transaction.atomic
def begin_attempt(*, channel: Channel, most: int, at: datetime, only: int | None = None) -> list[Delivery]:
    """Take what is due for a channel, at most so many (``only``: this one), and count the attempt before it is made.

    Nothing where another worker has it, in quiet hours, and while the channel is off, except for a test.
    """
    channel = (
        Channel.objects.in_city(channel.city).select_for_update(of=("self",)).select_related("city").get(pk=channel.pk)
    )
    rows = due_of(channel, at=at)
    if only is not None:
        rows = rows.filter(pk=only)
    if not channel.is_on:
        rows = rows.filter(kind=TEST)
    taken = list(rows[:most])
    later = quiet_until(channel, at, channel.city.zone, visits=bool(taken) and visit_runs(channel.city, at))
    held = [row for row in taken if later and row.kind != TEST]
    taken = [row for row in taken if row not in held]
    for row in held:
        row.next_try_at = later
    for row in taken:
        row.next_try_at, row.attempts = at + LEASE, row.attempts + 1
    Delivery.objects.in_city(channel.city).bulk_update([*held, *taken], ["next_try_at", "attempts"])
    return taken


@transaction.atomic
def end_attempt(
    *, channel: Channel, deliveries: Iterable[Delivery], outcome: Outcome, at: datetime, draw: float = 0.0
) -> list[Delivery]:
    """Write down what came of an attempt; ``draw`` (0 to 1) lengthens the wait.

    A receiver that is gone switches its channel off; one that is down or full makes everything for it wait.
    """
    channel = (
        Channel.objects.in_city(channel.city).select_for_update(of=("self",)).select_related("city").get(pk=channel.pk)
    )
    rows = list(
        Delivery.objects.in_city(channel.city).filter(pk__in=[one.pk for one in deliveries], next_try_at__isnull=False)
    )
    for row in rows:
        _note(row, outcome, at, draw)
    fields = ["state", "next_try_at", "sent_at", "error"]
    Delivery.objects.in_city(channel.city).bulk_update(rows, fields)
    if outcome.gone and channel.is_on:
        channel.is_on, channel.on_since, channel.off_reason = False, None, outcome.error
        channel.save(update_fields=["is_on", "on_since", "off_reason"])
        give_up(channel, outcome.error)
        data = {"name": channel.name, "kind": str(channel.kind), "reason": outcome.error}
        record_event(city=channel.city, kind="channel.switched_off", subject=channel, data=data, by=None, at=at)
    elif outcome.slow:
        until = max((row.next_try_at for row in rows if row.next_try_at), default=at)
        others = Delivery.objects.in_city(channel.city).filter(channel=channel, next_try_at__lt=until)
        others.update(next_try_at=until)
    if outcome.gone or any(row.state == DeliveryState.DEAD and row.kind != TEST for row in rows):
        _warn(channel, at)
    return rows


def _note(row: Delivery, outcome: Outcome, at: datetime, draw: float) -> None:
    """Set what one delivery has become."""
    row.error = outcome.error[:300]
    if not outcome.error:
        row.state, row.sent_at, row.next_try_at = DeliveryState.SENT, at, None
    elif outcome.gone or row.kind == TEST or row.attempts > len(LADDER):
        row.state, row.next_try_at = DeliveryState.DEAD, None
    else:
        wait = max(LADDER[row.attempts - 1], outcome.wait) * (1 + SPREAD * draw)
        row.state, row.next_try_at = DeliveryState.FAILED, at + timedelta(seconds=wait)


def _warn(channel: Channel, at: datetime) -> None:
    """Tell those who keep the installation, once a day, that a channel does not work."""
    if channel.account_id is not None:
        return
    day = at.astimezone(channel.city.zone).date()
    tell(
        city=channel.city,
        key=f"channel:{channel.pk}:{day.isoformat()}",
        title=_("通知渠道“%(name)s”发送失败") % {"name": channel.name},
        text=_("请查看外发记录；修好后可以重发。"),
        url=f"/{channel.city.slug}/inbox/channels/{channel.pk}/",
        role=Role.SYSTEM_ADMINISTRATOR,
        at=at,
    )


@transaction.atomic
def replay_delivery(*, delivery: Delivery, by: Account, at: datetime) -> bool:
    """Send a delivery again under its old id, with all attempts anew; False while it waits anyway."""
    row = (
        Delivery.objects.in_city(delivery.city)
        .select_for_update(of=("self",))
        .select_related("city", "channel")
        .get(pk=delivery.pk)
    )
    require_again(keeps_channels, by, row.city)
    if row.next_try_at is not None:
        return False
    row.state, row.next_try_at, row.attempts, row.sent_at, row.error = DeliveryState.WAITING, at, 0, None, ""
    row.save(update_fields=["state", "next_try_at", "attempts", "sent_at", "error"])
    enqueue(DELIVER, row.pk)
    data = {"channel": row.channel.name, "key": row.key}
    record_event(city=row.city, kind="delivery.replayed", subject=row, data=data, by=by, at=at)
    return True


@transaction.atomic
def queue_digests(*, city: City, at: datetime) -> list[Delivery]:
    """Queue the digests of a working day (08:30), one for each channel that has something open; twice queues nothing twice."""
    day = at.astimezone(city.zone).date()
    channels = (
        Channel.objects.in_city(city).filter(is_on=True, sends_digest=True).select_related("account", "city", "unit")
    )
    rows = []
    for channel in channels if calendar_of(city).works_on(day) else ():
        left = channel.account is not None and city not in cities_of(channel.account)
        items = [] if left else open_news_of(channel, at=at)
        if not items:
            continue
        defaults = {"kind": DIGEST, "items": items, "next_try_at": at, "created_at": at}
        row, created = Delivery.objects.in_city(city).get_or_create(
            city=city, channel=channel, key=f"{DIGEST}:{day.isoformat()}", defaults=defaults
        )
        rows += [row] if created else []
    return rows


@transaction.atomic
def sweep_deliveries(*, by: Account | None, at: datetime) -> int:  # noqa: ARG001  every action knows who
    """Forget what arrived, or was given up, long ago. Return how many."""
    over = Delivery.objects.across_cities().filter(next_try_at__isnull=True, created_at__lt=at - KEPT)
    return over.delete()[0]
