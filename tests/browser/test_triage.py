"""Twenty issues that wait are dispatched by the keyboard, and the ledger is read by it."""

from __future__ import annotations

import time

from playwright.sync_api import Page, expect

from tests.people import HOME, OFFICER, make_account, make_cast

ISSUES = f"/{HOME}/issues/"
PACE = 1.5
"""Seconds in which a dispatcher reads a proposal and says yes: they are counted, and nobody waits for them."""


def make_pile() -> None:
    """Twenty reported issues, for whose category a unit answers."""
    from tests.issues.cases import make_disposer, make_issue, make_minor

    make_cast()
    make_account(OFFICER)
    minor = make_minor()
    minor.unit = make_disposer()
    minor.save()
    for number in range(20):
        make_issue(f"垃圾桶满溢 {number} 处")


def test_dispatch_twenty_issues_by_one_key_each_takes_less_than_two_minutes(live_server, page: Page, enter, snapshots):
    from wenming.issues.models import Issue

    snapshots.get("pile", make_pile)
    enter(OFFICER)
    page.goto(f"{live_server.url}{ISSUES}triage/")
    begun, read = time.monotonic(), 0.0
    for number in range(20):
        expect(page.locator(".triage-text")).to_contain_text(f"满溢 {number} 处")
        read += PACE
        page.keyboard.press("d")
        page.wait_for_url(f"**/triage/?done={number + 1}*")
    assert time.monotonic() - begun + read < 120
    assert Issue.objects.across_cities().filter(state="dispatched", unit__isnull=False).count() == 20
    expect(page.get_by_text("都派完了")).to_be_visible()


def test_read_the_ledger_by_the_keyboard(live_server, page: Page, enter, snapshots):
    snapshots.get("pile", make_pile)
    enter(OFFICER)
    page.goto(f"{live_server.url}{ISSUES}?order=number")
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.locator("[data-preview] .dr-h")).to_contain_text("2026-11-0001")
    page.keyboard.press("j")
    expect(page.locator("[data-preview] .dr-h")).to_contain_text("2026-11-0002")
    expect(page.locator("[data-pick-count]")).to_contain_text("已选 1 件")
    page.keyboard.press("/")
    page.keyboard.type("jx?")
    assert page.locator("[data-search]").input_value() == "jx?"
    page.locator("[data-search]").blur()
    page.keyboard.press("Escape")
    expect(page.locator("[data-preview]")).to_be_empty()
    page.keyboard.press("?")
    expect(page.locator("dialog[open]")).to_contain_text("勾选这一件")
