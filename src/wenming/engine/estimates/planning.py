"""How many sites it takes to see a share so exactly, by the width of the interval that will be published (quant.md 2.b).

Near 1 the usual formula n = deff·z²·p(1−p)/d² promises too much: here the interval of Korn and Graubard itself is reckoned for every number
of sites. :mod:`wenming.engine.sampling.precision` plans stratified means and differences between rounds.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from wenming.engine.estimates.taylor import t_quantile
from wenming.engine.intervals import ICC, LEVEL, clopper_pearson

MOST = 10_000_000
"""Sites that an endless frame is searched up to."""


class PlanError(ValueError):
    """All sites of the frame do not suffice (``most`` of them, ``width`` is what they give), or what is asked makes no sense (``most`` 0)."""

    def __init__(self, most: int, width: float = 1.0) -> None:
        """Say how far all sites lead."""
        super().__init__(f"{most} sites give a width of {width:.4f}")
        self.most, self.width = most, width


@dataclass(frozen=True, slots=True)
class Need:
    """So many ``sites`` (with ``looks`` in all, worth ``effective``) give the interval from ``low`` to ``high``."""

    sites: int
    looks: int
    effective: float
    low: float
    high: float


def sites_for_width(
    share: float,
    half_width: float,
    *,
    looks: int = 1,
    icc: float = ICC,
    strata: int = 1,
    frame: int | None = None,
    level: float = LEVEL,
) -> Need:
    """Return the fewest sites whose interval is at most twice ``half_width`` wide where the true share is ``share``; all parts of one.

    ``looks`` at each site, alike by ``icc``; ``strata`` cost a degree of freedom each; ``frame``: how many sites there are. Raises PlanError.
    """
    if not (0 <= share <= 1 and 0 < half_width < 1 and looks >= 1 and strata >= 1):
        raise PlanError(0)
    most = frame or MOST

    def at(sites: int) -> Need:
        return _need(share, sites, looks=looks, icc=icc, strata=strata, frame=frame, level=level)

    low, high = min(strata + 1, most), most
    last = at(high)
    if last.high - last.low > 2 * half_width:
        raise PlanError(most, last.high - last.low)
    while low < high:
        middle = (low + high) // 2
        found = at(middle)
        low, high = (low, middle) if found.high - found.low <= 2 * half_width else (middle + 1, high)
    return at(low)


def _need(share: float, sites: int, *, looks: int, icc: float, strata: int, frame: int | None, level: float) -> Need:
    """Return what so many sites give; a frame that is looked at whole is known."""
    n = sites * looks
    left = 1 - sites / frame if frame else 1.0
    if left <= 0:
        return Need(sites, n, math.inf, share, share)
    worth = n / ((1 + (looks - 1) * icc) * left)
    degrees = sites - strata
    if 0 < degrees < n - 1:
        worth *= (t_quantile(level, n - 1) / t_quantile(level, degrees)) ** 2
    low, high = clopper_pearson(share * worth, worth, level=level)
    return Need(sites, n, worth, low, high)
