"""Accounts as lists show them, and slips of first passwords as paper shows them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wenming.kernel.models import Account, City
from wenming.kernel.schemas import moment_text, qr_code
from wenming.organisations.actions.accounts import Issued
from wenming.organisations.enums import Role
from wenming.organisations.models import Post
from wenming.organisations.schemas.people import masked

TONES = {"waiting": ("warn", "half"), "active": ("ok", "check"), "locked": ("", "cross")}


def state_of(account: Account) -> str:
    """Return where an account stands."""
    if not account.is_active:
        return "locked"
    return "waiting" if account.must_change_password else "active"


def state_words(state: str) -> str:
    """Say where an account stands."""
    return {
        "waiting": pgettext("account", "待首次登录"),
        "active": pgettext("account", "可登录"),
        "locked": pgettext("account", "已停用"),
    }[state]


def state_pill(account: Account) -> dict[str, str]:
    """Return the pill of an account's state."""
    state = state_of(account)
    tone, shape = TONES[state]
    return {"label": state_words(state), "tone": tone, "shape": shape}


def post_words(post: Post) -> str:
    """Say what a post is."""
    return f"{Role(post.role).label} · {post.unit.name if post.unit else _('全市')}"


def account_rows(accounts: Iterable[Account], posts: Mapping[int, Iterable[Post]], city: City, *, picks: bool) -> str:
    """Return the body of the table of accounts; with ``picks`` each can be chosen for a new first password."""
    texts = {
        "username": pgettext("column", "登录名"),
        "posts": pgettext("column", "岗位"),
        "phone": _("登录手机"),
        "state": pgettext("column", "状态"),
    }
    rows = [
        {
            "pk": one.pk,
            "name": one.name,
            "url": reverse("organisations:account", args=[city.slug, one.pk]),
            "username": one.username,
            "posts": [post_words(post) for post in posts.get(one.pk, ())],
            "phone": masked(one.phone),
            "pill": state_pill(one),
            "choose": _("选择 %(name)s") % {"name": one.name},
        }
        for one in accounts
    ]
    context = {"rows": rows, "texts": texts, "picks": picks}
    return render_to_string("organisations/account_rows.html", context, using="jinja2")


def slips(issued: Iterable[Issued], city: City, address: str) -> list[dict[str, Any]]:
    """Return what goes on paper; ``address`` is how the platform is reached ("https://host"). Each QR code is a link that works once."""
    return [
        {
            "name": one.account.name,
            "unit": one.unit or city.name,
            "username": one.account.username,
            "password": one.password,
            "url": link_url(one.secret, address),
            "qr": qr_code(link_url(one.secret, address)),
            "until": moment_text(one.until, city),
        }
        for one in issued
    ]


def link_url(secret: str, address: str) -> str:
    """Return the whole address of a link."""
    return address + reverse("kernel:link", args=[secret])
