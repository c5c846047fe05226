"""Photos of a site: the one that is shown with its history, a new one, and the pictures themselves."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from wenming.kernel.adapters.downloads import send_file, send_picture
from wenming.kernel.models import City
from wenming.kernel.schemas import moment_text
from wenming.sites.actions import drop_photo, show_photo
from wenming.sites.forms.photos import ACCEPTED, PhotoForm
from wenming.sites.imports.photos import PHOTO_LIMIT, PhotoError
from wenming.sites.models import Site, SitePhoto
from wenming.sites.queries.cards import photos_of
from wenming.sites.rules import adds_photos, keeps_sites
from wenming.sites.schemas.cards import photo_facts
from wenming.sites.views.gates import site_seen

SIZES = ("small", "large", "original")


@require_http_methods(["GET", "POST"])
def photos(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Show the photo of a site and everything that was shown before; take a new one, or take it down."""
    site = site_seen(request, city, pk, at=timezone.now())
    if request.method == "POST" and not adds_photos(request.user, city):
        raise PermissionDenied
    if request.method == "POST" and "drop" in request.POST:
        if drop_photo(site=site, by=request.user, at=timezone.now()):
            messages.success(request, _("照片已撤下，旧照片仍在历史里"))
        return redirect("sites:photos", city.slug, pk)
    form = PhotoForm(request.POST, request.FILES) if request.method == "POST" else PhotoForm()
    if request.method == "POST" and form.is_valid() and _show(request, site, form):
        return redirect("sites:photos", city.slug, pk)
    return render(request, "sites/photos.html", _context(request, city, site, form), status=422 if form.errors else 200)


def _show(request: HttpRequest, site: Site, form: PhotoForm) -> SitePhoto | None:
    """Show the photo that was sent; say beside the field why it cannot be."""
    sent = form.cleaned_data["picture"]
    try:
        made = show_photo(
            site=site,
            caption=form.cleaned_data["caption"],
            file_name=sent.name,
            content=sent.read(PHOTO_LIMIT + 1),
            by=request.user,
            at=timezone.now(),
        )
    except PhotoError as fault:
        form.add_error("picture", str(fault))
        return None
    messages.success(request, _("照片已换上"))
    return made


def _context(request: HttpRequest, city: City, site: Site, form: PhotoForm) -> dict[str, Any]:
    """Return what the page of a site's photos shows."""
    history = list(photos_of(site))
    shown = history[0] if history and history[0].file_id else None
    originals = keeps_sites(request.user, city)
    return {
        "site": {
            "name": site.name,
            "code": site.code,
            "url": reverse("sites:site", args=[city.slug, site.pk]),
        },
        "photo": photo_facts(city, site, shown) if shown else None,
        "form": form,
        "accept": ACCEPTED,
        "limit_bytes": PHOTO_LIMIT,
        "may_add": adds_photos(request.user, city),
        "history": [
            {
                "at": moment_text(row.created_at, city),
                "by": str(row.created_by or ""),
                "photo": photo_facts(city, site, row) if row.file_id else None,
                "original": reverse("sites:photo", args=[city.slug, site.pk, row.pk, "original"])
                if row.file_id and originals
                else "",
            }
            for row in history
        ],
    }


@require_safe
def photo(request: HttpRequest, city: City, pk: int, photo: int, size: str) -> HttpResponse | FileResponse:
    """Answer with a photo: small or large to who sees the site, the original (it may say where it was taken) to the office."""
    site = site_seen(request, city, pk, at=timezone.now())
    found = photos_of(site).filter(pk=photo, file__isnull=False).first()
    if found is None or size not in SIZES or (size == "original" and not keeps_sites(request.user, city)):
        raise Http404
    if size == "original":
        response = send_file(found.file, slug=city.slug)
        response["Cache-Control"] = "no-store"
        return response
    stored = getattr(found, size)
    etag = f'"{stored.sha256[:32]}"'
    same = get_conditional_response(request, etag=etag)
    response = same or send_picture(stored, slug=city.slug, media_type="image/jpeg")
    # Kept, but asked for anew every time: who no longer sees the site no longer sees its photo.
    response["Cache-Control"] = "private, no-cache"
    response["ETag"] = etag
    return response
