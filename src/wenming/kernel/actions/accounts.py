"""First passwords, the own password that replaces them, and links that sign in once."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from django.contrib.auth.hashers import PBKDF2PasswordHasher, get_hasher
from django.db import transaction
from django.db.models import F

from wenming.kernel.models import Account, SignInLink
from wenming.kernel.models.accounts import digest_of_secret

LETTERS = "abcdefghjkmnpqrstuvwxyz"
DIGITS = "23456789"
WORDS = 3
FIRST_PASSWORD_LASTS = timedelta(days=14)
LINK_LASTS = timedelta(hours=24)
SECRET_BYTES = 24
FIRST_PASSWORD_ROUNDS = 20_000
"""Rounds of PBKDF2 for a first password. It is drawn by chance, 67 bits, and lives two weeks at most: nobody guesses it faster than that.
A password that a person chose gets Django's own, fifty times as many; two hundred of those would take minutes."""


def first_password() -> str:
    """Return a random password to read out or write down: 67 bits, all four kinds of character, none that looks like another."""
    words = ["".join(secrets.choice(LETTERS) for _letter in range(4)) for _word in range(WORDS)]
    return "-".join([words[0].title(), *words[1:], "".join(secrets.choice(DIGITS) for _digit in range(4))])


def quick_hash(password: str) -> str:
    """Return the hash of a first password; Django hashes anew, in full, when it is used."""
    hasher = get_hasher()
    rounds = {"iterations": FIRST_PASSWORD_ROUNDS} if isinstance(hasher, PBKDF2PasswordHasher) else {}
    return hasher.encode(password, hasher.salt(), **rounds)


def new_secret() -> tuple[str, str]:
    """Return the secret of a new link, 192 bits, and the digest that is kept of it."""
    secret = secrets.token_urlsafe(SECRET_BYTES)
    return secret, digest_of_secret(secret)


@transaction.atomic
def make_link(*, account: Account, purpose: str, until: datetime, by: Account | None, at: datetime) -> str:
    """Return the secret of a new link that signs the account in once; links that were not used yet are dead."""
    account = Account.objects.select_for_update().get(pk=account.pk)
    kill_links(accounts=[account], by=by, at=at)
    secret, digest = new_secret()
    SignInLink.objects.create(account=account, digest=digest, purpose=purpose, made_by=by, made_at=at, until=until)
    return secret


@transaction.atomic
def use_link(*, secret: str, by: None, at: datetime) -> Account | None:  # noqa: ARG001  who it is, the link says
    """Return the account of a link and spend the link; None for one that is unknown, used, dead, or of a locked account.

    Whoever comes by a link has no password, or has lost it: an own one is asked for before anything else.
    """
    rows = SignInLink.objects.select_for_update(of=("self",)).select_related("account")
    link = rows.filter(digest=digest_of_secret(secret)).first()
    if link is None or link.used_at is not None or link.until <= at or not link.account.is_active:
        return None
    link.used_at = at
    link.save(update_fields=["used_at"])
    link.account.must_change_password = True
    link.account.save(update_fields=["must_change_password"])
    return link.account


def kill_links(*, accounts: list[Account], by: Account | None, at: datetime) -> int:  # noqa: ARG001  every action knows who
    """Let every unused link of these accounts end now; return how many did. Inside the transaction of the action that asks for it."""
    return SignInLink.objects.filter(account__in=accounts, used_at__isnull=True, until__gt=at).update(until=at)


@transaction.atomic
def choose_password(*, account: Account, password: str, by: Account, at: datetime) -> Account:
    """Keep the password that a person chose; nothing has to be changed any more, and links that were handed out are dead."""
    account = Account.objects.select_for_update().get(pk=account.pk)
    account.set_password(password)
    account.must_change_password, account.password_until = False, None
    account.save(update_fields=["password", "must_change_password", "password_until"])
    kill_links(accounts=[account], by=by, at=at)
    return account


@transaction.atomic
def end_sessions(*, account: Account, by: Account | None, at: datetime) -> None:
    """End every session of an account, and every link that was not used yet."""
    Account.objects.filter(pk=account.pk).update(session_number=F("session_number") + 1)
    kill_links(accounts=[account], by=by, at=at)
