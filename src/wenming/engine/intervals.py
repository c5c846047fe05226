"""Shares with their intervals, as the rounds and look-backs were drawn: strata, clusters, weights, and a frame that ends.

The published interval is that of Korn and Graubard (*Confidence intervals for proportions with small expected number of positive counts
estimated from survey data*, Survey Methodology 24, 1998): Clopper and Pearson's on the effective number of looks, shortened by what few
clusters can say of their own variance. It is never of width zero: where every look said the same, the effective number is taken from the
design effect ``1 + (m − 1)·icc`` that looks at the same place have elsewhere.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Mask = NDArray[np.bool_]

LEVEL = 0.95
ICC = 0.05
"""How alike two looks at one place are where nothing better is known: the lower of the two that the coverage was measured with."""
FEWEST = 30
"""Below so many effective looks a share is not shown (NCHS, Data Presentation Standards for Proportions, 2017)."""
WIDEST = 1.3
"""An interval wider than so many times its share says nothing of the share (the same standards) …"""
NARROW = 0.05
"""… unless it is as narrow as this: then "next to none" is well known (the same standards)."""
FLAT = 1e-15
"""A variance below this is rounding: every cluster said the same."""


class LoneClusterError(ValueError):
    """Strata with one cluster only: their variance cannot be told. ``strata`` holds their labels."""

    def __init__(self, strata: Sequence[Any]) -> None:
        """Name the strata."""
        super().__init__(f"strata with a single cluster: {', '.join(map(str, strata))}")
        self.strata = tuple(strata)


@dataclass(frozen=True, slots=True)
class Interval:
    """A share and what is known of it; all numbers as parts of one. ``n`` counts looks, ``effective`` what they are worth."""

    estimate: float
    low: float
    high: float
    n: int
    effective: float
    error: float
    """The standard error of the design; 0 where every cluster said the same."""
    degrees: int
    """Clusters minus strata."""

    @property
    def width(self) -> float:
        """How wide the interval is; never 0."""
        return self.high - self.low

    @property
    def tells(self) -> bool:
        """Whether the share may be shown as a number: enough looks, and an interval that is not wider than the share bears."""
        if self.effective < FEWEST:
            return False
        return self.width <= NARROW or self.width <= WIDEST * self.estimate


NOTHING = Interval(0.0, 0.0, 1.0, 0, 0.0, 0.0, 0)
"""No look at all: anything is possible."""


@dataclass(frozen=True)
class Design:
    """How looks were drawn, one entry per look. Cluster numbers count within their stratum, so the same number in two strata is two."""

    weights: Floats
    clusters: Integers
    """The cluster of each look, 0 … clusters − 1."""
    strata: Integers
    """The stratum of each **cluster**, 0 … strata − 1."""
    labels: tuple[Any, ...]
    """The stratum's label as it was given."""
    fractions: Floats
    """The part of the stratum's clusters that was drawn, per stratum; 0 where the frame is endless."""

    @classmethod
    def of(
        cls,
        n: int,
        *,
        weights: ArrayLike | None = None,
        clusters: ArrayLike | None = None,
        strata: ArrayLike | None = None,
        frame: ArrayLike | None = None,
    ) -> Design:
        """Return the design of ``n`` looks; each argument has one entry per look.

        ``weights``: how many places of the frame a look stands for (1). ``clusters``: what was drawn, as the site (each look by
        itself). ``strata``: what it was drawn within (one). ``frame``: how many clusters the look's stratum has in all (endless).
        """
        weight = np.ones(n) if weights is None else np.asarray(weights, dtype=np.float64)
        labels, stratum = _numbered(n, strata)
        _, cluster = _numbered(n, clusters) if clusters is not None else ((), np.arange(n, dtype=np.int64))
        pairs, nested = np.unique(stratum * (n + 1) + cluster, return_inverse=True)
        strata_of = pairs // (n + 1)
        fractions = np.zeros(max(len(labels), 1))
        if frame is not None and n:
            whole = np.zeros(len(labels))
            np.maximum.at(whole, stratum, np.asarray(frame, dtype=np.float64))
            fractions = np.minimum(np.bincount(strata_of, minlength=len(labels)) / whole, 1.0)
        return cls(weight, nested.astype(np.int64), strata_of.astype(np.int64), labels, fractions)

    def variance(self, scores: Floats, *, lone: str = "fail") -> float:
        """Return the variance of Σ ``scores`` (one per look, already linearised) by Taylor's rule; see :meth:`covariance`."""
        return self.covariance(scores, scores, lone=lone)

    def covariance(self, one: Floats, other: Floats, *, lone: str = "fail") -> float:
        """Return the covariance of two sums: Σ_h (1 − f_h)·n_h/(n_h − 1)·Σ_c (z_c − z̄_h)(z'_c − z̄'_h); ``lone`` as in :meth:`factors`."""
        factor = self.factors(lone=lone)
        left, right = (self.centred(self.totals(scores)) for scores in (one, other))
        return float((factor[self.strata] * left * right).sum())

    def factors(self, *, lone: str = "fail") -> Floats:
        """Return (1 − f_h)·n_h/(n_h − 1) per stratum.

        A stratum with a single cluster, unless that is all it has, cannot tell its variance. ``lone`` says what to do: "fail" raises
        :class:`LoneClusterError`, "adjust" measures it from the mean of all clusters (conservative), "remove" counts it as known.
        """
        held = self.held
        alone = (held == 1) & (self.fractions < 1)
        if lone == "fail" and alone.any() and len(self.strata):
            raise LoneClusterError([self.labels[place] for place in np.flatnonzero(alone)])
        scale = np.where(held == 1, float(lone == "adjust"), held / np.maximum(held - 1, 1))
        return np.asarray((1 - self.fractions) * scale, dtype=np.float64)

    @property
    def held(self) -> Integers:
        """How many clusters each stratum has."""
        return np.bincount(self.strata, minlength=len(self.fractions)).astype(np.int64)

    def totals(self, scores: Floats) -> Floats:
        """Return the sum of the scores of each cluster."""
        return np.asarray(np.bincount(self.clusters, weights=scores, minlength=len(self.strata)), dtype=np.float64)

    def centred(self, totals: Floats) -> Floats:
        """Return the clusters' totals less their stratum's mean; a lone cluster less the mean of all."""
        held = self.held
        means = np.bincount(self.strata, weights=totals, minlength=len(held)) / np.maximum(held, 1)
        grand = totals.mean() if len(totals) else 0.0
        return np.asarray(totals - np.where(held == 1, grand, means)[self.strata], dtype=np.float64)

    def degrees(self, domain: Mask) -> int:
        """Return the clusters minus the strata that have a look of the domain."""
        seen = np.unique(self.clusters[domain])
        return len(seen) - len(np.unique(self.strata[seen]))

    def looks_per_cluster(self, domain: Mask) -> float:
        """Return the mean number of looks at a cluster of the domain."""
        seen = len(np.unique(self.clusters[domain]))
        return float(domain.sum()) / seen if seen else 0.0


