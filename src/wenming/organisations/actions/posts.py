"""Posts: who may sign in for what, for which unit, until when; delegated for a while, ended for good."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from wenming.kernel.actions import record_event
from wenming.kernel.models import Account, City
from wenming.organisations.actions.units import NotPossibleError
from wenming.organisations.models import Post, Unit
from wenming.organisations.queries.accounts import roles_held, stands_apart
from wenming.organisations.rules import manages_organisation, may_delegate, require_again


@transaction.atomic
def appoint(
    *,
    city: City,
    account: Account,
    role: str,
    by: Account | None,
    at: datetime,
    unit: Unit | None = None,
    until: date | None = None,
) -> Post:
    """Give the account a post in the city from the day of ``at`` on; ``by=None`` means the installation's operator.

    ``unit``: the unit that the post is held for, none for the whole city. NotPossibleError("post_held") where it is held already,
    ("unit_ended") for a unit that has ended, ("to_oneself_given") for a post of one's own, ("apart") for roles that one person may not hold
    together (三员分立).
    """
    _allow(city, by)
    _refuse_own(account, by)
    day = _day(city, at)
    if unit is not None and unit.ends_on is not None and unit.ends_on < day:
        raise NotPossibleError("unit_ended")
    post = _begin(Post(city=city, account=account, role=role, unit=unit, starts_on=day, ends_on=until))
    data = {"account": account.pk, "role": role, "unit": unit.pk if unit else 0, "until": _text(until)}
    record_event(city=city, kind="post.appointed", subject=post, data=data, by=by, at=at)
    return post


@transaction.atomic
def delegate_post(*, post: Post, account: Account, until: date, by: Account | None, at: datetime) -> Post:
    """Let somebody else hold the post as well, until a day: by its holder, or by those who keep the organisation.

    NotPossibleError: "post_ended", "delegated_already" (what was delegated is not passed on), "delegated_too_long", "to_oneself".
    """
    post = _locked(post)
    if by is not None:
        require_again(may_delegate(post), by, post.city)
    day = _day(post.city, at)
    if post.ends_on is not None and post.ends_on < day:
        raise NotPossibleError("post_ended")
    if post.delegated_from_id is not None:
        raise NotPossibleError("delegated_already")
    if post.ends_on is not None and until > post.ends_on:
        raise NotPossibleError("delegated_too_long")
    if account.pk == post.account_id:
        raise NotPossibleError("to_oneself")
    _refuse_own(account, by)
    lent = _begin(
        Post(
            city=post.city,
            account=account,
            role=post.role,
            unit=post.unit,
            delegated_from=post,
            starts_on=day,
            ends_on=until,
        )
    )
    data = {"from": post.pk, "account": account.pk, "until": until.isoformat()}
    record_event(city=post.city, kind="post.delegated", subject=lent, data=data, by=by, at=at)
    return lent


@transaction.atomic
def end_post(*, post: Post, on: date, by: Account | None, at: datetime) -> Post:
    """Let ``on`` be the last day of a post and of everything delegated from it. NotPossibleError("post_ended")."""
    _allow(post.city, by)
    post = _locked(post)
    if post.ends_on is not None and post.ends_on <= on:
        raise NotPossibleError("post_ended")
    if on < post.starts_on:
        raise NotPossibleError("ends_before_start")
    for one in (post, *post.delegations.filter(ends_on__gt=on, starts_on__lte=on)):
        one.ends_on = on
        one.save(update_fields=["ends_on"])
    record_event(city=post.city, kind="post.ended", subject=post, data={"on": on.isoformat()}, by=by, at=at)
    return post


def _allow(city: City, by: Account | None) -> None:
    """Lock the city's organisation, and ask once more whether this person may change it."""
    City.objects.select_for_update().get(pk=city.pk)
    if by is not None:
        require_again(manages_organisation, by, city)


def _refuse_own(account: Account, by: Account | None) -> None:
    """Nobody gives himself a post."""
    if by is not None and by.pk == account.pk:
        raise NotPossibleError("to_oneself_given")


def _begin(post: Post) -> Post:
    """Save a new post, unless the account holds the same one already."""
    if post.ends_on is not None and post.ends_on < post.starts_on:
        raise NotPossibleError("ends_before_start")
    same = Post.objects.in_city(post.city).filter(account=post.account, role=post.role, unit=post.unit)
    if same.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=post.starts_on)).exists():
        raise NotPossibleError("post_held")
    if stands_apart(post.role, roles_held(post.city, post.account, on=post.starts_on)):
        raise NotPossibleError("apart")
    post.save(force_insert=True)
    return post


def _locked(post: Post) -> Post:
    """Lock a post."""
    rows = Post.objects.in_city(post.city).select_for_update(of=("self",))
    return rows.select_related("city", "unit", "account").get(pk=post.pk)


def _day(city: City, at: datetime) -> date:
    """Return the city's day at a moment."""
    return at.astimezone(city.zone).date()


def _text(day: date | None) -> str:
    """Return a day as events keep it."""
    return day.isoformat() if day else ""
