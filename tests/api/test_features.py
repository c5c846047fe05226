"""OGC API - Features, Part 1, by the list of the official suite (ets-ogcapi-features10): what must be there, what must be refused."""

from __future__ import annotations

import json
from urllib.parse import urlsplit

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.api.registers import BASE, ITEMS, key_of, machine, make_register
from tests.people import AUDITOR, INSPECTOR, LIAISON, OFFICER, SINCE, make_account, make_cast, make_city
from tests.queries import assert_queries
from tests.sites.places import make_site
from wenming.organisations.models import Post
from wenming.sites.models import Site

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def calm():
    """No test pays for what another one asked within the same minute."""
    cache.clear()


@pytest.fixture
def register():
    make_cast()
    return make_register()


@pytest.fixture
def office(client, register):
    client.force_login(make_account(OFFICER))
    return client


def codes(response) -> list[str]:
    assert response.status_code == 200, response.content
    return [feature["id"] for feature in response.json()["features"]]


def links(document: dict) -> dict[str, dict]:
    return {link["rel"]: link for link in document["links"]}


def test_open_the_landing_page_links_to_everything(office):
    answer = office.get(BASE)
    rels = links(answer.json())
    assert answer["Content-Type"] == "application/json"
    assert set(rels) == {"self", "alternate", "service-desc", "service-doc", "conformance", "data"}
    assert rels["service-desc"]["type"] == "application/vnd.oai.openapi+json;version=3.0"
    for rel, link in rels.items():
        opened = office.get(link["href"])
        assert (rel, opened.status_code, opened["Content-Type"].split(";")[0]) == (rel, 200, link["type"].split(";")[0])


def test_read_conformance_names_the_four_classes(office):
    uris = office.get(f"{BASE}conformance").json()["conformsTo"]
    assert [uri.rpartition("/")[2] for uri in uris] == ["core", "geojson", "html", "oas30"]


def test_read_the_collection_says_where_and_when_its_sites_are(office):
    listed = office.get(f"{BASE}collections").json()["collections"]
    (one,) = listed
    assert one["id"] == "sites"
    assert one == office.get(f"{BASE}collections/sites").json() | {"links": one["links"]}
    assert one["extent"]["spatial"]["bbox"] == [[114.0, -17.0, 179.5, 32.4]]
    assert one["extent"]["temporal"]["interval"] == [[f"{SINCE.isoformat()}T00:00:00+08:00", None]]
    assert one["crs"] == ["http://www.opengis.net/def/crs/OGC/1.3/CRS84"]
    assert [link["type"] for link in one["links"] if link["rel"] == "items"] == ["application/geo+json", "text/html"]


def test_read_a_collection_without_positions_gives_no_box(client):
    make_site("x", at=None)
    client.force_login(make_account(OFFICER))
    assert "spatial" not in client.get(f"{BASE}collections/sites").json()["extent"]


def test_read_items_gives_points_longitude_first_and_no_person(office):
    answer = office.get(ITEMS)
    page = answer.json()
    assert answer["Content-Type"] == "application/geo+json"
    assert (page["type"], page["numberMatched"], page["numberReturned"]) == ("FeatureCollection", 6, 6)
    assert page["timeStamp"].endswith("Z")
    first, by_code = page["features"][0], {one["id"]: one for one in page["features"]}
    assert first == {
        "type": "Feature",
        "id": "a-1",
        "geometry": {"type": "Point", "coordinates": [114.1, 32.1]},
        "properties": {
            "code": "a-1", "name": "东门广场", "type": "公共广场", "area": "东街街道", "address": None,
            "responsible_unit": "园林局", "competent_units": None, "sponsor_units": None, "walking": None,
            "starts_on": "2026-01-01", "ends_on": None,
        },
    }  # fmt: skip
    assert by_code["d-1"]["geometry"] is None
    assert all({"href", "rel", "type", "title"} <= set(link) for link in page["links"])


def test_read_one_item_links_to_its_collection(office):
    answer = office.get(f"{ITEMS}/a-2")
    assert (answer.json()["id"], links(answer.json())["collection"]["type"]) == ("a-2", "application/json")
    assert answer["Content-Type"] == "application/geo+json"


def test_read_an_item_whose_code_has_a_slash_finds_it(office):
    make_site("x/1")
    href = links(office.get(f"{ITEMS}/x%2F1").json())["self"]["href"]
    assert office.get(href).json()["id"] == "x/1"


@pytest.mark.parametrize("path", [f"{ITEMS}/nope", f"{BASE}collections/nope", f"{BASE}collections/nope/items"])
def test_read_what_is_not_there_gives_404(office, path):
    answer = office.get(path)
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")