def korn_graubard(
    hits: ArrayLike,
    *,
    design: Design | None = None,
    domain: ArrayLike | None = None,
    icc: float = ICC,
    level: float = LEVEL,
    lone: str = "adjust",
) -> Interval:
    """Return the share of ``hits`` (0/1 per look) with its interval of Korn and Graubard.

    ``design`` is how the looks were drawn (:meth:`Design.of`; without one each look stands for itself). ``domain`` marks the looks
    that the share is asked of, as one category or district: the other rows stay in, for they belong to the design. ``icc`` is how
    alike looks at one cluster are, used only where every look of the domain said the same or where the domain has a single cluster
    in each stratum; :func:`pooled_icc` gives it from comparable looks. ``lone``: see :meth:`Design.covariance`.

    With ``n* = p(1−p)/V`` and ``n_df = min(n, n*·(t(n−1)/t(df))²)`` it is Clopper and Pearson's interval for ``n_df·p`` of ``n_df``.
    An empty domain gives :data:`NOTHING`, 0 to 1.
    """
    values = np.asarray(hits, dtype=np.float64)
    drawn = design if design is not None else Design.of(len(values))
    chosen = np.ones(len(values), dtype=np.bool_) if domain is None else np.asarray(domain, dtype=np.bool_)
    n = int(chosen.sum())
    if n == 0:
        return NOTHING
    weights = np.where(chosen, drawn.weights, 0.0)
    share = float(np.clip((weights * values).sum() / weights.sum(), 0.0, 1.0))
    variance = drawn.variance(weights * (values - share) / weights.sum(), lone=lone)
    degrees = drawn.degrees(chosen)
    effective = effective_looks(share, variance, weights=weights, design=drawn, domain=chosen, icc=icc, level=level)
    low, high = clopper_pearson(share * effective, effective, level=level)
    return Interval(share, low, high, n, effective, math.sqrt(max(variance, 0.0)), degrees)


