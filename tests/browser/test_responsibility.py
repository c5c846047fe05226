"""The responsibility matrix in a browser: changed by keyboard alone, taken back, read on a phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import looks
from tests.browser.sights.responsibility import campaign_url
from tests.browser.town import make_town
from tests.people import LEADER, OFFICER


@pytest.fixture
def town(live_server, page: Page, enter, snapshots) -> Page:
    """Return a page of the office's in the town."""
    snapshots.get("town", make_town)
    enter(OFFICER)
    return page


def cell(page: Page, clause: str, unit: str) -> Locator:
    """Return the cell of a clause under the unit with this short name."""
    heads = page.locator(".rmx thead th").all_inner_texts()
    place = next(number for number, head in enumerate(heads) if head.strip() == unit)
    return page.locator(f"[data-clause='{clause}']").locator("xpath=./*").nth(place)


def test_change_a_cell_by_keyboard_moves_shows_and_can_be_taken_back(live_server, town: Page, axe):
    town.goto(f"{live_server.url}{campaign_url()}?edit=on")
    faults = town.locator("#mx-side .hint").first
    expect(faults).to_have_text("9 条")
    first = cell(town, "1.1", "市创建办")
    first.focus()
    for key in ("ArrowDown", "ArrowDown", "ArrowDown", "ArrowRight"):
        town.keyboard.press(key)
    target = cell(town, "2.1", "宣传部")
    expect(target).to_be_focused()
    town.keyboard.press("Enter")
    expect(town.locator("dialog[open] [data-grid-title]")).to_contain_text("市委宣传部 · 2.1")
    assert axe(town) == []
    town.keyboard.press("Escape")
    expect(target).to_be_focused()
    town.keyboard.press("Enter")
    town.locator("dialog[open] button[value=cooperating]").press("Enter")
    expect(cell(town, "2.1", "宣传部")).to_have_text("配")
    expect(cell(town, "2.1", "宣传部")).to_be_focused()
    expect(town.locator("[data-clause='2.1'] .pill")).to_have_text("齐全")
    expect(faults).to_have_text("8 条")
    expect(town.locator(".toasts")).to_contain_text("宣传部 在 2.1：配合")
    town.keyboard.press("Delete")
    expect(town.locator("[data-clause='2.1'] .pill")).to_have_text("无配合")
    expect(cell(town, "2.1", "宣传部")).to_be_focused()
    town.locator("#mx-undo button").click()
    expect(town.locator("[data-clause='2.1'] .pill")).to_have_text("齐全")
    town.goto(f"{live_server.url}{campaign_url()}")
    expect(town.locator("[data-grid]")).to_have_count(0)


def test_change_leads_counts_them_in_the_foot_and_marks_a_double(live_server, town: Page):
    town.goto(f"{live_server.url}{campaign_url()}?edit=on&q=9.1")
    expect(town.locator("#mx-foot")).to_contain_text("1")
    target = cell(town, "9.1", "市交警支队")
    target.click()
    town.locator("dialog[open] button[value=sponsor]").click()
    expect(town.locator("[data-clause='9.1'] .pill")).to_have_text("无牵头")
    expect(town.locator("[data-clause='9.1']")).to_have_class("gap")
    expect(town.locator("#mx-foot td.num")).to_have_text("·")


def test_mend_a_gap_with_another_unit_leads_back_to_the_same_filter(live_server, town: Page):
    town.goto(f"{live_server.url}{campaign_url()}?only=no_lead")
    expect(town.locator(".rmx tbody tr[data-clause]")).to_have_count(3)
    town.locator(".other > summary").first.click()
    town.locator(".other[open] input[name=name]").fill("发改委")
    town.locator(".other[open] button").click()
    expect(town).to_have_url(f"{live_server.url}{campaign_url()}?only=no_lead")
    expect(town.locator(".rmx tbody tr[data-clause]")).to_have_count(2)


def test_read_the_matrix_on_a_phone_shows_a_card_for_each_clause_with_its_units(live_server, town: Page, enter, axe):
    enter(LEADER)
    looks.resize(town, 390)
    town.goto(f"{live_server.url}{campaign_url()}?q=2.1")
    card = town.locator("[data-clause='2.1']")
    shown = card.locator("td.x:visible")
    expect(shown).to_have_count(1)
    assert shown.evaluate("cell => getComputedStyle(cell, '::after').content") == '"市商务局"'
    assert (looks.sideways(town), axe(town), looks.small_targets(town)) == ([], [], [])
