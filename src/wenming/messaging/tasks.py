"""What workers run: tell people of their posts; carry out of the house what waits, every minute."""

from __future__ import annotations

import hashlib
import logging
import random
from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from wenming.kernel.models import City, Event
from wenming.messaging.actions import begin_attempt, end_attempt, queue_digests, tell
from wenming.messaging.actions import sweep_deliveries as sweep
from wenming.messaging.actions.own import draw_proof
from wenming.messaging.adapters import BUNDLE, Outcome, Parcel, carry, mail
from wenming.messaging.adapters.outcomes import Item
from wenming.messaging.adapters.seals import BrokenSealError, unseal
from wenming.messaging.enums import DIGEST
from wenming.messaging.models import Channel, Delivery
from wenming.messaging.queries import channels_due
from wenming.organisations.enums import Role
from wenming.organisations.models import Post

log = logging.getLogger(__name__)
ROUND = timedelta(seconds=20)
"""After so long a round begins no further attempt, so that it ends before its worker is stopped."""


def tell_of_post(event: Event) -> None:
    """Tell a person of a post that was given (``post.appointed``), lent (``post.delegated``) or ended (``post.ended``)."""
    number = int(event.subject.rpartition(":")[2])
    post = Post.objects.in_city(event.city).select_related("city", "account", "unit").get(pk=number)
    tell(
        city=event.city,
        key=f"{event.kind}:{event.pk}",
        title=_TITLES[event.kind]() % {"post": _named(post)},
        text=_period(post),
        url=reverse("organisations:posts", args=[event.city.slug]),
        account=post.account,
        at=event.at,
    )


_TITLES = {
    "post.appointed": lambda: _("您获得岗位：%(post)s"),
    "post.delegated": lambda: _("您受委托担任岗位：%(post)s"),
    "post.ended": lambda: _("您的岗位已结束：%(post)s"),
}


def _named(post: Post) -> str:
    """Return what a post is, and for which unit."""
    role = str(Role(post.role).label)
    return f"{role}（{post.unit.name}）" if post.unit else role


def _period(post: Post) -> str:
    """Say until when a post runs."""
    if post.ends_on is None:
        return _("从 %(day)s 起") % {"day": formats.date_format(post.starts_on, "DATE_FORMAT")}
    return _("最后一天：%(day)s") % {"day": formats.date_format(post.ends_on, "DATE_FORMAT")}


def deliver(pk: int) -> int:
    """Try one delivery now, if it is due; return how many left."""
    row = Delivery.objects.across_cities().select_related("channel__city").get(pk=pk)
    return attempt(row.channel, at=timezone.now(), only=pk)


def deliver_due() -> int:
    """Every minute: try what is due, channel by channel; return how many left."""
    begun = timezone.now()
    left = 0
    for channel in channels_due(at=begun):
        while timezone.now() - begun < ROUND:
            tried = attempt(channel, at=timezone.now())
            left += tried
            if not tried:
                break
    return left


def attempt(channel: Channel, *, at: datetime, only: int | None = None) -> int:
    """Make one message of what is due for a channel and try to carry it out; return how many deliveries it held.

    The attempt is counted before it is made: a worker that is killed on the way has another one make it again, under the same id.
    """
    most = BUNDLE[channel.kind] if only is None else 1
    taken = begin_attempt(channel=channel, most=most, only=only, at=at)
    # a digest is a letter of its own
    for parcel in [[one for one in taken if one.kind != DIGEST], *([one] for one in taken if one.kind == DIGEST)]:
        if parcel:
            outcome = _carry(channel, parcel, at)
            if outcome.error:
                log.warning("delivery failed: %s", outcome.error, extra={"channel": channel.pk})
            end_attempt(channel=channel, deliveries=parcel, outcome=outcome, at=at, draw=random.random())  # noqa: S311  no secret
    return len(taken)


def _carry(channel: Channel, taken: list[Delivery], at: datetime) -> Outcome:
    """Pack what was taken and hand it to the channel's carrier."""
    try:
        address, secret = unseal(channel.address), unseal(channel.secret)
        old = unseal(channel.old_secret) if channel.old_secret_until and channel.old_secret_until > at else ""
    except BrokenSealError:
        return Outcome("sealed with another key")
    origin = (settings.PUBLIC_ADDRESS or channel.origin).rstrip("/")
    items = tuple(Item(one["kind"], one["number"], origin + one["path"]) for row in taken for one in row.items)
    parcel = Parcel(
        kind=taken[0].kind,
        uid=_uid_of(taken),
        city=channel.city.slug,
        items=items,
        address=address,
        secrets=tuple(one for one in (secret, old) if one),
        created_at=taken[0].created_at,
    )
    return carry(channel.kind, parcel, at=at)


def _uid_of(taken: list[Delivery]) -> str:
    """Return the id of a message: its delivery's own, of a bundle one that another composition does not have."""
    if len(taken) == 1:
        return f"msg_{taken[0].uid.hex}"
    return "msg_" + hashlib.sha256(" ".join(one.uid.hex for one in taken).encode()).hexdigest()[:32]


def send_digests() -> int:
    """At 08:30: queue the digests of every city in which it is a working day; the round of the minute sends them."""
    return sum(len(queue_digests(city=city, at=timezone.now())) for city in City.objects.all())


def send_proof(pk: int) -> bool:
    """Send the link by which a person proves an address; tell whether it left. Nothing is tried twice: whoever waits asks again."""
    channel = Channel.objects.across_cities().select_related("city").get(pk=pk)
    secret = draw_proof(channel=channel, by=None, at=timezone.now())
    if not secret:
        return False
    path = reverse("messaging:own_proof", args=[channel.city.slug, secret])
    url = (settings.PUBLIC_ADDRESS or channel.origin).rstrip("/") + path
    outcome = mail.send_proof(unseal(channel.address), url, f"proof.{channel.pk}.{secret[:8]}")
    if outcome.error:
        log.error("the mail server did not take a confirmation: %s", outcome.error)
    return not outcome.error


def sweep_deliveries() -> int:
    """Every night: forget what went out long ago."""
    return sweep(by=None, at=timezone.now())
