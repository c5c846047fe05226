"""The sealing page with the register, Neyman and balance; how many sites it takes; a draw handed to another keeper."""

from __future__ import annotations

import io
from urllib.parse import parse_qs

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from python_calamine import CalamineWorkbook

from tests.draws.draws import drawn, keys_of, seal
from tests.people import AUDITOR, HOME, OFFICER, SUPERVISOR, make_account, make_city
from tests.queries import assert_queries
from tests.rounds import make_round, row
from tests.sites.places import make_site, make_type
from wenming.draws.actions import MOST_UNITS
from wenming.draws.models import Draw
from wenming.draws.queries import kept_frame
from wenming.sites.models import SiteType

pytestmark = pytest.mark.django_db
BASE = f"/{HOME}/draws/"
FILE = "编号,类别,纬度,经度\n" + "".join(
    f"A-{n:02},{'商场' if n % 3 else '公园'},{32 + n / 100},{114 + n / 90}\n" for n in range(30)
)


def as_(client, person=OFFICER):
    client.force_login(make_account(person))
    return client


def send(client, content: str = "", **changes):
    """Send the form of a new draw, with a file where there is content."""
    facts = {
        "title": "十二月点位", "purpose": "round", "round": "十二月", "each": 1, "design": "balanced", "allocation": "each",
        "keeper": make_account(OFFICER).pk, **changes,
    }  # fmt: skip
    if content:
        facts["file"] = SimpleUploadedFile("frame.csv", content.encode())
    return client.post(f"{BASE}new/", facts)


def places(*counts: int) -> list[SiteType]:
    """Sites of as many types as there are numbers, on the map."""
    kinds = [make_type(f"类{number}") for number in range(len(counts))]
    for number, count in enumerate(counts):
        for n in range(count):
            make_site(f"{number}-{n}号", at=(32 + n / 1000, 114.0), type=kinds[number])
    return kinds


def test_preview_a_file_keeps_it_and_seals_what_was_shown(client):
    shown = send(as_(client), FILE, allocation="neyman", total=9, preview="1", reserves=2)
    text = shown.content.decode()
    assert (shown.status_code, Draw.objects.in_city(make_city()).count()) == (200, 0)
    assert "30 个里抽 9 个" in text
    kept = text.split('name="kept" value="')[1][:64]
    typed = {"stratum": ["公园", "商场"], "spread": ["0.5", "0.1"], "least": ["", "3"], "most": ["7", ""]}
    sealed = send(client, kept=kept, allocation="neyman", total=10, reserves=2, **typed)
    one = Draw.objects.in_city(make_city()).get()
    assert sealed["Location"] == f"{BASE}{one.pk}/"
    assert one.strata == [["公园", 10, 7], ["商场", 20, 3]]
    assert (one.rule["design"], one.rule["reserves"], one.rule["least"]) == ("balanced", 2, {"商场": 3})
    assert kept_frame(one).digest == kept
    text = client.get(f"{BASE}{one.pk}/").content.decode()
    assert "局部枢轴法" in text
    assert "每类至多 2 个" in text


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"allocation": "neyman"}, "请填一共抽几个"),
        ({"allocation": "fixed"}, "请逐类写明"),
        ({"allocation": "neyman", "total": 1}, "每类至少抽 1 个"),
        ({"allocation": "neyman", "total": 5, "stratum": "商场", "spread": "x", "least": "", "most": ""}, "标准差写"),
        ({"content": "编号,类别\nA,x\nB,x\n"}, "这些单位没有：A、B"),
        ({"kept": "0" * 63}, "抽样框"),
    ],
)
def test_preview_what_cannot_be_drawn_says_why(client, changes, said):
    facts = {"content": FILE, **changes}
    page = send(as_(client), preview="1", **facts)
    assert (page.status_code, said in page.content.decode()) == (422, True)


def test_preview_with_a_digest_of_nothing_is_not_there(client):
    assert send(as_(client), kept="0" * 64, preview="1").status_code == 404


