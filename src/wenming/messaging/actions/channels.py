"""Channels: set up, tried, switched on and off, given a new secret. Only those who keep them, and never without an event."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from wenming.kernel.actions import enqueue, record_event
from wenming.kernel.models import Account, City
from wenming.messaging.adapters import mail
from wenming.messaging.adapters.seals import seal
from wenming.messaging.adapters.webhooks import new_secret
from wenming.messaging.enums import TEST, ChannelKind, DeliveryState
from wenming.messaging.models import Channel, Delivery
from wenming.messaging.rules import keeps_channels
from wenming.organisations.rules import require_again

OVERLAP = timedelta(hours=24)
"""So long the old secret signs beside the new one after a rotation."""
BETWEEN_TESTS = timedelta(minutes=1)
DELIVER = "wenming.messaging.tasks.deliver"
FACTS = (
    "name", "events", "unit", "role", "sends_each", "sends_digest", "quiet_from", "quiet_until", "visit_lifts_quiet", "origin",
)  # fmt: skip
"""What may be changed beside address and secret."""


class ChannelRefusedError(Exception):
    """It was not possible with this channel; the message is a word, see enums.refusal_words."""


@transaction.atomic
def add_channel(
    *, city: City, kind: str, address: str, facts: Mapping[str, Any], by: Account, at: datetime, secret: str = ""
) -> tuple[Channel, str]:
    """Set a channel up, switched off, and return it with the secret of a webhook, which nobody can read again ("" for others).

    ``facts`` are those of ``FACTS``; ``secret`` is what a robot signs with. ChannelRefusedError("name_taken").
    """
    City.objects.select_for_update().get(pk=city.pk)
    require_again(keeps_channels, by, city)
    _require_free(city, facts["name"])
    made = new_secret() if kind == ChannelKind.WEBHOOK else ""
    channel = Channel.objects.create(
        city=city, kind=kind, address=seal(address), secret=seal(made or secret), created_at=at, **facts
    )
    _record("channel.added", channel, by, at)
    return channel, made


@transaction.atomic
def change_channel(
    *, channel: Channel, facts: Mapping[str, Any], by: Account, at: datetime, address: str = "", secret: str = ""
) -> Channel:
    """Change a channel; an address and a secret that are not given stay. ChannelRefusedError("name_taken")."""
    channel = _locked(channel)
    require_again(keeps_channels, by, channel.city)
    if facts["name"] != channel.name:
        _require_free(channel.city, facts["name"])
    for name in FACTS:
        setattr(channel, name, facts[name])
    if address:
        channel.address = seal(address)
    if secret and channel.kind != ChannelKind.WEBHOOK:
        channel.secret = seal(secret)
    channel.save()
    _record("channel.changed", channel, by, at, address=bool(address), secret=bool(secret))
    return channel


@transaction.atomic
def switch_channel(*, channel: Channel, on: bool, by: Account | None, at: datetime, reason: str = "") -> Channel:
    """Switch a channel on or off (``by=None``: the system, for a ``reason``). What waits when it is switched off is given up.

    ChannelRefusedError("no_mail").
    """
    channel = _locked(channel)
    if by is not None:
        require_again(keeps_channels, by, channel.city)
    if on and channel.kind == ChannelKind.EMAIL and not mail.available():
        raise ChannelRefusedError("no_mail")
    if channel.is_on == on:
        return channel
    channel.is_on, channel.on_since, channel.off_reason = on, at if on else None, reason
    channel.save(update_fields=["is_on", "on_since", "off_reason"])
    if not on:
        give_up(channel, "switched off")
    _record("channel.switched_on" if on else "channel.switched_off", channel, by, at, reason=reason)
    return channel


@transaction.atomic
def rotate_secret(*, channel: Channel, by: Account, at: datetime) -> str:
    """Give a webhook a new secret and return it, this once; the old one signs too for another day. ChannelRefusedError("no_secret")."""
    channel = _locked(channel)
    require_again(keeps_channels, by, channel.city)
    if channel.kind != ChannelKind.WEBHOOK:
        raise ChannelRefusedError("no_secret")
    made = new_secret()
    channel.old_secret, channel.old_secret_until = channel.secret, at + OVERLAP
    channel.secret = seal(made)
    channel.save(update_fields=["secret", "old_secret", "old_secret_until"])
    _record("channel.secret_rotated", channel, by, at)
    return made


@transaction.atomic
def try_channel(*, channel: Channel, by: Account, at: datetime) -> Delivery:
    """Send a test through a channel, also while it is off: once, at once. ChannelRefusedError("no_mail", "too_often")."""
    channel = _locked(channel)
    require_again(keeps_channels, by, channel.city)
    if channel.kind == ChannelKind.EMAIL and not mail.available():
        raise ChannelRefusedError("no_mail")
    tests = Delivery.objects.in_city(channel.city).filter(channel=channel, kind=TEST)
    if tests.filter(created_at__gt=at - BETWEEN_TESTS).exists():
        raise ChannelRefusedError("too_often")
    delivery = Delivery.objects.create(
        city=channel.city,
        channel=channel,
        key=f"{TEST}:{at.isoformat()}",
        kind=TEST,
        items=[{"kind": TEST, "number": f"T-{tests.count() + 1}", "path": f"/{channel.city.slug}/"}],
        next_try_at=at,
        created_at=at,
    )
    enqueue(DELIVER, delivery.pk)
    _record("channel.tried", channel, by, at)
    return delivery


def give_up(channel: Channel, reason: str) -> int:
    """Give up whatever waits for a channel; it can be replayed. For use inside another action."""
    waiting = Delivery.objects.in_city(channel.city).filter(channel=channel, next_try_at__isnull=False)
    return waiting.update(state=DeliveryState.DEAD, next_try_at=None, error=reason)


def _locked(channel: Channel) -> Channel:
    """Lock a channel of the city (never somebody's own digest)."""
    rows = Channel.objects.in_city(channel.city).select_for_update(of=("self",)).select_related("city")
    return rows.get(pk=channel.pk, account__isnull=True)


def _require_free(city: City, name: str) -> None:
    if Channel.objects.in_city(city).filter(name=name, account__isnull=True).exists():
        raise ChannelRefusedError("name_taken")


def _record(kind: str, channel: Channel, by: Account | None, at: datetime, **more: Any) -> None:
    """Record what happened; addresses and secrets stand in no event."""
    data = {"name": channel.name, "kind": str(channel.kind), **more}
    record_event(city=channel.city, kind=kind, subject=channel, data=data, by=by, at=at)
