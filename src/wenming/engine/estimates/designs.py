"""How rows were drawn: strata, clusters, units within clusters, weights, and frames that end.

The first stage is :class:`wenming.engine.intervals.Design`; a second stage is another one whose strata are the clusters of the first.
Variances follow W. G. Cochran, *Sampling Techniques*, 3rd edition, 1977, 10.6 and 5A: the spread between clusters and, where
the first stage took a good part of its frame, that within them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray

from wenming.engine.intervals import Design, LoneClusterError

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Mask = NDArray[np.bool_]
Counts = NDArray[np.int32]
Found = tuple[Integers, Integers, Floats]
"""Cells of a table: which, how many rows, and their sums (cells × 2)."""


class Lone(StrEnum):
    """What becomes of a stratum with a single cluster, which cannot tell its variance."""

    FAIL = "fail"
    """It is an error that names the strata."""
    REMOVE = "remove"
    """It adds no variance: too sure, unless it was taken with certainty."""
    ADJUST = "adjust"
    """It is measured from the mean of all clusters: too careful. R's manual says the same of its "adjust"; its code measures totals from 0."""
    COLLAPSE = "collapse"
    """It is joined with the neighbour that is named for it."""


class DesignFault(StrEnum):
    """What is wrong with what is said of the rows."""

    LENGTH = "length"
    """A column has not one entry per row."""
    WEIGHT = "weight"
    """A weight is negative or no number."""
    FRAME = "frame"
    """A frame is no number above 0."""
    FRAME_DIFFERS = "frame_differs"
    """Rows of one stratum name frames of different size."""
    FRAME_SMALL = "frame_small"
    """More was drawn than the frame has."""
    VALUE = "value"
    """A value is no number."""


class DesignError(ValueError):
    """A design that cannot be: ``fault``, the ``column`` (argument) and the ``row`` from 0, None where the whole column is meant."""

    def __init__(self, fault: DesignFault, column: str, row: int | None = None) -> None:
        """Name the place."""
        super().__init__(f"{fault.value}: {column}" + ("" if row is None else f", row {row}"))
        self.fault, self.column, self.row = fault, column, row


class Residuals(Protocol):
    """What calibration leaves of scores; see :class:`wenming.engine.estimates.calibration.Calibrated`."""

    def residuals(self, scores: Floats) -> Floats:
        """Return the scores less what the known totals explain."""
        ...


