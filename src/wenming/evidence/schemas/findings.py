"""The list of findings, and the page of one: both photos with what they share drawn over them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wenming.evidence.enums import FindingKind, FindingState, PhotoMoment
from wenming.evidence.models import Evidence, Finding
from wenming.evidence.schemas.proofs import far_text
from wenming.evidence.schemas.words import finding_text, photo_name
from wenming.kernel.models import City
from wenming.kernel.schemas import moment_text

WIDE = 1000
TONES = {
    FindingState.PROPOSED: ("warn", "triangle"),
    FindingState.ANSWERED: ("info", "half"),
    FindingState.EXPLAINED: ("ok", "check"),
}


def state_pill(finding: Finding) -> dict[str, str]:
    """Return how far a finding is, as a pill; proof has nothing to be cleared up."""
    if finding.kind == FindingKind.SAME_SCENE:
        return {"label": _("可作佐证"), "tone": "ok", "shape": "check"}
    tone, shape = TONES[FindingState(finding.state)]
    return {"label": str(FindingState(finding.state).label), "tone": tone, "shape": shape}


def finding_rows(city: City, findings: Sequence[Finding]) -> str:
    """Return the body of the list."""
    texts = {
        "what": _("情形"),
        "unit": _("责任单位"),
        "found": _("发现时间"),
        "state": pgettext("column", "处理"),
        "compare": _("对比照片"),
    }
    rows = [_row(city, finding) for finding in findings]
    return render_to_string("evidence/finding_rows.html", {"rows": rows, "texts": texts}, using="jinja2")


def _row(city: City, finding: Finding) -> dict[str, Any]:
    evidence = finding.evidence
    return {
        "name": photo_name(evidence),
        "url": reverse("evidence:finding", args=[city.slug, finding.pk]),
        "pictures": [picture_url(city, one, "small") for one in (finding.other, evidence) if one],
        "kind": str(FindingKind(finding.kind).label),
        "text": finding_text(finding),
        "unit": evidence.unit.name if evidence.unit else "—",
        "found": moment_text(finding.found_at, city),
        "pill": state_pill(finding),
    }


def picture_url(city: City, evidence: Evidence, size: str) -> str:
    """Return the address of what pages show of a photo."""
    return reverse("evidence:photo", args=[city.slug, evidence.pk, size])


def finding_page(city: City, finding: Finding) -> dict[str, Any]:
    """Return everything about one finding."""
    photos = [photo_card(city, one) for one in (finding.other, finding.evidence) if one]
    return {
        "pk": finding.pk,
        "kind": str(FindingKind(finding.kind).label),
        "text": finding_text(finding),
        "proof": finding.kind == FindingKind.SAME_SCENE,
        "pill": state_pill(finding),
        "explained": finding.state == FindingState.EXPLAINED,
        "photos": photos,
        "drawing": drawing_of(finding),
        "answer": _said(city, finding.answer, finding.answered_by, finding.answered_at),
        "reason": _said(city, finding.reason, finding.explained_by, finding.explained_at),
    }


def _said(city: City, words: str, who: Any, at: Any) -> dict[str, str] | None:
    return {"text": words, "who": who.name, "at": moment_text(at, city)} if words else None


def photo_card(city: City, evidence: Evidence) -> dict[str, Any]:
    """Return one photo of the page with what is known of it."""
    matter = reverse("issues:issue", args=[city.slug, evidence.matter]) if evidence.matter else ""
    site = reverse("sites:site", args=[city.slug, evidence.site_id]) if evidence.site_id else ""
    return {
        "large": picture_url(city, evidence, "large"),
        "name": photo_name(evidence),
        "url": matter or site,
        "moment": str(PhotoMoment(evidence.moment).label),
        "site": evidence.site.name if evidence.site else "",
        "unit": evidence.unit.name if evidence.unit else "",
        "taken": moment_text(evidence.taken_at, city) if evidence.taken_at else _("照片里没有记录"),
        "sent": moment_text(evidence.at, city),
        "who": evidence.by.name if evidence.by else _("系统"),
        "camera": evidence.camera or _("照片里没有记录"),
        "far": far_text(evidence) or _("照片里没有记录"),
        "digest": evidence.bytes_sha256,
        "pixels": evidence.pixels_sha256,
        "fingerprint": evidence.fingerprint,
        "size": f"{evidence.width} × {evidence.height}" if evidence.width else "",
    }


def drawing_of(finding: Finding) -> dict[str, Any] | None:
    """Return what the photos share as a drawing over both: each half as wide as a photo; None where features were not compared.

    Points beside each other bear one number; the frame is where the later photo lies in the earlier one.
    """
    drawn, other = finding.drawing, finding.other
    if not drawn or other is None or not other.width or not finding.evidence.width:
        return None
    highs = [round(WIDE * one.height / one.width) for one in (other, finding.evidence)]
    points = drawn["points"]
    return {
        "first": {
            "high": highs[0],
            "frame": " ".join(f"{x * WIDE:.0f},{y * highs[0]:.0f}" for x, y in drawn["corners"]),
            "points": [(round(one[0] * WIDE), round(one[1] * highs[0])) for one in points],
        },
        "second": {
            "high": highs[1],
            "frame": "",
            "points": [(round(one[2] * WIDE), round(one[3] * highs[1])) for one in points],
        },
    }
