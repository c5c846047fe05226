"""一次测评，多个称号: what a round's rows say about the other titles of the city."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from wenming.assessment.exports import titles_workbook
from wenming.assessment.views.tables import formula
from wenming.engine.crosswalk import Counted, Reach, reach_of
from wenming.engine.observations import FULL
from wenming.engine.scoring.display import rate_text, score_text
from wenming.engine.scoring.exact import NodeScore, leaf_from_statistics, score_standard
from wenming.engine.standards import Node, Standard
from wenming.inspections.models import Round
from wenming.inspections.queries import item_statistics, round_in
from wenming.kernel.adapters.downloads import send_workbook
from wenming.kernel.models import City
from wenming.kernel.schemas import Axis, choices, number_text, points_text
from wenming.organisations.rules import sees_results
from wenming.standards.queries import Adopted, adopted_in, standard_of
from wenming.standards.schemas import edition_title, node_name

NO_BREAK = "\N{NON-BREAKING HYPHEN}"


@dataclass(frozen=True)
class Reached:
    """One other title: what of it the round's rows reach, and how many of them count for it at all."""

    standard: Standard
    reach: Reach
    rows: int

    @property
    def total(self) -> NodeScore | None:
        """The title's score by these rows alone; None unless they reach every clause of a complete edition."""
        if not self.standard.complete or len(self.reach.leaves) < len(self.standard.leaves):
            return None
        leaves = {code: leaf_from_statistics(*counted) for code, counted in self.reach.leaves.items()}
        return score_standard(self.standard, leaves).nodes[0]


def reached_titles(round_: Round, adopted: Adopted) -> list[Reached]:
    """Return every other edition of the city with what the round's rows say about it: one query, exact whole numbers."""
    statistics, source, walk = item_statistics(round_), round_.edition.code, adopted.crosswalk
    found = []
    for standard in adopted.standards:
        if standard.code != source:
            counted = walk.count_for(standard.code, statistics, source=source)
            rows = sum(
                rows
                for (node, item), (rows, _milli) in statistics.items()
                if any(title == standard.code for title, _node in walk.clauses_of(source, node=node, item=item))
            )
            found.append(Reached(standard, reach_of(standard, counted), rows))
    return found


@require_safe
def titles(request: HttpRequest, city: City, number: int) -> HttpResponse:
    """Show, title by title, the clauses for which the round's rows count, and what they do not reach."""
    round_, found = _found(request, city, number)
    reached = [one for one in found if one.rows]
    asked = request.GET.get("title", "")
    chosen = next((one for one in reached if one.standard.code == asked), reached[0] if reached else None)
    here = reverse("assessment:titles", args=[city.slug, number])
    score_url = reverse("assessment:score", args=[city.slug, number])
    own = edition_title(standard_of(round_.edition))
    context = {
        "round": {"name": round_.name, "url": score_url, "standard": own},
        "titles": choices(
            [
                (f"{here}?{urlencode({'title': one.standard.code})}", _name(one.standard), one is chosen)
                for one in reached
            ]
        ),
        "title": _title(round_, chosen) if chosen else None,
        "unreached": [_name(one.standard) for one in found if not one.rows],
        "crosswalk_url": reverse("standards:crosswalk", args=[city.slug]),
        "editions_url": reverse("standards:editions", args=[city.slug]),
        "export_url": reverse("assessment:titles_export", args=[city.slug, number]) if reached else "",
    }
    return render(request, "assessment/titles.html", context)


@require_safe
def titles_export(request: HttpRequest, city: City, number: int) -> HttpResponse:
    """Give every reached title as a sheet of a workbook."""
    round_, found = _found(request, city, number)
    sheets = [(one.standard, one.reach) for one in found if one.rows]
    return send_workbook(titles_workbook(round_, sheets), f"{round_.name}-{_('一次测评，多个称号')}.xlsx")


def _found(request: HttpRequest, city: City, number: int) -> tuple[Round, list[Reached]]:
    """Return the round and the other titles, for people who may see results."""
    if not sees_results(request.user, city):
        raise PermissionDenied
    round_ = round_in(city, number)
    return round_, reached_titles(round_, adopted_in(city))


def _name(standard: Standard) -> str:
    # years such as 2018-2020 stay on one line: the hyphen is one that does not break
    return f"{edition_title(standard)} {standard.edition.replace('-', NO_BREAK)}"


def _title(round_: Round, one: Reached) -> dict[str, Any]:
    """Return what the page says about one title."""
    standard, reach = one.standard, one.reach
    points = sum((leaf.points for leaf in standard.leaves if leaf.code in reach.leaves), Fraction(0))
    missing = [leaf for leaf in standard.leaves if leaf.code not in reach.leaves]
    total = one.total
    return {
        "name": _name(standard),
        "url": reverse("standards:edition", args=[round_.city.slug, standard.code]),
        "rows": number_text(one.rows),
        "leaves": len(reach.leaves),
        "all_leaves": len(standard.leaves),
        "share": rate_text(Fraction(len(reach.leaves), len(standard.leaves))),
        "points": points_text(points),
        "all_points": points_text(standard.root.points),
        "assumed": any(leaf.assumed for leaf in standard.leaves),
        "total": _total(standard, total) if total is not None and total.rate is not None else None,
        "leaf_rows": _table(round_, standard, reach.leaves),
        "part_rows": _table(round_, standard, reach.parts),
        "axis": _axis(reach.leaves).ticks,
        "missing": [{"code": leaf.code, "name": node_name(leaf)} for leaf in missing],
    }


def _total(standard: Standard, total: NodeScore) -> dict[str, str]:
    return {
        "score": score_text(total.score),
        "attainable": points_text(total.attainable),
        "rate": rate_text(total.rate or Fraction(0)),
        "formula": formula(standard),
    }


def _axis(counted: dict[str, Counted]) -> Axis:
    return Axis.for_rates(Fraction(milli, rows * FULL) for rows, milli in counted.values())


def _table(round_: Round, standard: Standard, counted: dict[str, Counted]) -> str:
    """Return the body of a table of nodes: each with its rate, and its rows one click away; "" for none."""
    if not counted:
        return ""
    axis, nodes = _axis(counted), {node.code: node for node in standard.nodes}
    rows = [_row(round_, standard, nodes[code], counted[code], axis) for code in counted]
    texts = {"rows": pgettext("column", "行数"), "rate": pgettext("column", "得分率")}
    context = {"rows": rows, "ticks": axis.ticks, "texts": texts}
    return render_to_string("assessment/title_rows.html", context, using="jinja2")


def _row(round_: Round, standard: Standard, node: Node, counted: Counted, axis: Axis) -> dict[str, Any]:
    """Return one clause of the other title."""
    rows, milli = counted
    rate = Fraction(milli, rows * FULL)
    text, name = rate_text(rate), node_name(node)
    address = reverse("inspections:observations", args=[round_.city.slug, round_.number])
    return {
        "code": node.code,
        "name": name,
        "rows": number_text(rows),
        "url": f"{address}?{urlencode({'clause': f'{standard.code}/{node.code}'})}",
        "rate": text,
        "bar": axis.bar(_("%(name)s 得分率 %(rate)s") % {"name": name, "rate": text}, rate, None),
    }
