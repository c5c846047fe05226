"""The map of sites in a browser: moving where there is WebGL 2, drawn by the server where there is none; the codes read from the paper."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import chromium
from tests.browser.devices import DESK, PHONE, on_both, on_the_phone
from tests.browser.ears import Ears
from tests.browser.town import make_town
from tests.people import HOME, INSPECTOR, OFFICER

pytestmark = pytest.mark.django_db(transaction=True)
EXPECTED = ("GPU stall due to ReadPixels", "status of 503")
"""What the software renderer says of itself, and the browser of a server that a test makes fail."""


@pytest.fixture
def town(snapshots, live_server) -> str:
    snapshots.get("town", make_town)
    return f"{live_server.url}/{HOME}"


@pytest.fixture(scope="session")
def drawing_browser(browser_type) -> Iterator[Browser]:
    """Yield a Chromium that draws WebGL by software."""
    browser = browser_type.launch(executable_path=chromium(), args=["--no-sandbox", "--enable-unsafe-swiftshader"])
    yield browser
    browser.close()


@pytest.fixture
def new_context(drawing_browser: Browser, browser_context_args) -> Iterator[Callable[..., BrowserContext]]:
    """Return what opens profiles of that browser (in the place of the plain one's)."""
    opened = []

    def open_one(**options) -> BrowserContext:
        opened.append(drawing_browser.new_context(**{**browser_context_args, **options}))
        return opened[-1]

    yield open_one
    for context in opened:
        context.close()


@pytest.fixture
def page(context: BrowserContext, live_server) -> Iterator[Page]:
    """Yield a page that asks nobody but this server, and complains of nothing but its driver."""
    ears = Ears(context)
    asked = []
    page = context.new_page()
    page.on("request", lambda request: asked.append(request.url))
    yield page
    assert [said for said in ears.all() if not any(words in said for words in EXPECTED)] == []
    ours = (live_server.url, "data:", "blob:")
    assert [url for url in asked if not url.startswith(ours)] == []


def open_map(page: Page, town: str, query: str = "") -> None:
    page.goto(f"{town}/map/{query}")
    page.locator("[data-map-canvas][data-drawn]").wait_for()


def colours(page: Page) -> int:
    """Return how many colours the map's picture has."""
    picture = Image.open(io.BytesIO(page.locator("[data-map-canvas]").screenshot())).convert("RGB")
    return len(picture.getcolors(maxcolors=1 << 24))


@on_both
def test_open_the_map_where_webgl_is_there_moves_and_shows_its_sites(town, page: Page, enter, axe):
    enter(OFFICER)
    open_map(page, town)
    assert colours(page) > 50
    expect(page.locator("[data-map-note]")).to_have_text("示意图，未使用底图")
    expect(page.locator("[data-map-note]")).to_be_visible()
    assert axe(page) == []


def test_move_the_map_brings_list_address_and_paper_along(town, page: Page, enter):
    enter(OFFICER)
    open_map(page, town)
    before = page.locator("[data-map-count]").inner_text()
    with page.expect_response(re.compile("/map/list/")):
        page.locator("[data-map-move=plus]").click()
    expect(page.locator("[data-map-count]")).not_to_have_text(before)
    expect(page).to_have_url(re.compile(r"bbox=11\d\.\d+%2C3\d\.\d+"))
    assert page.locator("#map-paper svg").count() >= 1
    page.reload()
    page.locator("[data-map-canvas][data-drawn]").wait_for()
    expect(page.locator("[data-map-count]")).not_to_have_text(before)


def test_reach_a_site_by_the_keyboard_opens_its_card_and_comes_back(town, page: Page, enter):
    enter(OFFICER)
    open_map(page, town)
    row = page.locator(".map-row").nth(1)
    name = row.locator("b").inner_text()
    row.focus()
    page.keyboard.press("Enter")
    head = page.locator(".place-card h2")
    expect(head).to_have_text(name)
    expect(head).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".place-card")).to_have_count(0)
    expect(row).to_be_focused()


def test_point_at_a_site_on_the_map_opens_its_card(town, page: Page, enter):
    enter(OFFICER)
    open_map(page, town, "?q=望河农贸市场")
    box = page.locator("[data-map-canvas]").bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page.locator(".place-card h2")).to_have_text("望河农贸市场")
    expect(page.locator(".place-photo img")).to_be_visible()


@on_the_phone
def test_open_the_map_on_a_phone_fills_the_screen_and_lifts_the_list(town, page: Page, enter):
    enter(OFFICER)
    open_map(page, town)
    box = page.locator("[data-map-canvas]").bounding_box()
    assert (box["x"], box["width"]) == (0, PHONE.width)
    assert box["height"] > 700
    handle = page.locator("[data-map-handle]")
    expect(handle).to_have_attribute("aria-expanded", "false")
    handle.click()
    expect(handle).to_have_attribute("aria-expanded", "true")
    page.locator(".map-row").first.click()
    expect(page.locator(".place-card h2")).to_be_in_viewport()


