"""Where a file of a folder belongs: proposals by what its path says and by words of its text, each with its reasons. A person decides.

A path is read as people name folders: the number of the filing order (Ⅰ-1-1)-(1)), the code of a clause, what is asked for, a unit, a month. Words of
a text count by how rare they are among all that is asked for: 情况说明 stands in every second name and says nothing.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

NUMBER, CODE, NAME, PART, UNIT, MONTH, TEXT = "number", "code", "name", "part", "unit", "month", "text"
"""Reasons of a proposal: the filing number, the clause, the whole name, most of the name, the unit, the time, words of the text."""
POINTS = {NUMBER: 12, CODE: 6, NAME: 9, PART: 5, UNIT: 3, MONTH: 3, TEXT: 4}
OTHER_MONTH, OTHER_UNIT = -8, -6
"""The path names another month, or another unit that supplies."""
HALF = 0.55
"""From this share of a name's pairs of characters on, most of it is there."""
LEAST, SURE, AHEAD = 3, 8, 3
"""Points that make a proposal; that make it sure, if it is so far ahead of the next."""
READ = 4000
"""Characters of a text that are looked at."""
_BLANKS = re.compile(r"[\s_]+")
_PAIRS = re.compile(r"[^\w]+")
_YEAR_MONTH = re.compile(r"(20\d\d)(?:年|[-./])?(1[0-2]|0?[1-9])(?:月|(?!\d))")
_YEAR_QUARTER = re.compile(r"(?:(20\d\d)年?)?(?:第?([一二三四1-4])季度?|q([1-4]))")
_MONTH = re.compile(r"(?<![\d年])(1[0-2]|0?[1-9])月(?!\d)")
_YEAR = re.compile(r"(20\d\d)年?(?:度|全年)?(?![\d])")
_DIGIT = {"一": 1, "二": 2, "三": 3, "四": 4}


@dataclass(frozen=True, slots=True)
class Place:
    """Something that is asked for: its key, its filing number and clause, what it is called, of which unit, from which month to which."""

    key: int
    number: str
    code: str
    name: str
    units: tuple[str, ...]
    first: date | None = None
    last: date | None = None
    endings: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Proposal:
    """A place with its points and the reasons for them: pairs of a reason and the words that gave it."""

    key: int
    points: int
    reasons: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Places:
    """Everything that is asked for, ready to be compared with many files."""

    places: Sequence[Place]
    _pairs: dict[int, frozenset[str]] = field(init=False, repr=False, default_factory=dict)

    def __post_init__(self) -> None:
        """Cut the names into pairs of characters."""
        self._pairs.update({one.key: frozenset(_pairs(one.name)) for one in self.places})

    @cached_property
    def _rarity(self) -> dict[str, float]:
        """Return pair -> how much it tells: the fewer different names have it, the more."""
        names = {one.name: self._pairs[one.key] for one in self.places}
        count = Counter(pair for pairs in names.values() for pair in pairs)
        return {pair: math.log(1 + len(names) / times) for pair, times in count.items()}

    @cached_property
    def _units(self) -> frozenset[str]:
        return frozenset(unit for one in self.places for unit in one.units)

    def propose(self, path: str, text: str = "", *, most: int = 3) -> tuple[Proposal, ...]:
        """Return where a file may belong, best first; only places that take its format."""
        said, spaced = _fold(path), _BLANKS.sub(" ", unicodedata.normalize("NFKC", path)).casefold()
        ending = said.rpartition(".")[2]
        seen = _Seen(
            said,
            spaced,
            frozenset(_pairs(said)),
            frozenset(_pairs(_fold(text[:READ]))),
            _months(spaced),
            self._named(said),
        )
        found = [self._judge(one, seen) for one in self.places if not one.endings or ending in one.endings]
        good = [one for one in found if one.points >= LEAST]
        return tuple(sorted(good, key=lambda one: (-one.points, one.key))[:most])

    def _named(self, said: str) -> frozenset[str]:
        """Return the units that a path names."""
        return frozenset(unit for unit in self._units if _fold(unit) in said)

    def _judge(self, place: Place, seen: _Seen) -> Proposal:
        """Give a place its points."""
        reasons = [*_by_number(place, seen), *self._by_name(place, seen)]
        if not reasons:
            # a month or a unit alone is no reason
            return Proposal(place.key, 0, ())
        when = list(_by_month(place, seen))
        reasons += when
        points = sum(POINTS[reason] for reason, _words in reasons)
        if seen.months and place.first and not when:
            points += OTHER_MONTH
        named = seen.units & frozenset(place.units)
        if named:
            reasons.append((UNIT, max(named, key=len)))
            points += POINTS[UNIT]
        elif seen.units:
            points += OTHER_UNIT
        return Proposal(place.key, points, tuple(reasons))

    def _by_name(self, place: Place, seen: _Seen) -> Iterable[tuple[str, str]]:
        """Compare what is asked for with the path, then with the text."""
        pairs = self._pairs[place.key]
        whole = self._weight(pairs)
        if _fold(place.name) in seen.path:
            yield NAME, place.name
        elif pairs and self._weight(pairs & seen.pairs) >= HALF * whole:
            yield PART, place.name
        elif pairs and self._weight(pairs & seen.words) >= HALF * whole:
            yield TEXT, place.name

    def _weight(self, pairs: Iterable[str]) -> float:
        return sum(self._rarity[pair] for pair in pairs)


