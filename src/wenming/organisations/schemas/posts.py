"""Posts as tables show them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wenming.kernel.models import City
from wenming.organisations.enums import Role
from wenming.organisations.models import Post
from wenming.organisations.schemas.units import period_text


def post_rows(posts: Iterable[Post], city: City, day: date, *, manages: bool) -> str:
    """Return the body of the table of posts."""
    texts = {
        "account": pgettext("column", "登录名"),
        "role": pgettext("column", "职责"),
        "unit": pgettext("column", "单位"),
        "period": pgettext("column", "任期"),
        "delegate": pgettext("button", "委托"),
        "end": pgettext("button", "结束"),
    }
    context = {"rows": [_row(one, city, day, manages=manages) for one in posts], "texts": texts}
    return render_to_string("organisations/post_rows.html", context, using="jinja2")


def _row(post: Post, city: City, day: date, *, manages: bool) -> dict[str, Any]:
    """Return one post, formatted."""
    over = post.ends_on is not None and post.ends_on < day
    lent = post.delegated_from
    return {
        "name": post.account.name,
        "account": post.account.username,
        "role": str(Role(post.role).label),
        "unit": post.unit.name if post.unit else _("全市"),
        "unit_url": reverse("organisations:unit", args=[city.slug, post.unit_id]) if post.unit_id else "",
        "lent": _("受 %(name)s 委托") % {"name": lent.account.name} if lent else "",
        "period": period_text(post.starts_on, post.ends_on),
        "delegate_url": "" if over or lent else reverse("organisations:post_delegation", args=[city.slug, post.pk]),
        "end_url": "" if over or not manages else reverse("organisations:post_end", args=[city.slug, post.pk]),
    }
