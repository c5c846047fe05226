"""Addresses of field rounds, in the order of their urls.py.

The examples are the demo's: one that runs and is planned by the supervisor, whom alone it tells where somebody goes; and one that is over.
"""

from __future__ import annotations

from wenming.config.commands.doors.shape import RESULTS, Door, act, circle, form, page, vague
from wenming.organisations.enums import Role

PLANNERS = circle(Role.OFFICE, Role.SUPERVISOR)
KEEPER = circle(Role.SUPERVISOR)
AFTER = circle(Role.OFFICE, Role.SUPERVISOR, Role.AUDITOR)
RUNS, OVER = "field_running", "field_over"

FIELDWORK: dict[str, Door] = {
    "inspections:field_rounds": page(RESULTS),
    "inspections:field_new": form(PLANNERS),
    "inspections:field_round": page(RESULTS, pk=RUNS),
    "inspections:field_plan": page(KEEPER, pk=RUNS),
    "inspections:field_change": form(KEEPER, pk=RUNS),
    "inspections:field_days": act(KEEPER, pk=RUNS),
    "inspections:field_team": act(KEEPER, pk=RUNS),
    "inspections:field_team_remove": act(KEEPER, pk=RUNS, team="field_team"),
    "inspections:field_member": act(KEEPER, pk=RUNS),
    "inspections:field_member_remove": act(KEEPER, pk=RUNS, member="field_member"),
    "inspections:field_spread": act(KEEPER, pk=RUNS),
    "inspections:field_start": act(KEEPER, pk=RUNS),
    "inspections:field_sites": form(KEEPER, pk=RUNS),
    "inspections:field_visits": page(AFTER, pk=OVER),
    "inspections:field_visits_export": page(AFTER, pk=OVER),
    "inspections:field_assign": act(KEEPER, pk=RUNS),
    "inspections:field_visit": page(AFTER, pk=OVER, visit="field_visit_over"),
    "inspections:field_replace": form(KEEPER, pk=RUNS, visit="field_visit"),
    "inspections:field_close": form(KEEPER, pk=RUNS, visit="field_visit"),
    "inspections:field_settle": vague(act(KEEPER, pk=RUNS, visit="field_visit")),
    "inspections:field_calendar": page(AFTER, pk=OVER),
    "inspections:field_findings": page(AFTER, pk=OVER),
    "inspections:field_conflicts": page(AFTER, pk=OVER),
    "inspections:field_end": act(KEEPER, pk=RUNS),
    "inspections:field_void": form(KEEPER, pk=RUNS),
    "inspections:field_write": form(PLANNERS, pk=OVER),
    "inspections:field_routes": page(KEEPER, pk=RUNS),
    "inspections:route_new": form(KEEPER, pk=RUNS),
    "inspections:route_export": page(KEEPER, pk=RUNS),
    "inspections:route_plan": page(KEEPER, pk=RUNS, plan="route_plan"),
    "inspections:route_apply": act(KEEPER, pk=RUNS, plan="route_plan"),
    "inspections:route_drop": act(KEEPER, pk=RUNS, plan="route_plan"),
    "inspections:route_pin": act(KEEPER, pk=RUNS, visit="field_visit"),
    "inspections:route_move": form(KEEPER, pk=RUNS, visit="field_visit"),
    "inspections:route_sheet": page(KEEPER | circle(Role.INSPECTOR), pk=RUNS, member="field_member", on="today"),
}
