"""What the phone is answered: JSON to everybody, the own day alone, pieces of photos acknowledged when they are on the disk."""

from __future__ import annotations

import gzip
import json
import os
import uuid
from contextlib import closing
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.evidence.scenes import jpeg, scene
from tests.inspections.fieldwork_cases import find, make_field_round, make_member, make_places, make_visits, say
from tests.inspections.fieldwork_records import answer, photo, record
from tests.people import AUDITOR, FIRM, INSPECTOR, make_account
from tests.queries import assert_queries
from wenming.evidence.models import Evidence
from wenming.inspections.actions.fieldwork import complete_file
from wenming.inspections.models import FieldFile
from wenming.inspections.tasks import make_pictures, show_kept_file, show_known_files, sweep_parts
from wenming.kernel.adapters import parts
from wenming.kernel.models import Event, StoredFile
from wenming.onsite.schemas.checklists import chips_of

pytestmark = pytest.mark.django_db
RECORDS, DAY = "/qinghe/onsite/records/", "/qinghe/onsite/day/"
PICTURE = jpeg(scene(1))


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.FILES_FOLDER = tmp_path
    return tmp_path


def walk(places: int = 3):
    """Three visits of today, of the inspector, who has signed in: (client, visits)."""
    field_round = make_field_round("running")
    member = make_member(field_round)
    visits = make_visits(field_round, member, make_places(places), on=timezone.localdate())
    client = Client()
    client.force_login(member.account)
    return client, visits


def post(client, *records, **more):
    body = {"device": "phone-1", "now": timezone.now().isoformat(), "records": records, **more}
    return client.post(RECORDS, json.dumps(body), content_type="application/json")


def put(client, key, offset, piece, **more):
    headers = {"Upload-Offset": str(offset), **more}
    return client.put(f"/qinghe/onsite/files/{key}/", piece, content_type="application/octet-stream", headers=headers)


def announced(client, visit, content=PICTURE, **values):
    """Announce a file and return its key."""
    said = photo(visit, content, **values)
    assert post(client, said).json()["wanted"][-1] == said["key"]
    return said["key"]


def test_ask_without_sign_in_or_as_somebody_else_is_refused_in_json(client):
    for path in ("/onsite/me/", DAY, f"/qinghe/onsite/files/{uuid.uuid4()}/"):
        refused = client.get(path)
        assert (refused.status_code, refused.json()["error"]) == (401, "signed_out")
        assert refused.json()["login"] == "/accounts/login/?next=%2Fonsite%2F"
    mine, _visits = walk(1)
    other = mine.get(DAY, headers={"X-Onsite-Account": "a0"})
    assert (other.status_code, other.json()["error"]) == (401, "other_person")
    assert mine.get("/baiyun/onsite/day/").json() == {"error": "no_city"}
    mine.force_login(make_account(AUDITOR))
    assert (mine.get(DAY).status_code, mine.get(DAY).json()) == (403, {"error": "not_open"})


def test_ask_who_is_there_names_the_account_and_its_cities():
    client, _visits = walk(1)
    told = client.get("/onsite/me/").json()
    account = make_account(INSPECTOR)
    assert (told["account"], told["name"]) == (f"a{account.pk}", account.name)
    assert told["cities"] == [{"slug": "qinghe", "name": "清河市"}]
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(account)
    token = strict.get("/onsite/me/").json()["csrf"]
    body = json.dumps({"device": "p", "now": "x", "records": []})
    sent = [
        strict.post(RECORDS, body, content_type="application/json", headers=how) for how in ({}, {"X-CSRFToken": token})
    ]
    assert [one.status_code for one in sent] == [403, 200]


@pytest.mark.parametrize("places", [1, 40])
def test_ask_for_the_day_takes_eight_queries_beside_who_asks_whatever_its_size(places):
    client, visits = walk(places)
    for visit in visits:
        say(visit, "干道-01-01")
        find(visit)
    client.get(DAY)
    with assert_queries(8 + 3):
        day = client.get(DAY).json()
    assert (len(day["visits"]), len(day["answers"]), len(day["findings"])) == (places,) * 3


