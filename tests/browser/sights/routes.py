"""Routes of the demo's running field round: a day, the form, the adopted plan, a visit that is moved, the sheet that is carried along."""

from __future__ import annotations

from tests.browser.sights.fieldwork import PLANNER, page_of
from tests.browser.sights.sight import Sight
from tests.people import make_city


def plan() -> str:
    """Return the page of the adopted plan."""
    from wenming.inspections.models import RoutePlan

    return page_of("running", f"routes/plans/{RoutePlan.objects.in_city(make_city()).get().pk}/")


def planned(page: str) -> str:
    """Return a page of a visit that is still to be made, or of the sheet that it stands on."""
    from wenming.inspections.models import Visit

    rows = Visit.objects.in_city(make_city()).filter(field_round__state="running", state="planned", on__isnull=False)
    visit = rows.order_by("on", "order").first()
    return page_of("running", page.format(visit=visit.pk, member=visit.member_id, on=visit.on.isoformat()))


SIGHTS = (
    Sight("routes", lambda: page_of("running", "routes/"), PLANNER),
    Sight("route-new", lambda: page_of("running", "routes/new/"), PLANNER),
    Sight("route-plan", plan, PLANNER),
    Sight("route-move", lambda: planned("routes/visits/{visit}/move/"), PLANNER),
    Sight("route-sheet", lambda: planned("routes/sheets/{member}/{on}/"), PLANNER),
)
