"""Addresses of draws, in the order of their urls.py."""

from __future__ import annotations

from wenming.config.commands.doors.shape import OFFICE, RESULTS, Door, act, circle, form, page, vague
from wenming.organisations.enums import Role

SEALERS = circle(Role.OFFICE, Role.SUPERVISOR)

DRAWS: dict[str, Door] = {
    "workbench:draw_new": form(SEALERS),
    "workbench:draw_plan": page(SEALERS),
    "workbench:draw_plan_export": page(SEALERS),
    "workbench:draw_protocol": page(RESULTS, pk="draw", kind="docx"),
    "draws:draws": page(RESULTS),
    "draws:draw": page(RESULTS, pk="draw"),
    # the example is a draw of the system, which the office sets going and whose outcome nobody sees
    "draws:words": form(OFFICE, pk="draw"),
    "draws:lots": act(OFFICE, pk="draw"),
    "draws:replace": vague(form(OFFICE, pk="draw")),
    # the system's own draw has no keeper who could hand it over
    "draws:keeper": vague(form(OFFICE, pk="draw")),
    "draws:reveal": act(OFFICE, pk="draw"),
    "draws:void": form(OFFICE, pk="draw"),
    "draws:bundle": page(RESULTS, pk="draw_over"),
}
