"""The tables of the score page, ready to print: the tree, the places, the largest losses."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any
from urllib.parse import urlencode

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wenming.assessment.queries import RoundResult
from wenming.assessment.schemas import lost_text, total_of
from wenming.engine.scoring.display import rate_text, round_half_up, score_text
from wenming.engine.scoring.exact import LossKind, NodeScore
from wenming.engine.scoring.tables import GroupScore
from wenming.engine.standards import Node, Standard
from wenming.inspections.queries import RoundFilter
from wenming.kernel.schemas import DASH, Axis, number_text, points_text
from wenming.standards.schemas import node_name

LOSSES_SHOWN = 8


def formula(standard: Standard) -> str:
    """Say in a few words how the total comes about: the parts of the root and what each is worth."""
    parts = standard.root.children
    if len(parts) > 4:
        return _("%(parts)s 项之和，共 %(points)s 分；各项为其内容得分之和，内容为点位平均") % {
            "parts": len(parts),
            "points": points_text(standard.root.points),
        }
    return " + ".join(f"{points_text(part.points)} {node_name(part)}" for part in parts)


def change_text(rate: Fraction | None, before: Fraction | None) -> str:
    """Return the difference of two rates in percentage points; without an interval it is never called better or worse."""
    if rate is None or before is None:
        return ""
    change = round_half_up((rate - before) * 100, 2)
    return _("%(points)s 百分点") % {"points": f"{change:+}".replace("-", "−") if change else "0.00"}


def node_url(now: RoundResult, code: str) -> str:
    """Return the address of the score page looking into a node."""
    here = reverse("assessment:score", args=[now.round.city.slug, now.round.number])
    return f"{here}?{urlencode({'node': code})}#drill"


def tree(now: RoundResult, last: RoundResult | None, current: str) -> dict[str, Any]:
    """Return the tree table: one axis for all bars, one row for every node."""
    before = {node.code: node.rate for node in last.result.nodes} if last else {}
    axis = Axis.for_rates([*(node.rate for node in now.result.nodes), *before.values()])
    scores = {node.code: node for node in now.result.nodes}
    parents = {child.code: node.code for node in now.standard.nodes for child in node.children}
    depth = {now.standard.root.code: 0}
    rows = []
    for node in now.standard.nodes:
        parent = parents.get(node.code, "")
        depth[node.code] = depth[parent] + 1 if parent else 0
        row = _tree_row(now, node, scores[node.code], axis, before.get(node.code))
        rows.append({**row, "parent": parent, "level": depth[node.code], "current": node.code == current})
    texts = {"lost": pgettext("column", "失分"), "up": _("上升"), "down": _("下降"), "toggle": _("展开或收起")}
    return {
        "axis": axis.ticks,
        "rows_html": render_to_string(
            "assessment/tree_rows.html", {"rows": rows, "ticks": axis.ticks, "texts": texts}, using="jinja2"
        ),
        "table_note": _tree_note(now),
    }


def _tree_row(now: RoundResult, node: Node, scored: NodeScore, axis: Axis, before: Fraction | None) -> dict[str, Any]:
    """Return one row of the tree."""
    root = node is now.standard.root
    name, known = node_name(node), scored.rate is not None and (not root or now.total is not None)
    label = _("%(name)s 得分率 %(rate)s") % {
        "name": name,
        "rate": rate_text(scored.rate) if known and scored.rate is not None else DASH,
    }
    return {
        "node": node.code,
        "has_children": not node.is_leaf,
        "label": _("总分") if root else name,
        "title": f"{node.code} {name}",
        "points": points_text(scored.attainable if known else node.points),
        "score": score_text(scored.score) if known else DASH,
        "url": node_url(now, node.code),
        "bar": axis.bar(label, scored.rate if known else None, before if known else None),
        "lost": lost_text(scored.attainable, scored.score) if known else DASH,
        "change_tone": "none",
        "change_text": change_text(scored.rate, before) if known else "",
    }


def _tree_note(now: RoundResult) -> str:
    """Return the foot of the tree: what was not seen, and what a difference between rounds does not say."""
    notes = []
    if now.result.unknown:
        names = _("、").join(node_name(now.standard.node(code)) for code in now.result.unknown)
        notes.append(_("未测、按体系规则处理：%(names)s。") % {"names": names})
    notes.append(_("较上轮按得分率之差，单位百分点；未经区间检验，不作升降判断。"))
    return "".join(notes)


def places(
    now: RoundResult, groups: Sequence[GroupScore], before: Sequence[GroupScore], *, kind: str
) -> dict[str, Any]:
    """Return the table of areas or units (``kind`` area or unit), ranked by their rows."""
    rates = {group.name: group.rate for group in before}
    axis = Axis.for_rates([*(group.rate for group in groups), *rates.values()])
    rows_url = reverse("inspections:observations", args=[now.round.city.slug, now.round.number])
    rows = [
        {
            "name": group.name or _("未填"),
            "rows": number_text(group.rows),
            "rows_url": f"{rows_url}?{urlencode({kind: group.name or RoundFilter.UNNAMED})}",
            "score": score_text(group.score),
            "rate": rate_text(group.rate),
            "rank": str(group.rank) if group.rank else DASH,
            "current": False,
            "bar": axis.bar(f"{group.name or _('未填')} {rate_text(group.rate)}", group.rate, rates.get(group.name)),
        }
        for group in groups
    ]
    texts = {"rate": pgettext("column", "得分率"), "rank": pgettext("column", "名次")}
    return {
        "axis": axis.ticks,
        "rows_html": render_to_string(
            "assessment/place_rows.html", {"rows": rows, "ticks": axis.ticks, "texts": texts}, using="jinja2"
        ),
        "table_note": _("按行计分：每行 1 分；同一行写明两个单位的，两个单位都计。样本小的名次仅供内部核对。"),
    }


def losses(now: RoundResult) -> dict[str, Any]:
    """Return the largest exact contributions to what is missing; all of them together are the missing points."""
    result = now.result
    lost = sorted((loss for loss in result.losses if loss.points > 0), key=lambda loss: (-loss.points, loss.code))
    shown = lost[:LOSSES_SHOWN]
    most = shown[0].points if shown else Fraction(1)
    # bonuses give points back and are no losses: without them this is what is missing from the attainable points
    lost_in_all = sum((loss.points for loss in lost), Fraction(0))
    share, missing = sum((loss.points for loss in shown), Fraction(0)), result.attainable - result.score
    return {
        "items": [
            {
                "code": "" if loss.kind is LossKind.FUNCTION else loss.code,
                "name": node_name(now.standard.node(loss.code)),
                "lost": score_text(loss.points),
                "width": f"{float(loss.points / most) * 100:.1f}%",
                "url": node_url(now, loss.code),
            }
            for loss in shown
        ],
        "hint": _("共失 %(lost)s 分")
        % {"lost": total_of(now).lost if lost_in_all == missing else score_text(lost_in_all)}
        if now.total
        else "",
        "all_url": reverse("assessment:gaps", args=[now.round.city.slug, now.round.number]),
        "all_label": _("全部失分"),
        "note": _("前 %(count)s 条合计 %(points)s 分，占失分 %(share)s")
        % {
            "count": len(shown),
            "points": score_text(share),
            "share": rate_text(share / lost_in_all),
        }
        if now.total and lost_in_all
        else "",
    }
