"""The adapter of PyVRP: our choices become its clients, our shifts its vehicles, its routes our orders. The library is imported by a job only."""

from __future__ import annotations

import heapq
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from wenming.engine.routes.fitting import Choice
from wenming.engine.routes.problems import Problem, Shift
from wenming.engine.sampling.tickets import digest_of

if TYPE_CHECKING:
    import numpy.typing as npt
    import pyvrp

FORBIDDEN = 10_000_000
"""Seconds of a way that nobody may take: far longer than any plan."""
NOWHERE = ""
"""The end place of those who go home from their last visit: no way leads there, and it takes no time."""
KEPT, CROWD, EVERY = 64, 512, 8
"""Lots kept, lots before the worse are thrown away, and every how manieth step is looked at."""

HISTORY, WITH_PRIZES = 100, 20
"""How far back the search looks when it accepts a worse plan. Measured on Solomon's and on the orienteering sets: where visits may be left out, a
long memory wanders about (r101 with four people after 4,000 steps: 564 points with 300, 602 with 20; the published value is 611)."""

Order = tuple[tuple[int, tuple[int, ...]], ...]
"""Kinds of shifts with the numbers of the choices in their order."""


@dataclass(frozen=True, slots=True)
class Effort:
    """How long to search: seconds, or steps where the same must come out again, or whatever ends first."""

    seconds: float | None = 10.0
    steps: int | None = None

    def part(self, share: float) -> Effort:
        """Return a share of the effort."""
        return Effort(
            None if self.seconds is None else self.seconds * share,
            None if self.steps is None else max(1, int(self.steps * share)),
        )


@dataclass(frozen=True, slots=True)
class Found:
    """The order that was drawn, from how many, and in how many steps."""

    order: Order
    steps: int
    lots: int
    ticket: str
    feasible: bool


@dataclass(frozen=True)
class Field:
    """What is searched: the choices of all visits; ``forced`` visits must be made, otherwise each is worth more than everything else."""

    problem: Problem
    choices: Sequence[Choice]
    forced: bool

    @cached_property
    def kinds(self) -> tuple[tuple[int, ...], ...]:
        """The numbers of shifts that differ in nothing but their person (or day)."""
        found: dict[Any, list[int]] = {}
        for number, shift in enumerate(self.problem.shifts):
            same = (shift.mode, shift.start, shift.end, shift.begin, shift.until, shift.overtime, shift.capacity)
            found.setdefault((same, self.allowed(number)), []).append(number)
        return tuple(tuple(numbers) for numbers in found.values())

    def allowed(self, shift: int) -> frozenset[int]:
        """Return the choices that a shift may make."""
        return frozenset(number for number, choice in enumerate(self.choices) if shift in choice.shifts)

    @cached_property
    def places(self) -> tuple[str, ...]:
        """The start and end places of the shifts."""
        shifts = self.problem.shifts
        return tuple(dict.fromkeys([*(shift.start for shift in shifts), *(shift.end for shift in shifts)]))

    @cached_property
    def worth(self) -> int:
        """What a required visit is worth: more than all optional ones together and the longest plan."""
        weights = self.problem.weights
        second = weights.duration + weights.travel
        longest = sum((s.latest - s.begin) * second + s.overtime * weights.overtime for s in self.problem.shifts)
        return 1 + longest + sum(visit.score * weights.score for visit in self.problem.pending if not visit.required)

    def matrix(self, mode: str, allowed: frozenset[int]) -> npt.NDArray[np.int64]:
        """Return the ways between end places and choices in seconds, those that may not be taken forbidden."""
        names = [*self.places, *(choice.visit.place for choice in self.choices)]
        unique = {place: number for number, place in enumerate(dict.fromkeys(names))}
        base = np.array([[self._way(mode, here, there) for there in unique] for here in unique], dtype=np.int64)
        index = np.array([unique[name] for name in names])
        full: npt.NDArray[np.int64] = base[np.ix_(index, index)]
        offset = len(self.places)
        closed = [offset + number for number in range(len(self.choices)) if number not in allowed]
        full[closed, :] = full[:, closed] = FORBIDDEN
        for number, choice in enumerate(self.choices):
            if choice.visit.first:
                full[offset:, offset + number] = FORBIDDEN
        np.fill_diagonal(full, 0)
        return full

    def _way(self, mode: str, here: str, there: str) -> int:
        return 0 if NOWHERE in {here, there} else self.problem.way(mode, here, there)


