"""Results kept with their inputs (rounds, leagues, papers of a year), local formulas, targets, forecasts, and the watch for relapses."""

from wenming.assessment.models.forecasts import ForecastReader, ForecastRun, ForecastSettings
from wenming.assessment.models.leagues import FormulaStart, LeagueRun, LevelRun, LocalFormula
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
    "ForecastReader", "ForecastRun", "ForecastSettings", "FormulaStart", "LeagueRun", "LevelRun", "LocalFormula", "MaterialRun", "RelapseAlarm",
    "RelapseChart", "RelapseFeed", "RelapseSettings", "RelapseVerdict", "Run", "Target",
]  # fmt: skip
