"""``login ROLE``: the session of somebody of the rehearsal, for whoever tries the demo with a program. Never in an installation."""

from __future__ import annotations

import argparse
from datetime import date

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone
from django.utils.translation import gettext as _

from wenming.config.cli import FINE, CannotDoError, show, show_json
from wenming.config.commands.cities import city_named
from wenming.kernel.models import Account, City
from wenming.organisations.enums import Role
from wenming.organisations.queries import posts_in


def register(nouns: argparse._SubParsersAction) -> None:
    """Add the noun ``login``, which is its own verb."""
    login = nouns.add_parser("login", help=_("只在演练环境：打印某个岗位的登录 cookie"))
    login.add_argument("role", metavar="ROLE", choices=[*Role.values, "operator"], help=_("职责，或 operator"))
    login.add_argument("--city", metavar="SLUG", help=_("在哪个城市（第一个）"))
    login.add_argument("--json", action="store_true", help=_("以 JSON 输出"))
    login.set_defaults(run=run_login)


def run_login(arguments: argparse.Namespace) -> int:
    """Begin a session for the first holder of the post and print its cookie."""
    if not settings.DEMO_SIGN_IN:
        raise CannotDoError(_("这是正式环境，不能绕过登录；请用账号密码登录"))
    city = city_named(arguments.city) if arguments.city else City.objects.order_by("created_at", "pk").first()
    account = _holder(arguments.role, city)
    session = SessionStore()
    session[SESSION_KEY] = str(account.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
    session[HASH_SESSION_KEY] = account.get_session_auth_hash()
    session.create()
    cookie = f"{settings.SESSION_COOKIE_NAME}={session.session_key}"
    if arguments.json:
        facts = {"username": account.username, "name": account.name, "role": arguments.role}
        show_json({**facts, "city": city.slug if city else None, "cookie": cookie})
    else:
        show(cookie)
    return FINE


def _holder(role: str, city: City | None) -> Account:
    """Return the account that holds the post today, the longest first."""
    if role == "operator":
        account = Account.objects.filter(is_operator=True, is_active=True).order_by("pk").first()
    else:
        today: date = timezone.now().astimezone(city.zone).date() if city else timezone.now().date()
        posts = posts_in(city, on=today).filter(role=role, account__is_active=True) if city else None
        post = posts.order_by("pk").first() if posts is not None else None
        account = post.account if post else None
    if account is None:
        raise CannotDoError(_("没有人担任 %(role)s") % {"role": role})
    return account
