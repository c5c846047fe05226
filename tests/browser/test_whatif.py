"""假如这样做 in a browser: by keyboard, with a number, on the phone, without a script; and the comparison of two rounds."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import looks
from tests.browser.arrivals import send, settle
from tests.browser.devices import on_both
from tests.browser.sights.scores import node_code, score_url
from tests.browser.town import make_town
from tests.people import OFFICER


@pytest.fixture
def town(live_server, page: Page, enter, snapshots) -> Page:
    """Return a page of the office's in the town."""
    snapshots.get("town", make_town)
    enter(OFFICER)
    return page


def total(page: Page) -> Locator:
    """Return the place of the tried total."""
    return page.locator("#whatif-answer b").first


@on_both
def test_move_a_slider_by_keyboard_gives_a_new_total_and_an_address_that_keeps_it(live_server, town: Page):
    code = node_code()
    town.goto(f"{live_server.url}{score_url()}?pick={code}&to-{code}=50")
    tried = total(town).inner_text()
    slider, field = town.locator(".range"), town.locator(f"[name='to-{code}']")
    expect(slider).to_have_value("50")
    slider.focus()
    town.keyboard.press("ArrowRight")
    expect(field).to_have_value("51")
    expect(total(town)).not_to_have_text(tried)
    expect(town).to_have_url(f"{live_server.url}{score_url()}?pick={code}&to-{code}=51")
    expect(slider).to_be_focused()
    after = total(town).inner_text()
    assert round(float(after) - float(tried), 3) == 0.01
    town.keyboard.press("End")
    expect(field).to_have_value("100")
    expect(town).to_have_url(f"{live_server.url}{score_url()}?pick={code}&to-{code}=100")
    expect(town.locator(".moved tbody tr")).to_have_count(2)
    town.reload()
    expect(field).to_have_value("100")
    expect(slider).to_have_value("100")
    town.get_by_role("link", name="重置").click()
    expect(total(town)).to_have_text(town.locator(".hero .big").inner_text())
    settle(town)
    assert looks.sideways(town) == []


def test_type_a_number_moves_the_slider_and_a_wrong_one_is_named(live_server, town: Page):
    code = node_code()
    town.goto(f"{live_server.url}{score_url()}?pick={code}")
    field = town.locator(f"[name='to-{code}']")
    field.fill("87.5")
    expect(town.locator(".range")).to_have_value("88")
    expect(town.locator("#whatif-answer")).to_contain_text("比现在")
    expect(town.locator(".moved tbody tr")).to_have_count(2)
    field.press("Enter")
    town.wait_for_url("**#whatif")
    expect(field).to_have_value("87.5")
    field.fill("870")
    expect(town.locator("#whatif-answer .note")).to_contain_text("应在 0 到 100 之间")
    expect(field).to_have_value("870")


@on_both
def test_add_and_drop_a_content_keeps_what_was_tried(live_server, town: Page):
    code = node_code()
    town.goto(f"{live_server.url}{score_url()}?pick={code}&to-{code}=50")
    town.get_by_label("再试一条").select_option("10.1")
    town.locator("#whatif").get_by_role("button", name="试算").click()
    expect(town.locator(".wi")).to_have_count(2)
    expect(town.locator(f"[name='to-{code}']")).to_have_value("50")
    town.locator("button[name=drop][value='10.1']").click()
    expect(town.locator(".wi")).to_have_count(1)
    expect(town.locator(f"[name='to-{code}']")).to_have_value("50")


def test_try_without_a_script_is_a_plain_form(live_server, town: Page, new_context):
    quiet = new_context(java_script_enabled=False)
    quiet.add_cookies(town.context.cookies())
    page, code = quiet.new_page(), node_code()
    page.goto(f"{live_server.url}{score_url()}?pick={code}")
    expect(page.locator(".range")).to_be_hidden()
    before = total(page).inner_text()
    page.locator(f"[name='to-{code}']").fill("100")
    page.locator("#whatif").get_by_role("button", name="试算").click()
    expect(page.locator(f"[name='to-{code}']")).to_have_value("100")
    expect(total(page)).not_to_have_text(before)
    expect(page).to_have_url(f"{live_server.url}{score_url()}?pick={code}&to-{code}=100&add=#whatif")


@on_both
def test_choose_other_rounds_to_compare_goes_there_at_once(live_server, town: Page):
    town.goto(f"{live_server.url}{score_url()}")
    town.get_by_role("link", name="与上一轮比较").click()
    expect(town.get_by_role("heading", level=1)).to_have_text("两轮比较")
    expect(town.locator(".bridge .lead")).to_contain_text("点位构成")
    send(town, town.get_by_role("link", name="按属地"))
    town.get_by_label("比较的一轮").select_option(label="补测")
    town.wait_for_url("**with=4**")
    expect(town.locator(".page-head .sub")).to_contain_text("补测 → 第二轮实地测评")
    expect(town.locator("table.compare")).to_be_visible()
    rows = int(town.locator("table.compare tbody tr").first.locator(".pairs a").last.inner_text())
    town.locator("table.compare tbody tr").first.locator(".pairs a").last.click()
    expect(town.locator("tbody tr")).to_have_count(min(rows, 50))


def test_print_the_comparison_keeps_sentence_and_table(live_server, town: Page):
    town.goto(f"{live_server.url}{score_url()}changes/")
    town.emulate_media(media="print")
    town.set_viewport_size({"width": 1000, "height": 990})
    expect(town.locator(".bridge .lead")).to_be_visible()
    expect(town.locator("table.compare")).to_be_visible()
    for part in (".filters", ".page-head .acts", ".seg >> nth=0"):
        expect(town.locator(part).first).to_be_hidden()
    assert town.evaluate("() => document.documentElement.scrollWidth") <= 1000
