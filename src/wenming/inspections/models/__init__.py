"""Field rounds, the imports from which they come, the names that a city knows, and field work."""

from wenming.inspections.models.fieldwork import (
    Answer,
    AnswerReplacement,
    FieldFile,
    FieldFinding,
    FieldFindingWithdrawal,
    FieldRound,
    RoutePlan,
    Team,
    TeamMember,
    Visit,
    VisitStep,
)
from wenming.inspections.models.imports import ImportRow, RoundImport
from wenming.inspections.models.names import HeadMemory, NameAlias
from wenming.inspections.models.rounds import (
    Observation,
    ObservationCorrection,
    ObservationUnit,
    Round,
    RoundManner,
    RoundRevocation,
    RoundTally,
)

__all__ = [
    "Answer",
    "AnswerReplacement",
    "FieldFile",
    "FieldFinding",
    "FieldFindingWithdrawal",
    "FieldRound",
    "HeadMemory",
    "ImportRow",
    "NameAlias",
    "Observation",
    "ObservationCorrection",
    "ObservationUnit",
    "Round",
    "RoundImport",
    "RoundManner",
    "RoundRevocation",
    "RoundTally",
    "RoutePlan",
    "Team",
    "TeamMember",
    "Visit",
    "VisitStep",
]
