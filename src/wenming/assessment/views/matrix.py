"""The matrix of a round (domain.md 2.4): items against streets or units; on paper the whole report of the evaluation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote_plus, urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from wenming.assessment.exports.report import report_workbook
from wenming.assessment.queries.gaps import gap_report
from wenming.assessment.queries.matrix import RoundMatrix, levels_of, round_matrix
from wenming.assessment.schemas import total_of
from wenming.assessment.views import gap_shapes as shapes
from wenming.engine.gaps import rank_gaps
from wenming.engine.observations import FULL
from wenming.engine.scoring.display import rate_text, score_text
from wenming.engine.scoring.matrix import Cell, ItemMatrix, MatrixLine
from wenming.inspections.queries import RoundFilter
from wenming.kernel.adapters.downloads import send_workbook
from wenming.kernel.models import City
from wenming.kernel.schemas import DASH, choices, moment_text, number_text, points_text
from wenming.organisations.rules import sees_results
from wenming.standards.enums import level_word
from wenming.standards.schemas import node_name

BY = ("areas", "units")
SHOW = ("score", "rate")
PAPER_COLUMNS = 16
"""So many streets or units stand beside each other on A4 across."""
SHADES = ((600, "h4"), (800, "h3"), (900, "h2"), (FULL, "h1"))
"""Below this mean of milli-points a cell has this shade; a full one has none."""


@require_safe
def matrix(request: HttpRequest, city: City, number: int) -> HttpResponse:
    """Show the matrix of one round; the address keeps columns, level and what stands in the cells."""
    if not sees_results(request.user, city):
        raise PermissionDenied
    found = round_matrix(city, number, request.GET.get("level", ""))
    by, show = _chosen(request, "by", BY), _chosen(request, "show", SHOW)
    table = found.areas if by == "areas" else found.units
    shown = _Table(found, table, by=by, show=show)
    at = {"by": by, "show": show, "level": found.level}
    context = {
        "round": shapes.head(found.now),
        "printed": _("%(at)s 打印") % {"at": moment_text(timezone.now(), city)},
        "total": total_of(found.now),
        **_choices(found, at),
        "by": by,
        "export_url": reverse("assessment:report", args=[city.slug, number]),
        "table_html": shown.html(),
        "papers": shown.papers(),
        "items": _items(found),
        "places": _places(found),
        "shades": [{"class": shade, "label": f"< {limit * 100 // FULL}%"} for limit, shade in reversed(SHADES)],
    }
    return render(request, "assessment/matrix.html", context)


@require_safe
def report(request: HttpRequest, city: City, number: int) -> HttpResponse:
    """Give the whole report of the evaluation as one workbook."""
    if not sees_results(request.user, city):
        raise PermissionDenied
    found = round_matrix(city, number, request.GET.get("level", ""))
    content = report_workbook(found, rank_gaps(gap_report(city, number).gaps))
    return send_workbook(content, f"{found.now.round.name}-{_('测评报告')}.xlsx")


def _chosen(request: HttpRequest, name: str, known: Sequence[str]) -> str:
    """Return what the address chooses, the first one for anything unknown."""
    asked = request.GET.get(name, "")
    return asked if asked in known else known[0]


def _choices(found: RoundMatrix, at: dict[str, str]) -> dict[str, Any]:
    """Return the segments that change one thing and keep the others."""
    here = reverse("assessment:matrix", args=[found.now.round.city.slug, found.now.round.number])
    labels = {
        "by": {"areas": _("按属地"), "units": _("按责任单位")},
        "show": {"score": pgettext("column", "得分"), "rate": pgettext("column", "得分率")},
        "level": {level: level_word(level) for level in levels_of(found.now.standard)},
    }
    return {
        f"{name}_choices": choices(
            [(f"{here}?{urlencode({**at, name: value})}", label, value == at[name]) for value, label in words.items()]
        )
        for name, words in labels.items()
    }


class _Table:
    """A matrix ready to print: every cell is made once, for the screen as a whole and for paper in parts."""

    def __init__(self, found: RoundMatrix, table: ItemMatrix, *, by: str, show: str) -> None:
        self.rows_url = shapes.rows_url(found.now)
        self.show = show
        # thousands of addresses: each part of them is encoded once
        self.columns = [
            f"{by.removesuffix('s')}={quote_plus(one.name or RoundFilter.UNNAMED)}" for one in table.columns
        ]
        self.heads = [
            {"name": one.name or _("未填"), "url": f"{self.rows_url}?{wanted}"}
            for one, wanted in zip(table.columns, self.columns, strict=True)
        ]
        self.rows = [
            self._line(found, item.code, node_name(item), line)
            for item, line in zip(found.items, table.lines, strict=True)
        ]
        self.foot = self._foot(table)

    def html(self, columns: slice = slice(None)) -> str:
        """Return the table of some of the columns: its head, one row for each item, its foot."""
        body = {
            "heads": self.heads[columns],
            "rows": [{**row, "cells": row["cells"][columns]} for row in self.rows],
            "foot": [{**row, "cells": row["cells"][columns]} for row in self.foot],
            "texts": {
                "item": pgettext("column", "测评条目"),
                "whole": pgettext("column", "全部"),
                "rows_url": self.rows_url,
            },
        }
        return render_to_string("assessment/matrix_table.html", body, using="jinja2")

    def papers(self) -> list[dict[str, str]]:
        """Return the table cut into sheets of paper."""
        starts = range(0, len(self.heads), PAPER_COLUMNS)
        return [
            {
                "html": self.html(slice(start, start + PAPER_COLUMNS)),
                "part": f"{number} / {len(starts)}" if len(starts) > 1 else "",
            }
            for number, start in enumerate(starts, start=1)
        ]

    def _line(self, found: RoundMatrix, code: str, name: str, line: MatrixLine) -> dict[str, Any]:
        """Return one row: an item, its cells, all its rows."""
        here = f"{self.rows_url}?node={quote_plus(code)}"
        cells = zip(self.columns, line.cells, strict=True)
        return {
            "name": name,
            "title": f"{code} {name}",
            "url": shapes.gap_url(found.now, code),
            "whole": self._cell(line.whole, here),
            "cells": [self._cell(cell, f"{here}&{wanted}") for wanted, cell in cells],
        }

    def _cell(self, cell: Cell | None, url: str) -> dict[str, str]:
        """Return one cell, a dash where no row judges it."""
        if cell is None:
            return {"text": DASH, "url": "", "shade": "none", "title": ""}
        shade = next((name for limit, name in SHADES if cell.milli < limit * cell.rows), "")
        score, rate = points_text(cell.score), rate_text(cell.rate)
        facts = {"score": score, "rows": number_text(cell.rows), "rate": rate}
        text = score if self.show == "score" else rate.removesuffix("%")
        return {"text": text, "url": url, "shade": shade, "title": _("%(score)s / %(rows)s 行，%(rate)s") % facts}

    def _foot(self, table: ItemMatrix) -> list[dict[str, Any]]:
        """Return the rows under the matrix: subtotal, points of the items, pass rate, place."""
        whole, shown = table.whole, table.columns
        lines = (
            (_("小计"), [points_text(one.score) for one in shown], points_text(whole.score) if whole else DASH),
            (_("指标分值"), [number_text(one.rows) for one in shown], number_text(whole.rows) if whole else DASH),
            (_("及格率"), [rate_text(one.rate) for one in shown], rate_text(whole.rate) if whole else DASH),
            (pgettext("column", "名次"), [str(one.rank) if one.rank else DASH for one in shown], ""),
        )
        return [
            {
                "name": name,
                "whole": all_,
                "cells": [{"text": text, "url": head["url"]} for text, head in zip(texts, self.heads, strict=True)],
            }
            for name, texts, all_ in lines
        ]


def _items(found: RoundMatrix) -> list[dict[str, str]]:
    """Return the items as the standard scores them."""
    return [
        {
            "name": node_name(item),
            "points": DASH if one.rate is None else points_text(one.attainable),
            "score": DASH if one.rate is None else score_text(one.score),
            "rate": DASH if one.rate is None else rate_text(one.rate),
            "rank": str(one.rank or DASH),
        }
        for item, one in zip(found.items, found.scores, strict=True)
    ]


def _places(found: RoundMatrix) -> list[dict[str, Any]]:
    """Return streets and units, ranked by their rows, for the report on paper."""
    tables = (
        (_("属地排名"), pgettext("column", "属地"), found.areas.columns),
        (_("责任单位排名"), pgettext("column", "责任单位"), found.units.columns),
    )
    return [
        {
            "title": title,
            "head": head,
            "rows": [
                {
                    "name": one.name or _("未填"),
                    "points": number_text(one.rows),
                    "score": score_text(one.score),
                    "rate": rate_text(one.rate),
                    "rank": str(one.rank or DASH),
                }
                for one in columns
            ],
        }
        for title, head, columns in tables
    ]
