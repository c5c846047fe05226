"""Rates and scoring sheets of the field, as data: exact fractions from counters, rounded once, when shown (domain.md 6.5)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

Terms = tuple[tuple[int, str], ...]
"""A sum of counters: (+1 or −1, counter)."""


@dataclass(frozen=True, slots=True)
class Rate:
    """One rate: ``of`` counted cases, per so many."""

    key: str
    name: str
    name_en: str
    of: Terms
    per: Terms


@dataclass(frozen=True, slots=True)
class Deduction:
    """What costs points: for each percentage point that ``rate`` lies below ``threshold``, or for each case of ``counter``.

    ``points`` is what one costs. Parts of a percentage point cost their part (the sheets do not say that they are rounded).
    """

    points: Fraction
    rate: str = ""
    threshold: Fraction = Fraction(1)
    counter: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a scoring sheet: full points less deductions, never below nothing; or points × ``share``, a rate.

    Neither = how it is scored is not known: it has no value.
    """

    key: str
    name: str
    name_en: str
    points: Fraction
    deductions: tuple[Deduction, ...] = ()
    share: str = ""


@dataclass(frozen=True, slots=True)
class Scheme:
    """How a city reckons: its rates, its scoring sheet, and what is not known about it. ``inputs`` are counts that people enter."""

    key: str
    name: str
    name_en: str
    source: str
    rates: tuple[Rate, ...]
    items: tuple[Item, ...] = ()
    inputs: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RateValue:
    """A rate with what it was reckoned from; ``value`` is empty where there was nothing to reckon from."""

    rate: Rate
    of: int
    per: int

    @property
    def value(self) -> Fraction | None:
        """Return the exact rate."""
        return Fraction(self.of, self.per) if self.per > 0 else None


@dataclass(frozen=True, slots=True)
class ItemValue:
    """The points of a line; empty where they cannot be known. ``lost`` are its deductions in their order."""

    item: Item
    points: Fraction | None
    lost: tuple[Fraction | None, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a scheme says of some counters. ``total`` is the sum of the lines that have a value, ``total_of`` the full points of these."""

    scheme: Scheme
    rates: tuple[RateValue, ...]
    items: tuple[ItemValue, ...]

    @property
    def total(self) -> Fraction:
        """Return the points of all lines that have a value."""
        return sum((line.points for line in self.items if line.points is not None), Fraction(0))

    @property
    def total_of(self) -> Fraction:
        """Return the full points of the lines that have a value."""
        return sum((line.item.points for line in self.items if line.points is not None), Fraction(0))


def terms_of(text: str) -> Terms:
    """Read a sum of counters: "to_close - deferred". ValueError for anything else."""
    words = ["+", *text.replace("+", " + ").replace("-", " - ").split()]
    signs, names = words[::2], words[1::2]
    if len(signs) != len(names) or not names or set(signs) - {"+", "-"} or not all(map(str.isidentifier, names)):
        raise ValueError(text)
    return tuple((1 if sign == "+" else -1, name) for sign, name in zip(signs, names, strict=True))


def sum_of(terms: Terms, counters: Mapping[str, int]) -> int:
    """Return a sum of counters; what is not counted is nothing."""
    return sum(sign * counters.get(name, 0) for sign, name in terms)


def judge(scheme: Scheme, counters: Mapping[str, int]) -> Verdict:
    """Return what a scheme says of some counters."""
    rates = tuple(RateValue(rate, sum_of(rate.of, counters), sum_of(rate.per, counters)) for rate in scheme.rates)
    values = {line.rate.key: line.value for line in rates}
    return Verdict(scheme, rates, tuple(_item(item, values, counters) for item in scheme.items))


def _item(item: Item, values: Mapping[str, Fraction | None], counters: Mapping[str, int]) -> ItemValue:
    """Return the points of one line."""
    if item.share:
        value = values[item.share]
        return ItemValue(item, None if value is None else item.points * value)
    lost = tuple(_lost(one, values, counters) for one in item.deductions)
    known = [points for points in lost if points is not None]
    if not lost or len(known) < len(lost):
        return ItemValue(item, None, lost)
    return ItemValue(item, max(Fraction(0), item.points - sum(known)), lost)


def _lost(one: Deduction, values: Mapping[str, Fraction | None], counters: Mapping[str, int]) -> Fraction | None:
    """Return what one deduction costs; empty where its rate has nothing to reckon from."""
    if one.counter:
        return one.points * counters.get(one.counter, 0)
    value = values[one.rate]
    return None if value is None else one.points * max(Fraction(0), one.threshold - value) * 100
