"""Forecasts for tests: what the office knows, who may look, and a forecast made by the engine from a problem given by hand."""

from __future__ import annotations

from typing import Any

from tests.engine.forecast.cities import CITY
from tests.materials.cases import campaign
from tests.people import AT, OFFICER, make_account, make_city

FACTS: dict[str, Any] = {
    "line": 85_000,
    "field": 40_000,
    "materials": 40_000,
    "survey": 20_000,
    "plan": [["农贸市场", 2, 5]],
    "communities": 10,
    "households": 22,
    "intercepts": 80,
    "surveyed": [],
    "surveyed_on": None,
    "accepted": [["1.1", 9, 10]],
    "pairs": [[2024, 84_200, 87_500, 60], [2025, 82_000, 86_250, None]],
    "rivals": [["甲市（虚构）", 86_500, 2_000]],
    "places": [1],
    "gate_passed": 8,
    "gate_held": 12,
    "scenarios": [["重大安全事故", 3_000, False], ["主要领导严重违纪", 0, True]],
    "source": "测试自拟",
}


def write_settings(**facts: Any) -> Any:
    """Write what is known of the coming evaluation."""
    from wenming.assessment.actions import write_forecast_settings

    return write_forecast_settings(campaign=campaign(), facts={**FACTS, **facts}, by=make_account(OFFICER), at=AT)


def name_reader(person: Any) -> Any:
    """Let a person see chances."""
    from wenming.assessment.actions import name_forecast_reader

    return name_forecast_reader(
        city=make_city(), account=make_account(person), reason="定工作重点", by=make_account(OFFICER), at=AT
    )


def tell_forecast(problem: Any = CITY, *, year: int = AT.year, at: Any = AT, past: Any = ()) -> Any:
    """Keep a forecast of the home city that the engine made from a problem given by hand."""
    return made_from(problem, campaign=campaign(), year=year, at=at, past=past)


def made_from(problem: Any, *, campaign: Any, year: int, at: Any, past: Any = ()) -> Any:
    """Keep a forecast that the engine made from a problem given by hand: for what a page says when nothing is missing."""
    from wenming.assessment.models import ForecastRun
    from wenming.assessment.queries.forecasts.gathering import Gathered
    from wenming.assessment.queries.forecasts.kept import forecast_from
    from wenming.engine.forecast import ENGINE_VERSION, EVALUATIONS

    made = forecast_from(
        Gathered(problem, tuple(past), {}, {"G-1": ("地面干净", "Clean floor"), "M-2": ("诚信材料", "")})
    )
    return ForecastRun.objects.create(
        city=campaign.city, campaign=campaign, year=year, version=ENGINE_VERSION, seed=made.seed, evaluations=EVALUATIONS,
        problem=made.problem, past=made.past, digest=made.digest, result=made.result, result_digest=made.result_digest, at=at,
    )  # fmt: skip
