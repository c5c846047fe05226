"""What stands in a person's inbox, and what waits to go out. Who has put what away is asked for by that person's own inbox only."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import BigIntegerField, CharField, Count, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet

from wenming.kernel.models import Account, City
from wenming.messaging.enums import NoticeKind
from wenming.messaging.models import Channel, Delivery, Notice, PutAway
from wenming.organisations.models import Post
from wenming.organisations.queries.people import running

TABS = ("tasks", "notices", "away")
"""The stretches of an inbox: open tasks, notices, and what was put away or done."""
BELL_DAYS = 30
"""So long a notice that was not put away is counted by the bell; an open task always is."""
BELL_MOST = 100
"""The bell counts no further."""
DIGEST_MOST = 1000
"""So many open tasks a digest reads."""


def inbox_of(account: Account, city: City, *, at: datetime) -> QuerySet[Notice]:
    """Return what was told to the person, and to holders of posts that the person holds at this moment, newest first.

    A notice for a unit is for those who hold a post for exactly that unit: whoever stands above reads the own inbox.
    """
    posts = Post.objects.in_city(city).filter(running(at.astimezone(city.zone).date()), account_id=account.pk)
    fits = posts.annotate(
        named=ExpressionWrapper(OuterRef("role"), output_field=CharField()),
        there=ExpressionWrapper(OuterRef("unit"), output_field=BigIntegerField()),
    ).filter(Q(named="") | Q(role=F("named")), Q(there__isnull=True) | Q(unit_id=F("there")))
    mine = Q(account_id=account.pk) | Q(Exists(fits), account__isnull=True)
    notices = Notice.objects.in_city(city).annotate(own_away=Exists(_put_away(account, city))).filter(mine)
    return notices.select_related("city", "unit", "done_by").order_by("-pk")


def in_tab(notices: QuerySet[Notice], tab: str) -> QuerySet[Notice]:
    """Return the stretch of an inbox: ``tasks`` still open, ``notices``, or ``away`` (put away, or done)."""
    if tab == "away":
        return notices.filter(Q(own_away=True) | Q(done_at__isnull=False))
    kind = NoticeKind.TASK if tab == "tasks" else NoticeKind.NOTICE
    return notices.filter(own_away=False, done_at__isnull=True, kind=kind)


def open_tasks(account: Account, city: City, *, at: datetime) -> QuerySet[Notice]:
    """Return the open tasks, those with a limit first, by their limit."""
    return in_tab(inbox_of(account, city, at=at), "tasks").order_by(F("due_on").asc(nulls_last=True), "-pk")


def open_tasks_about(city: City, number: str) -> QuerySet[Notice]:
    """Return the open tasks of everybody about the matter with this number."""
    return Notice.objects.in_city(city).filter(number=number, kind=NoticeKind.TASK, done_at__isnull=True).order_by("pk")


def counts_of(account: Account, city: City, *, at: datetime) -> dict[str, int]:
    """Return how many open tasks and notices stand in the inbox. One query."""
    stands = Q(own_away=False, done_at__isnull=True)
    return (
        inbox_of(account, city, at=at)
        .order_by()
        .aggregate(
            tasks=Count("pk", filter=stands & Q(kind=NoticeKind.TASK)),
            notices=Count("pk", filter=stands & Q(kind=NoticeKind.NOTICE)),
        )
    )


def bell_count(account: Account, city: City, *, at: datetime) -> int:
    """Return what the bell shows: open tasks and late notices that were not put away, at most ``BELL_MOST``. One query."""
    waiting = inbox_of(account, city, at=at).filter(own_away=False, done_at__isnull=True)
    late = Q(kind=NoticeKind.TASK) | Q(created_at__gte=at - timedelta(days=BELL_DAYS))
    first = waiting.filter(late).order_by().annotate(bell=F("pk")).values("bell")[:BELL_MOST]
    return first.aggregate(count=Count("bell"))["count"]


def _put_away(account: Account, city: City) -> QuerySet[PutAway]:
    """Return what this one person has put away: the only question about it that the platform can answer."""
    return PutAway.objects.in_city(city).filter(account_id=account.pk, notice=OuterRef("pk"))


def channels_in(city: City) -> QuerySet[Channel]:
    """Return the city's channels with how many deliveries wait, failed and were given up; nobody's own digest is among them."""
    waits, tried = Q(deliveries__next_try_at__isnull=False), Q(deliveries__attempts__gt=0)
    return (
        Channel.objects.in_city(city)
        .filter(account__isnull=True)
        .select_related("unit", "city")
        .annotate(
            waiting=Count("deliveries", filter=waits),
            failing=Count("deliveries", filter=waits & tried),
            dead=Count("deliveries", filter=Q(deliveries__state="dead")),
        )
        .order_by("name", "pk")
    )


def deliveries_of(channel: Channel) -> QuerySet[Delivery]:
    """Return what went out, or should, through a channel, newest first."""
    return Delivery.objects.in_city(channel.city).filter(channel=channel).order_by("-pk")


def due_of(channel: Channel, *, at: datetime) -> QuerySet[Delivery]:
    """Return what is to be tried now, oldest first."""
    return Delivery.objects.in_city(channel.city).filter(channel=channel, next_try_at__lte=at).order_by("pk")


def channels_due(*, at: datetime) -> QuerySet[Channel]:
    """Return the channels, of all cities, for which something is to be tried now."""
    due = Delivery.objects.across_cities().filter(channel=OuterRef("pk"), city=OuterRef("city"), next_try_at__lte=at)
    return Channel.objects.across_cities().filter(Exists(due)).select_related("city").order_by("pk")


def own_digest_of(account: Account, city: City) -> Channel | None:
    """Return a person's own digest in a city, if it was ever asked for."""
    return Channel.objects.in_city(city).filter(account_id=account.pk).select_related("city").first()


def open_news_of(channel: Channel, *, at: datetime) -> list[dict[str, Any]]:
    """Return the open tasks of a channel's addressees as what may be said of them outside, those with a limit first, each number once."""
    if channel.account is not None:
        tasks = open_tasks(channel.account, channel.city, at=at)
    else:
        tasks = Notice.objects.in_city(channel.city).filter(kind=NoticeKind.TASK, done_at__isnull=True)
        if channel.role:
            tasks = tasks.filter(role=channel.role)
        if channel.unit_id is not None:
            tasks = tasks.filter(unit_id=channel.unit_id)
        tasks = tasks.order_by(F("due_on").asc(nulls_last=True), "-pk")
    found = {
        task.number: {"kind": task.news, "number": task.number, "path": task.url}
        for task in reversed(tasks.exclude(news="")[:DIGEST_MOST])
    }
    return list(found.values())[::-1]
