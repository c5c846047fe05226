"""What the pages of materials begin with: who acts, an item or a paper that the person may see, an action that may not fit."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.utils import timezone

from wenming.campaigns.models import Campaign
from wenming.campaigns.queries import campaigns_in, current_campaign
from wenming.kernel.adapters.pages import attempting, one_of, only, today_in
from wenming.kernel.models import City
from wenming.materials.actions import NotPossibleError
from wenming.materials.enums import refusal_words
from wenming.materials.imports.papers import PaperError, PapersError
from wenming.materials.models import MaterialItem, Paper
from wenming.materials.queries.details import papers_seen_by
from wenming.materials.queries.items import items_seen_by
from wenming.materials.rules import parties_of, sees_materials
from wenming.materials.workflow import actions_for


def _said(fault: PermissionDenied) -> list[str]:  # noqa: ARG001  the words do not depend on it
    return [refusal_words("denied")]


attempt = attempting(
    NotPossibleError,
    refusal_words,
    {PaperError: lambda fault: [str(fault)], PapersError: lambda fault: fault.lines, PermissionDenied: _said},
)


def who(request: HttpRequest) -> dict[str, Any]:
    """Return who acts, and when."""
    return {"by": request.user, "at": timezone.now()}


def seen_item(request: HttpRequest, city: City, pk: int) -> MaterialItem:
    """Return an item that the person may see, or 404."""
    only(sees_materials, request, city)
    return one_of(items_seen_by(request.user, city), pk=pk)


def seen_paper(request: HttpRequest, city: City, pk: int) -> Paper:
    """Return a paper that the person may see, or 404."""
    only(sees_materials, request, city)
    return one_of(papers_seen_by(request.user, city), pk=pk)


def able(request: HttpRequest, item: MaterialItem) -> frozenset[str]:
    """Return what the person can do with an item where it stands."""
    return actions_for(item.state, parties_of(request.user, item))


def chosen_campaign(request: HttpRequest, city: City) -> Campaign:
    """Return the campaign that the address names, else the one that pages show first; 404 where there is none."""
    wanted = request.GET.get("campaign", "")
    rows = campaigns_in(city)
    if wanted.isascii() and wanted.isdigit() and len(wanted) < 19:
        return one_of(rows, pk=int(wanted))
    found = current_campaign(city, on=today_in(city))
    if found is None:
        raise Http404
    return found
