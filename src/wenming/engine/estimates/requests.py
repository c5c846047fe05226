"""What is asked of a table: the file of a design (JSON), read and checked before a single row is looked at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from wenming.engine.estimates.designs import Lone
from wenming.engine.intervals import LEVEL

ROWS = "(rows)"
"""In the totals of a calibration: the number of rows of the frame."""
COLUMNS = ("weights", "strata", "clusters", "frame", "units", "unit_frame")
KEYS = frozenset({*COLUMNS, "lone", "neighbours", "rake", "calibrate", "replicates", "estimates", "level", "missing"})


class Ask(StrEnum):
    """What is estimated."""

    MEAN = "mean"
    """The mean of a column."""
    TOTAL = "total"
    """Its total in the frame."""
    SHARE = "share"
    """The share of rows that have a value in the column."""
    RATIO = "ratio"
    """The ratio of two totals."""
    QUANTILE = "quantile"
    """The value that a part does not exceed."""
    INDEPENDENT = "independent"
    """Whether two classifications go together."""


class ErrorMethod(StrEnum):
    """How errors are reckoned; totals and quantiles stay with Taylor."""

    TAYLOR = "taylor"
    """By linearisation."""
    JK1 = "jk1"
    """Jackknife without strata."""
    JKN = "jkn"
    """Jackknife within strata."""
    BRR = "brr"
    """Balanced half-samples, Fay's with ``fay``."""
    BOOTSTRAP = "bootstrap"
    """Rao, Wu and Yue's."""


class RequestFault(StrEnum):
    """What is wrong with the file."""

    FORM = "form"
    """It is no object, or a value has the wrong kind."""
    KEY = "key"
    """A key that nobody knows."""
    WORD = "word"
    """A word that is none of the allowed ones."""
    NUMBER = "number"
    """A number out of its range."""
    NOTHING = "nothing"
    """Nothing is asked."""
    TOGETHER = "together"
    """Two things that do not go together."""


class RequestError(ValueError):
    """``fault``, the ``place`` in the file (as estimates[2].part), and the ``detail``: what stands there or what is allowed."""

    def __init__(self, fault: RequestFault, place: str, detail: str = "") -> None:
        """Name the place."""
        super().__init__(f"{fault.value}: {place} {detail}")
        self.fault, self.place, self.detail = fault, place, detail


@dataclass(frozen=True)
class Asked:
    """One estimate: of ``column`` (and ``other``), the rows with ``value`` for a share, the ``part`` of a quantile, for each class of ``by``."""

    ask: Ask
    column: str
    other: str = ""
    value: str = ""
    part: float = 0.5
    by: str = ""

    @property
    def name(self) -> str:
        """What it is called in the answer."""
        more = {
            Ask.SHARE: f" = {self.value}",
            Ask.RATIO: f" / {self.other}",
            Ask.QUANTILE: f" {self.part:g}",
            Ask.INDEPENDENT: f" × {self.other}",
        }
        return f"{self.ask.value} {self.column}{more.get(self.ask, '')}"


@dataclass(frozen=True)
class Calibration:
    """Known totals by column (:data:`ROWS` for the rows), the method and the bounds of the factors."""

    totals: Mapping[str, float]
    method: str = "linear"
    bounds: tuple[float, float] | None = None


@dataclass(frozen=True)
class Request:
    """The whole file: which column says what of the design, what weights are brought to, how errors are reckoned, what is asked."""

    columns: Mapping[str, str]
    estimates: tuple[Asked, ...]
    lone: Lone = Lone.FAIL
    neighbours: Mapping[str, str] | None = None
    margins: Mapping[str, Mapping[str, float]] | None = None
    calibration: Calibration | None = None
    method: ErrorMethod = ErrorMethod.TAYLOR
    fay: float = 0.0
    number: int = 500
    seed: int = 1
    level: float = LEVEL
    leaves_missing: bool = False
    """Whether a row with an empty cell is left out of what needs it (and counted), or is an error."""


