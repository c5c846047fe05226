"""Setting channels up, and one's own digest: who may, what is shown, that nothing is sent before somebody says so."""

from __future__ import annotations

import re
from datetime import time, timedelta
from typing import Any

import pytest
from django.core import mail as letters
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from standardwebhooks.webhooks import Webhook

from tests.messaging.channels import FACTS, make_channel, news
from tests.messaging.receiver import receiving
from tests.people import AT, HOME, LIAISON, OFFICER, SYSTEM, make_account, make_cast, make_city
from tests.queries import assert_queries
from wenming.kernel.models import Event
from wenming.messaging import tasks
from wenming.messaging.actions import (
    ChannelRefusedError,
    add_channel,
    ask_own_digest,
    change_channel,
    prove_own_digest,
    queue_digests,
    rotate_secret,
    stop_own_digest,
    switch_channel,
    tell,
    try_channel,
)
from wenming.messaging.actions.own import draw_proof
from wenming.messaging.adapters.seals import unseal
from wenming.messaging.models import Channel, Delivery
from wenming.organisations.models import Post

pytestmark = pytest.mark.django_db
PAGE = f"/{HOME}/inbox/channels/"
SECRET_URL = "https://oapi.dingtalk.example/robot/send?access_token=verysecret"
DUMMY = "django.core.mail.backends.dummy.EmailBackend"


def by() -> Any:
    return make_account(SYSTEM)


def channel(pk: int) -> Any:
    return Channel.objects.in_city(make_city()).get(pk=pk)


def refused(reason: str, action: Any, **how: Any) -> None:
    with pytest.raises(ChannelRefusedError, match=f"^{reason}$"):
        action(**how)


def test_add_a_channel_keeps_it_off_and_its_address_sealed():
    robot, made = add_channel(
        city=make_city(), kind="dingtalk_robot", address=SECRET_URL, secret="SECabc", facts=FACTS, by=by(), at=AT
    )
    assert (robot.is_on, made, unseal(robot.address), unseal(robot.secret)) == (False, "", SECRET_URL, "SECabc")
    assert "verysecret" not in robot.address + robot.secret
    event = Event.objects.in_city(make_city()).latest("number")
    assert (event.kind, event.data) == ("channel.added", {"name": "收件系统", "kind": "dingtalk_robot"})
    assert news() == []
    refused("name_taken", add_channel, city=make_city(), kind="email", address="a@b.cn", facts=FACTS, by=by(), at=AT)


def test_change_a_channel_keeps_what_is_not_given_anew():
    other = make_channel(name="别的")
    hook = make_channel(name="系统")
    robot = make_channel("dingtalk_robot", SECRET_URL, secret="SECabc", name="群")
    same = change_channel(channel=robot, facts={**FACTS, "name": "群"}, by=by(), at=AT)
    assert (unseal(same.address), unseal(same.secret)) == (SECRET_URL, "SECabc")
    new = change_channel(
        channel=robot, facts={**FACTS, "name": "新群"}, address="https://x.cn/", secret="SECy", by=by(), at=AT
    )
    assert (new.name, unseal(new.address), unseal(new.secret)) == ("新群", "https://x.cn/", "SECy")
    kept = change_channel(channel=hook, facts={**FACTS, "name": "系统"}, secret="whsec_own", by=by(), at=AT)
    assert kept.secret == hook.secret
    refused("name_taken", change_channel, channel=hook, facts={**FACTS, "name": other.name}, by=by(), at=AT)


def test_switch_mail_on_without_a_mail_server_is_refused(settings):
    settings.EMAIL_BACKEND = DUMMY
    mail = make_channel("email", "a@example.org", on=False)
    for action, how in ((switch_channel, {"on": True}), (try_channel, {})):
        refused("no_mail", action, channel=mail, by=by(), at=AT, **how)
    assert switch_channel(channel=mail, on=False, by=by(), at=AT).is_on is False