@on_the_phone
def test_ask_where_one_is_moves_there_only_when_the_browser_says_so(town, page: Page, enter):
    enter(OFFICER)
    open_map(page, town)
    page.locator("[data-map-here]").click()
    expect(page.locator("[data-map-say]")).to_contain_text("没有取得位置")
    page.context.grant_permissions(["geolocation"])
    page.context.set_geolocation({"latitude": 32.1470, "longitude": 114.0910})
    with page.expect_response(re.compile("/map/features/")):
        page.locator("[data-map-here]").click()
    expect(page.locator("[data-map-say]")).to_be_hidden()


def test_lose_the_network_says_so_and_keeps_the_list(town, page: Page, enter):
    enter(OFFICER)
    open_map(page, town)
    page.route(re.compile("/map/features/"), lambda route: route.fulfill(status=503))
    rows = page.locator(".map-row").count()
    page.locator("[data-map-move=minus]").click()
    expect(page.locator("[data-map-say]")).to_contain_text("地图没有取到点位")
    assert page.locator(".map-row").count() == rows


def test_print_the_map_shows_the_drawing_and_that_it_is_a_schematic(town, page: Page, enter):
    enter(OFFICER)
    open_map(page, town)
    page.emulate_media(media="print")
    expect(page.locator("[data-map-canvas]")).to_be_hidden()
    expect(page.locator("#map-paper .map-marks")).to_be_visible()
    expect(page.locator("[data-map-note]")).to_be_visible()
    expect(page.locator(".map-legend li").first).to_be_visible()


def test_print_the_codes_gives_what_a_reader_reads(town, page: Page, enter):
    enter(OFFICER)
    page.goto(f"{town}/sites/qr/?q=农贸")
    page.emulate_media(media="print")
    picture = Image.open(io.BytesIO(page.screenshot(full_page=True))).convert("L")
    read = {found.text for found in zxingcpp.read_barcodes(picture)}
    written = set(page.locator(".qr-foot .mono").all_inner_texts())
    assert read == written
    assert len(read) >= 8


@on_the_phone
def test_scan_a_code_as_an_inspector_shows_what_is_looked_at(town, page: Page, enter):
    enter(OFFICER)
    page.goto(f"{town}/sites/qr/?q=望河农贸市场")
    address = page.locator(".qr-foot .mono").inner_text()
    enter(INSPECTOR)
    page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_have_text("望河农贸市场")
    item = page.locator(".scan-item").first
    item.locator("summary").click()
    expect(item.locator(".hb-slot").first).to_be_visible()
    expect(item.get_by_text("计入条目")).to_be_visible()


@pytest.fixture(scope="session")
def plain_browser(browser_type) -> Iterator[Browser]:
    """Yield a Chromium without WebGL."""
    browser = browser_type.launch(executable_path=chromium(), args=["--no-sandbox", "--disable-3d-apis"])
    yield browser
    browser.close()


class TestWithoutWebGL:
    """A browser that cannot draw WebGL 2."""

    @pytest.fixture
    def drawing_browser(self, plain_browser: Browser) -> Browser:
        return plain_browser

    def test_open_the_map_shows_the_drawing_and_loads_no_map_library(self, town, page: Page, enter):
        enter(OFFICER)
        asked = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"{town}/map/", wait_until="networkidle")
        expect(page.locator("#map-paper .map-marks use").first).to_be_visible()
        expect(page.locator("[data-map-canvas]")).to_be_hidden()
        assert [url for url in asked if "map-moving" in url or "worker" in url] == []
        before = page.locator("[data-map-count]").inner_text()
        page.locator(".map-tool.plus").click()
        expect(page.locator("[data-map-count]")).not_to_have_text(before)
        page.locator(".map-row").first.click()
        expect(page.locator(".place-card h2")).to_be_focused()


def test_open_the_map_without_a_script_leads_to_every_card(town, drawing_browser, browser_context_args, live_server):
    from django.conf import settings
    from django.test import Client

    from tests.people import make_account

    context = drawing_browser.new_context(**{**browser_context_args, **DESK.arguments}, java_script_enabled=False)
    client = Client()
    client.force_login(make_account(OFFICER))
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    page = context.new_page()
    page.goto(f"{town}/map/")
    name = page.locator(".map-row b").first.inner_text()
    page.locator(".map-row").first.click()
    expect(page.locator("article h2")).to_have_text(name)
    context.close()
