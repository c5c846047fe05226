"""Results kept with their inputs (rounds, papers of a year), targets, and the watch for relapses."""

from wenming.assessment.models.parts import MaterialRun
from wenming.assessment.models.relapses import (
    RelapseAlarm,
    RelapseChart,
    RelapseFeed,
    RelapseSettings,
    RelapseVerdict,
)
from wenming.assessment.models.scores import Run, Target

__all__ = [
    "MaterialRun",
    "RelapseAlarm",
    "RelapseChart",
    "RelapseFeed",
    "RelapseSettings",
    "RelapseVerdict",
    "Run",
    "Target",
]
