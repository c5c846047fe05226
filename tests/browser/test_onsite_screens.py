"""The screens of the phone in the field: three taps to a finding, a day without signal, and that everybody can use them.

The server is played from memory (`onsite_day.Server`): what really arrives is the matter of `test_field_day.py`.
"""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, BrowserType, Page, Response, expect

from tests.browser import looks
from tests.browser.devices import PHONE
from tests.browser.ears import Ears
from tests.browser.entry import COLD, PATIENCE
from tests.browser.onsite_day import ACCOUNT, CITY, Server

pytestmark = pytest.mark.django_db(transaction=True)
FAKE_CAMERA = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
MOST_GZIPPED = 150_000
AT_THE_MARKET = {"latitude": 32.1248, "longitude": 114.086, "accuracy": 6}
TAPS = "addEventListener('click', event => { if (event.isTrusted) window.taps = (window.taps ?? 0) + 1; }, true)"
Open = Callable[..., Page]


@pytest.fixture(scope="module")
def camera_browser(browser_type: BrowserType, browser_type_launch_args: dict[str, Any]) -> Iterator[Browser]:
    """A browser with a camera that shows a moving picture."""
    arguments = {**browser_type_launch_args, "args": [*browser_type_launch_args["args"], *FAKE_CAMERA]}
    browser = browser_type.launch(**arguments)
    yield browser
    browser.close()


@pytest.fixture
def server() -> Server:
    """What answers the phone."""
    return Server()


@pytest.fixture
def opened(
    camera_browser: Browser, browser_context_args: dict[str, Any], live_server, server: Server
) -> Iterator[Open]:
    """Return a function that opens the page on a phone; no service worker stands between the phone and the server that is played."""
    context = camera_browser.new_context(
        **browser_context_args, **PHONE.arguments, service_workers="block", geolocation=AT_THE_MARKET, permissions=["camera", "microphone", "geolocation"],
    )  # fmt: skip
    context.set_default_timeout(PATIENCE)
    context.set_default_navigation_timeout(COLD)
    server.wait_on(context)
    ears = Ears(context)

    def open_page(address: str = "", *scripts: str) -> Page:
        page = context.new_page()
        for script in scripts:
            page.add_init_script(script)
        page.goto(f"{live_server.url}/onsite/{address}")
        page.locator("html[data-ready]").wait_for()
        return page

    yield open_page
    context.close()
    # A wire that is cut is heard of; it is what the test is about.
    assert [heard for heard in ears.all() if "ERR_INTERNET_DISCONNECTED" not in heard and "401" not in heard] == []


def go(page: Page, address: str, sign: str) -> None:
    """Go to a screen and wait for something of it."""
    page.evaluate("address => { location.hash = address; }", f"#/{address}")
    page.locator(sign).first.wait_for()


def three(page: Page, item: str) -> Any:
    """Return the buttons of an item: met, not met, not applicable."""
    return page.locator(f'[data-item="{item}"] .o-tri button')


def wait_until_sent(page: Page) -> None:
    """Wait until nothing lies on the phone any more."""
    go(page, "outbox", ".o-round")
    expect(page.locator(".o-round")).to_contain_text("都传完了", timeout=20_000)


def test_record_a_problem_with_a_photo_takes_three_taps(opened: Open, server: Server):
    page = opened("#/site/4", TAPS)
    three(page, "农贸-01-03").nth(1).tap()
    shutter = page.get_by_role("button", name="拍照", exact=True)
    expect(shutter).to_be_enabled()
    shutter.tap()
    page.get_by_role("button", name="保存").tap()
    expect(three(page, "农贸-01-03").nth(1)).to_have_text("不符合 1")
    assert page.evaluate("window.taps") == 3
    wait_until_sent(page)
    [finding], [file], [answer] = server.said("finding"), server.said("file"), server.said("answer")
    assert (finding["item"], finding["places"], round(finding["accuracy"])) == ("农贸-01-03", 1, 6)
    assert (file["file_kind"], file["finding"], server.digests_agree()) == ("photo", finding["key"], True)
    assert (answer["verdict"], answer["places"], answer["replaces"]) == ("unmet", 1, [])


