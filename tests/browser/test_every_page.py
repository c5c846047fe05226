"""Every page, in both languages, on the desk and on the phone: readable by everyone, nothing sticks out, nothing is too small to touch."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser import looks
from tests.browser.arrivals import settle
from tests.browser.copies import Town
from tests.browser.devices import DESK, PHONE, WIDTHS
from tests.browser.ears import Ears
from tests.browser.entry import COLD, PATIENCE
from tests.browser.sights.sight import Sight
from tests.browser.town import SIGHTS
from tests.people import HOME, OFFICER

# An empty page of the town's own, made in the page that is left. One of another origin (about:blank) would cost a new process of the browser,
# and so would the way back from it: the town's pages ask to share none with strangers.
LEAVE = """() => {
  localStorage.clear();
  sessionStorage.clear();
  location.href = URL.createObjectURL(new Blob([''], {type: 'text/html'}));
}"""


@pytest.fixture(scope="module")
def window(browser: Browser, browser_context_args: dict[str, Any]) -> Iterator[BrowserContext]:
    """One browser profile for all pages: what they share is fetched and compiled once."""
    context = browser.new_context(**browser_context_args, no_viewport=True)
    context.set_default_timeout(PATIENCE)
    context.set_default_navigation_timeout(COLD)
    yield context
    context.close()


@pytest.fixture(scope="module")
def ears(window: BrowserContext) -> Ears:
    """What the pages complain of."""
    return Ears(window)


@pytest.fixture(scope="module")
def leaf(ears: Ears, window: BrowserContext) -> Page:
    """One page for all: every sight opens its own address in it."""
    return window.new_page()


@pytest.fixture(scope="module")
def stretch(leaf: Page) -> Callable[[Page, int], None]:
    """Return what gives the page another width."""
    return looks.stretcher(leaf)


@pytest.fixture
def sheet(leaf: Page, ears: Ears, stretch: Callable[[Page, int], None]) -> Iterator[Page]:
    """Yield the page to a person who has never been here; any complaint fails the test."""
    leaf.context.clear_cookies()
    ears.forget()
    stretch(leaf, DESK.width)
    yield leaf
    # the page's own changes of its address (a map that moves) are navigations, too
    with leaf.expect_navigation(url=lambda url: url.startswith("blob:")):
        leaf.evaluate(LEAVE)
    assert ears.all() == []


def speak(page: Page, language: str, url: str) -> None:
    """Let the next page come in the language."""
    page.context.add_cookies([{"name": "django_language", "value": language, "url": url}])


def look(page: Page, axe, stretch: Callable[[Page, int], None], widths: tuple[int, ...] = WIDTHS) -> list[str]:
    """Return what is wrong with the page at every width, on the desk, and under a finger on the phone."""
    faults = []
    for width in widths:
        faults += looks.sideways(page, (width,), stretch)
        if width in AT:
            faults += [f"at {width} px: {fault}" for fault in AT[width](page, axe)]
    return faults


def at_the_desk(page: Page, axe) -> list[str]:
    return [*axe(page), *looks.spilt_words(page), *looks.broken_numbers(page), *looks.leaks(page)]


def on_the_phone(page: Page, axe) -> list[str]:
    # Colours are the same on both, and looking at them takes most of axe's time.
    found = axe(page, without="color-contrast")
    return [*found, *looks.spilt_words(page), *looks.broken_numbers(page), *looks.small_targets(page)]


AT = {DESK.width: at_the_desk, PHONE.width: on_the_phone}


def no_axe(_page: Page, **_rules: str) -> list[str]:
    """Find nothing: the elements are the same in both languages, and axe takes most of the time, so it looks once."""
    return []


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("sight", SIGHTS, ids=lambda sight: sight.name)
def test_look_at_a_page_finds_no_fault(town: Town, sheet: Page, stretch, axe, sight: Sight):
    town.tidy(touches=sight.act is not None)
    speak(sheet, "zh-hans", town.url)
    if sight.person:
        sheet.context.add_cookies([town.cookie(sight.person)])
    sheet.goto(f"{town.url}{sight.address()}")
    if sight.act:
        sight.act(sheet)
        settle(sheet)
    faults = look(sheet, axe, stretch)
    if not sight.act:
        # It comes on the phone, where the look at the Chinese page ended, and is looked at the other way round.
        speak(sheet, "en", town.url)
        sheet.reload()
        faults += [f"in English: {fault}" for fault in look(sheet, no_axe, stretch, WIDTHS[::-1])]
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
    assert [fault.split(" ")[3] for fault in looks.sideways(page)] == ["1280", "360", "390"]
    assert [fault.split(" ")[0] for fault in looks.small_targets(page)] == ["input.", "button."]


@pytest.mark.django_db(transaction=True)
def test_look_at_pale_words_within_the_staff_frame_sees_them(town: Town, sheet: Page, axe):
    # axe says nothing about colours where it cannot tell what lies behind the words: here it must be able to
    town.tidy(touches=False)
    sheet.context.add_cookies([town.cookie(OFFICER)])
    sheet.goto(f"{town.url}/{HOME}/")
    sheet.evaluate(
        """() => {
      const pale = document.createElement('p');
      pale.textContent = '浅得看不清的字';
      pale.className = 'pale';
      pale.style.color = '#c8cdd5';
      document.querySelector('#content').prepend(pale);
    }"""
    )
    assert axe(sheet) == ["color-contrast: ['.pale']"]


def test_settle_on_a_page_that_is_left_waits_for_the_next_one(live_server, page: Page):
    page.goto(f"{live_server.url}/accounts/login/")
    # a script's click: Playwright does not know of it, and waits for nothing
    page.evaluate(
        "() => { const to = document.createElement('a'); to.href = '/https/'; document.body.append(to); to.click(); }"
    )
    settle(page)
    assert page.evaluate("() => [location.pathname, document.readyState]") == ["/https/", "complete"]
