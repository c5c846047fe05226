"""Every write of issues. Each one locks its issue first and asks again whether state and person still allow it."""

from wenming.issues.actions.answering import answer_issue, reopen_issue, self_handle_issue, verify_issue
from wenming.issues.actions.dispatching import (
    arbitrate_issue,
    dispatch_issue,
    dispute_issue,
    forward_issue,
    invite_units,
    remind_unit,
    return_issue,
)
from wenming.issues.actions.drafts import (
    add_draft_photos,
    change_draft,
    draft_line,
    drop_draft,
    move_photo,
    paste_chat,
    restore_draft,
    take_draft,
)
from wenming.issues.actions.entering import Entry, Onward, enter_issue
from wenming.issues.actions.joining import join_issue, part_issue, split_issue
from wenming.issues.actions.reporting import (
    Report,
    accept_issue,
    correct_issue,
    file_issue,
    report_issue,
    restore_issue,
    void_issue,
)
from wenming.issues.actions.requests import ask_for, extend_issue, refuse_request, resume_issue, suspend_issue
from wenming.issues.actions.steps import NotPossibleError

__all__ = [
    "Entry",
    "NotPossibleError",
    "Onward",
    "Report",
    "accept_issue",
    "add_draft_photos",
    "answer_issue",
    "arbitrate_issue",
    "ask_for",
    "change_draft",
    "correct_issue",
    "dispatch_issue",
    "dispute_issue",
    "draft_line",
    "drop_draft",
    "enter_issue",
    "extend_issue",
    "file_issue",
    "forward_issue",
    "invite_units",
    "join_issue",
    "move_photo",
    "part_issue",
    "paste_chat",
    "refuse_request",
    "remind_unit",
    "reopen_issue",
    "report_issue",
    "restore_draft",
    "restore_issue",
    "resume_issue",
    "return_issue",
    "self_handle_issue",
    "split_issue",
    "suspend_issue",
    "take_draft",
    "verify_issue",
    "void_issue",
]  # fmt: skip
