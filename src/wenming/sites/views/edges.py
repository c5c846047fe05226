"""What the pages of sites have in common: who may, what day it is, and an action that may not fit any more."""

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
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wenming.kernel.models import Account, City
from wenming.sites.actions import NotPossibleError
from wenming.sites.enums import refusal_words
from wenming.sites.models import Site
from wenming.sites.queries import sites_visible_to


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


def visible_site(request: HttpRequest, city: City, pk: int) -> Site:
    """Return a site that this person sees, or 404: who may not see it learns nothing of it."""
    return one_of(sites_visible_to(request.user, city, at=timezone.now()), pk=pk)


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


def crumbs(city: City, *items: dict[str, Any]) -> list[dict[str, Any]]:
    """Return where a page of the register stands."""
    return [{"label": pgettext("page", "点位台账"), "url": reverse("sites:sites", args=[city.slug])}, *items]


def answer(
    request: HttpRequest, city: City, form: forms.Form, run: Callable[[], Any], page: dict[str, Any]
) -> HttpResponse:
    """Run what a valid form asks for and go back; else show the form. ``page``: title, text, button, about, back, question."""
    if request.method == "POST" and form.is_valid() and attempt(run, form):
        messages.success(request, _("已保存：%(change)s") % {"change": page["title"]})
        return redirect(page["back"])
    trail = [{"label": page["about"], "url": page["back"]}] if page.get("about") else []
    context = {"question": "", **page, "form": form, "crumbs": crumbs(city, *trail, {"label": page["title"]})}
    return render(request, "sites/form.html", context, status=422 if form.errors else 200)
