"""The Monday bulletin: from the menu in two clicks to the Word file, and its pages as pictures."""

from __future__ import annotations

import io
from pathlib import Path

import docx
from playwright.sync_api import Page

from tests.browser.arrivals import settle
from tests.browser.town import make_town
from tests.people import HOME, OFFICER


def test_make_the_weekly_bulletin_takes_two_clicks_from_the_menu_to_the_file(live_server, page: Page, enter, snapshots):
    snapshots.get("town", make_town)
    enter(OFFICER)
    page.goto(f"{live_server.url}/{HOME}/")
    clicks = [
        page.locator(".side").get_by_role("link", name="周报"),
        page.get_by_role("button", name="生成并下载 Word"),
    ]
    clicks[0].click()
    with page.expect_download() as coming:
        clicks[1].click()
    written = docx.Document(io.BytesIO(Path(coming.value.path()).read_bytes()))
    assert coming.value.suggested_filename.endswith("问题整改情况的通报.docx")
    lines = [line.text for line in written.paragraphs if line.text]
    assert (lines[2], lines[5]) == ("问题整改情况的通报", "一、基本情况")
    # the page is still there, and its button waits for nothing
    assert clicks[1].is_enabled()
    page.reload()
    page.get_by_role("link", name="看草稿").click()
    pictures = page.locator(".paper-pages img")
    pictures.first.wait_for()
    settle(page)
    for number in range(pictures.count()):
        pictures.nth(number).scroll_into_view_if_needed()
        page.wait_for_function(
            "image => image.complete && image.naturalWidth > 0", arg=pictures.nth(number).element_handle()
        )
    sizes = {
        pictures.nth(number).evaluate("image => [image.naturalWidth, image.naturalHeight].join()")
        for number in range(pictures.count())
    }
    # A4 at 96 dots an inch
    assert sizes == {"794,1123"}
