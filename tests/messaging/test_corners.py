"""Corners of channels that no longer story comes through."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.messaging.channels import make_channel
from tests.people import AT, LIAISON, SYSTEM, make_account, make_city
from wenming.messaging.actions import ask_own_digest, end_attempt, prove_own_digest, queue_digests, switch_channel, tell
from wenming.messaging.actions.outbox import begin_attempt
from wenming.messaging.actions.own import draw_proof
from wenming.messaging.adapters.outcomes import Outcome
from wenming.messaging.models import Channel, Notice

pytestmark = pytest.mark.django_db


def test_switch_a_channel_off_by_the_system_says_why():
    channel = switch_channel(channel=make_channel(), on=False, by=None, at=AT, reason="HTTP 410")
    assert (channel.is_on, channel.off_reason) == (False, "HTTP 410")


def test_lose_ones_own_mail_box_tells_no_administrator():
    account, city, monday = make_account(LIAISON), make_city(), AT + timedelta(days=7)
    make_account(SYSTEM)
    tell(
        city=city, key="t", kind="task", title="x", role="liaison", at=AT, news="issue.dispatched",
        number="2026-11-0001", url="/q/",
    )  # fmt: skip
    own = ask_own_digest(city=city, address="liu@example.org", origin="", by=account, at=AT)
    own = prove_own_digest(city=city, secret=draw_proof(channel=own, by=None, at=AT), by=account, at=AT)
    queue_digests(city=city, at=monday)
    rows = begin_attempt(channel=own, most=1, at=monday)
    end_attempt(channel=own, deliveries=rows, outcome=Outcome("550", gone=True), at=monday, draw=0.0)
    assert not Channel.objects.in_city(city).get(pk=own.pk).is_on
    assert list(Notice.objects.in_city(city).values_list("key", flat=True)) == ["t"]
