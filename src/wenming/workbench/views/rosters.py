"""The organisation and the calendar as workbooks: out by the current filter, in after a dry run, as a whole or not at all."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_safe

from wenming.engine.observations import NothingReadableError
from wenming.engine.rosters import Roster, RosterProblem
from wenming.kernel.actions import store_file
from wenming.kernel.adapters.downloads import send_workbook
from wenming.kernel.adapters.pages import today_in
from wenming.kernel.adapters.stores import path_of
from wenming.kernel.models import City, StoredFile
from wenming.kernel.schemas import number_text
from wenming.organisations.actions import RosterRefusedError, write_days, write_roster
from wenming.organisations.queries.people import people_found, tenures_held
from wenming.organisations.queries.posts import posts_listed
from wenming.organisations.queries.rosters import RosterPlan, plan_roster
from wenming.organisations.queries.units import filter_of, units_listed, with_ancestors
from wenming.organisations.rules import keeps_calendar, manages_organisation, sees_organisation
from wenming.workbench import exports
from wenming.workbench.forms import ACCEPT, NoticeForm, WorkbookForm
from wenming.workbench.imports.notices import read_notice
from wenming.workbench.imports.rosters import read_roster

SHOWN = 100


@require_safe
def units_export(request: HttpRequest, city: City) -> HttpResponse:
    """Give the units of the current filter with their aliases, groups and people as a workbook; a folded tree comes unfolded."""
    if not sees_organisation(request.user, city):
        raise PermissionDenied
    query = request.GET.copy()
    query["levels"] = "0"
    wanted = filter_of(query, today=today_in(city))
    path = with_ancestors(city, wanted.under) if wanted.under else []
    units = units_listed(city, wanted, path[-1] if path else None)
    return send_workbook(exports.roster_workbook(city, units, wanted.on), f"{city.name}-{_('单位和人员')}.xlsx")


@require_safe
def people_export(request: HttpRequest, city: City) -> HttpResponse:
    """Give the people of the current filter with what they are today."""
    if not sees_organisation(request.user, city):
        raise PermissionDenied
    today = today_in(city)
    people = list(people_found(city, request.GET.get("q", "")[:60], on=today).order_by("pk"))
    held = tenures_held(city, people, on=today)
    return send_workbook(exports.people_workbook(people, held), f"{city.name}-{pgettext('page', '人员')}.xlsx")


@require_safe
def posts_export(request: HttpRequest, city: City) -> HttpResponse:
    """Give the posts of the current filter; the own ones to people who do not keep them."""
    account = None if manages_organisation(request.user, city) else request.user
    posts = posts_listed(city, account, request.GET, on=today_in(city))
    return send_workbook(exports.posts_workbook(posts), f"{city.name}-{pgettext('page', '岗位')}.xlsx")


@require_http_methods(["GET", "POST"])
def units_import(request: HttpRequest, city: City) -> HttpResponse:
    """Take a workbook, refuse at once what nobody can read, and lead on to the dry run."""
    if not manages_organisation(request.user, city):
        raise PermissionDenied
    form = WorkbookForm(request.POST, request.FILES) if request.method == "POST" else WorkbookForm()
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            read_roster(upload.read())
        except NothingReadableError as fault:
            form.add_error("file", str(fault))
        else:
            upload.seek(0)
            stored = store_file(city=city, name=upload.name, chunks=upload.chunks(), by=request.user, at=timezone.now())
            return redirect("workbench:units_check", city.slug, stored.pk)
    context = {"form": form, **_limits(), "template_url": reverse("workbench:units_export", args=[city.slug])}
    return render(request, "workbench/units_import.html", context, status=422 if form.errors else 200)


def _limits() -> dict[str, Any]:
    """Return what the box for a file says."""
    limit = settings.UPLOAD_LIMIT_MEGABYTES
    return {"accept": ACCEPT, "limit_bytes": limit * 1024 * 1024, "limit_label": f"{limit} MB"}


@require_http_methods(["GET", "POST"])
def units_check(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Show what the workbook would change and what cannot be used; POST writes it as a whole."""
    if not manages_organisation(request.user, city):
        raise PermissionDenied
    stored, roster = _uploaded(city, pk)
    if request.method == "POST":
        try:
            write_roster(city=city, roster=roster, source=stored.name, by=request.user, at=timezone.now())
        except RosterRefusedError:
            messages.error(request, _("情况刚刚变过，还有行不能使用；请看过现在的问题再写入"))
            return redirect("workbench:units_check", city.slug, pk)
        messages.success(request, _("已写入“%(name)s”") % {"name": stored.name})
        return redirect("organisations:units", city.slug)
    plan = plan_roster(city, roster, today=today_in(city))
    return render(request, "workbench/units_check.html", _dry_run(city, stored, roster, plan))


