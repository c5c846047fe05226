"""What stands beside the photos of an issue: for who checks the facts and findings, for the unit a request to explain."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from wenming.engine.geo import distance
from wenming.evidence.enums import FindingKind, FindingState, PhotoMoment, PictureFault
from wenming.evidence.models import Evidence, Finding
from wenming.evidence.queries.findings import evidence_with_findings
from wenming.evidence.queries.risk import risk_of_findings, weights_in
from wenming.evidence.rules import answers_for, sees_evidence
from wenming.evidence.schemas.words import finding_text
from wenming.kernel.models import Account, City
from wenming.kernel.schemas import moment_text, number_text

ICONS = {FindingKind.FAR_AWAY: "pin", FindingKind.TAKEN_EARLIER: "clock", FindingKind.TAKEN_LATER: "clock"}


@dataclass(frozen=True)
class Proofs:
    """``facts`` of each photo by the key of its evidence; ``again`` what asks for a second look; ``asked`` what a unit is asked about."""

    facts: dict[int, dict[str, Any]] = field(default_factory=dict)
    again: dict[str, Any] | None = None
    asked: list[dict[str, Any]] = field(default_factory=list)


def proofs_of(account: Account, city: City, keys: Iterable[int]) -> Proofs:
    """Return what this person sees beside these photos. At most three queries, none for no photos or for others than those two."""
    wanted = list(keys)
    checks = sees_evidence(account, city)
    if not wanted:
        return Proofs()
    evidence = evidence_with_findings(city, wanted)
    if checks:
        return _for_who_checks(city, evidence, weights_in(city))
    return Proofs(asked=_asked(account, city, evidence))


def _for_who_checks(
    city: City, evidence: Mapping[int, tuple[Evidence, list[Finding]]], weights: Mapping[str, int]
) -> Proofs:
    facts = {key: _facts(city, one, found) for key, (one, found) in evidence.items()}
    findings = [finding for _one, found in evidence.values() for finding in found]
    asking = [finding for finding in findings if finding.kind != FindingKind.SAME_SCENE]
    if not asking:
        return Proofs(facts)
    return Proofs(
        facts,
        {
            "points": sum(risk_of_findings(found, weights).points for _one, found in evidence.values()),
            "open": any(finding.state != FindingState.EXPLAINED for finding in asking),
            "lines": _lines(city, asking, weights),
        },
    )


def _lines(city: City, findings: Iterable[Finding], weights: Mapping[str, int]) -> list[dict[str, Any]]:
    """Return findings as lines; a kind weighs once a photo, so that its points stand at the first one only."""
    lines, weighed = [], set()
    for finding in findings:
        line = finding_line(city, finding, weights)
        if line["points"] and (finding.evidence_id, finding.kind) in weighed:
            line["points"] = ""
        elif line["points"]:
            weighed.add((finding.evidence_id, finding.kind))
        lines.append(line)
    return lines


def finding_line(city: City, finding: Finding, weights: Mapping[str, int]) -> dict[str, Any]:
    """Return one finding with what people said of it; ``parts``: its words before the number of the other issue, the number, and after it."""
    explained = finding.state == FindingState.EXPLAINED
    number = finding.other.matter if finding.other else ""
    return {
        "pk": finding.pk,
        "icon": ICONS.get(FindingKind(finding.kind), "camera"),
        "moment": str(PhotoMoment(finding.evidence.moment).label),
        "parts": finding_text(finding).partition(number) if number else (finding_text(finding), "", ""),
        "points": "" if explained else f"{weights[finding.kind]:+d}",
        "explained": explained,
        "answer": finding.answer,
        "reason": finding.reason,
        "url": reverse("evidence:finding", args=[city.slug, finding.pk]),
    }


def _facts(city: City, evidence: Evidence, found: list[Finding]) -> dict[str, Any]:
    """Return what is known of one photo: when and with what it was taken, how far from its place, its digest, how it stands."""
    return {
        "taken": moment_text(evidence.taken_at, city) if evidence.taken_at else "",
        "camera": evidence.camera,
        "far": far_text(evidence),
        "digest": f"{evidence.bytes_sha256[:4]} {evidence.bytes_sha256[4:8]} … {evidence.bytes_sha256[-4:]}",
        "pill": standing_pill(evidence, found),
    }


def far_text(evidence: Evidence) -> str:
    """Return how far from its site the camera says that it was, "" where one of both is not known."""
    place = evidence.place
    if place is None or evidence.exif_lat is None or evidence.exif_lng is None:
        return ""
    return _("%(metres)s 米") % {"metres": number_text(round(distance(place, (evidence.exif_lat, evidence.exif_lng))))}


def standing_pill(evidence: Evidence, found: list[Finding]) -> dict[str, str]:
    """Return how a photo stands, as a pill."""
    if evidence.looked_at is None:
        return {"label": _("等待比对"), "tone": "", "shape": "half"}
    if evidence.fault:
        return {"label": str(PictureFault(evidence.fault).label), "tone": "", "shape": "dash"}
    asking = [one for one in found if one.kind != FindingKind.SAME_SCENE and one.state != FindingState.EXPLAINED]
    if asking:
        return {"label": str(FindingState(FindingState.PROPOSED).label), "tone": "warn", "shape": "triangle"}
    if any(one.kind == FindingKind.SAME_SCENE for one in found):
        return {"label": str(FindingKind(FindingKind.SAME_SCENE).label), "tone": "ok", "shape": "check"}
    return {"label": _("未见重复"), "tone": "ok", "shape": "check"}


def _asked(
    account: Account, city: City, evidence: Mapping[int, tuple[Evidence, list[Finding]]]
) -> list[dict[str, Any]]:
    """Return what the unit of these photos is asked to explain, in plain words and without other units' matters."""
    return [
        {
            "moment": str(PhotoMoment(one.moment).label),
            "text": finding_text(finding, named=False),
            "answer": finding.answer,
            "url": reverse("evidence:answer", args=[city.slug, finding.pk]),
            "field": f"answer-{finding.pk}",
        }
        for one, found in evidence.values()
        if found and answers_for(one)(account, city)
        for finding in found
        if finding.kind != FindingKind.SAME_SCENE and finding.state != FindingState.EXPLAINED
    ]
