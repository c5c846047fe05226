"""Rounds and their scores as pages show them."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from wenming.assessment.queries import RoundResult
from wenming.assessment.schemas import total_of
from wenming.engine.scoring.display import rate_text, score_text
from wenming.kernel.schemas import Axis, days_text, number_text, points_text
from wenming.standards.schemas import edition_title, node_name

ITEMS_SHOWN = 5


def round_line(result: RoundResult, *, undo: bool = False) -> dict[str, Any]:
    """Return one round as a line of a list; ``undo`` offers to take it back."""
    round_ = result.round
    slug, number = round_.city.slug, round_.number
    total = total_of(result)
    word = "" if result.standard.complete else pgettext("round", "体系不完整")
    if round_.left_out:
        word = ngettext("%(count)s 行未计入", "%(count)s 行未计入", round_.left_out) % {"count": round_.left_out}
    return {
        "name": round_.name,
        "url": reverse("assessment:score", args=[slug, number]),
        "standard": edition_title(round_.edition),
        "held": days_text(round_.starts_on, round_.ends_on),
        "rows": number_text(result.rows),
        "rows_url": reverse("inspections:observations", args=[slug, number]),
        "score": total.score,
        "attainable": total.attainable,
        "rate": total.rate,
        "state": {
            "tone": "ok" if word == "" else "warn",
            "shape": "check" if word == "" else "triangle",
            "label": word or pgettext("round", "已计分"),
        },
        "undo_url": reverse("inspections:revoke", args=[slug, number]) if undo else "",
    }


def latest_score(results: Sequence[RoundResult]) -> dict[str, Any]:
    """Return the card of the newest round; ``results`` are newest first, the next one by the same standard is compared."""
    now = results[0]
    last = next((one for one in results[1:] if one.round.edition_id == now.round.edition_id), None)
    worst = _worst_items(now)
    before = {node.code: node.rate for node in last.result.nodes} if last else {}
    item_axis = Axis(0)
    rates = total_of(now).exact_rate, total_of(last).exact_rate if last else None
    axis, line = Axis.for_rates(rates), round_line(now)
    return {
        **line,
        "rows": ngettext("%(rows)s 条记录", "%(rows)s 条记录", now.rows) % {"rows": line["rows"]},
        "bar": {**axis.bar(_("得分率 %(rate)s") % {"rate": line["rate"]}, *rates), "ticks": axis.ticks},
        "previous": {"label": last.round.name, "delta_tone": "none", "delta_text": total_of(last).score}
        if last
        else None,
        "items": [_item(now, code, item_axis, before.get(code)) for code, _rate in worst],
    }


def _worst_items(now: RoundResult) -> list[tuple[str, Fraction]]:
    """Return code and rate of the parts of the root with the lowest rates that lost anything."""
    rates = {node.code: node.rate for node in now.result.nodes}
    parts = [(part.code, rates[part.code]) for part in now.standard.root.children]
    lost = [(code, rate) for code, rate in parts if rate is not None and rate < 1]
    return sorted(lost, key=lambda pair: pair[1])[:ITEMS_SHOWN]


def _item(now: RoundResult, code: str, axis: Axis, before: Fraction | None) -> dict[str, Any]:
    """Return one part of the standard for the card."""
    scored = next(node for node in now.result.nodes if node.code == code)
    name = node_name(now.standard.node(code))
    url = reverse("assessment:score", args=[now.round.city.slug, now.round.number])
    return {
        "label": name,
        "score": score_text(scored.score),
        "points": points_text(scored.attainable),
        "url": f"{url}?node={code}#drill",
        "bar": axis.bar(f"{name} {rate_text(scored.rate or Fraction(0))}", scored.rate, before),
    }
