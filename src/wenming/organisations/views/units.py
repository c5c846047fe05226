"""The units: all of them in protocol order, one with everything that is known of it, and their order."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wenming.kernel.adapters.pages import one_of, only, today_in
from wenming.kernel.models import City
from wenming.kernel.schemas import address
from wenming.organisations.actions import arrange_units, withdraw_alias
from wenming.organisations.enums import UnitKind
from wenming.organisations.forms.units import UnitFilterForm
from wenming.organisations.models import Succession, Tenure, Unit, UnitAlias, UnitGroup
from wenming.organisations.queries import posts_in, tenures_in, units_in
from wenming.organisations.queries.people import running
from wenming.organisations.queries.units import UnitFilter, filter_of, units_listed, with_ancestors
from wenming.organisations.rules import manages_organisation, sees_organisation
from wenming.organisations.schemas.people import tenure_lines
from wenming.organisations.schemas.units import count_text, day_text, period_text, position_page, unit_rows
from wenming.organisations.views.edges import attempt

PAGE = 100


@require_safe
def units(request: HttpRequest, city: City) -> HttpResponse:
    """List the units under the filter in the address; folded by level, or, where something is looked for, flat."""
    only(sees_organisation, request, city)
    today = today_in(city)
    wanted = filter_of(request.GET, today=today)
    path = with_ancestors(city, wanted.under) if wanted.under else []
    rows, links = position_page(request, units_listed(city, wanted, path[-1] if path else None), size=PAGE)
    heads: dict[int, list[Tenure]] = defaultdict(list)
    for one in tenures_in(city, on=wanted.on).filter(is_head=True, unit__in=[row.pk for row in rows]):
        heads[one.unit_id].append(one)
    here = reverse("organisations:units", args=[city.slug])
    context = {
        "filter": UnitFilterForm(wanted),
        "chips": _chips(request, wanted, path, then=wanted.on != today),
        "clear_url": here,
        "under": path[-1].pk if path else 0,
        "then": day_text(wanted.on) if wanted.on != today else "",
        "rows_html": unit_rows(request, city, rows, heads, wanted) if rows else "",
        "page": {"text": count_text(len(rows)), **links},
        "manages": manages_organisation(request.user, city),
        "export_url": f"{reverse('workbench:units_export', args=[city.slug])}?{request.GET.urlencode()}",
        "searching": wanted.flat or bool(path) or wanted.on != today,
    }
    return render(request, "organisations/unit_list.html", context)


def _chips(request: HttpRequest, wanted: UnitFilter, path: list[Unit], *, then: bool) -> list[dict[str, str]]:
    """Return the active filters, each with the address that takes it away."""
    active = [
        ("q", _("查找"), wanted.words),
        ("kind", _("类别"), UnitKind(wanted.kind).label if wanted.kind else ""),
        ("under", _("上级单位"), path[-1].name if path else ""),
        ("on", _("截至日期"), day_text(wanted.on) if then else ""),
    ]
    return [
        {"label": label, "value": str(value), "url": address(request, name)} for name, label, value in active if value
    ]


@require_safe
def unit(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Show everything that is known of one unit."""
    only(sees_organisation, request, city)
    path = with_ancestors(city, pk)
    one = path[-1] if path else one_of(Unit.objects.in_city(city), pk=pk)
    today, manages = today_in(city), manages_organisation(request.user, city)
    tenures = list(tenures_in(city).filter(unit=one).order_by("order", "pk"))
    context = {
        "unit": one,
        "kind": UnitKind(one.kind).label,
        "path": path[:-1],
        "manages": manages,
        "ended": one.ends_on is not None and one.ends_on < today,
        "exists": period_text(one.starts_on, one.ends_on),
        "people": tenure_lines([t for t in tenures if _runs(t, today)], city, today),
        "former": tenure_lines([t for t in tenures if not _runs(t, today)], city, today),
        "names": [
            {"name": name.name, "period": period_text(name.since, name.until)} for name in one.names.order_by("-since")
        ],
        "aliases": list(one.aliases.order_by("kind", "name")),
        "groups": list(UnitGroup.objects.in_city(city).filter(members__unit=one).order_by("name")),
        "below": list(units_in(city, on=today).filter(parent=one)),
        "posts": list(posts_in(city, on=today).filter(unit=one).order_by("role", "pk")) if manages else [],
        **_kin(city, one),
    }
    return render(request, "organisations/unit.html", context)


def _runs(tenure: Tenure, day: Any) -> bool:
    """Tell whether a tenure is not over."""
    return tenure.ends_on is None or tenure.ends_on >= day


def _kin(city: City, one: Unit) -> dict[str, list[Succession]]:
    """Return who a unit carries on for, and who carries on for it."""
    rows = Succession.objects.in_city(city).select_related("before", "after").order_by("on", "pk")
    return {"predecessors": list(rows.filter(after=one)), "successors": list(rows.filter(before=one))}


