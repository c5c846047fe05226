"""What stands before every forecast: how many points we are short and by which clauses, and what is missing before a chance can be told."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from wenming.engine.forecast.problems import Clause, Problem, Stratum
from wenming.engine.grading import ScorePart


class Lack(StrEnum):
    """Why nothing is said about chances."""

    PARTS = "parts"
    LINE = "line"
    TYPES = "types"
    FRAME = "frame"
    PLAN = "plan"
    SITES = "sites"
    SURVEY = "survey"
    SURVEY_PLAN = "survey_plan"
    CLAUSES = "clauses"
    RATINGS = "ratings"
    AGREEMENT = "agreement"
    RIVALS = "rivals"


FEWEST_COMMUNITIES = 2
CLOSED = 1e-9
"""Points that are none: what is left of adding losses up."""
FEWEST_REVIEWS = 10
"""Past reviews, all clauses together, before our reviewers' word counts for the official one's."""


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing that is missing: ``where`` names the type, or nothing; ``have`` of ``need`` are there."""

    code: Lack
    where: str
    have: float
    need: float


@dataclass(frozen=True, slots=True)
class Loss:
    """Points lost at one clause: of the field at a type's item ("" where a type keeps no items), of materials, or in the survey."""

    part: ScorePart
    type: str
    clause: str
    points: float


@dataclass(frozen=True, slots=True)
class Shortfall:
    """Where we stand, by our own counts and the published formula: means over sites, no model, no shift of assessors.

    ``have`` points are shown; ``open`` points hang on what nobody has looked at. ``short`` is how many points are missing when all that is
    open turns out well (0 or less: the line is reached), ``short_at_most`` when none does; None without a line. ``losses`` are sorted,
    the dearest first; the first ``enough`` of them would close the gap (None: all of them would not).
    """

    line: float | None
    have: float
    open: float
    short: float | None
    short_at_most: float | None
    losses: tuple[Loss, ...]
    enough: int | None


def shortfall_of(problem: Problem) -> Shortfall:
    """Return how many points a city is short, and by which clauses; always possible, whatever is missing."""
    losses = _field_losses(problem) + _material_losses(problem) + _survey_losses(problem)
    lost, open_ = sum(loss.points for loss in losses), _open(problem)
    have = problem.parts.total - lost - open_
    ordered = tuple(
        sorted((loss for loss in losses if loss.points > 0), key=lambda loss: (-loss.points, loss.type, loss.clause))
    )
    if problem.line is None:
        return Shortfall(None, have, open_, None, None, ordered, None)
    short = problem.line - have - open_
    return Shortfall(problem.line, have, open_, short, short + open_, ordered, _enough(ordered, short))


def _enough(losses: tuple[Loss, ...], short: float) -> int | None:
    """Return how many of the dearest losses make up for what is short."""
    for number, loss in enumerate(losses):
        if short <= CLOSED:
            return number
        short -= loss.points
    return len(losses) if short <= CLOSED else None


def _open(problem: Problem) -> float:
    """Return the points that hang on what nobody has looked at."""
    parts = problem.parts
    weights = sum(one.weight for one in problem.types)
    unseen = sum(one.weight for one in problem.types if not _seen(one))
    values = sum(one.value for one in problem.clauses)
    unread = sum(one.value for one in problem.clauses if one.rating is None)
    asked = any(one.asked for one in problem.survey)
    return (
        parts.field * (unseen / weights if weights else 1.0)
        + parts.materials * (unread / values if values else 1.0)
        + parts.survey * (not asked)
    )


def _seen(one: Stratum) -> bool:
    return any(site.checks for site in one.sites)


def _field_losses(problem: Problem) -> list[Loss]:
    """Return what each item of each type costs: the type's loss, shared out by how often each item failed."""
    weights = sum(one.weight for one in problem.types)
    found = []
    for one in problem.types:
        if not weights or not _seen(one):
            continue
        rates = [site.score for site in one.sites if site.checks]
        lost = problem.parts.field * one.weight / weights * (1 - sum(rates) / len(rates))
        failed = sum(item.failed for item in one.items)
        shares = [(item.key, item.failed / failed) for item in one.items] if failed else [("", 1.0)]
        found += [Loss(ScorePart.FIELD, one.key, key, lost * share) for key, share in shares]
    return found


def _material_losses(problem: Problem) -> list[Loss]:
    values = sum(one.value for one in problem.clauses)
    rated: list[tuple[Clause, float]] = [(one, one.rating) for one in problem.clauses if one.rating is not None]
    return [
        Loss(ScorePart.FILING, "", one.key, problem.parts.materials * one.value / values * (1 - rating))
        for one, rating in rated
        if values
    ]


def _survey_losses(problem: Problem) -> list[Loss]:
    asked, content = sum(one.asked for one in problem.survey), sum(one.content for one in problem.survey)
    return [Loss(ScorePart.SURVEY, "", "", problem.parts.survey * (1 - content / asked))] if asked else []


def missing_of(problem: Problem) -> tuple[Missing, ...]:
    """Return everything that must be there before a chance is told; nothing where all of it is."""
    found = [] if problem.line is not None else [Missing(Lack.LINE, "", 0, 1)]
    if not problem.parts.total:
        found.append(Missing(Lack.PARTS, "", 0, 1))
    if problem.parts.field:
        found += _missing_field(problem)
    if problem.parts.survey:
        found += _missing_survey(problem)
    if problem.parts.materials:
        found += _missing_materials(problem)
    if problem.places and not problem.rivals:
        found.append(Missing(Lack.RIVALS, "", 0, 1))
    return tuple(found)


def _missing_field(problem: Problem) -> list[Missing]:
    """Return what is missing type by type: the register's count, the evaluators' plan, a site of ours that was drawn by lot."""
    if not sum(one.weight for one in problem.types):
        return [Missing(Lack.TYPES, "", 0, 1)]
    found = []
    for one in problem.types:
        need = max(one.drawn, len(one.sites), sum(number for _street, number in one.streets), 1)
        if one.frame < need:
            found.append(Missing(Lack.FRAME, one.key, one.frame, need))
        if not one.drawn or not one.checks:
            found.append(Missing(Lack.PLAN, one.key, one.drawn * one.checks, 1))
        if not any(site.checks for site in one.sites if site.drawn):
            found.append(Missing(Lack.SITES, one.key, 0, 1))
    return found


def _missing_survey(problem: Problem) -> list[Missing]:
    communities, plan = sum(1 for one in problem.survey if one.asked), problem.survey_plan
    found = []
    if communities < FEWEST_COMMUNITIES:
        found.append(Missing(Lack.SURVEY, "", communities, FEWEST_COMMUNITIES))
    if not plan.communities * plan.households + plan.intercepts:
        found.append(Missing(Lack.SURVEY_PLAN, "", 0, 1))
    return found


def _missing_materials(problem: Problem) -> list[Missing]:
    clauses = problem.clauses
    if not sum(one.value for one in clauses):
        return [Missing(Lack.CLAUSES, "", 0, 1)]
    rated, reviewed = sum(one.rating is not None for one in clauses), sum(one.reviewed for one in clauses)
    found = []
    if rated < len(clauses):
        found.append(Missing(Lack.RATINGS, "", rated, len(clauses)))
    if reviewed < FEWEST_REVIEWS:
        found.append(Missing(Lack.AGREEMENT, "", reviewed, FEWEST_REVIEWS))
    return found
