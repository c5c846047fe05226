"""One city's evaluation, carried out many times: who is drawn, what is found there, how the assessors of the year see it, what it scores.

All groups of places (types of sites, communities and passers-by of the survey, clauses of the materials) go through one loop.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from wenming.engine.forecast.backends import ALONE, Backend, Crew, visited
from wenming.engine.forecast.posteriors import Posterior, fitted
from wenming.engine.forecast.problems import Problem, Stratum
from wenming.engine.forecast.randomness import CELL, DRAW, DRAW_AGAIN, HALF, SHIFT, STREET, normals, words
from wenming.engine.forecast.tables import MICRO, STEP, Columns, Found, Group, Lots, certain, natures, offsets_of

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

CELLS = 64
"""Cells of a posterior that the evaluations live in."""
FINE = 1 << 16
FURTHEST = 48
"""Steps of the grid for which the expected finding is tabled: six units of logit."""
OPEN_STREET = 1
"""The column of shifts for places of no known street."""


@dataclass(frozen=True)
class Draws:
    """What each evaluation gave, in points: the three parts, the field part again with another draw of the same city, and the shifts (logit).

    ``expected`` is what the field part is worth given the assessors' shift alone. ``rates`` (evaluations × types) and ``accepted`` (evaluations
    × clauses) are shares of 1.
    """

    field: Floats
    survey: Floats
    materials: Floats
    again: Floats
    expected: Floats
    year: Floats
    rates: Floats
    accepted: Floats

    @property
    def score(self) -> Floats:
        """The whole score."""
        return self.field + self.survey + self.materials


@dataclass(frozen=True)
class Model:
    """A problem, understood: posteriors, and the groups that are drawn from."""

    problem: Problem
    types: tuple[Posterior, ...]
    survey: Posterior | None
    materials: Posterior | None
    groups: tuple[Group, ...]
    streets: tuple[str, ...]
    street_effects: tuple[tuple[float, float], ...]
    """Expected effect and its spread, on the logit, for each street."""

    @classmethod
    def of(cls, problem: Problem) -> Model:
        """Return the model of a problem in which nothing is missing (``shortfalls.missing_of``)."""
        problem = _counting(problem)
        types = _posteriors(problem)
        survey = _together([(one.content, one.asked) for one in problem.survey])
        materials = _together([(clause.agreed, clause.reviewed) for clause in problem.clauses])
        streets, effects = _street_effects(problem, types)
        numbered = {street: number for number, street in enumerate(streets, start=OPEN_STREET + 1)}
        groups = [
            _type_group(one, posterior, column, numbered)
            for column, (one, posterior) in enumerate(zip(problem.types, types, strict=True))
        ]
        groups += _survey_groups(problem, survey, len(types)) + _clause_groups(problem, materials, len(types) + 1)
        return cls(problem, tuple(types), survey, materials, tuple(groups), streets, effects)

    def simulated(self, seed: int, evaluations: int, *, crew: Crew = ALONE, backend: Backend | None = None) -> Draws:
        """Carry out evaluations: the same seed gives the same draws, whatever the crew or the backend."""
        shift = self.problem.shift
        normal = normals(seed, SHIFT, evaluations, 2)
        year = normal[:, 0] * shift.year
        moved = shift.mean + year + normal[:, 1] * shift.city
        shifts = self._shifts(moved, normals(seed, STREET, evaluations, len(self.streets)))
        cells = ((words(seed, CELL, evaluations, len(self.types) + 2) * np.uint64(CELLS)) >> HALF).astype(np.int64)
        columns, count = Columns.of(self.groups), len(self.types)
        found = visited(columns, Lots(cells, shifts, seed, DRAW), crew=crew, backend=backend)
        again = found[:, :0]
        if count:
            fields = Columns.of(self.groups[:count])
            again = visited(fields, Lots(cells, shifts, seed, DRAW_AGAIN), crew=crew, backend=backend)
        rates = self._rates(found)
        accepted = found[:, len(self.groups) - len(self.problem.clauses) :] / MICRO
        return Draws(
            self._field(rates),
            self._survey(found),
            self._materials(accepted),
            self._field(self._rates(again)),
            self._field(self.expected_rates(moved)),
            year,
            rates,
            accepted,
        )

    def expected_rates(self, moved: Floats) -> Floats:
        """Return the expected rate of every type (evaluations × types) for each shift of the assessors, on the logit; exact up to the grid."""
        steps = np.arange(-FURTHEST, FURTHEST + 1)
        columns = []
        for one, group in zip(self.problem.types, self.groups, strict=False):
            at = np.clip(np.arange(group.nature.shape[2])[None, :] + steps[:, None], 0, group.nature.shape[2] - 1)
            means = _mean_findings(group.found) / one.checks
            columns.append(np.interp(moved / STEP, steps, means[at] @ group.mean_nature))
        return np.stack(columns, axis=1) if columns else np.zeros((len(moved), 0))

    @property
    def shares(self) -> Floats:
        """Each type's share of the field part."""
        weights = np.array([one.weight for one in self.problem.types])
        return np.asarray(weights / (weights.sum() or 1.0), dtype=np.float64)

    @property
    def values(self) -> Floats:
        """What each clause is worth, in points, when it is fulfilled and accepted."""
        values = np.array([clause.value for clause in self.problem.clauses])
        return np.asarray(self.problem.parts.materials * values / (values.sum() or 1.0), dtype=np.float64)

    @property
    def ratings(self) -> Floats:
        """What our reviewers say of each clause."""
        return np.array([clause.rating or 0.0 for clause in self.problem.clauses])

    def _shifts(self, moved: Floats, streets: Floats) -> Integers:
        """Return the shifts of all columns: none, the assessors', the assessors' and each street's."""
        effects = np.array(self.street_effects).reshape(-1, 2)
        own = moved[:, None] + effects[:, 0] + streets * effects[:, 1]
        whole = np.concatenate([np.zeros((len(moved), 1)), moved[:, None], own], axis=1)
        return np.rint(whole / STEP * FINE).astype(np.int64)

    def _rates(self, found: Integers) -> Floats:
        looked = np.array([one.drawn * one.checks for one in self.problem.types], dtype=np.float64)
        return np.asarray(found[:, : len(looked)] / looked, dtype=np.float64)

    def _field(self, rates: Floats) -> Floats:
        return np.asarray(self.problem.parts.field * (rates @ self.shares), dtype=np.float64)

    def _survey(self, found: Integers) -> Floats:
        if not self.survey:
            return np.zeros(len(found))
        plan = self.problem.survey_plan
        asked = plan.communities * plan.households + plan.intercepts
        content = found[:, len(self.types) : len(self.groups) - len(self.problem.clauses)].sum(axis=1)
        return np.asarray(self.problem.parts.survey * content / asked, dtype=np.float64)

    def _materials(self, accepted: Floats) -> Floats:
        return np.asarray(accepted @ (self.values * self.ratings), dtype=np.float64)


