"""Red and black lists (红黑榜; domain.md 5.3, W-5): places by the formula, bands of places beside them, and how often running.

The place is what the rule says, to the last digit. The band says which places cannot be told apart from it: for every share a
Clopper–Pearson interval is taken at 1 − (1 − level)/m for m entrants, so that all m hold at once with the level (Bonferroni); whoever's
whole interval lies above another's is surely better. The first place of a band is one more than the number of those who are surely better,
the last is m less the number of those who are surely worse. That takes the cases of a period for a sample of what the entrant does. A score
is taken like a count of successes: values between 0 and 1 vary at most as much as counts of the same mean.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from wenming.engine.scoring.ranks import shared_ranks

RED, BLACK = "red", "black"
NO_WORK, TOO_FEW = "no_work", "too_few"
LEVEL = 0.95
_DECIMALS = 9
"""Ends of intervals are compared to so many decimals, so that every machine sees the same band."""


@dataclass(frozen=True, slots=True)
class Entrant:
    """Who is measured: ``of`` per ``per`` (whole numbers), from so many ``cases``."""

    key: int
    of: int
    per: int
    cases: int

    @property
    def value(self) -> Fraction | None:
        """Return the exact share, None where there was nothing to do."""
        return Fraction(self.of, self.per) if self.per > 0 else None


@dataclass(frozen=True, slots=True)
class Places:
    """How a group is listed: the best ``red`` and the worst ``black`` places, those with fewer than ``minimum`` cases left out."""

    red: int
    black: int
    minimum: int = 1
    high_is_good: bool = True


@dataclass(frozen=True, slots=True)
class Placing:
    """What a list says of an entrant: its place and how many share it, the mark, the band; or why it has no place.

    ``is_sure``: not only the place but the whole band lies among the places of those with its mark.
    """

    entrant: Entrant
    place: int = 0
    ties: int = 0
    mark: str = ""
    first: int = 0
    last: int = 0
    is_sure: bool = False
    reason: str = ""


def listed(entrants: Iterable[Entrant], rule: Places) -> tuple[Placing, ...]:
    """Place the entrants of a group: the best first, those with equal values in their own order, those without a place last.

    Equal values share a place, and the places of a mark are filled with all who share one. Who would stand on both lists (small groups, many
    equal) stands on the one whose end is nearer, on neither where both are as near: a group of equals has no worst.
    """
    known = list(entrants)
    ranked = [one for one in known if not _left_out(one, rule)]
    values = [_worth(one, rule) for one in ranked]
    tops, bottoms = shared_ranks(values), shared_ranks([-value for value in values])
    bands = rank_bands([(one.value or Fraction(0), one.cases) for one in ranked], high_is_good=rule.high_is_good)
    marks = [_mark(top, bottom, rule) for top, bottom in zip(tops, bottoms, strict=True)]
    ends = {RED: marks.count(RED), BLACK: len(ranked) - marks.count(BLACK)}
    placed = [
        _placing(one, (top, values.count(value)), mark, band, ends)
        for one, value, top, mark, band in zip(ranked, values, tops, marks, bands, strict=True)
    ]
    rest = [Placing(one, reason=reason) for one in known if (reason := _left_out(one, rule))]
    return (*sorted(placed, key=lambda one: one.place), *rest)


def _left_out(one: Entrant, rule: Places) -> str:
    """Return why an entrant has no place, "" where it has one."""
    if one.value is None:
        return NO_WORK
    return TOO_FEW if one.cases < rule.minimum else ""


def _worth(one: Entrant, rule: Places) -> Fraction:
    """Return the value so that more is better."""
    value = one.value or Fraction(0)
    return value if rule.high_is_good else -value


def _placing(
    one: Entrant, place: tuple[int, int], mark: str, band: tuple[int, int], ends: Mapping[str, int]
) -> Placing:
    """Return what is said of a ranked entrant: ``place`` and how many share it; ``ends``: the last place of the red list, the last before the black."""
    top, ties = place
    first, last = min(band[0], top), max(band[1], top + ties - 1)
    sure = last <= ends[RED] if mark == RED else first > ends[BLACK]
    return Placing(one, top, ties, mark, first, last, bool(mark) and sure)


def _mark(top: int, bottom: int, rule: Places) -> str:
    """Return on which list a place stands."""
    is_red, is_black = top <= rule.red, bottom <= rule.black
    if is_red and is_black:
        return RED if top < bottom else BLACK if bottom < top else ""
    return RED if is_red else BLACK if is_black else ""


def rank_bands(
    shares: Sequence[tuple[Fraction, int]], *, high_is_good: bool = True, level: float = LEVEL
) -> tuple[tuple[int, int], ...]:
    """Return the first and last place of everybody that hold together with ``level``; ``shares`` are (share, cases)."""
    spans = _intervals(shares, 1 - (1 - level) / max(len(shares), 1))
    if not high_is_good:
        spans = [(-high, -low) for low, high in spans]
    return tuple(
        (1 + sum(low > span[1] for low, _high in spans), len(spans) - sum(high < span[0] for _low, high in spans))
        for span in spans
    )


def _intervals(shares: Sequence[tuple[Fraction, int]], level: float) -> list[tuple[float, float]]:
    """Return the Clopper–Pearson interval of every share."""
    # heavy, and not needed where lists are only read
    from scipy.special import betaincinv  # noqa: PLC0415

    tail = (1 - level) / 2
    found = []
    for share, cases in shares:
        hits = float(share * cases)
        low = float(betaincinv(hits, cases - hits + 1, tail)) if hits > 0 else 0.0
        high = float(betaincinv(hits + 1, cases - hits, 1 - tail)) if hits < cases else 1.0
        found.append((round(low, _DECIMALS), round(high, _DECIMALS)))
    return found


def times_running(before: int, mark: str) -> int:
    """Return how often running an entrant is on the black list now: one more, or nothing as soon as it is not."""
    return before + 1 if mark == BLACK else 0


def step_at(times: int, steps: Mapping[int, str]) -> str:
    """Return what a rule suggests the so-manieth time running: its last step that is reached, "" before the first."""
    reached = [number for number in steps if number <= times]
    return steps[max(reached)] if reached else ""
