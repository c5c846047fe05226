"""What a forecast says: chances with their error, quantiles, where the width comes from, what moves it most, where looking teaches most.

A chance is never 0 or 1. Everything rests on the same draws (common random numbers), so that differences are sharper than levels.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wenming.engine.forecast.backends import ALONE, Backend, Crew
from wenming.engine.forecast.files import digest_of_problem
from wenming.engine.forecast.problems import ENGINE_VERSION, Gate, Problem, Scenario, SpreadSource
from wenming.engine.forecast.randomness import GATE, RIVAL, SPAN, normals, words
from wenming.engine.forecast.shortfalls import Missing, Shortfall, missing_of, shortfall_of
from wenming.engine.forecast.simulation import Draws, Model
from wenming.engine.forecast.special import expit, logit
from wenming.engine.grading import ScorePart

Floats = NDArray[np.float64]
Booleans = NDArray[np.bool_]

EVALUATIONS = 10_000
LEVELS = (0.025, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.975)
STEPS_OF_SPREAD = 5
"""So many steps of the density make one standard deviation."""
LEAST = 0.005
"""Below it and above its complement only a bound is told."""


@dataclass(frozen=True, slots=True)
class Chance:
    """A probability between 0 and 1, never either, and its Monte-Carlo standard error."""

    value: float
    error: float

    @classmethod
    def of(cls, happened: Booleans) -> Chance:
        """Return the share of evaluations in which something happened, as if half of one more had."""
        number = len(happened)
        value = (float(happened.sum()) + 0.5) / (number + 1)
        return cls(value, float(np.sqrt(value * (1 - value) / number)))

    @property
    def text(self) -> str:
        """What people are shown, in whole percent: <0.5 %, 37 %, >99.5 %."""
        if self.value < LEAST:
            return "<0.5 %"
        if self.value > 1 - LEAST:
            return ">99.5 %"
        return f"{self.value * 100:.0f} %"


@dataclass(frozen=True, slots=True)
class Quantile:
    """The score that is not exceeded with this probability, in points, and its Monte-Carlo standard error."""

    level: float
    points: float
    error: float


@dataclass(frozen=True, slots=True)
class PartOutcome:
    """Expectation and spread of one part of the score, in points."""

    part: ScorePart
    mean: float
    spread: float


@dataclass(frozen=True, slots=True)
class VarianceShare:
    """The share of the score's variance that comes from a source; the shares add up to 1."""

    source: SpreadSource
    share: float


@dataclass(frozen=True, slots=True)
class Driver:
    """What mending one clause (at one type) would do: points more, and chance more with its Monte-Carlo standard error."""

    part: ScorePart
    type: str
    clause: str
    points: float
    chance: float
    error: float


@dataclass(frozen=True, slots=True)
class Lesson:
    """What inspecting one more site of a type would teach: by how many points² the variance of our ignorance is expected to fall, and as a share."""

    type: str
    reduction: float
    share: float


@dataclass(frozen=True, slots=True)
class ScenarioOutcome:
    """The chance of reaching the line under an event that somebody chose to look at."""

    scenario: Scenario
    reaches: Chance


