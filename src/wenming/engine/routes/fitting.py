"""Whether a visit alone fits into a shift, and what stands in its way; in which windows of which shifts it may be made at all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from wenming.engine.routes.plans import Obstacle
from wenming.engine.routes.problems import Problem, Shift, Visit, Window

NEARNESS = (Obstacle.NO_SHIFT, Obstacle.CLOSED, Obstacle.WINDOW_SHORT, Obstacle.OFF_SHIFT, Obstacle.SHIFT_SHORT)
"""From what is furthest away to what is nearest: a visit is told the nearest miss of all shifts."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to make a visit: when it may begin, and in which shifts (their numbers)."""

    visit: Visit
    window: Window
    early: int
    late: int
    shifts: frozenset[int]


def may_take(visit: Visit, shift: Shift) -> bool:
    """Tell whether the pins let this shift make the visit."""
    return visit.inspector in {"", shift.inspector} and visit.day in {"", shift.day}


def obstacle_in(problem: Problem, visit: Visit, shift: Shift, window: Window) -> Obstacle | None:
    """Return what keeps a visit out of a shift in which nothing else is done; None where it fits."""
    latest = visit.latest(window)
    if latest < window.begin:
        return Obstacle.WINDOW_SHORT
    begin = max(shift.begin + problem.way(shift.mode, shift.start, visit.place), window.begin)
    if begin > latest:
        return Obstacle.OFF_SHIFT if shift.begin > latest else Obstacle.SHIFT_SHORT
    if window.begin > shift.latest:
        return Obstacle.OFF_SHIFT
    back = problem.way(shift.mode, visit.place, shift.end) if shift.end else 0
    over = begin + visit.service + back > shift.latest
    return Obstacle.SHIFT_SHORT if over or (shift.capacity is not None and visit.load > shift.capacity) else None


def choices_of(problem: Problem, visit: Visit, among: Iterable[int]) -> tuple[list[Choice], Obstacle]:
    """Return the ways to make a visit in some shifts, and the nearest miss where there is none."""
    found: dict[tuple[int, int], list[int]] = defaultdict(list)
    windows: dict[tuple[int, int], Window] = {}
    nearest = Obstacle.NO_SHIFT
    for number in among:
        shift = problem.shifts[number]
        if not may_take(visit, shift):
            continue
        missed = Obstacle.CLOSED
        for window in visit.windows_on(shift.weekday):
            obstacle = obstacle_in(problem, visit, shift, window)
            if obstacle is None:
                span = window.begin, visit.latest(window)
                windows.setdefault(span, window)
                found[span].append(number)
            else:
                missed = max(missed, obstacle, key=NEARNESS.index)
        nearest = max(nearest, missed, key=NEARNESS.index)
    return [Choice(visit, windows[span], *span, frozenset(numbers)) for span, numbers in sorted(found.items())], nearest


def shared_out(problem: Problem, order: Sequence[str]) -> tuple[Mapping[str, frozenset[int]], frozenset[str]]:
    """Return in which shifts each visit may be made so that those that stand apart come to different people, and who is one too many.

    The people of a place are dealt out to its visits in turn, in the order given; those who are pinned or were there already come first.
    """
    everyone = frozenset(range(len(problem.shifts)))
    allowed = {visit.key: everyone for visit in problem.pending}
    crowded: set[str] = set()
    groups: dict[str, list[Visit]] = defaultdict(list)
    for visit in problem.visits:
        if visit.apart:
            groups[visit.apart].append(visit)
    for visits in groups.values():
        people = _dealt(problem, visits, order)
        for visit in visits:
            if visit.done is None:
                allowed[visit.key] = frozenset(
                    number for number in everyone if problem.shifts[number].inspector in people[visit.key]
                )
                crowded |= set() if people[visit.key] else {visit.key}
    return allowed, frozenset(crowded)


def _dealt(problem: Problem, visits: Sequence[Visit], order: Sequence[str]) -> dict[str, set[str]]:
    """Return who may make each of the visits that stand apart."""
    fixed = {visit.key: visit.done.inspector if visit.done else visit.inspector for visit in visits}
    people = {key: {person} if person else set[str]() for key, person in fixed.items()}
    able = {visit.key: _able(problem, visit) for visit in visits}
    free = [key for key in people if not fixed[key]]
    for person in order:
        if person in fixed.values():
            continue
        wanting = [key for key in free if person in able[key]]
        if wanting:
            people[min(wanting, key=lambda key: len(people[key]))].add(person)
    return _without_doubles(visits, people)


def _without_doubles(visits: Sequence[Visit], people: dict[str, set[str]]) -> dict[str, set[str]]:
    """Take people away from a visit to which they are pinned where another visit before it has them already."""
    taken: set[str] = {visit.done.inspector for visit in visits if visit.done}
    for visit in visits:
        if visit.done is None:
            people[visit.key] -= taken
            taken |= people[visit.key]
    return people


def _able(problem: Problem, visit: Visit) -> set[str]:
    """Return who could make a visit if nothing else were to be done."""
    choices, _nearest = choices_of(problem, visit, range(len(problem.shifts)))
    return {problem.shifts[number].inspector for choice in choices for number in choice.shifts}