def is_sure(proposals: Sequence[Proposal]) -> bool:
    """Tell whether the first proposal is good enough to be accepted together with others."""
    if not proposals or proposals[0].points < SURE:
        return False
    return len(proposals) == 1 or proposals[0].points - proposals[1].points >= AHEAD


@dataclass(frozen=True, slots=True)
class _Seen:
    """What a file says of itself: its path, once without gaps, the pairs of characters of path and text, the months and units that it names."""

    path: str
    spaced: str
    pairs: frozenset[str]
    words: frozenset[str]
    months: frozenset[tuple[int, int]]
    units: frozenset[str]


def _fold(text: str) -> str:
    """Return a text in one width and case, without gaps."""
    return _BLANKS.sub("", unicodedata.normalize("NFKC", text)).casefold()


def _pairs(text: str) -> Iterable[str]:
    """Return the pairs of characters of a text; signs part them."""
    for run in _PAIRS.split(_fold(text)):
        yield from (run[place : place + 2] for place in range(len(run) - 1))


def _by_number(place: Place, seen: _Seen) -> Iterable[tuple[str, str]]:
    """Look for the filing number, else for the code of the clause, neither as a part of a longer one."""
    if place.number and _stands(_fold(place.number), seen.spaced):
        yield NUMBER, place.number
    elif place.code and _stands(_fold(place.code), seen.spaced):
        yield CODE, place.code


def _stands(code: str, path: str) -> bool:
    """Tell whether a code stands in a path by itself: 1.1 is not in 11.1 nor in 1.10, and 1.1.docx has it."""
    return re.search(rf"(?<![\w.\-]){re.escape(code)}(?!\d|[.\-]\d)", path) is not None


def _by_month(place: Place, seen: _Seen) -> Iterable[tuple[str, str]]:
    """Compare the months that a path names with those of the place; month 0 = a whole year, year 0 = any year."""
    if place.first is None or place.last is None:
        return
    for year, month in sorted(seen.months, reverse=True):
        if year and not place.first.year <= year <= place.last.year:
            continue
        if not month or place.first.month <= month <= place.last.month:
            yield MONTH, "-".join(str(one).zfill(2) for one in (year, month) if one)
            return


def _months(said: str) -> frozenset[tuple[int, int]]:
    """Return the months that a path names: (year, month), (0, month), (year, 0); a quarter by its last month."""
    found = {(int(year), int(month)) for year, month in _YEAR_MONTH.findall(said)}
    for year, word, digit in _YEAR_QUARTER.findall(said):
        quarter = int(digit) if digit else _DIGIT.get(word) or int(word)
        found.add((int(year or 0), quarter * 3))
    rest = _YEAR_QUARTER.sub("/", _YEAR_MONTH.sub("/", said))
    years = {int(year) for year in _YEAR.findall(rest)}
    months = {int(month) for month in _MONTH.findall(rest)}
    if months:
        found |= {(year, month) for year in years or {0} for month in months}
    elif not found:
        found |= {(year, 0) for year in years}
    return frozenset(found)
