"""The ledger: what its address asks for. The order and the pages are in ``paging``."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Concat

from wenming.engine.deadlines import Lamp
from wenming.issues.enums import IssueSource, IssueState
from wenming.issues.models import Issue, IssueRequest
from wenming.issues.queries.counted import Counted, counted_of
from wenming.issues.queries.issues import issues_visible_to
from wenming.issues.queries.lamps import shows_lamp
from wenming.issues.queries.periods import Period, period_of
from wenming.issues.queries.written import stands_in
from wenming.issues.rules import DISPATCHES_FOR_UNIT
from wenming.issues.workflow import OPEN, WAITS_FOR_DESK
from wenming.kernel.models import Account, City
from wenming.organisations.models import Unit
from wenming.organisations.rules import posts_now, works_in_office

KEY = re.compile(r"^[0-9]{1,15}$")
NUMBER = re.compile(r"((?P<year>20[0-9]{2}-)?(?P<month>[0-9]{2})-)?(?P<serial>[0-9]{4,8})")
MONTH = re.compile(r"20[0-9]{2}-[0-9]{2}(-[0-9]{0,3})?")
MONTHS, LAST_SERIAL = 120, "99999999"
"""A number without its year is looked for in so many months; behind this no number of a month stands."""
MINES = ("desk", "unit", "reported")
ORDERS = ("clock", "number", "reported", "unit")
SIZES = (25, 50, 100)
AGAIN = timedelta(days=90)
"""How long after one issue another of the same category at the same site counts as the same trouble again."""
KEYS = ("area", "unit", "major", "minor", "node", "site", "type")


@dataclass(frozen=True, slots=True)
class IssueFilter:
    """What a list of issues shows; ``at`` is the moment of its lamps.

    ``states``: empty = what is not settled (未结), or with a period of closing what is closed; "all" in the address = every state.
    ``area``, ``unit``: with everything below. ``mine``: "desk" = it is my turn, "unit" = my unit disposes, "reported" = by me.
    ``counted``: what is behind a number of the rates. ``repeated``: the same category at the same site within 90 days. ``order`` with "-" in front runs the other way.
    ``below``: the keys of a unit and of all below it, where they were asked before (``names``): an index answers for keys, not for a question.
    """

    at: datetime
    states: frozenset[str] = frozenset()
    lamps: frozenset[str] = frozenset()
    sources: frozenset[str] = frozenset()
    mine: str = ""
    area: int = 0
    unit: int = 0
    major: int = 0
    minor: int = 0
    node: int = 0
    site: int = 0
    type: int = 0
    reported: Period | None = None
    due: Period | None = None
    closed: Period | None = None
    counted: Counted | None = None
    words: str = ""
    urgent: bool = False
    reworked: bool = False
    asked: bool = False
    repeated: bool = False
    order: str = "clock"
    size: int = SIZES[0]
    below: Mapping[int, Sequence[int]] = field(default_factory=dict, compare=False)

    @property
    def running(self) -> bool:
        """Whether it asks only for what a clock runs for; ``resting`` only for what none runs for."""
        return bool(self.due or (self.lamps and Lamp.GREY not in self.lamps))

    @property
    def resting(self) -> bool:
        """Whether it asks only for what no clock runs for: nothing else is settled, and nothing that is settled runs."""
        return self.lamps == {Lamp.GREY} or not (self.states or OPEN) & OPEN


def filter_of(query: Mapping[str, str], *, city: City, at: datetime) -> IssueFilter:
    """Return the filter that an address carries; what is not valid filters nothing."""
    today = at.astimezone(city.zone).date()
    order, size, mine = query.get("order", ""), query.get("size", ""), query.get("mine", "")
    closed, counted = period_of(query.get("closed", ""), today), counted_of(query.get("counted", ""))
    plain: dict[str, Any] = {name: _key(query.get(name, "")) for name in KEYS}
    plain |= {name: query.get(name) == "on" for name in ("urgent", "reworked", "asked", "repeated")}
    return IssueFilter(
        at=at,
        states=_states(query.get("state", "all" if counted else ""), closed),
        lamps=_some(query.get("lamp", ""), frozenset(map(str, Lamp))),
        sources=_some(query.get("source", ""), frozenset(IssueSource.values)),
        mine=mine if mine in MINES else "",
        reported=period_of(query.get("reported", ""), today),
        due=period_of(query.get("due", ""), today),
        closed=closed,
        counted=counted,
        words=query.get("q", "").strip()[:60],
        order=order if order.removeprefix("-") in ORDERS else "clock",
        size=int(size) if size in map(str, SIZES) else SIZES[0],
        **plain,
    )


def _states(text: str, closed: Period | None) -> frozenset[str]:
    """Return the states of an address: "" and "open" are what is not settled, "all" is every one."""
    if text == "all":
        return frozenset(IssueState.values)
    default = frozenset({str(IssueState.CLOSED)}) if closed else OPEN
    return _some(text, frozenset(IssueState.values)) or default


def _some(text: str, known: frozenset[str]) -> frozenset[str]:
    return known.intersection(text[:200].split(","))


def _key(text: str) -> int:
    return int(text) if KEY.match(text) else 0


def issues_listed(account: Account, city: City, wanted: IssueFilter) -> QuerySet[Issue]:
    """Return those issues that the account sees and the filter asks for, in no order; see ``paging``."""
    found = issues_visible_to(account, city).order_by()
    states = wanted.states or OPEN
    if wanted.running:
        states &= OPEN  # nothing else runs: so it is looked for among the open alone
    if len(states) < len(IssueState):
        found = found.filter(stands_in(states))
    if states < OPEN and (wanted.area or wanted.unit or wanted.minor or wanted.urgent):
        found = found.filter(stands_in())  # says again what their indexes say
    for condition in _conditions(account, city, wanted):
        found = found.filter(condition)
    return found


def _conditions(account: Account, city: City, wanted: IssueFilter) -> list[Q | Exists]:
    """Return what a filter asks for beside the states."""
    plain = {"minor": "minor", "major": "minor__major", "site": "site", "type": "site__type"}
    found: list[Q | Exists] = [
        Q(**{field: getattr(wanted, name)}) for name, field in plain.items() if getattr(wanted, name)
    ]
    periods = (("reported_at", wanted.reported), ("runs_out_at", wanted.due), ("closed_at", wanted.closed))
    found += [period.condition(field, city) for field, period in periods if period]
    found += [maker(account, city, wanted) for name, maker in _MAKERS.items() if getattr(wanted, name)]
    return found


def _lamps(_account: Account, _city: City, wanted: IssueFilter) -> Q:
    found = Q()
    for lamp in sorted(wanted.lamps):
        found |= shows_lamp(lamp, wanted.at)
    return found


def _words(_account: Account, city: City, wanted: IssueFilter) -> Q:
    """Somebody means an issue by its number (whole, its beginning or its end), its text, its place.

    Four digits or more are a number, and nothing but numbers is looked through: its index answers.
    """
    words = wanted.words
    said = NUMBER.fullmatch(words)
    if said:
        return Q(number__in=_numbers(said, wanted.at.astimezone(city.zone).date()))
    if MONTH.fullmatch(words):
        return Q(number__gte=words, number__lte=f"{words}{LAST_SERIAL}", number__startswith=words)
    return Q(number__icontains=words) | Q(text__icontains=words) | Q(place__icontains=words)


def _numbers(said: re.Match[str], today: date) -> list[str]:
    """Return every number of the last years that somebody may have said: a serial, perhaps with its month; with its year only that."""
    if said["year"]:
        return [said[0]]
    serials = [today.year * 12 + today.month - 1 - back for back in range(MONTHS)]
    months = [f"{serial // 12}-{serial % 12 + 1:02d}" for serial in serials]
    return [said[0], *(f"{month}-{said['serial']}" for month in months if month.endswith(said["month"] or ""))]


def _mine(account: Account, city: City, wanted: IssueFilter) -> Q:
    """What is the account's turn, what its units dispose of, what it reported."""
    if wanted.mine == "reported":
        return Q(reported_by=account.pk)
    posts = [post for post in posts_now(account, city) if post.unit_id]
    if wanted.mine == "unit":
        return Q(unit__in=[post.unit_id for post in posts])
    desks = Q(desk__in=[post.unit_id for post in posts if post.role in DISPATCHES_FOR_UNIT])
    if works_in_office(account, city):
        desks |= Q(desk__isnull=True)
    return desks & Q(state__in=sorted(WAITS_FOR_DESK))


