"""The responsibility matrix: clauses down, units across, gaps and overlaps beside it; the same on paper and in Excel."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from wenming.campaigns.enums import MARKS, PARTS, Part
from wenming.campaigns.exports.matrix import matrix_workbook
from wenming.campaigns.forms.matrix import (
    FAULTY,
    MatrixFilter,
    MatrixFilterForm,
    clauses_wanted,
    heads_wanted,
)
from wenming.campaigns.models import ResponsibilityChange
from wenming.campaigns.queries import current_campaign
from wenming.campaigns.queries.matrix import CampaignMatrix, Head
from wenming.campaigns.rules import keeps_campaigns, sees_responsibilities
from wenming.campaigns.schemas.matrix import FIXES_SHOWN, MatrixTable, fixes, load_bars, overs, tally
from wenming.campaigns.views.sights import Sight, sight_of, with_query
from wenming.engine.responsibility import ClauseParts, Load, Standing, loads_of
from wenming.kernel.adapters.downloads import send_workbook
from wenming.kernel.adapters.pages import only, today_in
from wenming.kernel.models import City
from wenming.kernel.schemas import address, moment_text, number_text

PAGE = 40
"""Clauses of one page."""
PAPER_COLUMNS = 36
"""Units that stand beside each other on A3 across."""
MOST_COLUMNS = 80
"""So many units stand side by side; above that, only those with a part in the clauses of the page."""


@dataclass(frozen=True)
class Reading:
    """The matrix under the filter in the address: the clauses listed, those of the page, the units across, what they carry."""

    sight: Sight
    found: CampaignMatrix
    form: MatrixFilterForm
    wanted: MatrixFilter
    listed: list[ClauseParts]
    start: int
    shown: list[ClauseParts]
    columns: list[Head]
    loads: tuple[Load, ...]
    edit: bool

    @property
    def table(self) -> MatrixTable:
        """The stretch of the matrix that the page shows."""
        return MatrixTable(self.found, self.shown, self.columns, edit=self.edit)

    def table_html(self, texts: dict[str, Any]) -> str:
        """Return the table."""
        return self.table.html(self.loads, texts)

    def foot(self) -> dict[str, Any]:
        """Return what stands under the table: which clauses these are, and the neighbours' keys."""
        first, last, of = self.start + 1, self.start + len(self.shown), len(self.listed)
        return {
            "text": _("第 %(first)s—%(last)s 条，共 %(of)s 条")
            % {"first": first, "last": number_text(last), "of": number_text(of)}
        }


def reading_of(request: HttpRequest, city: City, pk: int) -> Reading:
    """Return the matrix under the filter in the address."""
    sight = sight_of(request, city, pk)
    edit = sight.keeps and request.GET.get("edit") == "on"
    found = sight.matrix(everyone=request.GET.get("everyone") == "on")
    form = MatrixFilterForm(request.GET, found=found)
    wanted = form.wanted()
    listed = clauses_wanted(found, wanted)
    start = _start(request, listed)
    shown = listed[start : start + PAGE]
    columns = _columns(found, wanted, listed)
    if len(columns) > MOST_COLUMNS:
        columns = [head for head in columns if head.pk in _busy(shown)]
    return Reading(sight, found, form, wanted, listed, start, shown, columns, loads_of(listed), edit)


def _start(request: HttpRequest, listed: list[ClauseParts]) -> int:
    """Return where the page begins: at the clause that the address names, else at the first."""
    codes = [clause.code for clause in listed]
    key = request.GET.get("from", "")
    return codes.index(key) if key in codes else 0


def _columns(found: CampaignMatrix, wanted: MatrixFilter, listed: list[ClauseParts]) -> list[Head]:
    """Return the units across: those with a part in the clauses listed, and with ``everyone`` the others that exist as well.

    A unit that is proposed as a lead has its column, so that the proposal can be seen.
    """
    busy = _busy(listed)
    for clause in listed:
        if clause.standing is Standing.NO_LEAD:
            busy |= {one.unit for one in found.matrix.proposals(clause.code, found.before, found.alive)[:1]}
    heads = heads_wanted(found, wanted)
    return [head for head in heads if head.pk in busy or (wanted.everyone and not head.ended)]


def _busy(clauses: list[ClauseParts]) -> set[int]:
    """Return the units with a part in these clauses."""
    return {unit for clause in clauses for units in clause.units.values() for unit in units}


@require_safe
def latest(request: HttpRequest, city: City) -> HttpResponse:
    """Lead to the matrix of the campaign that runs, or say that there is none yet."""
    only(sees_responsibilities, request, city)
    campaign = current_campaign(city, on=today_in(city))
    if campaign is None:
        return render(request, "campaigns/matrix_none.html", {"keeps": keeps_campaigns(request.user, city)})
    return redirect("campaigns:matrix", city.slug, campaign.pk)


