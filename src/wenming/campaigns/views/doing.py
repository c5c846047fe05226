"""What the pages of titles and cycles have in common: who may, what day it is, an action that may not fit, a form that is answered."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from wenming.campaigns.models import Campaign
from wenming.campaigns.schemas.refusals import refusal_words
from wenming.kernel.models import Account, City
from wenming.organisations.actions import NotPossibleError


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


def campaign_of(city: City, pk: int) -> Campaign:
    """Return a campaign of this city with its title and editions, or 404."""
    return one_of(Campaign.objects.in_city(city).select_related("city", "title", "edition", "rulebook"), pk=pk)


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


def answer(request: HttpRequest, form: forms.Form, run: Callable[[], Any], page: dict[str, Any]) -> HttpResponse:
    """Run what a valid form asks for and go back; else show the form. ``page``: title, text, button, about, back, crumbs, onward."""
    if request.method == "POST" and form.is_valid() and attempt(run, form):
        messages.success(request, _("已保存：%(change)s") % {"change": page["title"]})
        return redirect(page.get("onward") or page["back"])
    context = {**page, "form": form, "crumbs": [*page["crumbs"], {"label": page["title"]}]}
    return render(request, "organisations/form.html", context, status=422 if form.errors else 200)
