"""Shares of few looks drawn towards the common share: counts are binomial, the areas' shares Beta(a, b) (empirical Bayes)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from wenming.engine.intervals import LEVEL
from wenming.engine.monitoring.priors import fitted_prior


@dataclass(frozen=True, slots=True)
class ShrunkShare:
    """``value`` = ``weight``·``raw`` + (1 − ``weight``)·``common``; ``raw`` is None without a look. ``low`` and ``high`` hold the share with the level asked."""

    raw: float | None
    common: float
    weight: float
    value: float
    low: float
    high: float


def shrunk_shares(hits: Sequence[int], looks: Sequence[int], *, level: float = LEVEL) -> tuple[ShrunkShare, ...]:
    """Return each area's share from its hits in so many looks; empty where nobody looked anywhere.

    The weight of an area's own looks is n/(a + b + n): the fewer they are and the more alike the areas, the more counts what all of them say.
    """
    from scipy.special import betaincinv  # noqa: PLC0415 - costs a tenth of a second that no start of the web should pay

    prior = fitted_prior(hits, looks)
    if prior is None:
        return ()
    tail = (1 - level) / 2
    found = []
    for hit, look in zip(hits, looks, strict=True):
        above, below = prior.a + hit, prior.b + look - hit
        low, high = (float(betaincinv(above, below, part)) for part in (tail, 1 - tail))
        weight = look / (prior.a + prior.b + look)
        raw = hit / look if look else None
        found.append(ShrunkShare(raw, prior.mean, weight, prior.shrunk(hit, look), low, high))
    return tuple(found)
