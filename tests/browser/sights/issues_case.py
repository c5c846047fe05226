"""One issue, its forms, the unit's phone, leaders' notes, checks at like sites."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

from tests.browser.sights.sight import Sight, send_empty
from tests.people import HOME, OFFICER, SUPERVISOR


def number_of(**facts: Any) -> str:
    """Return the number of the first issue of the town with these facts, those with most photos first."""
    from django.db.models import Count

    from tests.people import make_city
    from wenming.issues.models import Issue

    rows = Issue.objects.in_city(make_city()).filter(**facts).annotate(seen=Count("photos")).order_by("-seen", "pk")
    return str(rows.values_list("number", flat=True)[0])


def page_of(action: str = "", **facts: Any) -> str:
    """Return the address of a page about such an issue."""
    return f"/{HOME}/issues/{number_of(**facts)}/{action}"


def key_of(model: str, **facts: Any) -> int:
    """Return the key of the first record of a model of issues."""
    from django.apps import apps

    from tests.people import make_city

    return int(apps.get_model("issues", model).objects.in_city(make_city()).filter(**facts).order_by("pk")[0].pk)


def unfold(page: Page) -> None:
    """Open the table beside the limit."""
    page.locator(".case-more summary").click()


SIGHTS = (
    Sight("issue", lambda: page_of(state="closed"), OFFICER, unfold),
    Sight("issue-dispatched", lambda: page_of(state="dispatched", notes__isnull=False)),
    Sight("issue-trail", lambda: page_of("trail/", state="closed"), SUPERVISOR),
    Sight("issue-dispatch", lambda: page_of("dispatch/", state="filed")),
    Sight("issue-file", lambda: page_of("file/", state="accepted")),
    Sight("issue-join", lambda: page_of("join/", state="reported")),
    Sight("issue-rework", lambda: page_of("rework/", state="answered"), SUPERVISOR),
    Sight("issue-answer", lambda: page_of("answer/", state="dispatched"), OFFICER, send_empty),
    Sight("notes", f"/{HOME}/issues/notes/"),
    Sight("note-answer", lambda: f"/{HOME}/issues/notes/{key_of('LeaderNote', state='assigned')}/answer/"),
    Sight("sweeps", f"/{HOME}/issues/sweeps/"),
    Sight("sweep", lambda: f"/{HOME}/issues/sweeps/{key_of('Sweep')}/"),
    Sight("sweep-new", lambda: page_of("sweep/", state="dispatched")),
    Sight("sweep-answer", lambda: f"/{HOME}/issues/sweeps/sites/{key_of('SweepSite', answer='')}/"),
)
