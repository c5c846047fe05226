"""Somebody whom an identity provider knows asks to be linked; an office does it by the reference he tells."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from allauth.socialaccount.models import SocialAccount
from django.db import transaction

from wenming.kernel.models import Account, IdentityRequest

LASTS = timedelta(days=7)
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


class NotLinkedError(Exception):
    """Why a reference links nobody: "unknown", "over" (too old or used), "linked" (to another account by now)."""


@transaction.atomic
def ask_for_link(*, provider: str, identity: str, name: str, by: None, at: datetime) -> IdentityRequest:  # noqa: ARG001
    """Note who wants to be linked and return the request with its reference; one that still waits is returned again."""
    waiting = IdentityRequest.objects.select_for_update().filter(
        provider=provider, identity=identity, used_at__isnull=True, until__gt=at
    )
    known = waiting.first()
    if known is not None:
        return known
    letters = "".join(secrets.choice(ALPHABET) for _letter in range(8))
    return IdentityRequest.objects.create(
        provider=provider,
        identity=identity,
        name=name[:40],
        reference=f"{letters[:4]}-{letters[4:]}",
        made_at=at,
        until=at + LASTS,
    )


@transaction.atomic
def link_identity(*, account: Account, reference: str, by: Account | None, at: datetime) -> IdentityRequest:  # noqa: ARG001
    """Let whoever got this reference sign in as the account. Raises NotLinkedError."""
    letters = "".join(sign for sign in reference.upper() if sign.isalnum())
    request = (
        IdentityRequest.objects.select_for_update().filter(reference=f"{letters[:4]}-{letters[4:8]}").first()
        if len(letters) == 8
        else None
    )
    if request is None:
        raise NotLinkedError("unknown")
    if request.used_at is not None or request.until <= at:
        raise NotLinkedError("over")
    if SocialAccount.objects.filter(provider=request.provider, uid=request.identity).exists():
        raise NotLinkedError("linked")
    SocialAccount.objects.create(user_id=account.pk, provider=request.provider, uid=request.identity, extra_data={})
    request.used_at = at
    request.save(update_fields=["used_at"])
    return request
