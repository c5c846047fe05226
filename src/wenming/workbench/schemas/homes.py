"""The home of people whose posts give no sight of results: what they are here, for which unit, and where to go."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from wenming.campaigns.rules import works_for_unit
from wenming.kernel.models import Account, City
from wenming.organisations.enums import Role
from wenming.organisations.models import Post
from wenming.organisations.queries import posts_in
from wenming.organisations.rules import manages_organisation, roles_of, sees_organisation
from wenming.organisations.schemas.units import period_text


def plain_home(account: Account, city: City, tasks: list[dict[str, str]], today: date) -> dict[str, Any]:
    """Return the tasks, the posts with their ends, and the ways that this person may take. One query."""
    inside = sees_organisation(account, city)
    posts = posts_in(city, on=today).filter(account=account).order_by("pk")
    return {
        "todo": tasks,
        "inbox_url": reverse("messaging:inbox", args=[city.slug]),
        "posts": [_post(post, city, today, inside=inside) for post in posts],
        "posts_url": reverse("organisations:posts", args=[city.slug]),
        "shortcuts": _shortcuts(account, city, inside=inside),
    }


def _post(post: Post, city: City, today: date, *, inside: bool) -> dict[str, str]:
    """Return one post: what it is, where, until when."""
    left = (post.ends_on - today).days if post.ends_on else None
    lent = post.delegated_from
    return {
        "role": str(Role(post.role).label),
        "unit": post.unit.name if post.unit else _("全市"),
        "url": reverse("organisations:unit", args=[city.slug, post.unit_id]) if post.unit_id and inside else "",
        "period": period_text(post.starts_on, post.ends_on),
        "ends": "" if left is None else _left(left),
        "lent": _("受 %(name)s 委托") % {"name": lent.account.name} if lent else "",
    }


def _left(days: int) -> str:
    """Say how long a post still runs."""
    if not days:
        return _("今天到期")
    return ngettext("还有 %(days)s 天到期", "还有 %(days)s 天到期", days) % {"days": days}


def _shortcuts(account: Account, city: City, *, inside: bool) -> list[dict[str, str]]:
    """Return the quick ways of this person."""
    ways: Iterable[tuple[bool, str, str, str]] = (
        (works_for_unit(account, city), "campaigns:my_duties", _("我的责任"), "check"),
        (True, "standards:handbook", _("点位手册"), "pin"),
        (True, "standards:cards", _("应知应会"), "list"),
        (True, "api:dates", _("我的日期"), "cal"),
        (inside, "organisations:people", pgettext("home", "找人"), "users"),
        (manages_organisation(account, city), "organisations:posts", pgettext("home", "管理岗位"), "key"),
        (Role.SECURITY_ADMINISTRATOR in roles_of(account, city), "api:city_keys", _("全市的密钥"), "shield"),
        (True, "api:keys", _("我的接口与订阅"), "link"),
    )
    return [
        {"url": reverse(view, args=[city.slug]), "label": label, "icon": icon}
        for open_, view, label, icon in ways
        if open_
    ]
