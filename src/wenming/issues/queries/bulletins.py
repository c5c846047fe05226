"""The figures of a week for its bulletin, and of a morning for the long picture: the one place where papers take numbers from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Exists, F, OuterRef, QuerySet

from wenming.engine.casework import CaseCounter
from wenming.engine.deadlines import Lamp
from wenming.issues.enums import IssueState, PhotoMoment
from wenming.issues.models import Issue, IssuePhoto
from wenming.issues.queries.issues import RELATED, issues_in
from wenming.issues.queries.lamps import lamp_color, shows_lamp
from wenming.issues.queries.periods import Period, monday_of
from wenming.issues.queries.tallies import flows_of, stock_of
from wenming.issues.workflow import OPEN
from wenming.kernel.models import City
from wenming.organisations.enums import UnitKind
from wenming.organisations.models import Unit
from wenming.organisations.queries import units_in

DAY = timedelta(days=1)
AGAIN = 30
"""Days within which the same category at the same site is the same trouble again (复发)."""
SAMPLE = 30
"""Fewer cases give no rate (样本不足)."""
RANKED = 5
"""A unit with fewer cases to close is not ranked."""
DISTRICTS = (UnitKind.DISTRICT, UnitKind.DEVELOPMENT_ZONE, UnitKind.COUNTY)
NOT_ISSUES = (IssueState.VOID, IssueState.JOINED)


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    part: int
    whole: int


@dataclass(frozen=True, slots=True)
class UnitLine:
    """What a unit had to close in the period, and what of it it closed; ``overdue`` is what is out of time with it now."""

    unit: Unit
    to_close: int
    closed: int
    in_time: int
    rework: int
    overdue: int


@dataclass(frozen=True, slots=True)
class Figures:
    """What a city's issues did from ``first`` to ``last``, as known at ``at``.

    ``flow`` are the counters of the city (engine.casework); ``stock`` how many issues stand in each state now; ``overdue`` those whose clock ran
    out, the longest first; ``reported`` the issues of the period without void and joined ones, by district, then in protocol order of
    the unit; ``again`` the share of complete closings that came back within 30 days.
    """

    city: City
    first: date
    last: date
    at: datetime
    flow: Mapping[str, int]
    stock: Mapping[str, int]
    units: Sequence[UnitLine]
    reported: Sequence[Issue]
    overdue: Sequence[Issue]
    again: Share
    districts: Sequence[Unit]

    def rate(self, part: CaseCounter, whole: CaseCounter) -> Share:
        """Return one counter of the period as a share of another."""
        return Share(self.flow.get(part, 0), self.flow.get(whole, 0))

    @property
    def open(self) -> int:
        """Return how many issues are not settled now."""
        return sum(number for state, number in self.stock.items() if state in OPEN)

    def district_of(self, issue: Issue) -> Unit | None:
        """Return the district in whose area an issue lies."""
        return district_over(self.districts, issue.area)

    @property
    def good(self) -> list[UnitLine]:
        """Return the units that closed everything in time and have nothing out of time (整改较好); only where there was enough to do."""
        return [one for one in self.units if one.to_close >= RANKED and one.in_time == one.to_close and not one.overdue]

    @property
    def late(self) -> list[UnitLine]:
        """Return the units with issues out of time (未落实), the most first."""
        return sorted((one for one in self.units if one.overdue), key=lambda one: -one.overdue)


def week_of(day: date) -> tuple[date, date]:
    """Return Monday and Sunday of the last whole week before a day: what a Monday's bulletin is about."""
    monday = monday_of(day) - 7 * DAY
    return monday, monday + 6 * DAY


def figures_of(city: City, first: date, last: date, *, at: datetime) -> Figures:
    """Count a period. Eight queries."""
    units = {unit.pk: unit for unit in units_in(city)}
    districts = [unit for unit in units.values() if unit.kind in DISTRICTS]
    flow = {word: number for (_key, word), number in flows_of(city, first, last).items()}
    of_units = flows_of(city, first, last, "unit")
    overdue = list(issues_in(city).filter(shows_lamp(str(Lamp.RED), at), state__in=OPEN).order_by("runs_out_at", "pk"))
    return Figures(
        city,
        first,
        last,
        at,
        flow,
        {state: number for (_key, state), number in stock_of(city).items()},
        _unit_lines(units, of_units, overdue),
        sorted(_reported(city, first, last), key=lambda issue: _place(issue, districts)),
        overdue,
        came_back(city, last),
        districts,
    )


def _reported(city: City, first: date, last: date) -> QuerySet[Issue]:
    """Return the issues that were reported in a period, without those that turned out to be none."""
    period = Period("", first, last).condition("reported_at", city)
    return issues_in(city).select_related(*RELATED, "minor__major").filter(period).exclude(state__in=NOT_ISSUES)


