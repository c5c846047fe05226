"""Findings as a workbook."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wenming.documents.exports import Cell, Column, Sheet, workbook
from wenming.evidence.enums import FindingKind
from wenming.evidence.models import Finding
from wenming.evidence.schemas.findings import state_pill
from wenming.evidence.schemas.words import finding_text, photo_name
from wenming.kernel.models import City
from wenming.kernel.schemas import moment_text


def findings_workbook(city: City, findings: Iterable[Finding]) -> bytes:
    """Return findings, one a line, with what people said of them."""
    columns = [
        Column(_("照片"), 24),
        Column(pgettext("place", "点位"), 24),
        Column(_("责任单位"), 24),
        Column(_("情形"), 18),
        Column(_("依据"), 60),
        Column(_("发现时间"), 18),
        Column(pgettext("column", "处理"), 16),
        Column(_("单位说明"), 36),
        Column(_("核清的情况"), 36),
    ]
    title = _("需要再看一眼的照片：只用来安排复看，不作认定")
    return workbook([Sheet(_("需要再看一眼"), title, columns, (_row(city, one) for one in findings), frozen=1)])


def _row(city: City, finding: Finding) -> list[Cell]:
    evidence = finding.evidence
    return [
        photo_name(evidence),
        evidence.site.name if evidence.site else "",
        evidence.unit.name if evidence.unit else "",
        str(FindingKind(finding.kind).label),
        finding_text(finding),
        moment_text(finding.found_at, city),
        state_pill(finding)["label"],
        finding.answer,
        finding.reason,
    ]
