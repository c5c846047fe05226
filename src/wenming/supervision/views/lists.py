"""Red and black lists: all of them, one of them, computed, approved, exported; a unit sees its own lines."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from wenming.issues.queries.periods import Period
from wenming.kernel.adapters.downloads import send_bytes, send_workbook
from wenming.kernel.adapters.pages import one_of, only, today_in
from wenming.kernel.models import City
from wenming.kernel.schemas import keyset_page, moment_text
from wenming.supervision import actions
from wenming.supervision.enums import RunState
from wenming.supervision.exports.lists import list_paper, list_workbook
from wenming.supervision.forms.deciding import ComputeForm
from wenming.supervision.models import ListEntry, ListRun
from wenming.supervision.queries.guides import guides_for
from wenming.supervision.queries.recurrence import recurrence_beside
from wenming.supervision.queries.rules import due_periods
from wenming.supervision.queries.runs import (
    computations_of,
    entries_of,
    entries_of_units,
    is_stale,
    line_of,
    shown_runs,
)
from wenming.supervision.rules import approves_lists, makes_lists, own_units, sees_every_list, sees_supervision
from wenming.supervision.schemas.lists import (
    Sheet,
    entry_line,
    measure_text,
    period_text,
    run_line,
    state_pill,
    version_facts,
)
from wenming.supervision.views.edges import SIZE, attempt, crumbs, who

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_safe
def lists(request: HttpRequest, city: City) -> HttpResponse:
    """Show the lists, the newest first; a unit its own lines."""
    only(sees_supervision, request, city)
    if not sees_every_list(request.user, city):
        return _own(request, city)
    page = keyset_page(request, shown_runs(city), key="pk", size=SIZE, descending=True)
    may = makes_lists(request.user, city)
    context = {
        "rows": [run_line(row) for row in page.rows],
        "due": due_periods(city, today=today_in(city)) if may else [],
        **page.links(request),
    }
    return render(request, "supervision/lists.html", context)


def _own(request: HttpRequest, city: City) -> HttpResponse:
    """Show a unit what approved lists say of it."""
    units = own_units(request.user, city)
    page = keyset_page(request, entries_of_units(city, units), key="pk", size=SIZE, descending=True)
    sizes = _sizes(city, page.rows)
    rows = [entry_line(row, sizes.get((row.run_id, row.group_id), 0)) for row in page.rows]
    return render(request, "supervision/own.html", {"rows": rows, **page.links(request)})


def _sizes(city: City, entries: list[ListEntry]) -> dict[tuple[int, int], int]:
    """Return how many have a place in the groups of some entries. One query."""
    rows = ListEntry.objects.in_city(city).filter(run__in={row.run_id for row in entries}, place__isnull=False)
    counted = rows.order_by().values_list("run_id", "group_id").annotate(Count("pk"))
    return {(run, group): count for run, group, count in counted}


@require_safe
def run(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Show one list: its groups, and how it came about."""
    only(sees_every_list, request, city)
    one = _run(city, pk)
    sheet, entries = _sheet(city, one)
    keys = {(row.group_id, row.unit_id): row.pk for row in entries}
    lines = [line_of(row) for row in entries]
    ranked = [row for row in entries if row.place is not None]
    draft = one.state == RunState.DRAFT
    context = {
        "run": one,
        "crumbs": crumbs(
            {"label": _("红黑榜"), "url": reverse("supervision:lists", args=[city.slug])}, {"label": period_text(one)}
        ),
        "name": one.rule.name,
        "source": one.rule.source,
        "period": period_text(one),
        "state": state_pill(one.state),
        "measure": measure_text(one.version),
        "facts": version_facts(one.version),
        "counts": {
            "red": sum(row.mark == "red" for row in entries),
            "black": sum(row.mark == "black" for row in entries),
            "ranked": len(ranked),
            "rest": len(entries) - len(ranked),
        },
        "groups": sheet.groups(lines, keys),
        "stale": one.state != RunState.SUPERSEDED and is_stale(one),
        "computations": [_computation(row) for row in computations_of(one)],
        "approve_url": _url("list_approve", one) if draft and approves_lists(request.user, city) else "",
        "own": draft and one.made_by_id == request.user.pk,
        "again_url": _url("list_again", one) if makes_lists(request.user, city) else "",
        "word_url": reverse("supervision:list_export", args=[city.slug, one.pk, "docx"]),
        "excel_url": reverse("supervision:list_export", args=[city.slug, one.pk, "xlsx"]),
    }
    return render(request, "supervision/list.html", context)


