"""Addresses by which issues come in: from a phone, at a desk, out of a chat."""

from __future__ import annotations

from wenming.config.commands.doors.shape import AREA, DOERS, ISSUES, Door, act, form, page, vague

REPORTERS = ISSUES & DOERS
ISSUES_INTAKE: dict[str, Door] = {
    "issues:report": form(REPORTERS),
    "issues:report_beside": page(REPORTERS),
    "issues:report_places": page(REPORTERS),
    "issues:reported": vague(form(REPORTERS, number="issue_reported")),
    "issues:new": form(AREA),
    "issues:new_beside": page(AREA),
    "issues:paste": form(AREA),
    # what somebody pasted is nobody else's
    "issues:drafts": vague(page(AREA, pk="issue_paste")),
    "issues:drafts_take": vague(act(AREA, pk="issue_paste")),
    "issues:drafts_photos": vague(act(AREA, pk="issue_paste")),
    "issues:drafts_line": vague(act(AREA, pk="issue_paste")),
    "issues:draft": vague(act(AREA, pk="issue_draft")),
    "issues:draft_same": vague(act(AREA, pk="issue_draft")),
    "issues:draft_photo": vague(page(AREA, pk="draft_photo")),
    "issues:draft_photo_put": vague(act(AREA, pk="draft_photo")),
}
