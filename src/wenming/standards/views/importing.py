"""An edition on its way in from a file: upload, columns, check, rehearsal, adoption; it can be left and taken up at any step."""

from __future__ import annotations

from collections.abc import Callable
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

from wenming.kernel.adapters.downloads import send_file
from wenming.kernel.models import City
from wenming.organisations.rules import works_in_office
from wenming.standards.actions import (
    EditionKnownError,
    NotPossibleError,
    adopt_import,
    answer_import,
    drop_standard_import,
    start_standard_import,
)
from wenming.standards.enums import StandardImportState, refusal_words
from wenming.standards.exports.packs import pack_text
from wenming.standards.forms.standards import ACCEPT, FactsForm, UploadForm
from wenming.standards.imports.grids import UnreadableError
from wenming.standards.imports.readings import FileKind, kind_of
from wenming.standards.models import StandardImport
from wenming.standards.queries import imports_open, reading_of
from wenming.standards.schemas import edition_title
from wenming.standards.views import checking, columns
from wenming.standards.views.editions import draft_line, known_words


def office_only(request: HttpRequest, city: City) -> None:
    """Standards are the campaign office's to bring in."""
    if not works_in_office(request.user, city):
        raise PermissionDenied


def import_or_404(request: HttpRequest, city: City, pk: int) -> StandardImport:
    """Return an open import of this city, for the office; an adopted or dropped one is gone."""
    office_only(request, city)
    rows = StandardImport.objects.in_city(city).select_related("city", "file", "created_by", "edition")
    return get_object_or_404(rows, pk=pk, state=StandardImportState.CHECKING)


@require_http_methods(["GET", "POST"])
def start(request: HttpRequest, city: City) -> HttpResponse:
    """Step 1: take the file, refuse at once what nobody can read, and lead on."""
    office_only(request, city)
    posted = request.method == "POST"
    form = UploadForm(request.POST, request.FILES) if posted else UploadForm()
    if posted and form.is_valid():
        answer = _begin(request, city, form)
        if answer is not None:
            return answer
    context = {
        "form": form,
        "accept": ACCEPT,
        "limit_bytes": settings.UPLOAD_LIMIT_MEGABYTES * 1024 * 1024,
        "limit_label": f"{settings.UPLOAD_LIMIT_MEGABYTES} MB",
        "drafts": [draft_line(one, city) for one in imports_open(city)],
    }
    return render(request, "standards/import.html", context, status=422 if form.errors else 200)


def _begin(request: HttpRequest, city: City, form: UploadForm) -> HttpResponse | None:
    """Open the import, unless nothing in the file can be read: then say why beside the file."""
    upload = form.cleaned_data["file"]
    try:
        kind = kind_of(upload.read(), upload.name)
    except UnreadableError as fault:
        form.add_error("file", str(fault))
        return None
    if kind is FileKind.CHECKLISTS:
        form.add_error("file", _("这是检查表集，不是测评体系；请到“检查表”页面上传"))
        return None
    upload.seek(0)
    import_ = start_standard_import(
        city=city, file_name=upload.name, chunks=upload.chunks(), by=request.user, at=timezone.now()
    )
    step = "standards:import_columns" if kind is FileKind.OFFICE else "standards:import_check"
    return redirect(step, city.slug, import_.pk)


