"""What the pages of mass creation begin with: a programme, an application or a title that the person may see, a decision that may not fit."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest

from wenming.kernel.adapters.pages import attempting, one_of, only, today_in
from wenming.kernel.models import City
from wenming.materials.actions import NotPossibleError
from wenming.materials.enums.creation import creation_refusal_words
from wenming.materials.forms.creation import DecisionForm
from wenming.materials.models import Application, Programme, UnitTitle
from wenming.materials.queries.creation.applications import applications_seen_by, programmes_in
from wenming.materials.queries.creation.titles import titles_in
from wenming.materials.rules import sees_requirements


def _said(fault: PermissionDenied) -> list[str]:  # noqa: ARG001  the words do not depend on it
    return [creation_refusal_words("denied")]


attempt = attempting(NotPossibleError, creation_refusal_words, {PermissionDenied: _said})


def one_programme(request: HttpRequest, city: City, pk: int) -> Programme:
    """Return a programme, or 404; programmes are for whoever sees what materials are asked for."""
    only(sees_requirements, request, city)
    return one_of(programmes_in(city).select_related("city"), pk=pk)


def seen_application(request: HttpRequest, city: City, pk: int) -> Application:
    """Return an application that the person may see, or 404."""
    only(sees_requirements, request, city)
    return one_of(applications_seen_by(request.user, city), pk=pk)


def one_title(request: HttpRequest, city: City, pk: int) -> UnitTitle:
    """Return a title of the ledger, or 404."""
    only(sees_requirements, request, city)
    return one_of(titles_in(city), pk=pk)


def decided(request: HttpRequest, city: City, asked: Any, what: str) -> dict[str, Any] | None:
    """Return what the form of a decision says; None, with the reason above the next page, where it is not filled in. 404 for a word that is none."""
    if what not in asked:
        raise Http404
    form = DecisionForm(request.POST, asked=asked[what], city=city, on=today_in(city))
    if form.is_valid():
        return form.cleaned_data
    for name, errors in form.errors.items():
        label = form.fields[name].label if name in form.fields else ""
        for error in errors:
            messages.error(request, f"{label}：{error}")
    return None
