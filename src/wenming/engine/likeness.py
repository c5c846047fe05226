"""How likely it is that two reports are about one matter: by place, time and words; and which reports belong together.

A matter is reported by an inspector with a position, by a citizen with another one, by the hotline with words alone. Place is asked first: what
lies apart is never one matter, however alike the words. Everything is a share from 0 to 1; the weights stand here and nowhere else.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from wenming.engine.geo import Pair, distance
from wenming.engine.matching import fold
from wenming.engine.wording import cosine, grams

REACH = 60.0
"""Metres, beyond what the positions may err, at which two places count for 1/e."""
MOST_ERROR = 100.0
"""Metres that a position may err at most; whoever says more knows nothing of the place."""
USUAL_ERROR = 20.0
"""Metres that a position errs that does not say by how much."""
SAME_SITE, IN_WORDS = 0.8, 0.9
"""What the same site counts where a position is missing; what a place in words counts at most."""
FARTHEST = 0.2
"""Below that share of place nothing else is asked."""
FRESH, HALF_LIFE = timedelta(days=3), timedelta(days=7)
"""So long a second report counts in full as a repetition of the first; every week after that halves it."""
WORDS, CATEGORY = 0.6, 0.4
"""The weights of what is asked at the same place and time."""
FULL_WORDS = 0.55
"""Sentences of two people about one matter are hardly more alike than that."""
UNKNOWN_CATEGORY = 0.5
FULL_PLACE = 0.7
"""Two people's words for one place are hardly more alike than that."""
OTHER_NUMBER = 0.2
"""What is left of a place in words whose house number is another one."""
LIKELY = 0.4
"""From that score on a pair is shown to a person."""
_NUMBER = re.compile(r"[0-9]+")


class LikenessReason(StrEnum):
    """What speaks for one matter."""

    SAME_SITE = "same_site"
    NEAR = "near"
    SAME_PLACE_WORDS = "same_place_words"
    ALIKE_WORDS = "alike_words"
    SAME_CATEGORY = "same_category"
    SAME_DAY = "same_day"


@dataclass(frozen=True, slots=True)
class Sighting:
    """What a report says. ``accuracy`` in metres; ``site`` and ``category`` are keys; ``place`` in words."""

    key: int
    text: str
    at: datetime
    position: Pair | None = None
    accuracy: float | None = None
    site: int | None = None
    category: int | None = None
    place: str = ""
    grams: Counter[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Take the sentence apart once."""
        object.__setattr__(self, "grams", grams(self.text))


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two sightings are: in all, by place and by words; how many metres apart (None: not known), and what speaks for it."""

    score: float
    place: float
    words: float
    metres: float | None
    reasons: tuple[LikenessReason, ...]


def likeness(first: Sighting, second: Sighting) -> Likeness:
    """Return how likely two sightings are one matter. It does not matter which is named first."""
    metres = distance(first.position, second.position) if first.position and second.position else None
    place = _place(first, second, metres)
    words = cosine(first.grams, second.grams)
    apart = abs(first.at - second.at)
    same = first.category is not None and first.category == second.category
    known = first.category is not None and second.category is not None
    category = float(same) if known else UNKNOWN_CATEGORY
    matter = WORDS * min(1.0, words / FULL_WORDS) + CATEGORY * category
    time = 0.5 ** (max(timedelta(0), apart - FRESH) / HALF_LIFE)
    score = place * time * matter if place >= FARTHEST else 0.0
    held = {
        LikenessReason.SAME_SITE: first.site is not None and first.site == second.site,
        LikenessReason.NEAR: metres is not None and metres <= REACH,
        LikenessReason.SAME_PLACE_WORDS: metres is None and place >= IN_WORDS / 2,
        LikenessReason.ALIKE_WORDS: words >= FULL_WORDS,
        LikenessReason.SAME_CATEGORY: same,
        LikenessReason.SAME_DAY: apart <= timedelta(days=1),
    }
    return Likeness(score, place, words, metres, tuple(reason for reason, holds in held.items() if holds))


def _place(first: Sighting, second: Sighting, metres: float | None) -> float:
    """Return the share of place: by positions, by the site, else by the words for the place."""
    same = first.site is not None and first.site == second.site
    if metres is not None:
        beyond = max(0.0, metres - math.hypot(_error(first), _error(second)))
        near = math.exp(-((beyond / REACH) ** 2))
        # a street or a park is long: at one site even places apart may be one matter
        return max(near, SAME_SITE / 2) if same else near
    if same:
        return SAME_SITE
    return IN_WORDS * _named_alike(first.place, second.place)


def _named_alike(first: str, second: str) -> float:
    """Return how alike two places are by their words: another house number is another place."""
    numbers, others = set(_NUMBER.findall(fold(first))), set(_NUMBER.findall(fold(second)))
    apart = bool(numbers and others and numbers.isdisjoint(others))
    return min(1.0, cosine(grams(first), grams(second)) / FULL_PLACE) * (OTHER_NUMBER if apart else 1.0)


def _error(sighting: Sighting) -> float:
    """Return by how many metres a position may err."""
    return USUAL_ERROR if sighting.accuracy is None else min(MOST_ERROR, sighting.accuracy)


def clusters(scores: Mapping[tuple[int, int], float], least: float = LIKELY) -> list[tuple[int, ...]]:
    """Return the groups of two and more in which every pair scores at least ``least`` (complete link), each in the order of its keys.

    The two groups whose worst pair is best are joined first, so that a chain of reports along a street does not become one matter. A pair that
    is not named scores nothing. The same scores give the same groups, in whatever order they come.
    """
    links = {tuple(sorted(pair)): score for pair, score in scores.items() if score >= least}
    groups: list[tuple[int, ...]] = []
    for part in _parts(links):
        groups += _complete([(key,) for key in sorted(part)], links)
    return sorted(group for group in groups if len(group) > 1)


def _parts(links: Iterable[tuple[int, ...]]) -> list[set[int]]:
    """Return what hangs together at all, so that each part can be looked at for itself."""
    parts: list[set[int]] = []
    for link in links:
        met = [part for part in parts if not part.isdisjoint(link)]
        parts = [part for part in parts if part.isdisjoint(link)]
        parts.append(set(link).union(*met))
    return parts


def _complete(groups: list[tuple[int, ...]], links: Mapping[tuple[int, ...], float]) -> list[tuple[int, ...]]:
    """Join groups while two of them have every pair linked, the best first."""

    def worst(first: tuple[int, ...], second: tuple[int, ...]) -> float:
        return min(links.get((min(one, other), max(one, other)), 0.0) for one in first for other in second)

    while True:
        pairs = [
            (worst(first, second), first, second)
            for place, first in enumerate(groups)
            for second in groups[place + 1 :]
        ]
        best = max(pairs, default=None, key=lambda pair: (pair[0], [-key for key in (*pair[1], *pair[2])]))
        if best is None or best[0] <= 0:
            return groups
        groups = [group for group in groups if group not in best[1:]] + [tuple(sorted((*best[1], *best[2])))]
