"""Weights brought to known totals: post-strata, raking, and calibration with bounds (quant.md 2.b).

Everything runs on the cells of rows that are alike, so that a step costs cells and not respondents. The variance of what is estimated afterwards is
that of the residuals from the regression on what is known (J.-C. Deville, C.-E. Särndal, *Calibration estimators in survey sampling*, JASA 87,
1992). Whatever does not converge or contradicts itself is an error that names the margin.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from wenming.engine.estimates.designs import DesignError, DesignFault, Floats, Integers, SurveyDesign, sums

TOLERANCE = 1e-10
"""Largest relative error of a margin that is left."""
SUMS = 1e-6
"""Margins whose sums differ by more than this part contradict each other."""
MOST = 1000
"""Rounds of raking, or steps of calibration."""


class CalibrationFault(StrEnum):
    """Why weights cannot be brought to the totals."""

    CONTRADICTION = "contradiction"
    """Two margins have different sums: there is no such frame."""
    UNKNOWN = "unknown"
    """A class of the sample has no known total."""
    EMPTY = "empty"
    """A class with a known total was not seen in the sample."""
    BOUNDS = "bounds"
    """The bounds of the factors must lie below and above 1."""
    NOT_CONVERGED = "not_converged"
    """No weights meet the totals, or not within the bounds."""


class CalibrationError(ValueError):
    """``fault``; ``margin`` and ``label`` where; ``steps`` done and the largest relative ``error`` left."""

    def __init__(
        self, fault: CalibrationFault, *, margin: str = "", label: Any = "", steps: int = 0, error: float = 0.0
    ) -> None:
        """Name the place."""
        super().__init__(f"{fault.value}: {margin} {label} after {steps} steps, error {error:.3g}")
        self.fault, self.margin, self.label, self.steps, self.error = fault, margin, label, steps, error


@dataclass(frozen=True)
class Margin:
    """A classification with known totals: ``codes`` per row, 0 … k − 1, ``totals`` and ``labels`` per class."""

    name: str
    codes: Integers
    totals: Floats
    labels: tuple[Any, ...]


def margin_of(name: str, labels: ArrayLike, totals: Mapping[Any, float]) -> Margin:
    """Return a margin from labels (one per row) and the totals by label. Raises CalibrationError(UNKNOWN or EMPTY)."""
    known, codes = np.unique(np.asarray(labels), return_inverse=True)
    names = known.tolist()
    for label in names:
        if label not in totals:
            raise CalibrationError(CalibrationFault.UNKNOWN, margin=name, label=label)
    for label, value in totals.items():
        if label not in names and value:
            raise CalibrationError(CalibrationFault.EMPTY, margin=name, label=label)
    return Margin(name, codes.astype(np.int64), np.array([float(totals[label]) for label in names]), tuple(names))


@dataclass(frozen=True)
class Calibrated:
    """What is known of the rows: those of one ``cell`` are alike, ``table`` (cells × p) holds what is known of each cell.

    ``base`` are the weights before, ``weights`` after, ``steps`` how many rounds it took.
    """

    cell: Integers
    table: Floats
    base: Floats
    weights: Floats
    steps: int

    def residuals(self, scores: Floats) -> Floats:
        """Return weighted scores (rows × k) less what the regression on the known explains; fitted with the base weights.

        So does R's ``calibrate``; its ``rake`` fits without weights, so that its errors differ where the weights do.
        """
        inside = self.weights != 0
        plain = np.divide(scores, self.weights[:, np.newaxis], out=np.zeros_like(scores), where=inside[:, np.newaxis])
        cells = len(self.table)
        size = sums(self.cell, self.base, cells)
        root = np.sqrt(size)[:, np.newaxis]
        totals = [sums(self.cell, self.base * column, cells) for column in plain.T]
        heights = np.stack(totals, axis=1) / np.where(root > 0, root, 1.0)
        # margins of one frame are never independent: the shortest of all solutions, the fit is the same
        slopes = np.linalg.lstsq(root * self.table, heights, rcond=None)[0]
        return np.asarray(scores - self.weights[:, np.newaxis] * (self.table @ slopes)[self.cell], dtype=np.float64)


def poststratify(survey: SurveyDesign, margin: Margin) -> SurveyDesign:
    """Return the survey with weights that add up to the known totals of one classification. Raises CalibrationError."""
    return rake(survey, [margin])


def rake(
    survey: SurveyDesign, margins: Sequence[Margin], *, tolerance: float = TOLERANCE, most: int = MOST
) -> SurveyDesign:
    """Return the survey with weights that add up to every margin (iterative proportional fitting on the cross-cells).

    Stops when no margin is off by more than ``tolerance``, relatively. What an earlier calibration knew is forgotten: name all margins at once.
    Raises CalibrationError(CONTRADICTION, NOT_CONVERGED, EMPTY), DesignError(LENGTH).
    """
    cells = Cells.of(survey.n, margins)
    sizes = sums(cells.cell, survey.weights, cells.count)
    factors, steps = fitted(sizes, cells, margins, tolerance=tolerance, most=most)
    weights = survey.weights * factors[cells.cell]
    return _with(survey, Calibrated(cells.cell, cells.indicators(margins), survey.weights, weights, steps))


@dataclass(frozen=True)
class Cells:
    """The cross-cells of margins that were seen: ``cell`` per row, ``codes`` of each cell in each margin."""

    cell: Integers
    codes: tuple[Integers, ...]

    @property
    def count(self) -> int:
        """How many cells were seen."""
        return len(self.codes[0])

    @classmethod
    def of(cls, n: int, margins: Sequence[Margin]) -> Cells:
        """Return the cells of ``n`` rows."""
        crossed: Integers = np.zeros(n, dtype=np.int64)
        many = 1
        for margin in margins:
            if margin.codes.shape != (n,):
                raise DesignError(DesignFault.LENGTH, margin.name)
            crossed = crossed * len(margin.totals) + margin.codes if many > 1 else margin.codes
            many *= len(margin.totals)
        if many <= max(4 * n, 1024):
            seen = np.flatnonzero(np.bincount(crossed, minlength=many))
            number = np.zeros(many, dtype=np.int64)
            number[seen] = np.arange(len(seen))
            cell = crossed if len(seen) == many else number[crossed]
        else:
            seen, found = np.unique(crossed, return_inverse=True)
            cell = found.astype(np.int64)
        codes, rest = [], seen
        for margin in reversed(margins):
            codes.append(rest % len(margin.totals))
            rest = rest // len(margin.totals)
        return cls(cell, tuple(reversed(codes)))

    def indicators(self, margins: Sequence[Margin]) -> Floats:
        """Return what is known of each cell: 1 in the column of each class it belongs to."""
        parts = [np.eye(len(margin.totals))[codes] for margin, codes in zip(margins, self.codes, strict=True)]
        return np.concatenate(parts, axis=1)


def fitted(
    sizes: Floats, cells: Cells, margins: Sequence[Margin], *, tolerance: float = TOLERANCE, most: int = MOST
) -> tuple[Floats, int]:
    """Return the factor of each cell that brings ``sizes`` (sums of weights per cell) to the margins, and the rounds it took."""
    _check_sums(margins)
    now = sizes.astype(np.float64)
    worst, name = np.inf, ""
    for step in range(1, most + 1):
        for margin, codes in zip(margins, cells.codes, strict=True):
            seen = sums(codes, now, len(margin.totals))
            if ((seen == 0) & (margin.totals != 0)).any():
                label = margin.labels[int(np.flatnonzero((seen == 0) & (margin.totals != 0))[0])]
                raise CalibrationError(CalibrationFault.EMPTY, margin=margin.name, label=label)
            now = now * np.divide(margin.totals, seen, out=np.zeros_like(seen), where=seen > 0)[codes]
        worst, name = max(
            (_off(sums(codes, now, len(margin.totals)), margin.totals), margin.name)
            for margin, codes in zip(margins, cells.codes, strict=True)
        )
        if worst <= tolerance:
            return np.divide(now, sizes, out=np.zeros_like(now), where=sizes > 0), step
    raise CalibrationError(CalibrationFault.NOT_CONVERGED, margin=name, steps=most, error=float(worst))


def _off(found: Floats, wanted: Floats) -> float:
    """Return the largest relative error."""
    return float((np.abs(found - wanted) / np.maximum(np.abs(wanted), 1e-300)).max())


def _check_sums(margins: Sequence[Margin]) -> None:
    """Raise where margins have different sums: no frame has them all."""
    first = float(margins[0].totals.sum())
    for margin in margins[1:]:
        off = abs(float(margin.totals.sum()) / first - 1)
        if off > SUMS:
            raise CalibrationError(CalibrationFault.CONTRADICTION, margin=margin.name, label=margins[0].name, error=off)


def calibrate(
    survey: SurveyDesign,
    known: ArrayLike,
    totals: ArrayLike,
    *,
    method: str = "linear",
    bounds: tuple[float, float] | None = None,
    most: int = MOST,
) -> SurveyDesign:
    """Return the survey with weights w = d·g(xλ) whose totals of ``known`` (rows × p) are ``totals`` (p).

    ``method`` "linear" is the regression estimator (GREG), with ``bounds`` cut off at them; "logit" keeps every factor strictly between ``bounds``,
    which it needs. Raises CalibrationError(BOUNDS, NOT_CONVERGED), DesignError.
    """
    table, wanted = np.asarray(known, dtype=np.float64), np.asarray(totals, dtype=np.float64)
    if table.ndim != 2 or table.shape[0] != survey.n or wanted.shape != (table.shape[1],):
        raise DesignError(DesignFault.LENGTH, "known")
    if not np.isfinite(table).all():
        raise DesignError(DesignFault.VALUE, "known", int(np.flatnonzero(~np.isfinite(table).all(axis=1))[0]))
    curve = _curve(method, bounds)
    slope = np.zeros(len(wanted))
    for step in range(1, most + 1):
        factor, steep = curve(table @ slope)
        off = wanted - table.T @ (survey.weights * factor)
        worst = float((np.abs(off) / np.maximum(np.abs(wanted), 1.0)).max())
        if worst <= TOLERANCE:
            found = Calibrated(np.arange(survey.n), table, survey.weights, survey.weights * factor, step - 1)
            return _with(survey, found)
        bend = table.T @ ((survey.weights * steep)[:, np.newaxis] * table)
        slope = slope + np.linalg.lstsq(bend, off, rcond=None)[0]
    raise CalibrationError(CalibrationFault.NOT_CONVERGED, margin=method, steps=most, error=worst)


def _curve(method: str, bounds: tuple[float, float] | None) -> Callable[[Floats], tuple[Floats, Floats]]:
    """Return the function of the factor and of its slope."""
    if bounds is not None and not 0 <= bounds[0] < 1 < bounds[1]:
        raise CalibrationError(CalibrationFault.BOUNDS, margin=f"{bounds[0]}, {bounds[1]}")
    if method == "linear":
        low, high = bounds or (-np.inf, np.inf)
        return lambda at: (np.clip(1 + at, low, high), ((1 + at >= low) & (1 + at <= high)).astype(np.float64))
    if method != "logit" or bounds is None:
        raise CalibrationError(CalibrationFault.BOUNDS, margin=method)
    low, high = bounds
    steepness = (high - low) / ((1 - low) * (high - 1))

    def logit(at: Floats) -> tuple[Floats, Floats]:
        power = np.exp(np.clip(steepness * at, -500, 500))
        below = (high - 1) + (1 - low) * power
        factor = (low * (high - 1) + high * (1 - low) * power) / below
        return factor, (factor - low) * (high - factor) / ((1 - low) * (high - 1))

    return logit


def _with(survey: SurveyDesign, known: Calibrated) -> SurveyDesign:
    """Return the survey with the calibrated weights."""
    return replace(survey, first=replace(survey.first, weights=known.weights), known=known)
