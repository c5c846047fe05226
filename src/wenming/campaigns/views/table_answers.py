"""Decisions of step 3: a unit, a clause, a group, a cell left out; all proposals at once; the last answer taken back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from wenming.campaigns.actions.answering import accept_units, choose_clause, form_group, leave_out, undo_answer
from wenming.campaigns.forms.tables import MembersForm
from wenming.campaigns.models import ResponsibilityImport
from wenming.campaigns.queries.decomposition import read_import
from wenming.campaigns.views.doing import attempt
from wenming.campaigns.views.offices import address, draft, import_or_404
from wenming.campaigns.views.table_checking import KINDS
from wenming.engine.decomposition.problems import CLAUSES, UNITS, Problem, places_to_leave, problems_of
from wenming.engine.decomposition.readings import Reading
from wenming.engine.decomposition.units import kinds_meant
from wenming.kernel.adapters.pages import today_in
from wenming.kernel.models import City
from wenming.organisations.actions import NotPossibleError
from wenming.organisations.models import Unit, UnitGroup
from wenming.organisations.queries import name_index, units_in
from wenming.standards.models import Node

NAME_LENGTH = 40


@require_POST
def answer(request: HttpRequest, city: City, pk: int, number: int) -> HttpResponse:
    """Answer one matter (``act``: "accept:VALUE", "choose" with ``choice``, "skip"), or accept ``all`` single proposals."""
    import_ = import_or_404(request, city, (pk, number))
    reading = read_import(import_, on=today_in(city))
    problems = problems_of(reading)
    if "all" in request.POST:
        done = attempt(lambda: _accept_all(request, import_, problems), request=request)
    else:
        problem = next((one for one in problems if one.token == request.POST.get("token")), None)
        done = problem is not None and attempt(_act(request, import_, reading, problem), request=request)
    if done:
        messages.success(request, _("已处理，可以“撤销上一步”"))
    return redirect(_back(request, import_))


def _act(request: HttpRequest, import_: ResponsibilityImport, reading: Reading, problem: Problem) -> Callable[[], Any]:
    """Return what the pressed button does."""
    said = {"by": request.user, "at": timezone.now()}
    act, _colon, value = request.POST.get("act", "").partition(":")
    choice = value if act == "accept" else " ".join(request.POST.get("choice", "").split())
    if act == "skip":
        return lambda: leave_out(
            import_=import_, places=places_to_leave(reading, problem), written=problem.written, **said
        )
    if problem.reason in CLAUSES:
        return lambda: choose_clause(
            import_=import_, key=problem.key, written=problem.written, node=_node(import_, choice), **said
        )
    if problem.reason in UNITS:
        remember = "remember" in request.POST
        return lambda: accept_units(
            import_=import_,
            names={problem.name: _unit(import_, choice, by_key=act == "accept")},
            remember=remember,
            **said,
        )
    return lambda: None


def _accept_all(request: HttpRequest, import_: ResponsibilityImport, problems: tuple[Problem, ...]) -> None:
    """Accept every unit that has exactly one proposal."""
    single = [one for one in problems if one.reason in UNITS and len(one.suggestions) == 1]
    units = units_in(import_.city).in_bulk([int(one.suggestions[0]) for one in single])
    names = {one.name: units[int(one.suggestions[0])] for one in single}
    if names:
        accept_units(
            import_=import_, names=names, remember="remember" in request.POST, by=request.user, at=timezone.now()
        )


def _node(import_: ResponsibilityImport, choice: str) -> Node:
    """Return the line of the edition that a person chose or typed: by its code, or code and name."""
    nodes = Node.objects.in_city(import_.city).filter(edition=import_.campaign.edition_id)
    node = nodes.filter(code=choice).first() or nodes.filter(code=choice.partition(" ")[0]).first()
    if node is None:
        raise NotPossibleError("not_a_clause")
    return node


def _unit(import_: ResponsibilityImport, choice: str, *, by_key: bool) -> Unit:
    """Return the unit that a person chose by its key, or typed by one of its names."""
    units = units_in(import_.city, on=today_in(import_.city))
    keys: tuple[int, ...] = ()
    if by_key and choice.isascii() and choice.isdigit() and len(choice) < 19:
        keys = (int(choice),)
    elif not by_key and choice:
        keys = name_index(import_.city, on=today_in(import_.city)).find(choice).keys
    unit = units.filter(pk__in=keys).first() if len(keys) == 1 else None
    if unit is None:
        raise NotPossibleError("not_a_unit")
    return unit


@require_POST
def undo(request: HttpRequest, city: City, pk: int, number: int) -> HttpResponse:
    """Take the last answer back."""
    import_ = import_or_404(request, city, (pk, number))
    if attempt(lambda: undo_answer(import_=import_, by=request.user, at=timezone.now()), request=request):
        messages.success(request, _("已撤销上一步"))
    return redirect(_back(request, import_))


@require_http_methods(["GET", "POST"])
def group(request: HttpRequest, city: City, pk: int, number: int) -> HttpResponse:
    """Say which units a word like 各区 means; the kinds of units that it speaks of are proposed."""
    import_ = import_or_404(request, city, (pk, number))
    name = request.GET.get("name", "").strip()[:NAME_LENGTH]
    if not name:
        return redirect(address(import_))
    today = today_in(city)
    form = MembersForm(request.POST or None, city=city, on=today, initial={"units": "\n".join(_proposed(city, name))})
    if request.method == "POST" and form.is_valid():
        units = form.cleaned_data["units"]
        said = {"import_": import_, "name": name, "units": units, "by": request.user, "at": timezone.now()}
        if attempt(lambda: form_group(**said), request=request):
            messages.success(request, _("“%(name)s”现在指 %(count)s 个单位") % {"name": name, "count": len(units)})
            return redirect(address(import_))
    context = {"draft": draft(import_), "form": form, "name": name}
    return render(request, "campaigns/table_group.html", context, status=422 if form.errors else 200)


def _proposed(city: City, name: str) -> list[str]:
    """Return the names of the members that a group has, or of the units of the kinds that its name speaks of."""
    known = UnitGroup.objects.in_city(city).filter(name=name).first()
    units = units_in(city, on=today_in(city))
    members = list(units.filter(pk__in=known.members.values("unit"))) if known else []
    return [unit.name for unit in members or units.filter(kind__in=kinds_meant(name))]


def _back(request: HttpRequest, import_: ResponsibilityImport) -> str:
    """Return the address of the list as it was."""
    kind, page = request.POST.get("kind", ""), request.POST.get("page", "")
    query = {
        "kind": kind if kind in KINDS else "",
        "page": page if page.isascii() and page.isdigit() and page != "0" else "",
    }
    kept = urlencode({name: value for name, value in query.items() if value})
    return f"{address(import_)}{'?' if kept else ''}{kept}#problems"
