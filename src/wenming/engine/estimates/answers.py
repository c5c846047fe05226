"""What a table of texts answers to a request: cells become numbers, the design is built, each estimate is reckoned."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wenming.engine.estimates.calibration import Margin, calibrate, margin_of, rake
from wenming.engine.estimates.designs import Floats, Mask, SurveyDesign
from wenming.engine.estimates.independence import rao_scott
from wenming.engine.estimates.proportions import Shown, share_interval, shown
from wenming.engine.estimates.replicates import Replicates, bootstrap, brr, jk1, jkn, replicated
from wenming.engine.estimates.requests import ROWS, Ask, Asked, ErrorMethod, Request
from wenming.engine.estimates.taylor import Estimate, mean, quantile, ratio, total

MISSING = frozenset({"", "NA", "NaN", "nan", "—"})
"""Cells that say nothing."""


class CellFault(StrEnum):
    """What is wrong with the table."""

    COLUMN = "column"
    """There is no such column."""
    NUMBER = "number"
    """A cell is no number."""
    EMPTY = "empty"
    """A cell that is needed is empty."""
    VALUE = "value"
    """No row has the value that is asked for."""


class CellError(ValueError):
    """``fault``, ``column``, the ``row`` (from 0; None for the whole column), and the ``text`` that stands there."""

    def __init__(self, fault: CellFault, column: str, row: int | None = None, text: str = "") -> None:
        """Name the place."""
        super().__init__(f"{fault.value}: {column} {'' if row is None else row} {text}")
        self.fault, self.column, self.row, self.text = fault, column, row, text


@dataclass(frozen=True)
class Line:
    """One answer: the class of ``by`` it holds for (""), the estimate, its interval, and for shares whether it may be shown.

    ``left_out``: rows with an empty cell. For a test of independence ``estimate.value`` is F, ``error`` is NaN and ``p`` its chance.
    """

    asked: Asked
    group: str
    estimate: Estimate
    low: float
    high: float
    shown: Shown | None = None
    left_out: int = 0
    p: float | None = None


@dataclass(frozen=True)
class Answer:
    """All lines in the order asked; ``survey`` with its final weights; ``steps`` of raking or calibration, None without."""

    lines: tuple[Line, ...]
    survey: SurveyDesign
    steps: int | None


@dataclass(frozen=True)
class _Table:
    """Columns of texts."""

    columns: Mapping[str, Sequence[str]]

    def texts(self, name: str) -> NDArray[Any]:
        """Return a column as it stands, spaces cut off."""
        if name not in self.columns:
            raise CellError(CellFault.COLUMN, name)
        return np.array([cell.strip() for cell in self.columns[name]], dtype=object).astype(np.str_)

    def labels(self, name: str) -> NDArray[Any]:
        """Return a column in which every cell says something."""
        found = self.texts(name)
        empty = _missing(found)
        if empty.any():
            raise CellError(CellFault.EMPTY, name, int(np.flatnonzero(empty)[0]))
        return found

    def numbers(self, name: str, inside: Mask | None = None) -> Floats:
        """Return a column of numbers; outside ``inside`` cells are not read and are NaN."""
        texts = self.texts(name)
        read = ~_missing(texts) if inside is None else inside
        found = np.full(len(texts), np.nan)
        for row in np.flatnonzero(read):
            found[row] = self._number(name, int(row), str(texts[row]))
        if inside is None and not read.all():
            raise CellError(CellFault.EMPTY, name, int(np.flatnonzero(~read)[0]))
        return found

    @staticmethod
    def _number(name: str, row: int, text: str) -> float:
        """Return one cell; a percentage is its hundredth."""
        bare = text.removesuffix("%").removesuffix("％")
        try:
            value = float(bare)
        except ValueError:
            raise CellError(CellFault.NUMBER, name, row, text) from None
        if not np.isfinite(value):
            raise CellError(CellFault.NUMBER, name, row, text)
        return value / 100 if bare != text else value


def answered(request: Request, columns: Mapping[str, Sequence[str]]) -> Answer:
    """Return what a table (column name → cells) answers.

    Raises CellError, and what the design, the calibration and the estimates raise.
    """
    table = _Table(columns)
    base = _survey(request, table, len(next(iter(columns.values()), ())))
    margins = [margin_of(name, table.labels(name), totals) for name, totals in (request.margins or {}).items()]
    survey = _calibrated(request, table, base, margins)
    replicates = _replicates(request, base)
    lines = [
        line
        for asked in request.estimates
        for line in _lines(_Asking(request, table, base, survey, margins, replicates), asked)
    ]
    return Answer(tuple(lines), survey, getattr(survey.known, "steps", None))


def _survey(request: Request, table: _Table, n: int) -> SurveyDesign:
    """Return the design as the file names its columns."""
    named = request.columns
    texts = {name: table.labels(named[name]) for name in ("strata", "clusters", "units") if name in named}
    numbers = {name: table.numbers(named[name]) for name in ("weights", "frame", "unit_frame") if name in named}
    return SurveyDesign.of(n, **texts, **numbers, lone=request.lone, neighbours=request.neighbours)


def _calibrated(request: Request, table: _Table, survey: SurveyDesign, margins: Sequence[Margin]) -> SurveyDesign:
    """Return the survey with the weights that the file asks for."""
    if margins:
        return rake(survey, margins)
    known = request.calibration
    if known is None:
        return survey
    columns = [np.ones(survey.n) if name == ROWS else table.numbers(name) for name in known.totals]
    return calibrate(
        survey, np.stack(columns, axis=1), list(known.totals.values()), method=known.method, bounds=known.bounds
    )


def _replicates(request: Request, survey: SurveyDesign) -> Replicates | None:
    """Return the replicates that the file asks for."""
    builders = {
        ErrorMethod.JK1: lambda: jk1(survey),
        ErrorMethod.JKN: lambda: jkn(survey),
        ErrorMethod.BRR: lambda: brr(survey, fay=request.fay),
        ErrorMethod.BOOTSTRAP: lambda: bootstrap(survey, request.number, seed=request.seed),
    }
    return None if request.method is ErrorMethod.TAYLOR else builders[request.method]()


@dataclass(frozen=True)
class _Asking:
    """What every estimate needs."""

    request: Request
    table: _Table
    base: SurveyDesign
    survey: SurveyDesign
    margins: Sequence[Margin]
    replicates: Replicates | None


def _lines(asking: _Asking, asked: Asked) -> Iterator[Line]:
    """Yield the lines of one estimate, one for each class of ``by``."""
    used = [name for name in (asked.column, asked.other) if name]
    empty = np.logical_or.reduce([_missing(asking.table.texts(name)) for name in used])
    if empty.any() and not asking.request.leaves_missing:
        row = int(np.flatnonzero(empty)[0])
        name = next(name for name in used if _missing(asking.table.texts(name))[row])
        raise CellError(CellFault.EMPTY, name, row)
    if asked.ask is Ask.INDEPENDENT:
        yield _independence(asking, asked)
        return
    group = asking.table.labels(asked.by) if asked.by else np.full(len(empty), "")
    for label in np.unique(group):
        inside = group == label
        chosen = inside & ~empty
        yield _line(asking, asked, str(label), chosen, int((inside & empty).sum()))


def _independence(asking: _Asking, asked: Asked) -> Line:
    """Return a test of two classifications; an empty cell is a class of its own there, so that no row is lost."""
    found = rao_scott(asking.survey, asking.table.texts(asked.column), asking.table.texts(asked.other))
    estimate = Estimate(found.statistic, float("nan"), round(found.below), asking.survey.n)
    return Line(asked, "", estimate, float("nan"), float("nan"), p=found.p)


def _line(asking: _Asking, asked: Asked, group: str, chosen: Mask, left_out: int) -> Line:
    """Return one estimate in one class."""
    survey, table, level = asking.survey, asking.table, asking.request.level
    verdict = None
    if asked.ask is Ask.QUANTILE:
        found, (low, high) = quantile(
            survey, table.numbers(asked.column, chosen), asked.part, domain=chosen, level=level
        )
    elif asked.ask is Ask.TOTAL:
        found = total(survey, table.numbers(asked.column, chosen), domain=chosen)
        low, high = found.interval(level)
    else:
        found = _ratio(asking, asked, chosen)
        low, high = found.interval(level)
    if asked.ask is Ask.SHARE:
        interval = share_interval(survey, _hits(table, asked), domain=chosen, level=level)
        low, high, verdict = interval.low, interval.high, shown(interval)
    return Line(asked, group, found, low, high, verdict, left_out)


def _ratio(asking: _Asking, asked: Asked, chosen: Mask) -> Estimate:
    """Return a mean, a share or a ratio by Taylor or by replicates."""
    table = asking.table
    above = _hits(table, asked) if asked.ask is Ask.SHARE else table.numbers(asked.column, chosen)
    below = table.numbers(asked.other, chosen) if asked.ask is Ask.RATIO else None
    if asking.replicates is not None:
        return replicated(asking.base, asking.replicates, above, per=below, domain=chosen, margins=asking.margins)
    if below is None:
        return mean(asking.survey, above, domain=chosen)
    return ratio(asking.survey, above, below, domain=chosen)


def _hits(table: _Table, asked: Asked) -> Floats:
    """Return 1 for the rows that have the value; a value that no row has is most likely mistyped."""
    texts = table.texts(asked.column)
    found = texts == asked.value
    if not found.any():
        raise CellError(CellFault.VALUE, asked.column, text=asked.value)
    return np.asarray(found, dtype=np.float64)


def _missing(texts: NDArray[Any]) -> Mask:
    """Return which cells say nothing."""
    return np.isin(texts, list(MISSING))
