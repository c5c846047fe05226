"""A register from the upload to the written sites: upload, columns, check, rehearsal, writing; and the files around it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wenming.engine.observations import NothingReadableError
from wenming.kernel.adapters.downloads import send_file, send_workbook
from wenming.kernel.adapters.pages import one_of, only
from wenming.kernel.adapters.stores import path_of
from wenming.kernel.models import City
from wenming.kernel.schemas import moment_text, number_text
from wenming.sites import actions
from wenming.sites.enums import SiteImportState
from wenming.sites.exports.register import problems_workbook, template_workbook
from wenming.sites.forms.imports import ACCEPT, RegisterForm
from wenming.sites.imports.columns import mapping_from
from wenming.sites.imports.registers import read_sheets
from wenming.sites.models import SiteImport
from wenming.sites.queries.hints import datum_hint
from wenming.sites.rules import keeps_sites
from wenming.sites.schemas.imports import problem_line
from wenming.sites.views import checking
from wenming.sites.views.edges import attempt


def import_in(request: HttpRequest, city: City, pk: int) -> SiteImport:
    """Return an import of this city that was not put aside, for those who keep the register."""
    only(keeps_sites, request, city)
    rows = (
        SiteImport.objects.in_city(city).select_related("city", "file", "work").exclude(state=SiteImportState.DROPPED)
    )
    return one_of(rows, pk=pk)


@require_http_methods(["GET", "POST"])
def start(request: HttpRequest, city: City) -> HttpResponse:
    """Step 1: take the file, refuse at once what nobody can read, and lead on to the columns."""
    only(keeps_sites, request, city)
    form = RegisterForm(request.POST, request.FILES) if request.method == "POST" else RegisterForm()
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            import_ = actions.start_site_import(
                city=city, file_name=upload.name, chunks=upload.chunks(), by=request.user, at=timezone.now()
            )
        except NothingReadableError as fault:
            form.add_error("file", str(fault))
        else:
            return redirect("sites:import_columns", city.slug, import_.pk)
    limit = settings.UPLOAD_LIMIT_MEGABYTES
    context = {
        "form": form,
        "accept": ACCEPT,
        "limit_bytes": limit * 1024 * 1024,
        "limit_label": f"{limit} MB",
        "drafts": [_draft(one, city) for one in _open_imports(city)],
    }
    return render(request, "sites/import_start.html", context, status=422 if form.errors else 200)


def _open_imports(city: City) -> list[SiteImport]:
    """Return the imports that wait, the newest first."""
    rows = SiteImport.objects.in_city(city).select_related("file", "created_by")
    states = (SiteImportState.CHECKING, SiteImportState.WRITING)
    return list(rows.filter(state__in=states).order_by("-pk")[:20])


def _draft(one: SiteImport, city: City) -> dict[str, str]:
    """Return one that waits, as a line."""
    step = "sites:import_check" if one.reading or one.state == SiteImportState.WRITING else "sites:import_columns"
    by = one.created_by.name if one.created_by else ""
    return {
        "name": one.file.name,
        "when": f"{by} · {moment_text(one.created_at, city)}" if by else moment_text(one.created_at, city),
        "url": reverse(step, args=[city.slug, one.pk]),
    }


@require_http_methods(["GET", "POST"])
def columns(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Step 2: what each column means, of which kind the rows of a sheet are, in which datum the positions stand."""
    import_ = import_in(request, city, pk)
    if import_.state != SiteImportState.CHECKING:
        return redirect("sites:import_check", city.slug, pk)
    content = path_of(city.slug, import_.file.sha256).read_bytes()
    sheets = read_sheets(content, import_.file.name)
    mappings = mapping_from(import_.mapping, sheets)
    if request.method == "POST":
        mapping = checking.chosen_mapping(request, sheets, mappings)
        if checking.asks_datum(mapping) and not mapping["datum"]:
            messages.error(request, _("还没有选择坐标系；选错会偏几百米，请问一问坐标从哪里来"))
        elif attempt(
            lambda: actions.map_site_import(import_=import_, mapping=mapping, by=request.user, at=timezone.now()),
            request=request,
        ):
            return redirect("sites:import_check", city.slug, pk)
        mappings = mapping_from(mapping, sheets)
    hint = datum_hint(import_, sheets, mappings)
    context = {**_head(import_, 2), **checking.columns_context(import_, sheets, mappings, hint)}
    return render(request, "sites/import_columns.html", context, status=422 if request.method == "POST" else 200)


