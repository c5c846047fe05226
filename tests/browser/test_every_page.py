"""Every page, in both languages, on the desk and on the phone: readable by everyone, nothing sticks out, nothing is too small to touch."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser import looks
from tests.browser.sights.sight import Sight
from tests.browser.town import SIGHTS, make_town


def visit(live_server, page: Page, sight: Sight, language: str, enter) -> None:
    """Open the page as its person, in the language."""
    page.context.add_cookies([{"name": "django_language", "value": language, "url": live_server.url}])
    if sight.person:
        enter(sight.person)
    page.goto(f"{live_server.url}{sight.address()}")
    if sight.act:
        sight.act(page)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("sight", SIGHTS, ids=lambda sight: sight.name)
def test_look_at_a_page_finds_no_fault(live_server, page: Page, enter, axe, snapshots, sight, language):
    snapshots.get("town", make_town)
    visit(live_server, page, sight, language, enter)
    # The elements are the same in both languages, and axe takes most of the time: it looks once.
    listen = axe if language == "zh-hans" else lambda _page: []
    faults = {"desk": [*listen(page), *looks.spilt_words(page), *looks.broken_numbers(page), *looks.leaks(page)]}
    faults["sideways"] = looks.sideways(page)
    looks.resize(page, 390)
    faults["phone"] = [*listen(page), *looks.spilt_words(page), *looks.broken_numbers(page)]
    faults["fingers"] = looks.small_targets(page)
    assert "\n".join(f"{where}: {fault}" for where, found in faults.items() for fault in found) == ""


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
