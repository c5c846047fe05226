"""The inbox: what stands in it for whom, what one may do with it, and that nobody else learns of it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.people import (
    AT,
    AUDITOR,
    COMMUNITY,
    FIRM,
    HOME,
    LEADER,
    LIAISON,
    OFFICER,
    STREET,
    make_account,
    make_cast,
    make_city,
)
from tests.queries import BELL, assert_queries
from wenming.config.jobs import JOBS
from wenming.kernel.models import Event
from wenming.messaging.actions import finish, put_away, take_back, tell
from wenming.messaging.models import Notice, PutAway
from wenming.messaging.queries import bell_count, counts_of, in_tab, inbox_of, open_tasks
from wenming.messaging.schemas import lamp_of
from wenming.messaging.tasks import tell_of_post
from wenming.organisations.actions import appoint, delegate_post, end_post
from wenming.organisations.models import Post, Unit

pytestmark = pytest.mark.django_db
PAGE = f"/{HOME}/inbox/"


@pytest.fixture(autouse=True)
def cast():
    make_cast()


def say(key: str, **more: Any) -> Notice:
    return tell(city=make_city(), key=key, title=f"标题{key}", at=more.pop("at", AT), **more)


def unit(name: str) -> Any:
    return Unit.objects.in_city(make_city()).get(name=name)


def stands(person: Any, tab: str = "") -> list[str]:
    notices = inbox_of(make_account(person), make_city(), at=AT)
    return [notice.key for notice in (in_tab(notices, tab) if tab else notices)]


def test_read_an_inbox_shows_what_was_told_to_the_posts_one_holds():
    say("everybody")
    say("street", unit=unit("柏树街道"))
    say("street-office", role="street_office", unit=unit("柏树街道"))
    say("other-street", role="street_office", unit=unit("槐荫社区"))
    say("liaisons", role="liaison")
    say("one", account=make_account(LIAISON))
    assert stands(STREET) == ["street-office", "street", "everybody"]
    assert stands(LIAISON) == ["one", "liaisons", "everybody"]
    assert stands(COMMUNITY) == stands(FIRM) == ["everybody"]


def test_read_an_inbox_after_the_post_has_ended_shows_nothing_of_it():
    say("liaisons", role="liaison")
    Post.objects.in_city(make_city()).filter(role="liaison").update(ends_on=AT.date() - timedelta(days=1))
    assert stands(LIAISON) == []


def test_hold_two_posts_mixes_neither_roles_nor_units():
    account = make_account(STREET)
    Post.objects.create(city=make_city(), account=account, role="liaison", unit=unit("槐荫社区"), starts_on=AT.date())
    say("crossed", role="liaison", unit=unit("柏树街道"))
    say("fitting", role="liaison", unit=unit("槐荫社区"))
    assert stands(STREET) == ["fitting"]


def test_put_away_and_take_back_moves_the_line_for_oneself_only():
    notice, events = say("everybody"), Event.objects.in_city(make_city()).count()
    by = make_account(LIAISON)
    assert put_away(notices=[notice], city=make_city(), by=by, at=AT) == 1
    put_away(notices=[notice], city=make_city(), by=by, at=AT)
    assert PutAway.objects.in_city(make_city()).count() == 1
    assert (stands(LIAISON, "notices"), stands(LIAISON, "away"), stands(OFFICER, "notices")) == (
        [],
        ["everybody"],
        ["everybody"],
    )
    take_back(notice=notice, by=by, at=AT)
    assert (stands(LIAISON, "notices"), stands(LIAISON, "away")) == (["everybody"], [])
    assert Event.objects.in_city(make_city()).count() == events


def test_finish_a_task_ends_it_for_everybody_once():
    task = say("task", kind="task", role="liaison")
    assert finish(notice=task, by=make_account(LIAISON), at=AT) is True
    assert finish(notice=task, by=make_account(LIAISON), at=AT) is False
    assert finish(notice=say("news"), by=make_account(LIAISON), at=AT) is False
    event = Event.objects.in_city(make_city()).latest("number")
    assert (event.kind, event.data) == ("task.finished", {"key": "task", "title": "标题task"})
    assert (stands(LIAISON, "tasks"), stands(LIAISON, "away")) == ([], ["task"])


def test_finish_the_turn_of_an_issue_by_hand_leaves_it_open(client):
    task = say("turn", kind="task", role="liaison", news="issue.dispatched", number="2026-11-0001")
    assert finish(notice=task, by=make_account(LIAISON), at=AT) is False
    assert stands(LIAISON, "tasks") == ["turn"]
    client.force_login(make_account(LIAISON))
    assert f"{PAGE}{task.pk}/done/" not in client.get(PAGE).content.decode()


def test_finish_a_task_as_auditor_is_refused():
    with pytest.raises(PermissionDenied):
        finish(notice=say("task", kind="task"), by=make_account(AUDITOR), at=AT)


def test_list_open_tasks_puts_the_nearest_limit_first():
    for key, due in (("late", date(2026, 12, 1)), ("never", None), ("soon", date(2026, 11, 3))):
        say(key, kind="task", due_on=due)
    assert [task.key for task in open_tasks(make_account(OFFICER), make_city(), at=AT)] == ["soon", "late", "never"]


def test_count_the_bell_leaves_out_old_notices_and_stops_at_a_hundred():
    officer, city = make_account(OFFICER), make_city()
    say("old", at=AT - timedelta(days=31))
    say("old-task", kind="task", at=AT - timedelta(days=31))
    say("new")
    assert bell_count(officer, city, at=AT) == 2
    assert counts_of(officer, city, at=AT) == {"tasks": 1, "notices": 2}
    for number in range(120):
        say(f"n{number}")
    assert bell_count(officer, city, at=AT) == 100


TODAY = date(2026, 11, 2)
LAMPS = {
    "overdue": ({"kind": "task", "due_on": date(2026, 11, 1)}, ("bad", "超期", "超 1 天")),
    "today": ({"kind": "task", "due_on": TODAY}, ("warn", "临期", "今天到期")),
    "soon": ({"kind": "task", "due_on": date(2026, 11, 5)}, ("warn", "临期", "还有 3 天")),
    "later": ({"kind": "task", "due_on": date(2026, 11, 6)}, ("ok", "正常", "还有 4 天")),
    "never": ({"kind": "task"}, ("mute", "不限时", "")),
    "notice": ({}, ("mute", "通知", "")),
}


@pytest.mark.parametrize(("facts", "lamp"), LAMPS.values(), ids=LAMPS.keys())
def test_light_the_lamp_of_a_line(facts, lamp):
    assert tuple(lamp_of(say("x", **facts), TODAY).values()) == lamp


def test_open_the_inbox_shows_tasks_first_and_costs_the_same_with_more(client):
    client.force_login(make_account(LIAISON))
    now = timezone.now()
    say("n0", at=now)
    assert client.get(PAGE).context["tab"] == "notices"
    for number in range(3):
        say(f"t{number}", kind="task", role="liaison", unit=None, at=now)
        with assert_queries(5):
            page = client.get(PAGE)
    assert page.context["tab"] == "tasks"
    assert [tab["count"] for tab in page.context["tabs"]] == [3, 1, None]
    assert page.context["bell"]["text"] == "4"


def test_open_any_page_asks_one_query_for_its_bell(client):
    client.force_login(make_account(LIAISON))
    with CaptureQueriesContext(connection) as captured:
        page = client.get(f"/{HOME}/standards/cards/")
    assert sum(BELL in query["sql"] for query in captured.captured_queries) == 1
    assert 'aria-label="消息，没有待看的"' in page.content.decode()


def test_do_something_in_the_inbox_leads_back_to_its_tab(client):
    client.force_login(make_account(LIAISON))
    task, news = say("task", kind="task", role="liaison"), say("news")
    assert client.post(f"{PAGE}{news.pk}/away/")["Location"] == PAGE
    assert stands(LIAISON, "away") == ["news"]
    assert client.post(f"{PAGE}{news.pk}/return/", {"tab": "away"})["Location"] == f"{PAGE}?tab=away"
    assert client.post(f"{PAGE}{task.pk}/done/").status_code == 302
    assert "这件事已经办结" in client.post(f"{PAGE}{task.pk}/done/", follow=True).content.decode()
    page = client.get(f"{PAGE}?tab=away").content.decode()
    assert ("由刘小河办结" in page, "放回" in page) == (True, False)
    client.post(f"{PAGE}away/")
    assert stands(LIAISON, "notices") == []


def test_touch_a_line_of_somebody_elses_inbox_finds_none(client):
    theirs = say("one", account=make_account(LEADER), kind="task")
    client.force_login(make_account(OFFICER))
    assert {client.post(f"{PAGE}{theirs.pk}/{what}/").status_code for what in ("away", "return", "done")} == {404}
    client.force_login(make_account(AUDITOR))
    assert client.post(f"{PAGE}{theirs.pk}/done/").status_code == 403


def test_give_lend_and_end_a_post_tells_the_person_each_time():
    city, liaison, officer = make_city(), make_account(LIAISON), make_account(OFFICER)
    post = appoint(city=city, account=liaison, role="supervisor", unit=unit("柏树街道"), by=officer, at=AT)
    delegate_post(post=post, account=make_account(LEADER), until=AT.date() + timedelta(days=7), by=officer, at=AT)
    end_post(post=post, on=AT.date() + timedelta(days=1), by=officer, at=AT)
    for event in Event.objects.in_city(city).filter(kind__startswith="post.").order_by("number"):
        assert JOBS[event.kind] == (("wenming.messaging.tasks.tell_of_post", "fast"),)
        tell_of_post(event)
        tell_of_post(event)
    told = [(notice.account, notice.title) for notice in Notice.objects.in_city(city).order_by("pk")]
    assert told == [
        (liaison, "您获得岗位：督查人员（柏树街道）"),
        (make_account(LEADER), "您受委托担任岗位：督查人员（柏树街道）"),
        (liaison, "您的岗位已结束：督查人员（柏树街道）"),
    ]
    open_ = appoint(city=city, account=liaison, role="inspector", by=officer, at=AT)
    tell_of_post(Event.objects.in_city(city).latest("number"))
    assert Notice.objects.in_city(city).latest("pk").text == "从 2026年11月2日 起"
    assert open_.ends_on is None