@dataclass(frozen=True, slots=True)
class Density:
    """Where the scores of all evaluations lie: ``counts`` of them from ``first`` points on, ``width`` points each; the line stands between two."""

    first: float
    width: float
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Forecast:
    """A forecast: chances of the line, of the line and the provincial gate (None without one), of ranks; and what lies behind."""

    evaluations: int
    reaches: Chance
    passes: Chance | None
    ranks: tuple[tuple[int, Chance], ...]
    mean: float
    spread: float
    quantiles: tuple[Quantile, ...]
    density: Density
    parts: tuple[PartOutcome, ...]
    shares: tuple[VarianceShare, ...]
    drivers: tuple[Driver, ...]
    lessons: tuple[Lesson, ...]
    scenarios: tuple[ScenarioOutcome, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """First the gap, always; then what is missing, or the forecast. ``digest`` stands for problem, version, seed and number of evaluations."""

    version: str
    seed: int
    digest: str
    shortfall: Shortfall
    missing: tuple[Missing, ...]
    forecast: Forecast | None


def answer_to(
    problem: Problem, *, seed: int, evaluations: int = EVALUATIONS, crew: Crew = ALONE, backend: Backend | None = None
) -> Answer:
    """Return the gap of a city and, where nothing is missing, its forecast; equal to the bit for equal problem, seed and evaluations.

    Raises ValueError for a seed below 0 or from 2⁶⁴ on, or no evaluations.
    """
    if evaluations < 1:
        raise ValueError(evaluations)
    digest = digest_of_problem(problem, seed=seed, evaluations=evaluations)
    missing, forecast = missing_of(problem), None
    if not missing and problem.line is not None:
        model = Model.of(problem)
        draws = model.simulated(seed, evaluations, crew=crew, backend=backend)
        forecast = _forecast(model, draws, problem.line, seed)
    return Answer(ENGINE_VERSION, seed, digest, shortfall_of(problem), missing, forecast)


def _forecast(model: Model, draws: Draws, line: float, seed: int) -> Forecast:
    score, problem = draws.score, model.problem
    reached = score >= line
    return Forecast(
        evaluations=len(score),
        reaches=Chance.of(reached),
        passes=Chance.of(reached & _through_gate(problem.gate, len(score), seed)) if problem.gate else None,
        ranks=_ranks(problem, draws, seed),
        mean=float(score.mean()),
        spread=float(score.std()),
        quantiles=quantiles_of(score),
        density=density_of(score, line),
        parts=_parts(problem, draws),
        shares=_shares(draws),
        drivers=_drivers(model, draws, line),
        lessons=lessons_of(model),
        scenarios=tuple(
            ScenarioOutcome(one, Chance.of((score - one.points >= line) & (not one.stops))) for one in problem.scenarios
        ),
    )


def quantiles_of(score: Floats, levels: Iterable[float] = LEVELS) -> tuple[Quantile, ...]:
    """Return quantiles; the error is half the way between the quantiles one standard error of the level to each side."""
    found = []
    for level in levels:
        off = np.sqrt(level * (1 - level) / len(score))
        low, middle, high = np.quantile(score, np.clip([level - off, level, level + off], 0, 1))
        found.append(Quantile(level, float(middle), float(high - low) / 2))
    return tuple(found)


def density_of(score: Floats, line: float) -> Density:
    """Return the density of scores in steps of a fifth of their spread, counted from the line."""
    width = max(float(score.std()) / STEPS_OF_SPREAD, 0.01)
    steps = np.floor((score - line) / width).astype(np.int64)
    first = int(steps.min())
    return Density(line + first * width, width, tuple(np.bincount(steps - first).tolist()))


def _through_gate(gate: Gate, number: int, seed: int) -> Booleans:
    """Return in which evaluations the province recommends the city: one more than passed, of two more than were held."""
    chance = (gate.passed + 1) / (gate.held + 2)
    return np.asarray(words(seed, GATE, number, 1)[:, 0] < chance * SPAN, dtype=np.bool_)


def _ranks(problem: Problem, draws: Draws, seed: int) -> tuple[tuple[int, Chance], ...]:
    """Return the chance of each rank that is asked about: 1 + rivals that score more; the year's severity moves them as it moves us."""
    if not problem.places:
        return ()
    better = np.zeros(len(draws.year), dtype=np.int64)
    normal = normals(seed, RIVAL, len(draws.year), len(problem.rivals))
    total = problem.parts.total
    for column, rival in enumerate(problem.rivals):
        level = np.clip(rival.score / total, 0.01, 0.99)
        severity = problem.parts.field * (expit(logit(level) + draws.year) - level)
        better += rival.score + rival.spread * normal[:, column] + severity > draws.score
    return tuple((place, Chance.of(better < place)) for place in problem.places)


def _parts(problem: Problem, draws: Draws) -> tuple[PartOutcome, ...]:
    given = (
        (ScorePart.FIELD, problem.parts.field, draws.field),
        (ScorePart.FILING, problem.parts.materials, draws.materials),
        (ScorePart.SURVEY, problem.parts.survey, draws.survey),
    )
    return tuple(PartOutcome(part, float(one.mean()), float(one.std())) for part, points, one in given if points)


def _shares(draws: Draws) -> tuple[VarianceShare, ...]:
    """Return where the variance comes from, by the law of total variance.

    Two draws of the same city share what we do not know and how the assessors see: their covariance is the variance of both; what the
    assessors' shift alone explains is known without drawing. The parts of the score are independent.
    """
    both = float(np.cov(draws.field, draws.again)[0, 1])
    shift = min(float(draws.expected.var()), max(both, 0.0))
    field = max(float(draws.field.var()), both, 1e-300)
    found = {
        SpreadSource.SITES: field - max(both, 0.0),
        SpreadSource.IGNORANCE: max(both, 0.0) - shift,
        SpreadSource.ASSESSORS: shift,
        SpreadSource.SURVEY: float(draws.survey.var()),
        SpreadSource.MATERIALS: float(draws.materials.var()),
    }
    whole = sum(found.values())
    return tuple(VarianceShare(source, value / whole) for source, value in found.items())


def _drivers(model: Model, draws: Draws, line: float) -> tuple[Driver, ...]:
    """Return what mending each clause would do, the best first, from the same draws."""
    score, problem = draws.score, model.problem
    found = []
    for number, (one, share) in enumerate(zip(problem.types, model.shares, strict=True)):
        failed = sum(item.failed for item in one.items)
        lost = problem.parts.field * share * (1 - draws.rates[:, number])
        found += [
            _driver((ScorePart.FIELD, one.key, item.key), score, lost * (item.failed / failed), line)
            for item in one.items
            if item.failed
        ]
    for number, clause in enumerate(problem.clauses):
        more = draws.accepted[:, number] * model.values[number] * (1 - model.ratings[number])
        found.append(_driver((ScorePart.FILING, "", clause.key), score, more, line))
    mending = [one for one in found if one.points > 0]
    return tuple(sorted(mending, key=lambda one: (-one.chance, -one.points, one.type, one.clause)))


def _driver(name: tuple[ScorePart, str, str], score: Floats, more: Floats, line: float) -> Driver:
    gained = (score + more >= line) & (score < line)
    chance = float(gained.mean())
    return Driver(*name, float(more.mean()), chance, float(np.sqrt(chance * (1 - chance) / len(score))))


def lessons_of(model: Model) -> tuple[Lesson, ...]:
    """Return where one more inspected site would teach most: the expected fall of the variance of the frame's mean, in points².

    Normal approximation: the level of the type (variance V) seen through one more site (S² between sites, v within one check), and that
    site itself known afterwards.
    """
    problem, found = model.problem, []
    for one, posterior, share in zip(problem.types, model.types, model.shares, strict=True):
        unseen = one.frame - len(one.sites)
        level, square = posterior.level_variance, (problem.parts.field * share) ** 2
        a, b = posterior.grid.a, posterior.grid.b
        within = posterior.mean(a * b / ((a + b) * (a + b + 1)))
        between = posterior.mean(a * b / ((a + b) ** 2 * (a + b + 1)))
        look = within / one.checks
        after = level * (between + look) / (level + between + look)
        before = unseen**2 * level + unseen * between
        left = (unseen - 1) ** 2 * after + (unseen - 1) * between + between * look / (between + look)
        found.append((one.key, float(square) * max(before - left, 0.0) / one.frame**2 if unseen else 0.0))
    whole = sum(reduction for _key, reduction in found)
    lessons = [Lesson(key, reduction, reduction / whole) for key, reduction in found if reduction > 0]
    return tuple(sorted(lessons, key=lambda lesson: (-lesson.reduction, lesson.type)))
