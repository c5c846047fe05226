"""Addresses of one issue, of leaders' notes and of checks at like sites."""

from __future__ import annotations

from wenming.config.commands.doors.shape import OFFICE, RESULTS, UNITS, Door, act, circle, form, page
from wenming.organisations.enums import Role

SEERS = UNITS | circle(Role.OFFICE, Role.LEADER, Role.SUPERVISOR, Role.AUDITOR, Role.GROUP_HEAD)
"""Who sees the issue of the example: those for the whole city, those in whose area it lies, the unit that disposes of it."""
NOTES = SEERS - circle(Role.GROUP_HEAD)
CHECKERS = circle(Role.OFFICE, Role.SUPERVISOR)
LIAISON = circle(Role.LIAISON)
LOOKERS = RESULTS | circle(Role.GROUP_HEAD, Role.INSPECTOR, Role.FIRM)
"""Who is sent to look back, and who reads what was found."""

ISSUES_CASE: dict[str, Door] = {
    "issues:notes": page(NOTES),
    "issues:note_instruct": form(OFFICE, pk="leader_note"),
    "issues:note_assign": form(OFFICE, pk="leader_note"),
    "issues:note_answer": form(OFFICE | LIAISON, pk="leader_note"),
    "issues:sweeps": page(SEERS),
    "issues:sweep_limits": form(OFFICE),
    "issues:sweep": page(SEERS - UNITS | LIAISON, pk="sweep"),
    "issues:sweep_answer": form(OFFICE | LIAISON, pk="sweep_site"),
    "issues:look_backs": page(LOOKERS),
    "issues:look_back_settings": form(CHECKERS),
    "issues:look_back": form(circle(Role.INSPECTOR), pk="look_back"),
    "issues:look_back_pass": act(circle(Role.INSPECTOR), pk="look_back"),
    "issues:look_back_choose": act(CHECKERS, number="issue"),
    "issues:recurrence": page(RESULTS),
    "issues:recurrence_export": page(RESULTS),
    "issues:issue": page(SEERS, number="issue"),
    "issues:trail": page(RESULTS, number="issue"),
    "issues:due": page(SEERS, "amount=4&unit_of_limit=work_hour", number="issue"),
    "issues:note_new": form(OFFICE, number="issue"),
    "issues:sweep_new": form(OFFICE, number="issue"),
    "issues:answer": form(OFFICE | LIAISON, number="issue"),
    "issues:cannot": form(LIAISON, number="issue"),
    "issues:act": form(CHECKERS, number="issue", action="remind"),
}
