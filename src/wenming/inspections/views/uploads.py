"""The three steps of an import: upload, check, write; and the ways back."""

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
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wenming.engine.observations import NothingReadableError
from wenming.inspections import exports
from wenming.inspections.actions import (
    NotPossibleError,
    accept_names,
    drop_import,
    revoke_round,
    start_import,
    write_round,
)
from wenming.inspections.enums import ImportState, refusal_words
from wenming.inspections.forms import ACCEPT, ImportForm
from wenming.inspections.imports.rounds import read_round
from wenming.inspections.models import Round, RoundImport
from wenming.inspections.queries import imports_in_check, reading_of
from wenming.inspections.rules import REVOCABLE
from wenming.inspections.views import checking
from wenming.kernel.adapters.downloads import send_file, send_workbook
from wenming.kernel.models import City
from wenming.kernel.schemas import moment_text, number_text
from wenming.organisations.rules import works_in_office
from wenming.standards.queries import editions_in, standard_of


def _office_only(request: HttpRequest, city: City) -> None:
    """Imports are the campaign office's work."""
    if not works_in_office(request.user, city):
        raise PermissionDenied


def _import_or_404(city: City, pk: int) -> RoundImport:
    """Return an import of this city."""
    rows = RoundImport.objects.in_city(city).select_related("city", "edition", "file", "created_by", "round")
    return get_object_or_404(rows, pk=pk)


@require_http_methods(["GET", "POST"])
def start(request: HttpRequest, city: City) -> HttpResponse:
    """Step 1: take the file, refuse at once what nobody can read, and lead on to the check."""
    _office_only(request, city)
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
        "rounds_url": reverse("workbench:rounds", args=[city.slug]),
        "drafts": [checking.draft_line(import_) for import_ in imports_in_check(city)],
    }
    return render(request, "inspections/round_import.html", context, status=422 if form.errors else 200)


def _begin(request: HttpRequest, city: City, form: ImportForm) -> RoundImport | None:
    """Open the import, unless nothing in the file can be read: then say why beside the file."""
    data = form.cleaned_data
    upload = data["file"]
    try:
        read_round(upload.read(), standard_of(data["standard"]))
    except NothingReadableError as fault:
        form.add_error("file", str(fault))
        return None
    upload.seek(0)
    return start_import(
        city=city,
        edition=data["standard"],
        name=data["name"],
        starts_on=data["started_on"],
        ends_on=data["ended_on"],
        file_name=upload.name,
        chunks=upload.chunks(),
        by=request.user,
        at=timezone.now(),
    )


@require_safe
def check(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Step 2: what was read, what cannot be used and why; after step 3, what was written."""
    _office_only(request, city)
    import_ = _import_or_404(city, pk)
    if import_.state == ImportState.DROPPED:
        raise Http404
    context = {"draft": checking.draft(import_)}
    if import_.state == ImportState.WRITTEN:
        context["written"] = _written(import_)
    else:
        context |= checking.context(request, import_, reading_of(import_))
    return render(request, "inspections/round_check.html", context)


def _written(import_: RoundImport) -> dict[str, Any]:
    """Return what the done page says."""
    round_, slug = import_.round, import_.city.slug
    reading = reading_of(import_)
    return {
        "rows": number_text(len(reading.observations)),
        "left": number_text(round_.left_out) if round_.left_out else "",
        "errors_url": reverse("inspections:errors", args=[slug, import_.pk]) if round_.left_out else "",
        "score_url": reverse("assessment:score", args=[slug, round_.number]),
        "rows_url": reverse("inspections:observations", args=[slug, round_.number]),
        "undo_url": reverse("inspections:revoke", args=[slug, round_.number]),
        "undo_until": moment_text(round_.created_at + REVOCABLE, import_.city),
        "revoked": hasattr(round_, "revocation"),
    }


@require_POST
def accept(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Accept one proposed name (``written`` and ``suggestion``), or every proposal that has a single candidate (``all``)."""
    _office_only(request, city)
    import_ = _import_or_404(city, pk)
    names = checking.single_proposals(reading_of(import_))
    if "all" not in request.POST:
        written, code = request.POST.get("written", ""), request.POST.get("suggestion", "")
        known = {leaf.code for leaf in standard_of(import_.edition).leaves}
        names = {written: code} if written and (code in known or not code) else {}
    if names:
        _attempt(request, lambda: accept_names(import_=import_, names=names, by=request.user, at=timezone.now()))
    return redirect(f"{reverse('inspections:check', args=[city.slug, pk])}#problems")


@require_POST
def write(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Step 3: write the usable rows as one round. The button said how many rows stay out, so the choice is known."""
    _office_only(request, city)
    import_ = _import_or_404(city, pk)
    partial = request.POST.get("left_out") == str(len(reading_of(import_).problems))
    _attempt(request, lambda: write_round(import_=import_, partial=partial, by=request.user, at=timezone.now()))
    return redirect("inspections:check", city.slug, pk)


@require_POST
def drop(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Put the workbook aside."""
    _office_only(request, city)
    import_ = _import_or_404(city, pk)
    if _attempt(request, lambda: drop_import(import_=import_, by=request.user, at=timezone.now())):
        messages.success(request, _("已放弃导入“%(name)s”；原文件仍然保存") % {"name": import_.name})
    return redirect("workbench:rounds", city.slug)


@require_POST
def revoke(request: HttpRequest, city: City, number: int) -> HttpResponse:
    """Take a round back as a whole within a day."""
    _office_only(request, city)
    round_ = get_object_or_404(Round.objects.in_city(city).select_related("city"), number=number)
    reason = request.POST.get("reason", "")[:200]
    if _attempt(request, lambda: revoke_round(round_=round_, reason=reason, by=request.user, at=timezone.now())):
        messages.success(request, _("已撤回“%(name)s”；可以重新导入") % {"name": round_.name})
    return redirect("workbench:rounds", city.slug)


def _attempt(request: HttpRequest, action: Any) -> bool:
    """Run an action; if the object's state has changed meanwhile, say so instead of failing."""
    try:
        action()
    except NotPossibleError as fault:
        messages.error(request, refusal_words(str(fault)))
        return False
    return True


@require_safe
def errors(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Give the rows that cannot be used as a workbook, each with its place, its fault and the mend."""
    _office_only(request, city)
    import_ = _import_or_404(city, pk)
    content = exports.problem_workbook(import_, reading_of(import_))
    return send_workbook(content, _("%(name)s-未用行.xlsx") % {"name": import_.name})


@require_safe
def original(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Give the file back as it was uploaded."""
    _office_only(request, city)
    return send_file(_import_or_404(city, pk).file, slug=city.slug)


@require_safe
def template(request: HttpRequest, city: City) -> HttpResponse:
    """Give an empty form to fill in: one row for every site of the sampling design."""
    _office_only(request, city)
    edition = editions_in(city).last()
    if edition is None:
        raise Http404
    return send_workbook(exports.template_workbook(standard_of(edition)), _("实地测评记录表.xlsx"))