WRONG = {
    "unknown": "nope=1", "limit-zero": "limit=0", "limit-word": "limit=ten", "limit-negative": "limit=-1", "limit-empty": "limit=",
    "bbox-three": "bbox=1,2,3", "bbox-five": "bbox=1,2,3,4,5", "bbox-words": "bbox=a,b,c,d", "bbox-nan": "bbox=nan,1,2,3",
    "bbox-upside-down": "bbox=1,40,2,30", "datetime-word": "datetime=today", "datetime-three": "datetime=2026-01-01/../..",
    "datetime-reversed": "datetime=2026-02-01/2026-01-01", "datetime-zoneless": "datetime=2026-01-01T00:00:00",
    "datetime-blank": "datetime=2026-01-01 00:00:00Z", "cursor": "cursor=x", "cursor-bytes": "cursor=a____", "f": "f=xml",
    "null": "code=%00", "crs": "crs=http://www.opengis.net/def/crs/OGC/1.3/CRS84",
}  # fmt: skip


@pytest.mark.parametrize("query", WRONG.values(), ids=WRONG.keys())
def test_ask_with_a_wrong_parameter_names_it(office, query):
    answer = office.get(f"{ITEMS}?{query}")
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    assert answer.json()["parameter"] == query.partition("=")[0]


@pytest.mark.parametrize(
    "path", ["", "api", "conformance", "collections", "collections/sites", "collections/sites/items/a-1"]
)
def test_ask_any_resource_with_an_unknown_parameter_gives_400(office, path):
    assert office.get(f"{BASE}{path}?nope=1").status_code == 400


ASKED = {
    "limit=2": ["a-1", "a-2"],
    "limit=999999": ["a-1", "a-2", "b-1", "c-1", "d-1", "e-1"],
    "bbox=114.05,32,114.15,33": ["a-1"],
    "bbox=114,32,0,114.3,33,9": ["a-1", "a-2", "b-1"],
    "bbox=170,-20,-170,0": ["c-1"],
    "bbox=-180,-90,180,90": ["a-1", "a-2", "b-1", "c-1", "e-1"],
    "type=集贸市场": ["a-2"],
    "area=西街街道": ["b-1", "e-1"],
    "code=d-1": ["d-1"],
    "code=nope": [],
    "datetime=2026-06-30": ["a-1", "a-2", "b-1", "c-1", "d-1", "e-1"],
    "datetime=2026-07-01": ["a-1", "a-2", "b-1", "c-1", "d-1"],
    "datetime=2026-06-30T16:00:00Z": ["a-1", "a-2", "b-1", "c-1", "d-1"],
    "datetime=2026-07-01/..": ["a-1", "a-2", "b-1", "c-1", "d-1"],
    "datetime=../2025-12-31": [],
    "datetime=/2026-01-01": ["a-1", "a-2", "b-1", "c-1", "d-1", "e-1"],
    "datetime=2025-01-01/2026-03-01T00:00:00%2B08:00": ["a-1", "a-2", "b-1", "c-1", "d-1", "e-1"],
}


@pytest.mark.parametrize(("query", "found"), ASKED.items(), ids=ASKED.keys())
def test_ask_for_some_sites_gives_exactly_these(office, query, found):
    answer = office.get(f"{ITEMS}?{query}")
    assert codes(answer) == found
    assert answer.json()["numberMatched"] == (6 if query.startswith("limit") else len(found))


def test_follow_next_and_prev_walks_through_every_site_and_back(office):
    seen, answer = [], office.get(f"{ITEMS}?limit=2&datetime=2026-03-01")
    seen.append(codes(answer))
    assert "prev" not in links(answer.json())
    while "next" in links(answer.json()):
        answer = office.get(links(answer.json())["next"]["href"])
        assert answer.json()["numberMatched"] == 6
        seen.append(codes(answer))
    assert seen == [["a-1", "a-2"], ["b-1", "c-1"], ["d-1", "e-1"]]
    back = office.get(links(answer.json())["prev"]["href"])
    assert codes(back) == ["b-1", "c-1"]
    assert codes(office.get(links(back.json())["prev"]["href"])) == ["a-1", "a-2"]


def test_read_the_definition_says_the_limits_that_hold(office):
    document = office.get(f"{BASE}api").json()
    assert document["openapi"] == "3.0.3"
    items = document["paths"]["/collections/sites/items"]["get"]
    named = {one["name"]: one["schema"] for one in items["parameters"]}
    assert set(named) == {"f", "limit", "bbox", "datetime", "cursor", "type", "area", "code"}
    assert named["limit"] == {"type": "integer", "minimum": 1, "maximum": 1000, "default": 10}
    assert set(items["responses"]) == {"200", "400", "401", "403", "429"}


