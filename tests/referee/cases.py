"""What is put to the referee: tables as texts, with designs in the words of docs/howto/estimate.md. Everything follows from seeds."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from wenming.engine.estimates import bootstrap, brr, share_interval
from wenming.engine.estimates.answers import Answer, Line, answered
from wenming.engine.estimates.designs import Mask
from wenming.engine.estimates.proportions import ShareMethod
from wenming.engine.estimates.replicates import Replicates
from wenming.engine.estimates.requests import read_request
from wenming.engine.intervals import Interval

Columns = dict[str, list[str]]
DESIGNS = 30
ESTIMATES = [
    {"mean": "y"},
    {"mean": "y", "by": "kind"},
    {"total": "y"},
    {"total": "y", "by": "kind"},
    {"ratio": ["y", "x"]},
    {"ratio": ["y", "x"], "by": "kind"},
    {"share": "pass", "is": "yes"},
    {"share": "pass", "is": "yes", "by": "kind"},
    {"share": "rare", "is": "yes", "by": "kind"},
    {"share": "all", "is": "yes"},
    {"share": "none", "is": "yes", "by": "kind"},
    *({"quantile": "y", "part": part} for part in (0.1, 0.25, 0.5, 0.8)),
    {"quantile": "y", "part": 0.5, "by": "kind"},
    {"independent": ["pass", "kind"]},
]
RATIOS = [ask for ask in ESTIMATES if not {"total", "quantile", "independent"} & set(ask)]
"""What replicates serve."""


@dataclass(frozen=True)
class Case:
    """A table, what is asked of it, and for the referee alone: other columns, another request, replicates that we made."""

    columns: Columns
    request: dict[str, Any]
    instead: dict[str, Any] = field(default_factory=dict)
    replicates: Replicates | None = None

    def __post_init__(self) -> None:
        """Leave out a test of independence where a cross was never seen: we refuse it, R takes the cross as impossible."""
        kept = [
            ask for ask in self.request["estimates"] if "independent" not in ask or self._crosses(*ask["independent"])
        ]
        object.__setattr__(self, "request", {**self.request, "estimates": kept})

    def _crosses(self, one: str, other: str) -> bool:
        """Return whether every class of one was seen with every class of the other."""
        pairs = set(zip(self.columns[one], self.columns[other], strict=True))
        return len(pairs) == len(set(self.columns[one])) * len(set(self.columns[other]))

    @cached_property
    def ours(self) -> Answer:
        """Our answer."""
        return answered(read_request(self.request), self.columns)

    def is_of(self, line: Line) -> Mask:
        """Return which rows a line is of."""
        by = line.asked.by
        return np.array([not by or cell == line.group for cell in self.columns[by or line.asked.column]])

    def interval(self, line: Line, method: ShareMethod = ShareMethod.KORN_GRAUBARD) -> Interval:
        """Return a share's interval by another method."""
        hits = [cell == line.asked.value for cell in self.columns[line.asked.column]]
        return share_interval(self.ours.survey, hits, domain=self.is_of(line), method=method)

    @property
    def effective(self) -> list[tuple[float, float]]:
        """What the shares' intervals are reckoned from: hits and looks that all looks are worth."""
        found = [self.interval(line) for line in self.ours.lines if line.shown]
        return [(one.estimate * one.effective, one.effective) for one in found]

    def put(self) -> dict[str, Any]:
        """Return the case as the referee reads it."""
        told: dict[str, Any] = {"columns": self.columns, "request": {**self.request, **self.instead}}
        if self.replicates is not None:
            plain = answered(read_request({**self.request, "replicates": {"kind": "taylor"}}), self.columns)
            told["factors"] = self.replicates.factors[:, plain.survey.first.clusters].T.tolist()
            told["scale"] = self.replicates.scale.tolist()
        return told


def table(random: np.random.Generator, *, strata: int, clusters: tuple[int, int], looks: tuple[int, int]) -> Columns:
    """Return rows in mixed order: strata of so many clusters (from, below) of so many looks, alike within a cluster."""
    rows: list[dict[str, Any]] = []
    for stratum in range(strata):
        held = int(random.integers(*clusters))
        place = {"area": f"s{(7 * stratum + 3) % 11}", "sites": held + int(random.integers(1, 9))}
        for cluster in range(held):
            rows += cluster_of(random, {**place, "site": f"c{cluster}"}, looks)
    # a value that no row has is refused as mistyped: one look of the first kind passed
    rows[0] |= {"none": "yes", "rare": "yes", "kind": "a"}
    rows[-1] |= {"kind": "b", "half": "n", "rare": "yes"}
    rows[1] |= {"kind": "c", "half": "m"}
    order = random.permutation(len(rows))
    return {name: [str(rows[place][name]) for place in order] for name in rows[0]}


