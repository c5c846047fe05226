"""Issues come in as people work: from a phone in half a minute, out of a chat with its pictures."""

from __future__ import annotations

import base64
import re
import time

import pytest
from playwright.sync_api import Page, expect

from tests.browser.devices import on_the_phone
from tests.browser.ears import Ears
from tests.issues.cases import make_disposer, make_issue, make_minor
from tests.people import HOME, OFFICER, make_account, make_city
from tests.sites.pictures import photo
from tests.sites.places import SQUARE, make_site
from wenming.issues.models import Issue

pytestmark = pytest.mark.django_db(transaction=True)
PACE = 900
"""Milliseconds that a hand needs from one touch to the next."""
PASTE = """(bytes) => {
    const content = Uint8Array.from(atob(bytes), (sign) => sign.charCodeAt(0));
    const pasted = new DataTransfer();
    pasted.items.add(new File([content], '贴.jpg', {type: 'image/jpeg'}));
    document.dispatchEvent(new ClipboardEvent('paste', {clipboardData: pasted, cancelable: true}));
}"""
LOST = ("ERR_INTERNET_DISCONNECTED", "htmx:sendError", "htmx:afterRequest")
"""What the browser and htmx say of a network that is gone."""


def make_streets() -> None:
    """A city with three places, three categories, and one issue that is known."""
    from django.utils import timezone

    make_account(OFFICER)
    make_disposer()
    make_minor(words=["垃圾", "桶满"])
    make_minor("占道经营", code="03", words=["占道"])
    lat, lng = SQUARE
    square = make_site("001", "滨河广场")
    make_site("002", "望河农贸市场", at=(lat + 0.004, lng))
    make_site("003", "春晖花园", at=(lat, lng + 0.006))
    make_issue("垃圾桶满溢，没人清", site=square, at=timezone.now(), photos=[("a.jpg", photo(640, 480))])


def shot(name: str) -> dict[str, object]:
    return {"name": name, "mimeType": "image/jpeg", "buffer": photo(1600, 1200)}


@pytest.fixture
def streets(snapshots, live_server, enter) -> str:
    snapshots.get("streets", make_streets)
    enter(OFFICER)
    return f"{live_server.url}/{HOME}/issues"


@pytest.fixture
def page(context) -> Page:
    """Return a page that complains of nothing but the network that the test cuts off."""
    ears = Ears(context)
    page = context.new_page()
    yield page
    assert [said for said in ears.all() if not any(words in said for words in LOST)] == []


@on_the_phone
def test_report_from_a_phone_takes_less_than_half_a_minute_and_survives_a_lost_signal(streets, page: Page):
    page.context.grant_permissions(["geolocation"])
    page.context.set_geolocation({"latitude": SQUARE[0], "longitude": SQUARE[1], "accuracy": 8})
    page.goto(f"{streets}/report/")
    begun = time.monotonic()
    for name in ("一.jpg", "二.jpg", "三.jpg"):
        page.locator("[data-shots-camera] input").set_input_files(shot(name))
        page.wait_for_timeout(PACE / 2)
    page.get_by_role("button", name="去掉第 2 张").click()
    expect(page.locator("[data-shots-list] img")).to_have_count(2)
    expect(page.locator("[data-locate-say]")).to_have_text("手机定位，误差 8 米")
    expect(page.locator(".rep-place")).to_have_count(3)
    page.wait_for_timeout(PACE)
    page.locator(".rep-place").first.tap()
    page.locator("textarea[name=text]").press_sequentially("垃圾桶满溢", delay=250)
    page.locator(".kindpick", has_text="暴露垃圾").tap()
    expect(page.locator(".same", has_text="没人清")).to_be_visible()
    page.wait_for_timeout(PACE)
    page.context.set_offline(True)
    page.locator("[data-send]").tap()
    expect(page.locator("[data-lost-note]")).to_contain_text("信号恢复后再按一次")
    page.context.set_offline(False)
    page.locator("[data-send]").tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("收到了，谢谢您")
    assert time.monotonic() - begun < 30
    _known, issue = Issue.objects.in_city(make_city()).order_by("pk")
    assert (issue.site.name, issue.minor.name, issue.photos.count(), issue.accuracy) == (
        "滨河广场", "暴露垃圾", 2, 8,
    )  # fmt: skip
    page.get_by_role("button", name="是同一件，合在一起").tap()
    expect(page.locator(".rep-done")).to_contain_text("已合到")


def test_paste_a_chat_with_its_pictures_puts_each_in_its_place_and_keeps_what_is_changed(streets, page: Page):
    page.goto(f"{streets}/paste/")
    text = "张三 9:12\n滨河广场垃圾桶满溢\n[图片]\n李四 9:15\n收到\n李四 9:16\n1. 占道经营\n2. 公厕积水\n[图片]"
    page.locator("textarea[name=text]").fill(text)
    page.locator("[data-shots-album] input").set_input_files([shot("一.jpg")])
    page.evaluate(PASTE, base64.b64encode(photo(640, 480)).decode())
    expect(page.locator("[data-shots-list] img")).to_have_count(2)
    page.get_by_role("button", name="读成草稿").click()
    cards = page.locator("article.draft")
    expect(cards).to_have_count(3)
    expect(page.locator(".rests")).to_contain_text("收到")
    assert "张三" not in page.content()
    expect(cards.nth(2).locator("img")).to_have_count(1)
    with page.expect_navigation():
        cards.nth(2).locator("select[name=to]").select_option(label="第 2 条")
    expect(cards.nth(1).locator(".draft-shots img")).to_have_count(1)
    # not the response of a picture that is still loading
    with page.expect_response(lambda one: "/issues/drafts/" in one.url and one.request.method == "POST"):
        cards.nth(1).locator("textarea").fill("占道经营，影响通行")
        cards.nth(1).locator("textarea").blur()
    page.reload()
    expect(cards.nth(1).locator("textarea")).to_have_value("占道经营，影响通行")
    cards.nth(2).get_by_role("button", name="不上报").click()
    expect(cards.nth(2).get_by_role("button", name="撤销")).to_be_visible()
    cards.nth(0).get_by_role("button", name="是同一件").click()
    expect(cards.nth(0)).to_contain_text("已上报")
    page.get_by_role("button", name=re.compile("全部上报")).first.click()
    page.locator("dialog [data-ok]").click()
    expect(cards.nth(1)).to_contain_text("已上报")
    known, joined, fresh = Issue.objects.in_city(make_city()).order_by("pk")
    assert (joined.master, fresh.text, fresh.photos.count()) == (known, "占道经营，影响通行", 1)
