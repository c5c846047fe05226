"""举一反三: one issue opens a bounded check at sites of the same kind; the units asked answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from wenming.issues.actions.photos import Upload
from wenming.issues.actions.reporting import Report, report_issue
from wenming.issues.actions.steps import require
from wenming.issues.enums import IssueSource, SweepAnswer, SweepWay
from wenming.issues.models import Issue, Sweep, SweepSettings, SweepSite
from wenming.issues.queries.sweeps import Askable, OverBudget, askable_for, drawn_of, over_budget, sweep_settings
from wenming.issues.rules import answers_sweep_site, opens_sweeps
from wenming.kernel.actions import record_event
from wenming.kernel.models import Account, City
from wenming.organisations.models import Unit
from wenming.organisations.rules import require_again


class OverBudgetError(Exception):
    """The check would ask more than the city allows: of sites at once, or of units in one week."""

    def __init__(self, wanted: int, settings: SweepSettings, units: Sequence[OverBudget]) -> None:
        super().__init__(wanted)
        self.wanted, self.settings, self.units = wanted, settings, tuple(units)


@dataclass(frozen=True, slots=True)
class Plan:
    """What is asked, of which sites, by when. ``area`` is for SweepWay.AREA, ``codes`` for SweepWay.CHOSEN; ``count`` bounds the number."""

    question: str
    way: str
    count: int
    due_on: date
    area: Unit | None = None
    codes: Sequence[str] = ()


@transaction.atomic
def open_sweep(*, issue: Issue, plan: Plan, by: Account | None, at: datetime) -> Sweep:
    """Ask the responsible units of like sites whether they have the same.

    NotPossibleError("no_text", "note_late", "no_type", "nothing_to_ask"); OverBudgetError with the numbers.
    """
    # two people who ask at once must not each see room in the same week
    city = City.objects.select_for_update().get(pk=issue.city_id)
    if by is not None:
        require_again(opens_sweeps, by, city)
    issue = Issue.objects.in_city(city).select_related("city", "site").get(pk=issue.pk)
    require(plan.question.strip(), "no_text")
    require(plan.due_on >= at.astimezone(city.zone).date(), "note_late")
    require(issue.site_id, "no_type")
    draw = f"{issue.number}/{at.isoformat()}" if plan.way == SweepWay.RANDOM else ""
    wanted = _chosen(issue, plan, draw, at)
    require(wanted, "nothing_to_ask")
    settings = sweep_settings(city)
    full = over_budget(city, wanted, settings, at=at)
    if len(wanted) > settings.most_sites or full:
        raise OverBudgetError(len(wanted), settings, full)
    return _write(issue, plan, draw, wanted, by=by, at=at)


@transaction.atomic
def answer_sweep_site(
    *, row: SweepSite, answer: Any, by: Account | None, at: datetime, text: str = "", photos: Sequence[Upload] = ()
) -> SweepSite:
    """Say that a site has no such problem, or that it has: that opens an issue of its own, linked here. Photos are never compulsory.

    NotPossibleError("answered_already"; "no_text" where there is a problem and nothing says which).
    """
    rows = SweepSite.objects.in_city(row.city).select_for_update(of=("self",))
    locked = rows.select_related("city", "sweep__minor", "sweep__issue", "site__area").get(pk=row.pk)
    if by is not None:
        require_again(answers_sweep_site(locked), by, locked.city)
    require(not locked.answer, "answered_already")
    locked.answer, locked.note = answer, text.strip()
    locked.answered_by, locked.answered_at = by, at
    if answer == SweepAnswer.FOUND:
        origin = locked.sweep.issue
        report = Report(
            text=text,
            source=str(IssueSource.SWEEP),
            site=locked.site,
            minor=locked.sweep.minor,
            node=origin.node,
        )
        locked.found = report_issue(city=locked.city, report=report, photos=photos, by=by, at=at)
    locked.save()
    data = {"number": locked.sweep.issue.number, "site": locked.site_id, "answer": str(answer)}
    record_event(city=locked.city, kind="sweep.answered", subject=locked, data=data, by=by, at=at)
    return locked


@transaction.atomic
def set_sweep_limits(
    *, city: City, most_sites: int, most_per_week: int, by: Account | None, at: datetime
) -> SweepSettings:
    """Set how much the city asks at most; checks that are out stay as they are."""
    city = City.objects.select_for_update().get(pk=city.pk)
    if by is not None:
        require_again(opens_sweeps, by, city)
    limits = {"most_sites": most_sites, "most_per_week": most_per_week}
    row, _created = SweepSettings.objects.in_city(city).update_or_create(city=city, defaults=limits)
    record_event(city=city, kind="sweep.limits_set", subject=row, data=limits, by=by, at=at)
    return row


def _chosen(issue: Issue, plan: Plan, draw: str, at: datetime) -> list[Askable]:
    """Return the sites that the plan means."""
    area = plan.area if plan.way == SweepWay.AREA else None
    codes = tuple(plan.codes) if plan.way == SweepWay.CHOSEN else ()
    if plan.way == SweepWay.CHOSEN and not codes:
        return []
    found = askable_for(issue, at=at, area=area, codes=codes)
    if plan.way == SweepWay.RANDOM:
        return drawn_of(found, draw, plan.count)
    return found if codes else found[: plan.count]


def _write(
    issue: Issue, plan: Plan, draw: str, wanted: Sequence[Askable], *, by: Account | None, at: datetime
) -> Sweep:
    """Write a check with its sites, and its one event."""
    sweep = Sweep.objects.create(
        city=issue.city,
        issue=issue,
        minor_id=issue.minor_id,
        question=plan.question.strip(),
        way=plan.way,
        draw=draw,
        due_on=plan.due_on,
        by=by,
        at=at,
    )
    SweepSite.objects.bulk_create(
        SweepSite(city=issue.city, sweep=sweep, site=one.site, unit=one.unit, asked_at=at) for one in wanted
    )
    data = {"number": issue.number, "sweep": sweep.pk, "sites": len(wanted), "draw": draw}
    record_event(city=issue.city, kind="sweep.opened", subject=sweep, data=data, by=by, at=at)
    return sweep
