"""Handing something in: a photo or a file, a caption or a title, one press."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from wenming.kernel.adapters.pages import one_of, only, today_in
from wenming.kernel.models import City
from wenming.materials import actions
from wenming.materials.enums import ItemState, MaterialAction, MaterialParty, PaperKind, refusal_words
from wenming.materials.forms import CaptionForm, SupplyForm
from wenming.materials.imports.papers import PapersError
from wenming.materials.models import MaterialItem
from wenming.materials.queries.details import Version, papers_seen_by, usable_papers, versions_of
from wenming.materials.rules import handles_materials, parties_of
from wenming.materials.schemas.items import item_card, item_url, limit_words
from wenming.materials.schemas.papers import paper_view, review_view
from wenming.materials.views.edges import able, attempt, seen_item, who


@require_http_methods(["GET", "POST"])
def file(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Put papers into an item, and hand it in; ``keep`` leaves it a draft."""
    only(handles_materials, request, city)
    item = seen_item(request, city, pk)
    if MaterialAction.SUBMIT not in able(request, item):
        if request.method == "POST":
            messages.error(request, _("现在不能报送这份材料；请看它的最新状态"))
        return redirect(item_url(item))
    usable = usable_papers(item)
    options: dict[str, Any] = {"item": item, "usable": usable}
    sent = request.method == "POST"
    form = SupplyForm(request.POST, request.FILES, **options) if sent else SupplyForm(initial=_start(item), **options)
    if sent and form.is_valid() and attempt(lambda: _act(request, item, form), form):
        kept = "keep" in request.POST
        messages.success(request, _("已存为草稿") if kept else _("已报送，等待审核"))
        return redirect(item_url(item) if kept else "materials:mine", *([] if kept else [city.slug]))
    context = _context(request, city, item, form, usable)
    return render(request, "materials/file.html", context, status=422 if form.errors else 200)


def _act(request: HttpRequest, item: MaterialItem, form: SupplyForm) -> Any:
    """Keep as a draft, or hand in. Where some files cannot be taken, the others are kept in the draft: nobody has to send them again."""
    run = actions.draft_material if "keep" in request.POST else actions.submit_material
    sent = form.sent()
    try:
        return run(item=item, **sent, **who(request))
    except PapersError as fault:
        good = [one for place, one in enumerate(sent["given"]) if place not in fault.places]
        if good:
            actions.draft_material(item=item, **{**sent, "given": good}, **who(request))
            n = len(good)
            words = ngettext("另外 %(n)s 份已存入草稿，不必再传", "另外 %(n)s 份已存入草稿，不必再传", n)
            messages.success(request, words % {"n": n})
        raise


def _start(item: MaterialItem) -> dict[str, Any]:
    """Return what a caption begins with: mostly the unit's own place, and what is asked for. The time is the camera's."""
    one = item.requirement
    return {"theme": one.name[:100], "place": item.unit.name[:100]} if one.kind == PaperKind.PICTURE else {}


def _context(
    request: HttpRequest, city: City, item: MaterialItem, form: SupplyForm, usable: list[Any]
) -> dict[str, Any]:
    """Return what the page shows."""
    versions = versions_of(item)
    last: Version | None = versions[0] if versions else None
    reviews = [one for version in versions for one in version.reviews if not one.passed]
    one = item.requirement
    behalf = MaterialParty.UNIT not in parties_of(request.user, item)
    return {
        "card": item_card(item, today_in(city), several=True),
        "note": one.note,
        "limits": limit_words(one),
        "form": form,
        "usable": [paper_view(paper, city) for paper in usable],
        "papers": [paper_view(paper, city) for paper in last.papers] if last else [],
        "returned": review_view(reviews[0], city) if reviews and item.state != ItemState.ASSIGNED else None,
        "behalf": item.unit.name if behalf else "",
        "picture": one.kind == PaperKind.PICTURE,
        "wanted": one.count,
        "most": actions.MOST_PAPERS,
        "example_url": reverse("materials:example", args=[city.slug, one.pk]) if one.example_id else "",
    }


@require_http_methods(["GET", "POST"])
def caption(request: HttpRequest, city: City, pk: int, paper: int) -> HttpResponse:
    """Put right what is said of a paper, as long as nobody has looked at it."""
    only(handles_materials, request, city)
    item = seen_item(request, city, pk)
    found = one_of(papers_seen_by(request.user, city).filter(versions__version__item=item).distinct(), pk=paper)
    if MaterialAction.CAPTION not in able(request, item):
        if request.method == "POST":
            messages.error(request, refusal_words("caption_stands"))
        return redirect(item_url(item))
    form = CaptionForm(request.POST if request.method == "POST" else None, paper=found)
    if form.is_bound and form.is_valid():
        run = partial(actions.caption_paper, item=item, paper=found, facts=form.cleaned_data, **who(request))
        if attempt(run, form):
            messages.success(request, _("说明已改：%(title)s") % {"title": found.title})
            return redirect(item_url(item))
    context = {"form": form, "paper": paper_view(found, city), "back": item_url(item), "item": item.requirement.name}
    return render(request, "materials/caption.html", context, status=422 if form.errors else 200)
