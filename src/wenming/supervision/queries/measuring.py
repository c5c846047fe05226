"""What a rule measures in a period, unit by unit; and the list that follows from it."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from wenming.engine.lists import Entrant, Places, Placing, listed, times_running
from wenming.engine.observations import FULL
from wenming.engine.rates import Rate, sum_of
from wenming.inspections.models import Round
from wenming.inspections.queries import area_statistics, rounds_in, unit_statistics
from wenming.issues.imports.rates import scheme_named, scheme_names
from wenming.issues.queries.periods import Period
from wenming.issues.queries.tallies import Counts, flows_of
from wenming.kernel.models import City
from wenming.organisations.models import Unit
from wenming.organisations.queries import name_index, units_in
from wenming.supervision.enums import GoodEnd, GroupSide, MeasureKind
from wenming.supervision.models import ListEntry, ListGroup, ListRuleVersion, ListRun
from wenming.supervision.queries.periods import period_at


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a list: whose, in which group, where it stands, how often running it is on the black list."""

    group: ListGroup
    unit: Unit
    placing: Placing
    times: int


@dataclass(frozen=True, slots=True)
class Computed:
    """A list as it follows from what is recorded: its lines by group and place. ``unmatched``: cases that no unit of the list has."""

    period: Period
    round: Round | None
    previous: ListRun | None
    lines: tuple[Line, ...]
    unmatched: int

    @property
    def input_digest(self) -> str:
        """SHA-256 of who was measured, and of every count."""
        return digest_of(inputs_of(self.lines))

    @property
    def result_digest(self) -> str:
        """SHA-256 of every place, mark, band and counter."""
        return digest_of(results_of(self.lines))


