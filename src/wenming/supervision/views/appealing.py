"""A unit appeals, in three steps: which input, what is wrong with it and why, sent."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from wenming.inspections.models import Observation
from wenming.inspections.queries import rounds_in
from wenming.issues.queries import issues_in
from wenming.kernel.adapters.pages import one_of, only, today_in
from wenming.kernel.models import City
from wenming.kernel.schemas import milli_text
from wenming.organisations.models import Unit
from wenming.sites.imports.photos import PhotoError
from wenming.supervision import actions
from wenming.supervision.actions import AppealFacts
from wenming.supervision.enums import AppealInput, MeasureKind
from wenming.supervision.forms.appeals import OF_ISSUES, AppealForm
from wenming.supervision.models import Appeal, ListEntry
from wenming.supervision.queries.appeals import (
    MOST,
    appealable,
    is_own_observation,
    issues_behind,
    observations_against,
)
from wenming.supervision.queries.runs import entries_of_units
from wenming.supervision.rules import files_appeals, own_units
from wenming.supervision.schemas.lists import period_text
from wenming.supervision.views.edges import attempt, unit_names, who


@require_safe
def choose(request: HttpRequest, city: City) -> HttpResponse:
    """First step: what counts against the unit in a line of a list (``entry``), or cost it points in the last round."""
    only(files_appeals, request, city)
    entry = _entry(request, city)
    if entry is not None and entry.run.version.kind == MeasureKind.RATE:
        rows = [
            {
                "url": f"{reverse('supervision:appeal_issue', args=[city.slug, one.number])}?entry={entry.pk}",
                "title": one.text,
                "hint": f"{one.number} · {one.get_state_display()}",
            }
            for one in issues_behind(entry)[:MOST]
        ]
        return _choice(request, f"{entry.run.rule.name} · {period_text(entry.run)}", rows)
    round_ = entry.run.round if entry is not None else rounds_in(city).first()
    found = [] if round_ is None else _rows(request, city, round_, entry)
    return _choice(request, round_.name if round_ else "", found)


def _rows(request: HttpRequest, city: City, round_: Any, entry: ListEntry | None) -> list[dict[str, str]]:
    """Return the rows of a round that cost the person's units points."""
    units = [entry.unit] if entry is not None else own_units(request.user, city)
    query = f"?entry={entry.pk}" if entry is not None else ""
    found = {row.pk: row for unit in units for row in observations_against(round_, unit)[:MOST]}
    return [
        {
            "url": f"{reverse('supervision:appeal_row', args=[city.slug, row.pk])}{query}",
            "title": row.site or row.written,
            "hint": _("%(node)s · 扣 %(points)s 分") % {"node": row.written, "points": milli_text(1000 - row.milli)},
        }
        for row in sorted(found.values(), key=lambda row: row.pk)[:MOST]
    ]


def _choice(request: HttpRequest, about: str, rows: list[dict[str, str]]) -> HttpResponse:
    return render(request, "supervision/appeal_choose.html", {"about": about, "rows": rows, "most": MOST})


@require_http_methods(["GET", "HEAD", "POST"])
def of_issue(request: HttpRequest, city: City, number: str) -> HttpResponse:
    """Second and third step for an issue: what is wrong, why, send."""
    only(files_appeals, request, city)
    one = one_of(issues_in(city), number=number)
    unit = next((unit for unit in own_units(request.user, city) if unit.pk == one.unit_id), None)
    if unit is None:
        raise Http404
    inputs = [str(what) for what in OF_ISSUES if not appealable(one, str(what))]
    facts = {"unit": unit, "issue": one, "entry": _entry(request, city)}
    return _ask(request, city, inputs, facts, (one.text, f"{one.number} · {one.get_state_display()}"))


@require_http_methods(["GET", "HEAD", "POST"])
def of_row(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Second and third step for a row of a round."""
    only(files_appeals, request, city)
    row = one_of(Observation.objects.in_city(city).select_related("round__city", "node", "city"), pk=pk)
    unit = next((unit for unit in own_units(request.user, city) if is_own_observation(row, unit)), None)
    if unit is None:
        raise Http404
    hint = _("%(node)s · 扣 %(points)s 分") % {"node": row.written, "points": milli_text(1000 - row.milli)}
    facts = {"unit": unit, "observation": row, "entry": _entry(request, city)}
    return _ask(request, city, [str(AppealInput.OBSERVATION)], facts, (row.site or row.written, hint))


def _ask(
    request: HttpRequest, city: City, inputs: list[str], facts: dict[str, Any], about: tuple[str, str]
) -> HttpResponse:
    """Show the form, or send the appeal."""
    form = AppealForm(request.POST or None, request.FILES or None, city=city, on=today_in(city), inputs=inputs)
    made: list[Appeal] = []
    if request.method == "POST" and form.is_valid() and _file(request, form, facts, made):
        messages.success(request, _("申诉已提出，复核后会通知您的单位"))
        return redirect("supervision:appeal", city.slug, made[0].pk)
    context = {
        "title": about[0],
        "hint": about[1],
        "form": form,
        "inputs": inputs,
        "units": unit_names(city, today_in(city)) if "wanted" in form.fields else [],
    }
    return render(request, "supervision/appeal_form.html", context, status=422 if form.errors else 200)


def _file(request: HttpRequest, form: AppealForm, facts: dict[str, Any], made: list[Appeal]) -> bool:
    """File the appeal; a photo that cannot be read is said on the form."""
    said = form.cleaned_data
    wanted: Unit | None = said.get("wanted")
    full = AppealFacts(input=said["input"], statement=said["statement"], wanted=wanted, **facts)
    try:
        return attempt(
            lambda: made.append(actions.file_appeal(facts=full, photos=said["photos"], **who(request))), form
        )
    except PhotoError as fault:
        form.add_error("photos", str(fault))
        return False


def _entry(request: HttpRequest, city: City) -> ListEntry | None:
    """Return the line of a list that the address names, of one of the person's units."""
    text = request.GET.get("entry", "")
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise Http404
    entries = entries_of_units(city, own_units(request.user, city)).select_related(
        "city", "group", "unit__city", "run__city", "run__rule", "run__version", "run__round__city"
    )
    found = entries.filter(pk=int(text)).first()
    if found is None:
        raise PermissionDenied
    return found
