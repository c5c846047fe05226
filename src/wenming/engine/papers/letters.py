"""What of a paper's words is compared: the letters without figures, dates, quoted words and the unit's own names; or, of a table, its figures alone.

So a report that somebody copied with other figures and another name is the same to the letter, and a table of the same form with new figures is not.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray

TEXT_RUN, TABLE_RUN = 6, 3
"""So many letters, or figures, in a row are compared as one: long enough that chance does not repeat it."""
FEWEST_NAME = 2
COUNTED = 3
"""Figures that count on by one, so many in a row, number lines and say nothing."""
_NUMERALS = "零〇一二三四五六七八九十百千万亿两几"
_CITED = re.compile(r"《[^《》\n]{1,80}》|“[^“”\n]{1,120}”|「[^「」\n]{1,120}」|\[[^\[\]\n]{1,40}\]")
"""Titles and quoted sentences are somebody else's words wherever they stand."""
_FIGURE = re.compile(r"\d+(?:[.,]\d+)*")


@dataclass(frozen=True, slots=True)
class Letters:
    """What is compared, in order: ``codes``, each standing in the paper from ``begins`` to ``ends``; ``run`` in a row are one."""

    codes: NDArray[np.uint64]
    begins: NDArray[np.int64]
    ends: NDArray[np.int64]
    run: int

    def __len__(self) -> int:
        return int(self.codes.size)


class _Folded(dict[int, int]):
    """Character -> the character it is compared as, the null character for what is not: filled as characters come."""

    def __missing__(self, code: int) -> int:
        plain = unicodedata.normalize("NFKC", chr(code)).casefold()
        kept = len(plain) == 1 and plain.isalpha() and plain not in _NUMERALS
        self[code] = ord(plain) if kept else 0
        return self[code]


_FOLDED = _Folded()


def letters_of(text: str, names: Iterable[str] = ()) -> Letters:
    """Return the letters of a text, without what is quoted and without these names (of the unit that wrote it, and of those above it)."""
    kept = np.frombuffer(text.translate(_FOLDED).encode("utf-32-le", "replace"), dtype="<u4").copy()
    for begin, end in _ranges(text, names):
        kept[begin:end] = 0
    places = np.flatnonzero(kept).astype(np.int64)
    return Letters(kept[places].astype(np.uint64), places, places + 1, TEXT_RUN)


def _ranges(text: str, names: Iterable[str]) -> list[tuple[int, int]]:
    """Return where quoted words and names stand."""
    wanted = sorted({name for name in names if len(name) >= FEWEST_NAME}, key=lambda name: (-len(name), name))
    found = [one.span() for one in _CITED.finditer(text)]
    if wanted:
        found += [one.span() for one in re.finditer("|".join(map(re.escape, wanted)), text)]
    return found


def figures_of(text: str) -> Letters:
    """Return the figures of a table, without those that only number its lines."""
    plain = text.translate(_WIDE)
    found = [(one[0].replace(",", ""), one.start(), one.end()) for one in _FIGURE.finditer(plain)]
    kept = [one for one, counts in zip(found, _counting([one[0] for one in found]), strict=True) if not counts]
    codes = np.array(
        [int.from_bytes(sha256(value.encode()).digest()[:8]) for value, _begin, _end in kept], dtype=np.uint64
    )
    begins = np.array([begin for _value, begin, _end in kept], dtype=np.int64)
    ends = np.array([end for _value, _begin, end in kept], dtype=np.int64)
    return Letters(codes, begins, ends, TABLE_RUN)


_WIDE = {0xFF10 + digit: 0x30 + digit for digit in range(10)} | {0xFF0E: 0x2E, 0xFF0C: 0x2C}


def _counting(figures: list[str]) -> list[bool]:
    """Tell of each figure whether it stands in a run that counts on by one (1, 2, 3 …)."""
    counts, begin = [False] * len(figures), 0
    for place in range(1, len(figures) + 1):
        goes_on = place < len(figures) and _follows(figures[place - 1], figures[place])
        if not goes_on:
            if place - begin >= COUNTED:
                counts[begin:place] = [True] * (place - begin)
            begin = place
    return counts


def _follows(one: str, other: str) -> bool:
    """Tell whether a whole number is the next one."""
    return one.isdecimal() and other.isdecimal() and len(other) <= 6 and int(other) == int(one) + 1