@dataclass(frozen=True)
class SurveyDesign:
    """Rows as they were drawn. Make it with :meth:`of`.

    ``first`` is the design of the clusters, ``second`` that of the units within them (None: all of them, or it does not matter),
    ``lone`` the rule for strata with one cluster, ``known`` what calibration to known totals leaves of a score.
    """

    first: Design
    second: Design | None = None
    lone: Lone = Lone.FAIL
    known: Residuals | None = field(default=None, repr=False)

    @classmethod
    def of(
        cls,
        n: int,
        *,
        weights: ArrayLike | None = None,
        clusters: ArrayLike | None = None,
        strata: ArrayLike | None = None,
        frame: ArrayLike | None = None,
        units: ArrayLike | None = None,
        unit_frame: ArrayLike | None = None,
        lone: Lone = Lone.FAIL,
        neighbours: Mapping[Any, Any] | None = None,
    ) -> SurveyDesign:
        """Return the design of ``n`` rows; every column has one entry per row.

        ``weights``: how many of the frame a row stands for; left out they follow from the frames, else they are 1. ``clusters``, ``strata``:
        what was drawn, and within what; a cluster's number counts within its stratum. ``frame``: how many clusters the stratum has, as
        a size, never as a rate. ``units``, ``unit_frame``: what was drawn within the cluster (each row), and of how many.
        ``neighbours`` joins strata with one cluster (Lone.COLLAPSE): label → label of the neighbour.

        Raises :class:`DesignError`, and :class:`wenming.engine.intervals.LoneClusterError` for a lone stratum without neighbour.
        """
        columns = {"clusters": clusters, "strata": strata, "units": units}
        sizes = {"frame": frame, "unit_frame": unit_frame}
        checked = {name: _column(name, values, n) for name, values in columns.items()}
        frames = {name: _frame(name, values, n) for name, values in sizes.items()}
        weight = None if weights is None else _weights(weights, n)
        first = Design.of(n, clusters=checked["clusters"], strata=checked["strata"], frame=frames["frame"])
        _check_frame("frame", first, frames["frame"], checked["strata"], n)
        second = None
        if frames["unit_frame"] is not None:
            second = Design.of(n, clusters=checked["units"], strata=first.clusters, frame=frames["unit_frame"])
            _check_frame("unit_frame", second, frames["unit_frame"], first.clusters, n)
        if weight is None:
            weight = _inverse(first) * (_inverse(second) if second is not None else 1.0)
        first = replace(first, weights=weight)
        if lone is Lone.COLLAPSE:
            first = _collapsed(first, neighbours or {})
        return cls(first, second, lone)

    @property
    def n(self) -> int:
        """How many rows there are."""
        return len(self.first.weights)

    @property
    def weights(self) -> Floats:
        """The weights, one per row."""
        return self.first.weights

    @property
    def rule(self) -> str:
        """The rule for what is still alone; the first stage is joined already."""
        return Lone.FAIL.value if self.lone is Lone.COLLAPSE else self.lone.value

    def domain(self, chosen: ArrayLike | None) -> Mask:
        """Return which rows are asked of: all where nothing is said."""
        if chosen is None:
            return np.ones(self.n, dtype=np.bool_)
        mask = np.asarray(chosen, dtype=np.bool_)
        if mask.shape != (self.n,):
            raise DesignError(DesignFault.LENGTH, "domain")
        return mask

    def numbers(self, name: str, values: ArrayLike, domain: Mask) -> Floats:
        """Return a column of numbers, 0 outside the domain, where anything may stand. Raises DesignError for what is no number."""
        column = np.asarray(values, dtype=np.float64)
        if column.shape != (self.n,):
            raise DesignError(DesignFault.LENGTH, name)
        known = np.isfinite(column)
        if not (known | ~domain).all():
            raise DesignError(DesignFault.VALUE, name, int(np.flatnonzero(domain & ~known)[0]))
        return column if domain.all() else np.where(domain, column, 0.0)

    def degrees(self, domain: Mask) -> int:
        """Return the clusters minus the strata that have a row of the domain."""
        return self.first.degrees(domain)

    def matrix(self, scores: Floats) -> Floats:
        """Return the covariance matrix of the sums of the columns of ``scores`` (rows × k, already weighted and linearised), k × k.

        Raises LoneClusterError under Lone.FAIL.
        """
        left = scores if self.known is None else self.known.residuals(scores)
        found = _stage(self.first, left, self.first.factors(lone=self.rule))
        if self.second is not None and self.first.fractions.any():
            part = self.first.fractions[self.first.strata]
            # clusters of strata with an endless frame add nothing and need not tell their spread
            kept = replace(self.second, fractions=np.where(part > 0, self.second.fractions, 1.0))
            found = found + _stage(self.second, left, kept.factors(lone=self.rule) * part)
        return found

    def variance(self, scores: Floats) -> float:
        """Return the variance of the sum of ``scores``, one per row."""
        return float(self.matrix(scores[:, np.newaxis])[0, 0])


def sums(codes: Integers, weights: Floats, classes: int) -> Floats:
    """Return the sum of the weights of each class, 0 … classes − 1."""
    return np.asarray(np.bincount(codes, weights=weights, minlength=classes), dtype=np.float64)


