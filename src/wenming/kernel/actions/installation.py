"""What the operator does from the shell: cities and accounts."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from wenming.kernel.actions.accounts import kill_links
from wenming.kernel.actions.events import record_event
from wenming.kernel.models import Account, City


@transaction.atomic
def create_city(*, slug: str, name: str, name_en: str, time_zone: str, by: None, at: datetime) -> City:
    """Create a tenant and begin its chain of events. ``by`` is None: only the operator, from the shell, does this.

    Raises ValidationError, by field, for an address that is taken or malformed and for an unknown time zone.
    """
    city = City(slug=slug, name=name, name_en=name_en, time_zone=time_zone, created_at=at)
    city.full_clean()
    city.save(force_insert=True)
    record_event(city=city, kind="city.created", subject=city, data={"slug": slug, "name": name}, by=by, at=at)
    return city


@transaction.atomic
def create_account(
    *,
    username: str,
    name: str,
    password: str,
    is_operator: bool = False,
    must_change: bool = False,
    by: None,  # noqa: ARG001  every action knows who and when
    at: datetime,
) -> Account:
    """Create an account that can sign in with this password; it may do nothing until it is given a post.

    ``must_change``: the password is a first one, and opens nothing but the page that asks for an own one.

    ``by`` is None: only the operator, from the shell, does this. Raises ValidationError, by field, for a sign-in name that is taken (in any
    case) or malformed.
    """
    account = Account(
        username=username, name=name, is_operator=is_operator, must_change_password=must_change, created_at=at
    )
    account.set_password(password)
    account.full_clean()
    if Account.objects.filter(username__iexact=username).exists():
        raise ValidationError({"username": _("登录名“%(name)s”已经有人用了") % {"name": username}})
    account.save(force_insert=True)
    return account


@transaction.atomic
def reset_password(*, account: Account, password: str, by: None, at: datetime) -> Account:
    """Give an account a new first password; every session that was signed in with the old one ends, and so does every link."""
    account = Account.objects.select_for_update().get(pk=account.pk)
    account.set_password(password)
    account.must_change_password, account.password_until = True, None
    account.save(update_fields=["password", "must_change_password", "password_until"])
    kill_links(accounts=[account], by=by, at=at)
    return account
