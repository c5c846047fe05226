"""The screen on which a formula is entered: works without a script; with one, the example beside it follows what is typed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from wenming.assessment.actions import FormulaRefusedError, write_local_formula
from wenming.assessment.enums import FormulaSource, formula_refusal_words
from wenming.assessment.forms.formulas import FormulaFileForm, FormulaForms
from wenming.assessment.imports import read_formula_file
from wenming.assessment.models import LocalFormula
from wenming.assessment.queries.formulas import TEMPLATES, formula_of, formulas_in, template
from wenming.assessment.schemas.formula_preview import examples
from wenming.assessment.schemas.formula_words import formula_words
from wenming.engine.formulas import Formula, FormulaError, read_formula
from wenming.engine.formulas.sheets import FormulaSheet, Nested, flat, nested
from wenming.engine.observations import NothingReadableError
from wenming.kernel.adapters.pages import one_of, only
from wenming.kernel.models import City
from wenming.organisations.rules import works_in_office

FIELD_KEYS = ("field", "third_party")
"""Inputs of the published formulas that a field round gives."""


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, city: City) -> HttpResponse:
    """Begin a formula, from a published one or from nothing."""
    only(works_in_office, request, city)
    if request.method == "POST":
        return _sent(request, city)
    return _editor(request, city, FormulaForms(_template_sheet(request.GET.get("template", ""))))


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Write the next version of a formula."""
    only(works_in_office, request, city)
    version: LocalFormula = one_of(formulas_in(city), pk=pk)
    if request.method == "POST":
        return _sent(request, city, version)
    return _editor(request, city, FormulaForms(flat(formula_of(version), version.sources, version.members)), version)


@require_POST
def preview(request: HttpRequest, city: City) -> HttpResponse:
    """Give the example and the problems of what is being typed; writes nothing."""
    only(works_in_office, request, city)
    forms = FormulaForms(data=request.POST)
    _found, formula = _read(forms)
    return render(request, "assessment/formula_preview.html", _preview(forms, formula))


@require_POST
def read_file(request: HttpRequest, city: City) -> HttpResponse:
    """Show what a file says on the form; nothing is written before it is saved there."""
    only(works_in_office, request, city)
    form = FormulaFileForm(request.POST, request.FILES)
    if not form.is_valid():
        for error in form.errors.get("file", []):
            messages.error(request, error)
        return redirect("assessment:formulas", city.slug)
    file = form.cleaned_data["file"]
    try:
        sheet = read_formula_file(file.read(), file.name).sheet
    except NothingReadableError as fault:
        messages.error(request, str(fault))
    except FormulaError as fault:
        for problem in fault.problems:
            messages.error(request, formula_words(problem))
    else:
        messages.info(request, _("已读入文件，还没有保存：请核对后保存"))
        return _editor(request, city, FormulaForms(sheet))
    return redirect("assessment:formulas", city.slug)


def _template_sheet(name: str) -> FormulaSheet:
    """Return a published formula as tables, or empty ones; 404 for a name that is none."""
    if not name:
        return FormulaSheet({"digits": "2"})
    if name not in TEMPLATES:
        raise Http404
    formula = read_formula(template(name))
    sources = {key: str(FormulaSource.FIELD if key in FIELD_KEYS else FormulaSource.NONE) for key in formula.parts}
    return flat(formula, {key: sources[key] for key, part in formula.parts.items() if not part.children}, {})


def _sent(request: HttpRequest, city: City, version: LocalFormula | None = None) -> HttpResponse:
    """Take what was sent: more rows, or a version to write."""
    forms = FormulaForms(data=request.POST)
    if "more" in request.POST:
        return _editor(request, city, FormulaForms(forms.as_typed(request.POST["more"])), version)
    found, formula = _read(forms)
    if found is None or formula is None:
        return _editor(request, city, forms, version, status=422)
    now = timezone.now()
    try:
        written = write_local_formula(
            city=city,
            content=found.raw,
            sources=found.sources,
            members=found.members,
            note=forms.head.cleaned_data["note"],
            by=request.user,
            at=now,
        )
    except FormulaRefusedError as fault:
        forms.refuse(formula_refusal_words(str(fault)))
        return _editor(request, city, forms, version, status=422)
    if written.at == now:
        text = _("已保存为第 %(version)s 版；还要定施行日期才会用来排名")
        messages.success(request, text % {"version": written.version})
    else:
        messages.info(request, _("没有改动，仍是第 %(version)s 版") % {"version": written.version})
    return redirect("assessment:formula", city.slug, written.pk)


def _read(forms: FormulaForms) -> tuple[Nested | None, Formula | None]:
    """Return what was sent as a formula; its problems are put to their cells."""
    if not forms.is_valid():
        forms.tell_unreadable()
        return None, None
    found = nested(forms.sheet())
    problems = list(found.problems)
    formula = None
    try:
        formula = read_formula(found.raw)
    except FormulaError as fault:
        problems += fault.problems
    forms.mark(problems, found)
    return found, None if problems else formula


def _preview(forms: FormulaForms, formula: Formula | None) -> dict[str, Any]:
    """Return the example beside the form."""
    return {"problems": forms.problems, "examples": examples(formula) if formula else []}


def _editor(
    request: HttpRequest, city: City, forms: FormulaForms, version: LocalFormula | None = None, status: int = 200
) -> HttpResponse:
    """Render the form with the example beside it."""
    formula = None
    if not forms.head.is_bound:
        # what is shown first is a formula already, or nothing yet
        shown = nested(forms.start)
        try:
            formula = read_formula(shown.raw)
        except FormulaError:
            formula = None
    context = {
        "forms": forms,
        "version": version.version if version else 0,
        "preview_url": reverse("assessment:formula_preview", args=[city.slug]),
        "back_url": reverse("assessment:formula", args=[city.slug, version.pk])
        if version
        else reverse("assessment:formulas", args=[city.slug]),
        "save_url": reverse("assessment:formula_edit", args=[city.slug, version.pk])
        if version
        else reverse("assessment:formula_new", args=[city.slug]),
        **_preview(forms, formula),
    }
    return render(request, "assessment/formula_edit.html", context, status=status)
