"""The pages of the register: the list under its filters, the card, every change, and how many queries they take."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

import openpyxl
import pytest

from tests.people import (
    AT,
    CAST,
    FIRM,
    HOME,
    INSPECTOR,
    LEADER,
    LIAISON,
    NOBODY,
    OFFICER,
    OPERATOR,
    SECURITY,
    SINCE,
    STRANGER,
    make_account,
    make_city,
)
from tests.queries import assert_queries
from tests.sites.places import SQUARE, make_site, make_type, make_unit
from wenming.kernel.models import Event
from wenming.organisations.actions import merge_units
from wenming.organisations.models import Post
from wenming.sites import actions
from wenming.sites.models import Site, SiteChief, SiteType, SiteUnit

pytestmark = pytest.mark.django_db
SITES = f"/{HOME}/sites/"
TODAY = "2026-11-02"


@pytest.fixture
def office(client):
    client.force_login(make_account(OFFICER))
    return client


def give(site, unit="甲局", part="responsible"):
    where = make_unit(unit, "department")
    actions.give_part(city=make_city(), sites=[site], unit=where, part=part, since=SINCE, by=None, at=AT)
    return where


def lead(site, name="王某", phone="13900000001", kind="site"):
    city = make_city()
    actions.name_site_chief(city=city, sites=[site], person=(name, phone), kind=kind, since=SINCE, by=None, at=AT)
    return SiteChief.objects.in_city(city).get(site=site, kind=kind, until__isnull=True)


def codes(client, query=""):
    """Return the codes of a list, in its order."""
    page = client.get(f"{SITES}{query}").content.decode()
    return [part.split("<")[0] for part in page.split('<td class="mono nw t3">')[1:]]


@pytest.mark.parametrize("rows", [1, 3])
def test_list_of_sites_takes_nine_queries(office, rows):
    east = make_unit("东街街道")
    for number in range(rows):
        site = make_site(f"s{number}", area=east)
        give(site)
        give(site, "乙局", "sponsor")
        lead(site)
    for query in ("", f"?q=s&order=unit&area={east.pk}"):
        with assert_queries(9):  # session, account, posts; kinds, units, sites, count, parts, chiefs
            office.get(f"{SITES}{query}")


@pytest.mark.parametrize("rows", [1, 3])
def test_card_of_a_site_takes_the_same_queries_with_more_of_everything(office, rows):
    site = make_site("a", at=SQUARE, area=make_unit("东街街道"))
    for number in range(rows):
        give(site, f"单位{number}", "sponsor")
        make_site(f"n{number}", at=(SQUARE[0] + 0.0001, SQUARE[1]))
        lead(site, f"人{number}")
        other = make_site(f"m{number}", at=None)
        actions.merge_site(site=other, into=site, on=AT.date(), reason="", by=None, at=AT)
    with assert_queries(12):
        office.get(f"{SITES}{site.pk}/")


@pytest.fixture
def places(office):
    """Sites of every sort; returns the keys that filters name."""
    east, west = make_unit("东街街道"), make_unit("西街街道")
    park = make_unit("公园社区", "community", east)
    lane = make_type("背街小巷")
    full = make_site("a", "人民广场", area=east, sounds="renminguangchang rmgc", address="人民路 1 号")
    make_site("b", "公园", area=park, at=None)
    make_site("c", "一巷", area=west, type=lane)
    unit = give(full)
    give(full, "乙局", "sponsor")
    lead(full)
    retired = make_site("d", "旧广场")
    actions.retire_sites(city=make_city(), sites=[retired], on=AT.date(), reason="", by=None, at=AT)
    merged = make_site("old-7", "并入的")
    actions.merge_site(site=merged, into=full, on=AT.date(), reason="", by=None, at=AT)
    return {"east": east.pk, "park": park.pk, "lane": lane.pk, "unit": unit.pk}


def test_list_of_sites_filters_by_what_the_address_says(office, places):
    east, park, lane, unit = (places[name] for name in ("east", "park", "lane", "unit"))
    found = {
        "": ["a", "b", "c"],
        "?q=rmgc": ["a"],
        "?q=人民路": ["a"],
        "?q=OLD-7": ["a"],
        f"?type={lane}": ["c"],
        f"?area={east}": ["a", "b"],
        f"?area={park}": ["b"],
        f"?unit={unit}": ["a"],
        f"?unit={unit}&part=sponsor": [],
        "?part=sponsor": ["a"],
        "?lacks=position": ["b"],
        "?lacks=responsible": ["b", "c"],
        "?lacks=sponsor": ["b", "c"],
        "?lacks=chief": ["b", "c"],
        "?retired=on": ["d", "old-7"],
        "?area=999999": [],
        "?area=x&type=x&unit=x&part=x&lacks=x&order=x": ["a", "b", "c"],
    }
    assert {query: codes(office, query) for query in found} == found
    page = office.get(f"{SITES}?q=rmgc&lacks=chief&area={east}&part=sponsor&unit={unit}&type={lane}&retired=on")
    assert [chip["label"] for chip in page.context["chips"]] == [
        "查找",
        "类型",
        "属地",
        "单位",
        "分工",
        "缺什么",
        "状态",
    ]


@pytest.mark.parametrize("order", ["code", "area", "unit", "type"])
def test_list_of_sites_leads_on_and_back_in_every_order(office, order, monkeypatch):
    monkeypatch.setattr("wenming.sites.views.listing.PAGE", 2)
    units = [make_unit("甲局", "department"), make_unit("乙局", "department")]
    streets = [make_unit("东街街道"), make_unit("西街街道")]
    kinds = [make_type("公共广场"), make_type("背街小巷")]
    for number, code in enumerate("fbdace"):
        site = make_site(code, area=streets[number % 2] if number else None, type=kinds[number % 2])
        if number < 5:
            give(site, units[number % 2].name)
    everything = codes(office, f"?order={order}") if order == "code" else None
    first = office.get(f"{SITES}?order={order}").context["page"]
    assert (first["previous_url"], bool(first["next_url"])) == ("", True)
    seen, url = [], f"?order={order}"
    while url:
        page = office.get(f"{SITES}{url}")
        seen += [part.split("<")[0] for part in page.content.decode().split('<td class="mono nw t3">')[1:]]
        last, url = page, page.context["page"]["next_url"]
    expected = {"code": list("abcdef"), "area": list("fcdabe"), "unit": list("ecdfab"), "type": list("cdfabe")}[order]
    assert seen == expected
    assert everything is None or everything == seen[:2]
    back = office.get(f"{SITES}{last.context['page']['previous_url']}").content.decode()
    assert [part.split("<")[0] for part in back.split('<td class="mono nw t3">')[1:]] == expected[2:4]
    assert codes(office, f"?order={order}&after=nonsense") == expected[:2]


def test_export_gives_the_current_filter_with_masked_numbers(office):
    site = make_site("a", "人民广场", area=make_unit("东街街道"), hours=[[1, 480, 720]])
    give(site)
    lead(site)
    make_site("b", "公园")
    answer = office.get(f"{SITES}export/?q=人民")
    rows = list(openpyxl.load_workbook(io.BytesIO(answer.content)).active.iter_rows(values_only=True))
    assert [row[:4] for row in rows[1:]] == [("a", "人民广场", "公共广场", "东街街道")]
    assert (rows[1][8], rows[1][11], rows[1][12], rows[1][17]) == ("甲局", "王某", "139****0001", "周一 8:00—12:00")


ROLES = [
    (person, 403 if person in {INSPECTOR, FIRM, SECURITY} else 200)
    for person in CAST
    if person.role and person != STRANGER
]


@pytest.mark.parametrize(("person", "code"), [*ROLES, (OPERATOR, 404), (STRANGER, 404), (NOBODY, 404)])
def test_open_the_list_is_for_those_who_see_sites(client, person, code):
    client.force_login(make_account(person))
    make_city()
    assert client.get(SITES).status_code == code


@pytest.mark.parametrize("person", [INSPECTOR, LEADER, LIAISON])
@pytest.mark.parametrize(
    "page",
    ["new/", "types/new/", "handovers/", "import/", "import/template/", "{pk}/edit/", "{pk}/merge/", "{pk}/parts/new/"],
)
def test_open_a_change_is_for_the_office(client, person, page):
    client.force_login(make_account(person))
    site = make_site("a")
    assert client.get(f"{SITES}{page.format(pk=site.pk)}").status_code == 403


def test_open_a_site_that_one_does_not_see_finds_nothing(client):
    client.force_login(make_account(LIAISON))
    site = make_site("a")
    assert client.get(f"{SITES}{site.pk}/").status_code == 404
    assert client.get(f"{SITES}999999/").status_code == 404


def test_look_at_a_number_of_a_chief_is_remembered(office):
    chief = lead(make_site("a"))
    page = office.get(f"{SITES}{chief.site_id}/").content.decode()
    assert ("139****0001" in page, "13900000001" in page) == (True, False)
    shown = office.post(f"{SITES}{chief.site_id}/chiefs/{chief.pk}/phone/").content.decode()
    assert "13900000001" in shown
    assert Event.objects.in_city(make_city()).filter(kind="person.phone_seen").count() == 1
    assert office.get(f"{SITES}{chief.site_id}/chiefs/{chief.pk}/phone/").status_code == 405


def test_card_shows_where_when_what_and_where_it_went(office):
    kind = make_type("农贸市场")
    kind.hours, kind.walking = [[day, 0, 1440] for day in range(1, 8)], "走两圈"
    kind.save()
    site = make_site("a", "人民市场", type=kind)
    page = office.get(f"{SITES}{site.pk}/")
    text = page.content.decode()
    assert "114.091000, 32.147000" in text
    assert "114.096887, 32.145056" in text
    assert (page.context["today"]["label"], page.context["standards"]["walking"]) == ("现在开放", "走两圈")
    into = make_site("b", "新市场")
    actions.merge_site(site=site, into=into, on=AT.date(), reason="重复", by=None, at=AT)
    assert "这个点位已并入“新市场”" in office.get(f"{SITES}{site.pk}/").content.decode()
    assert "人民市场" in office.get(f"{SITES}{into.pk}/").content.decode()
    alone = make_site("c", at=None)
    actions.retire_sites(city=make_city(), sites=[alone], on=AT.date(), reason="", by=None, at=AT)
    text = office.get(f"{SITES}{alone.pk}/").content.decode()
    assert ("这个点位已停用" in text, "恢复使用" in text, "还没有登记坐标" in text) == (True, True, True)


NEW = {
    "name": "人民广场",
    "code": "",
    "area": "",
    "address": "",
    "position": "",
    "datum": "",
    "walking": "",
    "note": "",
}


def test_add_a_site_on_the_page_keeps_what_was_typed(office):
    make_unit("东街街道")
    form = {**NEW, "type": make_type().pk, "area": "东街", "since": TODAY, "position": "114.0911,32.1470"}
    wrong = office.post(f"{SITES}new/", form)
    assert (wrong.status_code, list(wrong.context["form"].errors)) == (422, ["area", "datum"])
    assert "114.0911,32.1470" in wrong.content.decode()
    answer = office.post(f"{SITES}new/", {**form, "area": "东街街道", "datum": "wgs84"})
    site = Site.objects.in_city(make_city()).get()
    assert (answer["Location"], site.code, site.lat) == (f"{SITES}{site.pk}/", "00001", pytest.approx(32.147))
    again = office.post(f"{SITES}new/", {**form, "area": "", "datum": "wgs84", "code": "00001"})
    assert "这个编号已经是另一个点位的" in again.content.decode()


@pytest.mark.parametrize("position", ["街口", "114.09", "1,2", "32°75'N 114°E"])
def test_add_a_site_with_a_position_that_is_none_says_why(office, position):
    form = {**NEW, "type": make_type().pk, "since": TODAY, "position": position, "datum": "wgs84"}
    assert list(office.post(f"{SITES}new/", form).context["form"].errors) == ["position"]


def test_add_a_site_far_from_all_others_asks_once(office):
    for number in range(5):
        make_site(f"s{number}", at=(SQUARE[0] + number * 0.01, SQUARE[1]))
    form = {**NEW, "type": make_type().pk, "since": TODAY, "position": "113.6,34.7", "datum": "wgs84"}
    asked = office.post(f"{SITES}new/", form)
    assert "公里" in asked.content.decode()
    assert office.post(f"{SITES}new/", {**form, "sure": "on"}).status_code == 302


def test_edit_a_site_begins_with_what_is_known(office):
    site = make_site("a", "人民广场", area=make_unit("东街街道"))
    start = office.get(f"{SITES}{site.pk}/edit/").context["form"].initial
    assert (start["position"], start["area"]) == ("114.091, 32.147", "东街街道")
    form = {**start, "name": "人民公园", "area": "东街街道", "note": "更名"}
    assert office.post(f"{SITES}{site.pk}/edit/", form)["Location"] == f"{SITES}{site.pk}/"
    site.refresh_from_db()
    assert (site.name, site.note, site.lat) == ("人民公园", "更名", SQUARE[0])


def lines(**cells):
    """Return the form of a week with one filled line."""
    form = {"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "0", "form-MIN_NUM_FORMS": "0", "form-MAX_NUM_FORMS": "7"}
    for number in range(2):
        for name in ("begin", "end", "begin_2", "end_2"):
            form[f"form-{number}-{name}"] = ""
    return form | {f"form-0-{name}": value for name, value in cells.items()}


def test_set_the_opening_times_of_a_site_line_by_line(office):
    site = make_site("a", hours=[[1, 480, 720], [2, 480, 720], [6, 0, 1440]])
    start = office.get(f"{SITES}{site.pk}/hours/").context["forms"].forms
    assert [form.initial.get("begin") for form in start][:3] == ["08:00", "00:00", None]
    days = lines(days=["1", "2"], begin="08:00", end="12:00", begin_2="18:00", end_2="02:00")
    assert office.post(f"{SITES}{site.pk}/hours/", days).status_code == 302
    site.refresh_from_db()
    assert site.hours == [[1, 480, 720], [1, 1080, 1440], [2, 0, 120], [2, 480, 720], [2, 1080, 1440], [3, 0, 120]]
    office.post(f"{SITES}{site.pk}/hours/", lines(days=["7"], begin="00:00", end="00:00"))
    site.refresh_from_db()
    assert site.hours == [[7, 0, 1440]]
    office.post(f"{SITES}{site.pk}/hours/", {**lines(), "as_type": "1"})
    site.refresh_from_db()
    assert site.hours == []


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"begin": "08:00", "end": "12:00"}, "没有勾选是哪几天"),
        ({"days": ["1"], "begin": "08:00"}, "成对填"),
        ({"days": ["1"]}, "成对填"),
        ({"days": ["1"], "begin": "很早", "end": "12:00"}, "有效的时间"),
    ],
)
def test_set_opening_times_that_are_none_says_why(office, cells, words):
    page = office.post(f"{SITES}{make_site('a').pk}/hours/", lines(**cells))
    assert page.status_code == 422
    assert words in page.content.decode()


def test_change_opening_times_and_chiefs_in_ones_own_street(client):
    east = make_unit("东街街道")
    account = make_account(replace(LIAISON, username="street", role=""))
    Post.objects.create(city=make_city(), account=account, role="street_office", unit=east, starts_on=SINCE)
    client.force_login(account)
    site, other = make_site("a", area=east), make_site("b", area=make_unit("西街街道"))
    give(other, "东街街道", "sponsor")
    assert codes(client) == ["a", "b"]
    pages = ["hours/", "chiefs/new/"]
    assert [client.get(f"{SITES}{site.pk}/{page}").status_code for page in pages] == [200, 200]
    assert [client.get(f"{SITES}{other.pk}/{page}").status_code for page in pages] == [403, 403]
    assert client.get(f"{SITES}{site.pk}/edit/").status_code == 403
    assert "登记负责人" in client.get(f"{SITES}{site.pk}/").content.decode()


def test_register_parts_and_chiefs_on_the_card_and_end_them(office):
    site = make_site("a")
    make_unit("甲局", "department")
    back = f"{SITES}{site.pk}/"
    form = {"unit": "甲局", "part": "responsible", "since": TODAY}
    assert office.post(f"{back}parts/new/", form)["Location"] == back
    assert office.post(f"{back}parts/new/", {**form, "unit": "没有局"}).status_code == 422
    chief = {"kind": "site", "name": "王某", "phone": "1390000", "since": TODAY}
    assert office.post(f"{back}chiefs/new/", chief)["Location"] == back
    asked = office.post(f"{back}chiefs/new/", {**chief, "kind": "road"})
    assert "已有同名人员" in asked.content.decode()
    known = SiteChief.objects.in_city(make_city()).get().person
    assert office.post(f"{back}chiefs/new/", {**chief, "kind": "road", "person": known.pk}).status_code == 302
    part, led = SiteUnit.objects.in_city(make_city()).get(), SiteChief.objects.in_city(make_city()).get(kind="road")
    assert led.person == known
    for url in (f"{SITES}parts/{part.pk}/end/", f"{SITES}chiefs/{led.pk}/end/"):
        assert office.get(url).status_code == 200
        assert office.post(url, {"on": TODAY})["Location"] == back
        assert office.post(url, {"on": TODAY}).status_code == 422


def test_retire_reopen_and_merge_on_the_pages(office):
    site, into = make_site("a", "老广场"), make_site("b", "新广场")
    part, chief = give(site), lead(site)
    url = f"{SITES}{site.pk}/"
    assert office.post(f"{url}retire/", {"on": TODAY, "reason": "拆"})["Location"] == url
    assert office.post(f"{url}reopen/", {"on": TODAY})["Location"] == url
    form = {"into": "没有", "on": TODAY}
    assert "没有编号或名称是“没有”的在用点位" in office.post(f"{url}merge/", form).content.decode()
    assert office.post(f"{url}merge/", {**form, "into": "a"}).status_code == 422
    make_site("c", "新广场")
    assert "有几个同名的点位" in office.post(f"{url}merge/", {**form, "into": "新广场"}).content.decode()
    give(site)
    keys = {"parts": [SiteUnit.objects.in_city(make_city()).get(until__isnull=True).pk], "into": "b", "on": TODAY}
    assert office.post(f"{url}merge/", keys)["Location"] == url
    assert into.units.get().unit == part
    assert chief.person.name == "王某"


def test_do_one_thing_to_many_sites(office):
    sites = [make_site(code) for code in "abc"]
    make_unit("甲局", "department")
    lane = make_type("背街小巷")
    start = {"what": "sponsor", "query": "q=", "site": [site.pk for site in sites[:2]]}
    asked = office.post(f"{SITES}batch/", start)
    assert (asked.status_code, asked.context["count"], asked.context["names"]) == (
        200,
        "2 个点位",
        ["a 点位a", "b 点位b"],
    )
    done = {**start, "confirm": "1", "unit": "甲局", "since": TODAY, "alone": "on"}
    assert office.post(f"{SITES}batch/", done)["Location"] == f"{SITES}?q="
    assert SiteUnit.objects.in_city(make_city()).filter(part="sponsor").count() == 2
    every = {"what": "responsible", "query": f"type={make_type().pk}", "all": "1", "confirm": "1"}
    office.post(f"{SITES}batch/", {**every, "unit": "甲局", "since": TODAY})
    assert SiteUnit.objects.in_city(make_city()).filter(part="responsible").count() == 3
    chief = {**start, "what": "chief", "confirm": "1", "kind": "site", "name": "王某", "phone": "", "since": TODAY}
    office.post(f"{SITES}batch/", chief)
    assert SiteChief.objects.in_city(make_city()).count() == 2
    office.post(f"{SITES}batch/", {**start, "what": "type", "confirm": "1", "type": lane.pk})
    assert Site.objects.in_city(make_city()).filter(type=lane).count() == 2
    office.post(
        f"{SITES}batch/",
        {**start, "what": "retire", "confirm": "1", "on": TODAY, "reason": "", "all": "1", "query": "area=999"},
    )
    office.post(f"{SITES}batch/", {**start, "what": "retire", "confirm": "1", "on": TODAY, "reason": ""})
    assert codes(office) == ["c"]
    assert office.post(f"{SITES}batch/", {"what": "sponsor", "query": ""})["Location"] == f"{SITES}?"
    assert office.post(f"{SITES}batch/", {"what": "nothing"}).status_code == 404


def test_hand_over_what_ended_units_left(office):
    site = make_site("a")
    old, new = give(site, "环卫局"), make_unit("城管局", "department")
    assert "没有要移交的点位" in office.get(f"{SITES}handovers/").content.decode()
    merge_units(units=[old], into=new, on=date(2026, 6, 1), by=None, at=AT)
    assert "有 1 个已撤销的单位还挂着点位分工" in office.get(SITES).content.decode()
    page = office.get(f"{SITES}handovers/")
    assert page.context["lines"][0]["form"].initial["to"] == "城管局"
    url = f"{SITES}handovers/"
    assert office.post(url, {"unit": old.pk, "to": "没有", "on": TODAY}).status_code == 422
    assert office.post(url, {"unit": old.pk, "to": "城管局", "on": TODAY})["Location"] == url
    assert office.post(url, {"to": "城管局", "on": TODAY}).status_code == 404


def test_keep_the_kinds_of_places_on_the_page(office):
    form = {"name": "小区", "name_en": "", "checklist": "", "walking": "", "hours": "周一至周五 8:00-12:00"}
    assert office.post(f"{SITES}types/new/", form).status_code == 302
    assert "已经有同名的点位类型" in office.post(f"{SITES}types/new/", form).content.decode()
    assert "看不懂" in office.post(f"{SITES}types/new/", {**form, "hours": "看情况"}).content.decode()
    beside = {**form, "hours": "8:00-9:00（节假日除外）"}
    assert "不能按星期记" in office.post(f"{SITES}types/new/", beside).content.decode()
    kind = SiteType.objects.in_city(make_city()).get()
    other = make_type("医院")
    edited = {**form, "name": "居民小区"}
    assert office.get(f"{SITES}types/{kind.pk}/").context["form"].initial["hours"] == "周一至周五 8:00—12:00"
    assert office.post(f"{SITES}types/{kind.pk}/", edited).status_code == 302
    for step in (f"up:{other.pk}", "up:x", f"down:{other.pk}", f"up:{other.pk}"):
        office.post(f"{SITES}types/order/", {"step": step})
    page = office.get(f"{SITES}types/")
    assert [line["name"] for line in page.context["types"]] == ["医院", "居民小区"]


def test_show_the_register_in_english(office):
    office.cookies["django_language"] = "en"
    kind = make_type("医院")
    kind.name_en, kind.hours = "Hospitals", [[1, 480, 720], [2, 480, 720], [3, 480, 720], [5, 0, 1440]]
    kind.save()
    page = office.get(f"{SITES}{make_site('a', type=kind).pk}/").content.decode()
    assert ("Hospitals" in page, "Mon" in page, "Fri" in page) == (True, True, True)