def _stage(design: Design, scores: Floats, factor: Floats) -> Floats:
    """Return Σ_h factor_h·Σ_c of the products of the centred totals."""
    spread = np.stack([design.centred(design.totals(column)) for column in scores.T], axis=1)
    return np.asarray(spread.T @ (factor[design.strata][:, np.newaxis] * spread), dtype=np.float64)


def _column(name: str, values: ArrayLike | None, n: int) -> NDArray[Any] | None:
    """Return a column of labels of the right length."""
    if values is None:
        return None
    column = np.asarray(values)
    if column.shape != (n,):
        raise DesignError(DesignFault.LENGTH, name)
    return column


def _weights(values: ArrayLike, n: int) -> Floats:
    """Return weights that are numbers, none below 0."""
    column = np.asarray(values, dtype=np.float64)
    if column.shape != (n,):
        raise DesignError(DesignFault.LENGTH, "weights")
    bad = np.flatnonzero(~(np.isfinite(column) & (column >= 0)))
    if len(bad):
        raise DesignError(DesignFault.WEIGHT, "weights", int(bad[0]))
    return column


def _frame(name: str, values: ArrayLike | None, n: int) -> Floats | None:
    """Return sizes of frames; infinite is endless."""
    if values is None:
        return None
    column = np.asarray(values, dtype=np.float64)
    if column.shape != (n,):
        raise DesignError(DesignFault.LENGTH, name)
    bad = np.flatnonzero(~(column > 0))
    if len(bad):
        raise DesignError(DesignFault.FRAME, name, int(bad[0]))
    return column


def _check_frame(name: str, design: Design, frame: Floats | None, strata: ArrayLike | None, n: int) -> None:
    """Raise where rows of one stratum name different frames, or more was drawn than there is."""
    if frame is None or not n:
        return
    stratum = design.strata[design.clusters] if strata is not None else np.zeros(n, dtype=np.int64)
    whole = np.zeros(len(design.fractions))
    np.maximum.at(whole, stratum, frame)
    for fault, wrong in (
        (DesignFault.FRAME_DIFFERS, frame != whole[stratum]),
        (DesignFault.FRAME_SMALL, (design.held > whole)[stratum]),
    ):
        if wrong.any():
            raise DesignError(fault, name, int(np.flatnonzero(wrong)[0]))


def _inverse(design: Design) -> Floats:
    """Return the inverse chance of each row's cluster; 1 where the frame is endless."""
    part = design.fractions[design.strata[design.clusters]] if len(design.clusters) else np.zeros(0)
    return np.asarray(np.where(part > 0, 1 / np.where(part > 0, part, 1.0), 1.0), dtype=np.float64)


def _collapsed(design: Design, neighbours: Mapping[Any, Any]) -> Design:
    """Return the design with each lone stratum joined to its neighbour; both frames are added up."""
    alone = (design.held == 1) & (design.fractions < 1)
    place = {label: number for number, label in enumerate(design.labels)}
    partner = {label: neighbours.get(label) for label in (design.labels[at] for at in np.flatnonzero(alone))}
    missing = [label for label, other in partner.items() if other not in place or other == label]
    if missing:
        raise LoneClusterError(missing)
    into = list(range(len(design.labels)))
    for label, other in partner.items():
        old, new = into[place[label]], into[place[other]]
        into = [new if number == old else number for number in into]
    roots, number = np.unique(into, return_inverse=True)
    held = np.bincount(number, weights=design.held)
    # a joined frame is as large as both; endless if one of them is
    sizes = np.divide(
        design.held, design.fractions, out=np.full(len(into), np.inf), where=design.fractions > 0, dtype=np.float64
    )
    fractions = held / np.bincount(number, weights=sizes)
    order = np.argsort(number[design.strata], kind="stable")
    rank = np.empty_like(order)
    rank[order] = np.arange(len(order))
    labels = tuple(design.labels[int(root)] for root in roots)
    strata = number[design.strata][order].astype(np.int64)
    return Design(design.weights, rank[design.clusters].astype(np.int64), strata, labels, fractions)
