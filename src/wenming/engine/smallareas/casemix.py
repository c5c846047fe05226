"""What the kinds of places explain: a street of old compounds is not compared with one of new squares as if they were alike.

Indirect standardisation: the level that an area would have if each kind of place there did as that kind does everywhere is taken off, the common
level put back. The raw figure stays beside it, and the difference is told kind by kind.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass

import numpy as np

Count = tuple[float, float]
"""(hits, looks) or (sum, number)."""


@dataclass(frozen=True)
class CaseMix:
    """``raw`` level of an area, the ``expected`` one with its mix, ``adjusted`` = ``raw`` − Σ ``terms``; ``terms``: kind → what the mix gave or took.

    Σ terms = expected − common level. May lie a little outside 0 and 1.
    """

    raw: float
    expected: float
    adjusted: float
    terms: Mapping[Hashable, float]


def case_mix(areas: Mapping[Hashable, Mapping[Hashable, Count]]) -> dict[Hashable, CaseMix]:
    """Return the levels of areas, each given by kind as (hits, looks); areas without a look are left out."""
    kinds = sorted({kind for area in areas.values() for kind in area}, key=str)
    seen = [name for name, area in areas.items() if sum(looks for _hits, looks in area.values()) > 0]
    if not seen:
        return {}
    table = np.array([[areas[name].get(kind, (0.0, 0.0)) for kind in kinds] for name in seen], dtype=np.float64)
    hits, looks = table[:, :, 0], table[:, :, 1]
    rates = hits.sum(axis=0) / np.maximum(looks.sum(axis=0), 1e-300)
    common = float(hits.sum() / looks.sum())
    mix = looks / looks.sum(axis=1, keepdims=True)
    terms = (mix - looks.sum(axis=0) / looks.sum()) * (rates - common)
    raw, expected = hits.sum(axis=1) / looks.sum(axis=1), mix @ rates
    return {
        name: CaseMix(
            float(raw[at]),
            float(expected[at]),
            float(raw[at] - expected[at] + common),
            dict(zip(kinds, terms[at].tolist(), strict=True)),
        )
        for at, name in enumerate(seen)
    }
