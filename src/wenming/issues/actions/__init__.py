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
from wenming.issues.actions.notes import answer_note, assign_note, instruct_note, propose_note
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
from wenming.issues.actions.sweeps import (
    OverBudgetError,
    Plan,
    answer_sweep_site,
    open_sweep,
    set_sweep_limits,
)

__all__ = [
    "NotPossibleError", "OverBudgetError", "Plan", "Report", "accept_issue", "answer_issue", "answer_note", "answer_sweep_site",
    "arbitrate_issue", "ask_for", "assign_note", "correct_issue", "dispatch_issue", "dispute_issue", "extend_issue", "file_issue",
    "forward_issue", "instruct_note", "invite_units", "join_issue", "open_sweep", "part_issue", "propose_note", "refuse_request",
    "remind_unit", "reopen_issue", "report_issue", "restore_issue", "resume_issue", "return_issue", "self_handle_issue",
    "set_sweep_limits", "split_issue", "suspend_issue", "verify_issue", "void_issue",
]  # fmt: skip
