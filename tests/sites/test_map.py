"""The map of sites: what the page draws and lists, what a moving map is answered, who may see it."""

from __future__ import annotations

import json
import random
import re
from dataclasses import replace
from datetime import date
from typing import Any

import h3
import pytest
from django.test import Client
from django.urls import reverse

from tests.people import (
    AT,
    AUDITOR,
    CAST,
    FIRM,
    INSPECTOR,
    LIAISON,
    OFFICER,
    SECURITY,
    SINCE,
    make_account,
    make_city,
)
from tests.queries import assert_queries
from tests.sites.places import SQUARE, make_site, make_type, make_unit
from wenming.engine.clusters import Frame
from wenming.organisations.models import Person, Post
from wenming.sites.adapters import fresh_token
from wenming.sites.models import Site, SiteChief, SiteUnit
from wenming.sites.queries.map import MOST_CLUSTERS, MOST_SITES, sites_on_map, view_of, wanted_in

pytestmark = pytest.mark.django_db
TOWN = "113.9,32,114.3,32.3"


def client_of(person: Any = OFFICER) -> Client:
    client = Client()
    client.force_login(make_account(person))
    return client


def page(name: str, *arguments: Any, person: Any = OFFICER, **query: Any) -> Any:
    return client_of(person).get(reverse(f"sites:{name}", args=[make_city().slug, *arguments]), query)


def features(**query: Any) -> Any:
    return page("map_features", **{"bbox": TOWN, "zoom": "12", **query})


def body(answer: Any) -> Any:
    return json.loads(answer.content)


def kinds(answer: Any) -> list[str]:
    return [one["properties"]["kind"] for one in body(answer)["features"]]


def make_many(number: int, *, lat: float = 32.1, lng: float = 114.0, spread: float = 0.1) -> None:
    """Sow sites over the town, all of one type."""
    draw, type_, city = random.Random(number), make_type(), make_city()
    rows = []
    for place in range(number):
        at = lat + draw.random() * spread, lng + draw.random() * spread
        cells = [h3.str_to_int(h3.latlng_to_cell(*at, one)) for one in (8, 10)]
        rows.append(
            Site(
                city=city, code=f"m{place:05d}", name=f"点位{place}", type=type_, lat=at[0], lng=at[1], given_lat=at[0],
                given_lng=at[1], datum="wgs84", cell_8=cells[0], cell_10=cells[1], token=fresh_token(), starts_on=SINCE, created_at=AT,
            )
        )  # fmt: skip
    Site.objects.bulk_create(rows, batch_size=500)


@pytest.mark.parametrize("rows", [1, 3])
def test_open_the_map_asks_six_queries_however_many_sites(rows):
    for number in range(rows):
        make_site(f"a{number}", area=make_unit("东街街道"))
    client = client_of()
    address = reverse("sites:map", args=[make_city().slug])
    client.get(address)
    with assert_queries(9):  # three of them: who asks
        client.get(address)


def test_open_the_map_draws_and_lists_every_site_and_says_that_it_is_a_schematic():
    make_site("a", "中心广场", area=make_unit("东街街道"))
    make_site("b", "北市场", type=make_type("农贸市场"))
    make_site("c", "没有坐标", at=None)
    text = page("map").content.decode()
    assert "示意图，未使用底图" in text
    assert re.findall(r'href="#m-(\w+)"/></svg></a>', text) == ["public", "trade"]
    assert re.findall(r'data-card="(\d+)"', text) == [
        str(one.pk) for one in Site.objects.in_city(make_city()).order_by("code")[:2]
    ]
    assert "1 处没有坐标，图上没有" in text
    assert ">东街街道</text>" in text


def test_open_the_map_of_a_city_without_sites_shows_an_empty_one():
    answer = page("map")
    assert answer.status_code == 200
    assert "这一片没有点位" in answer.content.decode()


def test_open_the_map_under_a_filter_shows_what_the_register_would():
    east, west = make_unit("东街街道"), make_unit("西街街道")
    park = make_unit("公园社区", "community", east)
    market = make_type("农贸市场")
    make_site("e", "东市场", area=east, type=market, address="解放路1号")
    make_site("p", "公园", area=park, sounds="gongyuan gy")
    make_site("w", "西市场", area=west, type=market)
    bureau = make_unit("园林局", "department")
    responsible = {"city": make_city(), "unit": bureau, "part": "responsible", "since": SINCE, "at": AT}
    SiteUnit.objects.create(site=Site.objects.in_city(make_city()).get(code="p"), **responsible)

    def codes(**query: Any) -> list[str]:
        return re.findall(r'class="mono t3">(\w+)</span></a>', page("map", **query).content.decode())

    assert codes(area=east.pk) == ["e", "p"]
    assert codes(type=market.pk) == ["e", "w"]
    assert codes(type=market.pk, area=west.pk) == ["w"]
    assert codes(unit=bureau.pk) == ["p"]
    assert codes(unit=bureau.pk, part="sponsor") == []
    assert codes(lacks="responsible") == ["e", "w"]
    assert codes(q="gong yuan") == ["p"]
    assert codes(q="解放") == ["e"]
    assert codes(q="W") == ["w"]
    assert codes(q="没有") == []
    assert codes(area="x", type="x", unit="x", bbox="x") == ["e", "p", "w"]