def effective_looks(
    share: float,
    variance: float,
    *,
    weights: Floats,
    design: Design,
    domain: Mask,
    icc: float = ICC,
    level: float = LEVEL,
) -> float:
    """Return how many independent looks a share of a domain is worth: ``n_df`` of :func:`korn_graubard`.

    ``weights`` are the looks' weights within the domain, 0 outside it.
    """
    degrees = design.degrees(domain)
    return effective_size(
        share, variance, degrees=degrees, weights=weights, design=design, domain=domain, icc=icc, level=level
    )


def effective_size(
    share: float,
    variance: float,
    *,
    degrees: int,
    weights: Floats,
    design: Design,
    domain: Mask,
    icc: float = ICC,
    level: float = LEVEL,
) -> float:
    """Return :func:`effective_looks` where the variance and its ``degrees`` of freedom come from elsewhere (two stages, known totals)."""
    n = int(domain.sum())
    if variance > FLAT and degrees > 0:
        worth = share * (1 - share) / variance
    else:
        worth = _kish(weights) / max(1.0, 1 + (design.looks_per_cluster(domain) - 1) * icc)
    return min(float(n), worth * _shortened(n, degrees, level))


def shares(
    hits: ArrayLike, domains: ArrayLike, *, design: Design | None = None, icc: float = ICC, level: float = LEVEL
) -> dict[Any, Interval]:
    """Return :func:`korn_graubard` of each label of ``domains`` (one per look), in the order of the labels."""
    label = np.asarray(domains)
    return {
        one.item(): korn_graubard(hits, design=design, domain=label == one, icc=icc, level=level)
        for one in np.unique(label)
    }


def clopper_pearson(hits: float, n: float, *, level: float = LEVEL) -> tuple[float, float]:
    """Return the exact interval of ``hits`` in ``n`` looks; both may be fractions, ``n`` > 0."""
    from scipy.special import betaincinv  # noqa: PLC0415 - costs a tenth of a second that no start of the web should pay

    half = (1 - level) / 2
    low = float(betaincinv(hits, n - hits + 1, half)) if hits > 0 else 0.0
    high = float(betaincinv(hits + 1, n - hits, 1 - half)) if hits < n else 1.0
    return low, high


def pooled_icc(hits: ArrayLike, clusters: ArrayLike, groups: ArrayLike | None = None) -> float:
    """Return how alike looks at one cluster are (analysis of variance, pooled over groups as types of site), between 0 and 1.

    ρ = (MSB − MSW) / (MSB + (m₀ − 1)·MSW), sums of squares and degrees added up over the groups; 0 where no cluster was looked at
    twice, where there is one cluster, or where nothing varies.
    """
    values = np.asarray(hits, dtype=np.float64)
    _, group = _numbered(len(values), groups)
    _, raw = _numbered(len(values), clusters)
    pairs, cluster = np.unique(group * (len(values) + 1) + raw, return_inverse=True)
    owner = pairs // (len(values) + 1)
    size, total = np.bincount(cluster), np.bincount(cluster, weights=values)
    group_size, group_total = np.bincount(group), np.bincount(group, weights=values)
    within_df, between_df = len(values) - len(pairs), len(pairs) - len(np.unique(owner))
    if within_df <= 0 or between_df <= 0:
        return 0.0
    within = float((values**2).sum() - (total**2 / size).sum()) / within_df
    between = float((total**2 / size).sum() - (group_total**2 / np.maximum(group_size, 1)).sum()) / between_df
    squares = np.bincount(owner, weights=size.astype(np.float64) ** 2, minlength=len(group_size))
    typical = float(group_size.sum() - (squares / np.maximum(group_size, 1)).sum()) / between_df
    spread = between + (typical - 1) * within
    return min(1.0, max(0.0, (between - within) / spread)) if spread > 0 else 0.0


def _numbered(n: int, labels: ArrayLike | None) -> tuple[tuple[Any, ...], Integers]:
    """Return the distinct labels and each row's number among them; one stratum where there are none."""
    if labels is None:
        return (("",) if n else ()), np.zeros(n, dtype=np.int64)
    known, number = np.unique(np.asarray(labels), return_inverse=True)
    return tuple(known.tolist()), number.astype(np.int64)


def _kish(weights: Floats) -> float:
    """Return how many equal weights these are worth."""
    return float(weights.sum() ** 2 / (weights**2).sum())


def _shortened(n: int, degrees: int, level: float) -> float:
    """Return (t(n−1)/t(df))²: what is lost because the variance itself was estimated from few clusters; at most 1."""
    from scipy.special import stdtrit  # noqa: PLC0415 - as above

    if degrees < 1 or n - 1 <= degrees:
        return 1.0
    tail = 1 - (1 - level) / 2
    return float((stdtrit(n - 1, tail) / stdtrit(degrees, tail)) ** 2)
