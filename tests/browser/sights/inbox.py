"""What waits for somebody, dates, keys, and the features for other programs."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone
from playwright.sync_api import Page

from tests.browser.sights.sight import Sight, send_empty
from tests.people import ELSEWHERE, HOME, OFFICER, SECURITY, STRANGER, STREET, make_account

LONG = "请在限期内核对本街道各社区的创建联络人、点位长和街巷长名单，并补齐缺少的联系方式和任职日期"


def make_inbox(city: Any) -> None:
    """A street's inbox with a task of each colour, one that is done, a notice put away; a key that somebody uses; two sites."""
    from tests.sites.places import make_site
    from wenming.api.actions import make_key
    from wenming.messaging.actions import finish, put_away, tell
    from wenming.organisations.models import Unit

    now, street = timezone.now(), Unit.objects.in_city(city).get(name="柏树街道")
    for days in (-400, 0, 2, 30):
        due = (now + timedelta(days=days)).date()
        tell(
            city=city,
            key=f"task{days}",
            kind="task",
            title=LONG,
            unit=street,
            due_on=due,
            url=f"/{HOME}/units/",
            at=now,
        )
    done = tell(
        city=city, key="done", kind="task", title="核对联络人", text="已离任的要更新。", role="street_office", at=now
    )
    finish(notice=done, by=make_account(STREET), at=now)
    away = tell(city=city, key="away", title="夏季工作时间已换季", role="street_office", at=now)
    put_away(notices=[away], city=city, by=make_account(STREET), at=now)
    make_key(city=city, purpose="features", name="办公室电脑的 QGIS", by=make_account(OFFICER), at=now)
    make_site("GC-001", "望河广场", area=street)
    make_site("GC-002", "没有坐标的流动摊点，名字很长很长，看它在手机上怎样换行", at=None)


def make_calendar_key(page: Page) -> None:
    """Make a key for a calendar."""
    page.locator("select[name=purpose]").select_option("calendar")
    page.locator("input[name=name]").fill("我的手机")
    page.locator("#content form .btn-primary").click()
    page.locator("#key-secret").wait_for()


def make_machine_key(page: Page) -> None:
    """Make a key for programs."""
    page.locator("input[name=name]").fill("办公室电脑的 QGIS")
    page.locator("#content form .btn-primary").click()
    page.locator("#key-command").wait_for()


SIGHTS = (
    Sight("inbox", f"/{HOME}/inbox/", STREET),
    Sight("inbox-notices", f"/{HOME}/inbox/?tab=notices", STREET),
    Sight("inbox-away", f"/{HOME}/inbox/?tab=away", STREET),
    Sight("inbox-empty", f"/{ELSEWHERE}/inbox/", STRANGER),
    Sight("dates", f"/{HOME}/dates/"),
    Sight("dates-empty", f"/{ELSEWHERE}/dates/", STRANGER),
    Sight("keys", f"/{HOME}/keys/"),
    Sight("keys-made", f"/{HOME}/keys/", OFFICER, make_machine_key),
    Sight("keys-calendar", f"/{HOME}/keys/", STREET, make_calendar_key),
    Sight("keys-refused", f"/{HOME}/keys/", STREET, send_empty),
    Sight("keys-empty", f"/{ELSEWHERE}/keys/", STRANGER),
    Sight("keys-city", f"/{HOME}/keys/city/", SECURITY),
    Sight("features", f"/{HOME}/api/features/?f=html"),
    Sight("features-api", f"/{HOME}/api/features/api?f=html"),
    Sight("features-items", f"/{HOME}/api/features/collections/sites/items?f=html&limit=1"),
    Sight("features-none", f"/{ELSEWHERE}/api/features/collections/sites/items?f=html", STRANGER),
)
