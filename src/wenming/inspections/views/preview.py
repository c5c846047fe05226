"""Step 4: what would be written, beside the last round of the same edition. Nothing is written here."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wenming.engine.scoring.display import SCORE_PLACES, round_half_up, score_text
from wenming.engine.scoring.exact import NodeScore, Result, leaf_from_statistics, score_standard
from wenming.engine.standards import Node, Standard
from wenming.inspections.enums import ImportState
from wenming.inspections.models import Round, RoundImport
from wenming.inspections.queries import Statistics, import_in, node_statistics, places_named
from wenming.inspections.queries.imports import last_round_before
from wenming.inspections.views.checking import warnings_of, write_facts
from wenming.inspections.views.office import address, draft, office_only
from wenming.kernel.models import City
from wenming.kernel.schemas import DASH, days_text, number_text, points_text
from wenming.standards.queries import standard_of
from wenming.standards.schemas import node_name

NAMES_SHOWN = 60


@require_safe
def preview(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Show what the round would be: its rows, its scores beside the last ones, what stays out, what is new."""
    office_only(request, city)
    import_ = import_in(city, pk)
    if import_.state != ImportState.CHECKING:
        return redirect("inspections:check", city.slug, pk)
    standard, last = standard_of(import_.edition), last_round_before(import_)
    now = statistics_of(import_)
    before = node_statistics([last], city)[last.pk] if last else {}
    context = {
        "draft": draft(import_),
        "write": write_facts(import_),
        "warnings": warnings_of(import_),
        "facts": _facts(import_),
        "last": {"name": last.name, "held": days_text(last.starts_on, last.ends_on)} if last else None,
        **_table(standard, now, before, compared=last is not None),
        "names": [
            {"written": written, "name": node_name(standard.node(code))}
            for written, code in list(import_.accepted.items())[:NAMES_SHOWN]
        ],
        "places": _new_places(import_, last),
        "errors_url": address(import_, "errors") if import_.file and _left(import_) else "",
    }
    return render(request, "inspections/round_preview.html", context)


def statistics_of(import_: RoundImport) -> Statistics:
    """Return what the rows that would be written add up to: node code -> (rows, sum of milli-points)."""
    found: dict[str, tuple[int, int]] = {}
    for nodes in (import_.summary.get("nodes", {}), import_.tally["nodes"]):
        for code, (count, milli) in nodes.items():
            rows, total = found.get(code, (0, 0))
            found[code] = (rows + count, total + milli)
    return found


def _left(import_: RoundImport) -> int:
    return import_.tally["open"] + import_.tally["skipped"]


def _facts(import_: RoundImport) -> dict[str, Any]:
    """Return the numbers on top: rows that would count, rows nobody decided about, rows left out knowingly."""
    tally = import_.tally
    settled = tally["used"] if import_.file else 0
    return {
        "usable": number_text(import_.summary.get("usable", 0) + tally["used"]),
        "settled": number_text(settled) if settled else "",
        "open": number_text(tally["open"]),
        "skipped": number_text(tally["skipped"]),
        "left": [sheet["name"] for sheet in import_.summary.get("sheets", ()) if not sheet["used"]],
    }


def _scored(standard: Standard, statistics: Statistics) -> Result:
    """Give the counted rows to the engine."""
    return score_standard(standard, {code: leaf_from_statistics(*counted) for code, counted in statistics.items()})


def _table(standard: Standard, now: Statistics, before: Statistics, *, compared: bool) -> dict[str, Any]:
    """Return a line for each node whose children are judged directly, and the total where one may be told."""
    scores = {node.code: node for node in _scored(standard, now).nodes}
    last = {node.code: node for node in _scored(standard, before).nodes} if compared else {}
    parents = [node for node in standard.nodes if node.children and any(child.is_leaf for child in node.children)]
    lines = [_line(node, scores[node.code], last.get(node.code), now, before) for node in parents]
    total = _line(standard.root, scores[standard.root.code], last.get(standard.root.code), now, before)
    silent = "" if standard.complete else _("测评体系还不完整，不给出总分")
    return {
        "lines": lines,
        "total": {**total, "name": _("合计")} if standard.complete else None,
        "silent": silent,
        "compared": compared,
        "bare": sum(leaf.code not in now for leaf in standard.leaves),
    }


def _line(node: Node, score: NodeScore, last: NodeScore | None, now: Statistics, before: Statistics) -> dict[str, Any]:
    """Return one line: rows and score, the last ones, and the change of the printed score."""
    leaves = [leaf.code for leaf in node.walk() if leaf.is_leaf]
    change = _change(score, last)
    return {
        "code": node.code,
        "name": node_name(node),
        "rows": number_text(sum(now.get(code, (0, 0))[0] for code in leaves)),
        "last_rows": number_text(sum(before.get(code, (0, 0))[0] for code in leaves)) if last else DASH,
        "score": DASH if score.rate is None else score_text(score.score),
        "attainable": DASH if score.rate is None else points_text(score.attainable),
        "last_score": DASH if last is None or last.rate is None else score_text(last.score),
        **change,
    }


def _change(score: NodeScore, last: NodeScore | None) -> dict[str, str]:
    """Return the change such that the printed scores and the printed change add up; no arrow: no interval was tested."""
    if last is None or last.rate is None or score.rate is None:
        return {"delta": "", "tone": "none"}
    step = round_half_up(score.score, SCORE_PLACES) - round_half_up(last.score, SCORE_PLACES)
    return {"delta": f"{step:+f}".replace("-", "−") if step else _("持平"), "tone": "none"}


def _new_places(import_: RoundImport, last: Round | None) -> list[str]:
    """Return the areas and units that the last round did not name: new ones, or old ones written otherwise."""
    if last is None:
        return []
    known = places_named(last)
    return [name for kind in ("areas", "units") for name in import_.summary.get(kind, ()) if name not in known[kind]][
        :NAMES_SHOWN
    ]