@require_safe
def matrix(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Show the matrix under the filter in the address."""
    reading = reading_of(request, city, pk)
    context = {
        **reading.sight.frame("matrix"),
        **side_of(request, reading),
        "tally": _tally(reading),
        "filter": reading.form,
        "chips": _chips(request, reading),
        "clear_url": with_query(reading.sight.url("matrix"), edit="on" if reading.edit else ""),
        "edit": reading.edit,
        "edit_url": address(request, edit="on"),
        "done_url": address(request, "edit"),
        "part_url": f"{reading.sight.url('part_set')}?{request.GET.urlencode()}",
        "undo_url": undo_url(request, reading.sight, last_change(reading.sight)) if reading.edit else "",
        "paper_url": f"{reading.sight.url('matrix_paper')}?{request.GET.urlencode()}",
        "marks": _marks(),
        "parts": [{"value": part.value, "mark": MARKS[part], "label": part.label} for part in PARTS],
        "table_html": reading.table_html({"edit_hint": _("方向键移动，回车改分工")}) if reading.shown else "",
        "narrow": len(reading.columns) < len(_columns(reading.found, reading.wanted, reading.listed)),
        "page": {**reading.foot(), **_neighbours(request, reading)},
        "import_url": reading.sight.url("table_import"),
        "export_url": f"{reading.sight.url('matrix_export')}?{request.GET.urlencode()}",
        "faulty_url": address(request, only=FAULTY),
        "faulty": reading.wanted.only == FAULTY,
        "faulty_off_url": address(request, "only"),
        "strangers": len({held.clause for held in reading.found.matrix.strangers}),
    }
    return render(request, "campaigns/matrix.html", context)


def side_of(request: HttpRequest, reading: Reading) -> dict[str, Any]:
    """Return what stands beside the table: gaps and overlaps with what mends them, units to hand over, who leads how much."""
    most = 3 * FIXES_SHOWN if reading.wanted.only else FIXES_SHOWN
    shown, count = fixes(reading.table, reading.listed, most=most)
    return {
        "fixes": shown,
        "fix_count": number_text(count),
        "more": count - len(shown),
        "more_url": address(request, only=FAULTY),
        "overs": overs(reading.found),
        "loads": load_bars(reading.found, reading.loads),
        "listed": number_text(len(reading.listed)),
        "lead_url": f"{reading.sight.url('lead_set')}?{request.GET.urlencode()}",
        "over_url": f"{reading.sight.url('hand_over')}?{request.GET.urlencode()}",
        "names": [head.name for head in reading.found.heads.values() if not head.ended],
        "units_url": reading.sight.url("matrix_units"),
        "keeps": reading.sight.keeps,
    }


def _tally(reading: Reading) -> dict[str, Any]:
    """Return the line under the page's name: how large the matrix is and what it lacks, each number with its address."""
    here = reading.sight.url("matrix")
    faults = [{**facts, "url": with_query(here, only=facts["standing"])} for facts in tally(reading.found)]
    busy = _busy(list(reading.found.matrix.clauses))
    size = {"clauses": number_text(len(reading.found.matrix.clauses)), "units": number_text(len(busy))}
    return {**size, "faults": faults, "url": here, "units_url": reading.sight.url("matrix_units")}


def _marks() -> list[dict[str, str]]:
    """Return what the signs in the cells mean."""
    marks = [{"look": f"k-{part.value}", "text": str(MARKS[part]), "label": str(part.label)} for part in PARTS]
    lead = str(MARKS[Part.LEAD])
    return [
        *marks,
        {"look": "k-lead ov", "text": lead, "label": pgettext("legend", "重复牵头")},
        {"look": "kx", "text": f"{lead}?", "label": pgettext("legend", "建议")},
    ]


def _chips(request: HttpRequest, reading: Reading) -> list[dict[str, str]]:
    """Return the active filters, each with the address that takes it away."""
    wanted, form = reading.wanted, reading.form
    active = [
        ("q", wanted.words),
        ("node", form.chosen("node")),
        ("of", form.chosen("of")),
        ("only", form.chosen("only")),
    ]
    return [
        {"label": str(form.fields[name].label), "value": value, "url": address(request, name, "from")}
        for name, value in active
        if value and (name == "q" or getattr(wanted, name))
    ]


def _neighbours(request: HttpRequest, reading: Reading) -> dict[str, str]:
    """Return the addresses of the pages before and after."""
    start, listed = reading.start, reading.listed
    after = start + PAGE
    before = max(start - PAGE, 0)
    return {
        "previous_url": address(request, **{"from": listed[before].code}) if start else "",
        "next_url": address(request, **{"from": listed[after].code}) if after < len(listed) else "",
    }


def last_change(sight: Sight) -> ResponsibilityChange | None:
    """Return the last step of the campaign, which may be taken back."""
    return ResponsibilityChange.objects.in_city(sight.city).filter(campaign=sight.campaign).order_by("-pk").first()


def undo_url(request: HttpRequest, sight: Sight, change: ResponsibilityChange | None) -> str:
    """Return the address that takes a step back and leads to the matrix as it is filtered now, "" where there is none."""
    return f"{sight.url('undo', change.pk)}?{request.GET.urlencode()}" if change else ""


@require_safe
def paper(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Show everything that the filter lets through as it is printed: the columns cut into sheets, the heads on every page."""
    reading = reading_of(request, city, pk)
    columns = _columns(reading.found, reading.wanted, reading.listed)
    starts = range(0, max(len(columns), 1), PAPER_COLUMNS)
    papers = [
        {
            "html": MatrixTable(reading.found, reading.listed, columns[start : start + PAPER_COLUMNS]).html(
                reading.loads, {"edit_hint": ""}
            ),
            "part": f"{number} / {len(starts)}" if len(starts) > 1 else "",
        }
        for number, start in enumerate(starts, start=1)
    ]
    context = {
        **reading.sight.frame("matrix"),
        "papers": papers,
        "marks": _marks(),
        "chips": _chips(request, reading),
        "listed": len(reading.listed),
        "printed": _("%(at)s 打印") % {"at": moment_text(timezone.now(), city)},
    }
    return render(request, "campaigns/matrix_paper.html", context)


@require_safe
def export(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Give the matrix under the filter as a workbook: every clause that it lets through, every unit across."""
    reading = reading_of(request, city, pk)
    columns = _columns(reading.found, reading.wanted, reading.listed)
    content = matrix_workbook(reading.found, reading.listed, columns)
    return send_workbook(content, f"{reading.sight.campaign.name}-{_('责任矩阵')}.xlsx")
