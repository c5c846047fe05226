"""Every page, in both languages, on the desk and on the phone: readable by everyone, nothing sticks out, nothing is too small to touch."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser import looks
from tests.browser.devices import DESK
from tests.browser.ears import Ears
from tests.browser.entry import COLD, PATIENCE, signed_in
from tests.browser.sights.sight import Sight
from tests.browser.town import SIGHTS, make_town


@pytest.fixture(scope="module")
def window(browser: Browser, browser_context_args: dict[str, Any]) -> Iterator[BrowserContext]:
    """One browser profile for all pages: what they share is fetched and compiled once."""
    context = browser.new_context(**browser_context_args, **DESK.arguments)
    context.set_default_timeout(PATIENCE)
    context.set_default_navigation_timeout(COLD)
    yield context
    context.close()


@pytest.fixture(scope="module")
def ears(window: BrowserContext) -> Ears:
    """What the pages complain of."""
    return Ears(window)


@pytest.fixture
def sheet(window: BrowserContext, ears: Ears) -> Iterator[Page]:
    """Yield an empty page of a person who has never been here; any complaint fails the test."""
    window.clear_cookies()
    ears.forget()
    page = window.new_page()
    yield page
    page.evaluate("() => { localStorage.clear(); sessionStorage.clear(); }")
    page.close()
    assert ears.all() == []


def speak(live_server, page: Page, language: str) -> None:
    """Let the next page come in the language."""
    page.context.add_cookies([{"name": "django_language", "value": language, "url": live_server.url}])


def look(page: Page, axe) -> list[str]:
    """Return what is wrong with the page on the desk, at every width, and under a finger on the phone."""
    faults = {"desk": [*axe(page), *looks.spilt_words(page), *looks.broken_numbers(page), *looks.leaks(page)]}
    faults["sideways"] = looks.sideways(page)
    looks.resize(page, 390)
    # Colours are the same on both, and looking at them takes most of axe's time.
    found = axe(page, without="color-contrast")
    faults["phone"] = [*found, *looks.spilt_words(page), *looks.broken_numbers(page)]
    faults["fingers"] = looks.small_targets(page)
    return [f"{where}: {fault}" for where, found in faults.items() for fault in found]


@pytest.mark.parametrize("sight", SIGHTS, ids=lambda sight: sight.name)
def test_look_at_a_page_finds_no_fault(live_server, sheet: Page, axe, snapshots, sight: Sight):
    snapshots.get("town", make_town)
    speak(live_server, sheet, "zh-hans")
    if sight.person:
        sheet.context.add_cookies([signed_in(sight.person, live_server.url)])
    sheet.goto(f"{live_server.url}{sight.address()}")
    if sight.act:
        sight.act(sheet)
    faults = look(sheet, axe)
    if not sight.act:
        # The elements are the same in both languages, and axe takes most of the time: it looks once.
        looks.resize(sheet, DESK.width)
        speak(live_server, sheet, "en")
        sheet.reload()
        faults += [f"in English: {fault}" for fault in look(sheet, lambda _page, **_rules: [])]
    assert "\n".join(faults) == ""


FAULTY = """<title>x</title><body>
<p>{% if faulty %}</p>
<input>
<button>1</button>
<p style="width: 4em; word-break: break-all">30,000.123456</p>
<b class="pill" style="display: block; width: 2em; white-space: nowrap">words and words</b>
<div class="far" style="width: 1300px">far</div>
</body>"""


def test_look_at_a_faulty_page_sees_every_fault(page: Page, axe):
    page.set_content(FAULTY)
    assert "label: ['input']" in axe(page)
    assert looks.leaks(page) == ["{% if faulty %}", "BackCompat"]
    assert looks.broken_numbers(page) == ['30,000.123456 in "30,000.123456"']
    assert [fault.split(" ")[0] for fault in looks.spilt_words(page)] == ["b.pill"]
    assert [fault.split(" ")[3] for fault in looks.sideways(page)] == ["1280", "390", "360"]
    assert [fault.split(" ")[0] for fault in looks.small_targets(page)] == ["input.", "button."]
