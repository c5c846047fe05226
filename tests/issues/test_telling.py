"""Who is told of what was done with an issue, what they need not do any more, and that nothing of the matter leaves the house."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core import mail as letters

from tests.issues.cases import HOUR, bring, make_disposer, make_issue
from tests.messaging.channels import make_channel
from tests.messaging.receiver import receiving
from tests.people import AT, COMMUNITY, DISTRICT, LIAISON, OFFICER, SUPERVISOR, make_account, make_city
from tests.sites.places import make_site, make_unit
from wenming.config.jobs import JOBS
from wenming.issues import actions
from wenming.issues.actions import telling
from wenming.issues.actions.reminding import remind_of_limits
from wenming.issues.actions.telling import BACK, NOTICES, SILENT, TASKS
from wenming.issues.enums import IssueAction
from wenming.issues.models import Issue, StageLimit
from wenming.issues.tasks.notices import remind_cities, tell_of_issue
from wenming.issues.workflow import EVENTS, OPEN
from wenming.kernel.models import Event
from wenming.messaging import tasks
from wenming.messaging.actions import News, announce, queue_digests
from wenming.messaging.enums import NEWS, ChannelKind
from wenming.messaging.models import Delivery, Notice
from wenming.organisations.models import Post

pytestmark = pytest.mark.django_db
UNIT, HELPER, OFFICE, CHECKER = "市环卫处", "市住建局", "office", "supervisor"


@pytest.fixture(autouse=True)
def supervisor():
    make_account(SUPERVISOR)


def work(*, backwards: bool = False) -> None:
    """Run the jobs of all events of issues, as the workers would; twice, as they may."""
    events = list(Event.objects.in_city(make_city()).filter(kind__startswith="issue.").order_by("number"))
    for event in (*events[::-1], *events) if backwards else (*events, *events):
        tell_of_issue(event)


def fresh(issue: Any) -> Any:
    return Issue.objects.in_city(make_city()).get(pk=issue.pk)


def who(notice: Any) -> str:
    return (
        notice.account.username
        if notice.account
        else " ".join(x for x in (notice.unit and notice.unit.name, notice.role) if x)
    )


def stands(issue: Any, kind: str = "task") -> list[tuple[str, str]]:
    """Return (news, addressee) of what stands in inboxes about the issue: open tasks, or notices."""
    rows = Notice.objects.in_city(make_city()).filter(number=issue.number, kind=kind, done_at__isnull=True)
    return [(one.news.removeprefix("issue."), who(one)) for one in rows.order_by("pk")]


def step(issue: Any, name: str, at: datetime = AT + 9 * HOUR, by: Any = None, **how: Any) -> Any:
    """Take an action, as the office unless somebody else is named."""
    act = getattr(actions, name)
    return act(issue=fresh(issue), by=by or make_account(OFFICER), at=at, **how)


def test_list_what_is_told_names_every_action_of_the_loop_once():
    known = [set(TASKS), set(NOTICES), set(SILENT), set(BACK)]
    assert set.union(*known) == set(IssueAction)
    assert sum(map(len, known)) == len(IssueAction)
    assert {EVENTS[one] for one in (*TASKS, *NOTICES, *BACK)} < set(NEWS)
    assert {JOBS[kind][0] for kind in EVENTS.values()} == {("wenming.issues.tasks.notices.tell_of_issue", "fast")}


def test_go_round_the_loop_hands_the_turn_on_whatever_order_the_jobs_run_in():
    issue = bring(make_issue(), "closed")
    work(backwards=True)
    assert stands(issue) == []
    done = Notice.objects.in_city(make_city()).filter(number=issue.number, kind="task").order_by("created_at")
    assert [(one.news, who(one), one.done_by.username) for one in done] == [
        ("issue.dispatched", UNIT, LIAISON.username),
        ("issue.answered", CHECKER, SUPERVISOR.username),
    ]
    assert stands(issue, "notice") == []  # the office reported it itself


TURNS: dict[str, tuple[list[tuple[str, dict[str, Any]]], list[tuple[str, str]], list[tuple[str, str]]]] = {
    "dispatch": ([], [("dispatched", UNIT)], []),
    "remind": ([("remind_unit", {"text": "请抓紧"})], [("reminded", UNIT)], []),
    "invite": ([("invite_units", {"units": [HELPER]})], [("dispatched", UNIT), ("invited", HELPER)], []),
    "extend for both": (
        [("invite_units", {"units": [HELPER]}), ("extend_issue", {"until": AT + timedelta(days=9)})],
        [("extended", UNIT), ("extended", HELPER)],
        [],
    ),
    "suspend": ([("suspend_issue", {"reason": "缺资金"})], [], [("suspended", UNIT)]),
    "resume": ([("suspend_issue", {"reason": "缺资金"}), ("resume_issue", {})], [("resumed", UNIT)], [("suspended", UNIT)]),
    "void": ([("void_issue", {"reason": "不是问题"})], [], [("voided", UNIT)]),
    "restore": (
        [("void_issue", {"reason": "不是问题"}), ("restore_issue", {})], [("restored", UNIT)], [("voided", UNIT)],
    ),
    "correct": ([("correct_issue", {"changes": {"place": "东门"}})], [("dispatched", UNIT)], []),
}  # fmt: skip


@pytest.mark.parametrize(("steps", "tasks_", "notices"), TURNS.values(), ids=TURNS.keys())
def test_take_a_step_tells_whoever_has_the_turn(steps, tasks_, notices):
    issue = bring(make_issue(), "dispatched")
    for number, (name, how) in enumerate(steps):
        units = {"units": [make_unit(one, "department") for one in how["units"]]} if "units" in how else {}
        step(issue, name, AT + (4 + number) * HOUR, **{**how, **units})
    work()
    assert (stands(issue), stands(issue, "notice")) == (tasks_, notices)


def test_ask_and_refuse_keeps_the_units_task_and_gives_the_office_one():
    issue, liaison = bring(make_issue(), "dispatched"), make_account(LIAISON)
    step(issue, "ask_for", by=liaison, kind="extension", reason="路远", until=AT + timedelta(days=5))
    work()
    assert stands(issue) == [("dispatched", UNIT), ("asked", OFFICE)]
    step(issue, "refuse_request", AT + 10 * HOUR, reason="不行")
    work()
    assert stands(issue) == [("refused", UNIT)]
    told = Notice.objects.in_city(make_city()).get(news="issue.refused")
    assert (told.due_on, told.text) == (date(2026, 11, 2), f"{issue.number} · 2026年11月2日 17:00 到期 · 不行")


def test_return_and_dispute_gives_it_back_to_whoever_dispatched():
    returned, disputed = bring(make_issue(), "dispatched"), bring(make_issue("另一件"), "disputed")
    step(returned, "return_issue", by=make_account(LIAISON), reason="不归我们")
    work()
    assert (stands(returned), stands(disputed)) == ([("returned", OFFICE)], [("disputed", OFFICE)])
    step(disputed, "arbitrate_issue", AT + 10 * HOUR, unit=make_disposer(), reason="归你们")
    work()
    assert stands(disputed) == [("arbitrated", UNIT)]


def test_come_down_through_a_district_is_checked_by_it_first():
    district, street, officer = make_account(DISTRICT), make_unit("柏树街道"), make_account(OFFICER)
    desk = make_unit("青石区", "district")
    issue = bring(make_issue(), "filed")
    step(issue, "forward_issue", AT + 2 * HOUR, desk=desk)
    work()
    assert stands(issue) == [("forwarded", "青石区 district_office")]
    step(issue, "dispatch_issue", AT + 3 * HOUR, by=district, unit=make_disposer())
    step(issue, "answer_issue", AT + 4 * HOUR, by=make_account(LIAISON), text="好了")
    work()
    assert stands(issue) == [("answered", "青石区 district_office")]
    step(issue, "verify_issue", AT + 5 * HOUR, by=district, passed=True)
    work()
    assert stands(issue) == [("passed", CHECKER)]
    Post.objects.in_city(make_city()).filter(role="supervisor").update(ends_on=AT.date() - timedelta(days=1))
    step(issue, "verify_issue", AT + 6 * HOUR, by=officer, passed=False, note="没干净")
    work()
    assert stands(issue) == [("reworked", UNIT)]
    other = bring(make_issue("街道的"), "filed")
    step(other, "forward_issue", AT + 2 * HOUR, desk=street)
    alone = make_issue("自己扫了", by=officer)
    step(alone, "self_handle_issue", text="扫了")
    work()
    assert (stands(other), stands(alone)) == ([("forwarded", "柏树街道 street_office")], [("self_handled", OFFICE)])


def test_report_something_urgent_wakes_the_dispatcher_and_the_reporter_hears_of_the_end():
    worker = make_account(COMMUNITY)
    urgent, plain = make_issue("井盖缺失", by=worker, is_urgent=True), make_issue("小事", by=worker)
    work()
    assert (stands(urgent), stands(plain)) == ([("reported", OFFICE)], [])
    step(urgent, "accept_issue")
    work()
    assert stands(urgent) == [("reported", OFFICE)]
    step(plain, "join_issue", master=urgent)
    step(urgent, "void_issue", reason="已盖好")
    work()
    assert (stands(urgent), stands(urgent, "notice")) == ([], [("voided", COMMUNITY.username)])
    assert stands(plain, "notice") == [("joined", COMMUNITY.username)]
    worker.is_active = False
    worker.save()
    step(urgent, "restore_issue", AT + 10 * HOUR)
    step(urgent, "void_issue", AT + 11 * HOUR, reason="真的")
    step(plain, "part_issue", AT + 12 * HOUR)
    work()
    assert len(stands(urgent, "notice")) == 1
    assert stands(plain) == [("parted", OFFICE)]


def test_watch_the_clocks_tells_of_each_lamp_once():
    """Four working hours from Monday 11:00: 80 % after 15:12, over at 17:00."""
    city, issue = make_city(), bring(make_issue(), "dispatched")
    helper = make_unit(HELPER, "department")
    step(issue, "invite_units", AT + 3 * HOUR, units=[helper])
    hook = make_channel()
    monday = fresh(issue).warns_at
    told = [
        remind_of_limits(city=city, at=at)
        for at in (monday - timedelta(minutes=1), monday, monday + timedelta(minutes=15))
    ]
    assert (told, stands(issue, "notice")) == ([0, 1, 0], [("due_soon", UNIT), ("due_soon", HELPER)])
    over = fresh(issue).runs_out_at
    assert [remind_of_limits(city=city, at=over + timedelta(minutes=one)) for one in (0, 1, 16)] == [0, 1, 0]
    assert stands(issue, "notice")[2:] == [("overdue", UNIT), ("overdue", HELPER)]
    assert remind_of_limits(city=city, at=over + timedelta(days=30)) == 0
    step(issue, "extend_issue", over + HOUR, until=over + timedelta(days=2))
    assert remind_of_limits(city=city, at=over + timedelta(days=2, minutes=1)) == 1
    kinds = [one.kind for one in Delivery.objects.in_city(city).filter(channel=hook).order_by("pk")]
    assert kinds == ["issue.due_soon", "issue.overdue", "issue.overdue"]


def test_watch_the_clocks_of_stages_tells_whoever_has_the_turn():
    city, desk = make_city(), make_unit("青石区", "district")
    for stage in ("acceptance", "verification", "arbitration"):
        StageLimit.objects.create(city=city, stage=stage, amount=1, unit="hour")
    new, theirs = make_issue(), make_issue("区里的", desk=desk)
    answered, disputed = bring(make_issue("核查"), "answered"), bring(make_issue("争议"), "disputed")
    assert remind_of_limits(city=city, at=AT + 5 * HOUR) == 4
    told = [stands(one, "notice") for one in (new, theirs, answered, disputed)]
    assert told == [[("overdue", one)] for one in (OFFICE, "青石区 district_office", CHECKER, OFFICE)]


def test_come_to_the_end_of_a_suspension_asks_the_dispatcher_once_until_it_is_decided():
    city, desk = make_city(), make_unit("青石区", "district")
    issue = bring(make_issue(), "dispatched")
    step(issue, "suspend_issue", AT + 4 * HOUR, reason="缺资金", until=date(2026, 11, 9))
    theirs = bring(make_issue("区里的", desk=desk), "dispatched")
    step(theirs, "suspend_issue", AT + 4 * HOUR, reason="等天晴", until=date(2026, 11, 9))
    days = [remind_of_limits(city=city, at=AT + timedelta(days=one)) for one in (6, 7, 8, 30)]
    assert (days, stands(issue), stands(theirs)) == (
        [0, 2, 0, 0],
        [("suspension_over", OFFICE)],
        [("suspension_over", "青石区 district_office")],
    )
    step(issue, "resume_issue", AT + timedelta(days=8))
    work()
    assert stands(issue) == [("resumed", UNIT)]
    assert remind_cities() == 0


SECRETS = ("沿河老槐树", "张三丰烧烤店", "机密地点", "环卫处", "住建局", "刘小河", "陈玉兰", "方正平", "请立即", "清河")


def test_send_everything_through_every_channel_leaks_nothing_of_the_matter(settings):
    """Every kind of news, and the digest, through each kind of channel: bytes, headers and addresses hold no word of any record."""
    settings.WEBHOOK_HOSTS = frozenset({"127.0.0.1"})
    city, site = make_city(), make_site("1", "机密地点")
    by = make_account(COMMUNITY)
    issue = make_issue("沿河老槐树被张三丰烧烤店烤焦", place="沿河老槐树", site=site, by=by, is_urgent=True)
    bring(issue, "answered")
    step(
        issue, "verify_issue", AT + 4 * HOUR, by=make_account(SUPERVISOR), passed=False, note="请立即返工，张三丰烧烤店"
    )
    work()
    with receiving() as receiver:
        for kind in ChannelKind.values:
            address = "a@example.org" if kind == "email" else f"{receiver.url}/{kind}"
            make_channel(kind, address, name=f"沿河老槐树 {kind}", sends_digest=True)
        for event in Event.objects.in_city(city).filter(kind__startswith="issue.").order_by("number"):
            tell_of_issue(event)
        for number, kind in enumerate(NEWS):
            news = News(kind, issue.number, f"/{city.slug}/issues/{issue.number}/", f"all:{number}")
            announce(city=city, news=news, to=[], at=AT)
        assert len(queue_digests(city=city, at=AT)) == 4
        while tasks.deliver_due():
            pass
    states = set(Delivery.objects.in_city(city).values_list("state", flat=True))
    sent = [f"{path} {json.dumps(headers)} {body.decode()}" for path, headers, body in receiver.requests]
    sent += [one.message().as_string() + one.subject + one.body for one in letters.outbox]
    sent += [json.dumps(one.items) for one in Delivery.objects.in_city(city)]
    assert states == {"sent"}
    assert {kind for kind in NEWS if not any(kind in one for one in sent)} == set()
    assert {word for word in SECRETS for one in sent if word in one} == set()
    assert all(issue.number in one for one in sent)


def test_look_at_states_finds_a_turn_for_each_that_is_open():
    assert set(telling.TURNS) == set(OPEN)
