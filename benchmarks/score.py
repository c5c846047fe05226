"""`bench score`: 10 million observations of 300 cities × 240 contents, up to the scores of the cities.

* In memory: our integer statistics and roll-up against a DuckDB table and a pandas frame, each with the same three
  columns (city, content, milli-points), each up to the sum of the 300 city scores, which must agree.
* From parquet: the same file decoded and scored, against decoding alone.
* What if: the exact score after 40 changed observations of one city, and after one content dragged by a slider (what the page
  asks), against the full exact score; both must give the same fractions.

The peers group by the two key columns of the table that they are given, and get the fastest form of that: pandas takes one
mean per (city, content) with ``sort=False`` (205 ms on the day this was written; 400 when it sorts, 890 with a count and a
sum). Whoever first multiplies both keys into one spares pandas the joining of keys (125 ms); our side does that
multiplication inside its own time. The goals are those of quant.md 1.d; they are ratios measured in one run, except the
millisecond of what if.
"""

import tempfile
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.dataset
import pyarrow.parquet

from benchmarks.runner import best_of, goal, report
from wenming.engine.scoring.arrays import Floats, TreeArrays
from wenming.engine.scoring.backends import compiled_backend
from wenming.engine.scoring.exact import NO_FACTS, NO_RATES, Given, leaf_from_statistics, score_standard
from wenming.engine.scoring.rollup import roll_up
from wenming.engine.scoring.statistics import CellStatistics, rates_from_statistics
from wenming.engine.scoring.whatif import Base
from wenming.engine.standards import MissingRule, Node, Standard

CITIES, CONTENTS, OBSERVATIONS, CHANGES = 300, 240, 10_000_000, 40
FAN_OUT = (12, 5, 4)
"""Projects of the standard, indicators of a project, contents of an indicator."""
AGREEMENT = 1e-6
"""How far sums of 300 scores may lie apart between engines that add floats in their own orders."""

SQL = """
WITH content AS (
    SELECT city, item, sum(milli) / (1000.0 * count(*)) AS rate FROM observation GROUP BY city, item
), indicator AS (
    SELECT city, item // 4 AS node, avg(rate) AS rate FROM content GROUP BY ALL
), project AS (
    SELECT city, node // 5 AS node, avg(rate) AS rate FROM indicator GROUP BY ALL
), city AS (
    SELECT city, avg(rate) AS rate FROM project GROUP BY ALL
)
SELECT sum(100 * rate) FROM city
"""


def standard() -> Standard:
    """Return a standard of 100 points, equally shared at every level."""

    def build(code: str, depth: int, points: Fraction) -> Node:
        width = FAN_OUT[depth] if depth < len(FAN_OUT) else 0
        below = tuple(build(f"{code}.{n}", depth + 1, points / width) for n in range(width))
        return Node(code, code, str(depth), points, MissingRule.EXCLUDE, MissingRule.EXCLUDE, children=below)

    levels = ("0", "1", "2", "3")
    return Standard("bench", "", "", "", levels, build("r", 0, Fraction(100)), complete=True, digest="")


def observations() -> dict[str, np.ndarray]:
    """Return the columns; every observation keeps about nine tenths of its point."""
    random = np.random.default_rng(2016)
    return {
        "city": random.integers(0, CITIES, OBSERVATIONS, dtype=np.int16),
        "item": random.integers(0, CONTENTS, OBSERVATIONS, dtype=np.uint8),
        "milli": (1000 - 100 * random.binomial(10, 0.1, OBSERVATIONS)).astype(np.int16),
    }


class Ours:
    """Our side: statistics by the compiled kernel, then the roll-up."""

    def __init__(self) -> None:
        """Compile the tree once; kernels compile in the turn before the clock starts."""
        self.backend = compiled_backend()
        self.tree = TreeArrays.compile(standard())

    def scores(self, statistics: CellStatistics) -> Floats:
        """Return the score of every city."""
        count, total = statistics.result()
        rates = rates_from_statistics(count, total).reshape(CITIES, CONTENTS)
        return roll_up(self.tree, rates, backend=self.backend).score[:, 0]

    def in_memory(self, columns: dict[str, np.ndarray]) -> float:
        """Return the sum of the city scores."""
        statistics = CellStatistics(CITIES * CONTENTS, backend=self.backend)
        statistics.add_pairs(columns["city"], columns["item"], columns["milli"], width=CONTENTS)
        return float(self.scores(statistics).sum())

    def from_parquet(self, path: Path) -> float:
        """Return the sum of the city scores; batches are decoded while earlier ones are counted."""
        statistics = CellStatistics(CITIES * CONTENTS, backend=self.backend)
        for batch in pa.dataset.dataset(path).to_batches():
            city, item, milli = (column.to_numpy() for column in batch.columns)
            statistics.add_pairs(city, item, milli, width=CONTENTS)
        return float(self.scores(statistics).sum())


