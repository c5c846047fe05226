"""Every write of issues. Each one locks its issue first and asks again whether state and person still allow it."""

from wenming.issues.actions.amending import amend_in_time, amend_unit, strike_issue
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
from wenming.issues.actions.lookbacks import answer_look_back, choose_look_back, pass_on_look_back, set_look_backs
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
from wenming.issues.actions.retiming import retime_issue
from wenming.issues.actions.rows import Outcome, each
from wenming.issues.actions.saved_views import drop_view, save_view
from wenming.issues.actions.steps import NotPossibleError
from wenming.issues.actions.sweeps import Plan, TooManySitesError, answer_sweep_site, open_sweep, set_sweep_limits
from wenming.issues.actions.triage import file_now, take_to_desk, take_to_unit

__all__ = [
    "Entry",
    "NotPossibleError",
    "Onward",
    "Outcome",
    "Plan",
    "Report",
    "TooManySitesError",
    "accept_issue",
    "add_draft_photos",
    "amend_in_time",
    "amend_unit",
    "answer_issue",
    "answer_look_back",
    "answer_note",
    "answer_sweep_site",
    "arbitrate_issue",
    "ask_for",
    "assign_note",
    "change_draft",
    "choose_look_back",
    "correct_issue",
    "dispatch_issue",
    "dispute_issue",
    "draft_line",
    "drop_draft",
    "drop_view",
    "each",
    "enter_issue",
    "extend_issue",
    "file_issue",
    "file_now",
    "forward_issue",
    "instruct_note",
    "invite_units",
    "join_issue",
    "move_photo",
    "open_sweep",
    "part_issue",
    "pass_on_look_back",
    "paste_chat",
    "propose_note",
    "refuse_request",
    "remind_unit",
    "reopen_issue",
    "report_issue",
    "restore_draft",
    "restore_issue",
    "resume_issue",
    "retime_issue",
    "return_issue",
    "save_view",
    "self_handle_issue",
    "set_look_backs",
    "set_sweep_limits",
    "split_issue",
    "strike_issue",
    "suspend_issue",
    "take_draft",
    "take_to_desk",
    "take_to_unit",
    "verify_issue",
    "void_issue",
]
