"""本市公式: the formulas by which places and units are ranked, their versions, from when they hold."""

from __future__ import annotations

from itertools import groupby, pairwise
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from wenming.assessment.actions import FormulaRefusedError, start_local_formula
from wenming.assessment.enums import LeagueLevel, formula_refusal_words
from wenming.assessment.exports.formulas import formula_workbook, formula_yaml
from wenming.assessment.forms.formula_places import place_words, value_words
from wenming.assessment.forms.formulas import FormulaFileForm, FormulaStartForm, field_labels
from wenming.assessment.models import LocalFormula
from wenming.assessment.queries.formulas import (
    TEMPLATES,
    changes_between,
    formula_of,
    formulas_in,
    starts_holding,
    template,
)
from wenming.assessment.schemas.formula_preview import examples, part_lines
from wenming.kernel.adapters.downloads import send_bytes, send_workbook
from wenming.kernel.adapters.pages import attempting, one_of, only, today_in
from wenming.kernel.models import City
from wenming.kernel.schemas import days_text, moment_text
from wenming.organisations.rules import sees_results, works_in_office

attempt = attempting(FormulaRefusedError, formula_refusal_words)


@require_safe
def formulas(request: HttpRequest, city: City) -> HttpResponse:
    """List the formulas, each with its newest version, and what a city may begin with."""
    only(sees_results, request, city)
    return _list(request, city, FormulaFileForm())


def _list(request: HttpRequest, city: City, form: FormulaFileForm, status: int = 200) -> HttpResponse:
    """Render the list."""
    may = works_in_office(request.user, city)
    holding = {start.pk: start for start in starts_holding(city, on=today_in(city)).values()}
    context = {
        "rows": [_line(list(versions), holding) for _key, versions in groupby(formulas_in(city), lambda one: one.key)],
        "templates": [_template(city, name) for name in TEMPLATES] if may else [],
        "may": may,
        "form": form,
        "leagues_url": reverse("assessment:leagues_latest", args=[city.slug]),
    }
    return render(request, "assessment/formulas.html", context, status=status)


def _line(versions: list[LocalFormula], holding: dict[int, Any]) -> dict[str, Any]:
    """Return a formula as a row."""
    newest = versions[0]
    held = [(one, start) for one in versions for start in one.starts.all() if start.pk in holding]
    return {
        "name": newest.name,
        "key": newest.key,
        "url": _url(newest),
        "version": newest.version,
        "at": moment_text(newest.at, newest.city),
        "by": newest.by.name,
        "held": [_held(one, start.level, start.starts_on) for one, start in held],
        "source": newest.content["source"],
    }


def _held(version: LocalFormula, level: str, since: Any) -> str:
    """Say for whom a version holds."""
    facts = {"level": LeagueLevel(level).label, "version": version.version, "since": days_text(since, since)}
    return _("%(level)s：第 %(version)s 版，%(since)s 起") % facts


def _template(city: City, name: str) -> dict[str, str]:
    """Return a published formula to begin with."""
    raw = template(name)
    url = f"{reverse('assessment:formula_new', args=[city.slug])}?template={name}"
    return {"name": raw["name"], "source": raw["source"], "url": url}


def _url(version: LocalFormula) -> str:
    """Return the page of a version."""
    return reverse("assessment:formula", args=[version.city.slug, version.pk])


@require_safe
def formula(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Show a version: its parts, a worked example, what changed, for whom it holds."""
    only(sees_results, request, city)
    return _page(request, city, _version(city, pk), FormulaStartForm(initial={"starts_on": today_in(city)}))


def _version(city: City, pk: int) -> LocalFormula:
    """Return a version of the city, or 404."""
    found: LocalFormula = one_of(formulas_in(city), pk=pk)
    return found


def _page(
    request: HttpRequest, city: City, version: LocalFormula, form: FormulaStartForm, status: int = 200
) -> HttpResponse:
    """Render the page of a version."""
    read = formula_of(version)
    history = list(formulas_in(city).filter(key=version.key))
    before = {after.pk: was for after, was in pairwise(history)}
    may = works_in_office(request.user, city)
    export = reverse("assessment:formula_export", args=[city.slug, pk := version.pk])
    context = {
        "formula": {
            "name": version.name,
            "key": version.key,
            "version": version.version,
            "source": version.content["source"],
            "digest": f"{version.digest[:4]} {version.digest[4:8]}",
            "note": version.note,
            "newest": history[0].pk == pk,
        },
        "parts": part_lines(read, version.sources),
        "groups": [
            {"name": one.name, "members": _("、").join(version.members.get(one.key, []))} for one in read.leagues
        ],
        "grades": [{"name": one["name"], "from": one["from"]} for one in version.content["grades"]],
        "examples": examples(read),
        "changes": _changes(before[pk], version) if pk in before else [],
        "starts": [_held(version, start.level, start.starts_on) for start in version.starts.all()],
        "history": [_past(one, version) for one in history],
        "form": form if may else None,
        "start_url": reverse("assessment:formula_start", args=[city.slug, pk]),
        "edit_url": reverse("assessment:formula_edit", args=[city.slug, pk]) if may else "",
        "yaml_url": f"{export}?as=yaml",
        "excel_url": f"{export}?as=xlsx",
    }
    return render(request, "assessment/formula.html", context, status=status)


def _changes(before: LocalFormula, after: LocalFormula) -> list[dict[str, str]]:
    """Return what changed, each place by its name on the form."""
    read, labels = formula_of(after), field_labels()
    return [
        {
            "place": place_words(one.place, read, labels),
            "before": value_words(one.place, one.before),
            "after": value_words(one.place, one.after),
        }
        for one in changes_between(before, after)
    ]


def _past(one: LocalFormula, now: LocalFormula) -> dict[str, Any]:
    """Return a version as a line of the history."""
    return {
        "version": one.version,
        "url": _url(one),
        "at": moment_text(one.at, one.city),
        "by": one.by.name,
        "note": one.note,
        "current": one.pk == now.pk,
    }


@require_POST
def start(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Let a version hold from a day on."""
    only(works_in_office, request, city)
    version, form = _version(city, pk), FormulaStartForm(request.POST)
    if not form.is_valid():
        return _page(request, city, version, form, status=422)

    def run() -> None:
        start_local_formula(formula=version, **form.cleaned_data, by=request.user, at=timezone.now())

    if attempt(run, request=request):
        messages.success(request, _("已施行；有关轮次的排行稍后重算"))
    return redirect("assessment:formula", city.slug, pk)


@require_safe
def export(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Give a version as YAML or Excel."""
    only(sees_results, request, city)
    version = _version(city, pk)
    name = f"{version.name}-v{version.version}"
    match request.GET.get("as"):
        case "yaml":
            return send_bytes(formula_yaml(version), f"{name}.yaml", "application/yaml")
        case "xlsx":
            return send_workbook(formula_workbook(version), f"{name}.xlsx")
    raise Http404
