"""A formula applied to everybody of its leagues: exact points part by part, the published score, grade and place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from wenming.engine.formulas.models import Absent, Adjustment, Combine, Formula, Part, Start, TieRule
from wenming.engine.scoring.display import round_half_up

ZERO = Fraction(0)
ONE = Fraction(1)
HUNDRED = Fraction(100)


class PartSource(StrEnum):
    """Where the points of a part come from."""

    MEASURED = "measured"
    """From the inputs."""
    ZERO = "zero"
    """Nothing is known: none."""
    LAST = "last"
    """Nothing is known: the last ones."""
    OTHERS = "others"
    """Nothing is known: what the others have on average."""
    LEFT_OUT = "left_out"
    """Nothing is known: the other parts took its place."""
    NOT_HERE = "not_here"
    """There is no such part in this league."""


class InputFault(StrEnum):
    """What is wrong with an input."""

    MISSING = "missing"
    """It must be known."""
    RANGE = "range"
    """It is below 0 or above its scale."""
    COUNT = "count"
    """A count is below 0."""
    UNKNOWN = "unknown"
    """The formula has no such input."""
    LEAGUE = "league"
    """There is no such league."""


class InputError(ValueError):
    """``fault``; whose input (``entrant``), which (``key``), its ``value``, and the ``most`` it may be."""

    def __init__(
        self, fault: InputFault, entrant: str, key: str, value: Fraction | None = None, most: Fraction | None = None
    ) -> None:
        """Name the place."""
        super().__init__(f"{fault.value}: {entrant} {key} {value}")
        self.fault, self.entrant, self.key, self.value, self.most = fault, entrant, key, value, most


@dataclass(frozen=True)
class FormulaEntrant:
    """Who is scored: exact ``inputs`` by key (never floats), ``last`` points by part for Absent.LAST."""

    key: str
    inputs: Mapping[str, Fraction]
    league: str = ""
    last: Mapping[str, Fraction] = field(default_factory=dict)


@dataclass(frozen=True)
class PartValue:
    """A part's ``points`` (None: left out or not here); ``raw`` before deductions and bonuses, which are ``lost`` and ``won`` in their order.

    ``share``: the part of its parent's points that one of its own makes (the normalised weight; for sums the factor), 1 at the top.
    """

    part: Part
    points: Fraction | None
    source: PartSource
    raw: Fraction | None = None
    lost: tuple[Fraction, ...] = ()
    won: tuple[Fraction, ...] = ()
    share: Fraction = ONE


@dataclass(frozen=True)
class Score:
    """``exact`` points, ``published`` ones (rounded half up, once), grade, ``place`` in its league and how many share it; ``parts`` by key."""

    entrant: FormulaEntrant
    exact: Fraction
    published: Fraction
    grade: str
    place: int
    ties: int
    parts: Mapping[str, PartValue]


@dataclass(frozen=True)
class FormulaTable:
    """Everybody's score, by league in the formula's order, then by place, then in their own order."""

    formula: Formula
    scores: tuple[Score, ...]

    def of(self, key: str) -> Score:
        """Return an entrant's score. KeyError where there is no such entrant."""
        return {score.entrant.key: score for score in self.scores}[key]


def score_all(formula: Formula, entrants: Sequence[FormulaEntrant]) -> FormulaTable:
    """Return everybody's score; places compare published scores within a league, then the breakers. Raises InputError for the first wrong input."""
    known = {group.key for group in formula.leagues} or {""}
    for entrant in entrants:
        _check(formula, entrant, known)
    scores: list[Score] = []
    for league in [group.key for group in formula.leagues] or [""]:
        members = [entrant for entrant in entrants if entrant.league == league]
        scores += _placed(formula, members, _parts(formula, members, league))
    return FormulaTable(formula, tuple(scores))


def _check(formula: Formula, entrant: FormulaEntrant, leagues: set[str]) -> None:
    """Raise for an input that cannot be."""
    if entrant.league not in leagues:
        raise InputError(InputFault.LEAGUE, entrant.key, entrant.league)
    wanted, parts = formula.inputs(entrant.league), formula.parts
    anywhere = {key for group in leagues for key in formula.inputs(group)}
    for key, value in entrant.inputs.items():
        if key not in anywhere:
            raise InputError(InputFault.UNKNOWN, entrant.key, key, value)
        if key not in wanted:
            continue
        part = parts.get(key)
        if part is None or part.children or part.start is Start.FULL:
            if value < 0:
                raise InputError(InputFault.COUNT, entrant.key, key, value)
        elif not 0 <= value <= part.scale:
            raise InputError(InputFault.RANGE, entrant.key, key, value, part.scale)


