"""Addresses of supervision."""

from __future__ import annotations

from wenming.config.commands.doors.shape import OFFICE, RESULTS, UNITS, Door, act, circle, form, page
from wenming.organisations.enums import Role

SUPERVISES = circle(Role.OFFICE, Role.SUPERVISOR)
LIAISON, STREET = circle(Role.LIAISON), circle(Role.STREET_OFFICE)
"""Of the examples the issue is the liaison's unit's, the appeal a street's."""
SEERS = RESULTS | UNITS

SUPERVISION: dict[str, Door] = {
    "supervision:lists": page(SEERS),
    "supervision:list_compute": act(SUPERVISES),
    "supervision:list": page(RESULTS, pk="list_run"),
    "supervision:list_approve": act(SUPERVISES | circle(Role.LEADER), pk="list_run"),
    "supervision:list_again": act(SUPERVISES, pk="list_run"),
    "supervision:list_export": page(RESULTS, pk="list_run", kind="xlsx"),
    "supervision:rules": form(RESULTS, OFFICE),
    "supervision:rule": page(RESULTS, pk="list_rule"),
    "supervision:rule_draft": act(OFFICE, pk="list_rule"),
    "supervision:rule_retire": act(OFFICE, pk="list_rule"),
    "supervision:version": form(OFFICE, pk="list_draft"),
    "supervision:version_force": act(OFFICE, pk="list_draft"),
    "supervision:suggestions": page(RESULTS),
    "supervision:suggestion_take": form(SUPERVISES, pk="suggestion"),
    "supervision:suggestion_decline": form(SUPERVISES, pk="suggestion"),
    "supervision:decisions": page(SEERS),
    "supervision:decisions_export": page(SEERS),
    "supervision:decision_new": form(SUPERVISES),
    "supervision:decision_withdraw": form(SUPERVISES, pk="decision"),
    "supervision:appeals": page(SEERS),
    "supervision:appeal_choose": page(UNITS),
    "supervision:appeal_issue": form(LIAISON, number="issue"),
    "supervision:appeal_row": form(STREET, pk="appeal_row"),
    "supervision:appeal_photo": page(RESULTS | STREET, pk="appeal_photo", size="small"),
    "supervision:appeal": page(RESULTS | STREET, pk="appeal"),
    "supervision:appeal_review": form(SUPERVISES, pk="appeal"),
    "supervision:appeal_withdraw": act(STREET, pk="appeal"),
    "supervision:settings": form(OFFICE),
    "supervision:kind_new": form(OFFICE),
    "supervision:kind": form(OFFICE, pk="decision_kind"),
}
