"""Addresses of papers made out of issues."""

from __future__ import annotations

from wenming.config.commands.doors.shape import OFFICE, Door, act, circle, form, page, vague
from wenming.organisations.enums import Role

READERS = circle(Role.OFFICE, Role.LEADER, Role.SUPERVISOR, Role.AUDITOR, Role.GROUP_HEAD)
MAKERS = OFFICE | circle(Role.SUPERVISOR)

ISSUES_PAPERS: dict[str, Door] = {
    "issues:papers": page(READERS),
    "issues:weekly": form(MAKERS),
    "issues:paper_new": form(MAKERS),
    "issues:paper_make": act(MAKERS, kind="brief"),
    "issues:paper": page(READERS, pk="issue_paper"),
    "issues:paper_edit": form(MAKERS, pk="issue_paper"),
    "issues:paper_remake": act(MAKERS, pk="issue_paper"),
    "issues:paper_number": form(MAKERS, pk="issue_paper"),
    "issues:paper_scan": vague(page(READERS, pk="issue_paper")),
    "issues:paper_file": page(READERS, pk="issue_paper", version="first", ending="docx"),
    "issues:paper_page": page(READERS, pk="issue_paper", version="first", page="first"),
}
