"""A city's own data as the engine's problem: its rounds, its register, its papers, and what the office knows of the coming evaluation."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from django.db.models import Count, Min, Sum

from wenming.assessment.models import ForecastSettings
from wenming.campaigns.models import Campaign
from wenming.engine.forecast import (
    Clause,
    Cluster,
    Gate,
    Item,
    Pair,
    Parts,
    Problem,
    Rival,
    Scenario,
    SeenSite,
    Stratum,
    SurveyPlan,
    learned_shift,
    pair_of,
)
from wenming.engine.forecast import Round as PastRound
from wenming.engine.forecast.shifts import USUAL_SITES
from wenming.engine.grading import ScorePart
from wenming.engine.observations import FULL
from wenming.engine.standards import Standard
from wenming.inspections.enums import VisitManner
from wenming.inspections.models import Observation, Round
from wenming.inspections.queries import rounds_in
from wenming.kernel.models import City
from wenming.materials.queries.grades import GradeSheet, grade_sheet
from wenming.sites.queries.sites import sites_in
from wenming.standards.queries import standard_of

DAYS = 365
"""Rounds and surveys that ended longer ago say nothing of today."""
UNREGISTERED = "-"
"""The type of sites that the register does not know."""
MILLE = 1000
WHOLE = 100 * MILLE
"""A rate of 1 in thousandths of a percent."""


@dataclass(frozen=True)
class Gathered:
    """What a forecast is made from: the problem, the city's rounds for the back-test, and where a type was seen, what a clause is called."""

    problem: Problem
    past: tuple[PastRound, ...]
    seen: Mapping[str, int]
    names: Mapping[str, tuple[str, str]]


@dataclass
class _Type:
    """What one round says of one type of sites."""

    sites: dict[str, list[Fraction]] = field(default_factory=lambda: defaultdict(list))
    checked: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    failed: dict[str, int] = field(default_factory=lambda: defaultdict(int))


@dataclass
class _Seen:
    """A round: its record, and its types by name."""

    round: Round
    types: dict[str, _Type] = field(default_factory=lambda: defaultdict(_Type))

    @property
    def fair(self) -> bool:
        """Whether it tells of a type: drawn by lot, and nobody knew."""
        return bool(self.round.manner.drawn) and self.round.manner.manner == VisitManner.INCOGNITO

    def weight(self, name: str, standard: Standard) -> float:
        """Return what a type is worth in the field score: each clause's points, shared out by where it was looked at."""
        whole: dict[str, int] = defaultdict(int)
        for one in self.types.values():
            for code, number in one.checked.items():
                whole[code] += number
        points = {node.code: node.points for node in standard.leaves}
        own = self.types[name].checked
        return float(sum(points.get(code, Fraction(1)) * number / whole[code] for code, number in own.items()))


def gathered(campaign: Campaign, settings: ForecastSettings | None, year: int, *, on: date) -> Gathered:
    """Return what is known on a day. Eight queries; nothing is computed here.

    A type counts as the last round saw it that was drawn by lot and incognito; where there is none, as the last round saw it: it then tells of
    those sites alone. What a site was worth is the mean of its looks, as the formula has it. Who was asked is what the office wrote of a
    survey on paper or by telephone, for a year.
    """
    city = campaign.city
    sheet = grade_sheet(campaign, year, on=on)
    frame: dict[str, int] = defaultdict(int)
    types: dict[str, str] = {}
    for name, kind in sites_in(city, on=on).values_list("name", "type__name"):
        types[name] = kind
        frame[kind] += 1
    seen = _seen_rounds(city, types, on)
    latest = _latest(seen)
    problem = Problem(
        parts=_parts(settings, sheet),
        line=_line(settings, campaign),
        types=_types(latest, frame, settings.plan if settings else ()),
        clauses=_clauses(sheet, settings.accepted if settings else ()),
        shift=learned_shift(_pairs(settings)),
        survey=_asked(settings, on),
        **_beyond(settings),
    )
    past = tuple(PastRound(str(one.round.number), _strata(one, one.types, frame, {})) for one in seen if one.fair)
    where = {name: one.round.number for name, one in latest.items()}
    return Gathered(problem, past, where, _names([one.round for one in latest.values()], sheet))


def _seen_rounds(city: City, types: Mapping[str, str], on: date) -> list[_Seen]:
    """Return the rounds of a year whose manner is known, all by one edition, the earliest first. Two queries.

    It is the edition of the last one that is fair, where there is one: points of two editions cannot be added.
    """
    rows = rounds_in(city).filter(manner__isnull=False, ends_on__gt=on - timedelta(days=DAYS), ends_on__lte=on)
    rounds = list(rows.select_related("city", "edition", "manner").order_by("ends_on", "number"))
    leading = sorted(rounds, key=lambda one: _Seen(one).fair)[-1:]
    found = {one.pk: _Seen(one) for one in rounds if one.edition_id == leading[0].edition_id}
    looks = Observation.objects.in_city(city).filter(round__in=found).exclude(site="").order_by()
    groups = looks.values_list("round_id", "site", "node__code", "item")
    for key, site, code, _item, number, milli, least in groups.annotate(
        Count("pk"), Sum("milli"), Min("milli")
    ).order_by("round_id", "site", "node__code", "item"):
        one = found[key].types[types.get(site, UNREGISTERED)]
        one.sites[site].append(Fraction(milli, number * FULL))
        one.checked[code] += 1
        one.failed[code] += least < FULL
    return [one for one in found.values() if one.types]


def _latest(seen: Sequence[_Seen]) -> dict[str, _Seen]:
    """Return the round that stands for each type."""
    found: dict[str, _Seen] = {}
    for one in sorted(seen, key=lambda one: one.fair):
        found.update(dict.fromkeys(one.types, one))
    return found


