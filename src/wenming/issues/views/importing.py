"""A table of issues from the upload to the ledger: upload, columns, check, preview, writing; and the files around it."""

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
from wenming.issues.actions import ledgers as actions
from wenming.issues.enums import IssueSource, LedgerImportState
from wenming.issues.exports.ledgers import ledger_template, problems_workbook
from wenming.issues.forms.ledgers import ACCEPT, LedgerForm
from wenming.issues.imports.heads import mapping_from
from wenming.issues.models import LedgerImport
from wenming.issues.rules import imports_issues
from wenming.issues.schemas.ledgers import problem_line, problem_words, state_words
from wenming.issues.views import ledger_checking as checking
from wenming.issues.views.ledger_checking import attempt
from wenming.kernel.adapters.downloads import send_file, send_workbook
from wenming.kernel.adapters.pages import one_of, only
from wenming.kernel.models import City, JobRun
from wenming.kernel.schemas import moment_text, number_text

COUNTS = ("rows", "new", "same", "left", "pictures", "pictures_used", "pictures_left")


def import_in(request: HttpRequest, city: City, pk: int) -> LedgerImport:
    """Return an import of this city that was not put aside, for those who bring tables in."""
    only(imports_issues, request, city)
    rows = LedgerImport.objects.in_city(city).select_related("city", "file", "work", "list_mapping")
    return one_of(rows.exclude(state=LedgerImportState.DROPPED), pk=pk)


@require_http_methods(["GET", "POST"])
def start(request: HttpRequest, city: City) -> HttpResponse:
    """Step 1: take the file, refuse at once what nobody can read, and lead on: to the columns, or where all is known to the preview."""
    only(imports_issues, request, city)
    form = LedgerForm(request.POST, request.FILES, city=city) if request.method == "POST" else LedgerForm(city=city)
    if request.method == "POST" and form.is_valid():
        upload, known = form.cleaned_data["file"], form.cleaned_data["known"]
        try:
            ledger = actions.start_ledger_import(
                city=city,
                file_name=upload.name,
                chunks=upload.chunks(),
                known=known,
                by=request.user,
                at=timezone.now(),
            )
        except NothingReadableError as fault:
            form.add_error("file", str(fault))
        else:
            return _lead_on(request, ledger)
    limit = settings.UPLOAD_LIMIT_MEGABYTES
    context = {
        "form": form,
        "accept": ACCEPT,
        "limit_bytes": limit * 1024 * 1024,
        "limit_label": f"{limit} MB",
        "drafts": [_draft(one, city) for one in _open_imports(city)],
    }
    return render(request, "issues/import_start.html", context, status=422 if form.errors else 200)


def _lead_on(request: HttpRequest, ledger: LedgerImport) -> HttpResponse:
    """Check a table of a known source at once: without a question it waits to be written."""
    slug = ledger.city.slug
    if ledger.list_mapping is None:
        return redirect("issues:import_columns", slug, ledger.pk)
    mapped = actions.map_ledger_import(
        ledger=ledger, source=ledger.source, mapping=ledger.mapping, by=request.user, at=timezone.now()
    )
    asked = any(one["group"] for one in mapped.reading["problems"])
    return redirect("issues:import_check" if asked else "issues:import_preview", slug, ledger.pk)


def _open_imports(city: City) -> list[LedgerImport]:
    """Return the imports that wait, the newest first."""
    rows = LedgerImport.objects.in_city(city).select_related("file", "created_by")
    states = (LedgerImportState.CHECKING, LedgerImportState.WRITING)
    return list(rows.filter(state__in=states).order_by("-pk")[:20])


def _draft(one: LedgerImport, city: City) -> dict[str, str]:
    """Return one that waits, as a line."""
    step = "issues:import_check" if one.reading or one.state == LedgerImportState.WRITING else "issues:import_columns"
    by = one.created_by.name if one.created_by else ""
    return {
        "name": one.file.name,
        "when": f"{by} · {moment_text(one.created_at, city)}" if by else moment_text(one.created_at, city),
        "url": reverse(step, args=[city.slug, one.pk]),
    }


