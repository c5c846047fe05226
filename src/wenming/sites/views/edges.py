"""What the pages of sites have in common: an action that may not fit any more, where a page stands, a form that is answered."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wenming.kernel.adapters.pages import attempting, one_of
from wenming.kernel.models import City
from wenming.sites.actions import NotPossibleError
from wenming.sites.enums import refusal_words
from wenming.sites.models import Site
from wenming.sites.queries import sites_visible_to

attempt = attempting(NotPossibleError, refusal_words)


def visible_site(request: HttpRequest, city: City, pk: int) -> Site:
    """Return a site that this person sees, or 404: who may not see it learns nothing of it."""
    return one_of(sites_visible_to(request.user, city, at=timezone.now()), pk=pk)


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
