"""The draw itself: every unit of the frame in the order of its stratum; the first ones are chosen, the others are reserves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from wenming.engine.sampling.frames import Fault, Frame, FrameError, FrameFault, FrameRow, table_content
from wenming.engine.sampling.rules import Design, Rule
from wenming.engine.sampling.tickets import BITS, ticket_of

WHOLE = 1 << BITS
HEAD = "stratum,order,key,ticket,chosen"


@dataclass(frozen=True, slots=True)
class Lot:
    """What the draw gave one unit: its place in its stratum from 1, its ticket, whether it is chosen (or a reserve)."""

    stratum: str
    order: int
    key: str
    ticket: str
    chosen: bool


def draw(frame: Frame, rule: Rule, seed: str) -> list[Lot]:
    """Return every unit of the strata that are drawn from, by stratum and place.

    Raises RuleError, AllocationError, or FrameError where a unit without size would be drawn by size.
    """
    sizes = rule.sizes_in(frame)
    return [
        lot
        for stratum, rows in frame.strata.items()
        if sizes[stratum]
        for lot in _lots(stratum, rows, sizes[stratum], rule, seed)
    ]


def _lots(stratum: str, rows: Sequence[FrameRow], size: int, rule: Rule, seed: str) -> Iterator[Lot]:
    """Return the lots of one stratum in order."""
    tickets = {row.key: ticket_of(seed, rule.round, stratum, row.key) for row in rows}
    if rule.design is Design.PARETO:
        order = pareto_order({row.key: row.size for row in rows}, tickets, size)
    else:
        order = sorted(tickets, key=tickets.__getitem__)
    for place, key in enumerate(order, start=1):
        yield Lot(stratum, place, key, tickets[key], place <= size)


def certain_of(sizes: Mapping[str, int], chosen: int) -> dict[str, Fraction]:
    """Return the chance of each unit, in proportion to its size; units that are larger than their share are certain, and leave the others theirs.

    Raises FrameError for units without size.
    """
    empty = tuple(sorted(key for key, size in sizes.items() if size < 1))
    if empty:
        raise FrameError([Fault(FrameFault.SIZE, empty)])
    certain: set[str] = set()
    while True:
        left = sum(size for key, size in sizes.items() if key not in certain)
        places = chosen - len(certain)
        # at most as many as there are places left, and then they are all that is left: no chance ever becomes nothing
        more = {key for key, size in sizes.items() if key not in certain and places * size >= left}
        if not more:
            break
        certain |= more
    return {key: Fraction(1) if key in certain else Fraction(places * size, left) for key, size in sizes.items()}


def pareto_order(sizes: Mapping[str, int], tickets: Mapping[str, str], chosen: int) -> list[str]:
    """Return the order of Pareto sampling (Rosén 1997): by [u/(1−u)] / [π/(1−π)], certain units first, equal ones by ticket.

    In whole numbers throughout: u is the whole digest, the quotient is kept to 256 bits behind the point. Raises FrameError.
    """
    chances = certain_of(sizes, chosen)

    def place(key: str) -> tuple[int, str]:
        chance, number = chances[key], int(tickets[key], 16)
        rest = chance.denominator - chance.numerator
        return (number * rest << BITS) // ((WHOLE - number) * chance.numerator), tickets[key]

    return sorted(tickets, key=place)


def result_content(lots: Iterable[Lot]) -> bytes:
    """Return the bytes of ``result.csv``: one line for each unit in the order of the draw."""
    return table_content(
        HEAD, ((lot.stratum, str(lot.order), lot.key, lot.ticket, str(int(lot.chosen))) for lot in lots)
    )
