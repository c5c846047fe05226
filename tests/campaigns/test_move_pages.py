"""The review page of a move: what it says of every clause, decisions kept and taken back, the workbook, the way back."""

from __future__ import annotations

import io

import pytest
from python_calamine import CalamineWorkbook

from tests.campaigns.moving import make_move
from tests.people import HOME, LEADER, OFFICER, make_account, make_city
from tests.queries import assert_queries
from wenming.campaigns.models import Campaign, EditionMove
from wenming.standards.models import Edition

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client):
    client.force_login(make_account(OFFICER))
    return client


@pytest.fixture
def review(office) -> str:
    """Begin a move; return its address."""
    campaign = make_move()
    url = f"/{HOME}/campaigns/{campaign.pk}/move/"
    after = Edition.objects.in_city(make_city()).get(code="riverside-2024")
    assert office.post(url, {"after": after.pk}).url == url
    return url


def rows() -> dict[str, str]:
    """Return every row's number by the codes that its name tells."""
    from wenming.campaigns.queries.moves import review_of

    move = (
        EditionMove.objects.in_city(make_city())
        .select_related("city", "before", "after", "campaign__city")
        .latest("pk")
    )
    return {change.key: f"c-{place}" for place, change in enumerate(review_of(move, move.campaign).changes)}


def said(page) -> list[str]:
    return [str(message) for message in page.context["messages"]]


def test_start_page_offers_other_editions_and_tells_the_record(office):
    campaign = make_move()
    url = f"/{HOME}/campaigns/{campaign.pk}/move/"
    shown = office.get(url)
    assert [one.code for one in shown.context["form"].fields["after"].queryset] == ["riverside-2024"]
    assert "还没有换过版" in shown.content.decode()
    assert office.post(url, {"after": "999"}).status_code == 422
    assert office.get(f"{url}export/").status_code == 404


def test_start_page_without_another_edition_leads_to_the_standards(office):
    from tests.campaigns.test_campaigns import make_campaign

    campaign = make_campaign()
    assert "没有别的版本可换" in office.get(f"/{HOME}/campaigns/{campaign.pk}/move/").content.decode()


def test_review_shows_the_count_line_and_what_needs_a_person_first(office, review):
    with assert_queries(8):  # session, account, posts, campaign, move, parts, terms, leaders
        shown = office.get(review)
    assert shown.context["count_line"] == "原有分工 19 项 = 沿用 17 + 并入 1 + 结束 1"
    assert [(group["title"], group["count"]) for group in shown.context["groups"]] == [
        ("要人决定的", 6),
        ("有把握的", 6),
    ]
    assert [(kind["kind"], kind["count"]) for kind in shown.context["kinds"]] == [
        ("split", 1), ("merged", 1), ("dropped", 1), ("new", 2), ("renamed", 1), ("moved", 1), ("changed", 5), ("same", 2),
    ]  # fmt: skip
    text = shown.content.decode()
    assert [word in text for word in ("两家牵头", "岳明 不再负责", "有条目要求", "参照 1.2.1")] == [True] * 4


def test_review_shows_one_kind_or_what_is_open(office, review):
    assert [group["count"] for group in office.get(f"{review}?show=new").context["groups"]] == [2]
    office.post(f"{review}accept/")
    assert [group["count"] for group in office.get(f"{review}?show=open").context["groups"]] == [6]
    assert office.get(f"{review}?show=nonsense").context["shown"] == ""


def test_decide_keeps_what_changed_and_says_when_nothing_did(office, review):
    names = rows()
    form = {names["2.2.3>"]: "to:1.1.1", names["3.1>3.1"]: "keep", names["1.1.1>1.1.1"]: "", "c-999": "keep", "x": "y"}
    told = office.post(f"{review}decisions/", form | {"show": "open"}, follow=True)
    assert (said(told), told.context["shown"], told.context["done"]) == (["已保存 2 条决定"], "open", 2)
    assert said(office.post(f"{review}decisions/", form | {"show": "<>"}, follow=True)) == ["没有改动"]
    assert "没有这种去向" in said(office.post(f"{review}decisions/", {names["3.1>3.1"]: "up"}, follow=True))[0]


def test_apply_waits_for_every_decision_then_moves_and_comes_back(office, review):
    assert "还有条目没有定去向" in said(office.post(f"{review}apply/", follow=True))[0]
    assert said(office.post(f"{review}accept/", follow=True)) == ["有把握的都已接受"]
    usual = {
        "2.1.1>2.1.1+2.1.2": "all",
        "2.2.1+2.2.2>2.2.1": "unite",
        "2.2.3>": "end",
        ">1.2.2": "none",
        ">3.2": "none",
        "1.1.2>1.1.2": "keep",
    }
    names = rows()
    office.post(f"{review}decisions/", {names[key]: choice for key, choice in usual.items()})
    done = office.post(f"{review}apply/", follow=True)
    assert Campaign.objects.in_city(make_city()).get().edition.code == "riverside-2024"
    assert [(one["state"], one["counts"]) for one in done.context["moves"]] == [("已换版", "19 = 17 + 1 + 1")]
    assert done.context["may_undo"]
    back = office.post(f"{review}undo/", follow=True)
    assert (said(back), back.context["may_undo"]) == (["已撤回换版"], False)
    assert Campaign.objects.in_city(make_city()).get().edition.code == "riverside-2021"
    assert [office.post(f"{review}{step}/").status_code for step in ("undo", "apply", "decisions")] == [404] * 3


def test_drop_leaves_everything_as_it_was(office, review):
    assert said(office.post(f"{review}drop/", follow=True)) == ["已放弃这次换版，什么都没有改"]
    assert [one["state"] for one in office.get(review).context["moves"]] == ["换版已放弃"]


def test_begin_a_second_move_is_refused_in_words(office, review):
    after = Edition.objects.in_city(make_city()).get(code="riverside-2024")
    again = office.post(review, {"after": after.pk})
    assert (again.status_code, "已有一次换版正在审阅" in again.content.decode()) == (422, True)


def test_move_is_read_by_others_and_decided_by_the_office(client, review):
    client.force_login(make_account(LEADER))
    shown = client.get(review)
    assert (shown.status_code, shown.context["keeps"]) == (200, False)
    steps = ("", "decisions/", "accept/", "apply/", "drop/", "undo/")
    assert [client.post(f"{review}{step}").status_code for step in steps] == [403] * 6


def test_export_gives_the_plan_row_by_row(office, review):
    office.post(f"{review}accept/")
    book = CalamineWorkbook.from_filelike(io.BytesIO(office.get(f"{review}export/").content))
    plan = book.get_sheet_by_name("逐条去向").to_python()
    assert len(plan) - 2 == 12
    merged = next(row for row in plan if row[0] == "合并")
    assert merged[1:4] == [
        "2.2.1\n2.2.2", "办事大厅服务\n社区窗口服务",
        "牵头 市政务服务和大数据管理局；责任 市民政局；包保 市城市管理局\n牵头 市民政局；配合 市政务服务和大数据管理局；包保 市城市管理局",
    ]  # fmt: skip
    assert (merged[7], merged[9], plan[2][7]) == ("未定", "两家牵头", "沿用责任分工")
    totals = book.get_sheet_by_name("总数").to_python()
    assert totals[2] == ["分工", "原有分工 19 项 = 沿用 17 + 并入 1 + 结束 1"]
