"""Filings: listed, asked for with a look at the names first, waited for, handed out, compared, read again, closed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wenming.campaigns.queries import campaigns_in
from wenming.engine.filing import compare, in_order
from wenming.kernel.adapters.downloads import send_file, send_workbook
from wenming.kernel.adapters.pages import one_of, only, today_in
from wenming.kernel.models import City
from wenming.kernel.schemas import keyset_page, moment_text
from wenming.materials import actions
from wenming.materials.actions.filing import is_stale, rows_of
from wenming.materials.exports.filing.changes import changes_workbook
from wenming.materials.forms.filing import FIELDS, FilingForm
from wenming.materials.models import Filing, FilingPart
from wenming.materials.queries.filing import (
    DEFAULT,
    failure_of,
    filings_listed,
    lacks_in,
    pieces_in,
    plan_of,
    years_filed,
)
from wenming.materials.queries.years import items_in
from wenming.materials.rules import keeps_materials, sees_filings
from wenming.materials.schemas.filing import (
    change_groups,
    filing_row,
    filing_state,
    lack_rows,
    part_rows,
)
from wenming.materials.views.edges import attempt, chosen_campaign, who

SIZE = 30
PREVIEW = 20


@require_safe
def filings(request: HttpRequest, city: City) -> HttpResponse:
    """List the filings of a campaign, the latest first."""
    only(sees_filings, request, city)
    campaign = chosen_campaign(request, city)
    page = keyset_page(request, filings_listed(campaign), key="pk", size=SIZE, descending=True)
    context = {
        "rows": [filing_row(one, city) for one in page.rows],
        "page": page.links(request),
        "campaign": campaign.name,
        "campaigns": [
            {"url": f"?campaign={one.pk}", "label": one.name, "active": one.pk == campaign.pk}
            for one in campaigns_in(city)
        ],
        "query": f"?campaign={campaign.pk}",
        "keeps": keeps_materials(request.user, city),
    }
    return render(request, "materials/filings.html", context)


@require_http_methods(["GET", "POST"])
def filing_new(request: HttpRequest, city: City) -> HttpResponse:
    """Choose year and names, look at the first names and at what is missing, let it be made."""
    only(keeps_materials, request, city)
    campaign = chosen_campaign(request, city)
    years = years_filed(campaign) or [today_in(city).year]
    asked = request.POST if request.method == "POST" else request.GET
    form = FilingForm(asked if "template" in asked else None, years=years)
    made: list[Filing] = []

    def run() -> None:
        made.append(actions.ask_filing(campaign=campaign, **form.cleaned_data, **who(request)))

    if request.method == "POST" and form.is_valid() and attempt(run, form):
        return redirect("materials:filing", city.slug, made[0].pk)
    wanted = form.cleaned_data if form.is_bound and form.is_valid() else {}
    usual = {"year": years[0], "template": DEFAULT, "padded": True}
    context = {
        "form": form,
        "campaign": campaign.name,
        "query": f"?campaign={campaign.pk}",
        "key": campaign.pk,
        "fields": FIELDS.items(),
        **(_preview(plan_of(campaign, **(wanted or usual))) if wanted or not form.is_bound else {}),
    }
    return render(request, "materials/filing_new.html", context, status=422 if form.errors else 200)


def _preview(plan: dict[str, Any]) -> dict[str, Any]:
    """Return what a filing would hold: the first names, whether Explorer keeps their order, how many pieces, what is missing."""
    pieces, lacks = pieces_in(plan), lacks_in(plan)
    return {
        "names": [piece["path"] for piece in pieces[:PREVIEW]],
        "pieces": len(pieces),
        "ordered": in_order([piece["path"] for piece in pieces]),
        "lacks": lack_rows(lacks),
        "lack_count": sum(lack["missing"] for _line, lack in lacks),
        "shown": True,
    }


def _seen(request: HttpRequest, city: City, pk: int) -> Filing:
    """Return a filing that the person may see, or 404."""
    only(sees_filings, request, city)
    return one_of(
        Filing.objects.in_city(city).select_related("city", "campaign__city", "campaign__edition", "by"), pk=pk
    )


def _parts(filing: Filing) -> list[FilingPart]:
    rows = FilingPart.objects.in_city(filing.city).filter(filing=filing).select_related("file")
    return list(rows.order_by("order"))


@require_safe
def filing(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Show a filing: how far it is, or its parts; htmx asks again while it is made, a browser without scripts reloads."""
    one = _seen(request, city, pk)
    context = {"filing": one, "here": reverse("materials:filing", args=[city.slug, pk]), **_progress(one)}
    if one.made_at is None and request.headers.get("HX-Request"):
        return render(request, "materials/filing_state.html", context)
    keeps = keeps_materials(request.user, city)
    before = filings_listed(one.campaign).filter(year=one.year, number__lt=one.number, made_at__isnull=False).first()
    last = not filings_listed(one.campaign).filter(year=one.year, number__gt=one.number).exists()
    items = list(items_in(one.campaign, (one.since, one.until)).only("state", "city")) if one.made_at and last else []
    context |= {
        "state": filing_state(one),
        "parts": part_rows(_parts(one), city) if one.made_at else [],
        "facts": _facts(one, city),
        "lacks": lack_rows(lacks_in(one.plan)) if one.made_at else [],
        "changes_url": reverse("materials:filing_changes", args=[city.slug, pk]) if before and one.made_at else "",
        "keeps": keeps,
        "closes": keeps and bool(one.made_at) and last and not one.locks,
        "stale": bool(one.made_at) and not one.locks and last and is_stale(one, items),
        "query": f"?campaign={one.campaign_id}",
    }
    response = render(request, "materials/filing.html", context)
    if one.made_at is not None and request.headers.get("HX-Request"):
        response["HX-Refresh"] = "true"
    return response


