"""回头看: what was settled is visited again by lot, by somebody who had no part in it; what came back begins an issue of its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from wenming.issues.actions.photos import Upload, keep_photos, tie_photos
from wenming.issues.actions.reporting import Report, report_issue
from wenming.issues.actions.steps import NotPossibleError, begin, finish, require
from wenming.issues.enums import IssueAction, IssueSource, IssueState, LookBackReason, LookBackResult, PhotoMoment
from wenming.issues.models import Issue, LookBack, LookBackSettings, LookBackWeek
from wenming.issues.models.lookbacks import DAYS
from wenming.issues.queries.lookbacks import OPEN_FOR, barred_from, shared_out, visitors_in
from wenming.issues.queries.periods import monday_of
from wenming.issues.rules import arranges_look_backs
from wenming.kernel.actions import record_event
from wenming.kernel.models import Account, City
from wenming.organisations.rules import require_again


def answer_look_back(
    *, row: LookBack, result: Any, by: Account, at: datetime, note: str = "", photos: Sequence[Upload] = ()
) -> LookBack:
    """Say what the visit found. 又出现了 opens an issue of its own, with the place and category of the old one; photos are never compulsory.

    Only who was sent answers. NotPossibleError("look_back_early" before its day; "answered_already"; "no_text" where it could not be judged and
    nothing says why; "not_here" where the issue is no longer closed). PhotoError before anything is written.
    """
    kept = keep_photos(row.city, photos, by=by, at=at)
    with transaction.atomic():
        locked = _locked(row)
        if locked.visitor_id != by.pk:
            raise PermissionDenied
        require(not locked.result, "answered_already")
        require(locked.due_on <= at.astimezone(locked.city.zone).date(), "look_back_early")
        require(result != LookBackResult.UNJUDGED or note.strip(), "no_text")
        doing = begin(locked.issue, IssueAction.LOOK_BACK, by, at)
        data = {"day": locked.day, "result": str(result)}
        step = finish(doing, note=note.strip(), data=data)
        if result == LookBackResult.CAME_BACK:
            report = _report_again(doing.issue, note)
            locked.found = report_issue(city=locked.city, report=report, kept=kept, by=by, at=at)
        else:
            tie_photos(step, PhotoMoment.AGAIN, kept)
        locked.result, locked.note = result, note.strip()
        locked.looked_by, locked.looked_at = by, at
        locked.save()
        return locked


@transaction.atomic
def pass_on_look_back(*, row: LookBack, by: Account, at: datetime) -> LookBack:
    """Let somebody else go: chance decides who, as it did before. Nobody but the new visitor learns where.

    Only who was sent passes on. NotPossibleError("answered_already"; "nobody_free" where everybody else had a part in it).
    """
    locked = _locked(row)
    if locked.visitor_id != by.pk:
        raise PermissionDenied
    require(not locked.result, "answered_already")
    locked.visitor = _somebody(locked.issue, at, but=by)
    locked.save()
    record_event(city=locked.city, kind="look_back.passed_on", subject=locked.week, data={"visits": 1}, by=by, at=at)
    return locked


@transaction.atomic
def choose_look_back(*, issue: Issue, by: Account | None, at: datetime) -> LookBack:
    """Have a closed issue looked at in the coming days (指定复查), by somebody who had no part in it; no rate counts it.

    NotPossibleError("not_here" where it is not closed; "looked_back_already" where every age is taken; "nobody_free").
    """
    locked = Issue.objects.in_city(issue.city).select_for_update(of=("self",)).get(pk=issue.pk)
    locked.city = issue.city
    if by is not None:
        require_again(arranges_look_backs, by, locked.city)
    require(locked.state == IssueState.CLOSED, "not_here")
    taken = set(LookBack.objects.in_city(locked.city).filter(issue=locked).values_list("day", flat=True))
    free = [day for day in DAYS if day not in taken]
    require(free, "looked_back_already")
    today = at.astimezone(locked.city.zone).date()
    week, _created = LookBackWeek.objects.in_city(locked.city).get_or_create(city=locked.city, monday=monday_of(today))
    row = LookBack.objects.create(
        city=locked.city,
        issue=locked,
        day=free[0],
        reason=LookBackReason.CHOSEN,
        week=week,
        due_on=today,
        until_on=today + OPEN_FOR,
        visitor=_somebody(locked, at),
    )
    # the chain of events is read by many: it says that there is one more visit, not where
    record_event(city=locked.city, kind="look_back.chosen", subject=week, data={"visits": 1}, by=by, at=at)
    return row


@transaction.atomic
def set_look_backs(
    *, city: City, per_week: int, by_risk: int, risk_points: int, by: Account | None, at: datetime
) -> LookBackSettings:
    """Set how many visits a week the city makes; weeks that are drawn stay as they are."""
    city = City.objects.select_for_update().get(pk=city.pk)
    if by is not None:
        require_again(arranges_look_backs, by, city)
    numbers = {"per_week": per_week, "by_risk": by_risk, "risk_points": risk_points}
    row, _created = LookBackSettings.objects.in_city(city).update_or_create(city=city, defaults=numbers)
    record_event(city=city, kind="look_back.settings_set", subject=row, data=numbers, by=by, at=at)
    return row


def end_look_backs(*, issue: Issue, note: str, at: datetime) -> int:
    """End the visits that wait for an issue which is no longer closed; return how many. Belongs into the transaction of what reopens it."""
    waiting = LookBack.objects.in_city(issue.city).filter(issue=issue, result="")
    return waiting.update(result=LookBackResult.UNJUDGED, note=note, looked_at=at)


def _locked(row: LookBack) -> LookBack:
    """Return the row under its lock, with what is needed of it."""
    rows = LookBack.objects.in_city(row.city).select_for_update(of=("self",))
    return rows.select_related("city", "issue__city", "issue__site__area", "issue__minor", "issue__node").get(pk=row.pk)


def _somebody(issue: Issue, at: datetime, *, but: Account | None = None) -> Account:
    """Return who goes there: the one with the fewest visits ahead among those who had no part in it."""
    today = at.astimezone(issue.city.zone).date()
    ahead = Counter(LookBack.objects.in_city(issue.city).filter(result="").values_list("visitor", flat=True))
    visitors = [one for one in visitors_in(issue.city, on=today) if one != but]
    somebody = shared_out([issue], visitors, barred_from(issue.city, [issue], on=today), ahead)[issue.pk]
    if somebody is None:
        raise NotPossibleError("nobody_free")
    return somebody


def _report_again(issue: Issue, note: str) -> Report:
    """Return the report of what came back."""
    known = (issue.lat, issue.lng) if issue.lat is not None and issue.lng is not None else None
    return Report(
        text=note.strip() or issue.text,
        source=str(IssueSource.LOOK_BACK),
        place=issue.place,
        site=issue.site,
        area=issue.area,
        position=known,
        minor=issue.minor,
        node=issue.node,
        note=issue.number,
    )
