"""Papers made out of issues: the list, the weekly bulletin, one of each look, its words, its number."""

from __future__ import annotations

from tests.browser.sights.sight import Sight
from tests.people import ELSEWHERE, HOME, LEADER, STRANGER, make_city

PAPERS = f"/{HOME}/issues/papers/"


def paper_url(kind: str, step: str = "") -> str:
    """Return the address of the paper of a kind."""
    from wenming.issues.models import IssuePaper

    return f"{PAPERS}{IssuePaper.objects.in_city(make_city()).filter(kind=kind).order_by('pk').first().pk}/{step}"


SIGHTS = (
    Sight("papers", PAPERS),
    Sight("papers-empty", f"/{ELSEWHERE}/issues/papers/", STRANGER),
    Sight("weekly", f"{PAPERS}weekly/"),
    Sight("paper-new", f"{PAPERS}new/"),
    Sight("paper-bulletin", lambda: paper_url("bulletin")),
    Sight("paper-issued-leader", lambda: paper_url("supervision"), LEADER),
    Sight("paper-edit", lambda: paper_url("bulletin", "edit/")),
    Sight("paper-number", lambda: paper_url("bulletin", "number/")),
)