def test_preview_more_units_than_can_be_held_says_so(client, monkeypatch):
    assert MOST_UNITS == 200_000
    monkeypatch.setattr("wenming.workbench.views.draws.MOST_UNITS", 29)
    page = send(as_(client), FILE, preview="1")
    assert (page.status_code, "超过 20 万" in page.content.decode()) == (422, True)


def test_seal_a_part_of_the_register_takes_its_types_with_their_places(client):
    kinds = places(4, 3)
    make_site("别处", at=None)
    sent = send(as_(client), types=[kinds[0].pk], by_area="on", design="balanced_size")
    one = Draw.objects.in_city(make_city()).get()
    assert sent.status_code == 302
    assert [(name.split(" · ")[0], units) for name, units, _chosen in one.strata] == [("类0", 4)]
    assert all(unit.place for unit in kept_frame(one).rows)
    assert one.rule["by_size"] is True
    missing = send(client, round="二")
    assert (missing.status_code, "要有位置" in missing.content.decode()) == (422, True)


def test_plan_by_the_register_takes_the_rates_of_the_last_round(client):
    places(40, 60)
    rows = [row(site=f"0-{n}号", deduction=1 if n < 4 else "") for n in range(20)]
    make_round(rows=rows)
    as_(client).get(BASE)
    with assert_queries(10):
        page = client.get(f"{BASE}plan/?points=5&power=0.9")
    text = page.content.decode()
    assert page.status_code == 200
    assert "上一轮 20 处" in text
    assert "80.0%" in text
    take = parse_qs(text.split(f"{BASE}new/?")[1].split('"')[0].replace("&amp;", "&"))
    filled = client.get(f"{BASE}new/?allocation=neyman&total={take['total'][0]}").content.decode()
    assert f'value="{take["total"][0]}"' in filled
    book = CalamineWorkbook.from_filelike(io.BytesIO(client.get(f"{BASE}plan/export/?points=5").content))
    assert [line[0] for line in book.get_sheet_by_index(0).to_python()[-2:]] == ["类0", "类1"]


@pytest.mark.parametrize(
    ("query", "status", "said"),
    [
        ("classes=公共广场 120 87%25%0A医院 60&points=5", 200, "手填"),
        ("classes=公共广场 120 100%25&points=0.5&power=0.95", 200, "120"),
        ("classes=公共广场", 422, "看不懂"),
        ("classes=公共广场 0", 422, "看不懂"),
        ("points=x", 422, "数字"),
        ("", 200, "没有可以抽的点位"),
    ],
)
def test_plan_by_numbers_that_are_typed(client, query, status, said):
    page = as_(client).get(f"{BASE}plan/?{query}")
    assert (page.status_code, said in page.content.decode()) == (status, True)


def test_plan_is_for_those_who_seal(client):
    assert as_(client, AUDITOR).get(f"{BASE}plan/").status_code == 403
    assert client.get(f"{BASE}plan/export/").status_code == 403


def test_hand_over_by_the_page_hides_the_outcome_from_who_kept_it(client):
    done = drawn()
    page = f"{BASE}{done.pk}/"
    assert f"{page}keeper/" in as_(client).get(page).content.decode()
    assert client.post(f"{page}keeper/", {"keeper": make_account(OFFICER).pk}).status_code == 422
    assert client.post(f"{page}keeper/", {"keeper": make_account(SUPERVISOR).pk}).status_code == 302
    text = client.get(page).content.decode()
    assert [key for key in keys_of(done) if key in text] == []
    assert f"{make_account(OFFICER).name}保管到" in text
    assert client.get(f"{page}keeper/").status_code == 403
    text = as_(client, SUPERVISOR).get(page).content.decode()
    assert [key for key in keys_of(done) if key not in text] == []


def test_hand_over_what_the_system_keeps_is_not_there(client):
    alone = seal(keeper=None)
    assert as_(client).get(f"{BASE}{alone.pk}/keeper/").status_code == 404