def _progress(one: Filing) -> dict[str, Any]:
    """Return how many steps are done of how many, and what went wrong the last time."""
    if one.made_at is not None:
        return {}
    steps = len(one.plan["parts"]) + 2 if one.plan else 0
    return {"steps": steps, "done": one.parts.count() + 1 if one.plan else 0, "failure": failure_of(one)}


def _facts(one: Filing, city: City) -> list[dict[str, Any]]:
    """Return what a filing is, line by line."""
    checked = ""
    if one.checked_at:
        checked = moment_text(one.checked_at, city)
        checked += "：" + ("、".join(one.faults) + _("不符") if one.faults else _("全部相符"))
    told = (
        (_("材料时限"), f"{one.since:%Y-%m} — {one.until:%Y-%m}", False),
        (_("文件名规则"), one.template, True),
        (_("导出时间"), f"{moment_text(one.at, city)} {one.by.name}", False),
        (_("材料份数"), str(one.pieces), False),
        (_("缺的份数"), str(one.lacks), False),
        (_("目录校验码"), one.digest, True),
        (_("归档时间"), moment_text(one.locked_at, city) if one.locked_at else "", False),
        (_("最近核验"), checked, False),
    )
    return [{"name": name, "value": value, "mono": mono} for name, value, mono in told if value]


@require_safe
def filing_part(request: HttpRequest, city: City, pk: int) -> FileResponse:
    """Give a zip of a filing that is whole."""
    only(sees_filings, request, city)
    rows = FilingPart.objects.in_city(city).filter(filing__made_at__isnull=False).select_related("file")
    return send_file(one_of(rows, pk=pk).file, slug=city.slug)


def _compared(request: HttpRequest, city: City, pk: int) -> tuple[Filing, Filing, list[Filing]]:
    """Return a filing, the one that it is compared with, and all that it can be; 404 where there is none."""
    one = _seen(request, city, pk)
    others = list(
        filings_listed(one.campaign)
        .filter(year=one.year, number__lt=one.number, made_at__isnull=False)
        .order_by("-number")
    )
    wanted = request.GET.get("since", "")
    chosen = next((other for other in others if str(other.number) == wanted), others[0] if others else None)
    if chosen is None or one.made_at is None:
        raise Http404
    return one, chosen, others


@require_safe
def filing_changes(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Show what changed since an earlier filing of the year."""
    one, before, others = _compared(request, city, pk)
    changes = compare(rows_of(before), rows_of(one))
    supplement = next(
        (part for part in part_rows(_parts(one), city) if part["kind"] == pgettext("filing", "增补包")), None
    )
    context = {
        "filing": one,
        "before": before,
        "others": [
            {
                "url": f"?since={other.number}",
                "label": _("比第 %(n)s 次") % {"n": other.number},
                "active": other.pk == before.pk,
            }
            for other in others
        ],
        "groups": change_groups(changes),
        "same": changes.same,
        "count": changes.count,
        "supplement": supplement if before.pk == others[0].pk else None,
        "export_url": f"{reverse('materials:filing_changes_export', args=[city.slug, pk])}?since={before.number}",
    }
    return render(request, "materials/filing_changes.html", context)


@require_safe
def filing_changes_export(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Give all changes as a workbook."""
    one, before, _others = _compared(request, city, pk)
    title = f"{one.campaign.name}{one.year}年申报材料：第 {one.number} 次比第 {before.number} 次"
    content = changes_workbook(title, compare(rows_of(before), rows_of(one)))
    return send_workbook(content, f"{city.name}-{_('变化清单')}.xlsx")


@require_POST
def filing_check(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Let every byte of a filing be read again."""
    only(keeps_materials, request, city)
    one = _seen(request, city, pk)
    if attempt(lambda: actions.ask_check(filing=one, **who(request)), request=request):
        messages.success(request, _("开始核验；完成后结果写在这一页"))
    return redirect("materials:filing", city.slug, pk)


@require_POST
def filing_close(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Make a filing the archive of its year."""
    only(keeps_materials, request, city)
    one = _seen(request, city, pk)
    if attempt(lambda: actions.close_year(filing=one, **who(request)), request=request):
        messages.success(request, _("%(year)s 年的材料已归档，不能再改") % {"year": one.year})
    return redirect("materials:filing", city.slug, pk)


@require_safe
def archive(request: HttpRequest, city: City) -> HttpResponse:
    """List the archives of all campaigns with the digest of every part."""
    only(sees_filings, request, city)
    rows = Filing.objects.in_city(city).filter(locks=True).select_related("by", "campaign").defer("plan")
    found = list(rows.order_by("-year", "-pk")[:SIZE])
    parts: dict[int, list[FilingPart]] = {}
    wanted = FilingPart.objects.in_city(city).filter(filing__in=found).select_related("file").order_by("order")
    for part in wanted:
        parts.setdefault(part.filing_id, []).append(part)
    context = {
        "archives": [
            {**filing_row(one, city), "campaign": one.campaign.name, "facts": _facts(one, city), "parts": part_rows(parts.get(one.pk, []), city)}
            for one in found
        ],
    }  # fmt: skip
    return render(request, "materials/archive.html", context)
