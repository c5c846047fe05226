"""The sign-in page in a real browser, and the proof that this lane's own eyes are open."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page

from tests import people


@pytest.mark.parametrize("width", [1440, 390])
def test_open_the_sign_in_page_finds_no_serious_fault(live_server, page: Page, axe, width):
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(f"{live_server.url}/accounts/login/")
    assert axe(page) == []
    assert page.evaluate("() => document.documentElement.scrollWidth") <= width


def test_sign_in_with_the_right_password_leaves_the_sign_in_page(live_server, page: Page):
    people.make_account(people.OFFICER)
    page.goto(f"{live_server.url}/accounts/login/")
    page.locator("input[name=login]").fill(people.OFFICER.username)
    page.locator("input[name=password]").fill(people.PASSWORD)
    page.locator("input[name=password]").press("Enter")
    page.wait_for_url(lambda url: "/accounts/login" not in url)
    assert page.url.removeprefix(live_server.url) == f"/{people.HOME}/"


def test_write_an_inline_style_is_refused_and_heard(live_server, browser: Browser):
    context = browser.new_context()
    page, heard = context.new_page(), []
    page.on("console", lambda message: heard.append(message.type))
    page.goto(f"{live_server.url}/accounts/login/")
    page.evaluate("() => document.body.insertAdjacentHTML('beforeend', '<p style=\"color:red\">x</p>')")
    assert page.evaluate("() => getComputedStyle(document.body.lastElementChild).color") != "rgb(255, 0, 0)"
    assert heard == ["error"]
    context.close()
