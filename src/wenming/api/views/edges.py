"""Who asks: a person who is signed in, or a machine with that person's key. Refusals are problem documents (RFC 9457)."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.views.decorators.http import require_safe

from wenming.api.enums import KeyPurpose
from wenming.api.queries.keys import open_key
from wenming.api.queries.wanted import ParameterError
from wenming.api.schemas.features import HTML
from wenming.kernel.middleware import opens_itself
from wenming.kernel.models import Account, City
from wenming.organisations.rules import cities_of
from wenming.sites.rules import sees_sites

A_MINUTE = 60
READS_A_MINUTE, GUESSES_A_MINUTE = 600, 30
"""Per account, and per address of whoever shows a wrong key; counted by each process of the server for itself."""
JSON_WORDS: dict[str, Any] = {"ensure_ascii": False, "separators": (",", ":")}


class RefusedError(Exception):
    """The answer is a refusal with this status."""

    def __init__(self, status: HTTPStatus, detail: str, **more: Any) -> None:
        super().__init__(detail)
        self.status, self.detail, self.more = status, detail, more


def problem(refusal: RefusedError) -> JsonResponse:
    """Return a refusal as a problem document."""
    words = {"type": "about:blank", "title": refusal.status.phrase, "status": refusal.status, "detail": refusal.detail}
    answer = JsonResponse({**words, **refusal.more}, status=refusal.status, json_dumps_params=JSON_WORDS)
    answer["Content-Type"] = "application/problem+json"
    if refusal.status == HTTPStatus.UNAUTHORIZED:
        answer["WWW-Authenticate"] = 'Basic realm="sites", charset="UTF-8"'
    if refusal.status == HTTPStatus.TOO_MANY_REQUESTS:
        answer["Retry-After"] = str(A_MINUTE)
    return answer


def for_machines(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponse]:
    """Let a view be called with the City by whoever may see sites there; all that is wrong becomes a problem document."""

    @wraps(view)
    def run(request: HttpRequest, city: str, **arguments: str) -> HttpResponseBase:
        try:
            _let_in(request, city)
            answer = view(request, request.city, **arguments)
        except ParameterError as fault:
            answer = problem(RefusedError(HTTPStatus.BAD_REQUEST, fault.detail, parameter=fault.name))
        except RefusedError as refusal:
            if refusal.status == HTTPStatus.UNAUTHORIZED and wants_html(request) and not _given(request):
                return redirect_to_login(request.get_full_path())
            answer = problem(refusal)
        answer["Vary"] = "Accept, Accept-Language, Authorization, Cookie"
        answer["Cache-Control"] = "private, no-store"
        return answer

    return opens_itself(require_safe(run))


def _let_in(request: HttpRequest, slug: str) -> None:
    """Put who asks and the city onto the request, or refuse."""
    request.user, request.city = _caller(request, slug)
    _slow_down(f"read:{request.user.pk}", READS_A_MINUTE)
    if not sees_sites(request.user, request.city):
        raise RefusedError(HTTPStatus.FORBIDDEN, "your posts in this city give no sight of its register of sites")


def wants_html(request: HttpRequest) -> bool:
    """Tell whether a page for people is asked for: by ``f``, else by what the browser accepts."""
    form = request.GET.get("f")
    if form is not None:
        if form not in {"json", "html"}:
            raise ParameterError("f", "json or html")
        return form == "html"
    accepted = request.headers.get("Accept", "")
    json_first = accepted.find("json")
    return HTML in accepted and not 0 <= json_first < accepted.find(HTML)


def _caller(request: HttpRequest, slug: str) -> tuple[Account, City]:
    """Return who asks and the city; a city that is not there and one that is not yours are refused alike."""
    given = _given(request)
    if given:
        return _by_key(request, slug, given)
    if not request.user.is_authenticated:
        raise RefusedError(HTTPStatus.UNAUTHORIZED, "sign in, or show a key: Authorization: Bearer <key>")
    city = next((one for one in cities_of(request.user) if one.slug == slug), None)
    if city is None:
        raise RefusedError(HTTPStatus.NOT_FOUND, "no such city")
    return request.user, city


def _by_key(request: HttpRequest, slug: str, given: tuple[str, str]) -> tuple[Account, City]:
    """Return whose key is shown; guessing is slowed down."""
    name, secret = given
    guesses = f"guess:{request.META.get('REMOTE_ADDR', '')}"
    if cache.get(guesses, 0) >= GUESSES_A_MINUTE:
        raise RefusedError(HTTPStatus.TOO_MANY_REQUESTS, "too many wrong keys from here")
    key = open_key(slug, secret, str(KeyPurpose.FEATURES))
    named = key is not None and name.lower() in {"", key.account.username.lower()}
    if key is None or not named or key.city not in cities_of(key.account):
        _slow_down(guesses, GUESSES_A_MINUTE)
        raise RefusedError(HTTPStatus.UNAUTHORIZED, "this key opens nothing here; it may have been revoked")
    return key.account, key.city


def _given(request: HttpRequest) -> tuple[str, str] | None:
    """Return the sign-in name ("" unknown) and the key of the header, None where there is none.

    Basic carries both, so that clients that know nothing but name and password can ask.
    """
    scheme, _space, rest = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return "", rest.strip()
    if scheme.lower() != "basic":
        return ("", "") if scheme else None
    try:
        name, _colon, secret = base64.b64decode(rest, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return "", ""
    return name, secret


def _slow_down(what: str, most: int) -> None:
    """Count once more, and refuse what comes too often within a minute."""
    cache.add(what, 0, A_MINUTE)
    if cache.incr(what) > most:
        raise RefusedError(HTTPStatus.TOO_MANY_REQUESTS, f"more than {most} times a minute")