def search(asked: Field, effort: Effort, seed: str, within: int) -> Found:
    """Search, and draw among the orders within so many per mille of the best."""
    import pyvrp  # noqa: PLC0415 - an eighth of a second, in jobs only

    data = _data(asked)
    lots = _Lots(seed, within, asked.problem.weights.overtime)
    watched: Any = lots if within else None
    optional = not asked.forced or any(not choice.visit.required for choice in asked.choices)
    habits = pyvrp.IteratedLocalSearchParams(history_length=WITH_PRIZES if optional else HISTORY, callbacks=watched)
    parameters = pyvrp.SolveParams(ils=habits)
    with warnings.catch_warnings():
        # a plan into which not everything fits makes it raise its penalties to the top: that is no fault of the problem
        warnings.simplefilter("ignore", pyvrp.exceptions.PenaltyBoundWarning)
        result = pyvrp.solve(
            data,
            _stop(effort, forced=asked.forced),
            int(digest_of(seed)[:7], 16),
            collect_stats=False,
            params=parameters,
        )
    order, ticket, count = lots.drawn(result.best)
    return Found(order, result.num_iterations, count, ticket, result.best.is_feasible())


def _stop(effort: Effort, *, forced: bool) -> Any:
    """Return when to stop; where everything must be made, a third of the time without a plan is enough."""
    from pyvrp import stop  # noqa: PLC0415

    def limits(effort: Effort) -> Any:
        found: list[Any] = [] if effort.seconds is None else [stop.MaxRuntime(effort.seconds)]
        found += [] if effort.steps is None else [stop.MaxIterations(effort.steps)]
        return stop.MultipleCriteria(found)

    enough, hopeless = limits(effort), limits(effort.part(1 / 3))
    worst = np.iinfo(np.int64).max

    def ended(cost: int) -> bool:
        gone = hopeless(cost)
        return enough(cost) or (forced and gone and cost >= worst)

    return ended


def _data(asked: Field) -> pyvrp.ProblemData:
    """Return the problem in PyVRP's words."""
    import pyvrp  # noqa: PLC0415

    offset = len(asked.places)
    groups, members = _groups(asked.choices)
    depots = [pyvrp.Depot(number) for number in range(offset)]
    profiles: dict[tuple[str, frozenset[int]], int] = {}
    vehicles = []
    for numbers in asked.kinds:
        shift = asked.problem.shifts[numbers[0]]
        profile = profiles.setdefault((shift.mode, asked.allowed(numbers[0])), len(profiles))
        vehicles.append(_vehicle(asked, shift, len(numbers), profile))
    matrices: Any = [asked.matrix(*profile) for profile in profiles]
    return pyvrp.ProblemData(
        [pyvrp.Location(0, 0) for _number in range(offset + len(asked.choices))],
        [_client(asked, number, offset, members) for number in range(len(asked.choices))],
        depots,
        vehicles,
        matrices,
        matrices,
        [pyvrp.ClientGroup(numbers, required=asked.forced and required) for numbers, required in groups],
    )


def _groups(choices: Sequence[Choice]) -> tuple[list[tuple[list[int], bool]], Mapping[int, int]]:
    """Return the choices of visits that have several, and every such choice's group."""
    by_visit: dict[str, list[int]] = {}
    for number, choice in enumerate(choices):
        by_visit.setdefault(choice.visit.key, []).append(number)
    groups = [(numbers, choices[numbers[0]].visit.required) for numbers in by_visit.values() if len(numbers) > 1]
    return groups, {number: group for group, (numbers, _required) in enumerate(groups) for number in numbers}


def _client(asked: Field, number: int, offset: int, members: Mapping[int, int]) -> pyvrp.Client:
    """Return one choice as a client."""
    import pyvrp  # noqa: PLC0415

    choice, group = asked.choices[number], members.get(number)
    visit = choice.visit
    worth = visit.score * asked.problem.weights.score
    if visit.required:
        worth = 0 if asked.forced else asked.worth
    return pyvrp.Client(
        offset + number,
        delivery=[visit.load] if _loaded(asked.problem) else [],
        service_duration=visit.service,
        tw_early=choice.early,
        tw_late=choice.late,
        prize=worth,
        required=asked.forced and visit.required and group is None,
        group=group,
    )


