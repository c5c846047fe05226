"""The handbook: a page for every type of site, for field teams and for the wall; the office adds pictures and chiefs."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from wenming.engine.provisions import CheckItem, SiteType
from wenming.kernel.adapters.downloads import send_picture
from wenming.kernel.models import City
from wenming.kernel.schemas import moment_text
from wenming.organisations.rules import works_in_city, works_in_office
from wenming.standards.actions import empty_example, name_chief, show_example
from wenming.standards.enums import ExampleKind
from wenming.standards.forms.handbook import ChiefForm, ExampleForm
from wenming.standards.imports.pictures import PICTURE_LIMIT, PictureError
from wenming.standards.models import Example, SiteTypeChief
from wenming.standards.queries import (
    Adopted,
    adopted_in,
    chiefs_of,
    examples_of,
    latest_chiefs,
    latest_examples,
)
from wenming.standards.schemas import in_language, node_name, sheets


@require_safe
def handbook(request: HttpRequest, city: City) -> HttpResponse:
    """List the types of site, each with how it is walked and how many things are looked at."""
    adopted = _open(request, city)
    types = adopted.crosswalk.site_types
    chiefs = latest_chiefs(city, list(types))
    context = {
        "cards": [
            {
                "code": site_type.code,
                "name": node_name(site_type),
                "url": reverse("standards:sheet", args=[city.slug, site_type.code]),
                "walk": in_language(site_type.walk, site_type.walk_en),
                "facts": [fact["value"] for fact in sheets.walk_facts(site_type) if fact["look"] == "short"],
                "count": len(sheets.items_of(adopted, site_type.code)),
                "chief": sheets.chief_of(chiefs.get(site_type.code)),
            }
            for site_type in types.values()
        ],
        "all_url": reverse("standards:sheets", args=[city.slug]),
        "cards_url": reverse("standards:cards", args=[city.slug]),
        "adopt_url": reverse("standards:checklists", args=[city.slug]) if works_in_office(request.user, city) else "",
    }
    return render(request, "standards/handbook.html", context)


@require_safe
def all_sheets(request: HttpRequest, city: City) -> HttpResponse:
    """Show the whole handbook on one page, to be printed: every type of site begins on a sheet of its own."""
    adopted = _open(request, city)
    types = list(adopted.crosswalk.site_types.values())
    return _sheets(request, city, adopted, types)


@require_safe
def sheet(request: HttpRequest, city: City, site_type: str) -> HttpResponse:
    """Show the page of one type of site."""
    adopted = _open(request, city)
    return _sheets(request, city, adopted, [_type(adopted, site_type)])


def _sheets(request: HttpRequest, city: City, adopted: Adopted, types: list[SiteType]) -> HttpResponse:
    """Show these pages of the handbook."""
    items = [item.code for site_type in types for item in sheets.items_of(adopted, site_type.code)]
    examples, chiefs = latest_examples(city, items), latest_chiefs(city, [one.code for one in types])
    made = [
        sheets.sheet_of(
            adopted,
            city,
            site_type,
            examples=examples,
            chief=chiefs.get(site_type.code),
            may_edit=works_in_office(request.user, city),
        )
        for site_type in types
    ]
    context = {
        "sheets": made,
        "single": made[0] if len(made) == 1 else None,
        "list_url": reverse("standards:handbook", args=[city.slug]),
        "sources": [f"{in_language(one.title, one.title_en)} {one.edition}" for one in adopted.collections],
    }
    return render(request, "standards/sheets.html", context)


@require_http_methods(["GET", "POST"])
def item(request: HttpRequest, city: City, site_type: str, item: str) -> HttpResponse:
    """Show and change the pictures of one check item: good, bad, and everything that stood there before."""
    adopted = _open(request, city, office=True)
    kind, found = _type(adopted, site_type), _item(adopted, site_type, item)
    form = ExampleForm(request.POST, request.FILES) if request.method == "POST" else None
    if form is not None and "empty" in request.POST:
        asked = request.POST["empty"]
        if asked not in ExampleKind.values:
            raise Http404
        if empty_example(city=city, item=item, kind=asked, by=request.user, at=timezone.now()):
            messages.success(request, _("已撤下图片，旧图仍在历史里"))
        return redirect("standards:item", city.slug, site_type, item)
    if form is not None and form.is_valid() and _show(request, city, item, form):
        return redirect("standards:item", city.slug, site_type, item)
    context = _item_context(city, kind, found, form)
    return render(request, "standards/item.html", context, status=422 if form is not None else 200)


def _show(request: HttpRequest, city: City, item: str, form: ExampleForm) -> Example | None:
    """Show the picture that was sent; say beside the field why it cannot be."""
    data = form.cleaned_data
    try:
        example = show_example(
            city=city,
            item=item,
            kind=data["kind"],
            caption=data["caption"],
            file_name=data["picture"].name,
            content=data["picture"].read(PICTURE_LIMIT + 1),
            by=request.user,
            at=timezone.now(),
        )
    except PictureError as fault:
        form.add_error("picture", str(fault))
        return None
    messages.success(request, _("图片已换上"))
    return example


def _item_context(city: City, site_type: SiteType, found: CheckItem, sent: ExampleForm | None) -> dict[str, Any]:
    """Return what the page of one check item shows."""
    history = list(examples_of(city, found.code))
    slots = []
    for kind in sheets.KINDS:
        latest = next((row for row in history if row.kind == kind), None)
        form = sent if sent is not None and sent.data.get("kind") == kind else None
        slots.append(
            {
                **sheets.slot_of(city, kind, latest if latest and latest.file_id else None),
                "form": form or ExampleForm(initial={"kind": kind}, auto_id=f"id_{kind}_%s"),
            }
        )
    return {
        "type": {"name": node_name(site_type), "url": reverse("standards:sheet", args=[city.slug, site_type.code])},
        "item": sheets.item_facts(found),
        "slots": slots,
        "limit_bytes": PICTURE_LIMIT,
        "history": [
            {
                "at": moment_text(row.created_at, city),
                "by": str(row.created_by),
                "label": row.get_kind_display(),
                "caption": row.caption,
                "url": reverse("standards:picture", args=[city.slug, row.pk]) if row.file_id else "",
            }
            for row in history
        ],
        "list_url": reverse("standards:handbook", args=[city.slug]),
    }


@require_http_methods(["GET", "POST"])
def chief(request: HttpRequest, city: City, site_type: str) -> HttpResponse:
    """Show and change who answers for a type of site."""
    adopted = _open(request, city, office=True)
    kind = _type(adopted, site_type)
    history = list(chiefs_of(city, site_type))
    now = history[0] if history else None
    if request.method == "POST":
        form = ChiefForm(request.POST)
        if form.is_valid():
            if name_chief(city=city, site_type=site_type, by=request.user, at=timezone.now(), **form.cleaned_data):
                messages.success(request, _("负责人已更新"))
            return redirect("standards:sheet", city.slug, site_type)
    else:
        form = ChiefForm(initial=_initial(now))
    context = {
        "type": {"name": node_name(kind), "url": reverse("standards:sheet", args=[city.slug, kind.code])},
        "form": form,
        "history": [
            {"at": moment_text(row.created_at, city), "by": str(row.created_by), "chief": sheets.chief_of(row)}
            for row in history
        ],
        "list_url": reverse("standards:handbook", args=[city.slug]),
    }
    return render(request, "standards/chief.html", context, status=422 if form.errors else 200)


def _initial(now: SiteTypeChief | None) -> dict[str, str]:
    return {name: getattr(now, name, "") for name in ("unit", "post", "name", "phone")}


@require_safe
def picture(request: HttpRequest, city: City, pk: int) -> FileResponse:
    """Answer with an example picture; also one that was replaced, for the history."""
    if not works_in_city(request.user, city):
        raise PermissionDenied
    rows = Example.objects.in_city(city).filter(file__isnull=False).select_related("file")
    example = get_object_or_404(rows, pk=pk)
    return send_picture(example.file, slug=city.slug, media_type=example.media_type)


def _open(request: HttpRequest, city: City, *, office: bool = False) -> Adopted:
    """Return what the city has adopted, for people who may see this."""
    if not (works_in_office if office else works_in_city)(request.user, city):
        raise PermissionDenied
    return adopted_in(city)


def _type(adopted: Adopted, code: str) -> SiteType:
    if code not in adopted.crosswalk.site_types:
        raise Http404
    return adopted.crosswalk.site_types[code]


def _item(adopted: Adopted, site_type: str, code: str) -> CheckItem:
    found = adopted.crosswalk.items.get(code)
    if found is None or found.site_type != site_type:
        raise Http404
    return found
