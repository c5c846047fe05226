"""What every page of a decomposition table begins with."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from wenming.campaigns.enums import ResponsibilityImportState
from wenming.campaigns.models import Campaign, ResponsibilityImport
from wenming.campaigns.queries import campaigns_in
from wenming.campaigns.queries.decomposition import table_imports
from wenming.campaigns.rules import keeps_campaigns
from wenming.kernel.models import City
from wenming.kernel.schemas import moment_text
from wenming.standards.schemas import edition_title


def campaign_or_404(request: HttpRequest, city: City, pk: int) -> Campaign:
    """Return a campaign of this city, for those who keep campaigns."""
    if not keeps_campaigns(request.user, city):
        raise PermissionDenied
    return get_object_or_404(campaigns_in(city), pk=pk)


def import_or_404(
    request: HttpRequest, city: City, keys: tuple[int, int], *, any_state: bool = False
) -> ResponsibilityImport:
    """Return an import of a campaign (keys of both), for those who keep campaigns; an open one unless any will do."""
    campaign = campaign_or_404(request, city, keys[0])
    import_ = get_object_or_404(table_imports(campaign), pk=keys[1])
    if not any_state and import_.state != ResponsibilityImportState.CHECKING:
        raise Http404
    import_.campaign = campaign
    return import_


def address(import_: ResponsibilityImport, page: str = "check") -> str:
    """Return the address of a page of an import."""
    return reverse(f"campaigns:table_{page}", args=[import_.city.slug, import_.campaign_id, import_.pk])


def draft(import_: ResponsibilityImport) -> dict[str, Any]:
    """Return the head of every page of an import."""
    open_ = import_.state == ResponsibilityImportState.CHECKING
    steps = {page: address(import_, page) if open_ else "" for page in ("columns", "check", "preview")}
    by = f"{import_.created_by} · " if import_.created_by else ""
    return {
        "campaign": import_.campaign.name,
        "standard": edition_title(import_.campaign.edition),
        "file_name": import_.file.name,
        "file_url": address(import_, "original"),
        "uploaded": by + _("%(at)s 上传") % {"at": moment_text(import_.created_at, import_.city)},
        "replace_url": reverse("campaigns:table_import", args=[import_.city.slug, import_.campaign_id]),
        "discard_url": address(import_, "drop"),
        "steps": steps,
        "open": open_,
    }


def draft_line(import_: ResponsibilityImport) -> dict[str, str]:
    """Return an unfinished import as an entry of a list."""
    count = len(import_.answers.get("steps", ()))
    return {
        "name": import_.file.name,
        "url": address(import_),
        "step": _("已处理 %(count)s 处") % {"count": count} if count else _("还没有处理"),
        "text": f"{import_.campaign.name} · {moment_text(import_.created_at, import_.city)}",
    }
