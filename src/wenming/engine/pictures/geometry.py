"""How one picture lies on another, and what follows from it: the same photo, a part of it, or only the same poster in two scenes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]
Grey = NDArray[np.uint8]
Zone = tuple[float, float, float, float]
"""Part of a picture that says nothing (a stamp of time and place, a logo): left, top, right, bottom as shares of its size."""

INLIERS = 40
SCALE = (0.1, 10.0)
BLOCK = 16
"""Pixels of a block on either side."""
COVERED = 0.9
"""Share of a block that the other picture must cover to be compared."""
PLAIN = 6.0
"""Grey levels of standard deviation below which a block is plain: nothing in it can be compared."""
AGREES = 0.5
"""Correlation from which a block shows the same."""
SAME = 0.6
"""Share of the blocks of the overlap that must agree: below it, it is only the same poster, sign or notice board."""
TEXTURED = 0.33
AS_BRIGHT = 12.0
"""Grey levels by which plain blocks may differ."""
FEWEST_BLOCKS = 12
CELLS, SPREAD = 4, 4
"""Agreeing points must lie in this many of 4 × 4 parts of the overlap."""
UNCHANGED = 0.97
"""Share of agreeing blocks from which nothing in the scene has changed."""


@dataclass(frozen=True, slots=True)
class Fit:
    """A homography that lays the second picture on the first, and the points of both that agree with it, in their order."""

    matrix: Matrix
    first: NDArray[np.float32]
    second: NDArray[np.float32]

    @property
    def inliers(self) -> int:
        """How many points agree."""
        return int(self.first.shape[0])


@dataclass(frozen=True, slots=True)
class Overlap:
    """What two pictures have in common where one lies on the other: share of agreeing blocks, share of the first that is covered, corners."""

    agreement: float
    covered: float
    blocks: int
    corners: tuple[tuple[float, float], ...]


def corners_of(matrix: Matrix, width: int, height: int) -> NDArray[np.float64]:
    """Return where the corners of a picture of this size come to lie, (4, 2), round about."""
    square = np.array([[0, 0, 1], [width, 0, 1], [width, height, 1], [0, height, 1]], dtype=np.float64)
    laid = square @ matrix.T
    return laid[:, :2] / laid[:, 2:]


def is_sane(matrix: Matrix, width: int, height: int) -> bool:
    """Tell whether a homography could be a photo of a photo: neither folded nor blown up, its frame still convex and in the same sense."""
    if not np.isfinite(matrix).all() or not SCALE[0] <= float(np.linalg.det(matrix[:2, :2])) <= SCALE[1]:
        return False
    square = np.array([[0, 0, 1], [width, 0, 1], [width, height, 1], [0, height, 1]], dtype=np.float64)
    if ((square @ matrix.T)[:, 2] <= 0).any():
        return False
    corners = corners_of(matrix, width, height)
    sides = np.roll(corners, -1, axis=0) - corners
    following = np.roll(sides, -1, axis=0)
    turns = sides[:, 0] * following[:, 1] - sides[:, 1] * following[:, 0]
    return bool((turns > 0).all())


def spread_of(points: NDArray[np.float32]) -> int:
    """Return in how many of 4 × 4 parts of the rectangle around them the points lie."""
    low, high = points.min(axis=0), points.max(axis=0)
    size = np.maximum(high - low, 1.0)
    cells = np.minimum(((points - low) / size * CELLS).astype(np.int64), CELLS - 1)
    return int(np.unique(cells[:, 0] * CELLS + cells[:, 1]).size)


def outside(points: NDArray[np.float32], width: int, height: int, zones: Sequence[Zone]) -> NDArray[np.bool_]:
    """Tell of each point whether it lies outside of all zones."""
    share = points / np.array([width, height], dtype=np.float32)
    kept = np.ones(points.shape[0], dtype=bool)
    for left, top, right, bottom in zones:
        inside = (share[:, 0] >= left) & (share[:, 0] <= right) & (share[:, 1] >= top) & (share[:, 1] <= bottom)
        kept &= ~inside
    return kept


def covered_outside(cover: Grey, zones: Sequence[Zone]) -> NDArray[np.bool_]:
    """Return which pixels of the first picture the second one covers, zones apart."""
    seen = cover > 0
    rows, across = cover.shape
    for left, top, right, bottom in zones:
        seen[int(top * rows) : int(np.ceil(bottom * rows)), int(left * across) : int(np.ceil(right * across))] = False
    return seen


def overlap_of(first: Grey, laid: Grey, seen: NDArray[np.bool_], corners: NDArray[np.float64]) -> Overlap:
    """Compare two pictures block by block over the whole of what both show.

    A block agrees where the grey levels of both go up and down together; one that is plain in both (the sky, a wall) agrees where both are
    as bright, by the light of the whole. Blocks that are not plain must make up a third of the overlap by themselves, and they must agree
    by themselves as the whole does: walls and skies of two places are alike, what stands before them is not.
    """
    here, there, share = _blocks(first), _blocks(laid), _blocks(seen).mean(axis=1)
    used = share >= COVERED
    number = int(used.sum())
    rounded = tuple((round(float(x), 1), round(float(y), 1)) for x, y in corners)
    covered = float(seen.mean())
    if number < FEWEST_BLOCKS:
        return Overlap(0.0, covered, number, rounded)
    agrees, plain = _agreeing(here[used], there[used])
    textured = int((agrees & ~plain).sum())
    if textured < max(TEXTURED * number, SAME * int((~plain).sum())):
        return Overlap(textured / number, covered, number, rounded)
    return Overlap(float(agrees.mean()), covered, number, rounded)


def _agreeing(one: NDArray[np.float64], other: NDArray[np.float64]) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Tell of each block whether it agrees, and whether it is plain in both pictures."""
    middle_one, middle_other = one.mean(axis=1), other.mean(axis=1)
    away_one, away_other = one - middle_one[:, None], other - middle_other[:, None]
    spread_one, spread_other = away_one.std(axis=1), away_other.std(axis=1)
    together = (away_one * away_other).mean(axis=1) / np.maximum(spread_one * spread_other, 1e-9)
    plain = (spread_one < PLAIN) & (spread_other < PLAIN)
    agrees = ~plain & (together >= AGREES)
    if agrees.any():
        lighter = float(np.median(middle_one[agrees] - middle_other[agrees]))
        agrees |= plain & (np.abs(middle_one - middle_other - lighter) <= AS_BRIGHT)
    return agrees, plain


def _blocks(picture: NDArray[np.generic]) -> NDArray[np.float64]:
    """Return the whole blocks of a picture, (n, pixels)."""
    rows, across = picture.shape[0] // BLOCK, picture.shape[1] // BLOCK
    cut = picture[: rows * BLOCK, : across * BLOCK].astype(np.float64)
    return cut.reshape(rows, BLOCK, across, BLOCK).transpose(0, 2, 1, 3).reshape(rows * across, BLOCK * BLOCK)
