"""Sign-in through an identity provider: the way there, the way back, somebody whom nobody knows, and the way out."""

from __future__ import annotations

import logging
from typing import Any

from allauth.account.internal.decorators import login_not_required
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from requests import RequestException

from wenming.kernel.actions.identities import ask_for_link
from wenming.kernel.adapters.oidc import UNKNOWN, OfficeAdapter, StrictAdapter, leave_url

log = logging.getLogger(__name__)


@login_not_required
@require_safe
def login(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Send the person to the provider."""
    return _run(OAuth2LoginView, request, provider_id)


@login_not_required
@require_safe
def callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Take the person back."""
    return _run(OAuth2CallbackView, request, provider_id)


def _run(view: Any, request: HttpRequest, provider_id: str) -> HttpResponse:
    """Run a view of the protocol; a provider that does not answer, or not rightly, is a page that says so."""
    try:
        return view.adapter_view(StrictAdapter(request, provider_id))(request)
    except SocialApp.DoesNotExist:
        raise Http404 from None
    except (OAuth2Error, RequestException, KeyError, ValueError) as fault:
        log.warning("sign-in through %s failed: %s: %s", provider_id, type(fault).__name__, fault)
        return render(request, "socialaccount/authentication_error.html", status=401)


@never_cache
@require_http_methods(["GET", "POST"])
def unknown(request: HttpRequest) -> HttpResponse:
    """Tell whom nobody knows how to be linked; POST gives the reference that the office needs."""
    found = request.session.get(UNKNOWN)
    if found is None:
        return redirect("account_login")
    wanted = None
    if request.method == "POST":
        wanted = ask_for_link(**found, by=None, at=timezone.now())
    provider = OfficeAdapter(request).get_provider(request, found["provider"])
    context = {"provider": provider.shown_name, "name": found["name"], "wanted": wanted}
    return render(request, "kernel/unknown_identity.html", context, status=200 if wanted else 403)


@never_cache
@require_safe
def signed_out(request: HttpRequest) -> HttpResponse:
    """Offer to sign out of the provider as well, where it lets us."""
    provider_id = request.GET.get("provider", "")
    try:
        provider = OfficeAdapter(request).get_provider(request, provider_id)
        url = leave_url(request, provider_id, request.build_absolute_uri(reverse("account_login")))
    except SocialApp.DoesNotExist:
        return redirect("account_login")
    except (OAuth2Error, RequestException, KeyError, ValueError):
        url = ""
    return render(request, "kernel/signed_out.html", {"provider": provider.shown_name, "leave_url": url})