def _counting(problem: Problem) -> Problem:
    """Return the problem without what is no part of the score."""
    parts = problem.parts
    return replace(
        problem,
        types=problem.types if parts.field else (),
        survey=problem.survey if parts.survey else (),
        clauses=problem.clauses if parts.materials else (),
    )


def _posteriors(problem: Problem) -> list[Posterior]:
    """Return the posterior of each type from the sites that were drawn by lot."""
    counts = []
    for one in problem.types:
        drawn = [site for site in one.sites if site.drawn]
        counts.append(([site.passed for site in drawn], [site.checks for site in drawn]))
    return fitted(counts)[0] if counts else []


def _together(counts: list[tuple[int, int]]) -> Posterior | None:
    """Return the posterior of one group of (hits, looks); None without any."""
    if not counts:
        return None
    return fitted([([hits for hits, _looks in counts], [looks for _hits, looks in counts])])[0][0]


def _type_group(one: Stratum, posterior: Posterior, column: int, streets: dict[str, int]) -> Group:
    """Return the group of a type: sites we saw, each with what we found, then the others of the frame."""
    a, b = posterior.cells(CELLS)
    kinds = sorted({(site.passed, site.checks) for site in one.sites})
    block = [kinds.index((site.passed, site.checks)) + 1 for site in one.sites]
    left = dict(one.streets)
    for site in one.sites:
        left[site.street] = left.get(site.street, 0) - 1
    unseen = [streets[street] for street, number in left.items() if street in streets for _ in range(max(number, 0))]
    others = one.frame - len(block)
    unseen = (unseen + [OPEN_STREET] * others)[:others]
    more = np.array([(0, 0), *((passed, checks - passed) for passed, checks in kinds)], dtype=np.float64)
    return Group(
        nature=natures(a + more[:, :1], b + more[:, 1:]),
        block=np.array(block + [0] * others, dtype=np.int64),
        street=np.array([OPEN_STREET] * len(block) + unseen, dtype=np.int64),
        drawn=one.drawn,
        column=column,
        found=Found.of_checks(offsets_of(one.items, one.checks)),
    )