@require_http_methods(["GET", "POST"])
def import_columns(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Step 2, for an office's own form: what each column means, and which tables count."""
    import_ = import_or_404(request, city, pk)
    reading = reading_of(import_)
    if reading.kind is not FileKind.OFFICE:
        return redirect("standards:import_check", city.slug, pk)
    if request.method == "POST":
        values = columns.chosen(request, reading)
        attempt(request, lambda: _answer(request, import_, "mapping", values))
        return redirect("standards:import_check", city.slug, pk)
    context = {**checking.head(import_, reading), "tables": columns.tables(reading), "step": 2}
    return render(request, "standards/import_columns.html", context)


@require_safe
def import_check(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Step 3: every fault with its place and its mend, everything that is not used, and what only a person knows."""
    import_ = import_or_404(request, city, pk)
    if import_.draft is not None:
        return redirect("standards:draft", city.slug, pk)
    reading = reading_of(import_)
    context = {**checking.head(import_, reading), **checking.context(request, import_, reading), "step": 3}
    if reading.kind is FileKind.OFFICE:
        context["facts_form"] = _facts_form(import_)
    return render(request, "standards/import_check.html", context)


def _facts_form(import_: StandardImport) -> FactsForm:
    """Return the form of what the file does not say, filled with what is known or can be read off its titles."""
    office = reading_of(import_).office
    known = {"title_zh": office.title, "edition": office.edition, "confidence": "unverified"} if office else {}
    facts = {**known, **import_.answers.get("facts", {})}
    return FactsForm(initial={**facts, "complete": facts.get("complete") == "true"})


@require_POST
def import_facts(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Remember what the file does not say of itself."""
    import_ = import_or_404(request, city, pk)
    form = FactsForm(request.POST)
    if not form.is_valid():
        reading = reading_of(import_)
        context = {**checking.head(import_, reading), **checking.context(request, import_, reading), "step": 3}
        return render(request, "standards/import_check.html", {**context, "facts_form": form}, status=422)
    attempt(request, lambda: _answer(request, import_, "facts", form.answers()))
    return redirect("standards:import_check", city.slug, pk)


@require_POST
def import_fix(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Type one place of the file anew (``key`` and ``text``), accept its proposal, or take a mend back (``undo``)."""
    import_ = import_or_404(request, city, pk)
    key = request.POST.get("key", "")
    text = request.POST.get("proposal", request.POST.get("text", ""))
    known = {fault.key for fault in reading_of(import_).findings if fault.key}
    if "undo" in request.POST:
        attempt(request, lambda: _answer(request, import_, "edits", {key: None}))
    elif key in known:
        attempt(request, lambda: _answer(request, import_, "edits", {key: text}))
    return redirect(f"{reverse('standards:import_check', args=[city.slug, pk])}#problems")


@require_safe
def import_preview(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Step 4: the edition as it will be, and what it changes against the city's edition before."""
    import_ = import_or_404(request, city, pk)
    reading = reading_of(import_)
    if reading.standard is None:
        return redirect("standards:import_check", city.slug, pk)
    context = {**checking.head(import_, reading), **checking.preview(request, import_, reading.standard), "step": 4}
    return render(request, "standards/import_preview.html", context)


@require_POST
def import_adopt(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Step 5: adopt the edition."""
    import_ = import_or_404(request, city, pk)
    try:
        edition = adopt_import(import_=import_, written=pack_text, by=request.user, at=timezone.now())
    except NotPossibleError as fault:
        messages.error(request, refusal_words(str(fault)))
        return redirect("standards:import_check", city.slug, pk)
    except EditionKnownError as fault:
        messages.error(request, known_words(fault))
        return redirect("standards:import_preview", city.slug, pk)
    messages.success(request, _("已采用《%(title)s》") % {"title": edition_title(edition)})
    return redirect("standards:edition", city.slug, edition.code)


@require_POST
def import_drop(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Put the import aside."""
    import_ = import_or_404(request, city, pk)
    if attempt(request, lambda: drop_standard_import(import_=import_, by=request.user, at=timezone.now())):
        messages.success(request, _("已放弃导入“%(name)s”；原文件仍然保存") % {"name": import_.name})
    return redirect("standards:editions", city.slug)


@require_safe
def import_original(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Give the file back as it was uploaded."""
    import_ = import_or_404(request, city, pk)
    if import_.file is None:
        raise Http404
    return send_file(import_.file, slug=city.slug)


def _answer(request: HttpRequest, import_: StandardImport, key: str, values: dict[str, Any]) -> None:
    answer_import(import_=import_, key=key, values=values, by=request.user, at=timezone.now())


def attempt(request: HttpRequest, action: Callable[[], object]) -> bool:
    """Run an action; if the object's state has changed meanwhile, say so instead of failing."""
    try:
        action()
    except NotPossibleError as fault:
        messages.error(request, refusal_words(str(fault)))
        return False
    return True
