"""Looking into a node: the very rows that make its score."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wenming.assessment.queries import RoundResult
from wenming.assessment.views.tables import node_url
from wenming.engine.scoring.display import score_text
from wenming.engine.standards import Node
from wenming.inspections.queries import RoundFilter, observations_of
from wenming.inspections.schemas import rows_html
from wenming.kernel.schemas import number_text, points_text
from wenming.standards.schemas import node_name

ROWS_SHOWN = 15


def context(request: HttpRequest, now: RoundResult) -> dict[str, Any] | None:
    """Return the card of the node in the address, or None when none is chosen."""
    path = _path(now.standard.root, request.GET.get("node", ""))
    if not path:
        return None
    node, places = path[-1], [now.round.city.slug, now.round.number]
    leaves = [leaf.code for leaf in node.walk() if leaf.is_leaf]
    rows = observations_of(now.round, RoundFilter(node=node.code), leaves).order_by("milli", "pk")[:ROWS_SHOWN]
    rows_url, query = reverse("inspections:observations", args=places), urlencode({"node": node.code})
    return {
        "path": [
            {"url": node_url(now, step.code), "label": _label(now, step, step is node), "active": step is node}
            for step in path
        ],
        "nodes": not node.is_leaf,
        "rows_html": rows_html(rows, rows_url, nodes=not node.is_leaf),
        "count": _count(sum(now.statistics.get(code, (0, 0))[0] for code in leaves)),
        "rows_url": f"{rows_url}?{query}",
        "export_url": f"{reverse('inspections:observations_export', args=places)}?{query}",
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
    root = node is now.standard.root
    name = _("总分") if root else node_name(node)
    if not chosen or (root and now.total is None):
        return name
    scored = next(one for one in now.result.nodes if one.code == node.code)
    return f"{name} {score_text(scored.score)} / {points_text(scored.attainable)}"
