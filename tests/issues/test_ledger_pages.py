"""The ledger's pages: order and paging, views, batches, reminders, triage, the own work; how many queries they take."""

from __future__ import annotations

import re
from datetime import timedelta
from itertools import chain

import pytest
from django.utils import timezone

from tests.issues.cases import HOUR, bring, make_disposer, make_issue, make_minor
from tests.people import (
    AT,
    AUDITOR,
    COMMUNITY,
    DISTRICT,
    HOME,
    INSPECTOR,
    LIAISON,
    OFFICER,
    SUPERVISOR,
    SYSTEM,
    make_account,
    make_city,
)
from tests.queries import assert_queries
from tests.sites.pictures import photo
from tests.sites.places import SQUARE, make_site, make_unit
from wenming.issues import actions
from wenming.issues.models import Issue, IssueStep, SavedView
from wenming.kernel.models import Event

pytestmark = pytest.mark.django_db
ISSUES = f"/{HOME}/issues/"


@pytest.fixture
def office(client):
    client.force_login(make_account(OFFICER))
    return client


def numbers(page):
    """Return the serials of the rows of a page, in its order."""
    return [int(one) for one in re.findall(r'title="2026-11-(\d{4})">', page.content.decode())]


def fresh(issue):
    return Issue.objects.in_city(make_city()).select_related("unit").get(pk=issue.pk)


@pytest.mark.parametrize("rows", [1, 3])
def test_ledger_takes_the_same_queries_with_more_rows(client, rows):
    area = make_unit("青石区", "district")
    for number in range(rows):
        bring(make_issue(site=make_site(f"s{number}", area=area)), "dispatched")
        make_issue()
    actions.save_view(
        city=make_city(), name="青石", query=f"area={area.pk}", shared=True, by=make_account(OFFICER), at=AT
    )
    client.force_login(make_account(OFFICER))
    with assert_queries(
        9
    ):  # session, account, posts; views, the units that these name, page, counts, two of the calendar
        client.get(ISSUES)
    with assert_queries(9):  # the name of the area came with these units
        client.get(f"{ISSUES}?area={area.pk}&lamp=red,grey&order=-clock&q=2026")
    client.force_login(make_account(DISTRICT))
    with assert_queries(12):  # and the posts with their units, those below, what they help with
        client.get(ISSUES)


@pytest.mark.parametrize("order", ["clock", "-clock", "number", "-number", "reported", "-reported", "unit", "-unit"])
def test_page_through_the_ledger_in_every_order_shows_each_issue_once_in_both_directions(office, monkeypatch, order):
    from wenming.issues.queries import listing

    monkeypatch.setattr(listing, "SIZES", (2,))
    for number in range(3):
        bring(make_issue(at=AT + number * HOUR), "dispatched", at=AT + number * HOUR, unit=make_disposer(f"{number}局"))
        make_issue()
    bring(make_issue(), "suspended", unit=make_disposer("0局"))
    pages, url = [], f"{ISSUES}?order={order}&size=2"
    while url:
        page = office.get(url)
        pages.append(numbers(page))
        url = page.context["next_url"] and f"{ISSUES}{page.context['next_url']}"
    assert (sorted([*chain(*pages)]), [len(one) for one in pages]) == (list(range(1, 8)), [2, 2, 2, 1])
    back = [pages[-1]]
    while page.context["previous_url"]:
        page = office.get(f"{ISSUES}{page.context['previous_url']}")
        back.append(numbers(page))
    assert back[::-1] == pages
    if order == "clock":
        assert [*chain(*pages)][:3] == [1, 3, 5]


def test_order_the_ledger_by_unit_follows_the_protocol_and_a_broken_mark_begins_anew(office):
    second, first = make_disposer("乙局"), make_disposer("甲局")
    for unit in (first, second):
        bring(make_issue(), "dispatched", unit=unit)
    make_issue()
    assert second.position < first.position
    assert numbers(office.get(f"{ISSUES}?order=unit")) == [2, 1, 3]
    for mark in ("nonsense", "2026-13-01|1", "2026-11-02T00:00:00|1", "|x"):
        assert numbers(office.get(f"{ISSUES}?after={mark}")) == [1, 2, 3]


