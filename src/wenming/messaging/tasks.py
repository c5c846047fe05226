"""What workers run: tell people of their posts."""

from __future__ import annotations

from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _

from wenming.kernel.models import Event
from wenming.messaging.actions import tell
from wenming.organisations.enums import Role
from wenming.organisations.models import Post


def tell_of_post(event: Event) -> None:
    """Tell a person of a post that was given (``post.appointed``), lent (``post.delegated``) or ended (``post.ended``)."""
    number = int(event.subject.rpartition(":")[2])
    post = Post.objects.in_city(event.city).select_related("city", "account", "unit").get(pk=number)
    tell(
        city=event.city,
        key=f"{event.kind}:{event.pk}",
        title=_TITLES[event.kind]() % {"post": _named(post)},
        text=_period(post),
        url=reverse("organisations:posts", args=[event.city.slug]),
        account=post.account,
        at=event.at,
    )


_TITLES = {
    "post.appointed": lambda: _("您获得岗位：%(post)s"),
    "post.delegated": lambda: _("您受委托担任岗位：%(post)s"),
    "post.ended": lambda: _("您的岗位已结束：%(post)s"),
}


def _named(post: Post) -> str:
    """Return what a post is, and for which unit."""
    role = str(Role(post.role).label)
    return f"{role}（{post.unit.name}）" if post.unit else role


def _period(post: Post) -> str:
    """Say until when a post runs."""
    if post.ends_on is None:
        return _("从 %(day)s 起") % {"day": formats.date_format(post.starts_on, "DATE_FORMAT")}
    return _("最后一天：%(day)s") % {"day": formats.date_format(post.ends_on, "DATE_FORMAT")}
