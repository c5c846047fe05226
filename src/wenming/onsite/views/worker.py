"""The service worker: always at the same address, with the list of what belongs to the version that it keeps."""

from __future__ import annotations

import hashlib
import json

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import get_template
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import require_safe

from wenming.kernel.templatetags.assets import addresses_of, built_file

SOURCE = "frontend/onsite/worker.js"
ENTRIES = ("frontend/onsite/app.js", "frontend/styles/onsite/onsite.css")
PICTURES = ("kernel/favicon.svg", "onsite/icon-192.png")
TEMPLATES = ("onsite/app.html", "onsite/icons.html")


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """Answer with the worker; whatever changes in the page, its files or its texts makes it another one."""
    built = built_file(SOURCE)
    if built is None:
        raise Http404
    page = reverse("onsite:app")
    files = [*addresses_of(*ENTRIES), *map(static, PICTURES), reverse("onsite:manifest")]
    shell = {"version": _version(request, files), "page": page, "files": files}
    text = f"self.SHELL = {json.dumps(shell)};\n{built.read_text(encoding='utf-8')}"
    answer = HttpResponse(text, content_type="text/javascript; charset=utf-8")
    answer["Service-Worker-Allowed"] = page
    answer["Cache-Control"] = "no-cache"
    return answer


def _version(request: HttpRequest, files: list[str]) -> str:
    """Return what stands for this state of page, files, texts and language."""
    digest = hashlib.sha256("\n".join([settings.SYSTEM_NAME, request.LANGUAGE_CODE, *files]).encode())
    for name in TEMPLATES:
        digest.update(get_template(name).template.source.encode())
    return digest.hexdigest()[:16]
