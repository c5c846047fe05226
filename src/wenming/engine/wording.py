"""Short sentences as people write them on a phone, compared by runs of one to three characters: no dictionary, no word breaks.

Width, case, punctuation and figures play no part: 「垃圾桶满溢，3 处」 and 「垃圾桶满溢12处」 are one sentence.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping
from difflib import SequenceMatcher

from wenming.engine.matching import fold

LENGTHS = (1, 2, 3)
"""How long the runs of characters are that sentences are compared by."""
_FIGURES = re.compile(r"[0-9.]+")


def plain(text: str) -> str:
    """Return what of a sentence is compared."""
    return _FIGURES.sub("", fold(text))


def grams(text: str) -> Counter[str]:
    """Return every run of one to three characters of a sentence, and how often it stands there."""
    letters = plain(text)
    return Counter(letters[place : place + length] for length in LENGTHS for place in range(len(letters) - length + 1))


def cosine(first: Mapping[str, float], second: Mapping[str, float]) -> float:
    """Return how alike two bags of runs are, from 0 to 1; nothing is like nothing."""
    if len(second) < len(first):
        first, second = second, first
    common = sum(count * second[gram] for gram, count in first.items() if gram in second)
    if not common:
        return 0.0
    lengths = math.hypot(*first.values()) * math.hypot(*second.values())
    return min(1.0, common / lengths)


def differences(first: str, second: str) -> tuple[list[tuple[str, bool]], list[tuple[str, bool]]]:
    """Return both sentences in stretches, each with whether the other one lacks it. Joined again they are what was given."""
    left: list[tuple[str, bool]] = []
    right: list[tuple[str, bool]] = []
    for kind, begin, end, start, stop in SequenceMatcher(None, first, second, autojunk=False).get_opcodes():
        own = kind != "equal"
        if end > begin:
            left.append((first[begin:end], own))
        if stop > start:
            right.append((second[start:stop], own))
    return left, right
