"""What the pages of the ledger have in common: an issue that somebody sees, an action that may not fit any more."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import pgettext

from wenming.issues.actions import NotPossibleError
from wenming.issues.enums import refusal_words
from wenming.issues.models import Issue
from wenming.issues.queries import issues_visible_to
from wenming.kernel.adapters.pages import attempting, one_of
from wenming.kernel.models import City

attempt = attempting(NotPossibleError, refusal_words)


def seen_issue(request: HttpRequest, city: City, pk: int) -> Issue:
    """Return an issue that this person sees, or 404: who may not see it learns nothing of it."""
    return one_of(issues_visible_to(request.user, city), pk=pk)


def crumbs(city: City, *items: dict[str, Any]) -> list[dict[str, Any]]:
    """Return where a page of the ledger stands."""
    return [{"label": pgettext("page", "问题台账"), "url": reverse("issues:issues", args=[city.slug])}, *items]
