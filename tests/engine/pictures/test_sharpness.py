"""Sharp and blurred edges, as far apart as they were measured on photos."""

import numpy as np
import pytest

from wenming.engine.pictures.sharpness import BLURRED, sharpness


def stripes(contrast: int = 120) -> np.ndarray:
    """Return stripes of many widths, from dark to bright in one pixel."""
    chance = np.random.default_rng(3)
    edges = np.cumsum(chance.integers(9, 40, size=60))
    row = np.searchsorted(edges, np.arange(512)) % 2
    return np.tile((60 + row * contrast).astype(np.uint8), (300, 1))


def blurred(grey: np.ndarray, times: int) -> np.ndarray:
    """Blur across by a kernel that is nearly a bell, a pixel and a little more."""
    plane = grey.astype(float)
    for _turn in range(times):
        plane = (np.roll(plane, 1, 1) + 2 * plane + np.roll(plane, -1, 1)) / 4
    return plane.astype(np.uint8)


def test_measure_sharp_picture_is_about_one_whatever_its_contrast():
    assert sharpness(stripes()) == pytest.approx(2.0, abs=0.1)
    assert sharpness(stripes(40)) == pytest.approx(sharpness(stripes()), abs=0.05)


def test_measure_blurred_picture_is_below_the_limit():
    assert sharpness(blurred(stripes(), 2)) > BLURRED > sharpness(blurred(stripes(), 14))


def test_measure_picture_without_edges_says_nothing():
    assert sharpness(np.full((40, 60), 90, np.uint8)) is None
    assert sharpness(np.zeros((2, 60), np.uint8)) is None
