"""Addresses of materials, in the order of their urls.py."""

from __future__ import annotations

from wenming.config.commands.doors.shape import OFFICE, RESULTS, UNITS, Door, act, circle, form, page, vague
from wenming.organisations.enums import Role

READERS = circle(Role.OFFICE, Role.SUPERVISOR, Role.AUDITOR)
FILES = circle(Role.OFFICE, Role.AUDITOR)
GRADERS = circle(Role.OFFICE, Role.SUPERVISOR)
SEERS = READERS | UNITS
HANDLERS = OFFICE | UNITS
COUNTED = RESULTS | UNITS

MATERIALS: dict[str, Door] = {
    "materials:mine": page(COUNTED),
    "materials:items": page(SEERS),
    "materials:items_export": page(SEERS),
    "materials:item": vague(page(SEERS, pk="material_item")),
    "materials:file": vague(form(HANDLERS, pk="material_item")),
    "materials:caption": vague(form(HANDLERS, pk="material_item", paper="material_paper")),
    "materials:act": vague(act(HANDLERS, pk="material_item")),
    "materials:paper": vague(page(SEERS, pk="material_paper")),
    "materials:paper_file": vague(page(SEERS, pk="material_paper")),
    "materials:paper_page": vague(page(SEERS, pk="material_paper", page="first")),
    "materials:mark": vague(act(HANDLERS, pk="material_paper")),
    "materials:mark_remove": vague(act(HANDLERS, pk="material_mark")),
    "materials:batches": form(HANDLERS),
    "materials:batch": vague(page(HANDLERS, pk="material_batch")),
    "materials:batch_state": vague(page(HANDLERS, pk="material_batch")),
    "materials:batch_send": vague(act(HANDLERS, pk="material_batch")),
    "materials:batch_act": vague(act(HANDLERS, pk="material_batch")),
    "materials:batch_file": vague(page(HANDLERS, pk="material_batch_file")),
    "materials:desk": form(OFFICE),
    "materials:checks": page(READERS),
    "materials:check": page(READERS, pk="paper_check"),
    "materials:check_decide": act(OFFICE, pk="paper_check"),
    "materials:grades": page(READERS),
    "materials:grades_export": page(READERS),
    "materials:grade_desk": form(GRADERS),
    "materials:grade_sample": page(READERS),
    "materials:grade_draw": act(OFFICE),
    "materials:grade_rule": form(OFFICE),
    "materials:grade": page(READERS, pk="material_clause"),
    "materials:grade_settle": act(OFFICE, pk="material_clause"),
    "materials:calendar": page(COUNTED),
    "materials:calendar_export": page(COUNTED),
    "materials:clause": page(COUNTED, pk="material_clause"),
    "materials:filings": page(FILES),
    "materials:filing_new": form(OFFICE),
    "materials:archive": page(FILES),
    "materials:filing": page(FILES, pk="filing"),
    "materials:filing_changes": page(FILES, pk="filing"),
    "materials:filing_changes_export": page(FILES, pk="filing"),
    "materials:filing_check": act(OFFICE, pk="filing"),
    "materials:filing_close": act(OFFICE, pk="filing"),
    "materials:filing_part": page(FILES, pk="filing_part"),
    "materials:requirements": page(COUNTED),
    "materials:requirement_new": form(OFFICE),
    "materials:proposals": form(OFFICE),
    "materials:requirements_import": form(OFFICE),
    "materials:requirements_export": page(COUNTED),
    "materials:requirements_template": page(OFFICE),
    "materials:requirement": form(OFFICE, pk="requirement"),
    "materials:example": vague(form(COUNTED, OFFICE, pk="requirement")),
    "materials:requirement_end": act(OFFICE, pk="requirement"),
}
