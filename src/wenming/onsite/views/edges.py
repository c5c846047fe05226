"""Whoever asks from a phone: signed in, in the city, as the person for whom the phone keeps its records. All refusals are JSON."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.urls import reverse
from django.utils.http import urlencode

from wenming.inspections.rules import walks_rounds
from wenming.kernel.middleware import opens_itself
from wenming.onsite.schemas.day import account_of
from wenming.organisations.rules import cities_of

A_MINUTE = 60
ASKS_A_MINUTE, PIECES_A_MINUTE = 240, 3_000
"""Per account, counted by each process of the server for itself: a phone that goes mad stops nobody else."""
View = Callable[..., HttpResponseBase]


def refusal(status: HTTPStatus, error: str, **more: Any) -> JsonResponse:
    """Return a refusal that says in one word what is wrong."""
    answer = JsonResponse({"error": error, **more}, status=status)
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        answer["Retry-After"] = str(A_MINUTE)
    return answer


def for_phone(view: View) -> View:
    """Let only those in who are signed in, and as the account that the phone names, if it names one."""

    @wraps(view)
    def run(request: HttpRequest, **arguments: Any) -> HttpResponseBase:
        answer = _stranger(request) or view(request, **arguments)
        answer["Cache-Control"] = "private, no-store"
        return answer

    return run


def for_phone_in_city(most: int = ASKS_A_MINUTE) -> Callable[[View], View]:
    """Let only those in who may walk in rounds of the city; the view is called with the City."""

    def decorate(view: View) -> View:
        @wraps(view)
        def run(request: HttpRequest, city: str, **arguments: Any) -> HttpResponseBase:
            found = next((one for one in cities_of(request.user) if one.slug == city), None)
            if found is None:
                return refusal(HTTPStatus.NOT_FOUND, "no_city")
            if not walks_rounds(request.user, found):
                return refusal(HTTPStatus.FORBIDDEN, "not_open")
            if _too_often(f"onsite:{view.__name__}:{request.user.pk}", most):
                return refusal(HTTPStatus.TOO_MANY_REQUESTS, "too_often")
            request.city = found
            try:
                return view(request, found, **arguments)
            except PermissionDenied:
                return refusal(HTTPStatus.FORBIDDEN, "not_open")

        return opens_itself(for_phone(run))

    return decorate


def _stranger(request: HttpRequest) -> JsonResponse | None:
    """Refuse who is not signed in, and who is somebody else than the one whose records are sent."""
    login = f"{reverse('account_login')}?{urlencode({'next': reverse('onsite:app')})}"
    if not request.user.is_authenticated:
        return refusal(HTTPStatus.UNAUTHORIZED, "signed_out", login=login)
    named = request.headers.get("X-Onsite-Account")
    if named and named != account_of(request.user):
        return refusal(HTTPStatus.UNAUTHORIZED, "other_person", login=login, name=request.user.name)
    return None


def _too_often(what: str, most: int) -> bool:
    """Count once more; tell whether it was too often within a minute."""
    cache.add(what, 0, A_MINUTE)
    return cache.incr(what) > most