@require_POST
def compute(request: HttpRequest, city: City) -> HttpResponse:
    """Compute the list of a period."""
    only(makes_lists, request, city)
    form = ComputeForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("请从列表里选规则和时段"))
        return redirect("supervision:lists", city.slug)
    rules = due_periods(city, today=today_in(city))
    wanted = next((one["rule"] for one in rules if one["rule"].pk == form.cleaned_data["rule"]), None)
    if wanted is None:
        raise Http404
    made: list[ListRun] = []
    begins_on = form.cleaned_data["begins_on"]
    done = attempt(
        lambda: made.append(actions.compute_list(rule=wanted, begins_on=begins_on, **who(request))), request=request
    )
    return redirect("supervision:list", city.slug, made[0].pk) if done else redirect("supervision:lists", city.slug)


@require_POST
def again(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Compute a list once more from what is recorded now."""
    only(makes_lists, request, city)
    one = _run(city, pk)
    made: list[ListRun] = []
    done = attempt(
        lambda: made.append(
            actions.compute_list(rule=one.rule, begins_on=one.begins_on, reason=_("按现在的记录重算"), **who(request))
        ),
        request=request,
    )
    return redirect("supervision:list", city.slug, made[0].pk if done else one.pk)


@require_POST
def approve(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Approve a list."""
    only(approves_lists, request, city)
    one = _run(city, pk)
    if attempt(lambda: actions.approve_list(run=one, **who(request)), request=request):
        messages.success(request, _("已审定；有事实支持的建议已列入“处理建议”"))
    return redirect("supervision:list", city.slug, one.pk)


@require_safe
def export(request: HttpRequest, city: City, pk: int, kind: str) -> HttpResponse:
    """Give a list as a workbook, or as a paper in Word."""
    only(sees_every_list, request, city)
    one = _run(city, pk)
    sheet, entries = _sheet(city, one)
    name = f"{one.rule.name}-{one.begins_on:%Y%m%d}"
    if kind == "xlsx":
        return send_workbook(list_workbook(one, entries, sheet.recurrence), f"{name}.xlsx")
    if kind == "docx":
        return send_bytes(list_paper(one, entries), f"{name}.docx", DOCX)
    raise Http404


def _run(city: City, pk: int) -> ListRun:
    """Return a list with everything that its page names, or 404."""
    runs = ListRun.objects.in_city(city)
    return one_of(
        runs.select_related("city", "rule__city", "version__city", "version__rule", "round", "made_by", "approved_by"),
        pk=pk,
    )


def _sheet(city: City, one: ListRun) -> tuple[Sheet, list[ListEntry]]:
    """Return a list's entries, and what stands beside their places."""
    entries = entries_of(one)
    period = Period(f"{one.begins_on}..{one.ends_on}", one.begins_on, one.ends_on)
    units = {(row.group.side, row.unit_id): row.unit for row in entries if row.place is not None}
    black = [row for row in entries if row.mark == "black"]
    beside = recurrence_beside(city, period, units)
    return Sheet(
        city, one.version, period, one.round, recurrence=beside, guides=guides_for(city, period, black)
    ), entries


def _url(name: str, one: ListRun) -> str:
    return reverse(f"supervision:{name}", args=[one.city.slug, one.pk])


def _computation(one: ListRun) -> dict[str, Any]:
    """Return one computation of a period's list."""
    return {
        "url": _url("list", one),
        "number": one.number,
        "state": state_pill(one.state),
        "made": moment_text(one.made_at, one.city),
        "by": one.made_by.name if one.made_by else _("系统"),
        "approved": moment_text(one.approved_at, one.city) if one.approved_at else "",
        "approver": one.approved_by.name if one.approved_by else (_("系统") if one.approved_at else ""),
        "reason": one.reason,
        "input": one.input_digest[:12],
        "result": one.result_digest[:12],
    }
