"""One issue in a browser: answered from a phone in less than half a minute, compared under a slider, printed."""

from __future__ import annotations

import time
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser import looks
from tests.browser.devices import on_the_phone
from tests.issues.cases import HOUR, bring, make_disposer, make_issue, make_minor
from tests.people import AT, HOME, LIAISON, OFFICER, make_account
from tests.sites.pictures import photo

HUMAN = 400
"""Milliseconds between two touches: somebody who knows the page, in no hurry."""


def under_way(*, answered: bool = False) -> Any:
    """Return an issue with a photo that lies with the liaison's unit, or has been answered with another photo."""
    from wenming.issues import actions

    make_disposer()
    issue = make_issue(
        minor=make_minor(closing_condition="垃圾清运，周边干净"),
        photos=[("前.jpg", photo(800, 600))],
        place="文苑路 12 号院门口",
    )
    issue = bring(issue, "dispatched")
    if answered:
        sent = [("后.jpg", photo(800, 600))]
        actions.answer_issue(issue=issue, text="已清运两车", photos=sent, by=make_account(LIAISON), at=AT + 3 * HOUR)
    return issue


@on_the_phone
def test_answer_from_the_phone_takes_less_than_half_a_minute(live_server, page: Page, enter, axe):
    issue = under_way()
    enter(LIAISON)
    page.goto(f"{live_server.url}/{HOME}/issues/{issue.number}/")
    begun = time.monotonic()
    page.get_by_role("link", name="办好了").tap()
    expect(page.get_by_text("拍一张")).to_be_visible()
    page.wait_for_timeout(HUMAN)
    picture = {"name": "现场.jpg", "mimeType": "image/jpeg", "buffer": photo(1600, 1200)}
    page.locator("input[type=file]").set_input_files(picture)
    expect(page.locator("[data-lens-image]")).to_be_visible()
    assert axe(page) == []
    assert looks.small_targets(page) == []
    page.wait_for_timeout(HUMAN)
    page.get_by_label("垃圾清运").tap()
    page.wait_for_timeout(HUMAN)
    page.get_by_label("就这一次").tap()
    page.wait_for_timeout(HUMAN)
    page.get_by_role("button", name="提交答复").tap()
    expect(page.get_by_text("已提交答复，等待核查")).to_be_visible(timeout=25_000)
    assert time.monotonic() - begun < 30


@on_the_phone
def test_choose_a_reason_shows_what_it_asks_for(live_server, page: Page, enter, axe):
    issue = under_way()
    enter(LIAISON)
    page.goto(f"{live_server.url}/{HOME}/issues/{issue.number}/cannot/")
    whose, until = page.get_by_label("该归谁（可不填）"), page.get_by_label("到什么时候")
    expect(whose).to_be_visible()
    expect(until).to_be_hidden()
    page.get_by_text("要更多时间").tap()
    expect(until).to_be_visible()
    expect(whose).to_be_hidden()
    assert axe(page) == []
    assert looks.small_targets(page) == []


def clip(page: Page) -> str:
    """Return how much of the later photo is cut away."""
    return page.locator(".is-after").evaluate("element => element.style.clipPath")


def test_compare_before_and_after_by_keyboard_and_side_by_side(live_server, page: Page, enter):
    issue = under_way(answered=True)
    enter(OFFICER)
    page.goto(f"{live_server.url}/{HOME}/issues/{issue.number}/")
    slider = page.get_by_label("分隔线位置，左边是整改前，右边是整改后")
    slider.focus()
    assert clip(page) == "inset(0px 0px 0px 50%)"
    for _time in range(5):
        page.keyboard.press("ArrowRight")
    assert clip(page) == "inset(0px 0px 0px 55%)"
    page.get_by_role("button", name="并排").click()
    expect(slider).to_be_hidden()
    before, after = (page.locator(f".case-photo.{side}").bounding_box() for side in ("is-before", "is-after"))
    assert before["x"] + before["width"] < after["x"]
    page.get_by_role("button", name="滑动").click()
    # on paper both stand side by side, and nothing of the frame is left
    page.emulate_media(media="print")
    before, after = (page.locator(f".case-photo.{side}").bounding_box() for side in ("is-before", "is-after"))
    assert before["x"] + before["width"] < after["x"]
    for gone in (".case-actions", ".topbar", ".case-handle"):
        expect(page.locator(gone)).to_be_hidden()
    assert page.pdf(format="A4").startswith(b"%PDF")
