"""One paper: its pages with what is marked on them, its bytes as they came in."""

from __future__ import annotations

from hashlib import sha256

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from wenming.kernel.adapters.downloads import send_file, send_picture
from wenming.kernel.adapters.pages import one_of, only
from wenming.kernel.models import City
from wenming.materials import actions
from wenming.materials.adapters.reading import page_picture, preview_of
from wenming.materials.models import Paper, PaperMark
from wenming.materials.queries.details import marks_on, papers_seen_by
from wenming.materials.queries.items import items_seen_by
from wenming.materials.rules import handles_materials, keeps_materials, parties_for
from wenming.materials.schemas.items import item_url
from wenming.materials.schemas.papers import sheet_view
from wenming.materials.views.edges import attempt, seen_paper, who

SIDES = ("page", "left", "top", "width", "height")


@require_safe
def paper(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Show a paper with its marks, and where it is used."""
    one = seen_paper(request, city, pk)
    used = items_seen_by(request.user, city).filter(versions__papers__paper=one).distinct().order_by("pk")
    context = {
        "sheet": shown_sheet(request, city, one),
        "unit": one.unit.name,
        "by": one.by.name,
        "used": [
            {"url": item_url(item), "text": item.requirement.name, "clause": str(item.requirement.node)}
            for item in used
        ],
        **may_mark(request, city, one),
    }
    return render(request, "materials/paper.html", context)


def shown_sheet(request: HttpRequest, city: City, one: Paper) -> dict[str, object]:
    """Return a paper to be looked at."""
    marks = marks_on(city, [one])[one.pk]
    keeps = keeps_materials(request.user, city)
    removable = {mark.pk: keeps or mark.by_id == request.user.pk for mark in marks}
    return sheet_view(one, preview_of(one), marks, city, removable=removable)


def may_mark(request: HttpRequest, city: City, one: Paper) -> dict[str, bool]:
    """Return whether the person may draw red lines, and whether remarks."""
    keeps = keeps_materials(request.user, city)
    return {"draws": keeps or bool(parties_for(request.user, one.unit)), "remarks": keeps}


@require_safe
def paper_file(request: HttpRequest, city: City, pk: int) -> FileResponse:
    """Answer with the bytes as they came in."""
    return send_file(seen_paper(request, city, pk).file, slug=city.slug)


@require_safe
def paper_page(request: HttpRequest, city: City, pk: int, page: int) -> HttpResponse | FileResponse:
    """Answer with a page as a picture; what is shown of a photo carries nothing beside the picture."""
    one = seen_paper(request, city, pk)
    etag = f'"{sha256(f"{one.file.sha256}:{page}".encode()).hexdigest()[:32]}"'
    same = get_conditional_response(request, etag=etag)
    response = same or _page(city, one, page)
    # kept, but asked for anew every time: who no longer sees the paper no longer sees its pages
    response["Cache-Control"] = "private, no-cache"
    response["ETag"] = etag
    return response


def _page(city: City, one: Paper, page: int) -> HttpResponse | FileResponse:
    """Return a page, or 404."""
    if one.shown is not None and page == 1:
        return send_picture(one.shown, slug=city.slug, media_type="image/jpeg")
    content = None if one.shown else page_picture(one, page)
    if content is None:
        raise Http404
    response = HttpResponse(content, content_type="image/jpeg")
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


@require_POST
def mark(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Mark a part of a page, or a sentence."""
    only(handles_materials, request, city)
    one = seen_paper(request, city, pk)
    area = actions.Area(*(_number(request.POST.get(name, "")) for name in SIDES))
    red, words = request.POST.get("red") == "on", request.POST.get("words", "")[:500]
    if attempt(
        lambda: actions.mark_paper(paper=one, area=area, red_line=red, words=words, **who(request)), request=request
    ):
        messages.success(request, _("已画证明语句") if red else _("已批注"))
    return redirect(_back(request, one))


@require_POST
def mark_remove(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Take a mark away."""
    only(handles_materials, request, city)
    seen = papers_seen_by(request.user, city).order_by().values("pk")
    rows = PaperMark.objects.in_city(city).filter(paper__in=seen).select_related("city", "paper__city")
    one = one_of(rows, pk=pk)
    if attempt(lambda: actions.remove_mark(mark=one, **who(request)), request=request):
        messages.success(request, _("已撤销批注"))
    return redirect(_back(request, one.paper))


def _back(request: HttpRequest, one: Paper) -> str:
    """Return where the person came from: the desk, else the page of the paper."""
    target = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(target, allowed_hosts=None) and target.startswith("/"):
        return target
    return reverse("materials:paper", args=[one.city.slug, one.pk])


def _number(text: str) -> int:
    """Return a whole number, -1 for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else -1
