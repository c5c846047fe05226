"""Which editions the city keeps, which come with the product, and which are on their way in."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wenming.engine.standards import Standard
from wenming.kernel.models import City
from wenming.kernel.schemas import moment_text
from wenming.organisations.rules import sees_results, works_in_office
from wenming.standards.actions import EditionKnownError, adopt_edition
from wenming.standards.models import Edition
from wenming.standards.queries import (
    editions_in,
    imports_open,
    shipped_packs,
    shipped_standard,
    standard_of,
)
from wenming.standards.schemas import edition_title, in_language
from wenming.standards.views.contents import section_counts


@require_http_methods(["GET", "POST"])
def editions(request: HttpRequest, city: City) -> HttpResponse:
    """List the city's editions and the shipped ones, which the office adopts here."""
    if not sees_results(request.user, city):
        raise PermissionDenied
    if request.method == "POST":
        return _adopt_shipped(request, city, request.POST.get("shipped", ""))
    kept = list(editions_in(city))
    office = works_in_office(request.user, city)
    context = {
        "editions": [_line(row, city) for row in kept],
        "shipped": _shipped({row.code for row in kept}),
        "drafts": [draft_line(one, city) for one in imports_open(city)] if office else [],
        "may_adopt": office,
    }
    return render(request, "standards/editions.html", context)


def _adopt_shipped(request: HttpRequest, city: City, code: str) -> HttpResponse:
    """Adopt a pack that comes with the product."""
    if not works_in_office(request.user, city):
        raise PermissionDenied
    path = shipped_packs().get(code)
    if path is None:
        raise Http404
    source = path.read_bytes().decode()
    try:
        edition = adopt_edition(city=city, source=source, file_name=path.name, by=request.user, at=timezone.now())
    except EditionKnownError as fault:
        messages.error(request, known_words(fault))
        return redirect("standards:editions", city.slug)
    messages.success(request, _("已采用《%(title)s》") % {"title": edition_title(edition)})
    return redirect("standards:edition", city.slug, edition.code)


def known_words(fault: EditionKnownError) -> str:
    """Say why an edition with this code cannot be kept as well."""
    return _("代号 %(code)s 已经用于另一份内容；请给新版本换一个代号") % {"code": fault}


def _line(row: Edition, city: City) -> dict[str, Any]:
    """Return one edition of the list."""
    standard = standard_of(row)
    return {
        "url": reverse("standards:edition", args=[city.slug, row.code]),
        "title": edition_title(row),
        "code": row.code,
        "edition": row.edition,
        "complete": row.complete,
        "leaves": str(row.leaf_count),
        "covered": section_counts(standard)[2:],
        "rounds": str(row.round_count or ""),
        "rounds_url": reverse("workbench:rounds", args=[city.slug]),
        "adopted": moment_text(row.created_at, city),
        "digest": row.digest[:8],
    }


def _shipped(kept: set[str]) -> list[dict[str, Any]]:
    """Return the packs that come with the product, with what each covers."""
    found = [shipped_standard(code) for code in shipped_packs()]
    return [_pack(standard, kept=standard.code in kept) for standard in found if standard is not None]


def _pack(standard: Standard, *, kept: bool) -> dict[str, Any]:
    """Return one shipped pack."""
    return {
        "code": standard.code,
        "title": edition_title(standard),
        "edition": standard.edition,
        "complete": standard.complete,
        "covered": section_counts(standard),
        "gaps": [in_language(*gap) for gap in standard.not_covered],
        "kept": kept,
    }


def draft_line(one: Any, city: City) -> dict[str, str]:
    """Return one unfinished import as an entry of a list."""
    name = one.file.name if one.file else _("手工录入")
    return {
        "name": one.name,
        "url": reverse("standards:import_check", args=[city.slug, one.pk]),
        "text": _("%(file)s · %(at)s 上传") % {"file": name, "at": moment_text(one.created_at, city)},
    }
