"""Every write of supervision."""

from wenming.supervision.actions.appeals import (
    AppealFacts,
    file_appeal,
    reject_appeal,
    uphold_appeal,
    withdraw_appeal,
)
from wenming.supervision.actions.decisions import DecisionFacts, record_decision, withdraw_decision
from wenming.supervision.actions.lists import approve_list, compute_list, recompute_list
from wenming.supervision.actions.rules import adopt_model, change_draft, draft_version, enforce_version, retire_rule
from wenming.supervision.actions.settings import adopt_kinds, change_settings, keep_kind
from wenming.supervision.actions.steps import NotPossibleError
from wenming.supervision.actions.suggestions import decline_suggestion, suggest_from_issues, take_up

__all__ = [
    "AppealFacts",
    "DecisionFacts",
    "NotPossibleError",
    "adopt_kinds",
    "adopt_model",
    "approve_list",
    "change_draft",
    "change_settings",
    "compute_list",
    "decline_suggestion",
    "draft_version",
    "enforce_version",
    "file_appeal",
    "keep_kind",
    "recompute_list",
    "record_decision",
    "reject_appeal",
    "retire_rule",
    "suggest_from_issues",
    "take_up",
    "uphold_appeal",
    "withdraw_appeal",
    "withdraw_decision",
]