def _survey_groups(problem: Problem, posterior: Posterior | None, column: int) -> list[Group]:
    """Return communities and passers-by: none of them are those whom we asked."""
    if posterior is None:
        return []
    plan, (a, b) = problem.survey_plan, posterior.cells(CELLS)
    # passers-by come from everywhere: together they are asked as in one place that is as the whole city is
    places = (
        (plan.communities, plan.households, natures(a, b)),
        (min(plan.intercepts, 1), plan.intercepts, certain(a / (a + b))),
    )
    return [
        Group(
            nature[None],
            np.zeros(number, np.int64),
            np.zeros(number, np.int64),
            number,
            column,
            Found.of_checks((0.0,) * asked),
        )
        for number, asked, nature in places
        if number and asked
    ]


def _clause_groups(problem: Problem, posterior: Posterior | None, column: int) -> list[Group]:
    """Return one filing for every clause: its chance of being accepted."""
    if posterior is None:
        return []
    a, b = posterior.cells(CELLS)
    nought, found = np.zeros(1, np.int64), Found.of_share()
    return [
        Group(natures(a + one.agreed, b + one.reviewed - one.agreed)[None], nought, nought, 1, column, found)
        for one in problem.clauses
    ]


def _street_effects(
    problem: Problem, types: list[Posterior]
) -> tuple[tuple[str, ...], tuple[tuple[float, float], ...]]:
    """Return the streets and what we expect of sites there that we have not seen, from the sites we have (normal, on the logit)."""
    spread = problem.shift.street
    if not spread:
        return (), ()
    told = {street: (0.0, 1.0 / spread**2) for one in problem.types for street, _n in one.streets if street}
    for one, posterior in zip(problem.types, types, strict=True):
        level, slope = posterior.level, posterior.level * (1 - posterior.level)
        for site in one.sites:
            if site.street in told and site.checks:
                # the rate itself, made linear: a logit of few checks would lie too far out
                noise = posterior.site_variance(0, 0) / slope**2 + 1.0 / (site.checks * slope)
                seen = (site.passed / site.checks - level) / slope
                weighed, firm = told[site.street]
                told[site.street] = weighed + seen / noise, firm + 1.0 / noise
    streets = tuple(sorted(told))
    return streets, tuple((told[one][0] / told[one][1], told[one][1] ** -0.5) for one in streets)


def _mean_findings(found: Found) -> Floats:
    """Return the expected finding at each grid point."""
    upper = found.bounds.astype(np.float64) / (1 << 32)
    chances = np.diff(upper, axis=1, prepend=0.0)
    chances[:, -1] += 1.0 - upper[:, -1]
    return np.asarray((chances * found.counts).sum(axis=1), dtype=np.float64)
