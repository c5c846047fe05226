"""What the pages by which issues come in have in common."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from wenming.issues.actions import NotPossibleError
from wenming.issues.enums import refusal_words
from wenming.issues.forms.names import Known
from wenming.issues.forms.photos import say_fault
from wenming.issues.models import Issue
from wenming.issues.queries import issues_visible_to
from wenming.issues.queries.nearby import Found, alike_issues
from wenming.issues.schemas.intake import alike_facts
from wenming.issues.workflow import OPEN
from wenming.kernel.models import City
from wenming.sites.imports.photos import PhotoError


def known_by(request: HttpRequest, city: City) -> Known:
    """Return what a form of this request knows."""
    return Known(request.user, city, timezone.now())


def attempt_entry(action: Callable[[], Issue], form: forms.Form) -> Issue | None:
    """Run an action that takes photos; where it cannot be, say so on the form."""
    try:
        return action()
    except PhotoError as fault:
        say_fault(form, fault)
    except NotPossibleError as fault:
        form.add_error(None, refusal_words(str(fault)))
    return None


def same_of(request: HttpRequest, city: City, number: str) -> Issue | None:
    """Return the open issue that somebody says it is, if he sees it."""
    if not number:
        return None
    return issues_visible_to(request.user, city).filter(number=number[:16], state__in=OPEN).first()


def alike_for(request: HttpRequest, city: City, found: Found) -> list[dict[str, Any]]:
    """Return what a report may repeat, as a page shows it."""
    (shown,) = alike_issues(request.user, city, [found], at=timezone.now())
    return [alike_facts(city, one) for one in shown]


def onward(request: HttpRequest, to: str, *args: Any) -> HttpResponse:
    """Lead on: htmx by its own header, everybody else by a redirect."""
    response = redirect(to, *args)
    if not request.headers.get("HX-Request"):
        return response
    return HttpResponse(status=204, headers={"HX-Redirect": response["Location"]})
