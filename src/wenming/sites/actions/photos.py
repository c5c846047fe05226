"""Photos of sites: a new one takes the place of the old, which stays in the history."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from wenming.kernel.actions import record_event, store_file
from wenming.kernel.models import Account
from wenming.organisations.rules import require_again
from wenming.sites.imports.photos import read_photo
from wenming.sites.models import Site, SitePhoto
from wenming.sites.queries import sites_visible_to
from wenming.sites.rules import adds_photos

NAME = "%s-%d.jpg"


def show_photo(*, site: Site, caption: str, file_name: str, content: bytes, by: Account, at: datetime) -> SitePhoto:
    """Show this photo of the site from now on.

    Raises PhotoError, one line for the sender, for bytes that are no photo. Original and both pictures are on the disk before the
    transaction begins (see ``store_file``); ``Site.photo`` is the larger picture, which says nothing about the camera and the place.
    """
    _require(site, by, at)
    photo = read_photo(content)
    stored = [
        store_file(city=site.city, name=name, chunks=[data], by=by, at=at)
        for name, data in (
            (file_name, content),
            (NAME % (site.code, 1200), photo.large),
            (NAME % (site.code, 480), photo.small),
        )
    ]
    with transaction.atomic():
        locked = _lock(site, by, at)
        made = SitePhoto.objects.create(
            city=site.city,
            site=locked,
            **dict(zip(("file", "large", "small"), stored, strict=True)),
            width=photo.width,
            height=photo.height,
            caption=caption,
            taken_on=photo.taken_on,
            created_by=by,
            created_at=at,
        )
        locked.photo = made.large
        locked.save(update_fields=["photo"])
        data = {"code": locked.code, "caption": caption, "file": stored[0].sha256}
        record_event(city=site.city, kind="site.photo_shown", subject=locked, data=data, by=by, at=at)
    return made


@transaction.atomic
def drop_photo(*, site: Site, by: Account, at: datetime) -> SitePhoto | None:
    """Show no photo of the site any more; the history keeps it. Where none is shown nothing happens (None)."""
    locked = _lock(site, by, at)
    if locked.photo_id is None:
        return None
    made = SitePhoto.objects.create(city=site.city, site=locked, created_by=by, created_at=at)
    locked.photo = None
    locked.save(update_fields=["photo"])
    record_event(city=site.city, kind="site.photo_dropped", subject=locked, data={"code": locked.code}, by=by, at=at)
    return made


def _lock(site: Site, by: Account, at: datetime) -> Site:
    """Lock the site's row and check again who may."""
    locked = Site.objects.in_city(site.city).select_for_update().get(pk=site.pk)
    _require(locked, by, at)
    return locked


def _require(site: Site, by: Account, at: datetime) -> None:
    """Raise PermissionDenied unless the account may add photos to this very site."""
    require_again(adds_photos, by, site.city)
    if not sites_visible_to(by, site.city, at=at).filter(pk=site.pk).exists():
        raise PermissionDenied