@require_http_methods(["GET", "POST"])
def columns(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Step 2: where the rows come from, and what each column means."""
    ledger = import_in(request, city, pk)
    if ledger.state != LedgerImportState.CHECKING:
        return redirect("issues:import_check", city.slug, pk)
    sheets = actions.read_of(ledger).sheets
    mappings = mapping_from(ledger.mapping, sheets)
    source = ledger.source or _guessed_source(ledger.file.name)
    if request.method == "POST":
        mapping, source = checking.chosen_mapping(request, sheets, mappings), request.POST.get("source", "")
        if attempt(
            lambda: actions.map_ledger_import(
                ledger=ledger, source=source, mapping=mapping, by=request.user, at=timezone.now()
            ),
            request=request,
        ):
            return redirect("issues:import_check", city.slug, pk)
        mappings = mapping_from(mapping, sheets)
    context = {
        **_head(ledger, 2),
        "sheets": checking.sheet_rows(sheets, mappings),
        "sources": [(value, label, value == source) for value, label in IssueSource.choices],
    }
    return render(request, "issues/import_columns.html", context, status=422 if request.method == "POST" else 200)


def _guessed_source(name: str) -> str:
    """Return the source that a file's name speaks of, "" for none."""
    words = {
        "hotline": ("12345", "热线"),
        "city_management": ("城管", "案卷"),
        "inspection": ("测评", "考察"),
        "supervision": ("督查", "督办"),
    }
    return next((source for source, known in words.items() if any(word in name for word in known)), "")


@require_http_methods(["GET", "POST"])
def check(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Step 3: what was read, what is asked, what cannot be used and why; POST answers one question."""
    ledger = import_in(request, city, pk)
    if ledger.state == LedgerImportState.ADOPTED:
        context = {**_head(ledger, 6), **_counts(ledger), "written": number_text(ledger.reading.get("written", 0))}
        return render(request, "issues/import_done.html", context)
    if ledger.state == LedgerImportState.WRITING:
        return _wait(request, ledger)
    if not ledger.reading:
        return redirect("issues:import_columns", city.slug, pk)
    if request.method == "POST":
        checking.answer(request, city, ledger)
        return redirect(f"{reverse('issues:import_check', args=[city.slug, pk])}#problems")
    context = {**_head(ledger, 3), **_counts(ledger), **checking.context(city, ledger)}
    return render(request, "issues/import_check.html", context)


@require_safe
def preview(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Step 4: what writing would do."""
    ledger = import_in(request, city, pk)
    if ledger.state != LedgerImportState.CHECKING or not ledger.reading:
        return redirect("issues:import_check", city.slug, pk)
    reading = ledger.reading
    units = sorted(reading["units"].items(), key=lambda one: (-one[1], one[0]))[:12]
    context = {
        **_head(ledger, 4),
        **_counts(ledger),
        "states": state_words(reading["states"]),
        "units": units,
        "reasons": _reasons(reading["problems"]),
        "mapping_name": ledger.list_mapping.name if ledger.list_mapping else "",
    }
    return render(request, "issues/import_preview.html", context)


def _reasons(problems: list[dict[str, Any]]) -> list[tuple[str, int]]:
    """Return why rows and pictures stay out, with how many."""
    found: dict[str, int] = {}
    for one in problems:
        why = problem_words(one)[0]
        found[why] = found.get(why, 0) + 1
    return sorted(found.items(), key=lambda one: (-one[1], one[0]))[:12]


@require_POST
def write(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Step 5: let a job write the rows that can be used."""
    ledger = import_in(request, city, pk)
    attempt(lambda: actions.ask_ledger_writing(ledger=ledger, by=request.user, at=timezone.now()), request=request)
    return redirect("issues:import_check", city.slug, pk)


@require_POST
def drop(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Put the table aside."""
    ledger = import_in(request, city, pk)
    if attempt(lambda: actions.drop_ledger_import(ledger=ledger, by=request.user, at=timezone.now()), request=request):
        messages.success(request, _("已放弃导入“%(name)s”；没有写入任何问题") % {"name": ledger.file.name})
    return redirect("issues:import", city.slug)


@require_POST
def reopen(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Go back to the check where writing stopped before its first row."""
    ledger = import_in(request, city, pk)
    attempt(lambda: actions.reopen_ledger_import(ledger=ledger, by=request.user, at=timezone.now()), request=request)
    return redirect("issues:import_check", city.slug, pk)


@require_POST
def keep(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Keep how this table is read, for the next one of its source."""
    ledger = import_in(request, city, pk)
    name = request.POST.get("name", "")
    if attempt(
        lambda: actions.keep_mapping(ledger=ledger, name=name, by=request.user, at=timezone.now()), request=request
    ):
        messages.success(request, _("已保存对应“%(name)s”；下次上传时选它") % {"name": name.strip()[:40]})
    return redirect("issues:import_preview", city.slug, pk)


@require_safe
def errors(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Give the rows and pictures that are not used as a workbook, each with its place, its fault and the mend."""
    ledger = import_in(request, city, pk)
    lines = [problem_line(one) for one in ledger.reading.get("problems", ())]
    return send_workbook(problems_workbook(lines), f"{_('未用的行')}.xlsx")


@require_safe
def original(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Give the file back as it was kept."""
    return send_file(import_in(request, city, pk).file, slug=city.slug)


@require_safe
def template(request: HttpRequest, city: City) -> HttpResponse:
    """Give an empty ledger."""
    only(imports_issues, request, city)
    return send_workbook(ledger_template(), f"{_('问题台账模板')}.xlsx")


def _head(ledger: LedgerImport, step: int) -> dict[str, Any]:
    """Return what stands on every step."""
    slug, pk = ledger.city.slug, ledger.pk
    names = ("columns", "check", "preview", "write", "drop", "errors", "original", "reopen", "keep")
    return {
        "import_name": ledger.file.name,
        "step": step,
        "hidden": ledger.hidden,
        "urls": {name: reverse(f"issues:import_{name}", args=[slug, pk]) for name in names},
    }


def _counts(ledger: LedgerImport) -> dict[str, Any]:
    """Return the numbers of the check."""
    reading = ledger.reading
    return {
        "counts": {name: number_text(reading.get(name, 0)) for name in COUNTS},
        "usable": reading.get("new", 0),
        "left_out": reading.get("left", 0) + reading.get("pictures_left", 0),
        "pictures": reading.get("pictures", 0),
    }


def _wait(request: HttpRequest, ledger: LedgerImport) -> HttpResponse:
    """Show how far the job is; htmx asks again, a browser without scripts reloads."""
    if request.method != "GET":
        raise Http404
    run = JobRun.objects.filter(event=ledger.work_id).order_by("-pk").first() if ledger.work_id else None
    done, total = ledger.rows.count(), ledger.reading.get("new", 0)
    context = {
        **_head(ledger, 5),
        "failure": run.error if run else "",
        "done": done,
        "total": total,
        "progress": f"{number_text(done)} / {number_text(total)}",
    }
    fragment = bool(request.headers.get("HX-Request"))
    return render(request, "issues/import_wait_state.html" if fragment else "issues/import_wait.html", context)