def cluster_of(random: np.random.Generator, place: dict[str, Any], looks: tuple[int, int]) -> list[dict[str, Any]]:
    """Return the looks at one cluster."""
    size = int(random.integers(*looks))
    whole = size + int(random.integers(0, 6))
    level, good = random.normal(50, 8), random.beta(6, 2)
    return [
        {
            **place,
            "look": f"u{unit // 2 if whole > 4 else unit}",
            "looks": whole,
            "weight": round(random.uniform(1, 9), 2),
            # one decimal: some values are equal
            "y": round(random.normal(level, 5), 1),
            "x": round(random.uniform(2, 6), 3),
            "kind": random.choice(["a", "b", "c"], p=[0.5, 0.3, 0.2]),
            "half": random.choice(["m", "n"]),
            "pass": "yes" if random.random() < good else "no",
            "rare": "yes" if random.random() < 0.04 else "no",
            "all": "yes",
            "none": "no",
        }
        for unit in range(size)
    ]


def drawn(number: int) -> Case:
    """Return one of the plain designs: strata or none, clusters or none, one stage or two, frames or none, weights or what frames give."""
    random = np.random.default_rng([2026, number])
    strata, clustered, framed, two, weighed = (
        number % 3 != 0,
        number % 5 != 0,
        number % 2 == 0,
        number % 4 == 2,
        number % 6 != 4,
    )
    columns = table(random, strata=1 + 3 * strata, clusters=(3, 7), looks=(3, 8))
    request: dict[str, Any] = {"estimates": ESTIMATES}
    request |= {"strata": "area"} if strata else {}
    request |= {"clusters": "site"} if clustered else {}
    request |= {"weights": "weight"} if weighed else {}
    if framed and clustered:
        request |= {"frame": "sites"}
        request |= {"units": "look", "unit_frame": "looks"} if two else {}
    elif framed:
        request |= {"frame": "rows"}
        columns["rows"] = [str(len(columns["y"]) + 40)] * len(columns["y"])
    return Case(columns, request)


def known_totals(columns: Columns, random: np.random.Generator, name: str, whole: int) -> dict[str, float]:
    """Return totals of the classes of a column that add up to ``whole``."""
    labels = sorted(set(columns[name]))
    parts = np.array([columns[name].count(label) for label in labels]) * random.uniform(0.8, 1.25, len(labels))
    counts = np.round(parts / parts.sum() * whole)
    counts[0] += whole - counts.sum()
    return dict(zip(labels, counts.tolist(), strict=True))


def calibrated() -> dict[str, Case]:
    """Return designs whose weights are brought to known totals."""
    cases = {}
    for number in range(4):
        random = np.random.default_rng([7, number])
        columns = table(random, strata=4, clusters=(3, 6), looks=(4, 8))
        base = {"strata": "area", "clusters": "site", "weights": "weight", "estimates": ESTIMATES}
        base |= {"frame": "sites"} if number % 2 else {}
        weights = np.array(columns["weight"], dtype=float)
        whole = round(float(weights.sum()))
        kinds, halves = (known_totals(columns, random, name, whole) for name in ("kind", "half"))
        x = np.array(columns["x"], dtype=float)
        totals = {"(rows)": whole, "x": float((weights * x).sum() * random.choice([0.98, 1.02]))}
        cases |= {
            f"post-strata {number}": Case(columns, {**base, "rake": {"kind": kinds}}),
            f"raking {number}": Case(columns, {**base, "rake": {"kind": kinds, "half": halves}}),
            f"regression {number}": Case(columns, {**base, "calibrate": {"totals": totals}}),
            f"regression in bounds {number}": Case(columns, {**base, "calibrate": {"totals": totals, "bounds": [0.9, 1.1]}}),
            f"logit {number}": Case(columns, {**base, "calibrate": {"totals": totals, "method": "logit", "bounds": [0.6, 1.7]}}),
        }  # fmt: skip
    return cases


def reweighted() -> dict[str, Case]:
    """Return designs whose errors come from replicates; balanced halves and bootstrap with our factors."""
    cases = {}
    for number in range(3):
        random = np.random.default_rng([11, number])
        columns = table(random, strata=5, clusters=(2, 3), looks=(4, 8))
        base = {"strata": "area", "clusters": "site", "weights": "weight", "estimates": RATIOS}
        plain = Case(columns, base).ours.survey
        kinds, halves = (known_totals(columns, random, name, 500) for name in ("kind", "half"))
        rake = {"kind": kinds, "half": halves}
        one = {"clusters": "sites in areas", "weights": "weight", "estimates": RATIOS, "replicates": {"kind": "jk1"}}
        joined = {
            "sites in areas": [f"{area}{site}" for area, site in zip(columns["area"], columns["site"], strict=True)]
        }
        framed = {
            "strata": "area",
            "clusters": "site",
            "frame": "sites",
            "estimates": RATIOS,
            "replicates": {"kind": "jkn"},
        }
        cases |= {
            f"jk1 {number}": Case({**columns, **joined}, one),
            f"jk1 raked {number}": Case({**columns, **joined}, {**one, "rake": rake}),
            f"jkn {number}": Case(columns, {**base, "replicates": {"kind": "jkn"}}),
            f"jkn framed {number}": Case(columns, framed),
            f"jkn raked {number}": Case(columns, {**base, "replicates": {"kind": "jkn"}, "rake": rake}),
            f"brr {number}": Case(columns, {**base, "replicates": {"kind": "brr"}}, replicates=brr(plain)),
            f"fay {number}": Case(columns, {**base, "replicates": {"kind": "brr", "fay": 0.3}}, replicates=brr(plain, fay=0.3)),
            f"bootstrap {number}": Case(
                columns,
                {**base, "replicates": {"kind": "bootstrap", "number": 200, "seed": 3}},
                replicates=bootstrap(plain, 200, seed=3),
            ),
        }  # fmt: skip
    return cases


