"""Evaluations of a city whose chances are known, site by site: what a rehearsal, a back-test or a check by algebra needs.

The distribution of what is found at a site (by convolution over its checks) becomes a table of aliases (Walker 1977, Vose 1991), so that
each visited site costs one word and one look-up.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from wenming.engine.forecast.backends import ALONE, Backend, Crew, best_backend

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

MOST_CHECKS = 255
"""An entry keeps its alias in eight bits."""
CUT = 1 << 24


def site_findings(rates: ArrayLike, checks: int) -> Floats:
    """Return P(so many of ``checks`` passed) for every site (sites × (checks + 1)), by convolution over its checks.

    ``rates`` are one chance for each site, or sites × checks.
    """
    chance = np.asarray(rates, dtype=np.float64)
    each = np.broadcast_to(chance[:, None], (len(chance), checks)) if chance.ndim == 1 else chance
    found = np.zeros((len(each), checks + 1))
    found[:, 0] = 1.0
    for number in range(1, checks + 1):
        passes = each[:, number - 1, None]
        found[:, 1 : number + 1] = found[:, 1 : number + 1] * (1 - passes) + found[:, :number] * passes
        found[:, :1] *= 1 - passes
    return found


def alias_rows(chances: Floats) -> NDArray[np.uint32]:
    """Return tables of aliases, sites × a power of two: in an entry the last eight bits are the alias, the others how often not to take it.

    Raises ValueError above 255 checks.
    """
    if chances.shape[1] > MOST_CHECKS + 1:
        raise ValueError(chances.shape[1] - 1)
    width = 1 << (chances.shape[1] - 1).bit_length()
    table = np.empty((len(chances), width), dtype=np.uint32)
    for number, row in enumerate(chances):
        table[number] = _alias(row.tolist() + [0.0] * (width - len(row)), width)
    return table


def _alias(chances: list[float], width: int) -> list[int]:
    """Return one row: columns with too little are filled up by one that has too much (Vose)."""
    left = [chance * width for chance in chances]
    small = [column for column, value in enumerate(left) if value < 1]
    large = [column for column, value in enumerate(left) if value >= 1]
    entries = [(CUT - 1) << 8 | column for column in range(width)]
    while small and large:
        poor, rich = small.pop(), large[-1]
        entries[poor] = min(round(left[poor] * CUT), CUT - 1) << 8 | rich
        left[rich] -= 1 - left[poor]
        if left[rich] < 1:
            small.append(large.pop())
    return entries


def evaluated(
    table: NDArray[np.uint32], drawn: int, seed: int, evaluations: int, *, crew: Crew = ALONE, backend: Backend | None = None
) -> Integers:  # fmt: skip
    """Return how many checks are passed in each evaluation, at ``drawn`` sites drawn without replacement, or at all of them.

    Raises ValueError where more are to be drawn than there are.
    """
    if not 0 <= drawn <= len(table):
        raise ValueError(drawn)
    chosen = backend or best_backend()
    out = np.zeros(evaluations, dtype=np.int64)
    crew.carry_out(lambda span: chosen.tally(table, drawn, seed, span, out), evaluations)
    return out
