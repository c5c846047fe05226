"""What people fill in on pages that cross nouns."""

from wenming.workbench.forms.accounts import ACCEPT, ACCOUNTS, AccountBatch, AccountForm, NoticeForm, WorkbookForm
from wenming.workbench.forms.draws import DrawForm
from wenming.workbench.forms.plans import PlanForm

__all__ = [
    "ACCEPT", "ACCOUNTS", "AccountBatch", "AccountForm", "DrawForm", "NoticeForm", "PlanForm", "WorkbookForm",
]  # fmt: skip
