"""Addresses of the ledger of issues, of the own work, and of the photos of issues."""

from __future__ import annotations

from wenming.config.commands.doors.shape import AREA, DOERS, ISSUES, Door, act, circle, form, page, vague
from wenming.organisations.enums import Role

REMINDERS = AREA | circle(Role.SUPERVISOR)

ISSUES_LEDGER: dict[str, Door] = {
    "issues:issues": page(ISSUES),
    "issues:map": page(ISSUES),
    "issues:filters": page(ISSUES),
    "issues:view_save": act(ISSUES & DOERS),
    "issues:view_drop": vague(act(ISSUES & DOERS, pk="issue_view")),
    "issues:preview": vague(page(ISSUES, pk="issue_key")),
    "issues:batch": vague(act(AREA)),
    "issues:batch_undo": vague(act(AREA)),
    "issues:remind": form(REMINDERS),
    "issues:mine": page(ISSUES),
    "issues:triage": form(AREA),
    "issues:photo": vague(page(ISSUES, pk="issue_photo", size="small")),
}
