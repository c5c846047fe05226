"""An import from the upload to the round and back: upload, wait, check, write, drop, take back; and the files around it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wenming.engine.observations import NothingReadableError
from wenming.inspections import exports
from wenming.inspections.actions import ask_write, drop_import, revoke_round, start_import, write_round
from wenming.inspections.enums import ImportState
from wenming.inspections.forms import ACCEPT, ImportForm
from wenming.inspections.models import Round, RoundImport
from wenming.inspections.queries import import_in, imports_in_check, notes_of
from wenming.inspections.queries.imports import unused_rows
from wenming.inspections.rules import REVOCABLE
from wenming.inspections.views import checking
from wenming.inspections.views.office import address, attempt, draft, draft_line, office_only
from wenming.kernel.adapters.downloads import send_file, send_workbook
from wenming.kernel.models import City
from wenming.kernel.schemas import moment_text, number_text
from wenming.standards.queries import editions_in, standard_of


@require_http_methods(["GET", "POST"])
def start(request: HttpRequest, city: City) -> HttpResponse:
    """Step 1: take the file, refuse at once what nobody can read, and lead on to the columns or the check."""
    office_only(request, city)
    if not editions_in(city).exists():
        messages.warning(request, _("先采用一套测评体系，再导入轮次"))
        return redirect("standards:editions", city.slug)
    posted = request.method == "POST"
    form = ImportForm(request.POST, request.FILES, city=city) if posted else ImportForm(city=city)
    if posted and form.is_valid():
        import_ = _begin(request, city, form)
        if import_ is not None:
            return redirect("inspections:check", city.slug, import_.pk)
    context = {
        "form": form,
        "accept": ACCEPT,
        "limit_bytes": settings.UPLOAD_LIMIT_MEGABYTES * 1024 * 1024,
        "limit_label": f"{settings.UPLOAD_LIMIT_MEGABYTES} MB",
        "template_url": reverse("inspections:template", args=[city.slug]),
        "entry_url": reverse("inspections:entry_start", args=[city.slug]),
        "aliases_url": reverse("inspections:aliases", args=[city.slug]),
        "rounds_url": reverse("workbench:rounds", args=[city.slug]),
        "drafts": [draft_line(import_) for import_ in imports_in_check(city)],
    }
    return render(request, "inspections/round_import.html", context, status=422 if form.errors else 200)


def _begin(request: HttpRequest, city: City, form: ImportForm) -> RoundImport | None:
    """Open the import, unless nothing in the file can be read: then say why beside the file."""
    data = form.cleaned_data
    try:
        return start_import(
            city=city,
            edition=data["standard"],
            name=data["name"],
            starts_on=data["started_on"],
            ends_on=data["ended_on"],
            file_name=data["file"].name,
            chunks=data["file"].chunks(),
            by=request.user,
            at=timezone.now(),
        )
    except NothingReadableError as fault:
        form.add_error("file", str(fault))
        return None


@require_safe
def check(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Step 3: what was read, what cannot be used and why; after step 5, what was written."""
    office_only(request, city)
    import_ = import_in(city, pk)
    if import_.state == ImportState.DROPPED:
        raise Http404
    if import_.state == ImportState.WRITTEN:
        context = {"draft": draft(import_), "written": _written(import_)}
        return render(request, "inspections/round_written.html", context)
    if import_.state != ImportState.CHECKING:
        page = "columns" if import_.state == ImportState.MAPPING else "wait"
        return redirect(f"inspections:{page}", city.slug, pk)
    if import_.file is None:
        return redirect("inspections:entry", city.slug, pk)
    context = {"draft": draft(import_), **checking.context(request, import_)}
    return render(request, "inspections/round_check.html", context)


def _written(import_: RoundImport) -> dict[str, Any]:
    """Return what the done page says."""
    round_, slug = import_.round, import_.city.slug
    return {
        "rows": number_text(round_.observations.count()),
        "left": number_text(round_.left_out) if round_.left_out else "",
        "errors_url": address(import_, "errors") if round_.left_out else "",
        "score_url": reverse("assessment:score", args=[slug, round_.number]),
        "rows_url": reverse("inspections:observations", args=[slug, round_.number]),
        "undo_url": reverse("inspections:revoke", args=[slug, round_.number]),
        "undo_until": moment_text(round_.created_at + REVOCABLE, import_.city),
        "revoked": hasattr(round_, "revocation"),
    }


@require_POST
def write(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Step 5: write the usable rows as one round, a large one by a job.

    The button said how many rows stay out that nobody decided about, so the choice is known.
    """
    office_only(request, city)
    import_ = import_in(city, pk)
    partial = request.POST.get("left_out") == str(import_.tally.get("open"))
    rows = import_.summary.get("usable", 0) + import_.tally.get("used", 0)
    action = write_round if rows <= settings.IMPORT_AT_ONCE_ROWS else ask_write
    attempt(request, lambda: action(import_=import_, partial=partial, by=request.user, at=timezone.now()))
    return redirect("inspections:check", city.slug, pk)


@require_POST
def drop(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Put the workbook aside."""
    office_only(request, city)
    import_ = import_in(city, pk)
    if attempt(request, lambda: drop_import(import_=import_, by=request.user, at=timezone.now())):
        said = _("已放弃导入“%(name)s”；原文件仍然保存") if import_.file else _("已放弃录入“%(name)s”")
        messages.success(request, said % {"name": import_.name})
    return redirect("workbench:rounds", city.slug)


@require_POST
def revoke(request: HttpRequest, city: City, number: int) -> HttpResponse:
    """Take a round back as a whole within a day."""
    office_only(request, city)
    round_ = get_object_or_404(Round.objects.in_city(city).select_related("city"), number=number)
    reason = request.POST.get("reason", "")[:200]
    if attempt(request, lambda: revoke_round(round_=round_, reason=reason, by=request.user, at=timezone.now())):
        messages.success(request, _("已撤回“%(name)s”；可以重新导入") % {"name": round_.name})
    return redirect("workbench:rounds", city.slug)


@require_safe
def errors(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Give the rows that are not used as a workbook, each with its place, its fault and the mend."""
    office_only(request, city)
    import_ = import_in(city, pk)
    content = exports.problem_workbook(import_, unused_rows(import_), notes_of(import_))
    return send_workbook(content, _("%(name)s-未用行.xlsx") % {"name": import_.name})


@require_safe
def original(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Give the file back as it was uploaded."""
    office_only(request, city)
    import_ = import_in(city, pk)
    if import_.file is None:
        raise Http404
    return send_file(import_.file, slug=city.slug)


@require_safe
def template(request: HttpRequest, city: City) -> HttpResponse:
    """Give an empty form to fill in: one row for every site of the sampling design."""
    office_only(request, city)
    edition = editions_in(city).last()
    if edition is None:
        raise Http404
    return send_workbook(exports.template_workbook(standard_of(edition)), _("实地测评记录表.xlsx"))
