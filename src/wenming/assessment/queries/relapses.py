"""Reading the watch for relapses: what is to be fed, alarms, what of them is chance."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from wenming.assessment.models import RelapseAlarm, RelapseFeed, RelapseSettings
from wenming.inspections.models import Round
from wenming.inspections.queries import Look, look_history, rounds_in
from wenming.kernel.models import Account, City
from wenming.organisations.models import Unit
from wenming.organisations.rules import sees_results, units_of
from wenming.sites.enums import SitePart
from wenming.sites.models import SiteUnit

DAYS = 90
MONTH = 30
OPEN = "open"


@dataclass(frozen=True, slots=True)
class AlarmFilter:
    """Which alarms to list. Empty fields filter nothing; ``outcome`` "open": nobody has looked yet."""

    outcome: str = ""
    unit: int | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Tally:
    """Alarms of some days, how many of them chance alone would have given, and how many rounds nobody has said the manner of."""

    alarms: int
    expected: float
    unsaid: int


@dataclass(frozen=True, slots=True)
class Point:
    """One look of a chart: where the chart stood after it, None before the climb that led to the alarm."""

    round: Round
    failed: bool
    height: int | None


def relapse_settings(city: City) -> RelapseSettings:
    """Return the city's settings, or the usual ones."""
    return RelapseSettings.objects.in_city(city).first() or RelapseSettings(city=city)


def last_run(city: City) -> int | None:
    """Return after how many looks a chart alarms by chance, as the last fed round had it; None before the first."""
    feeds = RelapseFeed.objects.in_city(city).order_by("-round__ends_on", "-round__number")
    return feeds.values_list("run", flat=True).first()


def rounds_to_feed(city: City) -> tuple[bool, list[Round]]:
    """Return whether the charts must begin anew, and the rounds to feed, the earliest first; two queries.

    A round of which nobody has said how it was done is not fed: it cannot be told what it may be held against.
    """
    said = rounds_in(city).filter(manner__isnull=False)
    counting = list(said.select_related("manner", "city").order_by("ends_on", "number"))
    feeds = RelapseFeed.objects.in_city(city).order_by("round__ends_on", "round__number")
    fed = list(feeds.values_list("round_id", "drawn"))
    now = [(one.pk, one.manner.drawn) for one in counting]
    if fed == now[: len(fed)]:
        return False, counting[len(fed) :]
    return True, counting


def looks_a_month(round_: Round, looks: int) -> float:
    """Return how many looks a month the charts get: those of the 90 days up to this round's end, this round's ``looks`` included."""
    since = round_.ends_on - timedelta(days=DAYS)
    feeds = RelapseFeed.objects.in_city(round_.city).filter(
        round__ends_on__gt=since, round__ends_on__lte=round_.ends_on
    )
    return ((feeds.aggregate(all=Sum("looks"))["all"] or 0) + looks) * MONTH / DAYS


def responsible_units(round_: Round, looks: Iterable[Look]) -> dict[str, Unit]:
    """Return site -> the unit that answers for it in the register, by the site's name, on the round's last day; one query.

    A name that several sites of the register bear says nothing.
    """
    names = {look.site for look in looks}
    if not names:
        return {}
    parts = SiteUnit.objects.in_city(round_.city).filter(site__name__in=names, part=SitePart.RESPONSIBLE)
    current = parts.filter(Q(since__lte=round_.ends_on), Q(until__isnull=True) | Q(until__gte=round_.ends_on))
    found: dict[str, Unit] = {}
    doubtful: set[str] = set()
    for part in current.select_related("site", "unit").order_by("pk"):
        if part.site.name in found:
            doubtful.add(part.site.name)
        found[part.site.name] = part.unit
    return {name: unit for name, unit in found.items() if name not in doubtful}


def alarms_visible_to(account: Account, city: City) -> QuerySet[RelapseAlarm]:
    """Return the alarms that the person may see, with what a list shows; alarms of a round that was taken back are none."""
    rows = RelapseAlarm.objects.in_city(city).filter(round__revocation__isnull=True)
    if not sees_results(account, city):
        rows = rows.filter(unit__in=units_of(account, city))
    return rows.select_related("city", "node", "round", "unit", "verdict__by").order_by("-pk")


def alarms_found(rows: QuerySet[RelapseAlarm], wanted: AlarmFilter) -> QuerySet[RelapseAlarm]:
    """Return those that fit a filter."""
    if wanted.outcome == OPEN:
        rows = rows.filter(verdict__isnull=True)
    elif wanted.outcome:
        rows = rows.filter(verdict__outcome=wanted.outcome)
    if wanted.unit is not None:
        rows = rows.filter(unit=wanted.unit)
    if wanted.words:
        rows = rows.filter(Q(site__icontains=wanted.words) | Q(node__name__icontains=wanted.words))
    return rows


def units_with_alarms(city: City) -> list[tuple[int, str]]:
    """Return the units that answer for a site with an alarm."""
    units = Unit.objects.in_city(city).filter(relapse_alarms__isnull=False).distinct()
    return [(unit.pk, unit.name) for unit in units.order_by("position", "pk")]


def tally_of(city: City, *, on: date) -> Tally:
    """Return the alarms of rounds of the last 90 days with how many chance would have given, and the rounds that wait: one query."""
    since = on - timedelta(days=DAYS)
    standing = {"round__ends_on__gt": since, "round__revocation__isnull": True}
    alarms = RelapseAlarm.objects.in_city(city).filter(**standing)
    expected = RelapseFeed.objects.in_city(city).filter(**standing)
    unsaid = rounds_in(city).select_related(None).filter(manner__isnull=True)
    parts = (_whole(alarms, Count("pk")), _whole(expected, Sum("micro_expected")), _whole(unsaid, Count("pk")))
    found = City.objects.filter(pk=city.pk).values_list(*parts).get()
    return Tally(found[0], int(found[1]) / 1e6, found[2])


def _whole(rows: QuerySet[Any], what: Any) -> Coalesce:
    """Return one number over all rows of a city, as part of another query; 0 where there are none."""
    grouped = rows.order_by().values("city").annotate(whole=what).values("whole")
    return Coalesce(Subquery(grouped), 0)


def points_of(alarm: RelapseAlarm) -> list[Point]:
    """Return the looks of the alarm's chart up to the alarm, the earliest first, with the heights of the climb that led to it.

    Heights are told backwards from the alarm's: before a failure the chart stood a lift lower, before a pass one higher, at the beginning
    at zero.
    """
    looks = [look for look in look_history(alarm.city, alarm.site, alarm.item) if _upto(look[0], alarm.round)]
    height: int | None = alarm.height
    points: list[Point] = []
    for round_, failed in reversed(looks):
        points.append(Point(round_, failed, height))
        if height is not None:
            height = height - alarm.lift if failed else height + 1
            height = height if height > 0 else None
    return points[::-1]


def _upto(round_: Round, last: Round) -> bool:
    """Say whether a round is not later than another, in the order in which they are fed."""
    return (round_.ends_on, round_.number) <= (last.ends_on, last.number)
