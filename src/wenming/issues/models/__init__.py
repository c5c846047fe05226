"""问题: categories with their limits, issues, the steps that each of them took, and tables of them on their way in and out."""

from wenming.issues.models.categories import DisposalLimit, MajorClass, MinorClass, StageLimit
from wenming.issues.models.issues import Issue, IssueHelper, IssueNumber
from wenming.issues.models.saved_views import SavedView
from wenming.issues.models.steps import IssuePhoto, IssueRequest, IssueStep, LimitPause
from wenming.issues.models.tables import ImportedIssue, LedgerExport, LedgerImport, ListMapping

__all__ = [
    "DisposalLimit", "ImportedIssue", "Issue", "IssueHelper", "IssueNumber", "IssuePhoto", "IssueRequest", "IssueStep",
    "LedgerExport", "LedgerImport", "LimitPause", "ListMapping", "MajorClass", "MinorClass", "SavedView", "StageLimit",
]  # fmt: skip
