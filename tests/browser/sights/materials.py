"""Materials: what a unit hands in, the desk, the calendar, what is asked for."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

from tests.browser.sights.sight import Sight
from tests.people import HOME, LEADER, LIAISON, STREET, make_city

MATERIALS = f"/{HOME}/materials/"


def item_url(step: str = "", **wanted: Any) -> str:
    """Return the address of an item under a condition."""
    from wenming.materials.models import MaterialItem

    return f"{MATERIALS}items/{MaterialItem.objects.in_city(make_city()).filter(**wanted).order_by('pk').first().pk}/{step}"


def paper_url() -> str:
    """Return the address of a paper with a red line."""
    from wenming.materials.models import PaperMark

    return f"{MATERIALS}papers/{PaperMark.objects.in_city(make_city()).order_by('pk').first().paper_id}/"


def check_url() -> str:
    """Return a report that is like another one."""
    from wenming.materials.models import PaperCheck

    found = PaperCheck.objects.in_city(make_city()).filter(kind="same_text").order_by("pk")[0]
    return f"{MATERIALS}checks/{found.pk}/"


def filing_url() -> str:
    """Return the address of the last filing."""
    from wenming.materials.models import Filing

    return f"{MATERIALS}filings/{Filing.objects.in_city(make_city()).order_by('-pk').first().pk}/"


def requirement_url(column: str, part: str) -> str:
    """Return the address of the first requirement, or of its clause."""
    from wenming.materials.models import Requirement

    key = Requirement.objects.in_city(make_city()).order_by("pk").values_list(column, flat=True).first()
    return f"{MATERIALS}{part}/{key}/"


def batch_url(shown: str) -> str:
    """Return the address of a batch with some of its files."""
    from wenming.materials.models import PaperBatch

    return f"{MATERIALS}batches/{PaperBatch.objects.in_city(make_city()).order_by('pk').first().pk}/?show={shown}"


def caption_url() -> str:
    """Return the address where what is said of a picture is put right."""
    from wenming.materials.models import VersionPaper

    rows = VersionPaper.objects.in_city(make_city()).filter(
        version__item__state="submitted", paper__kind="picture", version__reviews=None
    )
    one = rows.order_by("pk").first()
    return f"{MATERIALS}items/{one.version.item_id}/papers/{one.paper_id}/"


def creation_url(model: str, part: str, step: str = "", **wanted: Any) -> str:
    """Return the address of a programme, an application or a title under a condition."""
    from wenming.materials import models

    rows = getattr(models, model).objects.in_city(make_city()).filter(**wanted)
    return f"{MATERIALS}{part}/{rows.order_by('pk').first().pk}/{step}"


def choose_a_reason(page: Page) -> None:
    """Choose why it goes back by its key."""
    page.keyboard.press("3")
    page.locator("[name=reason][value=no_figures]:checked").wait_for()


SIGHTS = (
    Sight("materials-mine-empty", MATERIALS, LIAISON),
    Sight("material-file", lambda: item_url("file/", state="assigned", requirement__kind="picture")),
    Sight("material-returned", lambda: item_url(state="returned")),
    Sight("material-caption", caption_url),
    Sight("materials-batches", f"{MATERIALS}batches/"),
    Sight("materials-batch", lambda: batch_url("todo")),
    Sight("materials-batch-faults", lambda: batch_url("fault")),
    Sight("materials-items", f"{MATERIALS}items/"),
    Sight("materials-desk", f"{MATERIALS}desk/", act=choose_a_reason),
    Sight("materials-checks", f"{MATERIALS}checks/?state=all"),
    Sight("materials-check", check_url),
    Sight("materials-calendar", f"{MATERIALS}calendar/", LEADER),
    Sight("materials-clause", lambda: requirement_url("node", "clauses")),
    Sight("materials-requirements", f"{MATERIALS}requirements/"),
    Sight("materials-requirement", lambda: requirement_url("pk", "requirements")),
    Sight("materials-paper", paper_url),
    Sight("materials-grades", f"{MATERIALS}grades/"),
    Sight("materials-grade-desk", f"{MATERIALS}grades/desk/"),
    Sight("materials-second-look", f"{MATERIALS}grades/second/"),
    Sight("year", f"/{HOME}/scores/year/"),
    Sight("creation-programmes", f"{MATERIALS}creation/"),
    Sight("creation-programme", lambda: creation_url("Programme", "creation", kind="community")),
    Sight(
        "creation-application", lambda: creation_url("Application", "applications", state="noticed", objections__gt=0)
    ),
    Sight("creation-check", lambda: creation_url("Application", "applications", "check/", state="noticed")),
    Sight("creation-titles", f"{MATERIALS}titles/?standing=all", LEADER),
    Sight("creation-title", lambda: creation_url("UnitTitle", "titles", status="warned")),
    Sight("creation-mine", f"{MATERIALS}creation/mine/", STREET),
    Sight("materials-filings", f"{MATERIALS}filings/"),
    Sight("materials-filing-new", f"{MATERIALS}filings/new/"),
    Sight("materials-filing", filing_url),
    Sight("materials-filing-changes", lambda: f"{filing_url()}changes/"),
    Sight("materials-archive", f"{MATERIALS}filings/archive/"),
)
