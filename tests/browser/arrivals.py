"""Waiting for what comes: nothing is measured on a page that somebody is just leaving, or that has not come in full."""

from __future__ import annotations

from playwright.sync_api import Error, Locator, Page

# A page says that it leaves in the very moment in which a form is sent or a link is followed, long before the next one comes.
LEAVING = """globalThis.navigation?.addEventListener('navigate', (event) => {
  if (!event.destination.sameDocument && event.downloadRequest === null) window.isLeaving = true;
})"""

STANDING = """() => new Promise((stands, never) => {
  const late = setTimeout(() => never(new Error('the page said that it leaves, or asked for a part, and nothing came')), 20000);
  const look = () => {
    const asks = document.querySelector('.htmx-request, .htmx-swapping, .htmx-settling');
    if (window.isLeaving || asks || document.readyState !== 'complete') return requestAnimationFrame(look);
    clearTimeout(late);
    return stands();
  };
  setTimeout(look);
})"""


def send(page: Page, button: Locator) -> None:
    """Press what leads to another page, and wait until that page has come in full."""
    with page.expect_navigation():
        button.click()


def settle(page: Page) -> None:
    """Wait until the page stands: none is on its way, and no part of it."""
    while True:
        try:
            page.evaluate(STANDING)
        except Error as gone:
            if "context was destroyed" not in gone.message:
                raise
            page.wait_for_load_state()
        else:
            return
