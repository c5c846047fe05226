"""Forecasts that were made: computing one, keeping its facts as JSON, computing it again, holding it against what happened."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from wenming.assessment.models import ForecastReader, ForecastRun, ForecastSettings
from wenming.assessment.queries.forecasts.gathering import Gathered
from wenming.campaigns.models import Campaign, OfficialScore
from wenming.campaigns.queries.cycles import latest_scores, scores_of
from wenming.engine.forecast import (
    ENGINE_VERSION,
    EVALUATIONS,
    Item,
    Problem,
    SeenSite,
    Shift,
    Stratum,
    answer_to,
    back_test,
    proof_of,
    read_problem,
    write_problem,
)
from wenming.engine.forecast import Round as PastRound
from wenming.engine.sampling.tickets import digest_of
from wenming.kernel.models import Account, City
from wenming.organisations.queries import posts_in
from wenming.organisations.rules import SEES_RESULTS

LINES = (-2, -1, 0, 1, 2)
"""The back-test asks for the line as a rate, and for lines so many points around what the rounds gave in the mean: there it can be wrong."""
USUAL_LINE = 85.0
OWN_SHIFT = Shift(mean=0.0, year=0.0, city=0.1)
"""How two of our own teams differ from round to round: less than the official team from ours."""
SEED_DIGITS = 12


@dataclass(frozen=True)
class Made:
    """A forecast that was computed, ready to be kept."""

    seed: int
    problem: str
    past: dict[str, Any]
    digest: str
    result: dict[str, Any]

    @property
    def result_digest(self) -> str:
        """SHA-256 of the result."""
        return digest_of(_plain(self.result))


def forecast_from(found: Gathered) -> Made:
    """Compute a forecast. Its seed follows from the problem, so that nobody can choose a pleasant one."""
    text = write_problem(found.problem)
    past = {
        "rounds": [[one.key, [asdict(kind) for kind in one.types]] for one in found.past],
        "seen": dict(found.seen),
        "names": {code: list(names) for code, names in found.names.items()},
    }
    seed = int(digest_of(text)[:SEED_DIGITS], 16)
    return _computed(found.problem, seed, EVALUATIONS, text, json.loads(_plain(past)))


def recomputed(run: ForecastRun) -> Made:
    """Compute a kept forecast again from its kept inputs alone."""
    return _computed(read_problem(run.problem), run.seed, run.evaluations, run.problem, run.past)


def _computed(problem: Problem, seed: int, evaluations: int, text: str, past: dict[str, Any]) -> Made:
    """Compute answer and back-test."""
    answer = answer_to(problem, seed=seed, evaluations=evaluations)
    rounds = [past_round(*one) for one in past["rounds"]]
    test = back_test(rounds, _lines(problem, rounds), seed=seed % (1 << 32), shift=OWN_SHIFT)
    proof = proof_of(test)
    facts = {
        "answer": asdict(answer),
        "test": asdict(test),
        "proof": None if proof is None else asdict(proof),
        "chances": _texts(answer.forecast),
    }
    return Made(seed, text, past, answer.digest, json.loads(_plain(facts)))


def _lines(problem: Problem, rounds: Sequence[PastRound]) -> list[float]:
    """Return the lines that the back-test asks for."""
    total = problem.parts.total
    wanted = 100 * problem.line / total if problem.line is not None and total else USUAL_LINE
    usual = round(sum(one.score for one in rounds) / len(rounds)) if rounds else wanted
    return sorted({wanted, *(usual + step for step in LINES if 0 < usual + step < 100)})


def _texts(forecast: Any) -> dict[str, Any]:
    """Return the chances as the engine says them to people: never 0, never 1."""
    if forecast is None:
        return {}
    return {
        "reaches": forecast.reaches.text,
        "passes": forecast.passes.text if forecast.passes else "",
        "ranks": [[place, chance.text] for place, chance in forecast.ranks],
        "scenarios": [[one.scenario.key, one.reaches.text] for one in forecast.scenarios],
    }


def past_round(key: str, types: Iterable[Mapping[str, Any]]) -> PastRound:
    """Return a round of the back-test from its kept facts."""
    return PastRound(key, tuple(_stratum(dict(one)) for one in types))


def _stratum(facts: dict[str, Any]) -> Stratum:
    sites = tuple(SeenSite(**site) for site in facts.pop("sites"))
    items = tuple(Item(**item) for item in facts.pop("items"))
    streets = tuple((name, number) for name, number in facts.pop("streets"))
    return Stratum(sites=sites, items=items, streets=streets, **facts)


def _plain(facts: Any) -> str:
    """Return facts as text, the same for the same facts."""
    return json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def settings_of(campaign: Campaign) -> ForecastSettings | None:
    """Return the settings that hold, or None. One query."""
    rows = ForecastSettings.objects.in_city(campaign.city).filter(campaign=campaign)
    return rows.select_related("by").order_by("-version").first()


def settings_versions(campaign: Campaign) -> list[ForecastSettings]:
    """Return every version, the latest first. One query."""
    rows = ForecastSettings.objects.in_city(campaign.city).filter(campaign=campaign)
    return list(rows.select_related("by").order_by("-version"))


def readers_in(city: City) -> list[ForecastReader]:
    """Return who may see chances now, in the order in which they were named. One query."""
    rows = ForecastReader.objects.in_city(city).filter(ended_at__isnull=True)
    return list(rows.select_related("account", "by", "city").order_by("pk"))


def reader_candidates(city: City, *, on: date) -> list[Account]:
    """Return who sees results on a day and may be named. One query."""
    posts = posts_in(city, on=on).filter(role__in=SEES_RESULTS)
    rows = Account.objects.filter(pk__in=posts.order_by().values("account"), is_active=True)
    return list(rows.order_by("name", "pk"))


def latest_forecast(city: City, campaign: Campaign | None = None) -> ForecastRun | None:
    """Return the forecast that was made last, with its campaign. One query."""
    rows = ForecastRun.objects.in_city(city).select_related("campaign__title", "city", "settings")
    if campaign is not None:
        rows = rows.filter(campaign=campaign)
    return rows.order_by("-pk").first()


@dataclass(frozen=True, slots=True)
class Held:
    """A year's last forecast from before its official result, and that result. ``run`` is None where nothing had been said."""

    score: OfficialScore
    run: ForecastRun | None

    @property
    def forecast(self) -> dict[str, Any] | None:
        """What was said, None where the forecast was silent."""
        return self.run.result["answer"]["forecast"] if self.run else None


def held_against(campaign: Campaign) -> list[Held]:
    """Return every official result with the forecast that stood before it, the latest year first. Two queries."""
    runs = list(ForecastRun.objects.in_city(campaign.city).filter(campaign=campaign).order_by("-pk"))
    rows = scores_of(campaign)
    told = {row.year: row.at for row in reversed(rows)}
    return [
        Held(score, next((run for run in runs if run.year == year and run.at < told[year]), None))
        for year, score in sorted(latest_scores(rows).items(), reverse=True)
    ]


def recomputed_forecasts(city: City) -> list[tuple[ForecastRun, tuple[str, ...]]]:
    """Compute every kept forecast of this engine version again: each with the names of what differs."""
    runs = ForecastRun.objects.in_city(city).filter(version=ENGINE_VERSION).order_by("pk")
    return [(run, _differing(run, recomputed(run))) for run in runs]


def _differing(run: ForecastRun, now: Made) -> tuple[str, ...]:
    pairs = {"input": (run.digest, now.digest), "result": (run.result_digest, now.result_digest)}
    return tuple(name for name, (kept, today) in pairs.items() if kept != today)