def _below(side: str) -> Callable[[Account, City, IssueFilter], Q]:
    """Return what makes the condition that an area or unit is the wanted one or stands below it."""

    def condition(_account: Account, city: City, wanted: IssueFilter) -> Q:
        keys = wanted.below.get(getattr(wanted, side))
        if keys:
            return Q(**{f"{side}__in": keys}) if len(keys) > 1 else Q(**{side: keys[0]})
        top = Unit.objects.in_city(city).filter(pk=getattr(wanted, side)).values("position")
        units = Unit.objects.in_city(city).annotate(top=Subquery(top))
        below = units.filter(Q(position=F("top")) | Q(position__startswith=Concat("top", Value("."))))
        return Q(**{f"{side}__in": below.values("pk")})

    return condition


def _repeated(_account: Account, city: City, _wanted: IssueFilter) -> Exists:
    """The same category at the same site was reported not long before."""
    before = Issue.objects.in_city(city).filter(
        site=OuterRef("site"),
        minor=OuterRef("minor"),
        reported_at__lt=OuterRef("reported_at"),
        reported_at__gte=OuterRef("reported_at") - AGAIN,
    )
    return Exists(before.exclude(state__in=(IssueState.VOID, IssueState.JOINED)).exclude(pk=OuterRef("pk")))


def waits_for_answer(city: City) -> Exists:
    """Return the condition that the unit has asked for something that nobody has decided."""
    return Exists(_undecided(city).filter(issue=OuterRef("pk")))


def _undecided(city: City) -> QuerySet[IssueRequest]:
    return IssueRequest.objects.in_city(city).filter(granted__isnull=True).order_by()


_MAKERS: dict[str, Callable[[Account, City, IssueFilter], Q | Exists]] = {
    "lamps": _lamps,
    "sources": lambda _account, _city, wanted: Q(source__in=sorted(wanted.sources)),
    "mine": _mine,
    "area": _below("area"),
    "unit": _below("unit"),
    "node": lambda _account, _city, wanted: (
        Q(node=wanted.node) | Q(node__parent=wanted.node) | Q(node__parent__parent=wanted.node)
    ),
    "words": _words,
    "urgent": lambda *_all: Q(is_urgent=True),
    "reworked": lambda *_all: Q(rework_count__gt=0),
    "asked": lambda _account, city, _wanted: Q(pk__in=_undecided(city).values("issue")),
    "repeated": _repeated,
    "counted": lambda _account, city, wanted: wanted.counted.condition(city) if wanted.counted else Q(),
}
"""Field of the filter -> what makes its condition."""
