"""A linear model of decided cases as plain numbers: applied with NumPy alone, whoever trained it.

A sentence becomes runs of one to three characters (engine.wording) and marks of its place ("@site:7"); each is hashed into one of 65,536
columns, weighed by 1 + log(how often) and by how rare it is, and the row is brought to length 1. A class scores weights · row + bias; the scores,
divided by a temperature, become shares by softmax. No word is kept: the file holds numbers only.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from wenming.engine.wording import grams

COLUMNS = 1 << 16
MARK = "@"
"""What marks of a place begin with; no run of a sentence does."""


def features(text: str, marks: Iterable[str] = ()) -> dict[str, int]:
    """Return everything that is known of a report: the runs of its words, and marks of its place."""
    return {**grams(text), **{f"{MARK}{mark}": 1 for mark in marks}}


def column_of(feature: str) -> int:
    """Return the column of a run or mark, the same on every machine."""
    return int.from_bytes(hashlib.blake2s(feature.encode(), digest_size=4).digest(), "big") % COLUMNS


@dataclass(frozen=True, slots=True)
class Learned:
    """A trained model: ``keys`` of its classes, the ``columns`` that it uses in order, their rarity, weights (classes × columns), bias."""

    keys: NDArray[np.int64]
    columns: NDArray[np.int64]
    rarity: NDArray[np.float32]
    weights: NDArray[np.float32]
    bias: NDArray[np.float32]
    temperature: float = 1.0
    trust: float = 0.5
    """The weight of the model beside the rules."""

    def shares(self, known: Mapping[str, int]) -> dict[int, float]:
        """Return class -> share (they add up to 1), for what is known of a report."""
        places, row = self.row(known)
        scores = (self.weights[:, places] @ row + self.bias) / self.temperature
        raised = np.exp(scores - scores.max())
        return dict(zip(self.keys.tolist(), (raised / raised.sum()).tolist(), strict=True))

    def because(self, known: Mapping[str, int], key: int, most: int = 3) -> tuple[str, ...]:
        """Return the runs of a sentence that speak most for a class, the strongest first, none that stands inside another."""
        where = np.flatnonzero(self.keys == key)
        places, row = self.row(known)
        if not len(where):
            return ()
        strength = dict(
            zip(self.columns[places].tolist(), (self.weights[where[0], places] * row).tolist(), strict=True)
        )
        spoken = [(strength.get(column_of(one), 0.0), len(one), one) for one in known if not one.startswith(MARK)]
        found: list[str] = []
        for score, _length, one in sorted(spoken, reverse=True):
            if score > 0 and not any(one in other or other in one for other in found):
                found.append(one)
        return tuple(found[:most])

    def row(self, known: Mapping[str, int]) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Return the places among ``columns`` and the values of a report's row, of length 1 unless nothing of it is known."""
        counts = counted(known)
        wanted = np.fromiter(counts, np.int64, len(counts))
        places = np.searchsorted(self.columns, wanted)
        places[places == len(self.columns)] = 0
        met = self.columns[places] == wanted
        values = np.fromiter((1 + math.log(count) for count in counts.values()), np.float32, len(counts))[met]
        places = places[met]
        values = values * self.rarity[places]
        length = float(np.linalg.norm(values)) or 1.0
        return places, (values / length).astype(np.float32)


def counted(known: Mapping[str, int]) -> dict[int, int]:
    """Return column -> how often, in the order of the columns."""
    counts: dict[int, int] = {}
    for feature, count in known.items():
        column = column_of(feature)
        counts[column] = counts.get(column, 0) + count
    return dict(sorted(counts.items()))


def vocabulary(rows: Sequence[Mapping[str, int]]) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Return the columns that reports use, in order, and how rare each is: 1 + log((1 + n) / (1 + met))."""
    met: dict[int, int] = {}
    for row in rows:
        for column in counted(row):
            met[column] = met.get(column, 0) + 1
    columns = np.array(sorted(met), dtype=np.int64)
    seen = np.array([met[column] for column in columns.tolist()], dtype=np.float64)
    return columns, (1 + np.log((1 + len(rows)) / (1 + seen))).astype(np.float32)


def tuned(model: Learned, temperature: float, trust: float) -> Learned:
    """Return the same model, its shares flatter or steeper, its weight beside the rules another."""
    return replace(model, temperature=temperature, trust=trust)