def test_open_the_map_of_a_frame_lists_what_lies_in_it_page_by_page():
    for number in range(45):
        make_site(f"a{number:02d}")
    make_site("far", at=(33, 115))
    first = page("map_list", bbox=TOWN).content.decode()
    assert 'id="map-paper"' in first
    assert re.findall(r"data-card", first) == ["data-card"] * 40
    after = re.search(r"after=(\w+)", first)[1]
    second = page("map", bbox=TOWN, after=after).content.decode()
    assert re.findall(r'class="mono t3">(\w+)</span>', second)[-5:] == ["a40", "a41", "a42", "a43", "a44"]
    before = re.search(r"before=(\w+)", second)[1]
    back = page("map", bbox=TOWN, before=before).content.decode()
    assert len(re.findall(r"data-card=\"\d", back)) == 40
    assert 'rel="prev"' not in back


def test_ask_for_features_gives_single_sites_with_areas():
    make_site("a", "中心广场", area=make_unit("东街街道"))
    answer = features()
    assert answer["Content-Type"] == "application/geo+json; charset=utf-8"
    site, area = body(answer)["features"]
    assert (body(answer)["type"], body(answer)["count"]) == ("FeatureCollection", 1)
    assert site["geometry"] == {"type": "Point", "coordinates": [SQUARE[1], SQUARE[0]]}
    assert {key: site["properties"][key] for key in ("kind", "name", "group")} == {
        "kind": "site", "name": "中心广场", "group": "public",
    }  # fmt: skip
    assert area["properties"]["name"] == "东街街道"


