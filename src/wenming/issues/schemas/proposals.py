"""Proposals as pages show them: what, how sure, why; and how often they were right."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy, pgettext_lazy

from wenming.engine.measuring import BINS, wilson
from wenming.issues.enums import ProposalGround
from wenming.issues.models import MinorClass
from wenming.issues.queries.proposals import Proposal, Proposals, Why
from wenming.issues.schemas.categories import category_name
from wenming.standards.models import Node
from wenming.standards.schemas import in_language

KINDS = {
    "category": pgettext_lazy("proposal", "小类"),
    "unit": pgettext_lazy("proposal", "责任单位"),
    "node": pgettext_lazy("proposal", "测评条目"),
}
WAYS = {
    "both": gettext_lazy("规则和模型一起（采用）"),
    "learned": gettext_lazy("只用模型"),
    "rules": gettext_lazy("只用规则"),
    "frequent": gettext_lazy("总是猜最常见的"),
}


def percent(share: float) -> str:
    """Return a share in whole per cent."""
    return f"{round(share * 100)}%"


def why_shown(why: Why) -> str:
    """Return why something is proposed."""
    label = str(ProposalGround(why.ground).label)
    return f"{label}：{why.words}" if why.words else label


def proposal_shown(one: Proposal) -> dict[str, Any]:
    """Return a proposal: key, name, how sure, why."""
    target = one.target
    name = category_name(target) if isinstance(target, MinorClass) else str(target.name)
    if isinstance(target, Node):
        name = f"{target.code} {in_language(target.name, target.name_en)}"
    return {
        "pk": target.pk,
        "name": name,
        "percent": percent(one.share),
        "thousandths": one.thousandths,
        "whys": [why_shown(why) for why in one.whys],
    }


def proposals_shown(found: Proposals) -> list[dict[str, Any]]:
    """Return the proposals by kind."""
    lists = {"category": found.categories, "unit": found.units, "node": found.nodes}
    return [
        {"kind": kind, "label": str(KINDS[kind]), "rows": list(map(proposal_shown, rows))}
        for kind, rows in lists.items()
    ]


def measured_shown(figures: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return kind by kind how often each way was right."""
    return [
        {
            "label": str(KINDS[kind]),
            "older": figures[kind]["older"],
            "tested": figures[kind]["both"][0],
            "trust": percent(figures[kind]["trust"] / 1000),
            "rows": [
                {"label": str(label), "used": way == "both", **_rates(figures[kind][way])}
                for way, label in WAYS.items()
            ],
        }
        for kind in KINDS
        if kind in figures
    ]


def _rates(counts: list[int]) -> dict[str, str]:
    """Return hits of first and first three with their interval."""
    cases, first, three = counts
    shown = {}
    for name, hits in (("first", first), ("three", three)):
        low, high = wilson(hits, cases)
        shown[name] = percent(hits / cases) if cases else "—"
        shown[f"{name}_count"] = f"{hits}/{cases}"
        shown[f"{name}_interval"] = f"{percent(low)}—{percent(high)}"
    return shown


def bins_shown(figures: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return kind by kind, fifth by fifth: how sure the proposals were, and how many were right."""
    return [
        {
            "label": str(KINDS[kind]),
            "error": f"{figures[kind]['error'] / 10:.1f}",
            "rows": [_bin(place, *one) for place, one in enumerate(figures[kind]["bins"])],
        }
        for kind in KINDS
        if kind in figures
    ]


def _bin(place: int, cases: int, shares: int, right: int) -> dict[str, str]:
    """Return one fifth."""
    span = f"{100 * place // BINS}—{100 * (place + 1) // BINS}%"
    if not cases:
        return {"span": span, "cases": "0", "said": "—", "was": "—"}
    return {"span": span, "cases": str(cases), "said": percent(shares / 1000 / cases), "was": percent(right / cases)}
