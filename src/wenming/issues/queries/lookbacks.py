"""Visits to what was settled: what comes of age in a week, who may be sent, and what waits for whom."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Q, QuerySet

from wenming.issues.enums import IssueState
from wenming.issues.models import Issue, IssueHelper, IssueStep, LookBack, LookBackSettings, LookBackWeek
from wenming.issues.models.lookbacks import DAYS
from wenming.issues.rules import VISITS
from wenming.kernel.models import Account, City
from wenming.organisations.models import Post
from wenming.organisations.queries.people import running

OPEN_FOR = timedelta(days=6)
"""How long after its day a visit may still be made."""


@dataclass(frozen=True, slots=True)
class Due:
    """A closed issue that comes of age: ``day`` days after its closing is ``on``."""

    issue: Issue
    day: int
    on: date

    @property
    def key(self) -> str:
        """Return its name in the frame of a draw."""
        return f"{self.issue.number}/{self.day}"


def look_back_settings(city: City) -> LookBackSettings:
    """Return how many visits the city makes; the usual numbers where it has set none. One query."""
    return LookBackSettings.objects.in_city(city).first() or LookBackSettings(city=city)


def come_of_age(city: City, first: date, last: date) -> list[Due]:
    """Return the closed issues for which a day of looking back falls between two days, by day and number. One query for each day.

    Those are left out that are visited at this age already.
    """
    found = []
    for day in DAYS:
        begin, end = (datetime.combine(one - timedelta(days=day), time(), city.zone) for one in (first, last))
        known = LookBack.objects.in_city(city).filter(day=day).order_by().values("issue")
        closed = Issue.objects.in_city(city).filter(
            state=IssueState.CLOSED, closed_at__gte=begin, closed_at__lt=end + timedelta(days=1)
        )
        rows = closed.exclude(pk__in=known).select_related("unit", "area").order_by("number")
        found += [Due(row, day, row.closed_at.astimezone(city.zone).date() + timedelta(days=day)) for row in rows]
    return found


def visitors_in(city: City, *, on: date) -> list[Account]:
    """Return who can be sent on a day: those who inspect or supervise for the whole city. One query."""
    posts = Post.objects.in_city(city).filter(running(on), role__in=VISITS, account__is_active=True)
    accounts = {post.account_id: post.account for post in posts.select_related("account").order_by("account")}
    return list(accounts.values())


def barred_from(city: City, issues: Collection[Issue], *, on: date) -> Mapping[int, frozenset[int]]:
    """Return issue -> accounts that had a part in it, or belong to a unit that had: somebody else looks again. Three queries."""
    keys = [issue.pk for issue in issues]
    barred: dict[int, set[int]] = defaultdict(set)
    for issue, account in (
        IssueStep.objects.in_city(city).filter(issue__in=keys, by__isnull=False).values_list("issue", "by")
    ):
        barred[issue].add(account)
    units: dict[int, set[int]] = defaultdict(set)
    for issue, unit in IssueHelper.objects.in_city(city).filter(issue__in=keys).values_list("issue", "unit"):
        units[issue].add(unit)
    for one in issues:
        units[one.pk] |= {key for key in (one.unit_id, one.desk_id, *one.chain) if key}
        barred[one.pk] |= {one.reported_by_id} if one.reported_by_id else set()
    everybody = set().union(*units.values())
    members: dict[int, set[int]] = defaultdict(set)
    posts = Post.objects.in_city(city).filter(running(on), unit__in=everybody)
    for unit, account in posts.values_list("unit", "account"):
        members[unit].add(account)
    return {key: frozenset(barred[key].union(*(members[unit] for unit in units[key]))) for key in keys}


def shared_out(
    wanted: Iterable[Issue],
    visitors: Collection[Account],
    barred: Mapping[int, frozenset[int]],
    ahead: Mapping[int, int] | None = None,
) -> dict[int, Account | None]:
    """Return issue -> who goes there, as evenly as can be; None where everybody who could go had a part in it.

    ``ahead``: account -> visits that wait for it already, where they are to count.
    """
    load = Counter(ahead or {})
    sent: dict[int, Account | None] = {}
    for issue in wanted:
        able = [account for account in visitors if account.pk not in barred[issue.pk]]
        chosen = min(able, key=lambda account: load[account.pk], default=None)
        if chosen is not None:
            load[chosen.pk] += 1
        sent[issue.pk] = chosen
    return sent


def look_backs_in(city: City) -> QuerySet[LookBack]:
    """Return visits with what a list names."""
    return LookBack.objects.in_city(city).select_related(
        "city", "week", "issue__site", "issue__area", "issue__unit", "issue__minor__major", "visitor", "found"
    )


def look_backs_of(account: Account, city: City, *, on: date) -> QuerySet[LookBack]:
    """Return the visits that wait for an account on a day, those that end first at the head."""
    return look_backs_in(city).filter(visitor_id=account.pk, result="", due_on__lte=on).order_by("until_on", "pk")


def look_backs_known(city: City, *, on: date) -> QuerySet[LookBack]:
    """Return the visits of which the house may know: answered, or their time is over. The newest first.

    What still lies ahead is known to its visitor alone.
    """
    return look_backs_in(city).filter(~Q(result="") | Q(until_on__lt=on)).order_by("-pk")


@dataclass(frozen=True, slots=True)
class WeekCount:
    """A week's draw and how far its visits are: numbers only."""

    week: LookBackWeek
    visits: int
    answered: int
    without: int


def weeks_of(city: City, number: int = 8) -> list[WeekCount]:
    """Return the last weeks that were drawn, the newest first. One query."""
    rows = (
        LookBackWeek.objects.in_city(city)
        .filter(drawn_at__isnull=False)
        .select_related("draw")
        .annotate(
            visits=Count("look_backs"),
            answered=Count("look_backs", filter=~Q(look_backs__result="")),
            without=Count("look_backs", filter=Q(look_backs__visitor__isnull=True, look_backs__result="")),
        )
        .order_by("-monday")[:number]
    )
    return [WeekCount(row, row.visits, row.answered, row.without) for row in rows]
