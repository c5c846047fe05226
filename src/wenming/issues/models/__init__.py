"""问题: categories with their limits, issues, and the steps that each of them took."""

from wenming.issues.models.categories import DisposalLimit, MajorClass, MinorClass, StageLimit, VisitLimit
from wenming.issues.models.duplicates import DuplicatePair
from wenming.issues.models.intake import DraftPhoto, IssueDraft, IssuePaste, IssueReceipt
from wenming.issues.models.issues import Issue, IssueHelper, IssueNumber
from wenming.issues.models.learning import ProposalModel
from wenming.issues.models.lookbacks import LookBack, LookBackSettings, LookBackWeek
from wenming.issues.models.notes import LeaderNote
from wenming.issues.models.papers import IssuePaper, PaperIssue, PaperVersion
from wenming.issues.models.saved_views import SavedView
from wenming.issues.models.steps import IssuePhoto, IssueRequest, IssueStep, LimitPause
from wenming.issues.models.sweeps import Sweep, SweepSettings, SweepSite
from wenming.issues.models.tables import ImportedIssue, LedgerExport, LedgerImport, ListMapping
from wenming.issues.models.tallies import IssueTotal

__all__ = [
    "DisposalLimit",
    "DraftPhoto",
    "DuplicatePair",
    "ImportedIssue",
    "Issue",
    "IssueDraft",
    "IssueHelper",
    "IssueNumber",
    "IssuePaper",
    "IssuePaste",
    "IssuePhoto",
    "IssueReceipt",
    "IssueRequest",
    "IssueStep",
    "IssueTotal",
    "LeaderNote",
    "LedgerExport",
    "LedgerImport",
    "LimitPause",
    "ListMapping",
    "LookBack",
    "LookBackSettings",
    "LookBackWeek",
    "MajorClass",
    "MinorClass",
    "PaperIssue",
    "PaperVersion",
    "ProposalModel",
    "SavedView",
    "StageLimit",
    "Sweep",
    "SweepSettings",
    "SweepSite",
    "VisitLimit",
]
