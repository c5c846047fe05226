"""A round typed in by hand at a desk: each row is kept as it is left, with its faults beside the cell."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wenming.engine.standards import Standard
from wenming.inspections.actions import add_row, remove_row, restore_row, start_entry
from wenming.inspections.actions.judging import NAME_KINDS
from wenming.inspections.enums import ImportState, RowState
from wenming.inspections.forms import EntryForm, RowForm
from wenming.inspections.imports.messages import problem_words
from wenming.inspections.models import ImportRow, RoundImport
from wenming.inspections.queries import import_in, places_named, row_in, typed_rows
from wenming.inspections.queries.imports import last_round_before, problem_of
from wenming.inspections.views.checking import leaf_choices
from wenming.inspections.views.office import address, attempt, draft, office_only
from wenming.inspections.views.settling import leaf_of
from wenming.kernel.models import City
from wenming.kernel.schemas import milli_text, number_text
from wenming.standards.queries import editions_in, standard_of


@require_http_methods(["GET", "POST"])
def start(request: HttpRequest, city: City) -> HttpResponse:
    """Say which round by which standard, then lead on to its rows."""
    office_only(request, city)
    if not editions_in(city).exists():
        messages.warning(request, _("先采用一套测评体系，再录入轮次"))
        return redirect("standards:editions", city.slug)
    form = EntryForm(request.POST or None, city=city)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        import_ = start_entry(
            city=city,
            edition=data["standard"],
            name=data["name"],
            starts_on=data["started_on"],
            ends_on=data["ended_on"],
            by=request.user,
            at=timezone.now(),
        )
        return redirect("inspections:entry", city.slug, import_.pk)
    context = {
        "form": form,
        "rounds_url": reverse("workbench:rounds", args=[city.slug]),
        "import_url": reverse("inspections:import", args=[city.slug]),
    }
    return render(request, "inspections/entry_start.html", context, status=422 if form.errors else 200)


@require_safe
def entry(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Show the rows typed so far and an empty one."""
    office_only(request, city)
    import_ = _typed(city, pk)
    if import_.state != ImportState.CHECKING:
        return redirect("inspections:check", city.slug, pk)
    rows, standard, last = typed_rows(import_), standard_of(import_.edition), last_round_before(import_)
    places = places_named(last) if last else {"areas": [], "units": []}
    context = {
        "draft": draft(import_),
        "rows": [row_facts(row, standard) for row in rows],
        "fresh": fresh_facts(rows[-1].row + 1 if rows else 1),
        "counts": _counts(import_),
        "preview_url": address(import_, "preview"),
        "leaves": leaf_choices(standard),
        "areas": sorted({*filter(None, places["areas"]), *(area.name for area in standard.areas)}),
        "units": sorted({*filter(None, places["units"]), *(unit.name for unit in standard.units)}),
    }
    return render(request, "inspections/round_entry.html", context)


def _typed(city: City, pk: int) -> RoundImport:
    """Return a typed round; one from a file has no such page."""
    import_ = import_in(city, pk)
    if import_.file is not None or import_.state == ImportState.DROPPED:
        raise Http404
    return import_


def _counts(import_: RoundImport) -> dict[str, str]:
    """Return how many rows would count, and how many have a fault."""
    return {"used": number_text(import_.tally["used"]), "open": number_text(import_.tally["open"])}


def row_facts(row: ImportRow, standard: Standard) -> dict[str, Any]:
    """Return a typed row with the fault at its cell."""
    line = row.line
    wrong = mend = ""
    if row.state == RowState.OPEN:
        wrong, mend = problem_words(problem_of(row), standard)
    named = row.kind in NAME_KINDS
    return {
        "pk": row.pk,
        "number": row.row,
        "gone": row.state == RowState.SKIPPED,
        "serial": line.get("serial", ""),
        "name": line.get("name", ""),
        "site": line.get("site", ""),
        "area": line.get("area", ""),
        "units": "、".join(line.get("units", [])),
        "deduction": line.get("deduction", ""),
        "score": milli_text(row.milli) if row.milli is not None else "",
        "name_error": wrong if wrong and named else "",
        "deduction_error": wrong if wrong and not named else "",
        "mend": mend,
    }


def fresh_facts(number: int) -> dict[str, Any]:
    """Return the empty row at the end."""
    blank = dict.fromkeys(("serial", "name", "site", "area", "units", "deduction", "score"), "")
    return {"pk": "", "number": number, "gone": False, "name_error": "", "deduction_error": "", "mend": "", **blank}


@require_POST
def keep(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Keep one row as it is left: a changed one, or with ``fresh`` a new one. Empty new rows are left alone."""
    office_only(request, city)
    import_ = _typed(city, pk)
    form = RowForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("这一行没有保存：%(why)s") % {"why": " ".join(form.texts())})
        return _answer(request, import_, None)
    standard, cells = standard_of(import_.edition), form.cells()
    leaf = leaf_of(cells["name"], standard)
    if leaf:
        cells["name"] = standard.node(leaf).name
    fresh = form.cleaned_data["fresh"]
    if fresh and not any(cells.values()):
        return _answer(request, import_, None)
    saved: list[ImportRow] = []
    attempt(
        request,
        lambda: saved.append(
            add_row(
                import_=import_,
                number=form.cleaned_data["number"],
                fresh=fresh,
                cells=cells,
                by=request.user,
                at=timezone.now(),
            )
        ),
    )
    return _answer(request, import_, saved[0] if saved else None)


@require_POST
def remove(request: HttpRequest, city: City, pk: int, row: int) -> HttpResponse:
    """Take a row out; its line stays on the page with the way back."""
    office_only(request, city)
    import_ = _typed(city, pk)
    found = row_in(import_, row)
    saved: list[ImportRow] = []
    action = restore_row if "restore" in request.POST else remove_row
    attempt(request, lambda: saved.append(action(import_=import_, row=found, by=request.user, at=timezone.now())))
    return _answer(request, import_, saved[0] if saved else None)


def _answer(request: HttpRequest, import_: RoundImport, row: ImportRow | None) -> HttpResponse:
    """Answer htmx with the row as it now stands and the new numbers; without scripts, with the page."""
    if not request.headers.get("HX-Request"):
        anchor = f"#row-{row.row}" if row else ""
        return redirect(f"{address(import_, 'entry')}{anchor}")
    if row is None:
        said = " ".join(str(message) for message in messages.get_messages(request))
        return HttpResponse(said, status=422 if said else 204, content_type="text/plain; charset=utf-8")
    import_ = import_in(import_.city, import_.pk)
    context = {
        "draft": draft(import_),
        "row": row_facts(row, standard_of(import_.edition)),
        "counts": _counts(import_),
        "fragment": True,
    }
    return render(request, "inspections/entry_row.html", context)
