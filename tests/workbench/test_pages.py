"""The office's home and the list of rounds."""

import io
from datetime import date

import pytest
from django.utils import timezone
from python_calamine import CalamineWorkbook

from tests.people import (
    CAST,
    COMMUNITY,
    FIRM,
    HOME,
    INSPECTOR,
    LEADER,
    NOBODY,
    OFFICER,
    OPERATOR,
    SECURITY,
    STRANGER,
    STREET,
    SYSTEM,
    make_account,
    make_city,
)
from tests.queries import assert_queries
from tests.rounds import AT, make_import, make_round, row
from wenming.inspections.actions import revoke_round
from wenming.inspections.models import RoundImport
from wenming.messaging.actions import tell
from wenming.organisations.models import Post, Unit

pytestmark = pytest.mark.django_db
HOMEPAGE, ROUNDS = f"/{HOME}/", f"/{HOME}/rounds/"


@pytest.fixture
def office(client):
    make_city()
    client.force_login(make_account(OFFICER))
    return client


def text_of(response) -> str:
    return response.content.decode()


def test_home_of_a_new_city_shows_how_to_begin(office):
    assert "从一轮现场测评开始" in text_of(office.get(HOMEPAGE))


def test_home_shows_the_last_score_and_what_waits(office):
    make_round([row(deduction=0.25)])
    make_round([row(deduction=0.5)], name="第二轮")
    make_import([row()], name="第三轮")
    page = office.get(HOMEPAGE)
    assert [item["title"] for item in page.context["todo"]] == ["第三轮"]
    latest = page.context["latest"]
    assert (latest["name"], latest["score"], latest["rate"], latest["previous"]["delta_text"]) == (
        "第二轮",
        "0.500",
        "50.00%",
        "0.750",
    )
    assert [item["label"] for item in latest["items"]] == ["文明交通"]


@pytest.mark.parametrize(
    ("state", "shown"),
    [
        ("checking", ("warn", "待校对", "去校对")),
        ("reading", ("mute", "正在读取", "看进度")),
        ("failed", ("bad", "读不出来", "看原因")),
    ],
)
def test_home_says_where_an_import_stands(office, state, shown):
    import_ = make_import([row()])
    RoundImport.objects.in_city(make_city()).filter(pk=import_.pk).update(
        state=state, fault="文件是空的" if state == "failed" else ""
    )
    todo = office.get(HOMEPAGE).context["todo"]
    assert [(item["tone"], item["state"], item["action"]) for item in todo] == [shown]


def test_home_for_people_without_sight_of_results_shows_none(client):
    make_round([row(deduction=0.25)])
    client.force_login(make_account(INSPECTOR))
    page = text_of(client.get(HOMEPAGE))
    assert "0.750" not in page
    assert "没有待办" in page