def test_ledger_shows_counts_chips_and_nothing_to_choose_to_an_auditor(client):
    bring(make_issue(is_urgent=True), "dispatched")
    bring(make_issue(), "disputed")
    client.force_login(make_account(AUDITOR))
    page = client.get(
        f"{ISSUES}?lamp=red&state=dispatched&mine=desk&reported=2026-11-01..&minor={make_minor().pk}&source=patrol"
    )
    assert page.context["rows_html"] == ""
    assert [chip["value"] for chip in page.context["chips"]] == [
        "处置中", "超期", "轮到我办", "暴露垃圾", "日常巡查", "2026-11-01—",
    ]  # fmt: skip
    page = client.get(f"{ISSUES}?state=all")
    assert [(head["label"], head["value"]) for head in page.context["heads"]][:2] == [("未结", "2"), ("当前筛选", "2")]
    assert {tab["label"]: tab["count"] for tab in page.context["tabs"]}["权属待裁定"] == "1"
    assert "data-pick" not in page.content.decode()
    client.force_login(make_account(SYSTEM))
    assert client.get(ISSUES).status_code == 403


def test_count_more_than_a_thousand_says_so(office):
    from wenming.issues.queries.counts import bounded_counts
    from wenming.issues.schemas.ledger import count_text

    for _number in range(3):
        make_issue()
    found = Issue.objects.in_city(make_city())
    assert bounded_counts(make_city(), {"a": found, "b": found.none()}, most=2) == {"a": 3, "b": 0}
    assert (bounded_counts(make_city(), {}), count_text(1001), count_text(1000)) == ({}, "1,000+", "1,000")


def test_save_and_forget_views_keeps_the_own_ones_own(client):
    client.force_login(make_account(OFFICER))
    page = client.post(f"{ISSUES}views/", {"name": "望河", "query": "lamp=red&after=1|2", "shared": "on"}, follow=True)
    assert [(tab["label"], tab["active"]) for tab in page.context["tabs"]][-1] == ("望河", False)
    assert page.context["tabs"][1]["active"]
    client.post(f"{ISSUES}views/", {"name": "望河", "query": "lamp=yellow", "shared": "on"})
    view = SavedView.objects.in_city(make_city()).get()
    assert (view.query, view.shared) == ("lamp=yellow", True)
    assert "没有保存" in client.post(f"{ISSUES}views/", {"name": ""}, follow=True).content.decode()
    client.force_login(make_account(LIAISON))
    client.post(f"{ISSUES}views/", {"name": "我的", "query": "", "shared": "on"})
    own = SavedView.objects.in_city(make_city()).get(name="我的")
    assert not own.shared
    assert client.post(f"{ISSUES}views/{view.pk}/drop/").status_code == 404
    client.force_login(make_account(INSPECTOR))
    assert client.post(f"{ISSUES}views/{own.pk}/drop/").status_code == 404
    client.force_login(make_account(OFFICER))
    client.post(f"{ISSUES}views/{view.pk}/drop/")
    kinds = Event.objects.in_city(make_city()).order_by("number").values_list("kind", flat=True)
    assert list(kinds)[-1] == "issue_view.dropped"
    assert list(SavedView.objects.in_city(make_city())) == [own]


def test_choose_rows_for_a_paper_leads_to_its_page_with_them(office, client):
    first, second = (bring(make_issue(), "dispatched", unit=make_disposer()) for _number in range(2))
    page = office.get(ISSUES).content.decode()
    assert ('value="supervision"' in page, 'value="brief"' in page) == (True, True)
    sent = {"what": "supervision", "issue": [first.pk, second.pk]}
    answer = office.post(f"{ISSUES}batch/", sent)
    asked = f"kind=supervision&issue={first.number}&issue={second.number}"
    assert answer["Location"] == f"{ISSUES}papers/new/?{asked}"
    assert office.get(answer["Location"]).content.decode().count(" checked") == 3
    assert office.post(f"{ISSUES}batch/", {"what": "brief", "query": "q=1"})["Location"] == f"{ISSUES}?q=1"
    client.force_login(make_account(LIAISON))
    assert client.post(f"{ISSUES}batch/", sent).status_code == 403


