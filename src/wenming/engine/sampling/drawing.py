"""The draw itself: every unit of the frame in the order of its stratum; the first ones are chosen, the others are reserves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from wenming.engine.sampling.frames import Fault, Frame, FrameError, FrameFault, FrameRow, table_content
from wenming.engine.sampling.pivotal import Stream, balanced_order
from wenming.engine.sampling.rules import Design, Rule
from wenming.engine.sampling.tickets import BITS, SEPARATOR, digest_of

WHOLE = 1 << BITS
WHOLE_BITS = 32
"""Bits of the sum of sizes of a balanced draw, so that no chance is off by more than 2⁻³⁰."""
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
    """Return the chosen units and the reserves of the strata that are drawn from, by stratum and place.

    Raises RuleError, AllocationError, or FrameError where a unit without size would be drawn by size, or one without place on the map.
    """
    sizes = rule.sizes_in(frame)
    if rule.design is Design.BALANCED:
        _require_places(row for stratum, rows in frame.strata.items() if sizes[stratum] for row in rows)
    return [
        lot
        for stratum, rows in frame.strata.items()
        if sizes[stratum]
        for lot in _lots(stratum, rows, sizes[stratum], rule, seed)
    ]


def _require_places(rows: Iterable[FrameRow]) -> None:
    """Raise FrameError for the units that lie nowhere."""
    lost = tuple(row.key for row in rows if row.place is None)
    if lost:
        raise FrameError([Fault(FrameFault.NO_PLACE, lost)])


def _lots(stratum: str, rows: Sequence[FrameRow], size: int, rule: Rule, seed: str) -> list[Lot]:
    """Return the lots of one stratum in order."""
    begin = SEPARATOR.join((seed, rule.round, stratum, ""))
    tickets = {row.key: digest_of(begin + row.key) for row in rows}
    limit = len(rows) if rule.reserves is None else min(len(rows), size + rule.reserves)
    if rule.design is Design.PARETO:
        order = pareto_order({row.key: row.size for row in rows}, tickets, size)
    elif rule.design is Design.BALANCED:
        order = _spread(stratum, sorted(rows, key=lambda row: tickets[row.key]), size, rule, seed)
    else:
        order = sorted(tickets, key=tickets.__getitem__)
    return [Lot(stratum, place, key, tickets[key], place <= size) for place, key in enumerate(order[:limit], start=1)]


def _spread(stratum: str, rows: Sequence[FrameRow], size: int, rule: Rule, seed: str) -> list[str]:
    """Return the order of a balanced draw; the units come in the order of their tickets."""
    places = [row.place for row in rows if row.place]
    limit = None if rule.reserves is None else size + rule.reserves
    if rule.by_size:
        # a whole that is small enough for the stream: sizes lose their last bits, none becomes nothing
        spare = max(0, sum(row.size for row in rows).bit_length() - WHOLE_BITS)
        sizes = {row.key: row.size and max(1, row.size >> spare) for row in rows}
        certain, free, whole = _certain(sizes, size)
        chances = [whole if row.key in certain else free * sizes[row.key] for row in rows]
    else:
        chances, whole = [size] * len(rows), len(rows)
    order = balanced_order(places, chances, whole, Stream(seed, rule.round, stratum), limit=limit)
    return [rows[number].key for number in order]


def certain_of(sizes: Mapping[str, int], chosen: int) -> dict[str, Fraction]:
    """Return the chance of each unit, in proportion to its size; units that are larger than their share are certain, and leave the others theirs.

    Raises FrameError for units without size.
    """
    certain, places, left = _certain(sizes, chosen)
    return {key: Fraction(1) if key in certain else Fraction(places * size, left) for key, size in sizes.items()}


def _certain(sizes: Mapping[str, int], chosen: int) -> tuple[set[str], int, int]:
    """Return the certain units, and what remains for the others: places, and the sum of their sizes (1 where there are none)."""
    empty = tuple(sorted(key for key, size in sizes.items() if size < 1))
    if empty:
        raise FrameError([Fault(FrameFault.SIZE, empty)])
    certain: set[str] = set()
    left, places = sum(sizes.values()), chosen
    while True:
        # at most as many as there are places left, and then they are all that is left: no chance ever becomes nothing
        more = {key for key, size in sizes.items() if places * size >= left and key not in certain}
        if not more:
            return certain, places, left or 1
        certain |= more
        left -= sum(sizes[key] for key in more)
        places -= len(more)


def pareto_order(sizes: Mapping[str, int], tickets: Mapping[str, str], chosen: int) -> list[str]:
    """Return the order of Pareto sampling (Rosén 1997): by [u/(1−u)] / [π/(1−π)], certain units first, equal ones by ticket.

    In whole numbers throughout: u is the whole digest, the quotient is kept to 256 bits behind the point. Raises FrameError.
    """
    certain, free, left = _certain(sizes, chosen)

    def place(key: str) -> tuple[int, str]:
        if key in certain:
            return 0, tickets[key]
        chance, number = free * sizes[key], int(tickets[key], 16)
        return ((left - chance) * number << BITS) // ((WHOLE - number) * chance), tickets[key]

    return sorted(tickets, key=place)


def result_content(lots: Iterable[Lot]) -> bytes:
    """Return the bytes of ``result.csv``: one line for each unit in the order of the draw."""
    return table_content(
        HEAD, ((lot.stratum, str(lot.order), lot.key, lot.ticket, str(int(lot.chosen))) for lot in lots)
    )
