"""The collections of checklists that the city keeps; the office adopts another one here."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from wenming.kernel.models import City
from wenming.organisations.rules import sees_results, works_in_office
from wenming.standards.actions import ChecklistKnownError, adopt_checklists
from wenming.standards.forms.handbook import SOURCE_LIMIT, AdoptChecklistsForm
from wenming.standards.imports.findings import Finding, PackError
from wenming.standards.models import Checklist
from wenming.standards.queries import adopted_in, checklists_in, collection_of
from wenming.standards.schemas import in_language


@require_http_methods(["GET", "POST"])
def checklists(request: HttpRequest, city: City) -> HttpResponse:
    """List the collections; a file that is none is shown with every fault and its line."""
    if not sees_results(request.user, city):
        raise PermissionDenied
    posted = request.method == "POST"
    form = AdoptChecklistsForm(request.POST, request.FILES) if posted else AdoptChecklistsForm()
    findings: list[Finding] = []
    if posted:
        if not works_in_office(request.user, city):
            raise PermissionDenied
        if form.is_valid():
            checklist, findings = _adopt(request, city, form)
            if checklist:
                return redirect("standards:checklists", city.slug)
    context = {
        "collections": [_line(city, row) for row in checklists_in(city)],
        "strangers": ["/".join(clause) for clause in adopted_in(city).crosswalk.strangers()],
        "form": form,
        "findings": findings,
        "may_adopt": works_in_office(request.user, city),
        "limit_bytes": SOURCE_LIMIT,
        "handbook_url": reverse("standards:handbook", args=[city.slug]),
        "crosswalk_url": reverse("standards:crosswalk", args=[city.slug]),
    }
    return render(request, "standards/checklists.html", context, status=422 if findings or form.errors else 200)


def _adopt(request: HttpRequest, city: City, form: AdoptChecklistsForm) -> tuple[Checklist | None, list[Finding]]:
    """Adopt what the form holds; return the collection, or the findings that stand against it."""
    source, file_name = form.cleaned_data["source"], form.cleaned_data["file_name"]
    try:
        row = adopt_checklists(city=city, source=source, file_name=file_name, by=request.user, at=timezone.now())
    except PackError as fault:
        return None, list(fault.findings)
    except ChecklistKnownError as fault:
        form.add_error(None, _("代号 %(code)s 已经用于另一份内容；请给新版本换一个代号") % {"code": fault})
        return None, []
    messages.success(request, _("已采用《%(title)s》") % {"title": in_language(row.title, row.title_en)})
    return row, []


def _line(city: City, row: Checklist) -> dict[str, str | int]:
    """Return one collection with the numbers of what it holds."""
    provisions = collection_of(row).provisions
    return {
        "title": in_language(row.title, row.title_en),
        "edition": row.edition,
        "url": reverse("standards:checklists_file", args=[city.slug, row.code]),
        "types": len(provisions.site_types),
        "items": len(provisions.check_items),
        "links": len(provisions.crosswalk),
        "cards": len(provisions.cards),
        "digest": row.digest[:8],
    }


@require_safe
def checklists_file(request: HttpRequest, city: City, code: str) -> HttpResponse:
    """Give the file back, byte for byte as it was adopted."""
    if not sees_results(request.user, city):
        raise PermissionDenied
    row = get_object_or_404(checklists_in(city), code=code)
    response = HttpResponse(row.source, content_type="application/yaml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{row.code}.yaml"'
    return response