def test_open_filters_and_preview_as_part_and_as_page(office):
    issue = make_issue(photos=[("a.jpg", photo())])
    other = actions.join_issue(issue=make_issue(), master=issue, by=make_account(OFFICER), at=AT)
    issue = bring(issue, "dispatched")
    actions.ask_for(issue=issue, kind="voiding", reason="不是问题", by=make_account(LIAISON), at=AT + 3 * HOUR)
    for url in (f"{ISSUES}filters/?state=reported,filed&urgent=on&node=1", f"{ISSUES}preview/{issue.pk}/"):
        whole, part = office.get(url).content.decode(), office.get(url, headers={"HX-Request": "true"}).content.decode()
        assert ("<html" in whole, "<html" in part) == (True, False)
    assert ("不是问题" in part, "case-bar" in part) == (True, True)
    assert other.number in part
    assert office.get(f"{ISSUES}preview/999999/").status_code == 404


def test_batch_through_every_kind_says_row_by_row_what_was_done(office):
    new, filed = make_issue("一"), bring(make_issue("二"), "filed")
    keys = [new.pk, filed.pk]
    ask = office.post(f"{ISSUES}batch/", {"what": "accept", "issue": [*keys, "x"]})
    assert [row["number"] for row in ask.context["rows"]] == [new.number, filed.number]
    done = office.post(f"{ISSUES}batch/", {"what": "accept", "issue": keys, "confirm": "1"})
    assert [(row["done"], row["words"]) for row in done.context["rows"]] == [
        (False, "这件问题的状态已经变了，现在不能这样办；请刷新后看最新状态"),
        (True, "已办：受理"),
    ]
    office.post(f"{ISSUES}batch/", {"what": "file", "issue": keys, "confirm": "1"})
    assert fresh(new).state == "filed"
    unit, other = make_disposer(), make_disposer("市园林处")
    group = {
        "what": "dispatch",
        "issue": keys,
        "confirm": "1",
        "rule": "fixed",
        "amount": "2",
        "limit_unit": "work_day",
    }
    nobody = office.post(f"{ISSUES}batch/", {**group, "group_0": "", f"row_{new.pk}": unit.name})
    assert [(row["number"], row["done"]) for row in nobody.context["rows"]] == [
        (filed.number, False),
        (new.number, True),
    ]
    office.post(f"{ISSUES}batch/", {**group, "issue": [filed.pk], "group_0": other.name})
    assert [(fresh(one).unit, fresh(one).limit_amount) for one in (new, filed)] == [(unit, 2), (other, 2)]
    late = timezone.now().astimezone(make_city().zone) + timedelta(days=90)
    office.post(f"{ISSUES}batch/", {"what": "extend", "issue": keys, "confirm": "1", "until": f"{late:%Y-%m-%dT%H:%M}"})
    assert [fresh(one).extension_count for one in (new, filed)] == [1, 1]


def test_batch_that_can_be_taken_back_is(office):
    new, filed = bring(make_issue("一"), "dispatched"), bring(make_issue("二"), "dispatched")
    keys = [new.pk, filed.pk]
    rested = office.post(
        f"{ISSUES}batch/", {"what": "suspend", "query": "q=一", "all": "1", "confirm": "1", "reason": "缺钱"}
    )
    assert (rested.context["undo"], fresh(new).state, fresh(filed).state) == ("resume", "suspended", "dispatched")
    office.post(f"{ISSUES}batch/undo/", {"what": "resume", "issue": rested.context["keys"]})
    assert fresh(new).state == "dispatched"
    joined = office.post(f"{ISSUES}batch/", {"what": "join", "issue": keys, "confirm": "1", "master": new.pk})
    assert (joined.context["undo"], fresh(filed).master_id) == ("part", new.pk)
    parted = office.post(f"{ISSUES}batch/undo/", {"what": "part", "issue": keys})
    assert ([row["done"] for row in parted.context["rows"]], fresh(filed).state) == ([False, True], "dispatched")