@require_http_methods(["GET", "POST"])
def order(request: HttpRequest, city: City, pk: int = 0) -> HttpResponse:
    """Put the units under one (``pk`` 0: the uppermost) into protocol order: by number, or one step up or down."""
    only(manages_organisation, request, city)
    parent = one_of(Unit.objects.in_city(city), pk=pk) if pk else None
    siblings = list(Unit.objects.in_city(city).filter(parent=parent).order_by("order", "pk"))
    if request.method == "POST":
        keys = _arranged(request, siblings)

        def arrange() -> None:
            arrange_units(city=city, parent=parent, keys=keys, by=request.user, at=timezone.now())

        if attempt(arrange, request=request):
            messages.success(request, _("已按新的次序排列"))
        return redirect(f"{request.path}#order")
    today = today_in(city)
    shown = [one for one in siblings if one.ends_on is None or one.ends_on >= today]
    return render(request, "organisations/unit_order.html", {"parent": parent, "units": shown})


def _arranged(request: HttpRequest, siblings: list[Unit]) -> list[int]:
    """Return the keys in the order that the form asks for; units that have ended keep their place."""
    keys = [one.pk for one in siblings]
    step, _colon, key = request.POST.get("step", "").partition(":")
    shown = [one.pk for one in siblings if f"place-{one.pk}" in request.POST]
    if step in {"up", "down"} and key.isascii() and key.isdigit() and int(key) in shown:
        place = shown.index(int(key))
        other = min(max(place + (1 if step == "down" else -1), 0), len(shown) - 1)
        shown[place], shown[other] = shown[other], shown[place]
    else:
        shown.sort(key=lambda pk: _place(request.POST[f"place-{pk}"], keys.index(pk)))
    places = iter(shown)
    chosen = set(shown)
    return [next(places) if pk in chosen else pk for pk in keys]


def _place(text: str, before: int) -> tuple[float, int]:
    """Return where a unit wants to stand; among equals, those that stood first."""
    try:
        return float(text), before
    except ValueError:
        return float(before + 1), before


@require_POST
def alias_withdrawal(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Let an alias no longer mean its unit."""
    only(manages_organisation, request, city)
    alias = one_of(UnitAlias.objects.in_city(city).select_related("unit__city"), pk=pk)

    def withdraw() -> None:
        withdraw_alias(alias=alias, by=request.user, at=timezone.now())

    name = alias.name
    if attempt(withdraw, request=request):
        messages.success(request, _("“%(name)s”不再指这个单位") % {"name": name})
    return redirect("organisations:unit", city.slug, alias.unit_id)


@require_safe
def groups(request: HttpRequest, city: City) -> HttpResponse:
    """List the groups with their members in protocol order."""
    only(sees_organisation, request, city)
    rows = UnitGroup.objects.in_city(city).order_by("name").prefetch_related("members")
    today = today_in(city)
    alive = {one.pk: one for one in units_in(city, on=today)}
    lines = []
    for group in rows:
        keys = {member.unit_id for member in group.members.all()}
        lines.append({"pk": group.pk, "name": group.name, "units": [one for key, one in alive.items() if key in keys]})
    context = {"groups": lines, "manages": manages_organisation(request.user, city)}
    return render(request, "organisations/unit_groups.html", context)


@require_safe
def headquarters(request: HttpRequest, city: City) -> HttpResponse:
    """Show who leads the campaign, as the attachment of the notice that founds the headquarters names them."""
    only(sees_organisation, request, city)
    day = filter_of(request.GET, today=today_in(city)).on
    tops = list(units_in(city, on=day).filter(kind=UnitKind.HEADQUARTERS))
    kinds = (UnitKind.CAMPAIGN_OFFICE, UnitKind.WORKING_GROUP)
    parts = list(units_in(city, on=day).filter(kind__in=kinds)) if tops else []
    held: dict[int, list[Tenure]] = defaultdict(list)
    for tenure in tenures_in(city).filter(running(day), unit__in=[*tops, *parts]):
        held[tenure.unit_id].append(tenure)
    own = _own_units([one.person_id for people in held.values() for one in people], city, day)
    context = {
        "day": day_text(day),
        "tops": [{"unit": one, "titles": _by_title(held[one.pk], own)} for one in tops],
        "parts": [{"unit": one, "titles": _by_title(held[one.pk], own)} for one in parts],
        "manages": manages_organisation(request.user, city),
    }
    return render(request, "organisations/headquarters.html", context)


def _own_units(people: list[int], city: City, day: Any) -> dict[int, str]:
    """Return what each person is outside the headquarters, the first in protocol order: unit and title."""
    inside = (UnitKind.HEADQUARTERS, UnitKind.CAMPAIGN_OFFICE, UnitKind.WORKING_GROUP)
    rows = tenures_in(city, on=day).filter(person__in=people).exclude(unit__kind__in=inside)
    found: dict[int, str] = {}
    for one in rows:
        found.setdefault(one.person_id, f"{one.unit.short_name or one.unit.name}{one.title}")
    return found


def _by_title(tenures: list[Tenure], own: dict[int, str]) -> list[dict[str, Any]]:
    """Return the titles of a unit in order, each with the people who hold it."""
    titles: dict[str, list[dict[str, str]]] = {}
    for one in tenures:
        person = {"name": one.person.name, "own": own.get(one.person_id, "")}
        titles.setdefault(one.title, []).append(person)
    return [{"title": title, "people": people} for title, people in titles.items()]
