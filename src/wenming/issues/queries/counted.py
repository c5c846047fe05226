"""The issues behind a number: which of them a counter counted in a period, for a unit, an area or a category.

An address says it as ``counted=to_close-deferred@2026-11-01..2026-11-30@unit-12``. A counter of events counts times, its list shows the
issues of these times, each once. For a unit the list shows what the unit has now.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Exists, OuterRef, Q, Subquery

from wenming.engine.rates import Terms, terms_of
from wenming.engine.replies import is_vague
from wenming.issues.enums import IssueState
from wenming.issues.models import Issue, IssueStep
from wenming.issues.queries.issues import under
from wenming.issues.queries.periods import Period, period_of
from wenming.kernel.models import City
from wenming.organisations.models import Unit

SAID = re.compile(r"(?P<terms>[a-z0-9_ +-]{1,80})@(?P<period>[0-9.-]{4,24})(?:@(?P<side>[a-z]+)-(?P<key>\d{1,15}))?")
SIDES = ("unit", "area", "minor", "major", "district")
AGAIN = {"recurred_30": timedelta(days=30), "recurred_90": timedelta(days=90), "repeated": timedelta(days=90)}
"""Counters that are looked up instead of tallied: after closing, or after the report before."""
_ANSWERS, _CHECKS = ("answer", "self_handle"), ("close", "rework")
_EVENTS: dict[str, tuple[str, ...]] = {
    "report": ("report",), "accept": ("accept",), "file": ("file",), "dispatch_need": ("file",), "answer": _ANSWERS,
    "verify": _CHECKS, "close": ("close",), "rework": ("rework",), "reopen": ("reopen",), "return": ("return",),
    "dispute": ("dispute",), "extension": ("extend",), "suspension": ("suspend",), "reminder": ("remind",),
    "self_handled": ("self_handle",), "void": ("void", "strike"), "join": ("join",),
}  # fmt: skip
"""Counter of events -> the steps that it counts."""


@dataclass(frozen=True, slots=True)
class Counted:
    """What an address asks for: a sum of counters, a period, and of whom (``side`` "" = everybody)."""

    text: str
    terms: Terms
    period: Period
    first: date
    side: str = ""
    key: int = 0

    def condition(self, city: City) -> Q:
        """Return the condition that an issue is behind the number."""
        plus, minus = Q(pk__in=()), Q()
        for sign, word in self.terms:
            found = Q(_MAKERS[word](self, city))
            if sign > 0:
                plus |= found
            else:
                minus &= ~found
        return plus & minus & self.place(city)

    def place(self, city: City) -> Q:
        """Return the condition that an issue belongs to the side."""
        if not self.side:
            return Q()
        if self.side == "district":
            below = Unit.objects.in_city(city).filter(under(list(Unit.objects.in_city(city).filter(pk=self.key))))
            return Q(area__in=below.order_by().values("pk"))
        field = "minor__major" if self.side == "major" else self.side
        return Q(**{field: self.key}) if self.key else Q(**{f"{field}__isnull": True})


def counted_of(text: str) -> Counted | None:
    """Return what an address asks for, None where it asks for nothing that can be found."""
    said = SAID.fullmatch(text)
    if said is None or said["side"] not in {None, *SIDES}:
        return None
    period = period_of(said["period"], date.min)
    try:
        terms = terms_of(said["terms"])
    except ValueError:
        return None
    if period is None or period.first is None or period.last is None or not can_list(terms):
        return None
    return Counted(text, terms, period, period.first, said["side"] or "", int(said["key"] or 0))


def can_list(terms: Terms) -> bool:
    """Say whether the issues behind a sum of counters can be found."""
    return all(word in _MAKERS for _sign, word in terms)


Maker = Callable[[Counted, City], Q | Exists]


def _steps(actions: tuple[str, ...], wanted: Counted, city: City) -> Exists:
    """The issue took one of these steps in the period."""
    steps = IssueStep.objects.in_city(city).filter(issue=OuterRef("pk"), action__in=actions)
    return Exists(steps.filter(wanted.period.condition("at", city)))


def _event(actions: tuple[str, ...]) -> Maker:
    return lambda wanted, city: _steps(actions, wanted, city)


def _reckoned(done: str, more: Q) -> Maker:
    """The day on which it was due, or was ``done`` before, lies in the period."""

    def condition(wanted: Counted, city: City) -> Q:
        begin = datetime.combine(wanted.first, time(), city.zone)
        within = wanted.period.condition("due_at", city) | wanted.period.condition(done, city)
        before = Q(due_at__lt=begin) | Q(**{f"{done}__lt": begin})
        states = (IssueState.DISPATCHED, IssueState.ANSWERED, IssueState.SUSPENDED, IssueState.CLOSED)
        return Q(state__in=states) & within & ~before & more

    return condition


def _late(wanted: Counted, city: City) -> Q:  # noqa: ARG001  one shape for all
    """Its last answer came after the limit, and no appeal said otherwise."""
    said = Q(action__in=_ANSWERS) | Q(action="amend", in_time=True)
    answers = IssueStep.objects.in_city(city).filter(said, issue=OuterRef("pk")).order_by("-pk")
    return Q(
        pk__in=Issue.objects.in_city(city)
        .annotate(met=Subquery(answers.values("in_time")[:1]))
        .filter(met=False)
        .order_by()
        .values("pk")
    )


def _in_time(base: Maker) -> Maker:
    return lambda wanted, city: Q(base(wanted, city)) & ~_late(wanted, city)


def _first_check(wanted: Counted, city: City) -> Q:
    """It was verified for the first time in the period."""
    begin = datetime.combine(wanted.first, time(), city.zone)
    earlier = IssueStep.objects.in_city(city).filter(issue=OuterRef("pk"), action__in=_CHECKS, at__lt=begin)
    return Q(_steps(_CHECKS, wanted, city)) & ~Q(Exists(earlier))


def _first_pass(wanted: Counted, city: City) -> Q:
    """It was closed then: nothing was sent back before its first closing."""
    reworks = IssueStep.objects.in_city(city).filter(issue=OuterRef("issue"), action="rework", pk__lt=OuterRef("pk"))
    closings = IssueStep.objects.in_city(city).filter(issue=OuterRef("pk"), action="close")
    passed = closings.filter(wanted.period.condition("at", city)).exclude(Exists(reworks))
    return _first_check(wanted, city) & Q(Exists(passed))


def _vague(wanted: Counted, city: City) -> Q:
    """One of its answers in the period says nothing."""
    answers = IssueStep.objects.in_city(city).filter(wanted.period.condition("at", city), action__in=_ANSWERS)
    if wanted.side == "unit":
        answers = answers.filter(issue__unit=wanted.key or None)
    said = answers.order_by().values_list("issue_id", "note")
    return Q(pk__in=sorted({issue for issue, note in said.iterator(2000) if is_vague(note)}))


def recurs_within(city: City, window: timedelta) -> Exists:
    """Return the condition that, after its closing, the same category was reported again at the same site before so long."""
    again = Issue.objects.in_city(city).filter(
        site=OuterRef("site"),
        minor=OuterRef("minor"),
        reported_at__gt=OuterRef("closed_at"),
        reported_at__lte=OuterRef("closed_at") + window,
    )
    return Exists(again.exclude(state__in=(IssueState.VOID, IssueState.JOINED)))


def repeats_within(city: City, window: timedelta) -> Exists:
    """Return the condition that the same category had been reported at the same site not longer before."""
    before = Issue.objects.in_city(city).filter(
        site=OuterRef("site"),
        minor=OuterRef("minor"),
        reported_at__lt=OuterRef("reported_at"),
        reported_at__gte=OuterRef("reported_at") - window,
    )
    return Exists(before.exclude(state__in=(IssueState.VOID, IssueState.JOINED)).exclude(pk=OuterRef("pk")))


def closed_at_sites(wanted: Period, city: City) -> Q:
    """Return the condition that an issue was closed in a period and can recur: its site and category are known."""
    return wanted.condition("closed_at", city) & Q(state=IssueState.CLOSED, site__isnull=False, minor__isnull=False)


def _recurred(word: str) -> Maker:
    return lambda wanted, city: closed_at_sites(wanted.period, city) & Q(recurs_within(city, AGAIN[word]))


def _repeated(wanted: Counted, city: City) -> Q:
    return wanted.period.condition("reported_at", city) & Q(repeats_within(city, AGAIN["repeated"]))


def _filed(wanted: Counted, city: City) -> Q:
    """It became a case in the period; a part of a divided one is one from the beginning."""
    steps = IssueStep.objects.in_city(city).filter(issue=OuterRef("pk"), after=IssueState.FILED)
    filed = steps.filter(wanted.period.condition("at", city), action__in=("file", "report"))
    return Q(Exists(filed))


def _wrong(wanted: Counted, city: City) -> Q:
    """It was sent to another unit after all, the last time in the period."""
    amended = IssueStep.objects.in_city(city).filter(issue=OuterRef("pk"), action="amend", unit__isnull=False)
    moved = Q(_steps(("dispatch", "arbitrate"), wanted, city)) & Q(dispatch_count__gt=1)
    return moved | Q(Exists(amended.filter(wanted.period.condition("at", city))))


_CLOSED, _URGENT = Q(state=IssueState.CLOSED), Q(is_urgent=True)
_MAKERS: dict[str, Maker] = {
    **{word: _event(actions) for word, actions in _EVENTS.items()},
    "dispatch": _event(("dispatch", "arbitrate")),
    "file": _filed,
    "dispatch_need": _filed,
    "wrong_dispatch": _wrong,
    "dispose_need": _reckoned("answered_at", Q()),
    "dispose": _reckoned("answered_at", Q(answered_at__isnull=False)),
    "dispose_in_time": _in_time(_reckoned("answered_at", Q(answered_at__isnull=False))),
    "overtime": lambda wanted, city: (
        Q(_reckoned("answered_at", Q(answered_at__isnull=False))(wanted, city)) & _late(wanted, city)
    ),
    "to_close": _reckoned("closed_at", Q()),
    "closed": _reckoned("closed_at", _CLOSED),
    "closed_in_time": _in_time(_reckoned("closed_at", _CLOSED)),
    "deferred": _reckoned("closed_at", Q(state=IssueState.SUSPENDED)),
    "urgent_to_close": _reckoned("closed_at", _URGENT),
    "urgent_closed": _reckoned("closed_at", _CLOSED & _URGENT),
    "urgent_closed_in_time": _in_time(_reckoned("closed_at", _CLOSED & _URGENT)),
    "first_check": _first_check,
    "first_pass": _first_pass,
    "vague_answer": _vague,
    "recurrable": lambda wanted, city: closed_at_sites(wanted.period, city),
    "recurred_30": _recurred("recurred_30"),
    "recurred_90": _recurred("recurred_90"),
    "repeated": _repeated,
}
"""Counter -> what makes the condition that an issue is behind it."""
