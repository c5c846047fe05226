"""The forecast of the official result: how probable it is, how sure that is, what moves it; silent where there is no ground for it.

``answer_to`` is the door: first the gap in points and clauses, then what is missing, or chances. The model is quant.md 3.b: sites differ
within their type (beta-binomial, on a grid), evaluators draw their own sites from the frame, ask their own people, and see as the
assessors of that year see. Nothing is predicted about persons: events of the negative list are scenarios chosen by hand.
"""

from wenming.engine.forecast.backends import Crew
from wenming.engine.forecast.backtests import BackTest, Proof, Round, Scores, Statement, back_test, proof_of
from wenming.engine.forecast.files import FileError, digest_of_problem, read_problem, write_problem
from wenming.engine.forecast.outcomes import (
    EVALUATIONS,
    Answer,
    Chance,
    Density,
    Driver,
    Forecast,
    Lesson,
    PartOutcome,
    Quantile,
    ScenarioOutcome,
    VarianceShare,
    answer_to,
)
from wenming.engine.forecast.problems import (
    ENGINE_VERSION,
    Clause,
    Cluster,
    Gate,
    Item,
    Parts,
    Problem,
    Rival,
    Scenario,
    SeenSite,
    Shift,
    SpreadSource,
    Stratum,
    SurveyPlan,
)
from wenming.engine.forecast.shifts import Pair, Sight, learned_shift, pair_of, sight_of
from wenming.engine.forecast.shortfalls import Lack, Loss, Missing, Shortfall, missing_of, shortfall_of
from wenming.engine.grading import ScorePart

__all__ = [
    "ENGINE_VERSION",
    "EVALUATIONS",
    "Answer",
    "BackTest",
    "Chance",
    "Clause",
    "Cluster", "Crew", "Density",
    "Driver",
    "FileError",
    "Forecast",
    "Gate",
    "Item",
    "Lack",
    "Lesson",
    "Loss",
    "Missing",
    "Pair",
    "PartOutcome",
    "Parts",
    "Problem",
    "Proof",
    "Quantile",
    "Rival",
    "Round",
    "Scenario",
    "ScenarioOutcome",
    "ScorePart",
    "Scores",
    "SeenSite",
    "Shift",
    "Shortfall",
    "Sight",
    "SpreadSource",
    "Statement",
    "Stratum",
    "SurveyPlan",
    "VarianceShare",
    "answer_to",
    "back_test",
    "digest_of_problem",
    "learned_shift",
    "missing_of",
    "pair_of",
    "proof_of",
    "read_problem",
    "shortfall_of",
    "sight_of",
    "write_problem",
]  # fmt: skip
