"""问题: categories with their limits, issues, and the steps that each of them took."""

from wenming.issues.models.categories import DisposalLimit, MajorClass, MinorClass, StageLimit
from wenming.issues.models.intake import DraftPhoto, IssueDraft, IssuePaste, IssueReceipt
from wenming.issues.models.issues import Issue, IssueHelper, IssueNumber
from wenming.issues.models.steps import IssuePhoto, IssueRequest, IssueStep, LimitPause

__all__ = [
    "DisposalLimit", "DraftPhoto", "Issue", "IssueDraft", "IssueHelper", "IssueNumber", "IssuePaste", "IssuePhoto", "IssueReceipt", "IssueRequest", "IssueStep", "LimitPause",
    "MajorClass", "MinorClass", "StageLimit",
]  # fmt: skip
