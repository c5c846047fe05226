"""The ASEM Sustainable Connectivity index as a standard, and its normalised table.

Data: cran/COINr 9fcd763, `data/ASEM_iData.rda` and `ASEM_iMeta.rda`, as CSV. Steps: those that the package documents for
its example, `build_example_coin()`: denominate, fill gaps with the mean of the economy's group (Europe, Asia), treat
outliers by winsorising up to five points, scale every indicator to 0–100 with its direction, take weighted means.
"""

import csv
from fractions import Fraction

import numpy as np

from tests.engine.data import data_path
from tests.engine.scoring.trees import node, standard
from wenming.engine.scoring.exact import LeafState, LeafValue

LEVELS = ("indicator", "pillar", "sub_index", "standard")
WINSORISED_AT_MOST = 5


def _table(name):
    with (data_path("asem") / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _column(rows, name):
    return np.array([np.nan if row[name] in {"NA", ""} else float(row[name]) for row in rows])


def _skewness(x):
    """Adjusted Fisher–Pearson skewness, as spreadsheets compute it."""
    n, d = len(x), x - x.mean()
    return np.sqrt(n) * (d**3).sum() / (d**2).sum() ** 1.5 * np.sqrt(n * (n - 1)) / (n - 2)


def _kurtosis(x):
    """Adjusted excess kurtosis, as spreadsheets compute it."""
    n, d = len(x), x - x.mean()
    excess = n * (d**4).sum() / (d**2).sum() ** 2 - 3
    return ((n + 1) * excess + 6) * (n - 1) / ((n - 2) * (n - 3))


def _passes(x):
    return abs(_skewness(x)) < 2 or _kurtosis(x) < 3.5


def _treated(x):
    """Pull the outermost value to the next one, at the end to which the data lean, until skewness or kurtosis passes."""
    pulled = 0
    while not _passes(x):
        assert pulled < WINSORISED_AT_MOST, "no column of this table needs the logarithm that would come next"
        high = _skewness(x) >= 0
        outermost = x == (x.max() if high else x.min())
        x = np.where(outermost, x[~outermost].max() if high else x[~outermost].min(), x)
        pulled = outermost.sum()
    return x


def _filled(x, groups):
    for group in np.unique(groups):
        x = np.where(np.isnan(x) & (groups == group), np.nanmean(x[groups == group]), x)
    return x


def _normalised(rows, line, groups):
    x = _column(rows, line["iCode"])
    if line["Denominator"] != "NA":
        x = x / _column(rows, line["Denominator"])
    x = _treated(_filled(x, groups)) * float(line["Direction"])
    return (x - x.min()) / (x.max() - x.min())


def _node(lines, code, points):
    """Share a node's points among its children by their weights; level "indicator" has none."""
    children = [line for line in lines if line["Parent"] == code]
    total = sum(Fraction(line["Weight"]) for line in children)
    below = [_node(lines, line["iCode"], points * Fraction(line["Weight"]) / total) for line in children]
    level = next(int(line["Level"]) for line in lines if line["iCode"] == code)
    return node(code, points, *below, level=LEVELS[level - 1])


def asem():
    """Return the standard (100 points) and, per economy, the values of its leaves."""
    lines = [line for line in _table("iMeta.csv") if line["Level"] != "NA"]
    rows = _table("iData.csv")
    groups = np.array([row["EurAsia_group"] for row in rows])
    indicators = [line for line in lines if line["Type"] == "Indicator"]
    columns = {line["iCode"]: _normalised(rows, line, groups) for line in indicators}
    economies = {
        row["uCode"]: {code: LeafValue(Fraction(float(x[n])), LeafState.KNOWN) for code, x in columns.items()}
        for n, row in enumerate(rows)
    }
    return standard(_node(lines, "Index", Fraction(100))), economies