def alone() -> dict[str, Case]:
    """Return designs with strata of one cluster, under each rule."""
    cases = {}
    for number in range(2):
        columns = table(np.random.default_rng([13, number]), strata=4, clusters=(2, 5), looks=(4, 8))
        lone, neighbour, *_others = sorted(set(columns["area"]))
        kept = [place for place, area in enumerate(columns["area"]) if area != lone or columns["site"][place] == "c0"]
        columns = {name: [cells[place] for place in kept] for name, cells in columns.items()}
        columns |= joined(columns, lone, neighbour)
        base = {"strata": "area", "clusters": "site", "weights": "weight", "estimates": ESTIMATES}
        framed = {**base, "frame": "sites"}
        collapse = {"lone": "collapse", "neighbours": {lone: neighbour}}
        instead = {"strata": "joined", "clusters": "joined site", "lone": "fail"}
        whole = {**instead, "frame": "joined sites"}
        cases |= {
            f"lone removed {number}": Case(columns, {**framed, "lone": "remove"}),
            f"lone adjusted {number}": Case(columns, {**framed, "lone": "adjust"}),
            f"lone certain {number}": Case(columns, {**base, "frame": "certain"}),
            f"lone joined {number}": Case(columns, {**base, **collapse}, instead=instead),
            f"lone joined, framed {number}": Case(columns, {**framed, **collapse}, instead=whole),
        }
    return cases


def joined(columns: Columns, lone: str, neighbour: str) -> Columns:
    """Return the columns of a stratum joined with its neighbour as the referee needs them, and frames in which it was taken whole."""
    areas, sizes = columns["area"], dict(zip(columns["area"], map(int, columns["sites"]), strict=True))
    both = {**sizes, lone: sizes[lone] + sizes[neighbour], neighbour: sizes[lone] + sizes[neighbour]}
    return {
        "joined": [neighbour if area == lone else area for area in areas],
        "joined site": [f"{area}{site}" for area, site in zip(areas, columns["site"], strict=True)],
        "joined sites": [str(both[area]) for area in areas],
        "certain": ["1" if area == lone else str(sizes[area]) for area in areas],
    }


API = {
    "apisrs": {"frame": "fpc"},
    "apistrat": {"weights": "pw", "strata": "stype", "frame": "fpc"},
    "apiclus1": {"weights": "pw", "clusters": "dnum", "frame": "fpc"},
    "apiclus2": {"clusters": "dnum", "units": "snum", "frame": "fpc1", "unit_frame": "fpc2"},
}
"""The four samples of California schools that come with the package, as its manual describes them."""
TYPES = {"stype": {"E": 4421, "M": 1018, "H": 755}}
KNOWN: dict[str, dict[str, Any]] = {
    "plain": {},
    "post-strata": {"rake": TYPES},
    "raking": {"rake": {**TYPES, "sch.wide": {"No": 1072, "Yes": 5122}}},
    "regression": {"calibrate": {"totals": {"(rows)": 6194, "api99": 3914069}}},
}
SCHOOLS = [
    {"mean": "api00"},
    {"mean": "api00", "by": "stype"},
    {"total": "enroll"},
    {"total": "api.stu", "by": "stype"},
    {"ratio": ["api.stu", "api99"]},
    {"share": "awards", "is": "Yes"},
    {"share": "comp.imp", "is": "Yes", "by": "stype"},
    {"quantile": "api00", "part": 0.5},
    {"independent": ["sch.wide", "stype"]},
]


def school(tables: dict[str, Columns], name: str, known: str) -> Case:
    """Return one of the package's own samples, plain or brought to what is known of all 6,194 schools."""
    columns = {column: cells for column, cells in tables[name].items() if "" not in cells and "NA" not in cells}
    asked = [ask for ask in SCHOOLS if set(ask.get("ratio", [ask.get("total", "cds")])) <= set(columns)]
    return Case(columns, {**API[name], "estimates": asked, **KNOWN[known]})


def all_cases() -> dict[str, Case]:
    """Return every case but the schools by name."""
    return {f"design {number}": drawn(number) for number in range(DESIGNS)} | calibrated() | reweighted() | alone()
