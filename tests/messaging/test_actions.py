"""Telling people, once per cause, and ending what they were asked."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.people import AT, LIAISON, make_account, make_city
from wenming.messaging.actions import settle, tell
from wenming.messaging.enums import NoticeKind
from wenming.messaging.models import Notice

pytestmark = pytest.mark.django_db


def test_tell_twice_with_one_key_keeps_the_first():
    city = make_city()
    first = tell(city=city, key="recheck:1", title="复审将到", at=AT)
    again = tell(city=city, key="recheck:1", title="别的标题", at=AT + timedelta(days=1))
    assert (again.pk, again.title, again.created_at) == (first.pk, "复审将到", AT)


def test_settle_ends_the_open_task_once():
    city, liaison = make_city(), make_account(LIAISON)
    tell(city=city, key="plan:7", kind=NoticeKind.TASK, title="请核对责任清单", role="liaison", at=AT)
    tell(city=city, key="plan:8", title="责任清单已更新", at=AT)
    assert settle(city=city, key="plan:7", by=liaison, at=AT) == 1
    assert settle(city=city, key="plan:7", by=liaison, at=AT) == 0
    assert settle(city=city, key="plan:8", by=liaison, at=AT) == 0
    done = Notice.objects.in_city(city).get(key="plan:7")
    assert (done.done_at, done.done_by) == (AT, liaison)
