"""What the pages of every app begin with: who may, what day it is, a row or 404, an action that may not fit any more."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, Protocol

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest
from django.utils import timezone

from wenming.kernel.models import Account, City


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


class Attempt(Protocol):
    """Runs an action; where it does not fit, says why on the form, or above the page of the request, and returns False."""

    def __call__(
        self, action: Callable[[], Any], form: forms.Form | None = None, request: HttpRequest | None = None
    ) -> bool:
        """Run the action."""


def attempting(
    refusal: type[Exception],
    words: Callable[[str], str],
    others: Mapping[type[Exception], Callable[[Any], Sequence[str]]] | None = None,
) -> Attempt:
    """Return what runs the actions of an app: they refuse with this exception, whose reason these words put for people.

    ``others`` are refusals that come from below, each with what says it, line by line.
    """
    more = others or {}

    def attempt(action: Callable[[], Any], form: forms.Form | None = None, request: HttpRequest | None = None) -> bool:
        try:
            action()
        except (refusal, *more) as fault:
            said = more[type(fault)](fault) if type(fault) in more else [words(str(fault))]
            for line in said:
                if form is not None:
                    form.add_error(None, line)
                if request is not None:
                    messages.error(request, line)
            return False
        return True

    return attempt
