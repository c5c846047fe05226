"""Supervision of the rehearsal city: rules, four weeks of lists, a decision, an appeal that waits; all by the actions that people use."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from wenming.engine.deadlines import Limit, LimitUnit
from wenming.inspections.queries import rounds_in
from wenming.issues.actions import Report, answer_issue, report_issue, verify_issue
from wenming.issues.actions.triage import take_to_unit
from wenming.issues.models import MinorClass
from wenming.issues.seeds.pictures import street_photo
from wenming.kernel.models import Account, City
from wenming.supervision.actions import (
    AppealFacts,
    DecisionFacts,
    adopt_model,
    approve_list,
    change_draft,
    compute_list,
    enforce_version,
    file_appeal,
    record_decision,
    suggest_from_issues,
)
from wenming.supervision.actions.rules import facts_of
from wenming.supervision.enums import AppealInput, ListMark
from wenming.supervision.models import DecisionKind, ListEntry, ListRun
from wenming.supervision.queries.appeals import observations_against
from wenming.supervision.queries.periods import first_day, last_periods
from wenming.supervision.rules import own_units

WEEKS = 4
NAME = "按期结案红黑榜（周）"
HOUR = timedelta(hours=1)
IN_TIME = "市城市管理局"
"""The unit of the liaison settles what it gets in time."""
DRAFTED = ("tianshui", "wuhan")
"""Rules that wait as drafts."""


@dataclass(frozen=True, slots=True)
class Cast:
    """Who computes, who approves, who appeals."""

    office: Account
    supervisor: Account
    street: Account


def seed_supervision(*, city: City, cast: Cast, at: datetime) -> list[ListRun]:
    """Put a weekly rule in force, list the last four weeks (the newest waits for its approval), record what followed, and let a unit appeal."""
    today = at.astimezone(city.zone).date()
    version = adopt_model(city=city, key="jiangmen", name=NAME, by=cast.office, at=at)
    facts = replace(facts_of(version), measure="district/closing_in_time")
    version = change_draft(version=version, facts=facts, by=cast.office, at=at)
    periods = [one.first for one in last_periods(version.period, today, WEEKS) if one.first]
    enforce_version(version=version, since=first_day(version.period, periods[-1]), by=cast.office, at=at)
    for key in DRAFTED:
        adopt_model(city=city, key=key, by=cast.office, at=at)
    for begins_on in periods[1:3]:
        _lag(city, begins_on, cast)
    runs = []
    for place, begins_on in enumerate(reversed(periods), start=1):
        run = compute_list(rule=version.rule, begins_on=begins_on, by=cast.office, at=at)
        runs.append(run if place == WEEKS else approve_list(run=run, by=cast.supervisor, at=at))
    _decide(city, runs[1], cast, at)
    suggest_from_issues(city=city, by=cast.supervisor, at=at)
    _appeal(city, cast, at)
    return runs


def _lag(city: City, begins_on: date, cast: Cast) -> None:
    """Let one unit settle three issues of a week too late: it is on the black list of that week."""
    minors = MinorClass.objects.in_city(city).filter(unit__isnull=False, is_active=True).select_related("unit")
    minor = minors.exclude(unit__name=IN_TIME).order_by("pk").first()
    if minor is None or minor.unit is None:
        raise LookupError("no category of the rehearsal city names a unit")
    for number in range(3):
        since = datetime.combine(begins_on, time(9, 10 * number), city.zone) + timedelta(days=1)
        report = Report(text=f"巡查发现{minor.name}", source="patrol", minor=minor)
        issue = report_issue(city=city, report=report, by=cast.office, at=since)
        limit = Limit(4, LimitUnit.WORK_HOUR)
        take_to_unit(issue=issue, unit=minor.unit, limit=limit, by=cast.office, at=since + HOUR)
        answer_issue(issue=issue, text="已处置，并加派人员巡查", by=cast.office, at=since + 50 * HOUR)
        verify_issue(issue=issue, passed=True, by=cast.supervisor, at=since + 54 * HOUR)


def _decide(city: City, run: ListRun, cast: Cast, at: datetime) -> None:
    """Record what followed from the first list: a flag for the best, criticism of the worst."""
    day = at.astimezone(city.zone).date()
    rows = ListEntry.objects.in_city(city).filter(run=run).select_related("unit", "run")
    for number, (mark, code, note) in enumerate(
        ((ListMark.RED, "red_flag", "按期结案率居前"), (ListMark.BLACK, "criticism", "按期结案率靠后")), start=1
    ):
        entry = rows.filter(mark=mark).order_by("place", "pk").first()
        if entry is None:
            continue
        kind = DecisionKind.objects.in_city(city).get(code=code)
        facts = DecisionFacts(
            kind, entry.unit, day - timedelta(days=7), f"演练创建〔{day.year}〕{number}号",
            "市创建文明城市指挥部", note, entry,
        )  # fmt: skip
        record_decision(city=city, facts=facts, by=cast.supervisor, at=at)


def _appeal(city: City, cast: Cast, at: datetime) -> None:
    """Let a street appeal against a row of the last round that cost it points."""
    round_, unit = rounds_in(city).first(), own_units(cast.street, city)[0]
    unit.city = city
    row = observations_against(round_, unit).select_related("round__city", "city").first() if round_ else None
    if row is None:
        raise LookupError("the last round of the rehearsal city took nothing from the street that appeals")
    facts = AppealFacts(
        unit,
        str(AppealInput.OBSERVATION),
        "现场当天已整改到位，照片是当天拍的，请复核这一处的扣分",
        observation=row,
    )
    photos = [("现场.jpg", street_photo(f"{city.slug}/appeal", dirty=False))]
    file_appeal(facts=facts, photos=photos, by=cast.street, at=at)
