"""Channels by which number and link leave the house, and one's own digest."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from playwright.sync_api import Page

from tests.browser.sights.sight import Sight, send_empty
from tests.people import ELSEWHERE, HOME, STRANGER, STREET, SYSTEM, make_account


def make_channels(city: Any) -> None:
    """A webhook that works, has failed and was given up, and a robot with a long name that the system has switched off."""
    from tests.messaging.channels import make_channel
    from wenming.messaging.actions import News, announce, ask_own_digest, begin_attempt, end_attempt, switch_channel
    from wenming.messaging.adapters import Outcome

    now, by = timezone.now(), make_account(SYSTEM)
    hook = make_channel("webhook", "https://hooks.example/in", name="市局收件系统", sends_digest=True)
    for number, outcome in enumerate((Outcome(), Outcome("HTTP 503"), Outcome("TimeoutError", slow=True))):
        said = News("issue.dispatched", f"2026-11-{number:04}", f"/{HOME}/issues/2026-11-{number:04}/", f"x{number}")
        announce(city=city, news=said, to=[], at=now)
        taken = begin_attempt(channel=hook, most=1, at=now)
        end_attempt(channel=hook, deliveries=taken, outcome=outcome, at=now)
    robot = make_channel(
        "dingtalk_robot",
        "https://oapi.example/robot/send?access_token=x",
        name="背街小巷和城乡结合部环境整治工作专班的钉钉群，名字很长，看它怎样换行",
        events=["issue.dispatched", "issue.overdue"],
        role="street_office",
    )
    switch_channel(channel=robot, on=False, by=by, at=now, reason="HTTP 410")
    ask_own_digest(city=city, address="jie.fangping@example.org", origin="", by=make_account(STREET), at=now)


def path_of(name: str) -> str:
    """Return the page of the channel whose name begins so."""
    from tests.people import make_city
    from wenming.messaging.models import Channel

    channel = Channel.objects.in_city(make_city()).get(name__startswith=name)
    return f"/{HOME}/inbox/channels/{channel.pk}/"


def make_webhook(page: Page) -> None:
    """Set up a webhook, whose secret is then shown."""
    page.locator("input[name=name]").fill("数字城管")
    page.locator("input[name=address]").fill("https://city.example/in")
    page.locator("#content form .btn-primary").click()
    page.locator("#channel-secret").wait_for()


SIGHTS = (
    Sight("channels", f"/{HOME}/inbox/channels/", SYSTEM),
    Sight("channels-empty", f"/{ELSEWHERE}/inbox/channels/", STRANGER),
    Sight("channel", lambda: path_of("市局"), SYSTEM),
    Sight("channel-off", lambda: path_of("背街"), SYSTEM),
    Sight("channel-edit", lambda: f"{path_of('背街')}edit/", SYSTEM),
    Sight("channel-refused", f"/{HOME}/inbox/channels/new/dingtalk_robot/", SYSTEM, send_empty),
    Sight("channel-made", f"/{HOME}/inbox/channels/new/webhook/", SYSTEM, make_webhook),
    Sight("own-digest", f"/{HOME}/inbox/mail/", STREET),
    Sight("own-proof", f"/{HOME}/inbox/mail/confirm/x/", STREET),
)
