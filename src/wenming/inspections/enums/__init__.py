"""Words of the field rounds, imported or walked."""

from wenming.inspections.enums.fieldwork import (
    Coding,
    FieldFileKind,
    FieldRoundState,
    IssueOpening,
    RoutePlanState,
    SkipReason,
    TravelMode,
    Verdict,
    VisitState,
)
from wenming.inspections.enums.rounds import ImportState, RowState, TallyKind, VisitManner, refusal_words

__all__ = [
    "Coding", "FieldFileKind", "FieldRoundState", "ImportState", "IssueOpening", "RoutePlanState", "RowState", "SkipReason", "TallyKind",
    "TravelMode", "Verdict", "VisitManner", "VisitState", "refusal_words",
]  # fmt: skip
