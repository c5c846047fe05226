"""The page of the phone: one shell for everybody, without a name in it; what it shows it fetches and keeps itself."""

from __future__ import annotations

from csp.constants import SELF
from csp.decorators import csp_update
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wenming.onsite.schemas.words import words

# The staff pages' blue; a manifest takes no variable of a style sheet.
BLUE, PAPER = "#12315b", "#f5f7f9"


@require_safe
@csp_update({"media-src": [SELF, "blob:"]})
def app(request: HttpRequest) -> HttpResponse:
    """Show the shell: styles, module and the words in the language of the session. A voice note is played from where it lies."""
    return render(request, "onsite/app.html", {"words": words(), "language": get_language()})


@require_safe
def manifest(request: HttpRequest) -> HttpResponse:  # noqa: ARG001  the same for everybody
    """Say how the page looks on the home screen."""
    icons = [
        {"src": static(f"onsite/icon-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
        for size in (192, 512)
        for purpose in ("any", "maskable")
    ]
    body = {
        "id": reverse("onsite:app"),
        "name": _("现场测评"),
        "short_name": _("现场测评"),
        "description": _("没有信号也能用的实地测评"),
        "start_url": reverse("onsite:app"),
        "scope": reverse("onsite:app"),
        "display": "standalone",
        "orientation": "portrait",
        "lang": get_language(),
        "theme_color": BLUE,
        "background_color": PAPER,
        "icons": icons,
    }
    return JsonResponse(body, content_type="application/manifest+json")
