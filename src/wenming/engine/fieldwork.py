"""Field work as numbers: what an answer is worth, which rows a round becomes, which sites are seen twice, who goes where.

The phone never scores. Points are computed here, once, when a round is written, from what was ticked and counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from wenming.engine.observations import FULL, Observation
from wenming.engine.provisions import CheckItem, Judgement
from wenming.engine.sampling import digest_of

MET, UNMET, NOT_APPLICABLE = "met", "unmet", "not_applicable"
"""What can be said of a check item."""


@dataclass(frozen=True, slots=True)
class Said:
    """What an inspector said of a check item: the verdict, how many were counted (None = not counted), in how many places it was not met, the grade."""

    verdict: str
    count: int | None = None
    places: int = 0
    grade: str = ""


@dataclass(frozen=True, slots=True)
class Prices:
    """What a round takes off: ``place_milli`` for a place that is not met; grade -> milli-points of 1000."""

    place_milli: int
    grades: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Looked:
    """A visit that counts, with what stands of it: (check item, what was said), in the order of the form. ``metres`` of the way, None = unknown."""

    number: int
    site: str
    area: str
    units: tuple[str, ...]
    metres: int | None
    said: tuple[tuple[str, Said], ...]


@dataclass(frozen=True, slots=True)
class Written:
    """What visits become: rows, and (visit number, check item) of answers that serve no clause of the edition, or whose item nobody knows."""

    rows: tuple[Observation, ...]
    unserved: tuple[tuple[int, str], ...]


def shortfall_of(item: CheckItem, count: int, metres: int | None) -> int:
    """Return how many places a count lies outside its limits.

    Limits per so many metres ask for each whole stretch of the way, and allow for each begun one; a way of unknown length is one stretch.
    """
    whole = begun = 1
    if item.per_metres and metres:
        whole, begun = max(1, metres // item.per_metres), ceil(Fraction(metres, item.per_metres))
    missing = ceil(item.at_least * whole - count) if item.at_least is not None else 0
    beyond = ceil(count - item.at_most * begun) if item.at_most is not None else 0
    return max(missing, beyond, 0)


def milli_of(item: CheckItem, said: Said, prices: Prices, metres: int | None = None) -> int | None:
    """Return the milli-points of an answer, None where the item does not apply.

    A grade of the round's table is worth what the table says. Else the verdict decides: a count that says otherwise was judged anew by the
    inspector; where both say "not met", each place by which the count falls short costs, else each place that was named.
    """
    if said.verdict == NOT_APPLICABLE:
        return None
    if item.judge is Judgement.GRADE and said.grade in prices.grades:
        return prices.grades[said.grade]
    if said.verdict == MET:
        return FULL
    counted = item.judge is Judgement.COUNT and said.count is not None
    short = shortfall_of(item, said.count or 0, metres) if counted else 0
    return max(0, FULL - (short or max(1, said.places)) * prices.place_milli)


def rows_of(
    visits: Iterable[Looked], items: Mapping[str, CheckItem], clauses: Mapping[str, Sequence[str]], prices: Prices
) -> Written:
    """Return a row for each answer and each clause that its item serves; ``clauses`` are check item -> leaves of the round's edition.

    A row stands at "visit number / check item", its place among the rows of the visit counted from 1.
    """
    rows: list[Observation] = []
    unserved: list[tuple[int, str]] = []
    for visit in visits:
        place = 0
        for code, said in visit.said:
            item = items.get(code)
            milli = milli_of(item, said, prices, visit.metres) if item is not None else None
            if item is None or (milli is not None and not clauses.get(code)):
                unserved.append((visit.number, code))
            if item is None or milli is None:
                continue
            for leaf in clauses.get(code, ()):
                place += 1
                where = f"{visit.number}/{code}"[:80]
                serial = str(visit.number)
                rows.append(
                    Observation(where, place, serial, leaf, item.name, visit.site, milli, visit.area, visit.units, code)
                )
    return Written(tuple(rows), tuple(unserved))


def coded_twice(tickets: Mapping[str, str], percent: int) -> frozenset[str]:
    """Return the sites (by key) that are coded twice: those with the least tickets of their own, so many of a hundred, rounded up.

    The tickets are digests of the tickets by which the sites were drawn: whoever can repeat the draw can repeat this.
    """
    order = sorted(tickets, key=lambda key: (digest_of(f"{tickets[key]}|twice"), key))
    return frozenset(order[: ceil(Fraction(len(order) * percent, 100))])


def shuffled(tickets: Mapping[tuple[str, str], str]) -> list[tuple[str, str]]:
    """Return (site, coding) in an order that tells a first coding from a second one in nothing."""
    return sorted(tickets, key=lambda one: (digest_of("|".join((tickets[one], *one))), one))


@dataclass(frozen=True, slots=True)
class Task:
    """A visit to be given to somebody: ``place`` sorts it by area; a ``second`` one is the other coding of its ``site``."""

    key: int
    place: tuple[str, ...]
    site: int
    second: bool = False


def shared_out(
    tasks: Sequence[Task], teams: Mapping[int, int], days: int, *, before: Mapping[int, int] | None = None
) -> dict[int, tuple[int, int, int]]:
    """Return task -> (member, day from 0, order from 1): everybody about as many, those near each other to the same person on the same day.

    ``teams`` are member -> team, in the order of the members. ``before`` are site -> member of codings that stay where they are. A second
    coding goes to somebody of another team where there is one, never to who has the first: where nobody is left it is not given out.
    """
    members = list(teams)
    firsts = sorted((one for one in tasks if not one.second), key=lambda one: (one.place, one.key))
    given: dict[int, list[Task]] = {member: [] for member in members}
    whose: dict[int, int] = dict(before or {})
    for start, end, member in _cuts(len(firsts), members):
        given[member] += firsts[start:end]
        whose |= {one.site: member for one in firsts[start:end]}
    for one in sorted((one for one in tasks if one.second), key=lambda one: (one.place, one.key)):
        first = whose.get(one.site, 0)
        others = [member for member in members if member != first]
        if others:
            other_team = [member for member in others if teams[member] != teams.get(first)]
            given[min(other_team or others, key=lambda member: (len(given[member]), members.index(member)))].append(one)
    return {
        task.key: (member, day, order)
        for member, mine in given.items()
        for start, end, day in _cuts(len(mine), range(days))
        for order, task in enumerate(sorted(mine, key=lambda one: (one.place, one.key))[start:end], start=1)
    }


def _cuts(count: int, parts: Sequence[int]) -> Iterable[tuple[int, int, int]]:
    """Yield (start, end, part) of a list of so many, cut into neighbouring pieces that differ by at most one."""
    for place, part in enumerate(parts):
        yield count * place // len(parts), count * (place + 1) // len(parts), part
