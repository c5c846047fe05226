"""What a page complains of while somebody uses it."""

from __future__ import annotations

from playwright.sync_api import BrowserContext, ConsoleMessage, Response

from tests.browser.arrivals import LEAVING

# What a browser asks for by itself when its look at a page's icon was cut short.
WISHED = "/favicon.ico"


class Ears:
    """Hears what a page complains of: script errors, the policy's refusals, anything that did not come."""

    def __init__(self, context: BrowserContext) -> None:
        self.complaints: list[str] = []
        self.refused: set[str] = set()
        self.heard: list[tuple[str, str]] = []
        context.on("console", self.hear)
        context.on("weberror", lambda fault: self.complaints.append(f"script: {fault.error}"))
        context.on("response", self.note)
        context.add_init_script(
            "addEventListener('securitypolicyviolation', e => "
            "console.error('policy: ' + e.violatedDirective + ' ' + e.blockedURI))"
        )
        context.add_init_script(LEAVING)

    def forget(self) -> None:
        """Begin anew: another page, another person."""
        self.complaints.clear()
        self.refused.clear()
        self.heard.clear()

    def note(self, response: Response) -> None:
        """Remember pages that answer 4xx: what they say is the test's own matter, and no fault of the browser's."""
        if response.request.is_navigation_request() and 400 <= response.status < 500:
            self.refused.add(response.url)

    def hear(self, message: ConsoleMessage) -> None:
        """Keep every error of the console, with the address it speaks of."""
        if message.type == "error":
            self.heard.append((message.text, message.location["url"]))

    def all(self) -> list[str]:
        """Return what nobody asked for."""
        loud = [
            f"console: {text} ({url})"
            for text, url in self.heard
            if not (text.startswith("Failed to load resource") and (url in self.refused or url.endswith(WISHED)))
        ]
        return [*self.complaints, *loud]
