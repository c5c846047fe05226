"""QR codes of sites: the sheet, the files, and the page that a code leads to. What a code says is read by zxing, not by us."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
import zxingcpp
from django.test import Client
from django.urls import reverse
from PIL import Image

from tests.people import (
    AT,
    CAST,
    INSPECTOR,
    LIAISON,
    NOBODY,
    OFFICER,
    OPERATOR,
    SINCE,
    STRANGER,
    make_account,
    make_city,
)
from tests.queries import assert_queries
from tests.sites.pictures import photo
from tests.sites.places import make_site, make_type, make_unit
from wenming.organisations.models import Person, Post
from wenming.sites.actions import show_photo
from wenming.sites.models import SiteChange, SiteChief, SiteUnit
from wenming.standards.actions import adopt_checklists
from wenming.standards.imports.checklists import CHECKLISTS

# pictures of codes are the same whatever the database
pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_only]


def page(name: str, *arguments: Any, person: Any = OFFICER, **query: Any) -> Any:
    client = Client()
    if person:
        client.force_login(make_account(person))
    return client.get(reverse(f"sites:{name}", args=[make_city().slug, *arguments]), query)


def words(answer: Any) -> str:
    return answer.content.decode()


def read(content: bytes) -> tuple[str, str]:
    """Return what a picture of a code says, and its level of error correction."""
    (found,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(content)).convert("L"))
    return found.text, found.ec_level


@pytest.fixture
def market() -> Any:
    """A market with a unit and a chief, in a city that has adopted the checklists of the field."""
    source = (CHECKLISTS / "field-forms.yaml").read_text(encoding="utf-8")
    adopt_checklists(city=make_city(), source=source, file_name="x", by=make_account(OFFICER), at=AT)
    kind = make_type("农贸市场")
    kind.checklist, kind.walking = "市场", "走完全部摊位"
    kind.save()
    site = make_site("M1", "东关农贸市场", type=kind, area=make_unit("东街街道"))
    bureau = make_unit("市场局", "department")
    SiteUnit.objects.create(city=make_city(), site=site, unit=bureau, part="responsible", since=SINCE, at=AT)
    person = Person.objects.create(city=make_city(), name="冯佩兰", phone="13900000017")
    SiteChief.objects.create(city=make_city(), site=site, person=person, kind="site", since=SINCE, at=AT)
    return site


def test_download_a_code_gives_a_picture_that_leads_to_the_place(market):
    answer = page("qr_file", market.pk, "png")
    text, level = read(answer.content)
    assert text == "http://testserver/qinghe/q/tM1/"
    assert level in {"M", "Q", "H"}
    assert answer["Cache-Control"] == "no-store"
    assert Image.open(io.BytesIO(answer.content)).width >= 1000
    assert page("scan", text.split("/")[-2]).status_code == 200


def test_download_a_code_as_svg_or_as_something_else(market):
    answer = page("qr_file", market.pk, "svg")
    assert answer["Content-Type"] == "image/svg+xml"
    assert answer.content.startswith(b"<?xml")
    assert page("qr_file", market.pk, "pdf").status_code == 404
    assert page("qr_file", market.pk, "svg", person=INSPECTOR).status_code == 403
    assert page("qr_file", market.pk, "svg", person=LIAISON).status_code == 404


def test_print_the_sheet_says_whose_place_it_is_and_no_number(market):
    text = words(page("qr_sheet"))
    for said in ("东关农贸市场", "M1", "市场局", "冯佩兰", "http://testserver/qinghe/q/tM1/", "qr-a4"):
        assert said in text
    assert "139" not in re.sub(r"<path[^>]*>", "", text)
    assert "只有这台电脑打得开" in text
    assert "style=" not in text
    assert "qr-a6" in words(page("qr_sheet", size="a6"))
    assert "没有符合条件的点位" in words(page("qr_sheet", q="没有"))


@pytest.mark.parametrize(("address", "said"), [
    ("https://wenming.example", ""), ("http://wenming.example", "以后改用 HTTPS"), ("http://localhost:8000", "只有这台电脑"),
])  # fmt: skip
def test_print_the_sheet_under_the_public_address_warns_of_what_would_not_last(market, settings, address, said):
    settings.PUBLIC_ADDRESS = address
    text = words(page("qr_sheet"))
    assert f"{address}/qinghe/q/tM1/" in text
    assert said in text
    assert ("note-warn" in text) == bool(said)


@pytest.mark.parametrize("rows", [1, 3])
def test_print_the_sheet_asks_the_same_queries_for_one_and_for_many(rows):
    for number in range(rows):
        make_site(f"a{number}")
    client = Client()
    client.force_login(make_account(OFFICER))
    with assert_queries(7):  # three of them: who asks
        client.get(reverse("sites:qr_sheet", args=["qinghe"]))


def test_print_more_than_one_stretch_of_codes_pages_through_them():
    for number in range(81):
        make_site(f"a{number:02d}")
    first = words(page("qr_sheet"))
    assert first.count("qr-picture") == 80
    after = re.search(r"after=(\w+)", first)[1]
    assert words(page("qr_sheet", after=after)).count("qr-picture") == 1


def test_scan_without_signing_in_says_the_same_for_every_code_of_every_city(market, django_assert_num_queries):
    client = Client()
    with django_assert_num_queries(0):
        known = client.get("/qinghe/q/tM1/")
        unknown = client.get("/qinghe/q/zzzzzzzzzzzzz/")
        nowhere = client.get("/nowhere/q/tM1/")
    said = {words(one).replace(one.wsgi_request.path.replace("/", "%2F"), "…") for one in (known, unknown, nowhere)}
    assert len(said) == 1
    assert [one.status_code for one in (known, unknown, nowhere)] == [200, 200, 200]
    text = said.pop()
    assert "内部二维码" in text
    assert "/accounts/login/?next=…" in text
    assert "东关" not in text
    assert known["Cache-Control"] == "no-store"
    assert client.post("/qinghe/q/tM1/").status_code == 405


@pytest.mark.parametrize("person", [STRANGER, NOBODY, OPERATOR])
def test_scan_without_a_post_in_the_city_finds_nothing(market, person):
    known, unknown = page("scan", market.token, person=person), page("scan", "z", person=person)
    assert (known.status_code, unknown.status_code) == (404, 404)
    assert "东关" not in words(known)


def test_scan_as_the_office_shows_standards_and_who_answers(market):
    text = words(page("scan", market.token))
    for said in (
        "东关农贸市场",
        "走完全部摊位",
        "市场局",
        "冯佩兰",
        "139****0017",
        "市场-01-01",
        "怎么判",
        "待拍",
        "整页标准",
        "点位页面",
    ):
        assert said in text
    assert f"/qinghe/standards/handbook/{'%E5%B8%82%E5%9C%BA'}/" in text


@pytest.mark.parametrize("person", [INSPECTOR, LIAISON])
def test_scan_as_who_does_not_see_the_site_shows_the_standards_alone(market, person):
    show_photo(
        site=market, caption="", file_name="x.jpg", content=photo(), by=make_account(OFFICER), at=AT
    )  # fmt: skip
    text = words(page("scan", market.token, person=person))
    for said in ("东关农贸市场", "走完全部摊位", "市场-01-01", "整页标准"):
        assert said in text
    for hidden in ("市场局", "冯佩兰", "139", "点位页面", "/photos/"):
        assert hidden not in re.sub(r'd="[^"]*"', "", text)


@pytest.mark.parametrize(
    "person", [one for one in CAST if one.role and one.city == "qinghe"], ids=lambda one: one.username
)
def test_scan_works_for_every_post_of_the_city(market, person):
    assert page("scan", market.token, person=person).status_code == 200


def test_scan_what_is_no_code_says_so_to_people_of_the_city(market):
    answer = page("scan", "zzzzzzzzzzzzz")
    assert answer.status_code == 404
    assert "没有这个二维码" in words(answer)


def test_scan_the_code_of_a_merged_site_leads_to_the_one_that_carries_on(market):
    first, second = make_site("A1", "旧一", ends_on=date(2026, 2, 1)), make_site("A2", "旧二", ends_on=date(2026, 3, 1))
    for site, into in ((first, second), (second, market)):
        SiteChange.objects.create(city=make_city(), site=site, kind="merged", into=into, on=date(2026, 3, 1), at=AT)
    text = words(page("scan", first.token))
    assert "<h1>东关农贸市场</h1>" in text
    assert "您扫的是 A1 旧一 的码，它已并入本点位" in text


def test_scan_the_code_of_a_retired_site_says_so_and_shows_no_standards(market):
    market.ends_on = date(2026, 3, 1)
    market.save()
    SiteChange.objects.create(city=make_city(), site=market, kind="retired", on=date(2026, 3, 1), at=AT)
    text = words(page("scan", market.token))
    assert "从 2026年3月1日 起停用" in text
    assert "市场-01-01" not in text


def test_scan_a_site_whose_type_has_no_checklist_says_what_is_missing():
    text = words(page("scan", make_site("a").token))
    assert "这类点位还没有检查表" in text


def test_scan_a_ring_of_merged_sites_ends():
    one, other = make_site("A1"), make_site("A2")
    for site, into in ((one, other), (other, one)):
        SiteChange.objects.create(city=make_city(), site=site, kind="merged", into=into, on=date(2026, 3, 1), at=AT)
    assert page("scan", one.token).status_code == 200


def test_scan_as_the_street_shows_who_answers_for_its_own(market):
    person = replace(LIAISON, username="street", role="")
    Post.objects.create(
        city=make_city(), account=make_account(person), role="street_office", unit=market.area, starts_on=SINCE
    )
    assert "冯佩兰" in words(page("scan", market.token, person=person))
