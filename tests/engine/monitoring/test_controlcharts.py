"""Control charts: R qcc 2.7 is the referee, on the data of Montgomery that it ships."""

from __future__ import annotations

import numpy as np
import pytest

from tests.data import data_file
from wenming.engine.monitoring.controlcharts import (
    c_chart,
    ewma_chart,
    mean_chart,
    p_chart,
    range_chart,
    range_sigma,
)


def columns(name: str) -> dict[str, list[str]]:
    """Return a table of qcc, column by column."""
    head, *rows = [line.split() for line in data_file(f"spc/{name}.txt").read_text(encoding="utf-8").splitlines()]
    return {name: [row[place] for row in rows] for place, name in enumerate(head)}


def numbers(texts: list[str]) -> list[float]:
    """Return texts as numbers."""
    return [float(text) for text in texts]


def rings() -> np.ndarray:
    """Return 40 samples of five piston rings; the first 25 are the trial."""
    return np.array(numbers(columns("pistonrings")["diameter"])).reshape(40, 5)


def test_p_chart_of_orange_juice_gives_the_numbers_of_qcc():
    table = columns("orangejuice")
    failed, looked = numbers(table["D"]), numbers(table["size"])
    found = p_chart(failed, looked, trial=30)
    assert found.centre == pytest.approx(0.2313333, abs=5e-8)
    assert (found.low[0], found.high[0]) == pytest.approx((0.0524275, 0.4102391), abs=5e-8)
    assert found.out == [15, 23, 41]


def test_c_chart_of_circuits_gives_the_numbers_of_qcc():
    found = c_chart(numbers(columns("circuit")["x"]), trial=26)
    assert found.centre == pytest.approx(19.8461538, abs=5e-8)
    assert (found.low[0], found.high[0]) == pytest.approx((6.48144717, 33.2108605), abs=5e-8)
    assert found.out == [6, 20]


def test_mean_chart_of_piston_rings_gives_the_numbers_of_qcc():
    found = mean_chart(rings(), trial=25)
    assert range_sigma(rings(), trial=25) == pytest.approx(0.00978503869, abs=5e-12)
    assert (found.centre, found.low[0], found.high[0]) == pytest.approx(
        (74.001176, 73.988047993, 74.014304007), abs=5e-10
    )
    assert found.out == [37, 38, 39]


def test_range_chart_of_piston_rings_gives_the_numbers_of_qcc():
    found = range_chart(rings(), trial=25)
    assert found.centre == pytest.approx(0.02276, abs=1e-12)
    assert found.high[0] == pytest.approx(0.0481253302, rel=1e-4)  # qcc integrates d3, the table has four digits
    assert found.low[0] == 0.0


def test_ewma_chart_of_piston_rings_finds_the_points_of_qcc():
    sigma = range_sigma(rings(), trial=25) / np.sqrt(5)
    centre = mean_chart(rings(), trial=25).centre
    found = ewma_chart(rings().mean(axis=1), centre=centre, sigma=sigma, weight=0.2, sigmas=2.7)
    assert found.out == [35, 37, 38, 39, 40]


def test_laney_chart_of_large_counts_widens_by_the_moving_range():
    # shares .10 .12 .10 .12 of 10,000: z = ∓3.1960, each step 6.3920, over 1.128 = 5.6667
    plain, wide = (p_chart([1000, 1200, 1000, 1200], [10_000] * 4, overdispersed=over) for over in (False, True))
    assert plain.out == [1, 2, 3, 4]
    assert wide.out == []
    assert (wide.high[0] - wide.centre) / (plain.high[0] - plain.centre) == pytest.approx(5.6667, abs=1e-4)


def test_laney_chart_of_a_single_point_keeps_the_binomial_spread():
    one, other = (p_chart([3], [30], overdispersed=over) for over in (False, True))
    assert one.high[0] == other.high[0]


def test_laney_chart_where_nothing_fails_has_no_width():
    assert p_chart([0, 0], [10, 10], overdispersed=True).out == []
