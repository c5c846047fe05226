"""Words of issues."""

from wenming.evidence.enums import PhotoMoment
from wenming.issues.enums.beside import (
    DraftState,
    DuplicateState,
    LedgerImportState,
    NoteState,
    PaperChange,
    PaperKind,
    PaperState,
    ProposalGround,
    Recurrence,
    SweepAnswer,
    SweepWay,
    TallyFace,
)
from wenming.issues.enums.lookbacks import LookBackReason, LookBackResult
from wenming.issues.enums.loop import (
    CategoryKind,
    IssueAction,
    IssueParty,
    IssueSource,
    IssueStage,
    IssueState,
    RequestKind,
)
from wenming.issues.enums.refusals import refusal_words

__all__ = [
    "CategoryKind",
    "DraftState",
    "DuplicateState",
    "IssueAction",
    "IssueParty",
    "IssueSource",
    "IssueStage",
    "IssueState",
    "LedgerImportState",
    "LookBackReason",
    "LookBackResult",
    "NoteState",
    "PaperChange",
    "PaperKind",
    "PaperState",
    "PhotoMoment",
    "ProposalGround",
    "Recurrence",
    "RequestKind",
    "SweepAnswer",
    "SweepWay",
    "TallyFace",
    "refusal_words",
]
