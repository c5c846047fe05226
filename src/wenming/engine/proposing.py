"""What a sentence speaks for by the words that people use, and how votes of several kinds become shares of one whole.

A word that stands inside a longer one of another thing does not count: 「非机动车」 is no 「机动车」.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from wenming.engine.wording import plain

DOUBT = 2.0
"""What is left for everything else: as much as one word of two characters speaks for."""


@dataclass(frozen=True, slots=True)
class Vote:
    """So much speaks for a thing (0 to 1), because of these words."""

    key: int
    share: float
    words: tuple[str, ...]


def votes_by_words(text: str, words: Mapping[str, Iterable[int]]) -> list[Vote]:
    """Return what a sentence speaks for, the most first: every word counts by its length, and something is left for doubt.

    ``words`` maps what people say to the keys of the things that it means.
    """
    letters = plain(text)
    spoken = {plain(word): tuple(keys) for word, keys in words.items() if plain(word)}
    found = [
        (place, place + len(word), word)
        for word in spoken
        for place in range(len(letters) - len(word) + 1)
        if letters.startswith(word, place)
    ]
    weights: dict[int, float] = defaultdict(float)
    named: dict[int, set[str]] = defaultdict(set)
    for begin, end, word in found:
        inside = any(start <= begin and end <= stop and stop - start > end - begin for start, stop, _word in found)
        if not inside:
            for key in spoken[word]:
                weights[key] += len(word) * (word not in named[key])
                named[key].add(word)
    whole = sum(weights.values()) + DOUBT
    order = sorted(weights, key=lambda key: (-weights[key], key))
    return [
        Vote(key, weights[key] / whole, tuple(sorted(named[key], key=lambda word: (-len(word), word)))) for key in order
    ]


def mixed(parts: Iterable[tuple[float, Mapping[int, float]]]) -> dict[int, float]:
    """Return the weighted sum of several distributions, the likeliest first. The weights are given with them and add up to 1 at most."""
    total: dict[int, float] = defaultdict(float)
    for weight, shares in parts:
        for key, share in shares.items():
            total[key] += weight * share
    return dict(sorted(total.items(), key=lambda item: (-item[1], item[0])))
