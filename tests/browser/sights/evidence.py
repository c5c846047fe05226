"""Photos as proof: what needs a second look, one finding with both photos."""

from __future__ import annotations

from tests.browser.sights.sight import Sight
from tests.people import HOME, SUPERVISOR


def finding() -> str:
    """Return the address of the first finding about two photos that share features."""
    from tests.people import make_city
    from wenming.evidence.models import Finding

    rows = Finding.objects.in_city(make_city()).filter(inliers__gt=0).exclude(kind="same_scene")
    return f"/{HOME}/evidence/{rows.order_by('pk')[0].pk}/"


def questioned() -> str:
    """Return the address of an issue whose photo needs a second look."""
    from tests.people import make_city
    from wenming.evidence.models import Finding

    rows = Finding.objects.in_city(make_city()).exclude(kind="same_scene").order_by("pk")
    return f"/{HOME}/issues/{rows[0].evidence.matter}/"


SIGHTS = (
    Sight("evidence", f"/{HOME}/evidence/", SUPERVISOR),
    Sight("evidence-weights", f"/{HOME}/evidence/weights/", SUPERVISOR),
    Sight("evidence-none", f"/{HOME}/evidence/?state=explained", SUPERVISOR),
    Sight("evidence-finding", finding, SUPERVISOR),
    Sight("evidence-issue", questioned, SUPERVISOR),
)
