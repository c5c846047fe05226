"""A title's cycle in numbers: the years weighed, what is still missing, the lines of a title, how long an event counts.

Scores are exact fractions of points. Sources: the cycle of 2018–2020 weighs its three years 15, 25 and 60 per cent; each
edition carries its own weights and lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from wenming.engine.provisions import NegativeEntry, Penalty
from wenming.engine.standards import TitleLine

FULL = Fraction(100)
"""What a year is worth where the edition says nothing else."""
LINE_IN_WORDS = re.compile(r"(?:不低于|不少于)\s*(\d+(?:\.\d+)?)\s*分")
MONTHS_OF_A_YEAR = 12


@dataclass(frozen=True, slots=True)
class YearPart:
    """One year of a cycle: its weight (0 to 1), its score, None where it is not known yet, and what it brings."""

    year: int
    weight: Fraction
    score: Fraction | None

    @property
    def earned(self) -> Fraction | None:
        """Points of the cycle that the year brings."""
        return None if self.score is None else self.weight * self.score


@dataclass(frozen=True, slots=True)
class CycleScore:
    """The years of a cycle together. Weights are shares of their sum, so that they may be written in any unit."""

    parts: tuple[YearPart, ...]

    @property
    def missing(self) -> tuple[int, ...]:
        """Years without a score."""
        return tuple(part.year for part in self.parts if part.score is None)

    @property
    def known_weight(self) -> Fraction:
        """The share of the weight that is known, 0 to 1."""
        return sum((part.weight for part in self.parts if part.score is not None), Fraction(0))

    @property
    def earned(self) -> Fraction:
        """Points of the cycle that the known years bring."""
        return sum((part.earned for part in self.parts if part.earned is not None), Fraction(0))

    @property
    def score(self) -> Fraction | None:
        """The cycle score; None while a year is missing (and where no year is weighed)."""
        return None if self.missing or not self.parts else self.earned

    def at_most(self, full: Fraction = FULL) -> Fraction:
        """The cycle score if every missing year brought ``full`` points."""
        return self.earned + (1 - self.known_weight) * full

    def needed(self, target: Fraction) -> Fraction | None:
        """What the missing years must bring, each alike, for the cycle to reach ``target``; None where none is missing.

        At or below 0: the target is reached already. Above the full points of a year: out of reach.
        """
        left = 1 - self.known_weight
        return (target - self.earned) / left if left else None


def cycle_score(weights: Sequence[Fraction], years: Sequence[int], scores: Mapping[int, Fraction]) -> CycleScore:
    """Weigh the years of a cycle; ``weights`` belong to ``years`` one by one. No weights: nothing can be weighed, no parts."""
    total = sum(weights, Fraction(0))
    if not total:
        return CycleScore(())
    pairs = zip(years, weights, strict=True)
    return CycleScore(tuple(YearPart(year, weight / total, scores.get(year)) for year, weight in pairs))


def after_penalties(score: Fraction, deductions: Iterable[Fraction]) -> Fraction:
    """Return a year's score without the points that the negative list takes off; never below 0."""
    return max(Fraction(0), score - sum(deductions, Fraction(0)))


def lines_met(lines: Iterable[TitleLine], score: Fraction, rank: int | None = None) -> tuple[TitleLine, ...]:
    """Return the lines of a title that a year's score, or its rank, falls under, in the edition's order."""
    return tuple(line for line in lines if _falls_under(line, score, rank))


def _falls_under(line: TitleLine, score: Fraction, rank: int | None) -> bool:
    """Tell whether a score and a rank fall under a line: every limit that it names holds."""
    if line.rank_to is not None and (rank is None or rank > line.rank_to):
        return False
    above = line.score_from is None or score >= line.score_from
    return above and (line.score_below is None or score < line.score_below)


def add_months(day: date, months: int) -> date:
    """Return the same day so many months later, the last of the month where there is no such day."""
    count = day.year * MONTHS_OF_A_YEAR + day.month - 1 + months
    return min(_day(count, day.day), _day(count + 1, 1) - timedelta(days=1))


def _day(months: int, number: int) -> date:
    """Return the ``number``-th day from the first of a month on; months are counted from the year 0."""
    year, month = divmod(months, MONTHS_OF_A_YEAR)
    return date(year, month + 1, 1) + timedelta(days=number - 1)


def counts_until(happened_on: date, months: int | None) -> date | None:
    """Return the last day of an application that an event still counts for; None where the edition names no window.

    An application on the very day on which the months are over still looks back at the event: the careful reading.
    """
    return None if months is None else add_months(happened_on, months)


def counts_for(happened_on: date, months: int | None, applies_on: date) -> bool:
    """Tell whether an event lies in the window before an application; without a window it always does."""
    until = counts_until(happened_on, months)
    return happened_on <= applies_on and (until is None or applies_on <= until)


def penalty_for(entry: NegativeEntry, capacity: str) -> Penalty | None:
    """Return what an entry does to a city in its capacity ("holder", "nominated", "applicant"); None where it is not known."""
    return {"holder": entry.holder, "nominated": entry.nominated, "applicant": entry.applicant}[capacity]


def line_in_words(text: str) -> Fraction | None:
    """Return the line that a condition names in its own words (不低于 85 分 → 85); None where it names none."""
    found = LINE_IN_WORDS.search(text)
    return Fraction(found[1]) if found else None