def test_batch_that_lacks_something_asks_again_and_a_wrong_one_is_none(office):
    issue = make_issue()
    for fields in ({"rule": "fixed"}, {"rule": "until"}, {"rule": "usual", "group_0": "没有这个局"}):
        page = office.post(f"{ISSUES}batch/", {"what": "dispatch", "issue": [issue.pk], "confirm": "1", **fields})
        assert page.status_code == 422
    assert office.post(f"{ISSUES}batch/", {"what": "dance", "issue": [issue.pk]}).status_code == 404
    assert office.post(f"{ISSUES}batch/undo/", {"what": "dance"}).status_code == 404
    assert office.post(f"{ISSUES}batch/", {"what": "accept"}).status_code == 302
    office.force_login(make_account(LIAISON))
    assert office.post(f"{ISSUES}batch/", {"what": "accept", "issue": [issue.pk]}).status_code == 403


def test_batch_of_more_than_it_holds_does_the_first_ones(office, monkeypatch):
    from wenming.issues.views import choosing

    monkeypatch.setattr(choosing, "MOST_ROWS", 1)
    for _number in range(2):
        make_issue()
    page = office.post(f"{ISSUES}batch/", {"what": "accept", "all": "1", "query": "order=number"})
    assert ([row["number"] for row in page.context["rows"]], page.context["more"]) == (["2026-11-0001"], 1)


def test_dispatch_many_groups_them_by_the_proposed_unit(office):
    first, second = make_disposer("甲局"), make_disposer("乙局")
    lights = make_minor("路灯不亮", code="07", unit="work_day", words=["灯不亮"])
    lights.unit = first
    lights.save()
    site = make_site("s1")
    from wenming.sites import actions as site_actions

    site_actions.give_part(
        city=make_city(), sites=[site], unit=second, part="responsible", since=AT.date(), by=None, at=AT
    )
    spoken, there, nowhere = (
        make_issue("三盏灯不亮", minor=None),
        make_issue(site=site),
        make_issue("说不清", minor=None),
    )
    keys = [spoken.pk, there.pk, nowhere.pk]
    page = office.post(f"{ISSUES}batch/", {"what": "dispatch", "issue": keys})
    assert [(group["name"], [row["pk"] for row in group["rows"]]) for group in page.context["groups"]] == [
        ("甲局", [spoken.pk]), ("乙局", [there.pk]), ("", [nowhere.pk]),
    ]  # fmt: skip
    sent = {f"group_{first.pk}": "甲局", f"group_{second.pk}": "乙局", "group_0": "甲局", "rule": "usual"}
    done = office.post(f"{ISSUES}batch/", {"what": "dispatch", "issue": keys, "confirm": "1", **sent})
    assert [(row["number"], row["words"]) for row in done.context["rows"]] == [
        (nowhere.number, "立案前要先选小类；请选好再立案"), (spoken.number, "已派给 甲局"), (there.number, "已派给 乙局"),
    ]  # fmt: skip
    # what cannot be filed was not accepted either
    assert (fresh(nowhere).state, fresh(spoken).minor, fresh(spoken).state) == ("reported", lights, "dispatched")


