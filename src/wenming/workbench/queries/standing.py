"""How areas or units of a round stand, with what can be told of their order; what changed since the round before; what was closed and came back."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

import numpy as np
from django.db.models import Count, Sum

from wenming.engine.casework import CaseCounter
from wenming.engine.estimates.designs import SurveyDesign
from wenming.engine.estimates.taylor import Estimate, mean
from wenming.engine.intervals import Interval
from wenming.engine.observations import FULL
from wenming.engine.ranking import Entrant, League, RoundChange, change_between, league, share_errors
from wenming.inspections.models import Observation, Round
from wenming.inspections.queries import rounds_in
from wenming.issues.queries.periods import Period
from wenming.issues.queries.rates import DISTRICTS
from wenming.issues.queries.recurrence import Share, looks_in, shares_of
from wenming.issues.queries.tallies import flows_of
from wenming.kernel.models import City
from wenming.organisations.models import Unit

GROUPS = {"areas": "area", "units": "units__name"}
LATEST = 12
"""Among so many rounds the one before is looked for."""
DAYS = 90
TWO = 2


@dataclass(frozen=True)
class Standing:
    """The league of a round's areas or units, and the interval of each one's level, in parts of one."""

    league: League
    intervals: dict[str, tuple[float, float]]


def latest_rounds(city: City) -> tuple[Round | None, Round | None]:
    """Return the latest round that counts, and the one before it that was judged by the same edition. One query."""
    rounds = list(rounds_in(city)[:LATEST])
    if not rounds:
        return None, None
    return rounds[0], next((one for one in rounds[1:] if one.edition_id == rounds[0].edition_id), None)


def league_of(round_: Round, group: str) -> Standing | None:
    """Return how "areas" or "units" of a round stand; None where fewer than two can be told of. One query.

    The place follows from the mean of the rows, as the published table has it; the error from how the sites of each differ.
    """
    name = GROUPS[group]
    rows = Observation.objects.in_city(round_.city).filter(round=round_).exclude(site="").exclude(**{name: ""})
    counted = list(
        rows.exclude(**{f"{name}__isnull": True})
        .values_list("site", name)
        .annotate(Count("pk"), Sum("milli"))
        .order_by(name, "site")
    )
    names = list(dict.fromkeys(row[1] for row in counted))
    sites = {row[0] for row in counted}
    if len(names) < TWO or len(sites) < TWO:
        return None
    survey = SurveyDesign.of(len(counted), weights=[row[2] for row in counted], clusters=[row[0] for row in counted])
    values = np.array([row[3] / (FULL * row[2]) for row in counted])
    owner = np.array([names.index(row[1]) for row in counted])
    found = [mean(survey, values, domain=owner == place) for place in range(len(names))]
    intervals = [_interval(one, int((owner == place).sum())) for place, one in enumerate(found)]
    covariance = share_errors(intervals)
    entrants = [
        Entrant(name, _rate(counted, place, owner), one.estimate, one.n)
        for place, (name, one) in enumerate(zip(names, intervals, strict=True))
    ]
    reach = 1.96 * np.sqrt(np.diag(covariance))
    spans = {
        name: (max(0.0, one.estimate - float(off)), min(1.0, one.estimate + float(off)))
        for name, one, off in zip(names, intervals, reach, strict=True)
    }
    return Standing(league(entrants, covariance, seed=round_.number), spans)


def _rate(counted: list[tuple[str, str, int, int]], place: int, owner: np.ndarray) -> Fraction:
    """Return the exact mean of a group's rows."""
    own = [row for row, group in zip(counted, owner, strict=True) if group == place]
    return Fraction(sum(row[3] for row in own), FULL * sum(row[2] for row in own))


def _interval(one: Estimate, sites: int) -> Interval:
    """Return what the covariance needs to know: a group is worth as many looks as it has sites."""
    share = min(1.0, max(0.0, one.value))
    return Interval(share, 0.0, 1.0, sites, float(sites), one.error, one.degrees)


def change_of(before: Round, after: Round) -> RoundChange | None:
    """Return the change of the mean between two rounds, sites that both saw held against themselves; None where sites are too few. One query."""
    rows = Observation.objects.in_city(after.city).filter(round__in=(before, after)).exclude(site="").order_by()
    counted = list(
        rows.values_list("site", "round_id").annotate(Count("pk"), Sum("milli")).order_by("round_id", "site")
    )
    sides = Counter(row[1] for row in counted)
    if min(sides[before.pk], sides[after.pk]) < TWO:
        return None
    survey = SurveyDesign.of(len(counted), weights=[row[2] for row in counted], clusters=[row[0] for row in counted])
    values = [100 * row[3] / (FULL * row[2]) for row in counted]
    return change_between(survey, values, [row[1] == after.pk for row in counted])


@dataclass(frozen=True, slots=True)
class Closing:
    """What a district had to close in 90 days, what of it was closed, and what of the closed came back, as far as chance looked."""

    name: str
    due: int
    closed: int
    back: Share | None


def closing_of(city: City, *, on: date) -> list[Closing]:
    """Return a line for each district in protocol order. Three queries."""
    since = on - timedelta(days=DAYS)
    units = list(Unit.objects.in_city(city).order_by("position", "pk").only("pk", "name", "position", "kind"))
    homes: dict[int, set[int]] = defaultdict(set)
    districts = [unit for unit in units if unit.kind in DISTRICTS]
    for district in districts:
        homes[district.pk] = {unit.pk for unit in units if f"{unit.position}.".startswith(f"{district.position}.")}
    flows = flows_of(city, since, on, "area")
    shares = shares_of(looks_in(city, Period("", since, on)), {one.pk: ("area", homes[one.pk]) for one in districts})
    lines = []
    for one in districts:
        due, closed = (
            sum(flows.get((key, word), 0) for key in homes[one.pk])
            for word in (CaseCounter.TO_CLOSE, CaseCounter.CLOSED)
        )
        if due or one.pk in shares:
            lines.append(Closing(one.name, due, closed, shares.get(one.pk)))
    return lines