def test_home_of_a_street_shows_its_tasks_its_posts_and_the_ways_it_may_take(client):
    make_account(STREET)
    street = Unit.objects.in_city(make_city()).get(name="柏树街道")
    tell(city=make_city(), key="t", kind="task", title="请核对联络人", unit=street, due_on=AT.date(), at=AT)
    lent = Post.objects.create(city=make_city(), account=make_account(LEADER), role="leader", starts_on=AT.date())
    today = timezone.now().astimezone(make_city().zone).date()
    Post.objects.create(
        city=make_city(),
        account=make_account(STREET),
        role="inspector",
        delegated_from=lent,
        starts_on=AT.date(),
        ends_on=today,
    )
    client.force_login(make_account(STREET))
    with assert_queries(12):
        page = client.get(HOMEPAGE)
    assert [(one["title"], one["state"]) for one in page.context["todo"]] == [("请核对联络人", "超期")]
    assert [(post["unit"], post["ends"], post["lent"]) for post in page.context["posts"]] == [
        ("柏树街道", "", ""), ("全市", "今天到期", "受 高长明 委托"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("person", "ways"),
    [
        (FIRM, ["点位手册", "应知应会", "我的日期", "我的接口与订阅"]),
        (COMMUNITY, ["我的责任", "点位手册", "应知应会", "我的日期", "找人", "我的接口与订阅"]),
        (SYSTEM, ["点位手册", "应知应会", "我的日期", "找人", "管理岗位", "我的接口与订阅"]),
        (SECURITY, ["点位手册", "应知应会", "我的日期", "找人", "全市的密钥", "我的接口与订阅"]),
    ],
)
def test_home_of_a_role_offers_its_own_ways(client, person, ways):
    client.force_login(make_account(person))
    assert [way["label"] for way in client.get(HOMEPAGE).context["shortcuts"]] == ways


def test_home_for_the_leader_offers_no_import(client):
    make_round([row()])
    client.force_login(make_account(LEADER))
    page = client.get(HOMEPAGE)
    assert (page.context["import_url"], page.context["todo"]) == ("", [])


def test_rounds_list_newest_first_without_the_revoked(office):
    rounds = [make_round([row()], name=f"第{number}轮") for number in (1, 2, 3)]
    revoke_round(round_=rounds[1], reason="错", by=make_account(OFFICER), at=AT)
    assert [line["name"] for line in office.get(ROUNDS).context["rounds"]] == ["第3轮", "第1轮"]


def test_rounds_list_is_paged_by_key(office, monkeypatch):
    monkeypatch.setattr("wenming.workbench.views.home.PAGE", 2)
    for number in range(5):
        make_round([row()], name=f"第{number}轮")
    first = office.get(ROUNDS)
    second = office.get(ROUNDS + first.context["page"]["next_url"])
    third = office.get(ROUNDS + second.context["page"]["next_url"])
    pages = [[line["name"] for line in page.context["rounds"]] for page in (first, second, third)]
    assert pages == [["第4轮", "第3轮"], ["第2轮", "第1轮"], ["第0轮"]]
    back = office.get(ROUNDS + third.context["page"]["previous_url"])
    assert [line["name"] for line in back.context["rounds"]] == ["第2轮", "第1轮"]


def test_rounds_list_of_a_new_city_shows_the_way(office):
    assert "还没有测评轮次" in text_of(office.get(ROUNDS))


def test_rounds_export_holds_every_round_with_its_score(office):
    make_round([row(deduction=0.25)])
    book = CalamineWorkbook.from_filelike(io.BytesIO(office.get(f"{ROUNDS}export/").content))
    (line,) = book.get_sheet_by_index(0).to_python()[1:]
    assert (line[0], line[4:]) == ("第一轮", [1.0, 0.75, 1.0, 0.75])


@pytest.mark.parametrize("count", [1, 3])
def test_rounds_list_sends_as_many_queries_with_one_round_as_with_three(office, count):
    for _number in range(count):
        make_round([row()])
    office.get(ROUNDS)
    with assert_queries(6):
        office.get(ROUNDS)


@pytest.mark.parametrize("count", [1, 3])
def test_home_sends_as_many_queries_with_one_round_as_with_three(office, count):
    for _number in range(count):
        make_round([row()])
    office.get(HOMEPAGE)
    with assert_queries(15):
        office.get(HOMEPAGE)


@pytest.mark.parametrize("person", CAST, ids=lambda one: one.username)
def test_pages_open_by_post_only(client, person):
    make_round([row()])
    client.force_login(make_account(person))
    outside = person in {STRANGER, OPERATOR, NOBODY}
    assert client.get(HOMEPAGE).status_code == (404 if outside else 200)
    sees = person.role in {"office", "leader", "supervisor", "auditor"}
    assert client.get(ROUNDS).status_code == (404 if outside else 200 if sees else 403)
    assert client.get(f"{ROUNDS}export/").status_code == (404 if outside else 200 if sees else 403)


def test_an_older_round_entered_later_is_neither_the_latest_nor_compared_as_the_last(office):
    make_round([row(deduction=0.25)], name="今年")
    make_round([row(deduction=0.5)], name="十年前", ended=date(2016, 9, 9))
    make_round([row()], name="下一轮", ended=date(2026, 12, 9))
    latest = office.get(HOMEPAGE).context["latest"]
    assert (latest["name"], latest["previous"]["label"]) == ("下一轮", "今年")
    score = office.get(f"/{HOME}/scores/3/").context["previous"]
    assert (score["label"], score["score"]) == ("今年", "0.750")
    assert office.get(f"/{HOME}/scores/2/").context["previous"] is None
    assert office.get(f"/{HOME}/scores/")["Location"] == f"/{HOME}/scores/3/"
