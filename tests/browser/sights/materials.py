"""Materials: what a unit hands in, the desk, the calendar, what is asked for."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

from tests.browser.sights.sight import Sight
from tests.people import HOME, LEADER, LIAISON, make_city

MATERIALS = f"/{HOME}/materials/"


def item_url(step: str = "", **wanted: Any) -> str:
    """Return the address of an item under a condition."""
    from wenming.materials.models import MaterialItem

    return f"{MATERIALS}items/{MaterialItem.objects.in_city(make_city()).filter(**wanted).order_by('pk').first().pk}/{step}"


def paper_url() -> str:
    """Return the address of a paper with a red line."""
    from wenming.materials.models import PaperMark

    return f"{MATERIALS}papers/{PaperMark.objects.in_city(make_city()).order_by('pk').first().paper_id}/"


def filing_url() -> str:
    """Return the address of the last filing."""
    from wenming.materials.models import Filing

    return f"{MATERIALS}filings/{Filing.objects.in_city(make_city()).order_by('-pk').first().pk}/"


def requirement_url(column: str, part: str) -> str:
    """Return the address of the first requirement, or of its clause."""
    from wenming.materials.models import Requirement

    key = Requirement.objects.in_city(make_city()).order_by("pk").values_list(column, flat=True).first()
    return f"{MATERIALS}{part}/{key}/"


def choose_a_reason(page: Page) -> None:
    """Choose why it goes back by its key."""
    page.keyboard.press("3")
    page.locator("[name=reason][value=no_figures]:checked").wait_for()


SIGHTS = (
    Sight("materials-mine-empty", MATERIALS, LIAISON),
    Sight("material-file", lambda: item_url("file/", state="assigned", requirement__kind="picture")),
    Sight("material-returned", lambda: item_url(state="returned")),
    Sight("materials-items", f"{MATERIALS}items/"),
    Sight("materials-desk", f"{MATERIALS}desk/", act=choose_a_reason),
    Sight("materials-calendar", f"{MATERIALS}calendar/", LEADER),
    Sight("materials-clause", lambda: requirement_url("node", "clauses")),
    Sight("materials-requirements", f"{MATERIALS}requirements/"),
    Sight("materials-requirement", lambda: requirement_url("pk", "requirements")),
    Sight("materials-paper", paper_url),
    Sight("materials-filings", f"{MATERIALS}filings/"),
    Sight("materials-filing-new", f"{MATERIALS}filings/new/"),
    Sight("materials-filing", filing_url),
    Sight("materials-filing-changes", lambda: f"{filing_url()}changes/"),
    Sight("materials-archive", f"{MATERIALS}filings/archive/"),
)
