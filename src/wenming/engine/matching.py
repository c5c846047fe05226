"""Names as people write them in a spreadsheet, led back to the leaves of a standard.

A field team glues the number of the content to the name of the indicator (``公共服务10``), leaves it out, changes a
quotation mark, or mistypes a character. Exact names, aliases and numbers are used; a near name is only *proposed*,
and used solely where somebody accepted it and nothing else could be meant. Nothing is ever guessed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from wenming.engine.observations import ProblemKind
from wenming.engine.standards import Node, Standard

MAX_SUGGESTIONS = 20
"""A longer list is no proposal any more: the person would have to search it. Equally near names are never cut apart."""
_LONG = 100
_TIES = re.compile(r"[\W_]+")
_TAIL = re.compile(r"[0-9]*\Z")
_NUMERALS = {char: value for line in ("一二三四五六七八九", "壹贰叁肆伍陆柒捌玖") for value, char in enumerate(line, 1)}
_SPOKEN = re.compile(
    rf"第?(?:(?P<digits>[0-9]{{1,2}})|(?P<tens>[{''.join(_NUMERALS)}]?)(?P<ten>[十拾]?)(?P<ones>[{''.join(_NUMERALS)}]?))[项条款]?\Z"
)


class MatchKind(StrEnum):
    """How a written name was led to its leaf."""

    EXACT = "exact"
    ALIAS = "alias"
    ACCEPTED = "accepted"


@dataclass(frozen=True, slots=True)
class Match:
    """What a written name stands for: a leaf (``code`` and ``kind``), or the reason why not (``problem``).

    ``suggestions`` are codes of leaves, best first. ``facts`` are what the message about the problem needs:
    ``indicator`` (official name) and ``numbers`` (the content numbers that exist) where a number is in question.
    """

    code: str | None = None
    kind: MatchKind | None = None
    problem: ProblemKind | None = None
    suggestions: tuple[str, ...] = ()
    facts: Mapping[str, str] = field(default_factory=dict)


def fold(text: str) -> str:
    """Return the text as names are compared: width, case, spaces, quotation marks and punctuation play no part.

    What stands between two digits stays visible as ``.``, so that ``1.2`` and ``1-2`` never become 12.
    """
    plain = unicodedata.normalize("NFKC", text).casefold()

    def tie(found: re.Match[str]) -> str:
        before, after = plain[: found.start()][-1:], plain[found.end() :][:1]
        return "." if before.isdigit() and after.isdigit() else ""

    return _TIES.sub(tie, plain)


def near_limit(name: str) -> int:
    """Return how many slips of the pen still make a near name of this (folded) name.

    None below 3 characters, where one slip already makes another word; 1 up to 7; 2 up to 11; 3 from 12 on.
    """
    length = len(name)
    return 0 if length < 3 else 1 + (length >= 8) + (length >= 12)


def edit_distance(left: str, right: str, limit: int) -> int:
    """Return the number of slips (insert, drop, replace, swap of neighbours) between two texts, at most ``limit`` + 1.

    The optimal string alignment distance, given up as soon as a whole row lies above the limit.
    """
    if abs(len(left) - len(right)) > limit:
        return limit + 1
    before: list[int] = []
    row = list(range(len(right) + 1))
    for i, char in enumerate(left, 1):
        older, before = before, row
        row = [i]
        for j, other in enumerate(right, 1):
            best = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (char != other))
            if i > 1 and j > 1 and char == right[j - 2] and left[i - 2] == other:
                best = min(best, older[j - 2] + 1)
            row.append(best)
        if min(row) > limit:
            return limit + 1
    return min(row[-1], limit + 1)


@dataclass(frozen=True, slots=True)
class _Stem:
    """A name that may carry a number: an indicator with its contents, or a leaf that stands for itself."""

    name: str
    alias: bool
    numbers: Mapping[int, str]
    codes: tuple[str, ...]


class NameMatcher:
    """Leads written names to the leaves of one standard; every distinct text is worked out once.

    ``accepted`` maps a written name to the code of the leaf that a person chose for it; ``aliases`` does the same for
    names that count as known from the start, where the standard itself does not know them. With ``accept_suggestions``
    a near name is used where it has exactly one candidate. Raises ValueError where ``accepted`` or ``aliases`` name no leaf.
    """

    def __init__(
        self,
        standard: Standard,
        *,
        accept_suggestions: bool = False,
        accepted: Mapping[str, str] | None = None,
        aliases: Mapping[str, str] | None = None,
    ) -> None:
        """Index every name and alias of the standard."""
        self._accept = accept_suggestions
        self._order = {leaf.code: place for place, leaf in enumerate(standard.leaves)}
        self._accepted = {fold(name): code for name, code in (accepted or {}).items()}
        known = {fold(name): code for name, code in (aliases or {}).items()}
        strangers = sorted({*self._accepted.values(), *known.values()} - set(self._order))
        if strangers:
            raise ValueError(f"{standard.code} has no leaf {', '.join(strangers)}")
        self._exact: dict[str, tuple[str, bool]] = {}
        self._stems: dict[str, _Stem] = {}
        for node in standard.nodes[1:]:
            self._learn(node)
        if standard.root.is_leaf:
            self._learn(standard.root)
        for name, code in known.items():
            self._exact.setdefault(name, (code, True))
        self._memo: dict[str, Match] = {}

    def match(self, written: str) -> Match:
        """Return what the written name stands for."""
        found = self._memo.get(written)
        if found is None:
            found = self._memo[written] = self._match(fold(written))
        return found

    def _learn(self, node: Node) -> None:
        names = [
            (fold(name), alias) for alias, group in ((False, (node.name,)), (True, node.aliases)) for name in group
        ]
        numbers, codes = _numbers(node)
        for name, alias in names:
            if node.is_leaf:
                self._exact.setdefault(name, (node.code, alias))
            if numbers or not node.is_leaf:
                self._stems.setdefault(name, _Stem(node.name, alias, numbers, codes))

    def _match(self, text: str) -> Match:
        if not text:
            return Match(problem=ProblemKind.NAME_MISSING)
        direct = self._direct(text)
        if direct is not None and direct.code is not None:
            return direct
        if text in self._accepted:
            return Match(code=self._accepted[text], kind=MatchKind.ACCEPTED)
        if direct is not None:
            return direct
        near = self._near(text)
        if self._accept and len(near) == 1:
            return Match(code=near[0], kind=MatchKind.ACCEPTED)
        return Match(problem=ProblemKind.NAME_UNKNOWN, suggestions=near)

    def _direct(self, text: str) -> Match | None:
        """Read the text as a known name, with or without a number; the longest known name wins."""
        if text in self._exact:
            code, alias = self._exact[text]
            return Match(code=code, kind=MatchKind.ALIAS if alias else MatchKind.EXACT)
        for cut in range(len(text), len(text) - len(_tail(text)) - 1, -1):
            stem = self._stems.get(text[:cut])
            if stem is not None:
                return _numbered(stem, text[cut:])
        return None

    def _near(self, text: str) -> tuple[str, ...]:
        """Return the leaves whose name lies near, with the number that was written; best first, then as published."""
        if len(text) > _LONG or "." in text:
            # 1-2 or 1.2 behind a name may mean two contents as well as content 12: no proposal is honest here
            return ()
        found: dict[str, int] = {}
        said = _in_digits(text)
        if said != text:
            direct = self._direct(said)
            if direct is not None:
                # a known name with 十 or 第10项 behind it: this number and no other
                return () if direct.code is None else (direct.code,)
            found = self._distances(said)
        found = found or self._distances(text)
        near = sorted(found, key=lambda code: (found[code], self._order[code]))
        # equals are kept or left out together: a list cut between them would hide what was meant
        return tuple(code for code in near if sum(found[other] <= found[code] for other in near) <= MAX_SUGGESTIONS)

    def _distances(self, text: str) -> dict[str, int]:
        """Return the leaves whose name lies near the text and how many slips away it is."""
        digits = _tail(text)
        word = text[: len(text) - len(digits)]
        found: dict[str, int] = {}
        for name, stem in self._stems.items():
            distance = _slips(word, name, near_limit(name))
            if distance:
                _keep(found, _meant(stem, digits), distance)
        if not found:
            # a digit may itself be the slip (a letter O for a nought): then the whole name, one slip at most
            for name, (code, _) in self._exact.items():
                if _slips(text, name, min(1, near_limit(name))):
                    _keep(found, (code,), 1)
        return found


def _in_digits(text: str) -> str:
    """Return the text with the number at its end in digits: 十二 and 第12项 become 12; unchanged where none stands there."""
    said = _SPOKEN.search(text)
    if said is None or not any(said.groups()):
        return text
    tens, ten, ones = said["tens"], said["ten"], said["ones"]
    if tens and ones and not ten:  # 一二: no number that anybody says
        return text
    spoken = (_NUMERALS.get(tens, 1) * 10 if ten else _NUMERALS.get(tens, 0)) + _NUMERALS.get(ones, 0)
    return text[: said.start()] + (said["digits"] or str(spoken))


def _tail(text: str) -> str:
    """Return the digits at the end of the text."""
    found = _TAIL.search(text)
    return found.group() if found else ""


def _numbers(node: Node) -> tuple[dict[int, str], tuple[str, ...]]:
    """Return the content numbers under a node with their codes, and the codes of all its leaves below it directly.

    A content's number is what follows the indicator's name in its own name. A content without a number that
    stands alone, and a leaf that stands for itself, answer to 1.
    """
    if node.is_leaf:
        return ({} if _tail(fold(node.name)) else {1: node.code}), (node.code,)
    leaves = [child for child in node.children if child.is_leaf]
    stem, numbers = fold(node.name), {}
    for leaf in leaves:
        name = fold(leaf.name)
        rest = name.removeprefix(stem) if name.startswith(stem) else ""
        if rest.isascii() and rest.isdigit():
            numbers[int(rest)] = leaf.code
    if len(leaves) == 1 and not numbers:
        numbers[1] = leaves[0].code
    return numbers, tuple(leaf.code for leaf in leaves)


def _meant(stem: _Stem, digits: str) -> tuple[str, ...]:
    """Return the leaves that a stem stands for with this number; all of them where no number is written."""
    if not digits:
        return stem.codes
    code = stem.numbers.get(int(digits)) if len(digits) <= 2 else None
    return () if code is None else (code,)


def _numbered(stem: _Stem, digits: str) -> Match:
    """Return the leaf of a known name with its number, or what is wrong with the number."""
    codes = _meant(stem, digits)
    if len(codes) == 1:
        return Match(code=codes[0], kind=MatchKind.ALIAS if stem.alias else MatchKind.EXACT)
    facts = {"indicator": stem.name, "numbers": "、".join(str(number) for number in sorted(stem.numbers))}
    if digits:
        return Match(problem=ProblemKind.NUMBER_UNKNOWN, facts={**facts, "number": digits})
    few = codes if len(codes) <= MAX_SUGGESTIONS else ()
    return Match(problem=ProblemKind.NUMBER_MISSING, facts=facts, suggestions=few)


def _slips(word: str, name: str, limit: int) -> int:
    """Return the distance where it lies between 1 and the limit, else 0; a cheap look at the characters comes first."""
    if not limit or abs(len(word) - len(name)) > limit or len(set(name) - set(word)) > limit:
        return 0
    distance = edit_distance(word, name, limit)
    return distance if distance <= limit else 0


def _keep(found: dict[str, int], codes: Iterable[str], distance: int) -> None:
    """Remember the shortest distance of each code."""
    for code in codes:
        found[code] = min(distance, found.get(code, distance))
