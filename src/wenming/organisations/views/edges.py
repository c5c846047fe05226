"""What the pages of the organisation have in common: who may, what day it is, and an action that may not fit any more."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest
from django.utils import timezone

from wenming.kernel.models import Account, City
from wenming.organisations.actions import NotPossibleError
from wenming.organisations.enums import refusal_words


def only(predicate: Callable[[Account, City], bool], request: HttpRequest, city: City) -> None:
    """Refuse the page to people for whom the predicate does not hold."""
    if not predicate(request.user, city):
        raise PermissionDenied


def today_in(city: City) -> date:
    """Return the city's day."""
    return timezone.now().astimezone(city.zone).date()


def one_of(rows: models.QuerySet, **wanted: Any) -> Any:
    """Return the row, or 404."""
    row = rows.filter(**wanted).first()
    if row is None:
        raise Http404
    return row


def attempt(action: Callable[[], Any], form: forms.Form | None = None, request: HttpRequest | None = None) -> bool:
    """Run an action; where it does not fit, say why on the form, or above the page."""
    try:
        action()
    except NotPossibleError as fault:
        words = refusal_words(str(fault))
        if form is not None:
            form.add_error(None, words)
        if request is not None:
            messages.error(request, words)
        return False
    return True
