"""What every page of a field round begins with: who sees it, its head and its tabs, an action that may not fit any more."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from wenming.draws.actions import DrawRefusedError
from wenming.draws.enums import refusal_words as draw_words
from wenming.inspections.actions.fieldwork import FieldRefusedError
from wenming.inspections.enums import FieldRoundState
from wenming.inspections.enums.fieldwork import field_refusal_words
from wenming.inspections.models import FieldRound
from wenming.inspections.queries.fieldwork import field_round_in
from wenming.inspections.rules import (
    OPEN,
    TYPED,
    ends_field_round,
    keeps_field_round,
    sees_field_rounds,
    sees_quality,
    sees_visits,
    tends_field_round,
)
from wenming.inspections.schemas.fieldwork import state_pill
from wenming.kernel.adapters.pages import attempting, only
from wenming.kernel.models import City
from wenming.organisations.rules import works_in_office

attempt = attempting(FieldRefusedError, field_refusal_words, {DrawRefusedError: lambda fault: [draw_words(str(fault))]})


def who(request: HttpRequest) -> dict[str, Any]:
    """Return who acts, and when."""
    return {"by": request.user, "at": timezone.now()}


def seen(request: HttpRequest, city: City, pk: int) -> FieldRound:
    """Return a field round for somebody who may know of it; 404 where there is none."""
    only(sees_field_rounds, request, city)
    found = field_round_in(city, pk)
    if found is None:
        raise Http404
    return found


def opened(request: HttpRequest, city: City, pk: int) -> FieldRound:
    """Return a field round for somebody who sees its visits."""
    found = seen(request, city, pk)
    only(sees_visits(found), request, city)
    return found


def kept(request: HttpRequest, city: City, pk: int) -> FieldRound:
    """Return a field round for who plans it."""
    found = seen(request, city, pk)
    only(keeps_field_round(found), request, city)
    return found


def tended(request: HttpRequest, city: City, pk: int) -> FieldRound:
    """Return a field round for who puts its visits right."""
    found = seen(request, city, pk)
    only(tends_field_round(found), request, city)
    return found


def frame(request: HttpRequest, field_round: FieldRound, tab: str) -> dict[str, Any]:
    """Return what the head and the tabs of a round's pages need."""
    user, city = request.user, field_round.city
    tends, prints = tends_field_round(field_round)(user, city), sees_visits(field_round)(user, city)
    return {
        "field_round": field_round,
        "state": state_pill(field_round),
        "tab": tab,
        "sees": prints,
        "plans": field_round.state in OPEN and keeps_field_round(field_round)(user, city),
        "tends": tends,
        "writes": tends and field_round.state == FieldRoundState.ENDED,
        "ends": ends_field_round(field_round)(user, city),
        "judges": sees_quality(field_round)(user, city),
        "papers": prints or (field_round.state in TYPED and works_in_office(user, city)),
    }


def page(request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """Render a page of field work; nobody keeps a copy of what may say where somebody goes."""
    answer = render(request, template, context, status=status)
    answer["Cache-Control"] = "no-store"
    return answer


def saved(what: str) -> str:
    """Return the message after something was kept."""
    return _("已保存：%(change)s") % {"change": what}
