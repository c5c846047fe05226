"""问题: categories with their limits, issues, and the steps that each of them took."""

from wenming.issues.models.categories import DisposalLimit, MajorClass, MinorClass, StageLimit
from wenming.issues.models.issues import Issue, IssueHelper, IssueNumber
from wenming.issues.models.papers import IssuePaper, PaperIssue, PaperVersion
from wenming.issues.models.steps import IssuePhoto, IssueRequest, IssueStep, LimitPause
from wenming.issues.models.tallies import IssueDelta, IssueTotal

__all__ = [
    "DisposalLimit", "Issue", "IssueDelta", "IssueHelper", "IssueNumber", "IssuePaper", "IssuePhoto", "IssueRequest",
    "IssueStep", "IssueTotal", "LimitPause", "MajorClass", "MinorClass", "PaperIssue", "PaperVersion", "StageLimit",
]  # fmt: skip
