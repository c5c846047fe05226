"""An issue begins: reported, accepted, filed; put right, or found to be nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction

from wenming.engine.geo import Pair, cells
from wenming.issues.actions.clocks import begin_stage
from wenming.issues.actions.photos import KeptPhoto, Upload, keep_photos, tie_photos
from wenming.issues.actions.requests import settle_request
from wenming.issues.actions.steps import Doing, begin, finish, require
from wenming.issues.enums import IssueAction, IssueParty, IssueState, PhotoMoment
from wenming.issues.models import Issue, IssueNumber, IssuePhoto, IssueStep, MinorClass
from wenming.issues.queries.amending import closed_before
from wenming.issues.rules import reports_issues
from wenming.kernel.actions import record_event
from wenming.kernel.models import Account, City
from wenming.organisations.models import Unit
from wenming.sites.models import Site
from wenming.standards.models import Node

CORRECTABLE = frozenset({"text", "place", "site", "area", "minor", "node", "is_urgent"})
"""What may be put right while an issue is on its way."""


@dataclass(frozen=True, slots=True)
class Report:
    """What somebody found. ``position`` is WGS-84 (latitude, longitude), ``accuracy`` in metres; a site gives its own position and area.

    ``found_at`` is when it was found, where that was earlier than it is entered (paper, lists). ``note`` is what else was said (a unit, a limit).
    """

    text: str
    source: str
    place: str = ""
    site: Site | None = None
    area: Unit | None = None
    position: Pair | None = None
    accuracy: int | None = None
    minor: MinorClass | None = None
    node: Node | None = None
    is_urgent: bool = False
    source_number: str = ""
    found_at: datetime | None = None
    note: str = ""


def report_issue(
    *,
    city: City,
    report: Report,
    by: Account | None,
    at: datetime,
    photos: Sequence[Upload] = (),
    kept: Sequence[KeptPhoto] = (),
    reported_for: Unit | None = None,
    desk: Unit | None = None,
) -> Issue:
    """Begin an issue. ``reported_for`` is the unit for which somebody else enters it (代录).

    ``kept`` are photos that lie on the disk already. ``desk``: the second dispatcher who keeps it; empty = the campaign office.
    PhotoError before anything is written; NotPossibleError("no_text").
    """
    require(report.text.strip(), "no_text")
    kept = [*keep_photos(city, photos, by=by, at=at), *kept]
    issue = drafted(city, report, at)
    issue.reported_by, issue.reported_for = by, reported_for
    issue.desk, issue.chain = desk, [desk.pk] if desk else []
    # nothing stands yet that could be locked and looked at a second time: what the request knows of the person holds
    if by is not None and not reports_issues(by, city):
        raise PermissionDenied
    with transaction.atomic():
        return write_report(issue, kept, by=by, at=at, note=report.note)


def drafted(city: City, report: Report, at: datetime) -> Issue:
    """Return the issue that a report makes, not written yet."""
    site, area, position = report.site, report.area, report.position
    if site is not None:
        area = area or site.area
        position = position or ((site.lat, site.lng) if site.lat is not None and site.lng is not None else None)
    issue = Issue(
        city=city,
        state=IssueState.REPORTED,
        text=report.text.strip(),
        place=report.place.strip() or (site.name if site else ""),
        site=site,
        area=area,
        minor=report.minor,
        node=report.node,
        is_urgent=report.is_urgent or bool(report.minor and report.minor.is_urgent),
        source=report.source,
        source_number=report.source_number,
        reported_at=report.found_at or at,
        changed_at=at,
    )
    if position is not None:
        issue.lat, issue.lng = position
        issue.cell_10, issue.accuracy = cells(position)[1], report.accuracy
    return issue


def write_report(
    issue: Issue,
    photos: Sequence[KeptPhoto],
    *,
    by: Account | None,
    at: datetime,
    note: str = "",
    entered_at: datetime | None = None,
) -> Issue:
    """Give the issue its number, and write it with its first step; ``entered_at`` as in ``Doing``. Belongs into a transaction."""
    month = issue.reported_at.astimezone(issue.city.zone).strftime("%Y-%m")
    issue.number = f"{month}-{next_number(issue.city, month):04d}"
    begin_stage(issue, at)
    party = IssueParty.REPORTER if by else IssueParty.OFFICE
    doing = Doing(
        issue,
        str(IssueAction.REPORT),
        str(IssueState.REPORTED),
        str(party),
        by,
        at,
        str(IssueState.REPORTED),
        entered_at=entered_at,
    )
    step = finish(doing, note=note, data={"source": issue.source}, entered_for=issue.reported_for)
    tie_photos(step, PhotoMoment.BEFORE, photos)
    return issue


@transaction.atomic
def add_found_photos(*, issue: Issue, photos: Sequence[KeptPhoto], at: datetime) -> list[IssuePhoto]:
    """Add photos of what was found that came after the issue was opened: they stand with its report, wherever the issue is now."""
    locked = Issue.objects.in_city(issue.city).select_for_update(of=("self",)).get(pk=issue.pk)
    first = IssueStep.objects.in_city(issue.city).filter(issue=locked).order_by("pk").select_related("issue").first()
    rows = tie_photos(first, PhotoMoment.BEFORE, photos)
    data = {"number": locked.number, "photos": len(rows)}
    record_event(city=issue.city, kind="issue.photos_added", subject=locked, data=data, by=None, at=at)
    return rows


def next_number(city: City, month: str) -> int:
    """Take the next number of a month; whoever takes one after us waits until we are done. One statement on both databases."""
    table = IssueNumber._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (city_id, month, last) VALUES (%s, %s, 1)"  # noqa: S608  the name of our own table
            f" ON CONFLICT (city_id, month) DO UPDATE SET last = {table}.last + 1 RETURNING last",
            [city.pk, month],
        )
        return cursor.fetchone()[0]


@transaction.atomic
def accept_issue(
    *, issue: Issue, by: Account | None, at: datetime, note: str = "", data: Mapping[str, Any] | None = None
) -> Issue:
    """Take the issue in hand (受理). ``data``: what the step keeps besides."""
    doing = begin(issue, IssueAction.ACCEPT, by, at)
    finish(doing, note=note, data=data)
    return doing.issue


@transaction.atomic
def file_issue(
    *,
    issue: Issue,
    by: Account | None,
    at: datetime,
    minor: MinorClass | None = None,
    note: str = "",
    data: Mapping[str, Any] | None = None,
) -> Issue:
    """Make a case of it (立案). ``minor`` sets its category on the way; NotPossibleError("no_category") where it has none."""
    doing = begin(issue, IssueAction.FILE, by, at)
    if minor is not None:
        doing.issue.minor = minor
    require(doing.issue.minor_id, "no_category")
    finish(doing, note=note, data={"minor": doing.issue.minor_id, **(data or {})})
    return doing.issue


@transaction.atomic
def correct_issue(*, issue: Issue, changes: Mapping[str, Any], by: Account | None, at: datetime) -> Issue:
    """Put right what an issue says (keys of ``CORRECTABLE``); what it said before stands in the step."""
    doing = begin(issue, IssueAction.CORRECT, by, at)
    locked = doing.issue
    before: dict[str, str] = {}
    for name in sorted(changes):
        require(name in CORRECTABLE, "not_correctable")
        old = getattr(locked, name)
        if old != changes[name]:
            before[name] = "" if old is None else str(old)
            setattr(locked, name, changes[name])
    require(locked.text.strip(), "no_text")
    if before:
        finish(doing, data={"before": before})
    return locked


@transaction.atomic
def void_issue(*, issue: Issue, by: Account | None, at: datetime, reason: str) -> Issue:
    """End an issue that is none (作废); the reason stays. An open request of the unit is granted by it."""
    doing = begin(issue, IssueAction.VOID, by, at)
    require(reason.strip(), "no_reason")
    settle_request(doing, granted=True)
    finish(doing, note=reason)
    return doing.issue


@transaction.atomic
def restore_issue(*, issue: Issue, by: Account | None, at: datetime, note: str = "") -> Issue:
    """Take back that an issue was voided: it stands where it stood."""
    doing = begin(issue, IssueAction.RESTORE, by, at)
    if doing.target == IssueState.CLOSED:
        doing.issue.closed_at = closed_before(doing.issue)
    finish(doing, note=note)
    return doing.issue
