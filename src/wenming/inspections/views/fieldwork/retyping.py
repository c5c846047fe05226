"""A paper form is typed in again: row numbers of what was not met, read back live, kept on behalf of whoever was there."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from wenming.engine.paperlines import read_lines
from wenming.inspections.actions.fieldwork.paper import PaperRefusedError, Typed, type_in
from wenming.inspections.enums.fieldwork import paper_refusal_words
from wenming.inspections.forms.paper import LONGEST, PaperForm
from wenming.inspections.models import Visit
from wenming.inspections.queries.fieldwork.paper import Sheet, grades_of, sheets_for, standing_by_item, visit_numbered
from wenming.inspections.rules import TYPED, types_visit
from wenming.inspections.schemas.paper import reading_view
from wenming.inspections.views.fieldwork.frame import page
from wenming.kernel.adapters.pages import today_in
from wenming.kernel.models import City
from wenming.kernel.schemas import number_text


def _visit(request: HttpRequest, city: City, pk: int, number: int) -> tuple[Visit, Sheet]:
    """Return the visit whose form this reader types in, and its rows, else 404: others shall not learn where somebody goes."""
    visit = visit_numbered(city, pk, number)
    if visit is None or visit.field_round.state not in TYPED:
        raise Http404
    if not types_visit(visit, on=today_in(city))(request.user, city):
        raise Http404
    return visit, sheets_for(visit.field_round, [visit])[visit.site.type.checklist]


@require_http_methods(["GET", "POST"])
def entry(request: HttpRequest, city: City, pk: int, number: int) -> HttpResponse:
    """Show the form's rows and take what stands on it."""
    visit, sheet = _visit(request, city, pk, number)
    form = PaperForm(request.POST or None, visit=visit, version=sheet.version, today=today_in(city))
    if request.method == "POST" and form.is_valid():
        try:
            typed = type_in(visit=visit, **form.said(), by=request.user, at=timezone.now())
        except PaperRefusedError as fault:
            form.add_error(None, paper_refusal_words(str(fault)))
        else:
            _tell(request, visit, typed)
            return redirect("inspections:field_paper", city.slug, pk)
    context = {
        "form": form,
        "visit": visit,
        "sheet": sheet,
        "rows": sheet.rows,
        "other_form": request.GET.get("form", sheet.version) != sheet.version,
        "paper_url": reverse("inspections:field_paper", args=[city.slug, pk]),
        "reading_url": reverse("inspections:field_paper_reading", args=[city.slug, pk, number]),
        "read": _read(visit, sheet, form["lines"].value() or ""),
    }
    return page(request, "inspections/fieldwork/paper_entry.html", context, status=422 if form.errors else 200)


@require_POST
def reading(request: HttpRequest, city: City, pk: int, number: int) -> HttpResponse:
    """Answer with what was typed so far as it is understood. Nothing is kept."""
    visit, sheet = _visit(request, city, pk, number)
    read = _read(visit, sheet, request.POST.get("lines", "")[:LONGEST])
    return render(request, "inspections/fieldwork/paper_reading.html", {"read": read})


def _read(visit: Visit, sheet: Sheet, text: str) -> dict[str, Any]:
    """Return what was typed as it is understood, beside what stands already."""
    grades = grades_of(visit.field_round)
    return reading_view(read_lines(text, sheet.rows, grades=grades), sheet, grades, standing_by_item(visit))


def _tell(request: HttpRequest, visit: Visit, typed: Typed) -> None:
    """Say what was kept, and what differs from the phone."""
    messages.success(
        request,
        _("编号 %(number)s 已录入：符合 %(met)s 项、不符合 %(unmet)s 项、不适用 %(void)s 项，问题 %(findings)s 件。")
        % {
            "number": visit.number,
            "met": number_text(typed.met),
            "unmet": number_text(typed.unmet),
            "void": number_text(typed.void),
            "findings": number_text(typed.findings),
        },
    )
    if typed.conflicts:
        messages.warning(
            request,
            _("有 %(count)s 项与已有的作答不同：两边都留着，由测评员本人或安排人定下来。")
            % {"count": number_text(typed.conflicts)},
        )
