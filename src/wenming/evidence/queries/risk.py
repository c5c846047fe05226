"""Risk: what was found about photos, weighed. It chooses where somebody looks again; it says nothing about anybody."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from wenming.evidence.enums import FindingKind, FindingState
from wenming.evidence.models import Finding, RiskWeight
from wenming.kernel.models import City

USUAL: Mapping[str, int] = {
    str(FindingKind.SAME_BYTES): 60,
    str(FindingKind.SAME_PIXELS): 60,
    str(FindingKind.SAME_PICTURE): 50,
    str(FindingKind.SAME_VIEW): 40,
    str(FindingKind.TAKEN_EARLIER): 30,
    str(FindingKind.TAKEN_LATER): 20,
    str(FindingKind.FAR_AWAY): 20,
    str(FindingKind.SAME_SCENE): -20,
}
"""Points of a kind of finding, unless the city has its own."""


@dataclass(frozen=True, slots=True)
class Risk:
    """Points, never below nothing, and the kinds of findings that they come from, the heaviest first."""

    points: int
    reasons: tuple[str, ...]


def weights_in(city: City) -> dict[str, int]:
    """Return the points of every kind of finding in a city. One query."""
    return {**USUAL, **dict(RiskWeight.objects.in_city(city).values_list("kind", "points"))}


def risk_of(city: City, evidence_ids: Iterable[int]) -> dict[int, Risk]:
    """Return the risk of each photo, also of those about which nothing was found. What was explained by who checks weighs nothing. Two queries.

    A photo that was used again later is not to blame for it: findings belong to the later photo. A kind weighs once, however often it was found.
    """
    keys = list(dict.fromkeys(evidence_ids))
    weights = weights_in(city)
    rows = Finding.objects.in_city(city).filter(evidence__in=keys).exclude(state=FindingState.EXPLAINED)
    kinds: dict[int, set[str]] = {key: set() for key in keys}
    for key, kind in rows.values_list("evidence_id", "kind"):
        kinds[key].add(kind)
    return {key: _risk(found, weights) for key, found in kinds.items()}


def risk_of_findings(findings: Iterable[Finding], weights: Mapping[str, int]) -> Risk:
    """Return the risk of one photo from its findings."""
    return _risk({finding.kind for finding in findings if finding.state != FindingState.EXPLAINED}, weights)


def _risk(kinds: set[str], weights: Mapping[str, int]) -> Risk:
    ordered = sorted(kinds, key=lambda kind: (-weights[kind], kind))
    return Risk(max(0, sum(weights[kind] for kind in ordered)), tuple(kind for kind in ordered if weights[kind] > 0))
