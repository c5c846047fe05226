"""What every page's frame shows."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.http.request import split_domain_port
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.http import urlencode
from django.utils.module_loading import import_string
from django.utils.translation import get_language, gettext

from wenming.kernel import rules
from wenming.kernel.adapters import sms
from wenming.kernel.adapters.oidc import shown_providers
from wenming.kernel.models import City


def shell(request: HttpRequest) -> dict[str, Any]:
    """Give the frame its city, the cities to choose from, the menu, the bell of the inbox and the name of the product.

    Everything is lazy: a page without the frame (an error, a fragment) asks the database nothing.
    """
    user = getattr(request, "user", None)
    signed_in = user is not None and user.is_authenticated
    city = current_city(request) if signed_in else None
    return {
        "city": city,
        "city_name": city_name(city) if city else "",
        "city_choices": SimpleLazyObject(lambda: _choices(request)) if signed_in else [],
        "menu": SimpleLazyObject(lambda: import_string(settings.MENU)(request)) if signed_in else [],
        "bell": SimpleLazyObject(lambda: import_string(settings.BELL)(request)) if city else None,
        "account_label": str(user) if signed_in else "",
        "system_name": gettext(settings.SYSTEM_NAME),
        "insecure": not request.is_secure() and not _only_here(request),
        "sign_in_ways": SimpleLazyObject(lambda: sign_in_ways(request)),
    }


def _only_here(request: HttpRequest) -> bool:
    """Tell whether the browser runs on this very machine, which browsers trust without HTTPS."""
    host = split_domain_port(request.META.get("HTTP_HOST") or request.META.get("SERVER_NAME", ""))[0]
    return host in {"localhost", "127.0.0.1", "[::1]"} or host.endswith(".localhost")


def sign_in_ways(request: HttpRequest) -> dict[str, Any]:
    """Return the ways in beside the password, and what keeps the wanted page in their addresses."""
    wanted = request.POST.get("next") or request.GET.get("next", "")
    return {
        "phone": sms.available(),
        "providers": shown_providers(request),
        "query": f"?{urlencode({'next': wanted})}" if wanted else "",
    }


def current_city(request: HttpRequest) -> City | None:
    """Return the page's city; on pages about one's own account, the first city in which the person holds a post."""
    city = getattr(request, "city", None)
    return city or next(iter(rules.cities_of(request.user)), None)


def city_name(city: City) -> str:
    """Return the city's name in the reader's language."""
    return city.name_en if get_language() == "en" and city.name_en else city.name


def _choices(request: HttpRequest) -> list[dict[str, Any]]:
    """List the cities in which this person holds a post, in order of their address."""
    current = current_city(request)
    return [
        {
            "slug": city.slug,
            "name": city_name(city),
            "url": reverse("workbench:home", args=[city.slug]),
            "active": city == current,
        }
        for city in rules.cities_of(request.user)
    ]