def _vehicle(asked: Field, shift: Shift, count: int, profile: int) -> pyvrp.VehicleType:
    """Return shifts as vehicles. Where overtime is allowed the clock runs from the shift's begin, so that overtime is what lies after its end."""
    import pyvrp  # noqa: PLC0415

    weights = asked.problem.weights
    everything = sum(visit.load for visit in asked.problem.pending)
    extra: Any = {"shift_duration": shift.until - shift.begin, "start_late": shift.begin} if shift.overtime else {}
    return pyvrp.VehicleType(
        num_available=count,
        capacity=[everything if shift.capacity is None else shift.capacity] if _loaded(asked.problem) else [],
        start_depot=asked.places.index(shift.start),
        end_depot=asked.places.index(shift.end),
        tw_early=shift.begin,
        tw_late=shift.latest,
        unit_distance_cost=weights.travel,
        unit_duration_cost=weights.duration,
        profile=profile,
        max_overtime=shift.overtime,
        unit_overtime_cost=weights.overtime,
        **extra,
    )


def _loaded(problem: Problem) -> bool:
    return any(shift.capacity is not None for shift in problem.shifts)


@dataclass
class _Lots:
    """Collects plans near the best one while PyVRP searches, and draws one: every order has a ticket from the seed, the smallest wins."""

    seed: str
    within: int
    overtime: int
    steps: int = 0
    pool: dict[str, tuple[tuple[int, int], int, Order]] = field(default_factory=dict)

    def on_start(self, _search: Any) -> None:
        """Nothing to do at the start."""

    def on_end(self, _result: Any) -> None:
        """Nothing to do at the end."""

    def on_restart(self, _best: Any) -> None:
        """Nothing to do when the search begins again from the best."""

    def on_best(self, _best: Any) -> None:
        """Nothing to do for the best: it is put in when it is drawn."""

    def on_iteration(self, _current: Any, candidate: Any, best: Any, _costs: Any) -> None:
        """Take every so manieth plan that is good enough."""
        self.steps += 1
        if self.steps % EVERY or not candidate.is_feasible() or not self._good(self._rank(candidate), self._rank(best)):
            return
        self._put(candidate)
        if len(self.pool) > CROWD:
            self._thin(best)

    def drawn(self, best: Any) -> tuple[Order, str, int]:
        """Return the order that was drawn, its ticket, and among how many; without leeway the best."""
        if not self.within or not best.is_feasible():
            return _order(best), "", 1
        self._put(best)
        good = self._near(best)
        ticket = min(good)
        return self.pool[ticket][2], ticket, len(good)

    def _put(self, solution: Any) -> None:
        order = _order(solution)
        self.pool[digest_of(f"{self.seed}|{digest_of(repr(order))}")] = (*self._rank(solution), order)

    def _thin(self, best: Any) -> None:
        """Keep the smallest tickets of those still good enough: no other could win, unless the best becomes much better."""
        self.pool = {ticket: self.pool[ticket] for ticket in heapq.nsmallest(KEPT, self._near(best))}

    def _near(self, best: Any) -> list[str]:
        """Return the tickets of what is good enough."""
        rank = self._rank(best)
        return [ticket for ticket, (first, second, _order) in self.pool.items() if self._good((first, second), rank)]

    def _rank(self, solution: Any) -> tuple[tuple[int, int], int]:
        """Return what must be equal (what is not visited, overtime) and what may differ a little (duration and travel)."""
        overtime = solution.overtime()
        plain = solution.distance_cost() + solution.duration_cost() - overtime * self.overtime
        return (solution.uncollected_prizes(), overtime), plain

    def _good(self, one: tuple[tuple[int, int], int], best: tuple[tuple[int, int], int]) -> bool:
        return one[0] == best[0] and one[1] * 1000 <= best[1] * (1000 + self.within)


def _order(solution: Any) -> Order:
    """Return the routes as kinds of shifts and numbers of choices, sorted, for which of the equal shifts comes first is no difference."""
    return tuple(
        sorted(
            (route.vehicle_type(), tuple(stop.idx for stop in route if stop.is_client())) for route in solution.routes()
        )
    )