def test_ask_for_the_day_gives_what_stands_and_nothing_of_others():
    client, (road, market, third) = walk()
    make_visits(road.field_round, make_member(road.field_round, FIRM, team="乙组"), make_places(1, first=9))
    old = say(road, "干道-01-01")
    say(road, "干道-01-01", "unmet", replaces=[old], note="井盖")
    market.coding, third.arrives, third.leaves, market.leaves = "second", 620, 640, 600
    market.save()
    third.save()
    packed = client.get(DAY, headers={"Accept-Encoding": "gzip"})
    day = json.loads(gzip.decompress(packed.content))
    assert [one["id"] for one in day["visits"]] == [road.pk, market.pk, third.pk]
    assert [(one["metres"], one["seconds"]) for one in day["visits"]] == [(None, None), (111, None), (111, 1200)]
    assert [(one["verdict"], one["replaces"]) for one in day["answers"]] == [("unmet", [str(old.key)])]
    assert day["rounds"][0]["grades"] == ["好", "一般", "差"]
    assert day["checklists"]["主干道"]["groups"][0]["items"][0]["code"] == "干道-01-01"
    assert day["visits"][0]["site"]["hours"] == "8:00—18:00"
    assert "second" not in packed.content.decode(errors="ignore") + json.dumps(day).replace("seconds", "")


def test_make_ready_words_of_an_item_takes_what_should_not_be_there():
    assert chips_of("路面无坑洼、积水") == ["坑洼", "积水"]
    assert chips_of("有无障碍设施") == []
    assert chips_of("楼道畅通，无乱堆物") == ["乱堆物"]


def test_send_records_answers_each_by_its_key_and_shows_what_disagrees():
    client, (road, _market, _third) = walk()
    say(road, "干道-01-01")
    said, wrong = answer(road, verdict="unmet"), answer(road.pk + 99)
    late = post(client, said, wrong, now=(timezone.now() - timedelta(hours=1)).isoformat()).json()
    assert [(one["key"], one["outcome"]) for one in late["results"]] == [
        (said["key"], "kept"),
        (wrong["key"], "refused"),
    ]
    assert late["results"][1]["words"].startswith("这个点位已不在您的名下")
    assert [len(one["answers"]) for one in late["conflicts"]] == [2]
    for body in (
        "no json",
        "[]",
        '{"records": 1}',
        '{"records": [], "now": 1, "device": "p"}',
        json.dumps({"records": [1] * 201}),
    ):
        assert client.post(RECORDS, body, content_type="application/json").json() == {"error": "unreadable"}
    assert client.post(RECORDS, {"device": "a form"}).json() == {"error": "unreadable"}


def test_ask_too_often_is_refused_for_a_minute(monkeypatch):
    from wenming.onsite.views import edges

    client, _visits = walk(1)
    monkeypatch.setattr(edges.cache, "incr", lambda _key: 10_000)
    answer_ = client.get(DAY)
    assert (answer_.status_code, answer_["Retry-After"]) == (429, "60")


def test_send_a_photo_in_pieces_keeps_it_unchanged_and_shows_it_small():
    client, (road, _market, _third) = walk()
    key = announced(client, road, lat=32.1, lng=114.0, accuracy=9)
    path, cut = f"/qinghe/onsite/files/{key}/", len(PICTURE) // 2
    assert client.get(path).json() == {"offset": 0, "complete": False}
    assert put(client, key, 0, PICTURE[:cut]).json() == {"offset": cut, "complete": False}
    assert client.get(path).json() == {"offset": cut, "complete": False}
    again = put(client, key, 0, PICTURE[:cut])
    assert (again.status_code, again.json()["offset"]) == (409, cut)
    assert put(client, key, cut, PICTURE[cut:]).json() == {"offset": len(PICTURE), "complete": True}
    assert put(client, key, 0, b"").json() == client.get(path).json() == {"offset": len(PICTURE), "complete": True}
    file = FieldFile.objects.in_city(road.city).select_related("file").get(key=key)
    assert (file.file.sha256, parts.held("qinghe", file.key)) == (file.sha256, 0)
    (event,) = Event.objects.in_city(road.city).filter(kind="field.file_kept")
    show_kept_file(event)
    assert [make_pictures(road.city_id, [file.pk]) for _time in range(2)] == [1, 0]
    (proof,) = Evidence.objects.in_city(road.city)
    assert (proof.site_id, proof.accuracy, proof.field_file.pk) == (road.site_id, 9, file.pk)


def test_send_what_is_not_what_was_announced_is_dropped_and_asked_for_again():
    client, (road, _market, _third) = walk()
    key = announced(client, road)
    wrong = put(client, key, 0, PICTURE[:-1] + b"!")
    assert (wrong.status_code, wrong.json()) == (422, {"error": "digest", "offset": 0})
    assert put(client, key, 0, PICTURE).json()["complete"] is True