def test_walk_a_site_without_signal_sends_everything_once_when_it_is_back(opened: Open, server: Server):
    page = opened("#/site/4")
    three(page, "农贸-01-01").first.wait_for()
    page.context.set_offline(True)
    three(page, "农贸-01-01").first.tap()
    three(page, "农贸-01-02").nth(2).tap()
    three(page, "农贸-01-03").nth(2).tap()
    for _ in range(4):
        page.locator('[data-item="农贸-02-01"] .o-cnt').get_by_role("button", name="加一处").tap()
    expect(page.locator('[data-item="农贸-02-01"] .o-auto')).to_contain_text("少 1 处，判为不符合")
    draw_on_a_photo(page)
    for item in ("农贸-02-05", "农贸-03-01", "农贸-04-01"):
        three(page, item).first.tap()
    page.locator('[data-item="农贸-03-02"]').get_by_role("button", name="一处也没有").tap()
    expect(page.locator(".o-foot")).to_contain_text("已答 9 / 10")
    finish_with_one_open(page)
    expect(page.locator(".o-strip")).to_contain_text("没有信号")
    expect(page.locator(".o-inphone")).to_contain_text("手机里还有")
    page.context.set_offline(False)
    wait_until_sent(page)
    keys = [one["key"] for one in server.records]
    said = {one["item"]: (one["verdict"], one["count"], one["places"], one["grade"]) for one in server.said("answer")}
    assert len(keys) == len(set(keys))
    assert said == {
        "农贸-01-01": ("met", None, 0, ""), "农贸-01-02": ("unmet", None, 1, "差"), "农贸-01-03": ("not_applicable", None, 0, ""),
        "农贸-02-01": ("unmet", 4, 1, ""), "农贸-02-04": ("unmet", None, 2, ""), "农贸-02-05": ("met", None, 0, ""),
        "农贸-03-01": ("met", None, 0, ""), "农贸-03-02": ("met", 0, 0, ""), "农贸-04-01": ("met", None, 0, ""),
    }  # fmt: skip
    assert [(one["state"], one["visit"]) for one in server.said("visit_end")] == [("finished", 4)]
    assert [mark["kind"] for one in server.said("file") for mark in one["marks"]] == ["arrow"]
    assert server.digests_agree()


def draw_on_a_photo(page: Page) -> None:
    """Record a problem in two places with a photo, an arrow on it and a sentence."""
    three(page, "农贸-02-04").nth(1).tap()
    page.get_by_role("button", name="拍照", exact=True).tap()
    page.get_by_role("button", name="箭头").tap()
    box = page.locator(".o-glass").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 60, box["y"] + 80)
    page.mouse.down()
    page.mouse.move(box["x"] + 160, box["y"] + 150, steps=5)
    page.mouse.up()
    page.get_by_label("补一句（可不填）").fill("公告栏右侧")
    page.get_by_role("button", name="加一处").tap()
    page.get_by_role("button", name="保存").tap()
    expect(three(page, "农贸-02-04").nth(1)).to_have_text("不符合 2")


def finish_with_one_open(page: Page) -> None:
    """End the visit although one item has no answer; what is open is named before."""
    page.get_by_role("button", name="更多").tap()
    page.get_by_role("button", name="完成这个点位").tap()
    expect(page.get_by_role("dialog")).to_contain_text("还有 1 项没答")
    page.get_by_role("button", name="没答的就不答了，完成").tap()
    expect(page.get_by_role("heading", name="今日测评")).to_be_visible()


