"""What a decomposition table would change: parts that begin, end, stay; what would then be missing or double."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from wenming.engine.decomposition.readings import PartRow, Reading
from wenming.engine.decomposition.tables import Meaning


class Scope(StrEnum):
    """For which clauses the table is complete: what stands there and the table does not name ends."""

    NAMED = "named"
    """For the clauses that it names."""
    ALL = "all"
    """For every clause of the edition."""
    NONE = "none"
    """For none: the table only adds."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A part that stands: the key of its record, clause, part, unit, and how a paper named the unit."""

    key: int
    code: str
    part: Meaning
    unit: int
    group: str = ""
    written: str = ""
    order: int = 0


@dataclass(frozen=True, slots=True)
class PartPlan:
    """The difference between a table and what stands.

    ``reworded`` are parts that stay, but are named by other words or stand at another place in the paper now.
    """

    added: tuple[PartRow, ...]
    ended: tuple[Standing, ...]
    same: tuple[Standing, ...]
    reworded: tuple[tuple[Standing, PartRow], ...]
    uncovered: tuple[str, ...]
    """Clauses without a lead afterwards, in published order."""
    double: tuple[tuple[str, tuple[int, ...]], ...]
    """Clauses with several leads afterwards, with these."""


def plan_parts(reading: Reading, standing: Iterable[Standing], clauses: Sequence[str], scope: Scope) -> PartPlan:
    """Return what adopting the table would do. ``clauses`` are the codes of the edition in published order.

    Nothing ends in a part of a clause for which words of the table were not understood, nor in one of which it does not speak.
    """
    wanted = {(row.code, row.part, row.unit): row for row in reading.parts}
    now = {(one.code, one.part, one.unit): one for one in standing}
    named = {Scope.NAMED: frozenset(reading.named), Scope.ALL: frozenset(clauses), Scope.NONE: frozenset()}[scope]
    ended = [
        one
        for key, one in now.items()
        if key not in wanted
        and one.code in named
        and one.part in reading.spoken
        and (one.code, one.part) not in reading.unsettled
    ]
    same = [(one, wanted[key]) for key, one in now.items() if key in wanted]
    gone = {one.key for one in ended}
    after = [(one.code, one.part, one.unit) for one in now.values() if one.key not in gone]
    after += [key for key in wanted if key not in now]
    uncovered, double = lead_faults(after, clauses)
    return PartPlan(
        added=tuple(row for key, row in wanted.items() if key not in now),
        ended=tuple(ended),
        same=tuple(one for one, _row in same),
        reworded=tuple((one, row) for one, row in same if _words(one) != _words(row)),
        uncovered=uncovered,
        double=double,
    )


def lead_faults(
    parts: Iterable[tuple[str, Meaning, int]], clauses: Sequence[str]
) -> tuple[tuple[str, ...], tuple[tuple[str, tuple[int, ...]], ...]]:
    """Return the clauses without a lead, and those with several."""
    leads: dict[str, list[int]] = {}
    for code, part, unit in parts:
        if part is Meaning.LEAD:
            leads.setdefault(code, []).append(unit)
    uncovered = tuple(code for code in clauses if code not in leads)
    return uncovered, tuple((code, tuple(leads[code])) for code in clauses if len(leads.get(code, ())) > 1)


def changed_terms(reading: Reading, standing: Mapping[str, Mapping[Meaning, str]]) -> dict[str, dict[Meaning, str]]:
    """Return the clauses of which the table says something else than what stands, with all their terms afterwards."""
    found = {}
    for code, said in reading.terms.items():
        before = dict(standing.get(code, {}))
        after = {**before, **said}
        if after != before:
            found[code] = after
    return found


def _words(one: Standing | PartRow) -> tuple[str, str, int]:
    """Return how a paper names a unit's part."""
    return one.group, one.written, one.order