def test_ask_for_features_of_the_same_again_answers_that_nothing_changed():
    make_site("a")
    client = client_of()
    address = reverse("sites:map_features", args=[make_city().slug])
    query = {"bbox": TOWN, "zoom": "12"}
    first = client.get(address, query)
    assert first["Cache-Control"] == "private, no-cache"
    again = client.get(address, query, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    make_site("b")
    assert client.get(address, query, headers={"If-None-Match": first["ETag"]}).status_code == 200


@pytest.mark.parametrize(("query", "faults"), [
    ({"colour": "red"}, ["colour"]), ({"bbox": ""}, ["bbox"]), ({"bbox": "1,2,3"}, ["bbox"]), ({"bbox": "3,2,1,4"}, ["bbox"]),
    ({"bbox": "1,2,3,nan"}, ["bbox"]), ({"bbox": "a,b,c,d"}, ["bbox"]), ({"bbox": "-200,0,0,1"}, ["bbox"]), ({"zoom": "23"}, ["zoom"]),
    ({"zoom": "nan"}, ["zoom"]), ({"zoom": ""}, ["zoom"]), ({"type": "x"}, ["type"]), ({"area": "99999"}, ["area"]), ({"unit": "-1"}, ["unit"]), ({"part": "x"}, ["part"]), ({"lacks": "x"}, ["lacks"]), ({"retired": "on"}, ["retired"]),
])  # fmt: skip
def test_ask_for_features_with_what_means_nothing_is_refused_by_name(query, faults):
    answer = features(**query)
    assert (answer.status_code, body(answer)["parameters"]) == (400, faults)


def test_ask_for_features_of_many_sites_gives_clusters_that_lose_none():
    make_many(MOST_SITES + 1)
    answer = features(zoom="11")
    found = body(answer)["features"]
    clusters = [one["properties"] for one in found if one["properties"]["kind"] == "cluster"]
    assert (
        sum(one["count"] for one in clusters) + kinds(answer).count("site") == MOST_SITES + 1 == body(answer)["count"]
    )
    assert 1 < len(found) <= MOST_CLUSTERS
    for one in clusters:
        west, south, east, north = one["box"]
        assert west <= east
        assert south <= north


@pytest.mark.parametrize("zoom", ["0", "11", "14", "22"])
def test_ask_for_features_at_any_zoom_stays_within_the_bound(zoom):
    make_many(3000)
    answer = features(zoom=zoom)
    assert len(body(answer)["features"]) <= MOST_CLUSTERS
    assert body(answer)["count"] == 3000


@pytest.mark.parametrize("number", [3, 1200])
def test_ask_for_features_asks_the_same_queries_for_few_and_many(number):
    make_many(number)
    client = client_of()
    address = reverse("sites:map_features", args=[make_city().slug])
    with assert_queries(6):  # three of them: who asks
        client.get(address, {"bbox": TOWN, "zoom": "13"})


def test_see_the_bounds_between_single_sites_and_clusters():
    make_many(MOST_SITES)
    sites = sites_on_map(make_account(OFFICER), make_city(), wanted_in({}, make_city()), at=AT)
    frame = Frame(113.9, 32.0, 114.3, 32.3)
    view = view_of(sites, frame, 11)
    assert (view.count, len(view.sites), view.marks) == (MOST_SITES, MOST_SITES, [])
    make_site("more", at=(32.15, 114.05))
    view = view_of(sites, frame, 11)
    assert (view.count, view.sites) == (MOST_SITES + 1, [])


def test_ask_for_features_leaves_out_what_is_retired():
    make_site("old", ends_on=date(2026, 3, 1))
    assert kinds(features()) == []


@pytest.mark.parametrize("name", ["map", "map_list", "map_features", "qr_sheet"])
@pytest.mark.parametrize("person", CAST, ids=lambda one: one.username)
def test_open_the_pages_of_the_map_is_for_who_sees_the_register(name, person):
    make_city()
    inside = person.city == make_city().slug and person.role
    expected = 404 if not inside else 403 if person in {INSPECTOR, FIRM, SECURITY} else 200
    query = {"bbox": TOWN, "zoom": "9"} if name == "map_features" else {}
    assert page(name, person=person, **query).status_code == expected


def test_look_at_a_card_as_a_street_shows_the_streets_own_alone():
    east, west = make_unit("东街街道"), make_unit("西街街道")
    ours, theirs = make_site("a", area=east), make_site("b", area=west)
    person = replace(LIAISON, username="street", role="")
    Post.objects.create(
        city=make_city(), account=make_account(person), role="street_office", unit=east, starts_on=SINCE
    )
    assert page("map_card", ours.pk, person=person).status_code == 200
    assert page("map_card", theirs.pk, person=person).status_code == 404
    assert [
        one["properties"]["id"] for one in body(page("map_features", person=person, bbox=TOWN, zoom=9))["features"][:1]
    ] == [ours.pk]
    assert page("map_card", ours.pk, person=INSPECTOR).status_code == 403


def test_look_at_a_card_shows_who_answers_with_the_number_masked():
    site = make_site("a", "中心广场", walking="绕一圈", hours=[[day, 0, 1440] for day in range(1, 8)])
    unit = make_unit("园林局", "department")
    SiteUnit.objects.create(city=make_city(), site=site, unit=unit, part="sponsor", since=SINCE, at=AT)
    person = Person.objects.create(city=make_city(), name="冯佩兰", phone="13900000017")
    SiteChief.objects.create(city=make_city(), site=site, person=person, kind="site", since=SINCE, at=AT)
    text = page("map_card", site.pk).content.decode()
    for words in (
        "中心广场",
        "园林局",
        "包保单位",
        "冯佩兰",
        "139****0017",
        "绕一圈",
        "现在开放",
        "全天",
        "<html",
    ):
        assert words in text
    assert "13900000017" not in text
    auditor = page("map_card", site.pk, person=AUDITOR).content.decode()
    assert "冯佩兰" in auditor
    assert "139****0017" not in auditor
    fragment = client_of().get(reverse("sites:map_card", args=["qinghe", site.pk]), headers={"HX-Request": "true"})
    assert "<html" not in fragment.content.decode()


def test_look_at_a_card_asks_six_queries():
    site = make_site("a")
    client = client_of()
    address = reverse("sites:map_card", args=["qinghe", site.pk])
    with assert_queries(8):  # three of them: who asks
        client.get(address)


def test_look_at_the_map_with_a_base_in_gcj02_moves_the_sites_and_finds_them(settings):
    settings.MAP_TILES, settings.MAP_ATTRIBUTION, settings.MAP_DATUM = (
        "https://t.example/{z}/{x}/{y}.png",
        "审图号",
        "gcj02",
    )
    make_site("a")
    text = page("map").content.decode()
    assert "示意图" not in text
    assert "审图号" in text
    shown = body(features())["features"][0]["geometry"]["coordinates"]
    # the forward shift of prcoords 1.0.2 at this place
    assert shown == pytest.approx([114.096705, 32.145016], abs=0.002)
    assert shown != [SQUARE[1], SQUARE[0]]
    tight = ",".join(str(value) for value in (shown[0] - 1e-4, shown[1] - 1e-4, shown[0] + 1e-4, shown[1] + 1e-4))
    assert kinds(features(bbox=tight)) == ["site"]


def test_follow_a_cards_way_to_the_map_leads_around_the_site():
    site = make_site("a")
    text = page("map_card", site.pk).content.decode()
    frame = re.search(r"/map/\?bbox=([\d.%C]+)", text)[1].replace("%2C", ",")
    west, south, east, north = (float(part) for part in frame.split(","))
    assert west < SQUARE[1] < east
    assert south < SQUARE[0] < north
    bare = make_site("b", at=None)
    assert "/map/?bbox=" not in page("map_card", bare.pk).content.decode()
