"""The California schools of R's survey package (`data(api)`), its ambulances and municipalities, as the tests read them."""

from __future__ import annotations

import csv
from functools import cache
from typing import Any

import numpy as np

from tests.data import data_file
from wenming.engine.estimates import Margin, SurveyDesign, margin_of


class Table(dict[str, np.ndarray]):
    """Columns of texts; ``number`` gives one as numbers."""

    def number(self, name: str) -> np.ndarray:
        """Return a column as numbers."""
        return self[name].astype(np.float64)

    @property
    def n(self) -> int:
        """How many rows there are."""
        return len(next(iter(self.values())))


@cache
def table(name: str) -> Table:
    """Return one of the tables."""
    with data_file(f"survey/{name}.csv").open(encoding="utf-8") as file:
        rows: list[dict[str, Any]] = list(csv.DictReader(file))
    return Table({column: np.array([row[column] for row in rows]) for column in rows[0]})


def srs() -> tuple[Table, SurveyDesign]:
    """200 schools by simple random sampling: svydesign(id=~1, fpc=~fpc)."""
    rows = table("apisrs")
    return rows, SurveyDesign.of(rows.n, frame=rows.number("fpc"))


def strat() -> tuple[Table, SurveyDesign]:
    """200 schools by type: svydesign(id=~1, strata=~stype, weights=~pw, fpc=~fpc)."""
    rows = table("apistrat")
    return rows, SurveyDesign.of(rows.n, weights=rows.number("pw"), strata=rows["stype"], frame=rows.number("fpc"))


def clus1() -> tuple[Table, SurveyDesign]:
    """All schools of 15 districts: svydesign(id=~dnum, weights=~pw, fpc=~fpc)."""
    rows = table("apiclus1")
    return rows, SurveyDesign.of(rows.n, weights=rows.number("pw"), clusters=rows["dnum"], frame=rows.number("fpc"))


def scd() -> tuple[Table, SurveyDesign]:
    """Ambulances, two in each of three areas: svydesign(id=~ambulance, strata=~ESA, nest=TRUE)."""
    rows = table("scd")
    return rows, SurveyDesign.of(rows.n, clusters=rows["ambulance"], strata=rows["ESA"])


def mu284() -> tuple[Table, SurveyDesign]:
    """Municipalities in two stages: svydesign(id=~id1+id2, fpc=~n1+n2)."""
    rows = table("mu284")
    frames = {"frame": rows.number("n1"), "unit_frame": rows.number("n2")}
    return rows, SurveyDesign.of(rows.n, clusters=rows["id1"], units=rows["id2"], **frames)


def margins(rows: Table) -> list[Margin]:
    """What is known of all 6,194 schools."""
    return [
        margin_of("stype", rows["stype"], {"E": 4421, "M": 1018, "H": 755}),
        margin_of("sch.wide", rows["sch.wide"], {"No": 1072, "Yes": 5122}),
    ]
