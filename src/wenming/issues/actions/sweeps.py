"""举一反三: one issue opens a bounded check at sites of the same kind; the units asked answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from wenming.burden.actions import Wanted, keeping_refusals, register_ask
from wenming.burden.enums import AskKind, AskPurpose
from wenming.issues.actions.photos import Upload
from wenming.issues.actions.reporting import Report, report_issue
from wenming.issues.actions.steps import require
from wenming.issues.enums import IssueSource, SweepAnswer, SweepWay
from wenming.issues.models import Issue, Sweep, SweepSettings, SweepSite
from wenming.issues.queries.sweeps import ONCE_IN, Askable, askable_for, drawn_of, sweep_settings
from wenming.issues.rules import answers_sweep_site, opens_sweeps
from wenming.kernel.actions import record_event
from wenming.kernel.models import Account, City
from wenming.organisations.enums import UnitKind
from wenming.organisations.models import Unit
from wenming.organisations.rules import require_again

GRASSROOTS = frozenset({UnitKind.COMMUNITY, UnitKind.VILLAGE})
"""Areas whose own people have the work when a department is asked about a site there."""


class TooManySitesError(Exception):
    """The check would ask about more sites at once than the city allows."""

    def __init__(self, wanted: int, most: int) -> None:
        super().__init__(wanted)
        self.wanted, self.most = wanted, most


@dataclass(frozen=True, slots=True)
class Plan:
    """What is asked, of which sites, by when. ``area`` is for SweepWay.AREA, ``codes`` for SweepWay.CHOSEN; ``count`` bounds the number."""

    question: str
    way: str
    count: int
    due_on: date
    area: Unit | None = None
    codes: Sequence[str] = ()


def open_sweep(*, issue: Issue, plan: Plan, by: Account | None, at: datetime) -> Sweep:
    """Ask the responsible units of like sites whether they have the same; every site is a form, registered with the burden of its unit.

    NotPossibleError("no_text", "note_late", "no_type", "nothing_to_ask"); TooManySitesError; burden's OverBudgetError with the numbers,
    which stays on record.
    """
    with keeping_refusals(city=issue.city, by=by, at=at):
        return _open(issue, plan, by=by, at=at)


def _open(issue: Issue, plan: Plan, *, by: Account | None, at: datetime) -> Sweep:
    """Open a check, whole or not at all."""
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
    most = sweep_settings(city).most_sites
    if len(wanted) > most:
        raise TooManySitesError(len(wanted), most)
    register_ask(city=city, asks=[_asked(issue, plan, one, at) for one in wanted], by=by, at=at)
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
def set_sweep_limits(*, city: City, most_sites: int, by: Account | None, at: datetime) -> SweepSettings:
    """Set about how many sites a check asks at most; what a unit's week may hold is a matter of burden. Checks that are out stay as they are."""
    city = City.objects.select_for_update().get(pk=city.pk)
    if by is not None:
        require_again(opens_sweeps, by, city)
    limits = {"most_sites": most_sites}
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


def _asked(issue: Issue, plan: Plan, one: Askable, at: datetime) -> Wanted:
    """Return what a unit is asked about one site, as burden counts it; not again about the same site and category before its time."""
    area = one.site.area
    return Wanted(
        unit=one.unit,
        kind=str(AskKind.FORM),
        purpose=str(AskPurpose.SWEEP),
        reference=f"site:{one.site.code}/{issue.minor_id or ''}",
        fact=_("%(site)s：%(question)s") % {"site": one.site.name[:60], "question": plan.question.strip()[:120]},
        why=_("要到现场看一眼，台账里没有"),
        community=area if area is not None and area.kind in GRASSROOTS else None,
        until=(at + ONCE_IN).astimezone(issue.city.zone).date() - timedelta(days=1),
    )


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
