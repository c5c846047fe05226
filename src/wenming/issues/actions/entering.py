"""An issue comes in with everything that is known of it: reported, joined to the one that it repeats, filed or dispatched in one go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction

from wenming.engine.deadlines import Limit
from wenming.issues.actions.dispatching import dispatch_issue
from wenming.issues.actions.joining import join_issue
from wenming.issues.actions.photos import KeptPhoto, Upload, keep_photos
from wenming.issues.actions.reporting import Report, accept_issue, file_issue, report_issue
from wenming.issues.actions.steps import require
from wenming.issues.models import Issue, IssueReceipt
from wenming.issues.rules import reports_issues
from wenming.kernel.models import Account, City
from wenming.organisations.models import Unit
from wenming.organisations.rules import require_again


@dataclass(frozen=True, slots=True)
class Onward:
    """How far an issue goes at once: filed, and with a ``unit`` dispatched to it."""

    unit: Unit | None = None
    helpers: Sequence[Unit] = ()
    limit: Limit | None = None
    until: datetime | None = None
    condition: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """What comes in: the report, at whose desk it lies (None = the campaign office), for which unit it is entered (代录), how far it goes.

    ``same_as`` is the issue that it repeats; then it goes no further of its own.
    """

    report: Report
    desk: Unit | None = None
    reported_for: Unit | None = None
    onward: Onward | None = None
    same_as: Issue | None = None


def enter_issue(
    *,
    city: City,
    form: UUID,
    entry: Entry,
    by: Account,
    at: datetime,
    photos: Sequence[Upload] = (),
    kept: Sequence[KeptPhoto] = (),
) -> Issue:
    """Write what came in, once for each ``form``: the same form sent again leads to the issue that it made.

    All of it or nothing. PhotoError before anything is written; NotPossibleError: "no_text", "number_taken", and those of filing, dispatching and joining.
    """
    # what was kept once is not kept again; who was first is decided below
    sent = IssueReceipt.objects.in_city(city).filter(form=form).exists()
    files = [] if sent else [*keep_photos(city, photos, by=by, at=at), *kept]
    with transaction.atomic():
        require_again(reports_issues, by, city)
        mine = {"by": by, "at": at}
        receipt, _fresh = IssueReceipt.objects.in_city(city).get_or_create(city=city, form=form, defaults=mine)
        if receipt.by_id != by.pk:
            raise PermissionDenied
        if receipt.issue is None:
            receipt.issue = write_entry(city, entry, files, by=by, at=at)
            receipt.save(update_fields=["issue"])
    return receipt.issue


def write_entry(city: City, entry: Entry, files: Sequence[KeptPhoto], *, by: Account, at: datetime) -> Issue:
    """Report it, and take the steps that follow, inside the caller's transaction."""
    report = entry.report
    if report.source_number:
        same = Issue.objects.in_city(city).filter(source=report.source, source_number=report.source_number)
        require(not same.exists(), "number_taken")
    issue = report_issue(
        city=city, report=report, by=by, at=at, kept=files, reported_for=entry.reported_for, desk=entry.desk
    )
    if entry.same_as is not None:
        return join_issue(issue=issue, master=entry.same_as, by=by, at=at)
    if entry.onward is None:
        return issue
    accept_issue(issue=issue, by=by, at=at)
    issue = file_issue(issue=issue, by=by, at=at)
    onward = entry.onward
    if onward.unit is None:
        return issue
    return dispatch_issue(
        issue=issue,
        unit=onward.unit,
        helpers=onward.helpers,
        limit=onward.limit,
        until=onward.until,
        condition=onward.condition,
        note=onward.note,
        by=by,
        at=at,
    )
