"""Codes that come by SMS. Whether anybody has the number is nowhere to be seen: the same rows, the same job, the same answer."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.crypto import constant_time_compare, salted_hmac

from wenming.kernel.actions.jobs import enqueue
from wenming.kernel.enums import CodePurpose
from wenming.kernel.models import Account, IdentityRequest, SignInCode, SignInLink

LASTS = timedelta(minutes=5)
TRIES = 5
PER_NUMBER = ((timedelta(minutes=1), 1), (timedelta(hours=1), 5), (timedelta(days=1), 10))
PER_ADDRESS = ((timedelta(hours=1), 30),)
PER_INSTALLATION = ((timedelta(hours=1), 1000),)
KEPT = timedelta(days=2)
LINKS_KEPT = timedelta(days=180)


class TooManyCodesError(Exception):
    """More codes than are sent to one number ("number"), from one address ("address"), or at all ("installation")."""


class PhoneTakenError(Exception):
    """Another account has this number."""


@transaction.atomic
def ask_code(*, purpose: str, number: str, address: str | None, by: Account | None, at: datetime) -> SignInCode:
    """Note that a code is asked for, and let a job draw and send it; the row exists alike for a number that nobody has.

    ``number`` is normalised. For a new number of one's own ``by`` is who wants it. Raises TooManyCodesError.
    """
    sought = salted_hmac("wenming.kernel.SignInCode.sought", number, algorithm="sha256").hexdigest()
    _refuse_too_many(sought, address, at)
    changes = purpose == CodePurpose.PHONE_CHANGE
    account = by if changes else Account.objects.filter(phone=number, is_active=True).first()
    code = SignInCode.objects.create(
        purpose=purpose,
        sought=sought,
        number=number if changes else "",
        account=account,
        address=address,
        made_at=at,
        until=at + LASTS,
    )
    enqueue("wenming.kernel.tasks.send_code", code.pk)
    return code


def _refuse_too_many(sought: str, address: str | None, at: datetime) -> None:
    """Raise TooManyCodesError where a limit is reached."""
    for name, filters, limits in (
        ("number", {"sought": sought}, PER_NUMBER),
        ("address", {"address": address}, PER_ADDRESS if address else ()),
        ("installation", {}, PER_INSTALLATION),
    ):
        for span, most in limits:
            if SignInCode.objects.filter(**filters, made_at__gt=at - span).count() >= most:
                raise TooManyCodesError(name)


@transaction.atomic
def draw_code(*, code: SignInCode, by: None, at: datetime) -> tuple[str, str] | None:  # noqa: ARG001  the system
    """Draw the six digits and return (number, digits) to send; None where there is nobody to send them to, or it is too late.

    The digits are kept as a keyed digest only. A job that runs twice draws anew: the last message counts.
    """
    code = SignInCode.objects.select_for_update(of=("self",)).select_related("account").get(pk=code.pk)
    number = code.number or (code.account.phone if code.account else "")
    if not number or code.used_at is not None or code.until <= at:
        return None
    digits = f"{secrets.randbelow(1_000_000):06d}"
    code.digest = _digest(code, digits)
    code.save(update_fields=["digest"])
    return number, digits


def _digest(code: SignInCode, digits: str) -> str:
    """Return what is kept of a code."""
    return salted_hmac("wenming.kernel.SignInCode.digits", f"{code.pk}:{digits}", algorithm="sha256").hexdigest()


@transaction.atomic
def use_code(*, code: SignInCode, digits: str, by: Account | None, at: datetime) -> Account | None:
    """Return the account that a code opens and spend the code; None for wrong digits, too many tries, too late, or a locked account.

    A wrong try is counted. ``by`` is who is signed in already; a code for a new number works for nobody else.
    """
    code = SignInCode.objects.select_for_update(of=("self",)).select_related("account").get(pk=code.pk)
    spent = code.used_at is not None or code.until <= at or code.tries >= TRIES
    code.tries += not spent
    right = constant_time_compare(code.digest, _digest(code, digits)) and not spent
    account = code.account
    right = right and account is not None and account.is_active
    if code.purpose == CodePurpose.PHONE_CHANGE:
        right = right and by is not None and by.pk == account.pk
    if right:
        code.used_at = at
    code.save(update_fields=["tries", "used_at"])
    return account if right else None


@transaction.atomic
def prove_phone(*, code: SignInCode, digits: str, by: Account, at: datetime) -> bool:
    """Give somebody the number to which the code was sent; False for wrong digits. Raises PhoneTakenError."""
    account = use_code(code=code, digits=digits, by=by, at=at)
    if account is None:
        return False
    number = SignInCode.objects.get(pk=code.pk).number
    set_phone(account=account, number=number, by=by, at=at)
    return True


@transaction.atomic
def set_phone(*, account: Account, number: str, by: Account | None, at: datetime) -> Account:  # noqa: ARG001
    """Let a normalised number open an account, "" for none. Raises PhoneTakenError."""
    account = Account.objects.select_for_update().get(pk=account.pk)
    if number and Account.objects.filter(phone=number).exclude(pk=account.pk).exists():
        raise PhoneTakenError
    account.phone = number
    account.save(update_fields=["phone"])
    return account


@transaction.atomic
def sweep_sign_in(*, by: None, at: datetime) -> int:  # noqa: ARG001  the system
    """Forget codes after two days, dead links and requests after half a year; return how many rows went."""
    old = (
        SignInCode.objects.filter(made_at__lt=at - KEPT),
        SignInLink.objects.filter(until__lt=at - LINKS_KEPT),
        IdentityRequest.objects.filter(until__lt=at - LINKS_KEPT),
    )
    return sum(rows.delete()[0] for rows in old)
