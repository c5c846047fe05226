"""Every write of the assessment."""

from wenming.assessment.actions.forecasts import (
    ForecastRefusedError,
    ask_forecast,
    end_forecast_reader,
    keep_forecast,
    name_forecast_reader,
    write_forecast_settings,
)
from wenming.assessment.actions.leagues import (
    FormulaRefusedError,
    keep_league,
    keep_leagues,
    keep_levels,
    start_local_formula,
    write_local_formula,
)
from wenming.assessment.actions.parts import NoPointsError, keep_material_score
from wenming.assessment.actions.relapses import (
    RelapseRefusedError,
    judge_relapse,
    set_relapse_settings,
    watch_relapses,
)
from wenming.assessment.actions.scores import carry_targets, run_assessment, set_target

__all__ = [
    "ForecastRefusedError", "FormulaRefusedError", "NoPointsError", "RelapseRefusedError", "ask_forecast", "carry_targets",
    "end_forecast_reader", "judge_relapse", "keep_forecast", "keep_league", "keep_leagues", "keep_levels", "keep_material_score", "name_forecast_reader",
    "run_assessment", "set_relapse_settings", "set_target", "start_local_formula", "watch_relapses", "write_forecast_settings",
    "write_local_formula",
]  # fmt: skip