def test_complete_a_file_twice_at_once_keeps_it_once():
    client, (road, _market, _third) = walk()
    key = announced(client, road)
    early = FieldFile.objects.in_city(road.city).select_related("city").get(key=key)
    assert put(client, key, 0, PICTURE).json()["complete"] is True
    # the other request read the record before, and finds no bytes any more
    assert complete_file(field_file=early, by=early.by, at=timezone.now()).file_id is not None
    early.file = None
    parts.append("qinghe", early.key, 0, PICTURE)
    assert complete_file(field_file=early, by=early.by, at=timezone.now()).file_id is not None
    assert Event.objects.in_city(road.city).filter(kind="field.file_kept").count() == 1


def test_send_pieces_that_do_not_fit_are_refused_each_with_its_word(monkeypatch):
    client, (road, _market, _third) = walk()
    key = announced(client, road)
    assert put(client, uuid.uuid4(), 0, b"x").json() == {"error": "not_announced"}
    assert put(client, key, "x", b"x").json() == {"error": "unreadable"}
    assert put(client, key, 1, PICTURE).json() == {"error": "unreadable"}
    assert put(client, key, 0, b"0" * (parts.PIECE + 1)).status_code == 413
    text = put(client, key, 0, b"X5O!P%@AP[4")
    assert (text.status_code, text.json()["error"]) == (415, "kind")
    voice = announced(client, road, b"\x1aE\xdf\xa3voice", file_kind="voice")
    assert put(client, voice, 0, PICTURE[:20]).status_code == 400
    assert put(client, voice, 0, b"\x1aE\xdf\xa3voice").json()["complete"] is True

    def full(*_arguments):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(parts, "append", full)
    assert put(client, key, 0, PICTURE).json() == {"error": "full"}


def test_keep_pictures_of_what_cannot_be_shown_leaves_the_bytes_alone():
    client, (road, _market, _third) = walk()
    heic = b"\0\0\0\x18ftypheic" + b"\0" * 40
    key = announced(client, road, heic)
    assert put(client, key, 0, heic).json()["complete"] is True
    file = FieldFile.objects.in_city(road.city).get(key=key)
    assert (make_pictures(road.city_id, [file.pk]), file.evidence_id) == (0, None)


def test_announce_known_bytes_has_their_pictures_made_and_an_issue_that_was_quicker_keeps_its_proof():
    client, (road, _market, _third) = walk()
    assert put(client, announced(client, road), 0, PICTURE).json()["complete"] is True
    first = FieldFile.objects.in_city(road.city).get()
    assert post(client, photo(road, PICTURE, name="b.jpg"), record("visit_reopen", road)).json()["wanted"] == []
    event = Event.objects.in_city(road.city).filter(kind="field.records_received").order_by("-number")[0]
    show_known_files(event)
    known = FieldFile.objects.in_city(road.city).get(name="b.jpg")
    proof = Evidence.objects.create(
        city=road.city, file_id=known.file_id, large_id=known.file_id, small_id=known.file_id, bytes_sha256=known.sha256, moment="before",
        matter="X1", at=timezone.now(),
    )  # fmt: skip
    assert [make_pictures(road.city_id, [one.pk]) for one in (known, first)] == [1, 1]
    known.refresh_from_db()
    assert known.evidence_id == proof.pk
    assert StoredFile.objects.in_city(road.city).filter(sha256=first.sha256).count() == 1


def test_sweep_parts_forgets_what_nobody_sends_on_but_never_of_a_running_round(folder):
    client, (road, _market, _third) = walk()
    key = announced(client, road)
    put(client, key, 0, PICTURE[:100])
    stranger = uuid.uuid4()
    parts.append("qinghe", stranger, 0, b"x")
    for path in (folder / "qinghe" / "parts").iterdir():
        os.utime(path, (1, 1))
    assert (sweep_parts(), parts.held("qinghe", uuid.UUID(key)), parts.held("qinghe", stranger)) == (1, 100, 0)
    road.field_round.state, road.field_round.ended_at = "ended", timezone.now()
    road.field_round.save()
    assert sweep_parts() == 1


def test_ask_for_the_worker_gives_the_list_of_its_version(client):
    answer_ = client.get("/onsite/sw.js")
    head, _line, rest = answer_.content.decode().partition("\n")
    shell = json.loads(head.removeprefix("self.SHELL = ").removesuffix(";"))
    assert (answer_["Service-Worker-Allowed"], shell["page"], len(shell["version"])) == ("/onsite/", "/onsite/", 16)
    assert [name for name in shell["files"] if "maplibre" in name or "map-" in name] == []
    assert "import" not in rest
    for file in shell["files"]:
        with closing(client.get(file)) as found:
            assert found.status_code == 200
