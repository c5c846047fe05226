"""A decomposition table from the upload to what holds: take, drop, adopt; and the files around it."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wenming.campaigns.actions.adopting import adopt_table
from wenming.campaigns.actions.decomposition import drop_table_import, start_table_import
from wenming.campaigns.exports.decomposition import decomposition_table, decomposition_workbook
from wenming.campaigns.exports.faults import fault_workbook
from wenming.campaigns.exports.words import decomposition_document
from wenming.campaigns.forms.tables import ACCEPT, TableForm
from wenming.campaigns.models import Campaign, ResponsibilityImport
from wenming.campaigns.queries import campaigns_in
from wenming.campaigns.queries.decomposition import read_import, tables_in_check
from wenming.campaigns.rules import keeps_campaigns, sees_responsibilities
from wenming.campaigns.views.doing import attempt
from wenming.campaigns.views.offices import (
    campaign_or_404,
    draft_line,
    import_or_404,
)
from wenming.engine.decomposition.plans import Scope
from wenming.kernel.adapters.downloads import send_file, send_workbook
from wenming.kernel.adapters.pages import today_in
from wenming.kernel.models import City
from wenming.kernel.schemas import choices
from wenming.standards.imports.grids import UnreadableError
from wenming.standards.schemas import edition_title

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_safe
def tables(request: HttpRequest, city: City) -> HttpResponse:
    """Lead to the import of the campaign that pages show first; say what to do where the city has none."""
    if not keeps_campaigns(request.user, city):
        raise PermissionDenied
    found = campaigns_in(city, on=today_in(city)).first() or campaigns_in(city).first()
    if found is not None:
        return redirect("campaigns:table_import", city.slug, found.pk)
    return render(request, "campaigns/table_none.html", {})


@require_http_methods(["GET", "POST"])
def start(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Step 1: take the file, refuse at once what nobody can read, and lead on."""
    campaign = campaign_or_404(request, city, pk)
    posted = request.method == "POST"
    form = TableForm(request.POST, request.FILES) if posted else TableForm()
    if posted and form.is_valid():
        import_ = _begin(request, campaign, form)
        if import_ is not None:
            return redirect("campaigns:table_check", city.slug, pk, import_.pk)
    others = [
        (reverse("campaigns:table_import", args=[city.slug, one.pk]), one.name, one.pk == pk)
        for one in campaigns_in(city)
    ]
    context = {
        "form": form,
        "campaign": campaign.name,
        "standard": edition_title(campaign.edition),
        "campaigns": choices(others) if len(others) > 1 else [],
        "accept": ACCEPT,
        "limit_bytes": settings.UPLOAD_LIMIT_MEGABYTES * 1024 * 1024,
        "limit_label": f"{settings.UPLOAD_LIMIT_MEGABYTES} MB",
        "template_url": reverse("campaigns:table_template", args=[city.slug, pk]),
        "export_url": reverse("campaigns:table_export", args=[city.slug, pk]),
        "drafts": [draft_line(one) for one in tables_in_check(city)],
    }
    return render(request, "campaigns/table_import.html", context, status=422 if form.errors else 200)


def _begin(request: HttpRequest, campaign: Campaign, form: TableForm) -> ResponsibilityImport | None:
    """Open the import, unless nothing in the file can be read: then say why beside the file."""
    file = form.cleaned_data["file"]
    try:
        return start_table_import(
            campaign=campaign, file_name=file.name, chunks=file.chunks(), by=request.user, at=timezone.now()
        )
    except UnreadableError as fault:
        form.add_error("file", str(fault))
        return None


@require_POST
def adopt(request: HttpRequest, city: City, pk: int, number: int) -> HttpResponse:
    """Step 5: let the table hold. The button said how many cells stay out that nobody decided about, so the choice is known."""
    import_ = import_or_404(request, city, (pk, number), any_state=True)
    scope = scope_of(request.POST.get("complete", ""))
    at = timezone.now()

    def act() -> None:
        left = len(read_import(import_, on=today_in(city)).waiting)
        partial = request.POST.get("left_out") == str(left)
        adopt_table(import_=import_, scope=scope, partial=partial, by=request.user, at=at)

    attempt(act, request=request)
    return redirect("campaigns:table_check", city.slug, pk, number)


def scope_of(text: str) -> Scope:
    """Return for which clauses the table is complete; without a choice for those that it names."""
    return Scope(text) if text in set(Scope) else Scope.NAMED


@require_POST
def drop(request: HttpRequest, city: City, pk: int, number: int) -> HttpResponse:
    """Put a table aside."""
    import_ = import_or_404(request, city, (pk, number), any_state=True)
    if attempt(lambda: drop_table_import(import_=import_, by=request.user, at=timezone.now()), request=request):
        messages.success(request, _("已放弃导入“%(name)s”；原文件仍然保存") % {"name": import_.file.name})
    return redirect("campaigns:table_import", city.slug, pk)


@require_safe
def original(request: HttpRequest, city: City, pk: int, number: int) -> HttpResponse:
    """Give the file back as it was uploaded."""
    import_ = import_or_404(request, city, (pk, number), any_state=True)
    return send_file(import_.file, slug=city.slug)


@require_safe
def errors(request: HttpRequest, city: City, pk: int, number: int) -> HttpResponse:
    """Give the table with its listed cells marked, and a list of what is wrong with each and how to mend it."""
    import_ = import_or_404(request, city, (pk, number), any_state=True)
    reading = read_import(import_, on=today_in(city))
    return send_workbook(fault_workbook(import_, reading), _("%(name)s-问题.xlsx") % {"name": import_.file.name})


@require_safe
def template(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Give the empty form: every clause of the edition, nobody named."""
    campaign = campaign_or_404(request, city, pk)
    table = decomposition_table(campaign, on=today_in(city), empty=True)
    return send_workbook(decomposition_workbook(table), _("%(name)s任务分解表（空表）.xlsx") % {"name": campaign.name})


@require_safe
def export(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Give the matrix of today as a 任务分解表, for Excel or with ``?as=docx`` for Word."""
    if not sees_responsibilities(request.user, city):
        raise PermissionDenied
    campaign = get_object_or_404(campaigns_in(city), pk=pk)
    table = decomposition_table(campaign, on=today_in(city))
    if request.GET.get("as") == "docx":
        response = send_workbook(decomposition_document(table), f"{table.title}.docx")
        response["Content-Type"] = WORD
        return response
    return send_workbook(decomposition_workbook(table), f"{table.title}.xlsx")