def test_open_every_screen_shows_nothing_that_somebody_could_not_use(opened: Open, server: Server, axe):
    two = [{**server.today["answers"][0], "key": f"00000000-0000-4000-9000-00000000000{number}", "visit": 4, "item": "农贸-01-01", "device": f"d{number}",
            "verdict": verdict, "places": 0} for number, verdict in enumerate(["met", "not_applicable"])]  # fmt: skip
    server.today["answers"] += two
    page = opened("", "navigator.storage.estimate = async () => ({usage: 9.5e9, quota: 9.9e9})")
    faults: list[str] = []

    def look(name: str) -> None:
        found = [
            *axe(page),
            *looks.sideways(page, (360, PHONE.width)),
            *looks.small_targets(page),
            *looks.broken_numbers(page),
        ]
        faults.extend(f"{name}: {fault}" for fault in found)

    expect(page.locator(".o-stop-now")).to_contain_text("就在这里")
    assert "测评员小张" not in page.locator("body").inner_text()
    look("today")
    for address, sign in [
        ("site/4", ".o-itm"),
        ("outbox", ".o-conf"),
        ("standards/market", ".o-std"),
        ("map", ".o-map"),
        ("settings", ".o-lang"),
        ("finding/4/农贸-01-03", ".o-shutter:not([disabled])"),
    ]:
        go(page, address, sign)
        look(address)
    page.get_by_role("button", name="不拍，只记").tap()
    look("form")
    go(page, "site/4", ".o-itm")
    page.locator('[data-item="农贸-02-04"]').get_by_role("button", name="怎么判").tap()
    expect(page.get_by_role("dialog")).to_be_visible()
    look("rules")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_role("heading", name="东关农贸市场")).to_be_visible()
    assert faults == []


def test_open_the_page_stays_within_its_weight_and_asks_nobody_else(opened: Open, live_server):
    answers: list[Response] = []

    def hear(answer: Response) -> None:
        answers.append(answer)

    page = opened()
    page.on("response", hear)
    page.reload()
    page.locator("html[data-ready]").wait_for()
    ours = [one for one in answers if one.url.startswith(live_server.url)]
    assert [one.url for one in answers if one not in ours and not one.url.startswith(("data:", "blob:"))] == []
    shell = {one.url for one in ours if one.ok and f"/{CITY}/" not in one.url}
    # asked for once more: a browser forgets the bodies of a page that it has left
    assert 0 < sum(len(gzip.compress(page.request.get(url).body())) for url in shell) <= MOST_GZIPPED


def test_answer_after_the_session_ran_out_says_that_nothing_is_lost(opened: Open, server: Server):
    server.ahead = timedelta(minutes=12)
    page = opened()
    expect(page.locator(".o-strip")).to_contain_text("手机时间慢了约 12 分钟")
    server.word = "session"
    go(page, "site/5", ".o-itm")
    three(page, "小巷-01-01").first.tap()
    expect(page.locator(".o-strip")).to_contain_text("记录都在本机", timeout=15_000)
    expect(page.get_by_role("link", name="登录")).to_have_attribute("href", "/accounts/login/?next=%2Fonsite%2F")
    assert (server.records, page.evaluate("async () => (await indexedDB.databases()).map(one => one.name)")) == (
        [],
        ["onsite", f"onsite:{ACCOUNT}:{CITY}"],
    )
    server.word = ""
    page.reload()
    wait_until_sent(page)
    assert [one["item"] for one in server.said("answer")] == ["小巷-01-01"]


@pytest.mark.parametrize(
    ("agent", "word", "says"),
    [("", "session", "请先登录一次"), ("", "down", "第一次打开要有信号"), ("Mozilla/5.0 (Linux; Android 13) Chrome/111 Mobile MicroMessenger/8.0", "", "请用手机浏览器打开")],
    ids=["signed out", "no network", "inside WeChat"],
)  # fmt: skip
def test_open_for_the_first_time_where_it_cannot_work_says_the_way_on(
    live_server, new_context: Callable[..., BrowserContext], agent: str, word: str, says: str
):
    context = new_context(**PHONE.arguments, service_workers="block", **({"user_agent": agent} if agent else {}))
    Server(word=word).wait_on(context)
    page = context.new_page()
    page.goto(f"{live_server.url}/onsite/")
    expect(page.get_by_role("heading", name=says)).to_be_visible()