@pytest.mark.parametrize(
    "path",
    [
        "",
        "api",
        "conformance",
        "collections",
        "collections/sites",
        "collections/sites/items",
        "collections/sites/items/a-1",
    ],
)
def test_open_a_resource_in_a_browser_shows_a_page(office, path):
    for answer in (
        office.get(f"{BASE}{path}?f=html"),
        office.get(f"{BASE}{path}", headers={"Accept": "text/html,*/*;q=0.8"}),
    ):
        assert (answer.status_code, answer["Content-Type"].split(";")[0]) == (200, "text/html")
    assert (
        office.get(f"{BASE}{path}?f=json", headers={"Accept": "text/html"})["Content-Type"]
        != "text/html; charset=utf-8"
    )
    assert (
        office.get(f"{BASE}{path}", headers={"Accept": "application/json, text/html"})["Content-Type"]
        != "text/html; charset=utf-8"
    )


def test_send_anything_is_not_allowed(office):
    assert {
        office.post(BASE).status_code,
        office.delete(ITEMS).status_code,
        office.put(f"{ITEMS}/a-1").status_code,
    } == {405}


def test_call_from_another_origin_is_told_nothing_of_cors(office):
    answer = office.get(ITEMS, headers={"Origin": "https://elsewhere.example"})
    assert not [name for name in answer.headers if name.lower().startswith("access-control")]


def test_call_with_a_key_shows_what_its_holder_sees(register):
    account = make_account(LIAISON)
    Post.objects.create(city=make_city(), account=account, role="street_office", unit=register["east"], starts_on=SINCE)
    assert codes(machine(key_of(LIAISON)).get(ITEMS)) == ["a-1", "a-2"]
    assert len(codes(machine(key_of(AUDITOR)).get(ITEMS))) == 6


def test_call_with_name_and_key_as_a_simple_client_does_is_let_in(register):
    import base64

    secret = key_of()
    for pair, status in ((f"{OFFICER.username}:{secret}", 200), (f"{LIAISON.username}:{secret}", 401), ("x", 401)):
        given = base64.b64encode(pair.encode()).decode()
        assert Client().get(ITEMS, headers={"Authorization": f"Basic {given}"}).status_code == status
    for wrong in ("Basic ###", "Bearer", "Digest x"):
        assert Client().get(ITEMS, headers={"Authorization": wrong}).status_code == 401


def test_call_without_sign_in_asks_programs_for_a_key_and_people_for_sign_in(register):
    answer = Client().get(ITEMS)
    assert (answer.status_code, answer["WWW-Authenticate"].split(" ")[0]) == (401, "Basic")
    page = Client().get(ITEMS, headers={"Accept": "text/html"})
    assert (page.status_code, urlsplit(page["Location"]).path) == (302, "/accounts/login/")


def test_call_as_inspector_is_refused(client, register):
    client.force_login(make_account(INSPECTOR))
    assert {client.get(path).status_code for path in (BASE, ITEMS, "/qinghe/sites.geojson")} == {403}


def test_guess_keys_is_slowed_down(register):
    statuses = [machine("wrong").get(BASE).status_code for _time in range(32)]
    assert (statuses[:30], statuses[-1]) == ([401] * 30, 429)


def test_ask_too_often_is_told_to_wait(office, monkeypatch):
    monkeypatch.setattr("wenming.api.views.edges.READS_A_MINUTE", 3)
    answers = [office.get(BASE) for _time in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert answers[-1]["Retry-After"] == "60"


def test_read_a_page_costs_the_same_with_one_site_and_with_ten(client):
    make_cast()
    make_site("p-0")
    client.force_login(make_account(OFFICER))
    for more in ((), range(1, 10)):
        for number in more:
            make_site(f"p-{number}")
        with assert_queries(5):
            assert client.get(f"{ITEMS}?bbox=113,31,115,33").status_code == 200


def test_read_a_page_as_a_street_costs_one_query_more(register):
    account = make_account(LIAISON)
    Post.objects.create(city=make_city(), account=account, role="street_office", unit=register["east"], starts_on=SINCE)
    reader = machine(key_of(LIAISON))
    with assert_queries(5):
        assert codes(reader.get(ITEMS)) == ["a-1", "a-2"]


def test_download_the_register_streams_it_in_chunks(office, monkeypatch):
    monkeypatch.setattr("wenming.api.queries.sites.CHUNK", 4)
    answer = office.get("/qinghe/sites.geojson")
    with CaptureQueriesContext(connection) as captured:
        text = b"".join(answer.streaming_content).decode()
    assert [feature["id"] for feature in json.loads(text)["features"]] == ["a-1", "a-2", "b-1", "c-1", "d-1", "e-1"]
    assert len(text.splitlines()) == 1 + 6 + 1
    assert len(captured.captured_queries) == 1 + 2
    assert answer["Content-Type"] == "application/geo+json"
    assert office.get("/qinghe/sites.geojson?f=json").status_code == 400


def test_download_an_empty_register_is_valid_json(client):
    make_cast()
    client.force_login(make_account(OFFICER))
    text = b"".join(client.get("/qinghe/sites.geojson").streaming_content)
    assert json.loads(text) == {"type": "FeatureCollection", "features": []}
    assert Site.objects.in_city(make_city()).count() == 0
