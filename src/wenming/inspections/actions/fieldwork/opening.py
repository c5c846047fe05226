"""What was found becomes issues: each finding one, when the round says so; its photos go along, later ones when they come."""

from __future__ import annotations

from datetime import datetime, time

from django.db import transaction
from django.utils.translation import gettext as _

from wenming.inspections.enums import FieldRoundState, IssueOpening
from wenming.inspections.models import FieldFile, FieldFinding
from wenming.inspections.queries.fieldwork.openings import Suggested, findings_waiting, photos_waiting, suggested_for
from wenming.issues.actions import Report, report_issue
from wenming.issues.actions.photos import KeptPhoto, kept_again
from wenming.issues.actions.reporting import add_found_photos
from wenming.issues.enums import IssueSource
from wenming.issues.models import Issue
from wenming.kernel.models import City

EVENING = time(19, 0)
"""From when on what was found during the day becomes issues, by the city's clock."""
TEXT_LENGTH, PLACE_LENGTH, NOTE_LENGTH = 300, 200, 500
_OVER = frozenset({str(FieldRoundState.ENDED), str(FieldRoundState.WRITTEN)})


def open_findings(*, city: City, at: datetime) -> int:
    """Open an issue for every finding whose time has come, and let photos follow that came later; return how many were opened.

    Each finding is a transaction of its own, and opens one issue however often this runs.
    """
    opened = 0
    for finding in findings_waiting(city):
        if is_due(finding, at=at):
            opened += open_finding(finding=finding, at=at) is not None
    for finding in photos_waiting(city):
        _follow(finding, at)
    return opened


def is_due(finding: FieldFinding, *, at: datetime) -> bool:
    """Tell whether the round lets a finding become an issue now."""
    field_round = finding.visit.field_round
    if field_round.state in _OVER or field_round.opening == IssueOpening.AT_ONCE:
        return True
    received = finding.received_at.astimezone(field_round.city.zone)
    evening = datetime.combine(received.date(), EVENING, tzinfo=received.tzinfo)
    return field_round.opening == IssueOpening.EVENING and at >= evening


@transaction.atomic
def open_finding(*, finding: FieldFinding, at: datetime) -> Issue | None:
    """Open the issue of a finding, None where it has one or was taken back. The issue names its place and clause, and nobody who was there."""
    held = FieldFinding.objects.in_city(finding.city).select_for_update(of=("self",)).get(pk=finding.pk)
    if held.issue_id is not None or hasattr(held, "withdrawal"):
        return None
    site = finding.visit.site
    said = suggested_for(finding)
    report = Report(
        text=_text(finding, said),
        source=str(IssueSource.INSPECTION),
        place=f"{site.name} {finding.place}".strip()[:PLACE_LENGTH],
        site=site,
        area=site.area,
        position=(held.lat, held.lng) if held.lat is not None and held.lng is not None else None,
        accuracy=held.accuracy,
        node=said.node,
        found_at=min(held.said_at, at),
        note=_note(finding, said),
    )
    issue = report_issue(city=finding.city, report=report, kept=_kept(finding), by=None, at=at)
    held.issue = issue
    held.save(update_fields=["issue"])
    return issue


def _text(finding: FieldFinding, said: Suggested) -> str:
    """Return what an issue says: what was written, under which check item, in how many places."""
    name = said.item.name if said.item else ""
    parts = [f"{name}：{finding.text}" if name and finding.text else finding.text or _("现场发现的问题")]
    if name and not finding.text:
        parts = [_("不符合：%(item)s") % {"item": name}]
    if finding.places > 1:
        parts.append(_("（同类 %(places)s 处）") % {"places": finding.places})
    return "".join(parts)[:TEXT_LENGTH]


def _note(finding: FieldFinding, said: Suggested) -> str:
    """Return who probably answers, and the whole of a text that was too long to stand as the issue's own."""
    unit = _("建议责任单位：%(unit)s") % {"unit": said.unit.name} if said.unit else ""
    return " ".join((unit, finding.text if len(finding.text) > TEXT_LENGTH else "")).strip()[:NOTE_LENGTH]


def _kept(finding: FieldFinding) -> list[KeptPhoto]:
    """Return the photos of a finding that are evidence by now; others follow when their pictures are made."""
    files = FieldFile.objects.in_city(finding.city).filter(finding=finding, evidence__isnull=False)
    rows = files.select_related("evidence__file", "evidence__large", "evidence__small").order_by("said_at", "pk")
    return [kept_again(finding.city, file.evidence) for file in rows]


@transaction.atomic
def _follow(finding: FieldFinding, at: datetime) -> None:
    """Add the photos that came after the issue was opened."""
    rows = FieldFinding.objects.in_city(finding.city).select_for_update(of=("self",))
    issue = rows.select_related("issue__city").get(pk=finding.pk).issue
    shown = {photo.evidence_id for photo in issue.photos.all()}
    new = [photo for photo in _kept(finding) if photo.evidence and photo.evidence.pk not in shown]
    if new:
        add_found_photos(issue=issue, photos=new, at=at)
