"""Addresses of the ledger of issues, of the own work, and of the photos of issues."""

from __future__ import annotations

from wenming.config.commands.doors.shape import ISSUES, Door, page, vague

ISSUES_LEDGER: dict[str, Door] = {
    "issues:photo": vague(page(ISSUES, pk="issue_photo", size="small")),
}
