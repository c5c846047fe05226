"""The photos of issues."""

from __future__ import annotations

from django.db.models import Q
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from wenming.issues.models import IssuePhoto, LookBack
from wenming.issues.queries import issues_visible_to
from wenming.kernel.adapters.downloads import send_picture
from wenming.kernel.adapters.pages import one_of
from wenming.kernel.models import City

SIZES = ("small", "large")


@require_safe
def photo(request: HttpRequest, city: City, pk: int, size: str) -> HttpResponse | FileResponse:
    """Answer with a photo, small or large, to who sees the issue or is sent there again; the original (it may say where it was taken) never."""
    if size not in SIZES:
        raise Http404
    seen = issues_visible_to(request.user, city).order_by().values("pk")
    visited = LookBack.objects.in_city(city).filter(visitor_id=request.user.pk, result="").order_by().values("issue")
    photos = IssuePhoto.objects.in_city(city).select_related(size)
    stored = getattr(one_of(photos.filter(Q(issue__in=seen) | Q(issue__in=visited)), pk=pk), size)
    etag = f'"{stored.sha256[:32]}"'
    same = get_conditional_response(request, etag=etag)
    response = same or send_picture(stored, slug=city.slug, media_type="image/jpeg")
    # Kept, but asked for anew every time: who no longer sees the issue no longer sees its photo.
    response["Cache-Control"] = "private, no-cache"
    response["ETag"] = etag
    return response
