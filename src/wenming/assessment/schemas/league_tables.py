"""The table of a league, ready to print: one for the league's own page, and the short one of the first screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from wenming.assessment.enums import LeagueLevel
from wenming.assessment.queries.leagues import LeagueRow, LeagueTable, LeagueView
from wenming.assessment.schemas import leagues as words
from wenming.inspections.models import Round
from wenming.inspections.queries import RoundFilter
from wenming.kernel.schemas import Axis, number_text

FEW = 2
"""So few lanes of brackets need no room between the table's edge and the letters."""


def league_tables(view: LeagueView, round_: Round, level: str) -> dict[str, Any]:
    """Return the axis, and table by table everybody by place, with all that is known of each."""
    sheet = _Sheet(view, round_, level, words.table_axis(view.rows))
    return {"axis": sheet.axis.ticks, "tables": [sheet.table(one, one.rows) for one in view.tables]}


def short_tables(view: LeagueView, round_: Round, level: str) -> dict[str, Any]:
    """Return the same from the best estimate down, without places, scores and what stands beside them."""
    axis = words.table_axis(row for row in view.rows if row.has_band)
    sheet = _Sheet(view, round_, level, axis, short=True)
    unknown = [[row for row in one.rows if not row.has_band] for one in view.tables]
    return {
        "level": str(LeagueLevel(level).label),
        "url": words.league_url(round_.city, round_, level),
        "axis": axis.ticks,
        "tables": [sheet.table(one, [*one.banded, *rest]) for one, rest in zip(view.tables, unknown, strict=True)],
    }


@dataclass(frozen=True)
class _Sheet:
    """What all tables of a league have in common."""

    view: LeagueView
    round: Round
    level: str
    axis: Axis
    short: bool = False

    def table(self, table: LeagueTable, ordered: Sequence[LeagueRow]) -> dict[str, Any]:
        """Return those who are ranked together."""
        order = [row.name for row in table.banded]
        pieces = words.brackets(ordered)
        rows = [
            {
                **_row(row, self.round, self.level),
                "bar": words.interval_bar(self.axis, row.standing),
                "places_bar": words.place_bar(row, order),
                "pieces": pieces[row.name],
            }
            for row in ordered
        ]
        body = {
            "rows": rows,
            "short": self.short,
            "few": max((number for row in ordered for number in row.standing.bands), default=0) < FEW,
            "changes": _changes_url(self.round, self.level, self.view.before),
            "ticks": self.axis.ticks,
            "dots": words.place_dots(len(order)),
            "texts": words.row_texts(words.change_head(self.view)),
        }
        return {
            "name": table.name,
            "missing": words.missing_sentence(table),
            "place_ticks": words.place_ticks(len(order)),
            "rows_html": render_to_string("assessment/league_rows.html", body, using="jinja2"),
        }


def _changes_url(round_: Round, level: str, before: int | None) -> str:
    """Return the page that compares both rounds place by place, "" where there is no round before."""
    if before is None:
        return ""
    query = {"with": before, "view": "units" if level == LeagueLevel.DEPARTMENT else "areas"}
    return f"{reverse('assessment:changes', args=[round_.city.slug, round_.number])}?{urlencode(query)}"


def _row(row: LeagueRow, round_: Round, level: str) -> dict[str, Any]:
    """Return one line in words."""
    one = row.standing
    urls = _urls(row, round_, level)
    return {
        "name": row.name,
        "url": urls[0][1] if len(urls) == 1 else "",
        "urls": urls if len(urls) > 1 else [],
        "count": _("明细（%(count)s）") % {"count": number_text(len(urls))},
        "place": words.place_text(row),
        "score": row.score,
        "grade": row.grade,
        "worked": [line for line in row.worked if "=" in line],
        "bands": words.bands_text(row),
        "has_band": row.has_band,
        "estimate": words.rate(one.estimate),
        "span": words.span(one),
        "label": f"{row.name} {words.rate(one.estimate)} ({words.span(one)})",
        "places": words.places_text(row),
        "shrunk": words.rate(one.shrunk),
        "adjusted": words.rate(one.adjusted),
        "moved": row.moved,
        "tone": row.moved if row.moved in ("up", "down") else "none",
        "change": words.change_text(row),
        "sites": number_text(one.sites),
        "rows": number_text(one.rows),
    }


def _urls(row: LeagueRow, round_: Round, level: str) -> list[tuple[str, str]]:
    """Return what leads to the rows behind a line: each name as written, and each site that the register knows to be its own."""
    where = "unit" if level == LeagueLevel.DEPARTMENT else "area"
    page = reverse("inspections:observations", args=[round_.city.slug, round_.number])
    wanted = [(where, name) for name in row.names] + [("site", site) for site in row.sites]
    return [(name, f"{page}?{urlencode({key: name or RoundFilter.UNNAMED})}") for key, name in wanted]
