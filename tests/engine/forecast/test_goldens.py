"""Published numbers: Random123's vectors, rat tumours, eight schools, surgical wards, rain in Niamey."""

from __future__ import annotations

import csv

import numpy as np
import pytest
from scipy.special import logit

from tests.data import data_file
from wenming.engine.forecast.calibration import corp
from wenming.engine.forecast.hierarchies import logit_normal_rates, normal_effects
from wenming.engine.forecast.posteriors import Grid, log_likelihood, posterior_of
from wenming.engine.forecast.randomness import key_of, philox, words

SURGICAL = (
    (0, 47),
    (18, 148),
    (8, 119),
    (46, 810),
    (8, 211),
    (13, 196),
    (9, 148),
    (31, 215),
    (14, 207),
    (8, 97),
    (29, 256),
    (24, 360),
)
"""BUGS examples vol. 1, Surgical: deaths and operations of twelve hospitals."""
# of OpenBUGS, 10,000 draws
WARDS = (0.0528, 0.1030, 0.07071, 0.05925, 0.05147, 0.06915, 0.06683, 0.1237, 0.06967, 0.07849, 0.1022, 0.06865)
# of quant.md 3.c, on a grid
WARDS_ON_GRID = (0.05323, 0.10316, 0.07075, 0.05930, 0.05178, 0.06926, 0.06673, 0.12314, 0.06999, 0.07855, 0.10214, 0.06852)  # fmt: skip
SCHOOLS = ((28, 15), (8, 10), (-3, 16), (7, 11), (-1, 9), (1, 11), (18, 10), (12, 18))


@pytest.mark.parametrize(
    ("counter", "key", "expected"),
    [
        ((0,) * 4, 0, (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
        ((0xFFFFFFFF,) * 4, (1 << 64) - 1, (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)),
        (
            (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
            0x299F31D0A4093822,
            (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1),
        ),
    ],
)
def test_scramble_known_counters_gives_the_published_words(counter, key, expected):
    # Random123 kat_vectors, philox4x32 10 rounds
    given = tuple(np.array([word], dtype=np.uint64) for word in counter)
    assert tuple(int(word[0]) for word in philox(given, key_of(key))) == expected


def test_number_words_by_row_and_column_depends_on_nothing_else():
    assert (words(7, 2, 5, 9)[:3, :6] == words(7, 2, 3, 6)).all()
    assert words(7, 2, 5, 9).tolist() != words(8, 2, 5, 9).tolist()
    with pytest.raises(ValueError, match="-1"):
        words(-1, 0, 1, 1)


def rats() -> tuple[list[int], list[int]]:
    with data_file("bayes/rat.csv").open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    return [int(row["y"]) for row in rows], [int(row["n"]) for row in rows]


def test_look_for_the_top_of_rat_tumours_finds_the_printed_one():
    # R BayesGOF, vignette: 2.304768 and 14.079707
    a, b = 2.304768, 14.079707
    grid = Grid(logit(a / (a + b)) + np.linspace(-0.02, 0.02, 81), np.log(a + b) + np.linspace(-0.02, 0.02, 81))
    found = log_likelihood(*rats(), grid)
    row, column = np.unravel_index(found.argmax(), found.shape)
    assert (grid.a[row, column], grid.b[row, column]) == pytest.approx((a, b), rel=1e-3)


def test_average_rat_tumours_under_the_book_prior_gives_the_book_numbers():
    # Gelman et al., Bayesian Data Analysis, 5.3: E α = 2.4, E β = 14.3; finer ones and θ₇₁ of quant.md 3.c
    passed, checks = rats()
    grid = Grid(np.linspace(-2.6, -1.1, 120), np.linspace(0.5, 5.0, 120))
    found = log_likelihood([*passed, 4], [*checks, 14], grid)
    book = np.log(grid.a) + np.log(grid.b) - 2.5 * grid.logs[None, :]
    posterior = posterior_of(found + book, grid)
    assert posterior.mean(grid.a) == pytest.approx(2.403, abs=0.01)
    assert posterior.mean(grid.b) == pytest.approx(14.320, abs=0.06)
    assert posterior.site_mean(4, 14) == pytest.approx(0.2109, abs=2e-4)


def test_average_eight_schools_gives_the_reference_posterior():
    # posteriordb eight_schools_noncentered: μ ~ N(0, 5), τ ~ half-Cauchy(0, 5); its own Monte-Carlo errors are 0.03 to 0.06
    found = normal_effects(*zip(*SCHOOLS, strict=True), mean_spread=5.0, spread_scale=5.0, heavy=True)
    assert (found.mean, found.spread, found.units[0]) == pytest.approx((4.4105, 3.6021, 6.1505), abs=0.12)


def test_average_surgical_wards_gives_the_numbers_of_bugs():
    found = logit_normal_rates(*zip(*SURGICAL, strict=True))
    assert found.units == pytest.approx(WARDS, abs=8e-4)
    assert found.units == pytest.approx(WARDS_ON_GRID, abs=1.5e-4)
    assert (found.level, found.spread) == pytest.approx((0.07284, 0.4035), abs=1.5e-3)
    assert np.argmax(found.units) == 7


@pytest.mark.parametrize(
    ("column", "score", "off", "apart"),
    [("Logistic", 0.205746, 0.017076, 0.055541), ("EMOS", 0.232025, 0.018283, 0.030469)],
)
def test_decompose_rain_forecasts_gives_the_published_parts(column, score, off, apart):
    # R reliabilitydiag, precip_Niamey_2016; Dimitriadis, Gneiting, Jordan, PNAS 2021
    with data_file("bayes/precip_Niamey_2016.csv").open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    found = corp([float(row[column]) for row in rows], [int(row["obs"]) for row in rows])
    numbers = (found.score, found.miscalibration, found.discrimination, found.uncertainty)
    assert numbers == pytest.approx((score, off, apart, 0.244211), abs=1e-6)
