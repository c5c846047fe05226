"""What the pages of categories, proposals and duplicates have in common."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wenming.issues.actions import NotPossibleError
from wenming.issues.enums import refusal_words
from wenming.issues.rules import keeps_categories
from wenming.kernel.adapters.pages import attempting
from wenming.kernel.models import City

attempt = attempting(NotPossibleError, refusal_words)


def crumbs(city: City, *items: dict[str, Any]) -> list[dict[str, Any]]:
    """Return where a page about categories stands."""
    return [{"label": pgettext("page", "问题类别"), "url": reverse("issues:categories", args=[city.slug])}, *items]


def tabs(request: HttpRequest, city: City, here: str) -> list[dict[str, Any]]:
    """Return the pages that belong together; the office's own only for the office."""
    pages = [("categories", pgettext("page", "问题类别")), ("limits", pgettext("page", "环节和迎检时限"))]
    if keeps_categories(request.user, city):
        pages += [("proposal_model", pgettext("page", "智能建议")), ("category_adopt", pgettext("page", "采用和导入"))]
    return [
        {"url": reverse(f"issues:{name}", args=[city.slug]), "label": label, "active": name == here, "count": None}
        for name, label in pages
    ]


def answer(
    request: HttpRequest, city: City, form: forms.Form, run: Callable[[], Any], page: dict[str, Any]
) -> HttpResponse:
    """Run what a valid form asks for and go back; else show the form. ``page``: title, text, button, about, back."""
    if request.method == "POST" and form.is_valid() and attempt(run, form):
        messages.success(request, _("已保存：%(change)s") % {"change": page["title"]})
        return redirect(page["back"])
    context = {"question": "", **page, "form": form, "crumbs": crumbs(city, {"label": page["title"]})}
    return render(request, "sites/form.html", context, status=422 if form.errors else 200)