def _types(latest: Mapping[str, _Seen], frame: Mapping[str, int], plan: Iterable[Sequence[Any]]) -> tuple[Stratum, ...]:
    """Return the types that were seen or that the evaluators will see; who was never seen weighs what the others weigh in the mean."""
    wanted = {name: (drawn, checks) for name, drawn, checks in plan}
    found = [_strata(one, [name], frame, wanted)[0] for name, one in sorted(latest.items())]
    usual = sum(one.weight for one in found) / len(found) if found else 1.0
    unseen = sorted(wanted.keys() - latest.keys())
    return (*found, *(Stratum(name, usual, frame.get(name, 0), *wanted[name]) for name in unseen))


def _strata(
    one: _Seen, names: Iterable[str], frame: Mapping[str, int], wanted: Mapping[str, tuple[int, int]]
) -> tuple[Stratum, ...]:
    """Return types as a round saw them."""
    standard = standard_of(one.round.edition)
    return tuple(
        Stratum(
            key=name,
            weight=one.weight(name, standard),
            frame=frame.get(name, 0),
            drawn=wanted.get(name, (0, 0))[0],
            checks=wanted.get(name, (0, 0))[1],
            sites=_sites(one.types[name].sites, drawn=one.fair),
            items=tuple(
                Item(code, number, one.types[name].failed[code])
                for code, number in sorted(one.types[name].checked.items())
            ),
        )
        for name in sorted(names)
    )


def _sites(seen: Mapping[str, Sequence[Fraction]], *, drawn: bool) -> tuple[SeenSite, ...]:
    """Return sites in the order of their names, with what the formula says of each and its passed checks in whole numbers.

    A check that was passed in part is whole at some sites and none at others, those with the largest remainder first: the type keeps its level.
    """
    names = sorted(seen)
    values = [sum(seen[name], Fraction(0)) for name in names]
    whole = [int(value) for value in values]
    more = int(sum(values, Fraction(0)) + Fraction(1, 2)) - sum(whole)
    order = sorted(range(len(names)), key=lambda place: (whole[place] - values[place], place))
    for place in order[:more]:
        whole[place] += 1
    return tuple(
        SeenSite(len(seen[name]), passed, drawn=drawn, rate=float(value / len(seen[name])))
        for name, passed, value in zip(names, whole, values, strict=True)
    )


def _parts(settings: ForecastSettings | None, sheet: GradeSheet) -> Parts:
    """Return the points of the parts: what the office wrote, else the edition or the city's rule."""
    if settings and settings.field is not None:
        own = (settings.field, settings.materials or 0, settings.survey or 0)
        return Parts(*(milli / MILLE for milli in own))
    order = (ScorePart.FIELD, ScorePart.FILING, ScorePart.SURVEY)
    return Parts(*(float(sheet.weights.get(part, 0)) for part in order))


def _line(settings: ForecastSettings | None, campaign: Campaign) -> float | None:
    """Return the line to reach: what the office wrote, else the city's target; None where nobody said."""
    milli = settings.line if settings else campaign.target
    return None if milli is None else milli / MILLE


def _clauses(sheet: GradeSheet, accepted: Iterable[Sequence[Any]]) -> tuple[Clause, ...]:
    """Return the clauses of the papers with the latest grade, and how often official reviewers agreed in the past."""
    past = {code: (agreed, reviewed) for code, agreed, reviewed in accepted}
    weights = {one.code: float(one.weight) for one in sheet.inputs}
    return tuple(
        Clause(
            line.node.code,
            weights[line.node.code],
            None if line.latest is None else line.latest.milli / FULL,
            *past.get(line.node.code, (0, 0)),
        )
        for line in sheet.lines
    )


def _pairs(settings: ForecastSettings | None) -> list[Pair]:
    """Return what both teams found in past years, as the office wrote it."""
    rows = settings.pairs if settings else ()
    return [
        pair_of(mock / WHOLE, official / WHOLE, USUAL_SITES if sites is None else sites)
        for _year, official, mock, sites in rows
    ]


def _asked(settings: ForecastSettings | None, on: date) -> tuple[Cluster, ...]:
    """Return the communities of the city's own survey; nothing where it ended too long ago."""
    if settings is None or settings.surveyed_on is None or settings.surveyed_on <= on - timedelta(days=DAYS):
        return ()
    return tuple(Cluster(asked, content) for _name, asked, content in settings.surveyed)


def _beyond(settings: ForecastSettings | None) -> dict[str, Any]:
    """Return what only the office can know: whom the evaluators ask, other cities, the provincial stage, events to look at."""
    if settings is None:
        return {"survey_plan": SurveyPlan(0, 0, 0)}
    gate = None
    if settings.gate_held is not None and settings.gate_passed is not None:
        gate = Gate(settings.gate_passed, settings.gate_held)
    return {
        "survey_plan": SurveyPlan(settings.communities, settings.households, settings.intercepts),
        "rivals": tuple(Rival(name, score / MILLE, spread / MILLE) for name, score, spread in settings.rivals),
        "places": tuple(settings.places),
        "gate": gate,
        "scenarios": tuple(Scenario(name, points / MILLE, stops) for name, points, stops in settings.scenarios),
    }


def _names(rounds: Sequence[Round], sheet: GradeSheet) -> dict[str, tuple[str, str]]:
    """Return what clauses are called, in both languages."""
    found = {line.node.code: (line.node.name, line.node.name_en) for line in sheet.lines}
    for one in rounds[:1]:
        found |= {node.code: (node.name, node.name_en) for node in standard_of(one.edition).leaves}
    return found
