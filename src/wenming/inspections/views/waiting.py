"""The page of an import that a job reads or writes: how far it is, and what to do where it stopped."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from wenming.inspections.actions import ask_reading, ask_write, reopen_import
from wenming.inspections.adapters.progress import progress_of
from wenming.inspections.enums import ImportState
from wenming.inspections.models import RoundImport
from wenming.inspections.queries import import_in
from wenming.inspections.queries.imports import failure_of
from wenming.inspections.views.office import address, attempt, draft, office_only
from wenming.kernel.models import City
from wenming.kernel.schemas import number_text

STILL_SECONDS = 120
"""A job that has not moved for so long seems to have stopped: then the page offers to begin anew."""
WAITING = (ImportState.READING, ImportState.WRITING, ImportState.FAILED)


@require_safe
def wait(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Show how far the job is; htmx asks again and again, a browser without scripts reloads."""
    office_only(request, city)
    import_ = import_in(city, pk)
    fragment = bool(request.headers.get("HX-Request"))
    if import_.state not in WAITING:
        if not fragment:
            return redirect("inspections:check", city.slug, pk)
        return HttpResponse(headers={"HX-Redirect": address(import_)})
    context = {"draft": draft(import_), **_context(import_)}
    return render(request, "inspections/wait_state.html" if fragment else "inspections/round_wait.html", context)


def _context(import_: RoundImport) -> dict[str, Any]:
    """Return what the page says: the phase, the rows that are done, and what went wrong."""
    writing = import_.state == ImportState.WRITING
    progress = progress_of(import_.city.slug, import_.pk)
    failure = failure_of(import_)
    began = import_.work.at if import_.work else import_.created_at
    moved = max(progress.moved_at if progress else 0, began.timestamp())
    still = timezone.now().timestamp() - moved > STILL_SECONDS
    return {
        "writing": writing,
        "failed": import_.state == ImportState.FAILED,
        "fault": import_.fault,
        "failure": failure,
        "still": still and not failure,
        "again": still or bool(failure) or import_.state == ImportState.FAILED,
        "phase": _phase(progress.phase if progress else "", writing=writing),
        "done": progress.done if progress else 0,
        "total": progress.total if progress else 0,
        "text": _("%(done)s / %(total)s 行")
        % {"done": number_text(progress.done), "total": number_text(progress.total)}
        if progress
        else "",
        "wait_url": address(import_, "wait"),
        "again_url": address(import_, "again"),
        "reopen_url": address(import_, "reopen") if writing else "",
    }


def _phase(phase: str, *, writing: bool) -> str:
    """Say what the job does."""
    words = {"opening": _("正在打开工作簿"), "reading": _("正在逐行核对"), "writing": _("正在写入")}
    return words.get(phase) or (_("排队等待写入") if writing else _("排队等待读取"))


@require_POST
def again(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Begin anew what stopped. Nothing was written halfway, and nothing that people said is lost."""
    office_only(request, city)
    import_ = import_in(city, pk)
    if import_.state == ImportState.WRITING:
        partial = bool(import_.work.data["partial"])
        attempt(request, lambda: ask_write(import_=import_, partial=partial, by=request.user, at=timezone.now()))
    else:
        attempt(request, lambda: ask_reading(import_=import_, by=request.user, at=timezone.now()))
    return redirect("inspections:check", city.slug, pk)


@require_POST
def reopen(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Go back to the check where writing stopped."""
    office_only(request, city)
    import_ = import_in(city, pk)
    attempt(request, lambda: reopen_import(import_=import_, by=request.user, at=timezone.now()))
    return redirect("inspections:check", city.slug, pk)
