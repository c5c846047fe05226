"""One's own digest by e-mail: asked for, proven by a link, stopped."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction

from wenming.kernel.actions import enqueue, record_event
from wenming.kernel.models import Account, City
from wenming.kernel.models.accounts import digest_of_secret
from wenming.messaging.actions.channels import ChannelRefusedError, give_up
from wenming.messaging.adapters import mail
from wenming.messaging.adapters.seals import seal
from wenming.messaging.enums import ChannelKind
from wenming.messaging.models import Channel
from wenming.organisations.rules import require_again, works_in_city

PROOF_LASTS = timedelta(days=3)
BETWEEN_PROOFS = timedelta(minutes=1)
SEND_PROOF = "wenming.messaging.tasks.send_proof"


@transaction.atomic
def ask_own_digest(*, city: City, address: str, origin: str, by: Account, at: datetime) -> Channel:
    """Name the address to which one's own digest should go; a link is sent there, and nothing else until it was opened.

    ChannelRefusedError("no_mail", "too_often").
    """
    Account.objects.select_for_update().get(pk=by.pk)
    require_again(works_in_city, by, city)
    if not mail.available():
        raise ChannelRefusedError("no_mail")
    channel = Channel.objects.in_city(city).filter(account=by).first()
    if channel is not None and channel.proof_until and channel.proof_until - PROOF_LASTS > at - BETWEEN_PROOFS:
        raise ChannelRefusedError("too_often")
    if channel is None:
        channel = Channel(city=city, account=by, kind=ChannelKind.EMAIL, created_at=at)
    channel.name, channel.address, channel.origin = by.username, seal(address), origin
    channel.sends_each, channel.sends_digest = False, True
    channel.is_on, channel.on_since, channel.proven_at = False, None, None
    channel.proof, channel.proof_until = "", at + PROOF_LASTS
    channel.save()
    enqueue(SEND_PROOF, channel.pk)
    record_event(city=city, kind="own_digest.asked", subject=channel, data={}, by=by, at=at)
    return channel


@transaction.atomic
def draw_proof(*, channel: Channel, by: Account | None, at: datetime) -> str:  # noqa: ARG001  every action knows who
    """Draw the secret of a confirmation link and return it; only its digest is kept. "" where none is asked for any more."""
    channel = Channel.objects.in_city(channel.city).select_for_update(of=("self",)).get(pk=channel.pk)
    if channel.proof_until is None or channel.proof_until <= at or channel.proven_at is not None:
        return ""
    secret = secrets.token_urlsafe(24)
    channel.proof = digest_of_secret(secret)
    channel.save(update_fields=["proof"])
    return secret


@transaction.atomic
def prove_own_digest(*, city: City, secret: str, by: Account, at: datetime) -> Channel:
    """Prove the address by the link's secret: from now on the digest goes there. ChannelRefusedError("link_over")."""
    rows = Channel.objects.in_city(city).select_for_update(of=("self",)).select_related("city")
    channel = rows.filter(account=by, proof=digest_of_secret(secret), proof_until__gt=at).first()
    if channel is None:
        raise ChannelRefusedError("link_over")
    require_again(works_in_city, by, city)
    channel.is_on, channel.on_since, channel.proven_at = True, at, at
    channel.proof, channel.proof_until, channel.off_reason = "", None, ""
    channel.save()
    record_event(city=city, kind="own_digest.proven", subject=channel, data={}, by=by, at=at)
    return channel


@transaction.atomic
def stop_own_digest(*, channel: Channel, by: Account, at: datetime) -> None:
    """Stop one's own digest and forget the address."""
    channel = (
        Channel.objects.in_city(channel.city).select_for_update(of=("self",)).select_related("city").get(pk=channel.pk)
    )
    if channel.account_id != by.pk:
        raise PermissionDenied
    channel.is_on, channel.on_since, channel.proven_at = False, None, None
    channel.address, channel.proof, channel.proof_until = "", "", None
    channel.save()
    give_up(channel, "switched off")
    record_event(city=channel.city, kind="own_digest.stopped", subject=channel, data={}, by=by, at=at)
