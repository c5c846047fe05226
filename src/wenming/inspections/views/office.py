"""What every page of an import begins with."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from wenming.inspections.actions import NotPossibleError
from wenming.inspections.enums import ImportState, refusal_words
from wenming.inspections.models import RoundImport
from wenming.kernel.models import City
from wenming.kernel.schemas import moment_text
from wenming.organisations.rules import works_in_office
from wenming.standards.schemas import edition_title


def office_only(request: HttpRequest, city: City) -> None:
    """Imports are the campaign office's work."""
    if not works_in_office(request.user, city):
        raise PermissionDenied


def attempt(request: HttpRequest, action: Callable[[], Any]) -> bool:
    """Run an action; if the object's state has changed meanwhile, say so instead of failing."""
    try:
        action()
    except NotPossibleError as fault:
        messages.error(request, refusal_words(str(fault)))
        return False
    return True


def address(import_: RoundImport, page: str = "check") -> str:
    """Return the address of a page of an import."""
    return reverse(f"inspections:{page}", args=[import_.city.slug, import_.pk])


def draft(import_: RoundImport) -> dict[str, Any]:
    """Return the head of every page of an import."""
    slug = import_.city.slug
    sheets = [sheet for sheet in import_.summary.get("sheets", ()) if sheet["used"]]
    at = moment_text(import_.created_at, import_.city)
    return {
        "slug": slug,
        "pk": import_.pk,
        "round_name": import_.name,
        "standard": edition_title(import_.edition),
        "typed": import_.file is None,
        "file_name": import_.file.name if import_.file else "",
        "file_url": address(import_, "original") if import_.file else "",
        "sheet": _("、").join(sheet["name"] for sheet in sheets),
        "head_row": str(sheets[0]["head"]) if sheets else "1",
        "uploaded": f"{import_.created_by} · {at}",
        "rounds_url": reverse("workbench:rounds", args=[slug]),
        "replace_url": reverse("inspections:import", args=[slug]),
        "steps": steps_of(import_),
        "discard_url": address(import_, "drop"),
    }


def steps_of(import_: RoundImport) -> dict[str, str]:
    """Return the addresses of the steps that can be gone back to."""
    checking = import_.state == ImportState.CHECKING
    if import_.file is None:
        return {"columns": "", "check": address(import_, "entry") if checking else ""}
    open_ = checking or import_.state == ImportState.MAPPING
    return {
        "columns": address(import_, "columns") if open_ else "",
        "check": address(import_) if checking else "",
        "preview": address(import_, "preview") if checking else "",
    }


def draft_line(import_: RoundImport) -> dict[str, str]:
    """Return one unfinished import as an entry of a list, with the step at which it stands."""
    at = moment_text(import_.created_at, import_.city)
    started = _("%(at)s 开始录入") % {"at": at}
    if import_.file is not None:
        started = _("%(file)s · %(at)s 上传") % {"file": import_.file.name, "at": at}
    return {
        "name": import_.name,
        "url": address(import_) if import_.file else address(import_, "entry"),
        "step": step_words(import_),
        "text": started,
    }


def step_words(import_: RoundImport) -> str:
    """Say at which step an unfinished import stands."""
    if import_.state == ImportState.CHECKING:
        left = import_.tally.get("open_groups", 0)
        if import_.file is None:
            return str(_("手工录入中"))
        return _("校对中，还有 %(left)s 处") % {"left": left} if left else str(_("校对完了，可以写入"))
    return str(ImportState(import_.state).label)
