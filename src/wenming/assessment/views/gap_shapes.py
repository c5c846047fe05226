"""Gaps as pages show them: figures, causes, the trend, what leads to the rows. All values are ready to print."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wenming.assessment.enums import cause_word
from wenming.assessment.forms.gaps import TargetForm
from wenming.assessment.queries import RoundResult
from wenming.assessment.queries.gaps import WHOLE_RATE, GapReport
from wenming.assessment.schemas import lost_text
from wenming.engine.gaps import Cause, GapSum, Share
from wenming.engine.scoring.display import rate_text, score_text
from wenming.engine.standards import Node
from wenming.inspections.models import Round
from wenming.inspections.queries import RoundFilter
from wenming.kernel.schemas import DASH, Axis, days_text, moment_text, number_text, points_text
from wenming.standards.schemas import edition_title, node_name

Trend = Sequence[tuple[Round, Fraction | None]]


def head(now: RoundResult) -> dict[str, Any]:
    """Return the round in the head of a page, with the addresses of its neighbours."""
    slug, number = now.round.city.slug, now.round.number
    return {
        "name": now.round.name,
        "standard": edition_title(now.round.edition),
        "held": days_text(now.round.starts_on, now.round.ends_on),
        "rounds_url": reverse("workbench:rounds", args=[slug]),
        "score_url": reverse("assessment:score", args=[slug, number]),
        "gaps_url": reverse("assessment:gaps", args=[slug, number]),
        "matrix_url": reverse("assessment:matrix", args=[slug, number]),
        "complete": now.standard.complete,
    }


def gap_url(now: RoundResult, code: str) -> str:
    """Return the address of the card of one node."""
    return reverse("assessment:gap", args=[now.round.city.slug, now.round.number, code])


def rows_url(now: RoundResult, **wanted: str) -> str:
    """Return the address of the round's rows under a filter; empty values filter nothing."""
    here = reverse("inspections:observations", args=[now.round.city.slug, now.round.number])
    query = urlencode({name: value for name, value in wanted.items() if value})
    return f"{here}?{query}" if query else here


def figures(total: GapSum, target: Fraction | None, *, told: bool) -> dict[str, str]:
    """Return the figures of a sum of gaps; dashes where nothing is attainable, or where no total may be told."""
    if not told or total.rate is None:
        return dict.fromkeys(("lost", "now", "attainable", "rate", "recoverable"), DASH) | {
            "target": target_text(target)
        }
    return {
        "lost": lost_text(total.attainable, total.now),
        "now": score_text(total.now),
        "attainable": points_text(total.attainable),
        "rate": rate_text(total.rate),
        "recoverable": score_text(total.recoverable),
        "target": target_text(target),
    }


def causes(total: GapSum, urls: dict[Cause, str]) -> list[dict[str, str]]:
    """Return the points of each cause on one scale; a cause without points has no bar."""
    most = max((points for points in total.causes.values()), default=Fraction(0))
    return [
        {
            "label": cause_word(cause),
            "points": score_text(points),
            "width": width(points, most),
            "url": urls.get(cause, ""),
        }
        for cause, points in total.causes.items()
    ]


def width(points: Fraction, most: Fraction) -> str:
    """Return the length of a bar as the per cent of the longest, "" for none."""
    return f"{float(points / most) * 100:.2f}%" if points > 0 and most > 0 else ""


def target_text(rate: Fraction | None) -> str:
    """Return a target as people write it: 92.5%, a dash for none."""
    return DASH if rate is None else f"{points_text(rate * 100)}%"


def target_at(report: GapReport, path: Iterable[Node]) -> Fraction | None:
    """Return the target that holds at the last node of a path from the root: its own, else the nearest above."""
    rate = None
    for node in path:
        target = report.targets.get(node.code)
        rate = Fraction(target.rate, WHOLE_RATE) if target and target.rate else rate
    return rate


def target_card(
    report: GapReport, node: Node, *, office: bool, back: str, form: TargetForm | None = None
) -> dict[str, Any]:
    """Return the target of a node and the form that sets it, for the office; ``back`` says from which page."""
    now, own = report.now, report.targets.get(node.code)
    city = now.round.city
    rate = Fraction(own.rate, WHOLE_RATE) if own and own.rate else None
    return {
        "name": _("整套体系") if node is now.standard.root else node_name(node),
        "text": target_text(rate),
        "by": _("%(name)s %(at)s 设定") % {"name": own.set_by.name, "at": moment_text(own.set_at, city)} if own else "",
        "own": own is not None,
        "form": (form or TargetForm(initial={"rate": points_text(rate * 100) if rate else ""})) if office else None,
        "url": reverse("assessment:gap_target", args=[city.slug, now.round.number, node.code]),
        "back": back,
    }


def spark(trend: Trend, axis: Axis) -> dict[str, Any]:
    """Return a small line of rates: dots and the lines between neighbours, in per cent of its box; in words as well."""
    step = 100 / max(len(trend) - 1, 1)
    dots = [
        {
            "x": f"{step * place if len(trend) > 1 else 100:.2f}%",
            "y": _height(rate, axis),
            "last": place == len(trend) - 1,
        }
        if rate is not None
        else None
        for place, (_round, rate) in enumerate(trend)
    ]
    pairs = [(first, second) for first, second in itertools.pairwise(dots) if first and second]
    return {
        "dots": [dot for dot in dots if dot],
        "lines": [{"x1": a["x"], "y1": a["y"], "x2": b["x"], "y2": b["y"]} for a, b in pairs],
        "label": _("；").join(f"{round_.name} {DASH if rate is None else rate_text(rate)}" for round_, rate in trend),
    }


def _height(rate: Fraction, axis: Axis) -> str:
    """Return the height of a rate from the top; the box keeps a little air above and below."""
    share = (float(rate) * 100 - axis.low) / (100 - axis.low)
    return f"{90 - 80 * share:.2f}%"


def shares(
    now: RoundResult, found: Sequence[Share], *, kind: str, node: str, shown: int, told: bool = True
) -> dict[str, Any]:
    """Return sites, areas or units (``kind`` site, area or unit) with the points lost there, the first ones of them.

    ``told`` False keeps the points back: they would add up to a total that may not be announced.
    """
    losing = [share for share in found if share.lost > 0]
    most = losing[0].lost if losing else Fraction(0)
    most = max((share.lost for share in losing), default=most)
    rest = losing[shown:]
    return {
        "items": [
            {
                "name": share.name or _("未填"),
                "rows": number_text(share.rows),
                "lost": score_text(share.lost) if told else DASH,
                "rate": rate_text(share.rate),
                "width": width(share.lost, most),
                "url": rows_url(now, node=node, lost="on", **{kind: share.name or RoundFilter.UNNAMED}),
            }
            for share in losing[:shown]
        ],
        "rest": _("其余 %(count)s 个共失 %(points)s 分")
        % {"count": len(rest), "points": score_text(sum((share.lost for share in rest), Fraction(0)))}
        if rest and told
        else "",
        "count": number_text(len(losing)),
        "texts": {
            "lost": pgettext("column", "失分"),
            "rate": pgettext("column", "得分率"),
            "rows": pgettext("column", "行数"),
        },
    }


def path_to(root: Node, code: str) -> list[Node]:
    """Return the nodes from the root down to the one with this code; an empty list for an unknown code."""
    if root.code == code:
        return [root]
    for child in root.children:
        below = path_to(child, code)
        if below:
            return [root, *below]
    return []
