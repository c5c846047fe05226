"""Draws and burden: sealed, revealed and refused; a week against its budget."""

from __future__ import annotations

from typing import Any

from tests.browser.sights.sight import Sight
from tests.people import ELSEWHERE, HOME, STRANGER


def draw_of(state: str) -> str:
    """Return the page of the demo's draw in this state."""
    from tests.people import make_city
    from wenming.draws.models import Draw

    return f"/{HOME}/draws/{Draw.objects.in_city(make_city()).filter(state=state, purpose__in=('round', 'other')).first().pk}/"


def burdened() -> str:
    """Return the page of the community that is nearly full."""
    from tests.people import make_city
    from wenming.burden.models import RefusedAsk

    row: Any = RefusedAsk.objects.in_city(make_city()).filter(reason="over_budget").order_by("pk").first()
    return f"/{HOME}/burden/units/{row.unit_id}/"


SIGHTS = (
    Sight("draws", f"/{HOME}/draws/"),
    Sight("draws-empty", f"/{ELSEWHERE}/draws/", STRANGER),
    Sight("draw-sealed", lambda: draw_of("sealed")),
    Sight("draw-revealed", lambda: draw_of("revealed")),
    Sight("draw-new", f"/{HOME}/draws/new/"),
    Sight("draw-plan", f"/{HOME}/draws/plan/?points=5"),
    Sight("burden", f"/{HOME}/burden/"),
    Sight("burden-unit", burdened),
    Sight("burden-limits", f"/{HOME}/burden/limits/"),
    Sight("burden-new", f"/{HOME}/burden/new/"),
)
