"""Field rounds, the imports from which they come, and the names that a city knows."""

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
]
