"""Every write of the assessment."""

from wenming.assessment.actions.parts import NoPointsError, keep_material_score
from wenming.assessment.actions.relapses import (
    RelapseRefusedError,
    judge_relapse,
    set_relapse_settings,
    watch_relapses,
)
from wenming.assessment.actions.scores import carry_targets, run_assessment, set_target

__all__ = [
    "NoPointsError",
    "RelapseRefusedError",
    "carry_targets",
    "judge_relapse",
    "keep_material_score",
    "run_assessment",
    "set_relapse_settings",
    "set_target",
    "watch_relapses",
]
