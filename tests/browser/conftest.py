"""A real Chromium against a live server, with the Content-Security-Policy on.

``page.wait_for_function`` is refused by the policy (it evaluates text later): use locators and ``expect``.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import ConsoleMessage, Page

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
# Playwright keeps an event loop in the tests' thread; Django would take it for asynchronous code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


def chromium() -> str | None:
    """Return the Chromium to drive: the variable CHROMIUM, else Debian's."""
    return os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Drive the system's Chromium: Playwright's own download is never needed."""
    program = chromium()
    if not program:
        pytest.skip("no Chromium found: install the package chromium, or name the program in CHROMIUM")
    return {**browser_type_launch_args, "executable_path": program, "args": ["--no-sandbox", "--disable-gpu"]}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """Every page is Chinese, in China's time, on a desk; a test may choose a phone's size."""
    return {
        **browser_context_args,
        "locale": "zh-CN",
        "timezone_id": "Asia/Shanghai",
        "viewport": {"width": 1440, "height": 900},
    }


@pytest.fixture
def page(page: Page) -> Iterator[Page]:
    """Yield a page; any console error, script error or refusal by the policy fails the test."""
    complaints: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if message.type == "error":
            complaints.append(f"console: {message.text}")

    page.on("console", hear)
    page.on("pageerror", lambda error: complaints.append(f"script: {error}"))
    page.context.add_init_script(
        "addEventListener('securitypolicyviolation', e => "
        "console.error('policy: ' + e.violatedDirective + ' ' + e.blockedURI))"
    )
    yield page
    assert complaints == []


@pytest.fixture
def axe() -> Callable[..., list[str]]:
    """Return a function that lists a page's serious accessibility faults as ``rule: element``; expect []."""

    def faults(page: Page, *, impacts: tuple[str, ...] = ("serious", "critical")) -> list[str]:
        # The debugger's channel brings the script in: the page's own policy stays as it is.
        session = page.context.new_cdp_session(page)
        session.send("Runtime.evaluate", {"expression": AXE.read_text(encoding="utf-8")})
        session.detach()
        result = page.evaluate("async () => await axe.run()")
        return [
            f"{rule['id']}: {node['target']}"
            for rule in result["violations"]
            if rule["impact"] in impacts
            for node in rule["nodes"]
        ]

    return faults
