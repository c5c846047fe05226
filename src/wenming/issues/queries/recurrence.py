"""How much of what was settled came back: the share among all closed issues, by what chance chose to look at (P16).

Only visits by lot count; each stands for the issues of its week and age that were not looked at, those that could not be judged included.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

import numpy as np

from wenming.engine.intervals import NOTHING, Design, Interval, korn_graubard
from wenming.engine.survival import Brackets, turnbull
from wenming.issues.enums import LookBackReason, LookBackResult
from wenming.issues.models import LookBack, MinorClass
from wenming.issues.models.lookbacks import DAYS
from wenming.issues.queries.periods import Period
from wenming.issues.queries.rates import DISTRICTS
from wenming.kernel.models import City
from wenming.organisations.models import Unit

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Look:
    """One visit by lot whose time is over or that was answered. ``stratum``: its week and age. ``size``: how many issues it was drawn from."""

    issue: int
    day: int
    stratum: tuple[int, str]
    size: int
    result: str
    unit: int
    area: int
    minor: int

    @property
    def judged(self) -> bool:
        """Whether it says anything."""
        return self.result in {LookBackResult.HOLDS, LookBackResult.CAME_BACK}


@dataclass(frozen=True, slots=True)
class Share:
    """What came back of one line. ``looked`` were judged, ``back`` came back, ``unjudged`` could not be judged or were missed."""

    key: int
    name: str
    group: str
    looked: int
    back: int
    unjudged: int
    interval: Interval
    ages: Mapping[int, Interval] = field(default_factory=dict)


def looks_in(city: City, period: Period) -> list[Look]:
    """Return the visits by lot of a period, by the day from which they were due; those still ahead are left out. One query."""
    rows = LookBack.objects.in_city(city).filter(reason=LookBackReason.DRAWN)
    for bound, day in (("due_on__gte", period.first), ("until_on__lte", period.last)):
        rows = rows.filter(**{bound: day}) if day is not None else rows
    values = rows.order_by("pk").values_list(
        "issue", "day", "week", "stratum", "stratum_size", "result", "issue__unit", "issue__area", "issue__minor"
    )
    return [
        Look(issue, day, (week, stratum), size, result, unit or 0, area or 0, minor or 0)
        for issue, day, week, stratum, size, result, unit, area, minor in values
    ]


def share_back(looks: Sequence[Look]) -> Share:
    """Return what came back of everything."""
    judged = _Judged.of(looks)
    return _share((0, "", ""), looks, judged, np.ones(len(judged.looks), dtype=bool))


def shares_by_unit(city: City, looks: Sequence[Look]) -> list[Share]:
    """Return a line for each unit whose issues were looked at, in protocol order. One query."""
    units = Unit.objects.in_city(city).filter(pk__in={look.unit for look in looks}).order_by("position", "pk")
    names = [(unit.pk, unit.name, str(unit.get_kind_display())) for unit in units]
    return _lines(looks, names, lambda look: look.unit)


def shares_by_district(city: City, looks: Sequence[Look]) -> list[Share]:
    """Return a line for each district, county and zone with everything below it, in protocol order. One query."""
    units = list(Unit.objects.in_city(city).order_by("position", "pk"))
    districts = [unit for unit in units if unit.kind in DISTRICTS]
    home = {
        unit.pk: district.pk
        for district in districts
        for unit in units
        if f"{unit.position}.".startswith(f"{district.position}.")
    }
    return _lines(looks, [(one.pk, one.name, "") for one in districts], lambda look: home.get(look.area, 0))


def shares_by_category(city: City, looks: Sequence[Look]) -> list[Share]:
    """Return a line for each category, in the order of its table. One query."""
    minors = MinorClass.objects.in_city(city).filter(pk__in={look.minor for look in looks}).select_related("major")
    ordered = minors.order_by("major__kind", "major__order", "order", "pk")
    return _lines(looks, [(one.pk, one.name, one.major.name) for one in ordered], lambda look: look.minor)


def shares_of(looks: Sequence[Look], own: Mapping[Key, tuple[str, Collection[int]]]) -> dict[Key, Share]:
    """Return what came back for each key, whose own are the looks with one of these ``unit`` or ``area`` keys; none of a key without looks."""
    judged, found = _Judged.of(looks), {}
    for key, (side, places) in own.items():
        ours = [look for look in looks if getattr(look, side) in places]
        inside = np.array([getattr(look, side) in places for look in judged.looks], dtype=bool)
        if ours:
            found[key] = _share((0, "", ""), ours, judged, inside)
    return found


SHARES: Mapping[str, Callable[[City, Sequence[Look]], list[Share]]] = {
    "unit": shares_by_unit,
    "district": shares_by_district,
    "category": shares_by_category,
}
"""What a page of recurrence is by -> who reads its lines."""


def days_until_back(looks: Iterable[Look]) -> Brackets:
    """Return the estimate of after how many days things come back, from what each issue's visits found (interval-censored).

    It came back after the last day on which it held, and by the day on which it did not; what held is open to the right.
    """
    held: dict[int, int] = defaultdict(int)
    back: dict[int, int] = {}
    for look in looks:
        if look.result == LookBackResult.HOLDS:
            held[look.issue] = max(held[look.issue], look.day)
        elif look.result == LookBackResult.CAME_BACK:
            back[look.issue] = min(back.get(look.issue, look.day), look.day)
    issues = sorted({*held, *back})
    left = [held[one] if held[one] < back.get(one, 1000) else 0 for one in issues]
    return turnbull(left, [back.get(one, np.inf) for one in issues])


@dataclass(frozen=True)
class _Judged:
    """The looks that say anything, with the design that all domains of them share."""

    looks: Sequence[Look]
    hits: Any
    days: Any
    design: Design

    @classmethod
    def of(cls, looks: Iterable[Look]) -> _Judged:
        """Leave out what could not be judged; each look stands for what its week and age had of those."""
        judged = [look for look in looks if look.judged]
        seen = Counter(look.stratum for look in judged)
        design = Design.of(
            len(judged),
            weights=[look.size / seen[look.stratum] for look in judged],
            strata=[f"{week} {stratum}" for week, stratum in (look.stratum for look in judged)],
            frame=[look.size for look in judged],
        )
        hits = np.array([look.result == LookBackResult.CAME_BACK for look in judged], dtype=bool)
        return cls(judged, hits, np.array([look.day for look in judged]), design)

    def interval(self, domain: Any) -> Interval:
        """Return the interval of a domain."""
        return korn_graubard(self.hits, design=self.design, domain=domain) if domain.any() else NOTHING


def _lines(looks: Sequence[Look], names: Iterable[tuple[int, str, str]], key_of: Callable[[Look], int]) -> list[Share]:
    """Return a share for each name of whose issues some were looked at."""
    judged, own = _Judged.of(looks), defaultdict(list)
    for look in looks:
        own[key_of(look)].append(look)
    keys = np.array([key_of(look) for look in judged.looks], dtype=int)
    return [_share((key, name, group), own[key], judged, keys == key) for key, name, group in names if key in own]


def _share(line: tuple[int, str, str], own: Sequence[Look], judged: _Judged, inside: Any) -> Share:
    """Return what came back of a line's own looks, those ``inside`` the judged ones; the others stay in the design."""
    key, name, group = line
    ages = {day: judged.interval(inside & (judged.days == day)) for day in DAYS}
    return Share(
        key=key,
        name=name,
        group=group,
        looked=int(inside.sum()),
        back=sum(look.result == LookBackResult.CAME_BACK for look in own),
        unjudged=sum(not look.judged for look in own),
        interval=judged.interval(inside),
        ages={day: one for day, one in ages.items() if one.n},
    )
