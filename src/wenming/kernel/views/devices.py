"""What a device needs: the certificate of this installation, and what does not work without HTTPS."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from wenming.kernel.adapters.certificates import Authority, authority_in
from wenming.kernel.schemas import qr_code


@require_safe
def https(request: HttpRequest) -> HttpResponse:
    """Say what works on this very page and what does not; the browser answers, not we."""
    return render(request, "kernel/https.html", {"installs": authority_in(settings.TLS_FOLDER) is not None})


@require_safe
def install(request: HttpRequest) -> HttpResponse:
    """Show the sheet by which a device comes to trust this installation."""
    found = _authority()
    addresses = [_address(one) for one in found.addresses]
    context: dict[str, Any] = {
        "authority": found,
        "addresses": addresses,
        "qr": qr_code(addresses[0]) if addresses else "",
        "download": request.build_absolute_uri(reverse("kernel:authority")),
        "fingerprint": _in_two(found.fingerprint),
    }
    return render(request, "kernel/install.html", context)


@require_safe
def authority(_request: HttpRequest) -> HttpResponse:
    """Give the certificate of the authority, which is no secret."""
    response = HttpResponse(_authority().certificate, content_type="application/x-x509-ca-cert")
    response["Content-Disposition"] = 'attachment; filename="wenming-ca.crt"'
    return response


def _authority() -> Authority:
    """Return the authority of this installation, or 404 where the certificate is somebody else's."""
    found = authority_in(settings.TLS_FOLDER)
    if found is None:
        raise Http404
    return found


def _in_two(fingerprint: str) -> list[str]:
    """Return a fingerprint as two lines to compare."""
    return [fingerprint[:47], fingerprint[48:]]


def _address(host: str) -> str:
    """Return what to type into a browser."""
    port = "" if settings.HTTPS_PORT in {"", "443"} else f":{settings.HTTPS_PORT}"
    return f"https://{f'[{host}]' if ':' in host else host}{port}/"
