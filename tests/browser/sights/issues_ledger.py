"""The ledger of issues with its preview, batches and reminders; the own work, and one issue after the other."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

from tests.browser.arrivals import send
from tests.browser.sights.sight import Sight
from tests.people import DISTRICT, ELSEWHERE, HOME, OFFICER, STRANGER, SUPERVISOR, SYSTEM

ISSUES = f"/{HOME}/issues/"


def show(page: Page) -> None:
    """Choose two issues and look at the second one."""
    for key in ("j", "x", "j", "x"):
        page.keyboard.press(key)
    page.locator("[data-preview-head]").wait_for()


def batch(what: str) -> Any:
    """Return what chooses a page of issues and asks for a batch."""

    def act(page: Page) -> None:
        page.locator("[data-pick-all]").check()
        send(page, page.locator(f"#batch button[value={what}]"))

    return act


def done(page: Page) -> None:
    """Accept what can be accepted, and see what could not."""
    batch("accept")(page)
    send(page, page.locator("main form .btn-primary"))
    page.locator(".batch-rows .pill-bad").first.wait_for()


def remind(page: Page) -> None:
    """Choose a page of issues and remind their units."""
    page.locator("[data-pick-all]").check()
    send(page, page.locator("#batch button[formaction]").first)


def first_preview() -> str:
    """Return the address of the oldest issue's preview."""
    from wenming.issues.models import Issue

    return f"{ISSUES}preview/{Issue.objects.across_cities().filter(city__slug=HOME).order_by('pk').first().pk}/"


SIGHTS = (
    Sight("issues", f"{ISSUES}?due=week"),
    Sight("issues-preview", ISSUES, OFFICER, show),
    Sight("issues-none", f"{ISSUES}?q=nothing&lamp=yellow&reported=2026-01-01.."),
    Sight("issues-empty", f"/{ELSEWHERE}/issues/", STRANGER),
    Sight("issues-refused", ISSUES, SYSTEM),
    Sight("issues-filters", f"{ISSUES}filters/?state=all"),
    Sight("issue-preview", first_preview),
    Sight("issues-map", f"{ISSUES}map/?state=all"),
    Sight("issues-dispatch", f"{ISSUES}?state=reported,accepted,filed", OFFICER, batch("dispatch")),
    Sight("issues-suspend", f"{ISSUES}?state=dispatched", OFFICER, batch("suspend")),
    Sight("issues-join", f"{ISSUES}?state=dispatched", OFFICER, batch("join")),
    Sight("issues-done", f"{ISSUES}?state=reported,accepted", OFFICER, done),
    Sight("issues-remind", f"{ISSUES}?state=dispatched", SUPERVISOR, remind),
    Sight("issues-mine", f"{ISSUES}mine/"),
    Sight("issues-mine-unit", f"{ISSUES}mine/", DISTRICT),
    Sight("issues-triage", f"{ISSUES}triage/"),
    Sight("issues-triage-empty", f"/{ELSEWHERE}/issues/triage/", STRANGER),
)
