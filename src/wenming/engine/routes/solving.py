"""Plans: everything that must be visited if it can be, with the least overtime, then in the shortest time; what cannot be says why.

First everything required is demanded. Where a third of the effort finds no such plan, what is required becomes worth more than all the rest
together, and as little as possible is left out. Incognito, the order must not be foreseen: see ``searching`` for how a plan is drawn among
those within a few per cent of the best, and ``Search`` for what is kept so that the draw can be looked at later.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from wenming.engine.routes.checking import Finding, faults_of
from wenming.engine.routes.files import digest_of_problem
from wenming.engine.routes.fitting import Choice, choices_of, shared_out
from wenming.engine.routes.plans import Left, Obstacle, Plan, Route, Search
from wenming.engine.routes.problems import Problem, Visit
from wenming.engine.routes.searching import Effort, Field, Found, search
from wenming.engine.routes.timing import timed
from wenming.engine.sampling.tickets import digest_of

WITHIN = 30
"""Per mille by which a drawn plan may be worse than the best."""


class UnsoundPlanError(RuntimeError):
    """The checker found fault with a plan of our own; it is not handed out."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__(
            ", ".join(f"{one.fault} {one.inspector} {one.day} {one.visit} {one.amount}" for one in findings)
        )
        self.findings = tuple(findings)


def solved(problem: Problem, effort: Effort, seed: str, *, within: int = WITHIN) -> Plan:
    """Return a plan that the checker has passed."""
    choices, left = possible(problem, seed)
    if not choices:
        return checked(problem, Plan(digest_of_problem(problem), _routes(problem, {}), tuple(left)))
    asked = Field(problem, choices, forced=True)
    found = search(asked, effort, seed, within)
    steps = found.steps
    if not found.feasible:
        asked = Field(problem, choices, forced=False)
        found = search(asked, effort.part(2 / 3), seed, within)
        steps += found.steps
    orders = _orders(asked, found, seed)
    made = {choice.visit.key for order in orders.values() for choice in order}
    left += [_left_over(visit) for visit in _visits(choices) if visit.key not in made]
    return checked(
        problem,
        Plan(
            digest_of_problem(problem),
            _routes(problem, orders),
            tuple(sorted(left, key=lambda one: one.visit)),
            Search("PyVRP", steps, seed, within, found.lots, found.ticket),
        ),
    )


def checked(problem: Problem, plan: Plan) -> Plan:
    """Return a plan that holds; raises UnsoundPlanError for one that does not."""
    findings = faults_of(problem, plan)
    if findings:
        raise UnsoundPlanError(findings)
    return plan


def possible(problem: Problem, seed: str) -> tuple[list[Choice], list[Left]]:
    """Return the ways to make every visit, and the visits that fit nowhere, with the nearest miss."""
    allowed, crowded = shared_out(problem, by_lot(sorted({shift.inspector for shift in problem.shifts}), seed))
    found: list[Choice] = []
    left: list[Left] = []
    for visit in problem.pending:
        choices, nearest = choices_of(problem, visit, range(len(problem.shifts)))
        if not choices:
            left.append(Left(visit.key, nearest))
        elif visit.key in crowded:
            left.append(Left(visit.key, Obstacle.FEW_PEOPLE))
        else:
            found += choices_of(problem, visit, sorted(allowed[visit.key]))[0]
    return found, left


def by_lot(names: Iterable[str], seed: str) -> list[str]:
    """Return names in the order of their tickets."""
    return sorted(names, key=lambda name: digest_of(f"{seed}|{name}"))


def _orders(asked: Field, found: Found, seed: str) -> Mapping[int, list[Choice]]:
    """Return the choices of every shift; shifts that differ only in their person get their routes by lot."""
    routes: dict[int, list[tuple[int, ...]]] = defaultdict(list)
    for kind, order in found.order:
        routes[kind].append(order)
    orders = {}
    for kind, given in routes.items():
        numbers = {"|".join(asked.problem.shifts[number].key): number for number in asked.kinds[kind]}
        for name, order in zip(by_lot(numbers, seed), given, strict=False):
            orders[numbers[name]] = [asked.choices[number] for number in order]
    return orders


def _routes(problem: Problem, orders: Mapping[int, Sequence[Choice]]) -> tuple[Route, ...]:
    """Return the routes of all shifts, those who stay at home included."""
    return tuple(
        timed(problem, shift, [(choice.visit, choice.window) for choice in orders.get(number, ())])
        for number, shift in enumerate(problem.shifts)
    )


def _visits(choices: Iterable[Choice]) -> list[Visit]:
    """Return every visit once."""
    return list({choice.visit.key: choice.visit for choice in choices}.values())


def _left_over(visit: Visit) -> Left:
    """Return why a visit that would fit alone was left out."""
    return Left(visit.key, Obstacle.FULL if visit.required else Obstacle.NOT_WORTH)
