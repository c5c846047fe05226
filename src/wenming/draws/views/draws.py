"""The list of draws, and one draw: what everybody may know of it, and to whom it shows what was chosen."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from wenming.draws.enums import DrawPurpose, DrawState, UnitState
from wenming.draws.exports import bundle_archive
from wenming.draws.models import Draw
from wenming.draws.queries import FrameChangedError, draw_in, draws_in, keepers_before, units_of_draw
from wenming.draws.rules import ends_draw, hands_over, keeps_draw, seals_draws, sees_draws, sees_outcome
from wenming.draws.schemas import draw_facts, draw_line, rule_lines, steps_of, strata_rows, unit_row
from wenming.draws.schemas.draws import state_pill
from wenming.kernel.adapters.downloads import send_bytes
from wenming.kernel.adapters.pages import only
from wenming.kernel.models import City
from wenming.kernel.schemas import keyset_page

PAGE = 50


@require_safe
def draws(request: HttpRequest, city: City) -> HttpResponse:
    """List the draws, the newest first."""
    only(sees_draws, request, city)
    page = keyset_page(request, draws_in(city, request.GET), key="pk", size=PAGE, descending=True)
    count = len(page.rows)
    context = {
        "rows": [draw_line(one, city) for one in page.rows],
        "filters": [
            {
                "name": "purpose",
                "label": _("用途"),
                "choices": DrawPurpose.choices,
                "value": request.GET.get("purpose", ""),
            },
            {"name": "state", "label": _("状态"), "choices": DrawState.choices, "value": request.GET.get("state", "")},
        ],
        "seals": seals_draws(request.user, city),
        "filtered": bool(request.GET.get("purpose") or request.GET.get("state")),
        "page": {
            "text": ngettext("本页 %(rows)s 次", "本页 %(rows)s 次", count) % {"rows": count},
            **page.links(request),
        },
    }
    return render(request, "draws/draws.html", context)


@require_safe
def draw(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Show one draw."""
    one = draw_seen(request, city, pk)
    return no_store(render(request, "draws/draw.html", draw_context(request, one)))


def draw_seen(request: HttpRequest, city: City, pk: int) -> Draw:
    """Return a draw for somebody who sees draws; 404 where there is none."""
    only(sees_draws, request, city)
    one = draw_in(city, pk)
    if one is None:
        raise Http404
    return one


def draw_context(request: HttpRequest, one: Draw) -> dict[str, Any]:
    """Return what the page of a draw shows to this person."""
    user, city = request.user, one.city
    keeps = keeps_draw(one)(user, city)
    open_ = one.state in {DrawState.SEALED, DrawState.DRAWN}
    outcome = _outcome(request, one) if sees_outcome(one)(user, city) and one.drawn_at else {}
    return {
        "draw": one,
        "line": draw_line(one, city),
        "state": state_pill(one),
        "facts": draw_facts(one, keepers_before(one)),
        "strata": strata_rows(one),
        "rule": rule_lines(one),
        "steps": steps_of(one),
        "may_draw": keeps and one.state == DrawState.SEALED,
        "may_replace": keeps and one.state == DrawState.DRAWN and bool(outcome),
        "may_hand": open_ and hands_over(one)(user, city),
        "may_reveal": one.state == DrawState.DRAWN
        and bool(one.keeper_id or one.reveal_from)
        and ends_draw(one)(user, city),
        "may_void": one.state != DrawState.VOID and ends_draw(one)(user, city),
        "has_bundle": bool(one.secret),
        "hidden": open_ and not outcome,
        **outcome,
    }


def _outcome(request: HttpRequest, one: Draw) -> dict[str, Any]:
    """Return the chosen units, replaced ones among them, a stretch at a time."""
    rows = units_of_draw(one).exclude(state=UnitState.RESERVE)
    page = keyset_page(request, rows, key="pk", size=PAGE * 2)
    count = len(page.rows)
    return {
        "outcome": True,
        "units": [unit_row(unit) for unit in page.rows],
        "page": {
            "text": ngettext("本页 %(rows)s 个", "本页 %(rows)s 个", count) % {"rows": count},
            **page.links(request),
        },
    }


@require_safe
def bundle(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Give the files by which anybody repeats a draw that is over."""
    one = draw_seen(request, city, pk)
    if not one.secret:
        raise PermissionDenied
    try:
        content = bundle_archive(one)
    except FrameChangedError:
        raise Http404 from None
    return no_store(send_bytes(content, f"{one.title}-{one.round}.zip".replace("/", "-"), "application/zip"))


def no_store(answer: HttpResponse) -> HttpResponse:
    """Let nobody keep what may hold chosen units."""
    answer["Cache-Control"] = "no-store"
    return answer
