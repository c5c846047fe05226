"""The records of supervision."""

from wenming.supervision.models.appeals import Appeal, AppealPhoto
from wenming.supervision.models.decisions import (
    Decision,
    DecisionKind,
    DecisionWithdrawal,
    Suggestion,
    SupervisionSettings,
)
from wenming.supervision.models.rules import ListGroup, ListRule, ListRuleVersion, ListStep
from wenming.supervision.models.runs import ListEntry, ListRun

__all__ = [
    "Appeal",
    "AppealPhoto",
    "Decision",
    "DecisionKind",
    "DecisionWithdrawal",
    "ListEntry",
    "ListGroup",
    "ListRule",
    "ListRuleVersion",
    "ListRun",
    "ListStep",
    "Suggestion",
    "SupervisionSettings",
]
