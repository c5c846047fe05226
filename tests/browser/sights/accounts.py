"""Accounts of the city, handed out and looked after."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.browser.sights.sight import Sight
from tests.people import AUDITOR, HOME, LEADER, OFFICER, SECURITY, make_account


def account_url() -> str:
    """Return the address of the leader's account."""
    return f"/{HOME}/accounts/{make_account(LEADER).pk}/"


def check_records(page: Page) -> None:
    """Check the chain of events, and open what one of them holds."""
    page.locator(".page-head .btn-primary").click()
    page.locator(".note-ok").wait_for()
    page.locator(".event-more summary").nth(1).click()


def look_through(page: Page) -> None:
    """Go on to the review of everybody on the page who has no account."""
    page.locator("[data-pick-all]").check()
    page.locator(".pick-bar .btn-primary").click()
    page.locator(".batch").wait_for()


def hand_out_wrongly(page: Page) -> None:
    """Send a batch whose first row names a unit that is none and a name that is taken."""
    look_through(page)
    page.locator("[name=row-0-unit]").fill("没有这样的一个单位")
    page.locator("[name=row-1-username]").fill("a b")
    page.locator(".pick-bar .btn-primary").click()
    page.locator(".batch .err").first.wait_for()


def hand_out(page: Page) -> None:
    """Write a batch, and stay on the sheet of first passwords."""
    look_through(page)
    page.locator(".pick-bar .btn-primary").click()
    page.locator(".slip").first.wait_for()


def make_link(page: Page) -> None:
    """Make a link for the person."""
    page.locator("form[action$='/link/'] button").click()
    page.locator(".one-url").wait_for()


SIGHTS = (
    Sight("accounts", f"/{HOME}/accounts/"),
    Sight("accounts-none", f"/{HOME}/accounts/?q=没有这样的账号"),
    Sight("accounts-security", f"/{HOME}/accounts/", SECURITY),
    Sight("accounts-new", f"/{HOME}/accounts/new/"),
    Sight("accounts-new-none", f"/{HOME}/accounts/new/?q=没有这样的人"),
    Sight("accounts-review", f"/{HOME}/accounts/new/?q=街道", OFFICER, look_through),
    Sight("accounts-refused", f"/{HOME}/accounts/new/?q=街道", OFFICER, hand_out_wrongly),
    Sight("accounts-sheet", f"/{HOME}/accounts/new/?q=街道", OFFICER, hand_out),
    Sight("accounts-import", f"/{HOME}/accounts/new/workbook/"),
    Sight("account-of", account_url),
    Sight("account-of-security", account_url, SECURITY),
    Sight("account-link", account_url, OFFICER, make_link),
    Sight("sign-ins", f"/{HOME}/accounts/sign-ins/", SECURITY),
    Sight("sign-ins-failed", f"/{HOME}/accounts/sign-ins/?show=failed", SECURITY),
    Sight("events", f"/{HOME}/events/", AUDITOR, check_records),
)
