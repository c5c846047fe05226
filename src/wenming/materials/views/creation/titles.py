"""The ledger of titles under a filter and as of a day, one title with its history, Excel out and in; what my units hold and apply for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_POST, require_safe

from wenming.kernel.adapters.downloads import send_workbook
from wenming.kernel.adapters.pages import only, today_in
from wenming.kernel.models import City
from wenming.kernel.schemas import address, keyset_page
from wenming.materials.actions import creation as actions
from wenming.materials.enums.creation import UnitTitleAction
from wenming.materials.exports.creation import titles_workbook
from wenming.materials.forms.creation import ASKED_OF_TITLES, DecisionForm
from wenming.materials.models import UnitTitle
from wenming.materials.queries.creation.applications import programmes_in
from wenming.materials.queries.creation.titles import (
    TitleFilter,
    entries_of,
    titles_listed,
    units_with_titles,
)
from wenming.materials.rules import keeps_materials, sees_requirements, supplies_materials
from wenming.materials.schemas.creation import entries_view, title_card, title_rows, title_url
from wenming.materials.views.creation.edges import attempt, decided, one_title
from wenming.materials.views.edges import who
from wenming.materials.workflow import TITLE_TABLE

SIZE = 50
_A: Any = UnitTitleAction


def standing_words() -> list[tuple[str, str]]:
    """Return what the ledger can be asked for, in words."""
    return [
        ("valid", _("当日有效")),
        ("warned", _("警告中")),
        ("due", _("一年内要复查")),
        ("over", _("已过有效期")),
        ("orphan", _("单位已撤销")),
        ("gone", _("已不再保持")),
        ("all", pgettext("unit titles", "全部")),
    ]


@require_safe
def unit_titles(request: HttpRequest, city: City) -> HttpResponse:
    """List titles under a filter as the ledger stood on a day, the latest entered first."""
    only(sees_requirements, request, city)
    today = today_in(city)
    wanted = TitleFilter.of(request.GET, today=today)
    page = keyset_page(request, _rows(city, wanted, today), key="pk", size=SIZE, descending=True)
    context = {
        "rows_html": title_rows(page.rows, wanted.on, today) if page.rows else "",
        "page": {
            "text": ngettext("本页 %(n)s 个称号", "本页 %(n)s 个称号", len(page.rows)) % {"n": len(page.rows)},
            **page.links(request),
        },
        "standings": standing_words(),
        "programmes": [(one.pk, one.name) for one in programmes_in(city)],
        "units": [(one.pk, one.name) for one in units_with_titles(city)],
        "wanted": wanted,
        "past": wanted.on != today,
        "filtered": bool(request.GET),
        "export_url": f"{reverse('materials:unit_titles_export', args=[city.slug])}{address(request)}",
        "keeps": keeps_materials(request.user, city),
        "supplies": supplies_materials(request.user, city),
    }
    return render(request, "materials/creation/titles.html", context)


def _rows(city: City, wanted: TitleFilter, today: Any) -> QuerySet[UnitTitle]:
    return titles_listed(city, wanted, today=today)


@require_safe
def unit_titles_export(request: HttpRequest, city: City) -> HttpResponse:
    """Answer with the ledger under the filter as a workbook, which the import reads again."""
    only(sees_requirements, request, city)
    today = today_in(city)
    wanted = TitleFilter.of(request.GET, today=today)
    rows = _rows(city, wanted, today).order_by("programme", "unit__position", "pk")
    return send_workbook(titles_workbook(rows, wanted.on), f"单位称号台账{wanted.on}.xlsx")


@require_safe
def unit_title(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Show a title with everything that was recorded of it."""
    one, today = one_title(request, city, pk), today_in(city)
    keeps = keeps_materials(request.user, city)
    moved = getattr(one, "moved_to", None)
    context = {
        "title": one,
        "card": title_card(one, today),
        "entries": entries_view(entries_of(one), city),
        "forms": [_form(city, what, today) for what in TITLE_TABLE[one.status]] if keeps else [],
        "act_url": reverse("materials:unit_title_act", args=[city.slug, pk]),
        "orphan": one.unit.ends_on if one.unit.ends_on and one.unit.ends_on < today else None,
        "from": {"name": one.moved_from.unit.name, "url": title_url(one.moved_from)} if one.moved_from else None,
        "to": {"name": moved.unit.name, "url": title_url(moved)} if moved else None,
        "application_url": reverse("materials:application", args=[city.slug, one.application_id])
        if one.application_id and keeps
        else "",
        "programme_url": reverse("materials:programme", args=[city.slug, one.programme_id]),
    }
    return render(request, "materials/creation/title.html", context)


def _form(city: City, what: Any, today: Any) -> dict[str, Any]:
    """Return one thing that can be recorded, with its form."""
    form = DecisionForm(asked=ASKED_OF_TITLES[what], city=city, on=today, auto_id=f"{what}_%s")
    return {"what": str(what), "label": str(what.label), "form": form, "risky": what not in {_A.KEEP, _A.WARN, _A.MOVE}}


@require_POST
def unit_title_act(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Record what became of a title."""
    only(keeps_materials, request, city)
    one = one_title(request, city, pk)
    what = request.POST.get("what", "")
    data = decided(request, city, ASKED_OF_TITLES, what)
    if data is not None and attempt(lambda: _RUNS[what](one, data, who(request)), request=request):
        messages.success(request, _("已登记：%(what)s") % {"what": UnitTitleAction(what).label})
    return redirect(title_url(one))


def _noted(data: dict[str, Any]) -> dict[str, Any]:
    """Return what a decision without reasons says."""
    return {"on": data["on"], "paper": data["paper"], "words": data["note"]}


_RUNS: dict[str, Callable[[UnitTitle, dict[str, Any], dict[str, Any]], Any]] = {
    _A.KEEP: lambda one, data, me: actions.keep_title(title=one, valid_until=data["prolonged"], **_noted(data), **me),
    _A.WARN: lambda one, data, me: actions.warn_title(title=one, **data, **me),
    _A.WITHDRAW: lambda one, data, me: actions.withdraw_title(title=one, **data, **me),
    _A.EXPIRE: lambda one, data, me: actions.expire_title(title=one, **_noted(data), **me),
    _A.MOVE: lambda one, data, me: actions.move_title(title=one, into=data["into"], **_noted(data), **me),
    _A.END: lambda one, data, me: actions.end_title(title=one, **_noted(data), **me),
    _A.VOID: lambda one, data, me: actions.void_title(title=one, **data, **me),
}
