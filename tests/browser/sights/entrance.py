"""The door, the homes of the roles, one's own account, and the pages that say no."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

from tests.browser.sights.sight import Sight
from tests.people import (
    ELSEWHERE,
    FIRM,
    HOME,
    INSPECTOR,
    LEADER,
    NOBODY,
    OFFICER,
    OPERATOR,
    PASSWORD,
    SECURITY,
    STRANGER,
    STREET,
)


def refuse(page: Page) -> None:
    """Sign in with a wrong password."""
    page.locator("input[name=login]").fill(OFFICER.username)
    page.locator("input[name=password]").fill("wrong")
    with page.expect_navigation():
        page.locator("input[name=password]").press("Enter")
    page.locator(".note-bad").wait_for()


def lock(page: Page) -> None:
    """Sign in with a wrong password until the door stays shut."""
    for _ in range(4):
        refuse(page)
    page.locator("input[name=password]").fill("wrong")
    page.locator("input[name=password]").press("Enter")
    page.locator(".oops").wait_for()


def ask_for_code(page: Page) -> None:
    """Sign in with the right password where a second factor is asked for."""
    page.locator("input[name=login]").fill(LEADER.username)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("input[name=password]").press("Enter")
    page.locator("input[name=code]").wait_for()


def prove(page: Page) -> None:
    """Type the password again where a page asks who is there."""
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("#content form button[type=submit], #content form button:not([type])").first.click()
    page.wait_for_url(lambda url: "reauthenticate" not in url)


def open_account_menu(page: Page) -> None:
    """Open the menu of the account."""
    page.locator("summary.who").click()


def give_second_factors(account: Any) -> None:
    """Give the account an authenticator app and spare codes."""
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
    from allauth.mfa.totp.internal.auth import TOTP

    TOTP.activate(account, "JBSWY3DPEHPK3PXP")
    RecoveryCodes.activate(account)


SIGHTS = (
    Sight("sign-in", "/accounts/login/", None),
    Sight("sign-in-refused", "/accounts/login/", None, refuse),
    Sight("sign-in-locked", "/accounts/login/", None, lock),
    Sight("sign-in-code", "/accounts/login/", None, ask_for_code),
    Sight("home", f"/{HOME}/"),
    Sight("home-menu", f"/{HOME}/", OFFICER, open_account_menu),
    Sight("home-leader", f"/{HOME}/", LEADER),
    Sight("home-inspector", f"/{HOME}/", INSPECTOR),
    Sight("home-street", f"/{HOME}/", STREET),
    Sight("home-firm", f"/{HOME}/", FIRM),
    Sight("home-security", f"/{HOME}/", SECURITY),
    Sight("home-empty", f"/{ELSEWHERE}/", STRANGER),
    Sight("no-city", "/", NOBODY),
    Sight("jobs", "/operations/jobs/", OPERATOR),
    Sight("link-dead", "/accounts/link/none/", None),
    Sight("phone-off", "/accounts/phone/", None),
    Sight("https", "/https/", None),
    Sight("account-phone", "/accounts/own/phone/", OFFICER, prove),
    Sight("account-linked", "/accounts/3rdparty/", OFFICER),
    Sight("account", "/accounts/2fa/"),
    Sight("account-password", "/accounts/password/change/"),
    Sight("account-totp", "/accounts/2fa/totp/activate/", OFFICER, prove),
    Sight("account-passkey", "/accounts/2fa/webauthn/add/", OFFICER, prove),
    Sight("account-factors", "/accounts/2fa/", LEADER),
    Sight("account-codes", "/accounts/2fa/recovery-codes/", LEADER, prove),
    Sight("account-prove", "/accounts/reauthenticate/"),
    Sight("sign-out", "/accounts/logout/"),
    Sight("not-found", f"/{HOME}/rounds/99/rows/"),
    Sight("not-allowed", "/operations/jobs/"),
    Sight("parts", "/components/"),
    Sight("parts-dark", "/components/?theme=dark"),
)
