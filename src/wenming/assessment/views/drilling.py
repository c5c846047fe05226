"""Looking into a node: the very rows that make its score."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from wenming.assessment.queries import RoundResult
from wenming.assessment.views.tables import node_name, node_url
from wenming.engine.observations import FULL
from wenming.engine.scoring.display import score_text
from wenming.engine.standards import Node
from wenming.inspections.models import Observation
from wenming.inspections.queries import RoundFilter, observations_of
from wenming.kernel.schemas import milli_text, number_text, points_text

ROWS_SHOWN = 15


def context(request: HttpRequest, now: RoundResult) -> dict[str, Any] | None:
    """Return the card of the node in the address, or None when none is chosen."""
    path = _path(now.standard.root, request.GET.get("node", ""))
    if not path:
        return None
    node, slug, number = path[-1], now.round.city.slug, now.round.number
    leaves = [leaf.code for leaf in node.walk() if leaf.is_leaf]
    rows = observations_of(now.round, RoundFilter(node=node.code), leaves)
    query = urlencode({"node": node.code})
    total = sum(now.statistics.get(code, (0, 0))[0] for code in leaves)
    return {
        "path": [
            {"url": node_url(now, step.code), "label": _label(now, step, step is node), "active": step is node}
            for step in path
        ],
        "rows_html": rows_html(
            [_row(row, several=not node.is_leaf) for row in rows.order_by("milli", "pk")[:ROWS_SHOWN]]
        ),
        "count": _count(total),
        "rows_url": f"{reverse('inspections:observations', args=[slug, number])}?{query}",
        "export_url": f"{reverse('inspections:observations_export', args=[slug, number])}?{query}",
    }


def _count(total: int) -> str:
    """Say how many rows there are, and which of them stand here."""
    if total <= ROWS_SHOWN:
        return ngettext("共 %(rows)s 行", "共 %(rows)s 行", total) % {"rows": number_text(total)}
    return _("共 %(rows)s 行，这里是扣分最多的 %(shown)s 行") % {"rows": number_text(total), "shown": ROWS_SHOWN}


def _path(root: Node, code: str) -> list[Node]:
    """Return the nodes from the root down to the one with this code; an empty list for an unknown code."""
    if root.code == code:
        return [root]
    for child in root.children:
        below = _path(child, code)
        if below:
            return [root, *below]
    return []


def _label(now: RoundResult, node: Node, chosen: bool) -> str:  # noqa: FBT001  an inner helper
    """Return a step of the path; the chosen one carries its score."""
    name = _("总分") if node is now.standard.root else node_name(node)
    scored = next(one for one in now.result.nodes if one.code == node.code)
    return f"{name} {score_text(scored.score)} / {points_text(scored.attainable)}" if chosen else name


def _row(row: Observation, *, several: bool) -> dict[str, Any]:
    """Return one row, formatted; below a node with several contents it says which one it was judged for."""
    return {
        "serial": row.serial,
        "site": row.site or "—",
        "node": row.node.name if several else "",
        "deduction": milli_text(FULL - row.milli),
        "score": milli_text(row.milli),
        "area": row.area or _("未填"),
        "units": row.units_written or _("未填"),
        "source": f"{row.sheet}!{row.row}",
        "failed": row.milli < FULL,
    }


def rows_html(rows: list[dict[str, Any]]) -> str:
    """Return the body of the table of rows."""
    heads = ("序号", "考察点位", "扣分", "得分", "街道", "责任单位", "出处")
    names = ("serial", "site", "deduction", "score", "area", "units", "source")
    texts = {name: pgettext("column", head) for name, head in zip(names, heads, strict=True)}
    return render_to_string("assessment/drill_rows.html", {"rows": rows, "texts": texts}, using="jinja2")
