"""A chosen unit on the page of those who may see it."""

from __future__ import annotations

from typing import Any

from django.utils import formats

from wenming.draws.enums import ReplacementReason, UnitState
from wenming.draws.models import DrawnUnit
from wenming.engine.sampling import share_of

PILLS = {
    str(UnitState.CHOSEN): ("ok", "check"),
    str(UnitState.RESERVE): ("", "dash"),
    str(UnitState.REPLACED): ("", "back"),
}


def unit_row(unit: DrawnUnit) -> dict[str, Any]:
    """Return a unit with its ticket, for people to look at, and what became of it."""
    tone, shape = PILLS[unit.state]
    day = formats.date_format(unit.assigned_on, "SHORT_DATE_FORMAT") if unit.assigned_on else ""
    return {
        "key": unit.key,
        "stratum": unit.stratum,
        "order": unit.order,
        "share": f"{share_of(unit.ticket):.6f}",
        "ticket": unit.ticket,
        "state": {"label": str(UnitState(unit.state).label), "tone": tone, "shape": shape},
        "replaces": unit.replaces.key if unit.replaces else "",
        "reason": str(ReplacementReason(unit.reason).label) if unit.reason else "",
        "assignee": f"{unit.assignee.name} {day}" if unit.assignee else "",
        "chosen": unit.state == UnitState.CHOSEN,
    }
