"""Addresses of materials, in the order of their urls.py."""

from __future__ import annotations

from wenming.config.commands.doors.shape import OFFICE, RESULTS, UNITS, Door, act, circle, form, page, vague
from wenming.organisations.enums import Role

READERS = circle(Role.OFFICE, Role.SUPERVISOR, Role.AUDITOR)
SEERS = READERS | UNITS
HANDLERS = OFFICE | UNITS
COUNTED = RESULTS | UNITS

MATERIALS: dict[str, Door] = {
    "materials:mine": page(COUNTED),
    "materials:items": page(SEERS),
    "materials:items_export": page(SEERS),
    "materials:item": vague(page(SEERS, pk="material_item")),
    "materials:file": vague(form(HANDLERS, pk="material_item")),
    "materials:act": vague(act(HANDLERS, pk="material_item")),
    "materials:paper": vague(page(SEERS, pk="material_paper")),
    "materials:paper_file": vague(page(SEERS, pk="material_paper")),
    "materials:paper_page": vague(page(SEERS, pk="material_paper", page="first")),
    "materials:mark": vague(act(HANDLERS, pk="material_paper")),
    "materials:mark_remove": vague(act(HANDLERS, pk="material_mark")),
    "materials:desk": form(OFFICE),
    "materials:calendar": page(COUNTED),
    "materials:calendar_export": page(COUNTED),
    "materials:clause": page(COUNTED, pk="material_clause"),
    "materials:requirements": page(COUNTED),
    "materials:requirement_new": form(OFFICE),
    "materials:proposals": form(OFFICE),
    "materials:requirements_import": form(OFFICE),
    "materials:requirements_export": page(COUNTED),
    "materials:requirements_template": page(OFFICE),
    "materials:requirement": form(OFFICE, pk="requirement"),
    "materials:requirement_end": act(OFFICE, pk="requirement"),
    "materials:programmes": page(COUNTED),
    "materials:programme_new": form(OFFICE),
    "materials:creation_mine": page(UNITS),
    "materials:programme": page(COUNTED, pk="programme"),
    "materials:programme_edit": form(OFFICE, pk="programme"),
    "materials:programme_end": act(OFFICE, pk="programme"),
    "materials:apply": form(HANDLERS, pk="programme"),
    "materials:notice_sheet": page(OFFICE, pk="programme"),
    "materials:application": vague(page(COUNTED, pk="application")),
    "materials:application_act": vague(act(HANDLERS, pk="application")),
    "materials:application_check": form(OFFICE, pk="application"),
    "materials:objection_settle": act(OFFICE, pk="objection"),
    "materials:unit_titles": page(COUNTED),
    "materials:unit_titles_export": page(COUNTED),
    "materials:unit_titles_import": form(OFFICE),
    "materials:unit_titles_template": page(OFFICE),
    "materials:unit_title": page(COUNTED, pk="unit_title"),
    "materials:unit_title_act": vague(act(OFFICE, pk="unit_title")),
}