def test_remind_one_and_many_in_ready_words(client):
    client.force_login(make_account(SUPERVISOR))
    one, two, new = bring(make_issue("垃圾"), "dispatched"), bring(make_issue("污水"), "dispatched"), make_issue("新的")
    page = client.get(f"{ISSUES}remind/?issue={one.pk}")
    ready = page.context["form"].initial["text"]
    assert ready.startswith(f"市环卫处：请尽快处置 {one.number}“垃圾”（），11-2 17:00 到期，超 ")
    assert "http://testserver/" in ready
    keys = [one.pk, two.pk, new.pk]
    page = client.post(f"{ISSUES}remind/", {"issue": keys})
    assert (len(page.context["examples"]), page.context["rest"]) == (3, 0)
    done = client.post(f"{ISSUES}remind/", {"issue": keys, "confirm": "1", "text": "{单位}快办{编号}"})
    assert [(row["number"], row["done"]) for row in done.context["rows"]] == [
        (new.number, False), (one.number, True), (two.number, True),
    ]  # fmt: skip
    step = IssueStep.objects.in_city(make_city()).get(issue=two, action="remind")
    assert (step.note, fresh(two).reminder_count) == (f"市环卫处快办{two.number}", 1)
    assert client.post(f"{ISSUES}remind/", {"issue": keys, "confirm": "1", "text": ""}).status_code == 422
    assert client.get(f"{ISSUES}remind/").status_code == 302


def test_triage_takes_each_issue_to_its_unit_and_goes_on(office):
    unit = make_disposer()
    minor = make_minor()
    minor.unit = unit
    minor.save()
    site = make_site("s1")
    urgent, old, late = (
        make_issue(is_urgent=True, at=AT + HOUR),
        make_issue(site=site),
        make_issue(at=AT + 2 * HOUR, site=site),
    )
    page = office.get(f"{ISSUES}triage/")
    assert (page.context["issue"]["number"], page.context["waits"], page.context["button"]) == (
        urgent.number, "3", "受理、立案并派遣",
    )  # fmt: skip
    start = page.context["form"].initial
    went = office.post(f"{ISSUES}triage/", {"what": "dispatch", "rule": "usual", **start})
    assert (went["Location"], fresh(urgent).state, fresh(urgent).unit) == (
        f"{ISSUES}triage/?done=1",
        "dispatched",
        unit,
    )
    page = office.get(f"{went['Location']}&skip={old.pk}")
    assert (page.context["issue"]["number"], page.context["done"]) == (late.number, 1)
    assert [one["number"] for one in page.context["near"]] == [old.number]
    office.post(f"{ISSUES}triage/?skip={old.pk}", {"what": "join", "master": old.pk})
    assert fresh(late).master_id == old.pk
    office.post(f"{ISSUES}triage/", {"what": "accept"})
    assert office.post(f"{ISSUES}triage/", {"what": "void", "reason": ""}).status_code == 200
    office.post(f"{ISSUES}triage/", {"what": "void", "reason": "不是"})
    assert fresh(old).state == "void"
    done = office.get(f"{ISSUES}triage/?done=3")
    assert "都派完了" in done.content.decode()
    assert [fresh(urgent).dispatch_count, office.get(f"{ISSUES}triage/?at={urgent.pk}").context["again"]] == [1, True]


def test_triage_to_a_second_dispatcher_or_with_what_is_missing(client):
    client.force_login(make_account(OFFICER))
    district = (
        make_account(DISTRICT).posts.first().unit
        if hasattr(make_account(DISTRICT), "posts")
        else make_unit("青石区", "district")
    )
    bare, other = make_issue(minor=None), make_minor("乱堆物", code="09")
    sent = {"what": "dispatch", "rule": "usual", "minor": "", "unit": ""}
    assert client.post(f"{ISSUES}triage/", sent).status_code == 422
    page = client.post(f"{ISSUES}triage/", {**sent, "minor": other.pk})
    assert page.context["form"].errors == {"unit": ["这个小类没有定责任单位；请写一个"]}
    refused = client.post(
        f"{ISSUES}triage/", {**sent, "what": "forward", "minor": other.pk, "unit": make_disposer().name}
    )
    assert (refused.status_code, fresh(bare).state) == (422, "reported")
    client.post(f"{ISSUES}triage/", {**sent, "what": "forward", "minor": other.pk, "unit": district.name})
    assert (fresh(bare).state, fresh(bare).desk, fresh(bare).minor) == ("filed", district, other)
    client.force_login(make_account(DISTRICT))
    assert client.get(f"{ISSUES}triage/").context["issue"]["number"] == bare.number
    client.post(f"{ISSUES}triage/", {**sent, "minor": make_minor().pk, "unit": make_disposer().name})
    assert (fresh(bare).state, fresh(bare).minor) == ("dispatched", make_minor())


