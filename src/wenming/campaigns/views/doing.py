"""What the pages of titles and cycles have in common: a campaign or 404, an action that may not fit, a form that is answered."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from wenming.burden.actions import OverBudgetError, RepeatedAskError
from wenming.burden.schemas import refused_words
from wenming.campaigns.models import Campaign
from wenming.campaigns.schemas.refusals import refusal_words
from wenming.kernel.adapters.pages import attempting, one_of
from wenming.kernel.models import City
from wenming.organisations.actions import NotPossibleError

attempt = attempting(NotPossibleError, refusal_words, {OverBudgetError: refused_words, RepeatedAskError: refused_words})


def campaign_of(city: City, pk: int) -> Campaign:
    """Return a campaign of this city with its title and editions, or 404."""
    return one_of(Campaign.objects.in_city(city).select_related("city", "title", "edition", "rulebook"), pk=pk)


def answer(request: HttpRequest, form: forms.Form, run: Callable[[], Any], page: dict[str, Any]) -> HttpResponse:
    """Run what a valid form asks for and go back; else show the form. ``page``: title, text, button, about, back, crumbs, onward."""
    if request.method == "POST" and form.is_valid() and attempt(run, form):
        messages.success(request, _("已保存：%(change)s") % {"change": page["title"]})
        return redirect(page.get("onward") or page["back"])
    context = {**page, "form": form, "crumbs": [*page["crumbs"], {"label": page["title"]}]}
    return render(request, "organisations/form.html", context, status=422 if form.errors else 200)