def read_request(raw: object) -> Request:
    """Return what a parsed JSON file asks for. Raises RequestError."""
    whole = _object(raw, "design", KEYS)
    columns = {name: _text(whole[name], name) for name in COLUMNS if name in whole}
    estimates = whole.get("estimates")
    if not isinstance(estimates, list) or not estimates:
        raise RequestError(RequestFault.NOTHING, "estimates")
    replicates = _object(whole.get("replicates", {}), "replicates", {"kind", "fay", "number", "seed"})
    calibration = _calibration(whole["calibrate"]) if "calibrate" in whole else None
    margins = _margins(whole["rake"]) if "rake" in whole else None
    method = ErrorMethod(_word(replicates.get("kind", "taylor"), "replicates.kind", ErrorMethod))
    if margins and calibration:
        raise RequestError(RequestFault.TOGETHER, "calibrate", "rake")
    if calibration and method is not ErrorMethod.TAYLOR:
        raise RequestError(RequestFault.TOGETHER, "calibrate", "replicates")
    neighbours = _object(whole["neighbours"], "neighbours") if "neighbours" in whole else None
    return Request(
        columns,
        tuple(_asked(one, f"estimates[{place}]") for place, one in enumerate(estimates)),
        Lone(_word(whole.get("lone", "fail"), "lone", Lone)),
        None
        if neighbours is None
        else {name: _text(other, f"neighbours.{name}") for name, other in neighbours.items()},
        margins,
        calibration,
        method,
        _number(replicates.get("fay", 0), "replicates.fay", 0, 0.99),
        int(_number(replicates.get("number", 500), "replicates.number", 2, 100_000)),
        int(_number(replicates.get("seed", 1), "replicates.seed", 0, 2**63)),
        _number(whole.get("level", LEVEL), "level", 0.5, 0.9999),
        _word(whole.get("missing", "fail"), "missing", ("fail", "leave")) == "leave",
    )


def _asked(raw: object, place: str) -> Asked:
    """Return one estimate."""
    line = _object(raw, place, {*Ask, "is", "part", "by"})
    kinds = [kind for kind in Ask if kind in line]
    if len(kinds) != 1:
        raise RequestError(RequestFault.WORD, place, ", ".join(Ask))
    ask = kinds[0]
    found: dict[str, Any] = {"by": _text(line["by"], f"{place}.by")} if "by" in line else {}
    if ask in (Ask.RATIO, Ask.INDEPENDENT):
        pair = line[ask]
        if not isinstance(pair, list) or len(pair) != 2:
            raise RequestError(RequestFault.FORM, f"{place}.{ask}")
        found["column"], found["other"] = (_text(one, f"{place}.{ask}") for one in pair)
    else:
        found["column"] = _text(line[ask], f"{place}.{ask}")
    if ask is Ask.SHARE:
        found["value"] = _text(line.get("is"), f"{place}.is")
    if ask is Ask.QUANTILE:
        found["part"] = _number(line.get("part", 0.5), f"{place}.part", 0, 1)
    if ask is Ask.INDEPENDENT and "by" in line:
        raise RequestError(RequestFault.TOGETHER, f"{place}.by", ask.value)
    return Asked(ask, **found)


def _calibration(raw: object) -> Calibration:
    """Return what weights are calibrated to."""
    whole = _object(raw, "calibrate", {"totals", "method", "bounds"})
    totals = _object(whole.get("totals"), "calibrate.totals")
    bounds = whole.get("bounds")
    if bounds is not None and (not isinstance(bounds, list) or len(bounds) != 2):
        raise RequestError(RequestFault.FORM, "calibrate.bounds")
    return Calibration(
        {name: _number(value, f"calibrate.totals.{name}") for name, value in totals.items()},
        _word(whole.get("method", "linear"), "calibrate.method", ("linear", "logit")),
        None if bounds is None else (_number(bounds[0], "calibrate.bounds"), _number(bounds[1], "calibrate.bounds")),
    )


def _margins(raw: object) -> dict[str, dict[str, float]]:
    """Return the margins to rake to."""
    whole = _object(raw, "rake")
    if not whole:
        raise RequestError(RequestFault.NOTHING, "rake")
    return {
        name: {label: _number(value, f"rake.{name}.{label}", 0) for label, value in _object(of, f"rake.{name}").items()}
        for name, of in whole.items()
    }


def _object(raw: object, place: str, keys: frozenset[str] | set[str] | None = None) -> dict[str, Any]:
    """Return an object whose keys are known."""
    if not isinstance(raw, dict):
        raise RequestError(RequestFault.FORM, place)
    for key in raw:
        if keys is not None and key not in keys:
            raise RequestError(RequestFault.KEY, place, key)
    return raw


def _text(raw: object, place: str) -> str:
    """Return a text."""
    if not isinstance(raw, str) or not raw:
        raise RequestError(RequestFault.FORM, place)
    return raw


def _word(raw: object, place: str, allowed: Any) -> str:
    """Return one of the allowed words."""
    if raw not in list(allowed):
        raise RequestError(RequestFault.WORD, place, ", ".join(allowed))
    return str(raw)


def _number(raw: object, place: str, least: float = float("-inf"), most: float = float("inf")) -> float:
    """Return a number within its range."""
    if isinstance(raw, bool) or not isinstance(raw, int | float):
        raise RequestError(RequestFault.FORM, place)
    if not least <= raw <= most:
        raise RequestError(RequestFault.NUMBER, place, f"{least:g} … {most:g}")
    return float(raw)
