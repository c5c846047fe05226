"""Programmes: listed, opened, changed, ended; one with its applications; applying; the sheet of a public notice."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wenming.documents.exports.official_word import official_word
from wenming.engine.cycles import add_months
from wenming.kernel.adapters.downloads import send_bytes
from wenming.kernel.adapters.pages import only, today_in
from wenming.kernel.models import City
from wenming.kernel.schemas import address, keyset_page
from wenming.materials.actions import creation as actions
from wenming.materials.enums import Rhythm
from wenming.materials.enums.creation import ApplicationState
from wenming.materials.exports.creation import notice_paper
from wenming.materials.forms.creation import ApplyForm, ProgrammeForm
from wenming.materials.models import Programme, Requirement
from wenming.materials.models.creation import OPEN_APPLICATIONS
from wenming.materials.queries.creation.applications import (
    OPEN,
    applications_listed,
    applications_seen_by,
    completeness_of,
    numbers_of,
    programmes_in,
    state_counts,
    units_to_apply,
)
from wenming.materials.queries.creation.conditions import rules_of
from wenming.materials.rules import handles_materials, keeps_materials, sees_requirements
from wenming.materials.schemas.creation import (
    application_rows,
    application_url,
    programme_card,
    rhythm_text,
    takes_applications,
    window_text,
)
from wenming.materials.schemas.items import asks_text, number_of
from wenming.materials.views.creation.edges import attempt, one_programme
from wenming.materials.views.edges import who

SIZE = 50
YEAR = 12
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_safe
def programmes(request: HttpRequest, city: City) -> HttpResponse:
    """List the programmes of mass creation, each with its numbers."""
    only(sees_requirements, request, city)
    rows, today = list(programmes_in(city).select_related("city")), today_in(city)
    numbers = numbers_of(city, rows, due_by=add_months(today, YEAR))
    context = {
        "cards": [programme_card(one, numbers[one.pk], today) for one in rows],
        "keeps": keeps_materials(request.user, city),
        "applies": handles_materials(request.user, city),
    }
    return render(request, "materials/creation/programmes.html", context)


@require_safe
def programme(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Show a programme: its applications by state, how complete each is, what it asks for."""
    one, today = one_programme(request, city, pk), today_in(city)
    seen = applications_seen_by(request.user, city)
    counts = state_counts(seen, one)
    state = request.GET.get("state", OPEN)
    state = state if state in ApplicationState.values else OPEN
    page = keyset_page(request, applications_listed(seen, one, state), key="pk", size=SIZE, descending=True)
    complete = completeness_of(one, [row.unit for row in page.rows]) if page.rows else {}
    keeps = keeps_materials(request.user, city)
    context = {
        "programme": one,
        "window": window_text(one),
        "open": takes_applications(one, today),
        "rhythm": rhythm_text(one),
        "rows_html": application_rows(page.rows, complete) if page.rows else "",
        "page": {
            "text": ngettext("本页 %(n)s 份申报", "本页 %(n)s 份申报", len(page.rows)) % {"n": len(page.rows)},
            **page.links(request),
        },
        "states": _states(request, counts, state),
        "requirements": [_requirement(city, row) for row in _requirements(one)],
        "keeps": keeps,
        "applies": handles_materials(request.user, city),
        "notice_url": reverse("materials:notice_sheet", args=[city.slug, pk])
        if keeps and counts.get("noticed")
        else "",
        "titles_url": f"{reverse('materials:unit_titles', args=[city.slug])}?programme={pk}",
    }
    return render(request, "materials/creation/programme.html", context)


def _states(request: HttpRequest, counts: dict[str, int], state: str) -> list[dict[str, Any]]:
    """Return the states that there are, each with its number."""
    under_way = sum(counts.get(one, 0) for one in OPEN_APPLICATIONS)
    first = {"url": address(request, "state"), "label": _("办理中"), "active": state == OPEN, "count": under_way}
    rest = [
        {"url": address(request, state=value), "label": label, "active": value == state, "count": counts.get(value, 0)}
        for value, label in ApplicationState.choices
        if counts.get(value) or value == state
    ]
    return [first, *rest]


