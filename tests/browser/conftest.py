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
from django.test import TransactionTestCase
from playwright.sync_api import BrowserContext, Page
from pytest_django.live_server_helper import LiveServer

from tests.browser.arrivals import settle
from tests.browser.copies import Snapshots, Town
from tests.browser.devices import DESK, Device
from tests.browser.ears import Ears
from tests.browser.entry import COLD, PATIENCE, signed_in
from tests.kept import Kept
from tests.people import Person

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
# Playwright keeps an event loop in the tests' thread; Django would take it for asynchronous code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


# Who comes first makes the town; who comes second does meanwhile what needs none.
ORDER = {"test_bulletin": 0, "test_every_page": 2}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with one test that needs the town, and end with the many that look at it."""
    items.sort(key=lambda item: ORDER.get(item.path.stem, 1))


def chromium() -> str | None:
    """Return the Chromium to drive: the variable CHROMIUM, else Debian's."""
    return os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Drive the system's Chromium: Playwright's own download is never needed."""
    program = chromium()
    if not program:
        pytest.skip("no Chromium found: install the package chromium, or name the program in CHROMIUM")
    # What draws without a graphics card needs no process of its own.
    arguments = ["--no-sandbox", "--disable-gpu", "--in-process-gpu"]
    return {**browser_type_launch_args, "executable_path": program, "args": arguments}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """Every page is Chinese, in China's time; how large it is says ``screen``."""
    return {**browser_context_args, "locale": "zh-CN", "timezone_id": "Asia/Shanghai", "reduced_motion": "reduce"}


@pytest.fixture
def screen() -> Device:
    """On what the test runs: a desk, unless the test names others (``@on_both``)."""
    return DESK


@pytest.fixture
def context(new_context: Callable[..., BrowserContext], screen: Device) -> BrowserContext:
    """Return a fresh browser profile on the test's device."""
    context = new_context(**screen.arguments)
    context.set_default_timeout(PATIENCE)
    context.set_default_navigation_timeout(COLD)
    return context


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """Yield a page; any console error, script error or refusal by the policy fails the test."""
    ears = Ears(context)
    yield context.new_page()
    assert ears.all() == []


@pytest.fixture
def enter(context: BrowserContext, live_server) -> Callable[[Person], None]:
    """Return a function that signs one of the cast in without the sign-in page (which has tests of its own)."""

    return lambda person: context.add_cookies([signed_in(person, live_server.url)])


@pytest.fixture(scope="session")
def snapshots(kept: Kept) -> Iterator[Snapshots]:
    """Return the copies of this run."""
    snapshots = Snapshots(kept)
    yield snapshots
    for copy in snapshots.kept.values():
        copy.close()


@pytest.fixture(scope="session", autouse=True)
def fresh_database(django_db_setup: None, django_db_blocker: Any, snapshots: Snapshots) -> Iterator[None]:
    """Empty the database after a test by copying the fresh one back: Django's flush makes every content type anew each time."""
    with django_db_blocker.unblock():
        snapshots.empty()
    patch = pytest.MonkeyPatch()
    patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _test: snapshots.empty())
    yield
    patch.undo()


@pytest.fixture(scope="module")
def town(fresh_database: None, django_db_blocker: Any, snapshots: Snapshots) -> Iterator[Town]:
    """Yield the town to all tests of a module that look at its pages; they are marked ``django_db(transaction=True)``."""
    from tests.browser.town import make_town

    server = LiveServer("localhost")
    snapshots.standing = True
    yield Town(server.url, snapshots, make_town)
    server.stop()
    snapshots.standing = False
    with django_db_blocker.unblock():
        snapshots.empty()


@pytest.fixture(scope="session")
def axe() -> Callable[..., list[str]]:
    """Return a function that lists a page's serious accessibility faults as ``rule: element``; expect []. One rule may be left out."""

    source = AXE.read_text(encoding="utf-8")

    def faults(page: Page, *, impacts: tuple[str, ...] = ("serious", "critical"), without: str = "") -> list[str]:
        settle(page)
        # The debugger's channel brings the script in: the page's own policy stays as it is.
        if not page.evaluate("() => 'axe' in window"):
            session = page.context.new_cdp_session(page)
            session.send("Runtime.evaluate", {"expression": source})
            session.detach()
        result = page.evaluate(
            "async (without) => await axe.run({resultTypes: ['violations'], iframes: false, preload: false,"
            " rules: without ? {[without]: {enabled: false}} : {}})",
            without,
        )
        return [
            f"{rule['id']}: {node['target']}"
            for rule in result["violations"]
            if rule["impact"] in impacts
            for node in rule["nodes"]
        ]

    return faults
