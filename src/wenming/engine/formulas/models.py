"""A local scoring formula: a tree of parts, leagues, ties, grades, and an example that it must reproduce. All numbers are exact fractions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

HUNDRED = Fraction(100)


class Combine(StrEnum):
    """How a part comes from those below it."""

    SUM = "sum"
    """Their points are added up."""
    WEIGHTED = "weighted"
    """Their mean, by weights that add up to 100 (or 1)."""
    MEAN = "mean"
    """Their plain mean."""


class Start(StrEnum):
    """What the points of a lowest part begin with."""

    VALUE = "value"
    """What was measured."""
    FULL = "full"
    """Full points; what is found takes off."""


class Absent(StrEnum):
    """What becomes of a part of which nothing is known."""

    RENORMALISE = "renormalise"
    """The others take its place in proportion."""
    ZERO = "zero"
    """No points."""
    LAST = "last"
    """Its last known points; without them the others take its place."""
    MEAN_OF_OTHERS = "mean_of_others"
    """What the others of the league have on average (肥东 2021); where nobody has it the others take its place."""
    REFUSE = "refuse"
    """It must be known: no score without it."""


class TieRule(StrEnum):
    """Places of equal scores."""

    SHARED = "shared"
    """They share a place, the next is skipped: 1, 1, 3."""
    DENSE = "dense"
    """They share a place, the next follows: 1, 1, 2."""


@dataclass(frozen=True, slots=True)
class Adjustment:
    """Points off (a deduction) or on (a bonus): ``each`` times the count of the input ``of``.

    With ``limit`` the input is a percentage, and each percentage point below it (a bonus: above it) counts; parts of one count in part.
    ``most``: no more than so many points, None without end.
    """

    of: str
    each: Fraction
    limit: Fraction | None = None
    most: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a formula. Without ``children`` it is measured: its input has its ``key``, from 0 to ``scale``.

    ``full`` points at most; ``weight`` among its siblings; ``digits``: rounded half up where it stands, None not at all; ``leagues`` it holds for
    (empty: all); ``exceeds``: a bonus may lead beyond the full points.
    """

    key: str
    name: str
    full: Fraction = HUNDRED
    weight: Fraction = Fraction(1)
    scale: Fraction = HUNDRED
    start: Start = Start.VALUE
    combine: Combine = Combine.WEIGHTED
    absent: Absent = Absent.REFUSE
    deductions: tuple[Adjustment, ...] = ()
    bonuses: tuple[Adjustment, ...] = ()
    exceeds: bool = False
    digits: int | None = None
    leagues: tuple[str, ...] = ()
    children: tuple[Part, ...] = ()

    def walk(self) -> Iterator[Part]:
        """Yield what is below, then the part itself."""
        for child in self.children:
            yield from child.walk()
        yield self

    def holds_for(self, league: str) -> bool:
        """Whether there is such a part in a league."""
        return not self.leagues or league in self.leagues


@dataclass(frozen=True, slots=True)
class LeagueGroup:
    """Who is ranked with whom."""

    key: str
    name: str


@dataclass(frozen=True, slots=True)
class Grade:
    """A grade from so many points on (``from_points`` included)."""

    name: str
    from_points: Fraction


@dataclass(frozen=True, slots=True)
class Example:
    """Inputs whose ``score`` is known, as published: the formula must reproduce it."""

    inputs: Mapping[str, Fraction]
    score: Fraction
    league: str = ""


@dataclass(frozen=True, slots=True)
class Formula:
    """A city's formula. ``digits``: decimals of the published score; ``breakers``: parts that decide between equal scores, in order."""

    key: str
    name: str
    source: str
    root: Part
    digits: int = 2
    leagues: tuple[LeagueGroup, ...] = ()
    ties: TieRule = TieRule.SHARED
    breakers: tuple[str, ...] = ()
    grades: tuple[Grade, ...] = ()
    example: Example | None = None

    @property
    def parts(self) -> dict[str, Part]:
        """Every part by its key, lower ones first."""
        return {part.key: part for part in self.root.walk()}

    def grade(self, score: Fraction) -> str:
        """Return the grade of a score, "" where there is none so low."""
        reached = [grade for grade in self.grades if score >= grade.from_points]
        return max(reached, key=lambda grade: grade.from_points).name if reached else ""

    def inputs(self, league: str = "") -> dict[str, Part]:
        """Return what must be entered for a league: input → the part that uses it (the first, where several do)."""
        found: dict[str, Part] = {}
        for part in _within(self.root, league):
            if not part.children and part.start is Start.VALUE:
                found.setdefault(part.key, part)
            for one in (*part.deductions, *part.bonuses):
                found.setdefault(one.of, part)
        return found


def _within(part: Part, league: str) -> Iterator[Part]:
    """Yield the parts that hold for a league, lower ones first."""
    if part.holds_for(league):
        for child in part.children:
            yield from _within(child, league)
        yield part
