"""Addresses of field rounds: how far one can be trusted, and its paper forms. The example is a round that is over."""

from __future__ import annotations

from wenming.config.commands.doors.shape import Door, act, circle, form, page
from wenming.organisations.enums import Role

CHECKERS = circle(Role.OFFICE, Role.SUPERVISOR, Role.AUDITOR)
PRINTERS = circle(Role.OFFICE, Role.AUDITOR)
TYPISTS = circle(Role.OFFICE, Role.INSPECTOR)
"""The office, and whoever was there: of the example the inspector."""
_ROUND = "field_round_over"

FIELD_QUALITY: dict[str, Door] = {
    "inspections:field_paper_blank": page(circle(Role.OFFICE, Role.SUPERVISOR)),
    "inspections:field_paper": page(PRINTERS | TYPISTS, pk=_ROUND),
    "inspections:field_paper_forms": page(PRINTERS, pk=_ROUND),
    "inspections:field_paper_ledger": page(PRINTERS, pk=_ROUND, kind="xlsx"),
    "inspections:field_paper_entry": form(TYPISTS, pk=_ROUND, number="first"),
    "inspections:field_paper_reading": act(TYPISTS, pk=_ROUND, number="first"),
    "inspections:field_quality": page(CHECKERS, pk=_ROUND),
    "inspections:field_quality_export": page(CHECKERS, pk=_ROUND),
}
