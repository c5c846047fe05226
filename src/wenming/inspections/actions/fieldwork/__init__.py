"""Every write of field work, by those who plan it and by those who walk."""

from wenming.inspections.actions.fieldwork.assigning import assign_visits, spread_visits
from wenming.inspections.actions.fieldwork.changing import close_visit, replace_site, settle_conflict
from wenming.inspections.actions.fieldwork.files import DigestError, complete_file, keep_pictures, sweep_field_parts
from wenming.inspections.actions.fieldwork.opening import open_finding, open_findings
from wenming.inspections.actions.fieldwork.planning import (
    Plan,
    change_field_round,
    choose_sites,
    create_field_round,
    set_days,
)
from wenming.inspections.actions.fieldwork.receiving import Outcome, receive_records
from wenming.inspections.actions.fieldwork.running import end_field_round, start_field_round, void_field_round
from wenming.inspections.actions.fieldwork.steps import FieldRefusedError
from wenming.inspections.actions.fieldwork.teams import add_member, add_team, remove_member, remove_team
from wenming.inspections.actions.fieldwork.writing import write_field_round

__all__ = [
    "DigestError", "FieldRefusedError", "Outcome", "Plan", "add_member", "add_team", "assign_visits", "change_field_round", "choose_sites",
    "close_visit", "complete_file", "create_field_round", "end_field_round", "keep_pictures", "open_finding", "open_findings", "receive_records",
    "remove_member", "remove_team", "replace_site", "set_days", "settle_conflict", "spread_visits", "start_field_round", "sweep_field_parts",
    "void_field_round", "write_field_round",
]  # fmt: skip
