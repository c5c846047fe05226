"""What waits to go out: written once, tried by the ladder, given up at its end; quiet hours, digests, other channels' troubles."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django_q.models import OrmQ, Schedule

from tests.messaging.channels import make_channel, news
from tests.messaging.receiver import receiving
from tests.people import AT, ELSEWHERE, LIAISON, OFFICER, STREET, SYSTEM, make_account, make_city
from tests.queries import assert_queries
from wenming.config.schedule import install
from wenming.kernel.models import Event
from wenming.messaging import tasks
from wenming.messaging.actions import (
    begin_attempt,
    end_attempt,
    queue_digests,
    replay_delivery,
    settle,
    sweep_deliveries,
    switch_channel,
    tell,
)
from wenming.messaging.actions.outbox import LADDER, LEASE
from wenming.messaging.adapters.outcomes import Outcome
from wenming.messaging.models import Channel, Delivery, Notice
from wenming.messaging.rules import quiet_until
from wenming.organisations.actions import found_unit
from wenming.organisations.models import VisitPeriod

pytestmark = pytest.mark.django_db
DOWN = Outcome("HTTP 500")


def delivery(pk: int) -> Any:
    return Delivery.objects.in_city(make_city()).get(pk=pk)


def take(channel: Any, at: datetime = AT, most: int = 1, **more: Any) -> list[Any]:
    return begin_attempt(channel=channel, most=most, at=at, **more)


def end(channel: Any, taken: list[Any], outcome: Outcome, at: datetime = AT, draw: float = 0.0) -> list[Any]:
    return end_attempt(channel=channel, deliveries=taken, outcome=outcome, at=at, draw=draw)


def test_announce_without_a_channel_costs_one_query_and_writes_nothing():
    make_channel(on=False)
    city = make_city()
    with assert_queries(4):  # with that of the city, and the savepoint around the action
        assert news() == []
    assert Delivery.objects.in_city(city).count() == 0


def test_announce_twice_writes_one_delivery_for_each_channel_that_wants_it():
    city, street = (
        make_city(),
        found_unit(city=make_city(), kind="street", name="柏树街道", since=AT.date(), by=None, at=AT),
    )
    make_account(SYSTEM)
    wants = [
        make_channel(name="全部"),
        make_channel(name="此类", events=["issue.dispatched"]),
        make_channel(name="此单位", unit=street),
        make_channel(name="此职责", role="street_office"),
        make_channel(name="两者", role="street_office", unit=street),
    ]
    make_channel(name="别类", events=["issue.closed"])
    make_channel(name="别职责", role="office")
    make_channel(
        name="别单位", unit=found_unit(city=city, kind="street", name="槐荫街道", since=AT.date(), by=None, at=AT)
    )
    make_channel(name="只要摘要", sends_each=False, sends_digest=True)
    jobs = OrmQ.objects.count()
    to = [("office_", None), ("street_office", street.pk)]
    assert [one.channel for one in news(to=to)] == wants
    assert OrmQ.objects.count() == jobs + len(wants)
    assert news(to=to) == []
    assert OrmQ.objects.count() == jobs + len(wants)
    # a job that comes late tells inside of what happened before, and nobody outside
    assert news("2026-10-0001", at=AT - timedelta(seconds=1)) == []
    assert Delivery.objects.in_city(city).count() == len(wants)


def test_fail_again_and_again_waits_by_the_ladder_until_it_is_given_up():
    channel = make_channel()
    row, now, waits = news()[0], AT, []
    while True:
        taken = take(channel, now)
        assert [one.pk for one in taken] == [row.pk]
        assert take(channel, now) == []  # another worker has it
        row = end(channel, taken, DOWN, now)[0]
        if row.next_try_at is None:
            break
        waits.append((row.next_try_at - now).total_seconds())
        assert row.state == "failed"
        assert take(channel, row.next_try_at - timedelta(seconds=1)) == []
        now = row.next_try_at
    assert waits == list(LADDER) == [5, 300, 1800, 7200, 18000, 36000, 50400, 72000, 86400]
    assert (row.state, row.attempts, row.error) == ("dead", 10, "HTTP 500")
    told = Notice.objects.in_city(make_city()).get()
    assert (told.role, told.url) == ("system_administrator", f"/qinghe/inbox/channels/{channel.pk}/")


def test_fail_with_a_draw_waits_up_to_a_fifth_longer():
    channel = make_channel()
    news()
    row = end(channel, take(channel), DOWN, draw=1.0)[0]
    assert row.next_try_at == AT + timedelta(seconds=6)


def test_kill_the_worker_of_an_attempt_lets_another_one_begin_after_the_lease():
    channel = make_channel()
    row = news()[0]
    assert take(channel)[0].attempts == 1
    assert take(channel, AT + LEASE - timedelta(seconds=1)) == []
    again = take(channel, AT + LEASE)[0]
    assert (again.attempts, again.uid) == (2, row.uid)
    assert end(channel, [again], Outcome(), AT + LEASE)[0].sent_at == AT + LEASE
    # the first worker was only slow, and reports late: what has arrived stays so
    assert end(channel, [again], DOWN) == []


def test_fail_because_the_receiver_is_full_lets_everything_for_it_wait():
    channel, other = make_channel(), make_channel(name="另一个")
    mine = [one for number in range(3) for one in news(f"2026-11-000{number}") if one.channel_id == channel.pk]
    taken = take(channel)
    end(channel, taken, Outcome("HTTP 429", wait=120, slow=True))
    until = AT + timedelta(seconds=120)
    assert [delivery(one.pk).next_try_at for one in mine] == [until] * 3
    assert [delivery(one.pk).state for one in mine] == ["failed", "waiting", "waiting"]
    assert len(take(other, most=5)) == 3


def test_fail_because_the_receiver_is_gone_switches_the_channel_off_and_tells_the_administrator():
    channel = make_channel()
    rows = [one for number in range(2) for one in news(f"2026-11-000{number}")]
    end(channel, take(channel), Outcome("HTTP 410", gone=True))
    channel = Channel.objects.in_city(make_city()).get()
    assert (channel.is_on, channel.off_reason) == (False, "HTTP 410")
    assert [delivery(one.pk).state for one in rows] == ["dead", "dead"]
    event = Event.objects.in_city(make_city()).latest("number")
    assert (event.kind, event.by, event.data["reason"]) == ("channel.switched_off", None, "HTTP 410")
    assert Notice.objects.in_city(make_city()).count() == 1
    assert news("2026-11-0009") == []
    # somebody replays one and the receiver is still gone: nothing more to switch off
    replay_delivery(delivery=rows[0], by=make_account(SYSTEM), at=AT)
    assert take(channel) == []


def test_replay_a_delivery_begins_anew_under_the_old_id():
    channel, by = make_channel(), make_account(SYSTEM)
    row = news()[0]
    assert replay_delivery(delivery=row, by=by, at=AT) is False
    end(channel, take(channel), Outcome())
    jobs = OrmQ.objects.count()
    assert replay_delivery(delivery=row, by=by, at=AT + timedelta(hours=1)) is True
    again = delivery(row.pk)
    assert (again.state, again.attempts, again.sent_at, again.uid) == ("waiting", 0, None, row.uid)
    assert OrmQ.objects.count() == jobs + 1
    with pytest.raises(PermissionDenied):
        replay_delivery(delivery=row, by=make_account(LIAISON), at=AT)


def test_switch_a_channel_off_gives_up_what_waits():
    channel, by = make_channel(), make_account(OFFICER)
    row = news()[0]
    switch_channel(channel=channel, on=False, by=by, at=AT)
    assert (delivery(row.pk).state, delivery(row.pk).error) == ("dead", "switched off")
    assert take(channel) == []


NIGHT, NOON = (time(22), time(7)), (time(12), time(14))
QUIET = {
    "evening": (NIGHT, datetime(2026, 11, 2, 14, 30, tzinfo=UTC), datetime(2026, 11, 2, 23, 0, tzinfo=UTC)),
    "morning": (NIGHT, datetime(2026, 11, 2, 22, 59, tzinfo=UTC), datetime(2026, 11, 2, 23, 0, tzinfo=UTC)),
    "its end": (NIGHT, datetime(2026, 11, 2, 23, 0, tzinfo=UTC), None),
    "day": (NIGHT, AT, None),
    "noon": (NOON, datetime(2026, 11, 2, 5, 0, tzinfo=UTC), datetime(2026, 11, 2, 6, 0, tzinfo=UTC)),
    "before noon": (NOON, AT, None),
    "never": ((None, None), AT, None),
    "empty": ((time(7), time(7)), AT, None),
}


@pytest.mark.parametrize(("hours", "at", "until"), QUIET.values(), ids=QUIET.keys())
def test_ask_when_quiet_hours_end_gives_the_citys_hour(hours, at, until):
    channel = Channel(quiet_from=hours[0], quiet_until=hours[1], visit_lifts_quiet=True)
    assert quiet_until(channel, at, make_city().zone, visits=False) == until
    assert quiet_until(channel, at, make_city().zone, visits=True) is None


def test_tell_in_quiet_hours_waits_until_they_end_unless_a_visit_lifts_them():
    evening = datetime(2026, 11, 2, 15, 0, tzinfo=UTC)
    ends = datetime(2026, 11, 2, 23, 0, tzinfo=UTC)
    channel = make_channel(quiet_from=NIGHT[0], quiet_until=NIGHT[1], visit_lifts_quiet=True)
    assert news(at=evening)[0].next_try_at == ends
    # what was due before, and what failed before, is held back as well
    early = news("2026-11-0002", at=evening - timedelta(hours=2))[0]
    assert take(channel, evening, most=5) == []
    assert (delivery(early.pk).next_try_at, delivery(early.pk).attempts) == (ends, 0)
    VisitPeriod.objects.create(
        city=make_city(), starts_at=evening - timedelta(hours=1), reason="省检", started_by=make_account(OFFICER)
    )
    late = news("2026-11-0003", at=evening)[0]
    assert late.next_try_at == evening
    assert [one.pk for one in take(channel, evening, most=5)] == [late.pk]


def test_queue_digests_holds_the_open_tasks_of_its_addressees_on_working_days_once():
    city, monday = make_city(), datetime(2026, 11, 2, 0, 30, tzinfo=UTC)
    street = found_unit(city=city, kind="street", name="柏树街道", since=AT.date(), by=None, at=AT)
    make_account(STREET)
    for number, (unit, role, days) in enumerate(
        [(street, "", 3), (street, "", 1), (None, "office", 2), (street, "street_office", None)]
    ):
        tell(
            city=city, key=f"t{number}", kind="task", title="张家门前的垃圾", unit=unit, role=role, at=AT, url=f"/qinghe/issues/{number}/",
            news="issue.dispatched", number=f"2026-11-000{number}", due_on=date(2026, 11, 2) + timedelta(days=days) if days else None,
        )  # fmt: skip
    tell(city=city, key="inside", kind="task", title="内部", unit=street, at=AT)
    tell(
        city=city,
        key="same",
        kind="task",
        title="x",
        unit=street,
        at=AT,
        news="issue.reminded",
        number="2026-11-0000",
        url="/x/",
    )
    everything = make_channel("email", "a@example.org", name="全市", sends_digest=True)
    unit = make_channel("email", "b@example.org", name="街道", sends_each=False, sends_digest=True, unit=street)
    role = make_channel("wecom_robot", name="职责", sends_digest=True, role="office")
    make_channel(name="不要摘要")
    make_channel(name="没有", sends_digest=True, role="leader")
    rows = {one.channel: [item["number"][-1] for item in one.items] for one in queue_digests(city=city, at=monday)}
    assert rows == {everything: ["1", "2", "0", "3"], unit: ["1", "0", "3"], role: ["2"]}
    assert queue_digests(city=city, at=monday + timedelta(hours=1)) == []
    assert queue_digests(city=city, at=monday + timedelta(days=5)) == []  # Saturday
    settle(city=city, key="t2", by=None, at=AT)
    assert {one.channel for one in queue_digests(city=city, at=monday + timedelta(days=1))} == {everything, unit}


def test_sweep_forgets_what_went_out_long_ago():
    channel = make_channel()
    old, waiting = news()[0], news("2026-11-0002")[0]
    end(channel, take(channel), Outcome())
    assert sweep_deliveries(by=None, at=AT + timedelta(days=90)) == 0
    assert sweep_deliveries(by=None, at=AT + timedelta(days=91)) == 1
    assert [one.pk for one in Delivery.objects.in_city(make_city())] == [waiting.pk]
    assert old.pk != waiting.pk


def test_run_the_round_sends_a_webhook_each_and_bundles_for_robots(settings):
    settings.WEBHOOK_HOSTS = frozenset({"127.0.0.1"})
    settings.PUBLIC_ADDRESS = "https://city.example"
    with receiving() as receiver:
        hook = make_channel("webhook", receiver.url)
        robot = make_channel("dingtalk_robot", f"{receiver.url}?robot", secret="SECx")
        make_city(ELSEWHERE)
        for number in range(3):
            news(f"2026-11-000{number}")
        receiver.answers = [(500, {}, b"")]
        assert tasks.deliver_due() == 6
        first = Delivery.objects.in_city(make_city()).filter(channel=hook).earliest("pk")
        assert (first.state, first.error, first.attempts) == ("failed", "HTTP 500", 1)
        assert tasks.deliver(first.pk) == 0  # not due yet
        Delivery.objects.in_city(make_city()).filter(pk=first.pk).update(next_try_at=AT)
        assert tasks.deliver(first.pk) == 1
    ids = [headers["webhook-id"] for path, headers, _body in receiver.requests if path == "/in"]
    assert (len(ids), len(set(ids))) == (4, 3)
    assert ids[0] == ids[3] == f"msg_{first.uid.hex}"
    bundle = [body.decode() for path, _headers, body in receiver.requests if path.startswith("/in?robot")]
    assert len(bundle) == 1
    assert bundle[0].count("https://city.example/qinghe/issues/2026-11-000") == 3
    assert {one.state for one in Delivery.objects.in_city(make_city()).filter(channel=robot)} == {"sent"}


def test_send_what_was_sealed_with_another_key_fails_and_says_so(settings):
    make_channel()
    row = news()[0]
    settings.SECRET_KEY = "another"
    assert tasks.deliver(row.pk) == 1
    assert delivery(row.pk).error == "sealed with another key"


def test_install_the_timetable_runs_the_round_every_minute():
    install()
    rows = {one.name: (one.schedule_type, one.minutes, one.cluster) for one in Schedule.objects.all()}
    assert rows["deliver_due"] == ("I", 1, "fast")
    assert rows["send_digests"][0] == "D"