def _unit_lines(
    units: Mapping[int, Unit], flow: Mapping[tuple[int, str], int], overdue: Iterable[Issue]
) -> list[UnitLine]:
    """Return the units that had something to close or have something out of time: best rate first, then protocol order."""
    late = Counter(issue.unit_id for issue in overdue if issue.state == IssueState.DISPATCHED)
    busy = {key for key, _word in flow} | set(late)
    lines = [
        UnitLine(
            unit,
            flow.get((key, CaseCounter.TO_CLOSE), 0),
            flow.get((key, CaseCounter.CLOSED), 0),
            flow.get((key, CaseCounter.CLOSED_IN_TIME), 0),
            flow.get((key, CaseCounter.REWORK), 0),
            late[key],
        )
        for key, unit in units.items()
        if key in busy
    ]
    lines = [line for line in lines if line.to_close or line.overdue]
    return sorted(lines, key=lambda one: (one.to_close < RANKED, -one.in_time / max(one.to_close, 1)))


def _place(issue: Issue, districts: Sequence[Unit]) -> tuple[str, str, str]:
    """Return where an issue stands in a paper: by district, then by its unit's place in protocol order."""
    district = district_over(districts, issue.area)
    return (district.position if district else "~", issue.unit.position if issue.unit else "~", issue.number)


def district_over(districts: Iterable[Unit], area: Unit | None) -> Unit | None:
    """Return the district that an area is, or lies in."""
    if area is None:
        return None
    for one in districts:
        if area.position == one.position or area.position.startswith(f"{one.position}."):
            return one
    return None


def came_back(city: City, last: date) -> Share:
    """Return how many closings came back: the same category at the same site, reported within 30 days of the closing.

    Only closings whose 30 days were over on ``last`` count, those of the 30 days before: a closing of yesterday has not had its time.
    One query.
    """
    ends = datetime.combine(last + DAY, time(), city.zone) - AGAIN * DAY
    later = Issue.objects.in_city(city).filter(
        site=OuterRef("site"),
        minor=OuterRef("minor"),
        reported_at__gt=OuterRef("closed_at"),
        reported_at__lte=OuterRef("closed_at") + AGAIN * DAY,
    )
    closed = Issue.objects.in_city(city).filter(
        closed_at__lt=ends, closed_at__gte=ends - AGAIN * DAY, site__isnull=False, minor__isnull=False
    )
    found = list(closed.annotate(back=Exists(later.exclude(state__in=NOT_ISSUES))).values_list("back", flat=True))
    return Share(sum(found), len(found))


@dataclass(frozen=True, slots=True)
class Morning:
    """How the city stands on a morning: yesterday's figures, lamps by district, and what to look at.

    ``lamps``: (district, lamp) -> issues that are not settled; 0 is the rest. ``best`` were settled yesterday within their limit and with a
    photo of it, ``worst`` are longest out of time.
    """

    figures: Figures
    lamps: Mapping[tuple[int, str], int]
    best: Sequence[Issue]
    worst: Sequence[Issue]
    decide: Sequence[Issue]


def morning_of(city: City, day: date, *, at: datetime, since: date | None = None, until: date | None = None) -> Morning:
    """Return how the city stands on the morning of a day; its figures are of yesterday, or from ``since`` to ``until``."""
    figures = figures_of(city, since or day - DAY, until or day - DAY, at=at)
    standing = issues_in(city).filter(state__in=OPEN)
    lamps: Counter[tuple[int, str]] = Counter()
    for issue in standing.iterator(chunk_size=2000):
        district = figures.district_of(issue)
        lamps[district.pk if district else 0, lamp_color(issue, at)] += 1
    yesterday = Period("", day - DAY, day - DAY).condition("closed_at", city)
    shown = IssuePhoto.objects.in_city(city).filter(issue=OuterRef("pk"), moment=PhotoMoment.AFTER)
    closed = issues_in(city).filter(yesterday, Exists(shown)).order_by("closed_at")
    best = closed.filter(rework_count=0, due_at__gte=F("answered_at"))[:2]
    asks = standing.filter(state=IssueState.DISPUTED).order_by("changed_at")
    decide = _three(asks, figures.overdue, standing)
    worst = [issue for issue in figures.overdue if issue not in decide][:3]
    return Morning(figures, lamps, list(best), worst, decide)


def _three(asks: QuerySet[Issue], overdue: Sequence[Issue], standing: QuerySet[Issue]) -> list[Issue]:
    """Return three matters for a leader: whose it is that nobody agrees on, what lies longest, what was sent back most often."""
    found = [
        *asks[:2],
        *overdue[:1],
        *standing.filter(rework_count__gte=2).order_by("-rework_count", "pk")[:1],
        *overdue[1:3],
    ]
    return list({issue.pk: issue for issue in found}.values())[:3]


def photos_of(city: City, issues: Iterable[Issue]) -> dict[tuple[int, str], IssuePhoto]:
    """Return the newest photo of each issue and moment: (issue, moment) -> photo with its pictures. One query."""
    photos = IssuePhoto.objects.in_city(city).filter(issue__in=[issue.pk for issue in issues])
    return {(photo.issue_id, photo.moment): photo for photo in photos.order_by("pk")}
