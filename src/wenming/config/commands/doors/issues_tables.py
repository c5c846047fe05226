"""Addresses of tables of issues, in and out."""

from __future__ import annotations

from wenming.config.commands.doors.shape import ISSUES, OFFICE, Door, act, form, page, vague

ISSUES_TABLES: dict[str, Door] = {
    "issues:import": form(OFFICE),
    "issues:import_template": page(OFFICE),
    "issues:import_check": form(OFFICE, pk="ledger_import"),
    "issues:import_columns": form(OFFICE, pk="ledger_import"),
    "issues:import_preview": page(OFFICE, pk="ledger_import"),
    "issues:import_write": act(OFFICE, pk="ledger_import"),
    "issues:import_drop": act(OFFICE, pk="ledger_import"),
    "issues:import_reopen": act(OFFICE, pk="ledger_import"),
    "issues:import_keep": act(OFFICE, pk="ledger_import"),
    "issues:import_errors": page(OFFICE, pk="ledger_import"),
    "issues:import_original": page(OFFICE, pk="ledger_import"),
    "issues:export": page(ISSUES),
    "issues:export_workbook": page(ISSUES),
    "issues:export_text": page(ISSUES),
    "issues:export_table": page(ISSUES),
    "issues:export_picture": page(ISSUES),
    "issues:export_ask": act(ISSUES),
    # a person sees what he asked for himself
    "issues:export_wait": vague(page(ISSUES, pk="ledger_export")),
    "issues:export_file": vague(page(ISSUES, pk="ledger_export")),
}