def test_do_something_with_a_channel_as_a_liaison_is_refused():
    hook, liaison = make_channel(), make_account(LIAISON)
    for action, how in (
        (change_channel, {"facts": FACTS}), (switch_channel, {"on": False}), (rotate_secret, {}), (try_channel, {}),
    ):  # fmt: skip
        with pytest.raises(PermissionDenied):
            action(channel=hook, by=liaison, at=AT, **how)
    with pytest.raises(PermissionDenied):
        add_channel(city=make_city(), kind="webhook", address="https://x.cn/", facts=FACTS, by=liaison, at=AT)


def test_rotate_a_secret_lets_the_old_one_sign_for_a_day(settings):
    settings.WEBHOOK_HOSTS = frozenset({"127.0.0.1"})
    with receiving() as receiver:
        hook = make_channel("webhook", receiver.url)
        now = timezone.now()
        made = rotate_secret(channel=hook, by=by(), at=now)
        news("2026-11-0001")
        tasks.deliver_due()
        Channel.objects.in_city(make_city()).filter(pk=hook.pk).update(old_secret_until=now - timedelta(seconds=1))
        news("2026-11-0002")
        tasks.deliver_due()
    both, alone = ((headers, body) for _path, headers, body in receiver.requests)
    assert Webhook(hook.made).verify(both[1], both[0]) == Webhook(made).verify(both[1], both[0])
    assert alone[0]["webhook-signature"].count("v1,") == 1
    assert Webhook(made).verify(alone[1], alone[0])["data"]["number"] == "2026-11-0002"
    refused("no_secret", rotate_secret, channel=make_channel("wecom_robot", SECRET_URL), by=by(), at=AT)


def test_try_a_channel_that_is_off_sends_a_test_once_a_minute(settings):
    settings.WEBHOOK_HOSTS = frozenset({"127.0.0.1"})
    now = timezone.now()
    with receiving() as receiver:
        hook = make_channel("webhook", receiver.url, on=False)
        receiver.answers = [(500, {}, b"")]
        test = try_channel(channel=hook, by=by(), at=now)
        refused("too_often", try_channel, channel=hook, by=by(), at=now + timedelta(seconds=59))
        assert tasks.deliver(test.pk) == 1
        test.refresh_from_db()
        assert (test.state, test.attempts, test.error) == ("dead", 1, "HTTP 500")
        assert try_channel(channel=hook, by=by(), at=now + timedelta(seconds=61)).items[0]["number"] == "T-2"
    assert b"channel.test" in receiver.requests[0][2]


def test_list_channels_costs_the_same_with_more_and_shows_no_key(client):
    client.force_login(by())
    assert "还没有通知渠道" in client.get(PAGE).content.decode()
    for number in range(3):
        make_channel("dingtalk_robot", f"{SECRET_URL}{number}", secret="SECabc", name=f"群{number}")
        news(f"2026-11-000{number}")
        with assert_queries(4):
            page = client.get(PAGE)
    text = page.content.decode()
    assert ("oapi.dingtalk.example/…" in text, "verysecret" in text, "SECabc" in text) == (True, False, False)


def test_set_up_a_webhook_by_its_pages_shows_the_secret_once(client):
    client.force_login(make_account(OFFICER))
    form = {"name": "市局系统", "address": "http://inside.lan/", "sends_each": "on", "quiet_from": "22:00"}
    refusal = client.post(f"{PAGE}new/webhook/", form)
    assert refusal.status_code == 422
    assert refusal.context["form"].errors.keys() == {"address", "quiet_until"}
    assert client.post(f"{PAGE}new/email/", {"name": "x", "address": "no"}).context["form"].errors.keys() == {
        "address",
        "sends_each",
    }
    form |= {"address": "https://hooks.example/in", "quiet_until": "07:00", "events": ["issue.closed"]}
    answer = client.post(f"{PAGE}new/webhook/", form)
    secret = re.search(r"whsec_[\w+/=]+", answer.content.decode())[0]
    assert answer["Cache-Control"] == "no-store"
    hook = Channel.objects.in_city(make_city()).get()
    assert (unseal(hook.secret), hook.is_on, hook.origin, hook.events) == (
        secret,
        False,
        "http://testserver",
        ["issue.closed"],
    )
    assert secret not in client.get(f"{PAGE}{hook.pk}/").content.decode()
    assert client.post(f"{PAGE}new/webhook/", form).status_code == 422  # the name is taken
    assert client.get(f"{PAGE}new/fax/").status_code == 404


