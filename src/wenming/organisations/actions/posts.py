"""Posts: who may sign in for what."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from wenming.kernel.actions import record_event
from wenming.kernel.models import Account, City
from wenming.organisations.models import Post


@transaction.atomic
def appoint(*, city: City, account: Account, role: str, by: Account | None, at: datetime) -> Post:
    """Give the account a post in the city from the day of ``at`` on; ``by=None`` means the installation's operator."""
    post = Post.objects.create(city=city, account=account, role=role, starts_on=at.astimezone(city.zone).date())
    record_event(
        city=city, kind="post.appointed", subject=post, data={"account": account.pk, "role": role}, by=by, at=at
    )
    return post
