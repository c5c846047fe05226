"""What the pages of supervision have in common."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from wenming.kernel.adapters.pages import attempting
from wenming.kernel.models import City
from wenming.organisations.queries import units_in
from wenming.supervision.actions import NotPossibleError
from wenming.supervision.enums import refusal_words

attempt = attempting(NotPossibleError, refusal_words)
SIZE = 50


def who(request: HttpRequest) -> dict[str, Any]:
    """Return who acts, and when."""
    return {"by": request.user, "at": timezone.now()}


def crumbs(*items: dict[str, str]) -> list[dict[str, str]]:
    """Return where a page stands."""
    return [{"label": _("督查"), "url": ""}, *items]


def unit_names(city: City, on: Any) -> list[dict[str, str]]:
    """Return units for the list that opens while one types."""
    return [{"value": unit.name, "hint": unit.short_name} for unit in units_in(city, on=on)]
