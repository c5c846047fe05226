"""The pages of a site's photos, and the pictures themselves."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.people import AT, AUDITOR, INSPECTOR, LEADER, LIAISON, OFFICER, STRANGER, make_account, make_city
from tests.queries import assert_queries
from tests.sites.pictures import photo
from tests.sites.places import make_site
from wenming.sites.actions import show_photo
from wenming.sites.models import SitePhoto

pytestmark = pytest.mark.django_db


def client_of(person: Any = OFFICER) -> Client:
    client = Client()
    client.force_login(make_account(person))
    return client


def photos_url(site: Any) -> str:
    return reverse("sites:photos", args=["qinghe", site.pk])


def photo_url(made: SitePhoto, size: str = "small") -> str:
    return reverse("sites:photo", args=["qinghe", made.site_id, made.pk, size])


@pytest.fixture
def site() -> Any:
    return make_site("a", "中心广场")


@pytest.fixture
def made(site) -> SitePhoto:
    content = photo(600, 400, place=True, taken="2026:09:13 08:00:00")
    return show_photo(site=site, caption="南门", file_name="现场.jpg", content=content, by=make_account(OFFICER), at=AT)


def send(site: Any, content: bytes, person: Any = OFFICER) -> Any:
    sent = SimpleUploadedFile("现场.jpg", content)
    return client_of(person).post(photos_url(site), {"caption": "南门", "picture": sent}, follow=True)


def test_send_a_photo_shows_it_on_the_page_and_on_the_card(site):
    text = send(site, photo(600, 400)).content.decode()
    assert "照片已换上" in text
    made = SitePhoto.objects.in_city(make_city()).get()
    assert photo_url(made) in text
    assert "下载原图" in text
    card = client_of().get(reverse("sites:map_card", args=["qinghe", site.pk])).content.decode()
    assert photo_url(made) in card
    assert 'alt="中心广场 的照片：南门"' in card


@pytest.mark.parametrize(
    ("content", "said"), [(b"", "空"), (b"no photo", "不是 JPEG、PNG 或 WebP"), (photo(400, 300)[:-900], "不完整")]
)
def test_send_what_is_no_photo_says_so_beside_the_field(site, content, said):
    answer = send(site, content)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert SitePhoto.objects.in_city(make_city()).count() == 0


def test_drop_the_photo_keeps_it_in_the_history(site, made):
    text = client_of().post(photos_url(site), {"drop": "1"}, follow=True).content.decode()
    assert "照片已撤下" in text
    assert "还没有照片" in text
    assert photo_url(made) in text
    again = client_of().post(photos_url(site), {"drop": "1"}, follow=True).content.decode()
    assert "照片已撤下" not in again


@pytest.mark.parametrize("person", [LEADER, AUDITOR])
def test_look_at_the_photos_without_the_office_offers_no_change(site, made, person):
    text = client_of(person).get(photos_url(site)).content.decode()
    assert photo_url(made) in text
    for offered in ("撤下照片", "上传", "下载原图"):
        assert offered not in text
    assert client_of(person).post(photos_url(site), {"drop": "1"}).status_code == 403


def test_get_a_photo_is_asked_for_anew_every_time_and_says_nothing_of_the_place(made):
    client = client_of(LEADER)
    for size in ("small", "large"):
        answer = client.get(photo_url(made, size))
        content = b"".join(answer.streaming_content)
        assert (answer["Content-Type"], answer["Cache-Control"]) == ("image/jpeg", "private, no-cache")
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert b"Exif" not in content
        again = client.get(photo_url(made, size), headers={"If-None-Match": answer["ETag"]})
        assert (again.status_code, again["Cache-Control"]) == (304, "private, no-cache")


def test_get_the_original_is_for_the_office(made):
    answer = client_of().get(photo_url(made, "original"))
    assert b"Exif" in b"".join(answer.streaming_content)
    assert answer["Cache-Control"] == "no-store"
    assert answer["Content-Disposition"].startswith("attachment")
    assert client_of(LEADER).get(photo_url(made, "original")).status_code == 404


@pytest.mark.parametrize(("person", "status"), [(INSPECTOR, 403), (LIAISON, 404), (STRANGER, 404)])
def test_get_photos_of_a_site_that_one_does_not_see_finds_none(site, made, person, status):
    assert client_of(person).get(photo_url(made)).status_code == status
    assert client_of(person).get(photos_url(site)).status_code == status


def test_get_a_photo_that_is_none_is_not_found(site, made):
    client = client_of()
    assert client.get(photo_url(made, "huge")).status_code == 404
    other = make_site("b")
    assert client.get(reverse("sites:photo", args=["qinghe", other.pk, made.pk, "small"])).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_look_at_the_photos_asks_the_same_queries_for_one_and_for_many(site, rows):
    for number in range(rows):
        show_photo(
            site=site, caption="", file_name="x.jpg", content=photo(10, 10), by=make_account(OFFICER), at=AT + timedelta(minutes=number)
        )  # fmt: skip
    client = client_of()
    with assert_queries(5):  # three of them: who asks
        text = client.get(photos_url(site)).content.decode()
    assert len(re.findall("<li><a href", text)) == rows
