"""Every mock round predicted from the rounds before it (rolling origin), beside two baselines: what usually happens, and plugging the last rate in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from wenming.engine.forecast.backends import Backend
from wenming.engine.forecast.calibration import (
    Corp,
    SureStatements,
    brier,
    corp,
    coverage,
    log_score,
    pit,
    sure_statements,
)
from wenming.engine.forecast.outcomes import Chance
from wenming.engine.forecast.problems import Parts, Problem, Shift, Stratum
from wenming.engine.forecast.simulation import Model
from wenming.engine.forecast.special import ndtr

FIELD = Parts(100.0, 0.0, 0.0)
"""A mock round is a field score of 100."""
EVALUATIONS = 2000


@dataclass(frozen=True, slots=True)
class Round:
    """A mock round: its types with the sites that were seen."""

    key: str
    types: tuple[Stratum, ...]

    @property
    def score(self) -> float:
        """The field score by the published formula: mean over sites, weighted mean over types, of 100."""
        seen = [(one.weight, [site.score for site in one.sites if site.checks]) for one in self.types]
        weights = sum(weight for weight, rates in seen if rates)
        return 100 * sum(weight * sum(rates) / len(rates) for weight, rates in seen if rates) / weights


@dataclass(frozen=True, slots=True)
class Statement:
    """What was said about a round reaching a line, before it; and what happened."""

    round: str
    line: float
    chance: float
    usual: float
    plug_in: float
    happened: bool


@dataclass(frozen=True, slots=True)
class BackTest:
    """All statements, and the PIT of each round's score in its forecast distribution."""

    statements: tuple[Statement, ...]
    places: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Scores:
    """How one way of forecasting did."""

    brier: float
    log_score: float
    corp: Corp
    sure: SureStatements


@dataclass(frozen=True, slots=True)
class Proof:
    """The calibration page's numbers: ours and both baselines, and the coverage of central intervals (level, share inside)."""

    events: int
    ours: Scores
    usual: Scores
    plug_in: Scores
    coverage: tuple[tuple[float, float], ...]


def back_test(
    rounds: Sequence[Round],
    lines: Sequence[float],
    *,
    seed: int,
    shift: Shift,
    evaluations: int = EVALUATIONS,
    backend: Backend | None = None,
) -> BackTest:
    """Predict every round but the first from the last round before it that saw each type; types nobody saw before are left out on both sides.

    ``shift`` is how two of our own teams differ from round to round: narrower than the official team's.
    """
    statements, places = [], []
    for number in range(1, len(rounds)):
        before, now = rounds[:number], rounds[number]
        types = _expected(before, now)
        if not types:
            continue
        known = {one.key for one in types}
        outcome = Round(now.key, tuple(one for one in now.types if one.key in known)).score
        model = Model.of(Problem(FIELD, types=types, shift=shift))
        scores = model.simulated(seed + number, evaluations, backend=backend).score
        places.append(pit(scores, outcome))
        for line in lines:
            past = sum(one.score >= line for one in before)
            chances = (Chance.of(scores >= line).value, (past + 0.5) / (number + 1), plug_in_chance(types, line))
            statements.append(Statement(now.key, line, *chances, outcome >= line))
    return BackTest(tuple(statements), tuple(places))


def plug_in_chance(types: Sequence[Stratum], line: float) -> float:
    """Return the chance of reaching a line (of 100) when rates are what we saw and all checks are independent: the baseline that is too sure."""
    weights = np.array([one.weight for one in types])
    passed = np.array([sum(site.passed for site in one.sites) for one in types], dtype=np.float64)
    checks = np.array([sum(site.checks for site in one.sites) for one in types], dtype=np.float64)
    looks = np.array([one.drawn * one.checks for one in types], dtype=np.float64)
    rates, shares = passed / checks, weights / weights.sum()
    spread = 100 * float(np.sqrt((shares**2 * rates * (1 - rates) / looks).sum()))
    return float(ndtr((100 * float(shares @ rates) - line) / max(spread, 1e-9)))


def proof_of(test: BackTest) -> Proof | None:
    """Return how the forecasts did beside both baselines; None without a single statement."""
    if not test.statements:
        return None
    happened = [one.happened for one in test.statements]

    def scores(chances: list[float]) -> Scores:
        parts = (brier(chances, happened), log_score(chances, happened), corp(chances, happened))
        return Scores(*parts, sure_statements(chances, happened))

    return Proof(
        events=len(happened),
        ours=scores([one.chance for one in test.statements]),
        usual=scores([one.usual for one in test.statements]),
        plug_in=scores([one.plug_in for one in test.statements]),
        coverage=coverage(test.places),
    )


def _expected(before: Sequence[Round], now: Round) -> tuple[Stratum, ...]:
    """Return the types of a round as they could be forecast before it: what was seen last, and the numbers of the coming draw."""
    last = {
        one.key: one for past in before for one in past.types if any(site.checks for site in one.sites if site.drawn)
    }
    found = []
    for one in now.types:
        seen = [site for site in one.sites if site.checks]
        if seen and one.key in last:
            checks = round(sum(site.checks for site in seen) / len(seen))
            old = last[one.key]
            frame = max(one.frame, len(seen), len(old.sites))
            found.append(replace(old, weight=one.weight, frame=frame, drawn=len(seen), checks=checks, streets=()))
    return tuple(found)
