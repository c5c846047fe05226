"""Field rounds: listed, planned, watched by who plans them, and over."""

from __future__ import annotations

from tests.browser.sights.sight import Sight
from tests.people import ELSEWHERE, HOME, STRANGER, Person

PLANNER = Person(f"du@{HOME}", "杜清和", "supervisor")
"""The demo's supervisor, who alone sees where somebody goes."""
BASE = f"/{HOME}/rounds/field/"


def page_of(state: str, page: str = "") -> str:
    """Return a page of the demo's field round in this state."""
    from tests.people import make_city
    from wenming.inspections.models import FieldRound

    return f"{BASE}{FieldRound.objects.in_city(make_city()).filter(state=state).first().pk}/{page}"


def disputed() -> str:
    """Return the page of a visit with a conflict."""
    from tests.people import make_city
    from wenming.inspections.models import Answer

    answer = Answer.objects.in_city(make_city()).filter(device="demo-2", visit__field_round__state="running").first()
    return f"{BASE}{answer.visit.field_round_id}/visits/{answer.visit_id}/"


SIGHTS = (
    Sight("field-rounds", BASE),
    Sight("field-rounds-empty", f"/{ELSEWHERE}/rounds/field/", STRANGER),
    Sight("field-new", f"{BASE}new/"),
    Sight("field-round", lambda: page_of("running"), PLANNER),
    Sight("field-plan", lambda: page_of("running", "plan/"), PLANNER),
    Sight("field-visits", lambda: page_of("running", "visits/?state=planned"), PLANNER),
    Sight("field-visit", disputed, PLANNER),
    Sight("field-calendar", lambda: page_of("running", "calendar/"), PLANNER),
    Sight("field-findings", lambda: page_of("written", "findings/")),
)
