"""Findings: those of some photos, the list of those who check, one with both of its photos."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db.models import Q, QuerySet

from wenming.evidence.enums import FindingKind, FindingState, PhotoMoment
from wenming.evidence.models import Evidence, Finding
from wenming.kernel.models import City

_WITH = ("evidence__site", "evidence__unit", "other__site", "other__unit")
OPEN = "open"
STATES = (OPEN, *FindingState.values, "all")


def evidence_with_findings(city: City, keys: Iterable[int]) -> dict[int, tuple[Evidence, list[Finding]]]:
    """Return photos by key, each with what was found about it, in the order of the keys. Two queries."""
    rows = Evidence.objects.in_city(city).select_related("site").filter(pk__in=list(keys)).order_by("pk")
    kept: dict[int, tuple[Evidence, list[Finding]]] = {one.pk: (one, []) for one in rows}
    for finding in (
        Finding.objects.in_city(city)
        .filter(evidence__in=list(kept))
        .select_related("other__site", "other__unit")
        .order_by("pk")
    ):
        finding.evidence = kept[finding.evidence_id][0]
        kept[finding.evidence_id][1].append(finding)
    return kept


def chosen_in(query: Mapping[str, str]) -> dict[str, str]:
    """Return the filter of an address: state (what is not cleared up, unless it says otherwise), kind, number of an issue."""
    state, kind = query.get("state", OPEN), query.get("kind", "")
    return {
        "state": state if state in STATES else OPEN,
        "kind": kind if kind in FindingKind.values else "",
        "q": query.get("q", "").strip()[:16],
    }


def findings_under(city: City, chosen: Mapping[str, str]) -> QuerySet[Finding]:
    """Return the findings under a filter; proof of work only where it is asked for. Pictures of materials are looked at with their materials."""
    rows = Finding.objects.in_city(city).select_related(*_WITH, "evidence__by")
    rows = rows.exclude(evidence__moment=PhotoMoment.MATERIAL)
    rows = rows.filter(kind=chosen["kind"]) if chosen["kind"] else rows.exclude(kind=FindingKind.SAME_SCENE)
    if chosen["state"] == OPEN:
        rows = rows.exclude(state=FindingState.EXPLAINED)
    elif chosen["state"] != "all":
        rows = rows.filter(state=chosen["state"])
    if chosen["q"]:
        rows = rows.filter(Q(evidence__matter__contains=chosen["q"]) | Q(other__matter__contains=chosen["q"]))
    return rows


def finding_whole(city: City) -> QuerySet[Finding]:
    """Return findings with everything that their page shows."""
    people = ("evidence__by", "other__by", "answered_by", "explained_by")
    return Finding.objects.in_city(city).select_related("city", *_WITH, *people)