def _parts(formula: Formula, members: Sequence[FormulaEntrant], league: str) -> list[dict[str, PartValue]]:
    """Return every part of every member: part by part from below, for one rule looks at what the others have."""
    found: list[dict[str, PartValue]] = [{} for _ in members]
    for part in formula.root.walk():
        for entrant, values in zip(members, found, strict=True):
            values[part.key] = (
                _own(part, entrant, values) if part.holds_for(league) else PartValue(part, None, PartSource.NOT_HERE)
            )
        known = [value.points for values in found if (value := values[part.key]).points is not None]
        average = sum(known, ZERO) / len(known) if known else None
        for entrant, values in zip(members, found, strict=True):
            values[part.key] = _stood_in(values[part.key], entrant, average)
    return found


def _stood_in(value: PartValue, entrant: FormulaEntrant, average: Fraction | None) -> PartValue:
    """Return what stands for a part of which nothing is known."""
    part = value.part
    if value.points is not None or value.source is PartSource.NOT_HERE:
        return value
    if part.absent is Absent.REFUSE:
        raise InputError(InputFault.MISSING, entrant.key, part.key)
    if part.absent is Absent.ZERO:
        return PartValue(part, ZERO, PartSource.ZERO)
    if part.absent is Absent.LAST and part.key in entrant.last:
        return PartValue(part, entrant.last[part.key], PartSource.LAST)
    if part.absent is Absent.MEAN_OF_OTHERS and average is not None:
        return PartValue(part, average, PartSource.OTHERS)
    return value


def _own(part: Part, entrant: FormulaEntrant, values: dict[str, PartValue]) -> PartValue:
    """Return a part from its own inputs or those below."""
    raw = _joined(part, values) if part.children else _measured(part, entrant)
    lost = [_counted(one, entrant, sign=-1) for one in part.deductions]
    won = [_counted(one, entrant, sign=1) for one in part.bonuses]
    off, on = ([points for points in found if points is not None] for found in (lost, won))
    if raw is None or len(off) < len(lost) or len(on) < len(won):
        return PartValue(part, None, PartSource.LEFT_OUT)
    points = max(ZERO, raw - sum(off, ZERO) + sum(on, ZERO))
    if not part.exceeds:
        points = min(points, part.full)
    if part.digits is not None:
        points = Fraction(round_half_up(points, part.digits))
    return PartValue(part, points, PartSource.MEASURED, raw, tuple(off), tuple(on))


def _measured(part: Part, entrant: FormulaEntrant) -> Fraction | None:
    """Return the points that a lowest part begins with."""
    if part.start is Start.FULL:
        return part.full
    value = entrant.inputs.get(part.key)
    return None if value is None else value / part.scale * part.full


def _counted(one: Adjustment, entrant: FormulaEntrant, *, sign: int) -> Fraction | None:
    """Return the points of a deduction or bonus; what was not counted is none, a percentage that is not known leaves the part unknown."""
    value = entrant.inputs.get(one.of)
    if one.limit is not None:
        if value is None:
            return None
        value = max(ZERO, sign * (value - one.limit))
    points = one.each * (value or ZERO)
    return points if one.most is None else min(points, one.most)


def _joined(part: Part, values: dict[str, PartValue]) -> Fraction | None:
    """Return a part from those below it, and write down what share each has."""
    here = [values[child.key] for child in part.children]
    known = [value for value in here if value.points is not None]
    if not known:
        return None
    if part.combine is Combine.SUM:
        whole = sum((value.part.full for value in here if value.source is not PartSource.NOT_HERE), ZERO)
        factor = whole / sum((value.part.full for value in known), ZERO)
        shares = [factor for _value in known]
    else:
        weights = [ONE if part.combine is Combine.MEAN else value.part.weight for value in known]
        shares = [weight / sum(weights, ZERO) for weight in weights]
    total = ZERO
    for value, share in zip(known, shares, strict=True):
        values[value.part.key] = PartValue(
            value.part, value.points, value.source, value.raw, value.lost, value.won, share
        )
        total += share * (value.points or ZERO)
    return total


def _placed(formula: Formula, members: Sequence[FormulaEntrant], parts: list[dict[str, PartValue]]) -> list[Score]:
    """Return the scores of a league by place."""
    exact = [values[formula.root.key].points for values in parts]
    ranked = []
    for entrant, points, values in zip(members, exact, parts, strict=True):
        if points is None:
            raise InputError(InputFault.MISSING, entrant.key, formula.root.key)
        published = Fraction(round_half_up(points, formula.digits))
        order = (published, *(values[key].points or ZERO for key in formula.breakers))
        ranked.append((entrant, points, published, order, values))
    orders = [one[3] for one in ranked]
    distinct = sorted(set(orders), reverse=True)
    scores = []
    for entrant, points, published, order, values in ranked:
        above = sum(other > order for other in (distinct if formula.ties is TieRule.DENSE else orders))
        ties = orders.count(order)
        scores.append(Score(entrant, points, published, formula.grade(published), above + 1, ties, values))
    return sorted(scores, key=lambda score: score.place)
