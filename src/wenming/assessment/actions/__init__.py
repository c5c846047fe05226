"""Every write of the assessment."""

from wenming.assessment.actions.forecasts import (
    ForecastRefusedError,
    ask_forecast,
    end_forecast_reader,
    keep_forecast,
    name_forecast_reader,
    write_forecast_settings,
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
    "ForecastRefusedError",
    "NoPointsError",
    "RelapseRefusedError",
    "ask_forecast",
    "carry_targets",
    "end_forecast_reader",
    "judge_relapse",
    "keep_forecast",
    "keep_material_score",
    "name_forecast_reader",
    "run_assessment",
    "set_relapse_settings",
    "set_target",
    "watch_relapses",
    "write_forecast_settings",
]