def digest_of(lines: Iterable[Sequence[object]]) -> str:
    """Return the SHA-256 (hexadecimal) of lines of texts and whole numbers."""
    text = json.dumps(list(lines), ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def inputs_of(lines: Iterable[Line]) -> list[list[object]]:
    """Return the counts behind lines, in an order of their own: group, unit, numerator, denominator, cases."""
    rows = [
        [one.group.order, one.unit.pk, one.placing.entrant.of, one.placing.entrant.per, one.placing.entrant.cases]
        for one in lines
    ]
    return sorted(rows, key=str)


def results_of(lines: Iterable[Line]) -> list[list[object]]:
    """Return what lines say, in an order of their own."""
    rows = []
    for one in lines:
        found = one.placing
        said = [
            found.place,
            found.ties,
            found.mark,
            found.reason,
            found.first,
            found.last,
            int(found.is_sure),
            one.times,
        ]
        rows.append([one.group.order, one.unit.pk, *said])
    return sorted(rows, key=str)


def computed_list(version: ListRuleVersion, begins_on: date) -> Computed:
    """Compute the list of a period by a version of its rule, from what is recorded now."""
    city, period = version.city, period_at(version.period, begins_on)
    groups = list(version.groups.order_by("order"))
    units = list(units_in(city, on=period.last))
    round_ = _round_in(city, period) if version.kind == MeasureKind.SCORE else None
    sides = {side: _Side(version, period, round_, units, side) for side in {group.side for group in groups}}
    previous = previous_of(version, begins_on)
    before = counters_of(previous)
    lines: list[Line] = []
    for group in groups:
        own = {unit.pk: unit for unit in units if unit.kind in group.kinds}
        lines += _lines(version, group, [sides[group.side].entrant(unit) for unit in own.values()], own, before)
    unmatched = sum(side.unmatched for side in sides.values())
    return Computed(period, round_, previous, tuple(lines), unmatched)


def lines_again(run: ListRun) -> tuple[Line, ...]:
    """Compute the lines of a kept list once more from its own kept inputs."""
    before = counters_of(run.previous)
    entries: dict[int, list[ListEntry]] = {}
    for entry in run.entries.select_related("group", "unit").order_by("group__order", "pk"):
        entries.setdefault(entry.group_id, []).append(entry)
    lines: list[Line] = []
    for rows in entries.values():
        entrants = [Entrant(entry.unit_id, entry.of, entry.per, entry.cases) for entry in rows]
        lines += _lines(run.version, rows[0].group, entrants, {entry.unit_id: entry.unit for entry in rows}, before)
    return tuple(lines)


Before = dict[tuple[str, int], int]
"""(name of the group, unit) -> how often running it was on the black list in the period before."""


def _lines(
    version: ListRuleVersion, group: ListGroup, entrants: list[Entrant], units: dict[int, Unit], before: Before
) -> list[Line]:
    """Return the lines of one group."""
    found = []
    for placing in listed(entrants, places_of(version, group)):
        key = placing.entrant.key
        found.append(Line(group, units[key], placing, times_running(before.get((group.name, key), 0), placing.mark)))
    return found


def places_of(version: ListRuleVersion, group: ListGroup) -> Places:
    """Return how a group is listed."""
    return Places(group.red, group.black, version.minimum, high_is_good=version.good_end == GoodEnd.HIGH)


def previous_of(version: ListRuleVersion, begins_on: date) -> ListRun | None:
    """Return the approved list of the period just before, by whatever version of the rule; None where there is none: nothing runs on."""
    ends = begins_on.toordinal() - 1
    runs = ListRun.objects.in_city(version.city).filter(rule=version.rule_id, state="approved")
    return runs.filter(ends_on=date.fromordinal(ends)).first()


def counters_of(run: ListRun | None) -> Before:
    """Return (name of the group, unit) -> how often running it was on the black list."""
    if run is None:
        return {}
    rows = ListEntry.objects.in_city(run.city).filter(run=run, times__gt=0)
    return {(group, unit): times for group, unit, times in rows.values_list("group__name", "unit_id", "times")}


def rate_of(measure: str) -> Rate | None:
    """Return the official rate that "scheme/rate" names, None for no rate."""
    name, _slash, key = measure.partition("/")
    if name not in scheme_names():
        return None
    return next((rate for rate in scheme_named(name).rates if rate.key == key), None)


def _round_in(city: City, period: Period) -> Round | None:
    """Return the last round that ended within the period."""
    rounds = rounds_in(city).filter(ends_on__gte=period.first, ends_on__lte=period.last)
    return rounds.order_by("-ends_on", "-number").first()


class _Side:
    """What counts for the units of one side, read once: issues that they dispose of or that lie in their area, or rows of a round."""

    def __init__(
        self, version: ListRuleVersion, period: Period, round_: Round | None, units: Sequence[Unit], side: str
    ) -> None:
        self.units, self.is_area = units, side == GroupSide.AREA
        self.unmatched = 0
        self.by_position: dict[str, tuple[int, int, int]] = {}
        rate = rate_of(version.measure) if version.kind == MeasureKind.RATE else None
        if rate is not None:
            self._read_rate(version.city, rate, period)
        elif round_ is not None:
            self._read_round(round_)

    def entrant(self, unit: Unit) -> Entrant:
        """Return what counts for a unit; for an area everything below it."""
        if not self.is_area:
            return Entrant(unit.pk, *self.by_position.get(unit.position, (0, 0, 0)))
        inside = [
            found for position, found in self.by_position.items() if f"{position}.".startswith(f"{unit.position}.")
        ]
        of, per, cases = (sum(column) for column in zip(*inside, strict=True)) if inside else (0, 0, 0)
        return Entrant(unit.pk, of, per, cases)

    def _read_rate(self, city: City, rate: Rate, period: Period) -> None:
        """Read the counters of a rate. One query."""
        if period.first is None or period.last is None:
            return
        counts: Counts = flows_of(city, period.first, period.last, "area" if self.is_area else "unit")
        positions = {unit.pk: unit.position for unit in self.units}
        by_key: dict[int, Counter[str]] = {}
        for (key, word), number in counts.items():
            by_key.setdefault(key, Counter())[word] = number
        for key, own in by_key.items():
            of, per = sum_of(rate.of, own), max(sum_of(rate.per, own), 0)
            if key in positions:
                self.by_position[positions[key]] = (max(0, min(of, per)), per, per)
            else:
                self.unmatched += per

    def _read_round(self, round_: Round) -> None:
        """Read the rows of a round, by the names that they bear."""
        index = name_index(round_.city, on=round_.ends_on)
        positions = {unit.pk: unit.position for unit in self.units}
        rows = area_statistics(round_) if self.is_area else unit_statistics(round_)
        for name, count, milli in rows:
            keys = index.known(name).keys if name else ()
            place = positions.get(keys[0]) if len(keys) == 1 else None
            if place is None:
                self.unmatched += count
                continue
            of, per, cases = self.by_position.get(place, (0, 0, 0))
            self.by_position[place] = (of + milli, per + FULL * count, cases + count)