def test_keep_a_webhook_by_its_page_switches_tries_changes_and_replays(client):
    client.force_login(make_account(OFFICER))
    quiet = {"quiet_from": time(22), "quiet_until": time(7)}
    hook = make_channel(name="市局系统", on=False, events=["issue.closed"], **quiet)
    secret = hook.made
    page = f"{PAGE}{hook.pk}/"
    with assert_queries(5):
        text = client.get(page).content.decode()
    assert (secret in text, "22:00—07:00" in text, "问题结案" in text) == (False, True, True)
    client.post(f"{page}switch/", {"on": "1"})
    assert channel(hook.pk).is_on
    client.post(f"{page}test/")
    assert "一分钟内只能发一次" in client.post(f"{page}test/", follow=True).content.decode()
    edit = {
        "name": "市局系统",
        "sends_each": "on",
        "visit_lifts_quiet": "on",
        "quiet_from": "22:00",
        "quiet_until": "07:00",
    }
    assert client.get(f"{page}edit/").context["form"].initial["name"] == "市局系统"
    assert client.post(f"{page}edit/", edit)["Location"] == page
    assert (unseal(channel(hook.pk).address), channel(hook.pk).visit_lifts_quiet) == ("https://hooks.example/in", True)
    rotated = client.post(f"{page}secret/").content.decode()
    assert (secret in rotated, "旧密钥有效至" in rotated) == (False, True)
    client.post(f"{page}switch/", {"on": "0"})
    row = Delivery.objects.in_city(make_city()).get()
    assert "已排队重发" in client.post(f"{page}deliveries/{row.pk}/replay/", follow=True).content.decode()
    assert "正在等待发送" in client.post(f"{page}deliveries/{row.pk}/replay/", follow=True).content.decode()
    robot = make_channel("wecom_robot", SECRET_URL)
    assert client.post(f"{PAGE}{robot.pk}/secret/")["Location"] == f"{PAGE}{robot.pk}/"


def test_look_at_a_channel_of_another_key_and_of_a_full_page_says_so(client, settings):
    client.force_login(by())
    hook = make_channel()
    for number in range(60):
        news(f"2026-11-{number:04}")
    page = client.get(f"{PAGE}{hook.pk}/").context["page"]
    assert (page["text"], page["next_url"] != "") == ("本页 50 条", True)
    Channel.objects.in_city(make_city()).update(address="broken", is_on=False, on_since=None, off_reason="HTTP 410")
    text = client.get(f"{PAGE}{hook.pk}/").content.decode()
    assert ("请重新填写" in text, "系统停用：HTTP 410" in text) == (True, True)
    settings.EMAIL_BACKEND = DUMMY
    mail = make_channel("email", "a@example.org", on=False)
    assert "WENMING_MAIL" in client.get(f"{PAGE}{mail.pk}/").content.decode()


def test_ask_for_ones_own_digest_sends_nothing_but_a_link_until_it_is_opened(client):
    make_cast()
    account, city = make_account(LIAISON), make_city()
    tell(
        city=city,
        key="t",
        kind="task",
        title="x",
        role="liaison",
        at=AT,
        news="issue.dispatched",
        number="2026-11-0001",
        url="/q/",
    )
    client.force_login(account)
    page = f"/{HOME}/inbox/mail/"
    assert client.post(page, {"address": "no"}).status_code == 422
    assert client.post(page, {"address": "liu@example.org"})["Location"] == page
    assert "一分钟内只能发一次" in client.post(page, {"address": "liu@example.org"}).content.decode()
    own = Channel.objects.in_city(city).get()
    monday = AT + timedelta(days=7)
    assert (own.is_on, queue_digests(city=city, at=monday)) == (False, [])
    assert tasks.send_proof(own.pk) is True
    link = re.search(r"http://testserver(/\S+)", letters.outbox[0].body)[1]
    assert "等待确认" in client.get(page).content.decode()
    assert client.get(link).status_code == 200
    assert channel(own.pk).is_on is False  # a GET confirms nothing
    client.force_login(make_account(OFFICER))
    client.post(link)
    assert channel(own.pk).is_on is False  # nor does somebody else
    client.force_login(account)
    assert "已确认，正在发送" in client.post(link, follow=True).content.decode()
    assert "确认链接不对或已过期" in client.post(link, follow=True).content.decode()
    assert tasks.send_proof(own.pk) is False