@require_http_methods(["GET", "POST"])
def check(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Step 3: what was read, what is asked, what cannot be used and why; POST answers one question."""
    import_ = import_in(request, city, pk)
    if import_.state == SiteImportState.ADOPTED:
        return render(request, "sites/import_done.html", {**_head(import_, 6), **_counts(import_)})
    if import_.state == SiteImportState.WRITING:
        return _wait(request, import_)
    if not import_.reading:
        return redirect("sites:import_columns", city.slug, pk)
    if request.method == "POST":
        checking.answer(request, city, import_)
        return redirect(f"{reverse('sites:import_check', args=[city.slug, pk])}#problems")
    context = {**_head(import_, 3), **_counts(import_), **checking.context(city, import_)}
    return render(request, "sites/import_check.html", context)


@require_safe
def preview(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Step 4: what writing would do."""
    import_ = import_in(request, city, pk)
    if import_.state != SiteImportState.CHECKING or not import_.reading:
        return redirect("sites:import_check", city.slug, pk)
    context = {**_head(import_, 4), **_counts(import_), **checking.preview_context(import_)}
    return render(request, "sites/import_preview.html", context)


@require_POST
def write(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Step 5: write the rows that can be used, many of them by a job."""
    import_ = import_in(request, city, pk)
    rows = import_.reading.get("new", 0) + import_.reading.get("changed", 0)
    action = actions.write_site_import if rows <= settings.IMPORT_AT_ONCE_ROWS else actions.ask_site_writing
    attempt(lambda: action(import_=import_, by=request.user, at=timezone.now()), request=request)
    return redirect("sites:import_check", city.slug, pk)


@require_POST
def drop(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Put the register aside."""
    import_ = import_in(request, city, pk)
    if attempt(lambda: actions.drop_site_import(import_=import_, by=request.user, at=timezone.now()), request=request):
        messages.success(request, _("已放弃导入“%(name)s”；原文件仍然保存") % {"name": import_.file.name})
    return redirect("sites:sites", city.slug)


@require_POST
def reopen(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Go back to the check where writing stopped."""
    import_ = import_in(request, city, pk)
    attempt(lambda: actions.reopen_site_import(import_=import_, by=request.user, at=timezone.now()), request=request)
    return redirect("sites:import_check", city.slug, pk)


@require_safe
def errors(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Give the rows that are not used as a workbook, each with its place, its fault and the mend."""
    import_ = import_in(request, city, pk)
    lines = [problem_line(one) for one in import_.reading.get("problems", ())]
    return send_workbook(problems_workbook(lines), f"{_('未用的行')}.xlsx")


@require_safe
def original(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Give the file back as it was uploaded."""
    return send_file(import_in(request, city, pk).file, slug=city.slug)


@require_safe
def template(request: HttpRequest, city: City) -> HttpResponse:
    """Give an empty register."""
    only(keeps_sites, request, city)
    return send_workbook(template_workbook(), f"{_('点位表模板')}.xlsx")


def _head(import_: SiteImport, step: int) -> dict[str, Any]:
    """Return what stands on every step."""
    slug, pk = import_.city.slug, import_.pk
    names = ("columns", "check", "preview", "write", "drop", "errors", "original", "reopen")
    return {
        "import_name": import_.file.name,
        "step": step,
        "urls": {name: reverse(f"sites:import_{name}", args=[slug, pk]) for name in names},
    }


def _counts(import_: SiteImport) -> dict[str, Any]:
    """Return the numbers of the check."""
    reading = import_.reading
    names = ("rows", "new", "changed", "same", "left")
    return {
        "counts": {name: number_text(reading.get(name, 0)) for name in names},
        "usable": reading.get("new", 0) + reading.get("changed", 0),
        "left_out": reading.get("left", 0),
    }


def _wait(request: HttpRequest, import_: SiteImport) -> HttpResponse:
    """Show that a job writes; htmx asks again, a browser without scripts reloads."""
    if request.method != "GET":
        raise Http404
    stopped = checking.job_failure(import_)
    context = {**_head(import_, 5), **_counts(import_), "failure": stopped}
    fragment = bool(request.headers.get("HX-Request"))
    return render(request, "sites/import_wait_state.html" if fragment else "sites/import_wait.html", context)
