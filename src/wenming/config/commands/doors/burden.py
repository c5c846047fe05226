"""Addresses of burden, in the order of their urls.py."""

from __future__ import annotations

from wenming.config.commands.doors.shape import OFFICE, RESULTS, UNITS, Door, act, circle, form, page, vague
from wenming.organisations.enums import Role

SEERS = RESULTS | UNITS | circle(Role.GROUP_HEAD)
ASKERS = circle(Role.OFFICE, Role.SUPERVISOR, Role.GROUP_HEAD, Role.DISTRICT_OFFICE, Role.STREET_OFFICE)

BURDEN: dict[str, Door] = {
    "workbench:burden_export": page(SEERS),
    "burden:burden": page(SEERS),
    "burden:ask_new": form(ASKERS),
    "burden:withdraw": vague(act(OFFICE, pk="ask")),
    "burden:unit": vague(page(SEERS, pk="burdened")),
    "burden:limits": page(SEERS),
    "burden:estimates": form(OFFICE),
    "burden:limit": form(OFFICE, kind="department"),
}
