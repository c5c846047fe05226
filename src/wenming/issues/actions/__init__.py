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
from wenming.issues.actions.rows import Outcome, each
from wenming.issues.actions.saved_views import drop_view, save_view
from wenming.issues.actions.steps import NotPossibleError
from wenming.issues.actions.triage import file_now, take_to_desk, take_to_unit

__all__ = [
    "NotPossibleError", "Outcome", "Report", "accept_issue", "answer_issue", "arbitrate_issue", "ask_for", "correct_issue", "dispatch_issue", "dispute_issue",
    "drop_view", "each", "extend_issue", "file_issue", "file_now", "forward_issue", "invite_units", "join_issue", "part_issue", "refuse_request", "remind_unit",
    "reopen_issue", "report_issue", "restore_issue", "resume_issue", "return_issue", "save_view", "self_handle_issue", "split_issue",
    "suspend_issue", "take_to_desk", "take_to_unit", "verify_issue", "void_issue",
]  # fmt: skip