def decode(path: Path) -> int:
    """Decode every batch to NumPy columns and do nothing with them; returns the rows."""
    rows = 0
    for batch in pa.dataset.dataset(path).to_batches():
        rows += min(len(column.to_numpy()) for column in batch.columns)
    return rows


def pandas_side(frame: pd.DataFrame) -> float:
    """Return the sum of the city scores by pandas' group-by."""
    # one aggregate, and no sorting that nobody asked for: a second statistic or sort=True double its time
    rate = (frame.groupby(["city", "item"], sort=False)["milli"].mean() / 1000.0).rename("rate").reset_index()
    rate["node"] = rate["item"].astype(np.int64)
    for width in reversed(FAN_OUT[1:]):
        rate["node"] //= width
        rate = rate.groupby(["city", "node"], as_index=False)["rate"].mean()
    return float(100 * rate.groupby("city")["rate"].mean().sum())


def measure_memory(ours: Ours, columns: dict[str, np.ndarray]) -> tuple[list[dict], dict[str, object]]:
    """Measure the three sides in memory and check that they agree."""
    connection = duckdb.connect()
    connection.register("columns", pa.table(columns))
    connection.execute("CREATE TABLE observation AS SELECT * FROM columns")
    frame = pd.DataFrame(columns)
    sides: dict[str, Callable[[], float]] = {
        "ours": lambda: ours.in_memory(columns),
        "DuckDB": lambda: connection.execute(SQL).fetchone()[0],
        "pandas": lambda: pandas_side(frame),
    }
    sums = {name: run() for name, run in sides.items()}
    if max(sums.values()) - min(sums.values()) > AGREEMENT:
        raise AssertionError(f"the engines disagree: {sums}")
    best = best_of(sides, rounds=7)
    goals = [
        goal("in memory, DuckDB table", best["ours"], best["DuckDB"], at_least=3),
        goal("in memory, pandas", best["ours"], best["pandas"], at_least=12),
    ]
    return goals, {"checksum": f"{sums['ours']:.9f}"}


def measure_parquet(ours: Ours, columns: dict[str, np.ndarray], expected: str) -> list[dict]:
    """Measure decoding and scoring a file against decoding it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "observations.parquet"
        pa.parquet.write_table(pa.table(columns), path)
        found = f"{ours.from_parquet(path):.9f}"
        if found != expected or decode(path) != OBSERVATIONS:
            raise AssertionError(f"the file gives {found}, memory {expected}")
        best = best_of({"ours": lambda: ours.from_parquet(path), "decode": lambda: decode(path)}, rounds=40)
    return [goal("from parquet, decoding only", best["ours"], best["decode"], at_most=1.4)]


def measure_what_if() -> list[dict]:
    """Measure the exact score after changed observations of one city and compare it with the full exact score."""
    random, tree = np.random.default_rng(40), standard()
    milli = random.integers(0, 11, (CONTENTS, 100)) * 100
    sums = dict(zip((leaf.code for leaf in tree.leaves), map(int, milli.sum(axis=1)), strict=True))
    before = {code: leaf_from_statistics(100, total) for code, total in sums.items()}
    chosen = [tree.leaves[at].code for at in random.choice(CONTENTS, CHANGES, replace=False)]
    changed = {code: leaf_from_statistics(100, min(100_000, sums[code] + 500)) for code in chosen}
    one, base = dict([next(iter(changed.items()))]), Base.of(tree, Given(before, NO_FACTS, NO_RATES))
    for tried in (changed, one):
        trial, whole = base.tried(tried), score_standard(tree, before | tried)
        if (trial.total.score, trial.total.attainable) != (whole.score, whole.attainable):
            raise AssertionError("what if differs from the full score")
    best = best_of(
        {
            "forty": lambda: base.tried(changed),
            "one": lambda: base.tried(one),
            "full": lambda: score_standard(tree, before | changed),
        },
        rounds=200,
    )
    return [
        goal("what if, 40 changes against the full exact score", best["forty"], best["full"], at_least=3),
        goal("what if, one content against the full exact score", best["one"], best["full"], at_least=20),
        goal("what if, 40 changes against one millisecond", best["forty"], 1.0, at_most=1),
    ]


def measure() -> dict:
    """Measure everything; AssertionError where the sides do not compute the same."""
    ours, columns = Ours(), observations()
    goals, checks = measure_memory(ours, columns)
    goals += measure_parquet(ours, columns, str(checks["checksum"]))
    goals += measure_what_if()
    checks |= {"observations": OBSERVATIONS, "cities": CITIES, "contents": CONTENTS}
    return report("score", goals, checks, ("duckdb", "pandas", "pyarrow", "numba", "numpy"))
