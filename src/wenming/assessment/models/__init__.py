"""Results kept with their inputs, targets, and the watch for relapses."""

from wenming.assessment.models.relapses import (
    RelapseAlarm,
    RelapseChart,
    RelapseFeed,
    RelapseSettings,
    RelapseVerdict,
)
from wenming.assessment.models.scores import Run, Target

__all__ = [
    "RelapseAlarm",
    "RelapseChart",
    "RelapseFeed",
    "RelapseSettings",
    "RelapseVerdict",
    "Run",
    "Target",
]
