"""Results kept with their inputs (rounds, papers of a year), targets, forecasts, and the watch for relapses."""

from wenming.assessment.models.forecasts import ForecastReader, ForecastRun, ForecastSettings
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
    "ForecastReader",
    "ForecastRun",
    "ForecastSettings",
    "MaterialRun",
    "RelapseAlarm",
    "RelapseChart",
    "RelapseFeed",
    "RelapseSettings",
    "RelapseVerdict",
    "Run",
    "Target",
]
