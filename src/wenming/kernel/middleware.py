"""What surrounds every request: its name in the logs, its city, and the promise that a GET changes nothing."""

from __future__ import annotations

import re
import time
import uuid
from collections.abc import Callable
from contextlib import nullcontext
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.http.request import split_domain_port
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from wenming.kernel import rules
from wenming.kernel.adapters import logs, metrics
from wenming.kernel.adapters.certificates import AUTHORITY
from wenming.kernel.adapters.secrecy import NOT_LOOKED_AT, marked_upload

GetResponse = Callable[[HttpRequest], HttpResponse]

_GIVEN_ID = re.compile(r"^[\w-]{8,64}$")
_WRITE = re.compile(r'^\s*(?:INSERT\s+INTO|UPDATE|DELETE\s+FROM|REPLACE\s+INTO)\s+["`]?(\w+)', re.IGNORECASE)


def opens_itself(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Mark a view under ``/<city>/`` that machines call with a key: it is given the address as text and checks who asks by itself."""
    view.__dict__["opens_itself"] = True
    return view


class PlainHttpMiddleware:
    """Where this process itself holds TLS, plain HTTP gives the install sheet and the authority, and leads everywhere else to HTTPS."""

    OPEN = ("/install/", "/static/", "/healthz")

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Go on, or lead to HTTPS; the front page leads to the sheet where devices may still have to trust us."""
        if not settings.HTTPS_PORT or request.is_secure() or request.path.startswith(self.OPEN):
            return self.get_response(request)
        if request.path == "/" and (settings.TLS_FOLDER / AUTHORITY).exists():
            return redirect("/install/")
        host = split_domain_port(request.get_host())[0]
        port = "" if settings.HTTPS_PORT == "443" else f":{settings.HTTPS_PORT}"
        return redirect(f"https://{host}{port}{request.get_full_path()}")


class RequestMiddleware:
    """Names the request (``X-Request-ID``, taken over from a proxy or made here) and counts it for /metrics."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Run the request with its id in the logs and in the answer's header."""
        given = request.headers.get("X-Request-ID", "")
        identity = given if _GIVEN_ID.match(given) else uuid.uuid4().hex
        logs.request_id.set(identity)
        logs.city.set("")
        started = time.perf_counter()
        response = self.get_response(request)
        match = request.resolver_match
        metrics.count_request(match.view_name if match else "", response.status_code, time.perf_counter() - started)
        response["X-Request-ID"] = identity
        if response.get("Content-Type", "").startswith("text/html"):
            # The browser's way back never shows a score that was taken back meanwhile, nor a page after sign-out.
            response.headers.setdefault("Cache-Control", "no-store")
        return response


class GetWritesError(Exception):
    """A GET tried to change a record."""


class ReadOnlyMiddleware:
    """A GET changes no domain row. What it may write all the same is ``settings.GET_MAY_WRITE``."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Watch the statements of a GET or HEAD."""
        reads = request.method in {"GET", "HEAD", "OPTIONS"}

        def refuse(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:  # noqa: FBT001  Django's signature
            _refuse_write(sql, request)
            return execute(sql, params, many, context)

        with connection.execute_wrapper(refuse) if reads else nullcontext():
            return self.get_response(request)


def _refuse_write(sql: str, request: HttpRequest) -> None:
    """Raise GetWritesError where a statement writes a table that a GET must leave alone."""
    write = _WRITE.match(sql)
    if write is None or write[1] in settings.GET_MAY_WRITE:
        return
    match = request.resolver_match
    if match is None or write[1] not in settings.GET_MAY_WRITE_AT.get(match.view_name, {}):
        raise GetWritesError(
            f"a GET wrote to {write[1]}; make it a POST, or name the table in GET_MAY_WRITE with a reason"
        )


class FirstPasswordMiddleware:
    """Whoever signed in with a first password chooses an own one before anything else."""

    OPEN = frozenset({"kernel:own_password", "account_logout", "set_language", "kernel:healthz", "kernel:https"})

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Go on; what is asked for is known once the address is resolved."""
        return self.get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponse],  # noqa: ARG002  Django's signature
        args: list[Any],  # noqa: ARG002
        kwargs: dict[str, Any],  # noqa: ARG002
    ) -> HttpResponse | None:
        """Lead to the page of the own password, and from there to where the person wanted to go."""
        if request.resolver_match.view_name in self.OPEN:
            return None
        if not (request.user.is_authenticated and request.user.must_change_password):
            return None
        wanted = request.get_full_path() if request.method == "GET" else "/"
        page = f"{reverse('kernel:own_password')}?{urlencode({'next': wanted})}"
        if request.headers.get("HX-Request"):
            return HttpResponse(headers={"HX-Redirect": page})
        return redirect(page)


def greets_strangers(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Mark a city's page that people who are not signed in may open too; it then gets ``city=None`` and must show no record."""
    view.__dict__["greets_strangers"] = True
    return view


class CityMiddleware:
    """Turns the ``city`` of an address into the City itself, for people who may enter it; for others it does not exist."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Start every request without a city."""
        request.city = None
        response = self.get_response(request)
        if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED and not response.content:
            page = render(request, "405.html", status=response.status_code)
            page["Allow"] = response["Allow"]
            return page
        return response

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponse],
        args: list[Any],  # noqa: ARG002  Django's signature
        kwargs: dict[str, Any],
    ) -> HttpResponse | None:
        """Ask for sign-in first, then answer 404 alike for a city that is not there and for one that is not yours."""
        slug = kwargs.get("city")
        if slug is None or getattr(view, "opens_itself", False):
            return None
        if not request.user.is_authenticated:
            if not getattr(view, "greets_strangers", False):
                return _sign_in_again(request, slug)
            # No look at the database: a page for strangers says the same whether the city is there or not.
            kwargs["city"] = None
            return None
        city = next((one for one in rules.cities_of(request.user) if one.slug == slug), None)
        if city is None:
            raise Http404
        kwargs["city"] = request.city = city
        logs.city.set(city.slug)
        return None


def _sign_in_again(request: HttpRequest, slug: str) -> HttpResponse:
    """Send to sign-in; afterwards lead to the page itself, or, where something was being done, back to where it was done.

    The step itself cannot be repeated by an address, so the person is told that it did not happen.
    """
    if request.method in {"GET", "HEAD"}:
        return redirect_to_login(request.get_full_path())
    messages.warning(request, _("登录已过期，刚才的操作没有执行，请再做一次"))
    came_from = urlsplit(request.headers.get("Referer", ""))
    back = came_from.path if came_from.netloc == request.get_host() else f"/{slug}/"
    return redirect_to_login(back)


class SecrecyMiddleware:
    """No upload with a mark of secrecy reaches a page: looked at once, for all of them (``adapters.secrecy``)."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Go on; who may upload at all is known once the address is resolved."""
        return self.get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponse],  # noqa: ARG002  Django's signature
        args: list[Any],  # noqa: ARG002
        kwargs: dict[str, Any],  # noqa: ARG002
    ) -> HttpResponse | None:
        """Say what was found and where; nothing of the file is kept."""
        if request.method != "POST" or not request.content_type.startswith("multipart/"):
            return None
        found = marked_upload(request)
        if found is None:
            return None
        context = {"found": found, "not_looked_at": NOT_LOOKED_AT}
        return render(request, "kernel/marked.html", context, status=HTTPStatus.UNPROCESSABLE_ENTITY)
