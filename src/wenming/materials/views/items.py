"""One item with its history; lists of items under a filter, for the screen and for Excel."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from wenming.kernel.adapters.downloads import send_workbook
from wenming.kernel.adapters.pages import one_of, only, today_in
from wenming.kernel.models import City
from wenming.kernel.schemas import address, keyset_page
from wenming.materials import actions
from wenming.materials.enums import ItemState, MaterialAction, MaterialParty, PaperKind, ReturnReason
from wenming.materials.exports.items import items_workbook
from wenming.materials.models import MaterialItem
from wenming.materials.queries.details import papers_seen_by, versions_of
from wenming.materials.queries.items import ItemFilter, items_listed, items_seen_by, units_with_items
from wenming.materials.rules import handles_materials, parties_of, sees_every_material, sees_materials
from wenming.materials.schemas.items import item_card, item_rows, item_url, limit_words
from wenming.materials.schemas.papers import version_view
from wenming.materials.views.edges import able, attempt, seen_item, who

SIZE = 50
_A: Any = MaterialAction


@require_safe
def items(request: HttpRequest, city: City) -> HttpResponse:
    """List items under a filter, the latest asked first."""
    only(sees_materials, request, city)
    wanted, today = ItemFilter.of(request.GET), today_in(city)
    rows = items_listed(items_seen_by(request.user, city), wanted, on=today)
    page = keyset_page(request, rows, key="pk", size=SIZE, descending=True)
    every = sees_every_material(request.user, city)
    context = {
        "rows_html": item_rows(page.rows, today) if page.rows else "",
        "page": {
            "text": ngettext("本页 %(n)s 份", "本页 %(n)s 份", len(page.rows)) % {"n": len(page.rows)},
            **page.links(request),
        },
        "states": [("open", _("没有报齐的")), *ItemState.choices],
        "kinds": PaperKind.choices,
        "units": [(one.pk, one.name) for one in units_with_items(city)] if every else [],
        "wanted": {
            "state": wanted.state,
            "kind": wanted.kind,
            "unit": wanted.unit,
            "month": wanted.month.strftime("%Y-%m") if wanted.month else "",
            "late": wanted.late,
            "clause": wanted.node or "",
        },
        "export_url": f"{reverse('materials:items_export', args=[city.slug])}{address(request)}",
        "filtered": bool(request.GET),
    }
    return render(request, "materials/items.html", context)


@require_safe
def items_export(request: HttpRequest, city: City) -> HttpResponse:
    """Answer with the items under the filter as a workbook."""
    only(sees_materials, request, city)
    today = today_in(city)
    rows = items_listed(items_seen_by(request.user, city), ItemFilter.of(request.GET), on=today)
    return send_workbook(
        items_workbook(rows.order_by("due_on", "unit__position", "pk"), today), f"材料报送{today}.xlsx"
    )


@require_safe
def item(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Show an item: what is asked, what was handed in, what was said of it."""
    one = seen_item(request, city, pk)
    can, parties = able(request, one), parties_of(request.user, one)
    versions = [version_view(version, city) for version in versions_of(one)]
    requirement = one.requirement
    context = {
        "card": item_card(one, today_in(city), several=True),
        "item": {
            "pk": one.pk,
            "clause": str(requirement.node),
            "clause_url": reverse("materials:clause", args=[city.slug, requirement.node_id]),
            "note": requirement.note,
            "waived": one.waived_reason,
            "two": requirement.two_reviews,
        },
        "limits": limit_words(requirement),
        "versions": versions,
        "can": {str(name): name in can for name in MaterialAction.values},
        "behalf": MaterialParty.UNIT not in parties,
        "reviews": _A.PASS in can,
        "later": _A.RETURN in can and one.state != ItemState.SUBMITTED,
        "reasons": ReturnReason.choices,
        "act_url": reverse("materials:act", args=[city.slug, one.pk]),
        "desk_url": f"{reverse('materials:desk', args=[city.slug])}?at={one.pk}",
        "example_url": reverse("materials:example", args=[city.slug, requirement.pk]) if requirement.example_id else "",
        "draft": versions[0] if versions and not versions[0]["at"] else None,
    }
    return render(request, "materials/item.html", context)


@require_POST
def act(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Do one thing with an item: take it back, take a paper out, waive, restore, send back what had passed."""
    only(handles_materials, request, city)
    one = seen_item(request, city, pk)
    what, words = request.POST.get("what", ""), request.POST.get("words", "")[:500]
    me = who(request)
    runs = {
        str(_A.TAKE_BACK): lambda: actions.take_back_material(item=one, **me),
        str(_A.SUBMIT): lambda: actions.submit_material(item=one, **me),
        str(_A.DROP): lambda: actions.drop_paper(item=one, paper=_paper(request, city), **me),
        str(_A.WAIVE): lambda: actions.waive_material(item=one, reason=words, **me),
        str(_A.RESTORE): lambda: actions.restore_material(item=one, **me),
        str(_A.RETURN): lambda: actions.return_material(
            item=one, reason=request.POST.get("reason", ""), words=words, **me
        ),
    }
    if what not in runs:
        raise Http404
    if attempt(runs[what], request=request):
        messages.success(request, _done(what, one))
    return redirect(item_url(one))


def _paper(request: HttpRequest, city: City) -> Any:
    """Return the paper that is named, or 404."""
    key = request.POST.get("paper", "")
    return one_of(
        papers_seen_by(request.user, city), pk=int(key) if key.isascii() and key.isdigit() and len(key) < 19 else 0
    )


def _done(what: str, one: MaterialItem) -> str:
    """Say what was done."""
    words = {
        str(_A.TAKE_BACK): _("已撤回，可以修改后再报送：%(name)s"),
        str(_A.SUBMIT): _("已报送，等待审核：%(name)s"),
        str(_A.DROP): _("已撤下；文件仍留存：%(name)s"),
        str(_A.WAIVE): _("已免报：%(name)s"),
        str(_A.RESTORE): _("已恢复要求：%(name)s"),
        str(_A.RETURN): _("已退回：%(name)s"),
    }
    return words[what] % {"name": one.requirement.name}