@pytest.mark.parametrize("person", [OFFICER, SUPERVISOR, INSPECTOR, LIAISON, COMMUNITY, DISTRICT])
def test_own_work_shows_what_waits_for_each_post(client, person):
    area = make_unit("青石区", "district")
    bring(make_issue("满溢", photos=[("a.jpg", photo())], area=area), "dispatched")
    bring(make_issue("答复了"), "answered")
    bring(make_issue("争议"), "disputed")
    make_issue("新来的", by=make_account(INSPECTOR))
    client.force_login(make_account(person))
    with assert_queries({OFFICER: 8, SUPERVISOR: 7, INSPECTOR: 8, LIAISON: 11, COMMUNITY: 10, DISTRICT: 11}[person]):
        page = client.get(f"{ISSUES}mine/")
    piles = {pile["label"]: pile["count"] for pile in page.context["piles"]}
    assert piles == {
        OFFICER: {
            "待受理": "1", "待立案、待派遣": "0", "申请待答复": "0", "权属待裁定": "1", "待核查": "1", "超期待催办": "1",
        },
        SUPERVISOR: {"待核查": "1", "超期待催办": "1"},
        INSPECTOR: {"我上报的，未结": "1"},
        DISTRICT: {"待受理": "0", "待立案、待派遣": "0", "申请待答复": "0", "待核查": "0", "超期待催办": "1"},
    }.get(person, {})  # fmt: skip
    if person == LIAISON:
        assert [(one["label"], one["value"]) for one in page.context["counts"]] == [
            ("超期", "1"), ("今天到期", "0"), ("正常", "0"),
        ]  # fmt: skip
        assert [card["text"] for card in page.context["cards"]] == ["满溢"]


@pytest.mark.parametrize("rows", [1, 3])
def test_ledger_as_a_map_draws_its_filter_and_takes_the_same_queries_with_more_rows(office, rows):
    area = make_unit("青石区", "district")
    for number in range(rows):
        at = (SQUARE[0] + 0.002 * number, SQUARE[1])
        site = make_site(f"s{number}", area=area, at=at)
        bring(make_issue(site=site), "dispatched")
    make_issue(site=site)
    make_issue()
    office.get(f"{ISSUES}map/")
    with assert_queries(9):
        page = office.get(f"{ISSUES}map/?state=dispatched&order=-clock").content.decode()
    assert (page.count('class="hit"'), page.count("map-row-text"), "示意图" in page) == (rows, rows, True)
    assert f'{ISSUES}?order=-clock&amp;state=dispatched"' in page
    assert office.get(f"{ISSUES}map/?bbox=100,20,101,21").content.decode().count("map-row-text") == 0
    # two at one site are one mark, which leads to their list
    page = office.get(f"{ISSUES}map/").content.decode()
    assert ("没有坐标" in page, f"2 件问题 · {site.name}" in page, f"&amp;site={site.pk}" in page) == (True, True, True)


def test_ledger_as_a_map_counts_by_cells_where_there_are_too_many(office, monkeypatch):
    monkeypatch.setattr("wenming.issues.queries.mapping.MOST_ISSUES", 1)
    area = make_unit("青石区", "district")
    numbers = [make_issue(site=make_site(f"s{number}", area=area)).number for number in range(3)]
    page = office.get(f"{ISSUES}map/").content.decode()
    assert ("3 件问题</title>" in page, page.count('class="hit"'), "bbox=" in page) == (True, 0, True)
    assert all(number in page or "map-row-text" in page for number in numbers)