def test_have_ones_own_digest_gets_it_by_mail_until_it_is_stopped(client):
    account, city, monday = make_account(LIAISON), make_city(), AT + timedelta(days=7)
    tell(
        city=city, key="t", kind="task", title="x", role="liaison", at=AT, news="issue.dispatched",
        number="2026-11-0001", url="/q/",
    )  # fmt: skip
    own = ask_own_digest(city=city, address="liu@example.org", origin="", by=account, at=AT)
    own = prove_own_digest(city=city, secret=draw_proof(channel=own, by=None, at=AT), by=account, at=AT)
    digest = queue_digests(city=city, at=monday)[0]
    assert [item["number"] for item in digest.items] == ["2026-11-0001"]
    assert tasks.attempt(own, at=monday) == 1
    assert letters.outbox[0].to == ["liu@example.org"]
    client.force_login(account)
    client.post(f"/{HOME}/inbox/mail/stop/")
    client.post(f"/{HOME}/inbox/mail/stop/")
    assert (channel(own.pk).is_on, channel(own.pk).address) == (False, "")
    client.force_login(by())
    assert "liu" not in client.get(PAGE).content.decode()


def test_leave_the_city_ends_ones_own_digest():
    account, city = make_account(LIAISON), make_city()
    tell(
        city=city,
        key="t",
        kind="task",
        title="x",
        account=account,
        at=AT,
        news="issue.closed",
        number="2026-11-0001",
        url="/q/",
    )
    own = ask_own_digest(city=city, address="liu@example.org", origin="", by=account, at=AT)
    prove_own_digest(city=city, secret=draw_proof(channel=own, by=None, at=AT), by=account, at=AT)
    Post.objects.in_city(city).filter(account=account).update(ends_on=AT.date())
    assert queue_digests(city=city, at=AT + timedelta(days=7)) == []


def test_refuse_what_does_not_fit_ones_own_digest(settings):
    account, city = make_account(LIAISON), make_city()
    own = ask_own_digest(city=city, address="liu@example.org", origin="", by=account, at=AT)
    secret = draw_proof(channel=own, by=None, at=AT)
    refused("link_over", prove_own_digest, city=city, secret=secret, by=account, at=AT + timedelta(days=3))
    assert draw_proof(channel=own, by=None, at=AT + timedelta(days=3)) == ""
    # another address is asked for instead: the old link is over
    again = ask_own_digest(city=city, address="he@example.org", origin="", by=account, at=AT + timedelta(minutes=2))
    assert again.pk == own.pk
    refused("link_over", prove_own_digest, city=city, secret=secret, by=account, at=AT + timedelta(minutes=3))
    with pytest.raises(PermissionDenied):
        stop_own_digest(channel=own, by=make_account(OFFICER), at=AT)
    settings.EMAIL_BACKEND = f"{__name__}.Down"
    now = timezone.now()
    ask_own_digest(city=city, address="he@example.org", origin="", by=account, at=now)
    assert (tasks.send_proof(own.pk), channel(own.pk).proof != "") == (False, True)
    settings.EMAIL_BACKEND = DUMMY
    refused(
        "no_mail", ask_own_digest, city=city, address="x@example.org", origin="", by=account, at=now + timedelta(days=1)
    )


class Down:
    """A mail server that does not answer, by Django's own door for other backends."""

    def __init__(self, *_args: object, **_options: object) -> None: ...

    def send_messages(self, _messages: object) -> int:
        raise ConnectionRefusedError