def _requirements(one: Programme) -> list[Requirement]:
    rows = Requirement.objects.in_city(one.city).filter(programme=one, until__isnull=True).select_related("node")
    return list(rows.order_by("node__position", "number", "pk"))


def _requirement(city: City, row: Requirement) -> dict[str, Any]:
    """Return what a programme asks for as a line."""
    once = row.rhythm == Rhythm.ONCE
    return {
        "number": number_of(row),
        "name": row.name,
        "asks": asks_text(row),
        "of": pgettext("creation", "申报单位，一次") if once else pgettext("creation", "称号单位，每年"),
        "url": reverse("materials:requirement", args=[city.slug, row.pk]),
    }


@require_http_methods(["GET", "POST"])
def programme_new(request: HttpRequest, city: City) -> HttpResponse:
    """Open a programme."""
    only(keeps_materials, request, city)
    form = ProgrammeForm(request.POST or None, city=city)
    made: list[Programme] = []

    def run() -> None:
        data = form.cleaned_data
        kinds = {name: data[name] for name in form.FIXED}
        made.append(actions.open_programme(city=city, facts=form.facts(), **kinds, **who(request)))

    if request.method == "POST" and form.is_valid() and attempt(run, form):
        messages.success(request, _("已建立：%(name)s；材料要求按测评体系列好了") % {"name": made[0].name})
        return redirect("materials:programme", city.slug, made[0].pk)
    context = {"form": form, "title": _("建立创建项目"), "button": _("建立项目"), "programme": None}
    return render(request, "materials/creation/programme_form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def programme_edit(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Change the times and names of a programme."""
    only(keeps_materials, request, city)
    one = one_programme(request, city, pk)
    form = ProgrammeForm(request.POST or None, city=city, programme=one)

    def run() -> Any:
        return actions.change_programme(programme=one, facts=form.facts(), **who(request))

    if request.method == "POST" and form.is_valid() and attempt(run, form):
        messages.success(request, _("已保存；已有称号的日期不变"))
        return redirect("materials:programme", city.slug, pk)
    context = {"form": form, "title": _("修改创建项目"), "button": _("保存"), "programme": one}
    return render(request, "materials/creation/programme_form.html", context, status=422 if form.errors else 200)


@require_POST
def programme_end(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Take no more applications."""
    only(keeps_materials, request, city)
    one = one_programme(request, city, pk)
    if attempt(lambda: actions.end_programme(programme=one, **who(request)), request=request):
        messages.success(request, _("已停止申报：%(name)s；办理中的和已有的称号照常") % {"name": one.name})
    return redirect("materials:programme", city.slug, pk)


@require_http_methods(["GET", "POST"])
def apply(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Apply for a unit: one's own, one below, or as the office on its behalf."""
    only(handles_materials, request, city)
    one = one_programme(request, city, pk)
    every = keeps_materials(request.user, city)
    units = units_to_apply(request.user, city, every=every, on=today_in(city))
    form = ApplyForm(request.POST or None, units=units)
    made: list[Any] = []

    def run() -> None:
        made.append(actions.apply_for_title(programme=one, **form.cleaned_data, **who(request)))

    if request.method == "POST" and form.is_valid() and attempt(run, form):
        messages.success(request, _("已申报，等待受理：%(unit)s") % {"unit": made[0].unit.name})
        return redirect(application_url(made[0]))
    context = {
        "form": form,
        "programme": one,
        "window": window_text(one),
        "open": takes_applications(one, today_in(city)),
        "rules": rules_of(one),
    }
    return render(request, "materials/creation/apply.html", context, status=422 if form.errors else 200)


@require_safe
def notice_sheet(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Answer with the sheet of the public notice of those who are under it, in Word."""
    only(keeps_materials, request, city)
    one = one_programme(request, city, pk)
    rows = list(
        applications_seen_by(request.user, city).filter(programme=one, state="noticed").order_by("unit__position")
    )
    if not rows:
        messages.error(request, _("现在没有公示中的申报；登记公示后再取公示稿"))
        return redirect("materials:programme", city.slug, pk)
    return send_bytes(official_word(notice_paper(one, rows, today_in(city)), {}), f"{one.name}公示.docx", WORD)
