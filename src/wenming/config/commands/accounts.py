"""``account create``, ``account password`` and ``account link``: who can sign in."""

from __future__ import annotations

import argparse

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from wenming.config.cli import FINE, CannotDoError, show, show_json
from wenming.config.commands.cities import city_named, faults
from wenming.kernel.actions.accounts import LINK_LASTS, first_password, make_link
from wenming.kernel.actions.installation import create_account, reset_password
from wenming.kernel.enums import LinkPurpose
from wenming.kernel.models import Account
from wenming.organisations.actions import appoint
from wenming.organisations.enums import Role


def register(nouns: argparse._SubParsersAction) -> None:
    """Add the noun ``account`` and its verbs."""
    verbs = nouns.add_parser("account").add_subparsers(dest="verb", metavar="VERB", required=True)
    create = verbs.add_parser("create", help=_("新建账号，打印一次初始密码"))
    create.add_argument("username", metavar="USERNAME", help=_("登录名"))
    create.add_argument("name", metavar="NAME", help=_("姓名"))
    create.add_argument("--city", metavar="SLUG", help=_("在这个城市任职"))
    create.add_argument("--role", choices=Role.values, help=_("职责（与 --city 同用）"))
    create.add_argument("--operator", action="store_true", help=_("系统运维人员"))
    create.set_defaults(run=run_create)
    password = verbs.add_parser("password", help=_("重设密码，打印一次新密码"))
    password.add_argument("username", metavar="USERNAME", help=_("登录名"))
    password.set_defaults(run=run_password)
    link = verbs.add_parser("link", help=_("签发一次性登录链接，一天内有效"))
    link.add_argument("username", metavar="USERNAME", help=_("登录名"))
    link.add_argument("--address", metavar="URL", default="", help=_("网址开头，例如 https://wenming.example.cn"))
    link.set_defaults(run=run_link)
    for verb in (create, password, link):
        verb.add_argument("--json", action="store_true", help=_("以 JSON 输出"))


def run_create(arguments: argparse.Namespace) -> int:
    """Create the account, and its post where one is named: both or neither."""
    if bool(arguments.city) != bool(arguments.role):
        raise CannotDoError(_("--city 和 --role 要一起写"))
    password, now = first_password(), timezone.now()
    try:
        with transaction.atomic():
            account = create_account(
                username=arguments.username,
                name=arguments.name,
                password=password,
                is_operator=arguments.operator,
                must_change=True,
                by=None,
                at=now,
            )
            if arguments.city:
                appoint(city=city_named(arguments.city), account=account, role=arguments.role, by=None, at=now)
    except ValidationError as fault:
        raise CannotDoError(faults(fault)) from fault
    return _tell(account, password, as_json=arguments.json)


def run_password(arguments: argparse.Namespace) -> int:
    """Give an account a new password."""
    account = _account(arguments.username)
    password = first_password()
    reset_password(account=account, password=password, by=None, at=timezone.now())
    return _tell(account, password, as_json=arguments.json)


def run_link(arguments: argparse.Namespace) -> int:
    """Make a link that signs an account in once, for whoever lost password and telephone."""
    account, now = _account(arguments.username), timezone.now()
    if not account.is_active:
        raise CannotDoError(_("账号“%(name)s”已停用；请先由安全管理员恢复") % {"name": account.username})
    secret = make_link(account=account, purpose=LinkPurpose.SHELL, until=now + LINK_LASTS, by=None, at=now)
    address = arguments.address.rstrip("/") or f"https://{settings.ALLOWED_HOSTS[0]}"
    url = address + reverse("kernel:link", args=[secret])
    if arguments.json:
        show_json({"username": account.username, "url": url, "until": (now + LINK_LASTS).isoformat()})
    else:
        text = _("%(username)s 的登录链接（只能用一次，一天内有效）：%(url)s")
        show(text % {"username": account.username, "url": url})
    return FINE


def _account(username: str) -> Account:
    """Return the account of a sign-in name."""
    account = Account.objects.filter(username__iexact=username).first()
    if account is None:
        raise CannotDoError(_("没有登录名为“%(name)s”的账号") % {"name": username})
    return account


def _tell(account: Account, password: str, *, as_json: bool) -> int:
    """Print the password once; it is kept nowhere but as a hash."""
    if as_json:
        show_json({"username": account.username, "password": password})
    else:
        show(
            _("%(username)s 的密码是 %(password)s（只显示这一次，请本人登录后改掉）")
            % {
                "username": account.username,
                "password": password,
            }
        )
    return FINE
