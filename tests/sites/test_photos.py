"""Photos of sites: who adds one, what is kept, what is shown."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from tests.people import AT, AUDITOR, INSPECTOR, LEADER, LIAISON, OFFICER, SINCE, STRANGER, make_account, make_city
from tests.sites.pictures import photo
from tests.sites.places import make_site, make_unit
from wenming.kernel.adapters.stores import path_of
from wenming.kernel.models import Event, StoredFile
from wenming.organisations.models import Post
from wenming.sites.actions import drop_photo, show_photo
from wenming.sites.imports.photos import PhotoError
from wenming.sites.models import SitePhoto

pytestmark = pytest.mark.django_db(transaction=False)


def show(site: Any, person: Any = OFFICER, *, at: Any = AT, **values: Any) -> SitePhoto:
    facts = {"caption": "南门", "file_name": "现场.jpg", "content": photo(600, 400, taken="2026:09:13 08:00:00")}
    return show_photo(site=site, by=make_account(person), at=at, **(facts | values))


def bytes_of(file: StoredFile) -> bytes:
    return path_of(make_city().slug, file.sha256).read_bytes()


def test_show_a_photo_keeps_the_original_and_shows_two_small_ones():
    site, content = make_site("a"), photo(600, 400, taken="2026:09:13 08:00:00", place=True)
    made = show(site, content=content)
    site.refresh_from_db()
    assert site.photo == made.large
    assert bytes_of(made.file) == content
    assert b"Exif" not in bytes_of(made.large) + bytes_of(made.small)
    assert (made.width, made.height, made.caption, made.taken_on) == (600, 400, "南门", date(2026, 9, 13))
    event = Event.objects.in_city(site.city).get()
    assert (event.kind, event.data) == (
        "site.photo_shown",
        {"code": "a", "caption": "南门", "file": made.file.sha256},
    )


def test_show_another_photo_keeps_the_first_and_drop_it_shows_none():
    site = make_site("a")
    show(site)
    second = show(site, content=photo(30, 20), at=AT + timedelta(minutes=1))
    site.refresh_from_db()
    assert site.photo == second.large
    officer = make_account(OFFICER)
    dropped = drop_photo(site=site, by=officer, at=AT + timedelta(minutes=2))
    assert dropped.file is None
    assert drop_photo(site=site, by=officer, at=AT + timedelta(minutes=3)) is None
    site.refresh_from_db()
    assert (site.photo, site.photos.count()) == (None, 3)
    kinds = ["site.photo_shown", "site.photo_shown", "site.photo_dropped"]
    assert list(Event.objects.in_city(site.city).order_by("number").values_list("kind", flat=True)) == kinds


def test_show_what_is_no_photo_changes_nothing():
    site = make_site("a")
    with pytest.raises(PhotoError):
        show(site, content=b"no photo")
    assert (SitePhoto.objects.in_city(site.city).count(), StoredFile.objects.in_city(site.city).count()) == (0, 0)


@pytest.mark.parametrize("person", [LEADER, AUDITOR, INSPECTOR, LIAISON, STRANGER])
def test_show_or_drop_a_photo_without_a_post_for_it_is_refused(person):
    site = make_site("a")
    show(site)
    account = make_account(person)
    with pytest.raises(PermissionDenied):
        show(site, person, at=AT + timedelta(minutes=1))
    with pytest.raises(PermissionDenied):
        drop_photo(site=site, by=account, at=AT)
    assert SitePhoto.objects.in_city(site.city).count() == 1


def test_show_a_photo_as_the_street_works_in_the_street_alone():
    east, west = make_unit("东街街道"), make_unit("西街街道")
    person = replace(LIAISON, username="street", role="")
    Post.objects.create(
        city=make_city(), account=make_account(person), role="street_office", unit=east, starts_on=SINCE
    )
    assert show(make_site("a", area=east), person).caption == "南门"
    with pytest.raises(PermissionDenied):
        show(make_site("b", area=west), person)


def test_keep_half_a_photo_is_refused_by_the_database():
    site = make_site("a")
    with pytest.raises(IntegrityError), transaction.atomic():
        SitePhoto.objects.create(city=site.city, site=site, caption="只有字", created_at=AT)


def test_print_an_event_of_a_photo_names_no_person():
    show(make_site("a"))
    assert "陈玉兰" not in json.dumps(Event.objects.in_city(make_city()).get().data, ensure_ascii=False)
