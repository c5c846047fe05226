"""One page in one state, and what is done on pages of several subjects."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page

from tests.browser.arrivals import send
from tests.people import OFFICER, Person

CODE = "suzhou-2016-district"


@dataclass(frozen=True)
class Sight:
    """One page in one state: who looks, the address (or how to find it), what is done there first."""

    name: str
    path: str | Callable[[], str]
    person: Person | None = OFFICER
    act: Callable[[Page], Any] | None = None

    def address(self) -> str:
        """Return the path of the page in the town."""
        return self.path if isinstance(self.path, str) else self.path()


def send_empty(page: Page) -> None:
    """Send the page's own form as it is."""
    send(page, page.locator("#content form .btn-primary"))
    page.locator("#content .err:not([hidden])").first.wait_for()


def open_choice(page: Page) -> None:
    """Open what chooses another line for a name."""
    page.locator(".way summary").first.click()
    page.locator(".way[open] input").first.wait_for()