def _uploaded(city: City, pk: int) -> tuple[StoredFile, Roster]:
    """Return a workbook of the organisation as it was uploaded; any other file of the city is none of these pages' business."""
    stored = get_object_or_404(StoredFile.objects.in_city(city), pk=pk)
    try:
        return stored, read_roster(path_of(city.slug, stored.sha256).read_bytes())
    except NothingReadableError as other:
        raise Http404 from other


def _dry_run(city: City, stored: StoredFile, roster: Roster, plan: RosterPlan) -> dict[str, Any]:
    """Return what the page of the dry run says."""
    sheets = {
        "单位": len(roster.units),
        "别名": len(roster.aliases),
        "单位组": len(roster.groups),
        "人员任职": len(roster.tenures),
    }
    lines = [
        {
            "sheet": name,
            "rows": number_text(count),
            "new": number_text(plan.new[name]),
            "changed": number_text(plan.changed[name]),
        }
        for name, count in sheets.items()
    ]
    return {
        "file": stored.name,
        "rows": number_text(roster.rows_read),
        "lines": lines,
        "problems": plan.problems[:SHOWN],
        "problem_count": len(plan.problems),
        "more": max(len(plan.problems) - SHOWN, 0),
        "anything": any((*plan.new.values(), *plan.changed.values())),
        "errors_url": reverse("workbench:units_errors", args=[city.slug, stored.pk]),
        "again_url": reverse("workbench:units_import", args=[city.slug]),
    }


@require_safe
def units_errors(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Give the rows that cannot be used as a workbook."""
    if not manages_organisation(request.user, city):
        raise PermissionDenied
    _stored, roster = _uploaded(city, pk)
    problems = plan_roster(city, roster, today=today_in(city)).problems
    return send_workbook(exports.roster_problems_workbook(problems), f"{_('未用的行')}.xlsx")


@require_http_methods(["GET", "POST"])
def days_import(request: HttpRequest, city: City) -> HttpResponse:
    """Write the days of a notice from a workbook, all of them or none."""
    if not keeps_calendar(request.user, city):
        raise PermissionDenied
    posted = request.method == "POST"
    form = NoticeForm(request.POST, request.FILES) if posted else NoticeForm()
    problems: list[RosterProblem] = []
    if posted and form.is_valid():
        try:
            days, problems = read_notice(form.cleaned_data["file"].read())
        except NothingReadableError as fault:
            form.add_error("file", str(fault))
        else:
            if not problems:
                source = form.cleaned_data["source"]
                write_days(city=city, days=days, source=source, by=request.user, at=timezone.now())
                messages.success(request, _("已写入 %(count)s 天") % {"count": len(days)})
                here = reverse("organisations:calendar", args=[city.slug])
                return redirect(f"{here}?year={days[-1].day.year}")
    context = {
        "form": form,
        **_limits(),
        "problems": problems,
        "template_url": reverse("workbench:days_template", args=[city.slug]),
    }
    return render(request, "workbench/days_import.html", context, status=422 if form.errors or problems else 200)


@require_safe
def days_template(request: HttpRequest, city: City) -> HttpResponse:
    """Give the empty form of a notice."""
    if not keeps_calendar(request.user, city):
        raise PermissionDenied
    return send_workbook(exports.notice_template(), f"{_('放假安排')}.xlsx")
