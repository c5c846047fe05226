"""Whether two photos are one, and in what way: the judgement, with the numbers it rests on. What it means is for people to say."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from wenming.engine.pictures.fingerprints import SURE, VARIANTS
from wenming.engine.pictures.geometry import (
    INLIERS,
    SAME,
    SPREAD,
    Fit,
    Grey,
    Matrix,
    Zone,
    corners_of,
    covered_outside,
    is_sane,
    outside,
    overlap_of,
    spread_of,
)

Point = tuple[float, float]
CLOCKWISE = ("as_it_is", "turned_270", "turned_180", "turned_90")
CLOCKWISE_AFTER_MIRROR = ("mirrored", "transversed", "flipped", "transposed")
"""Variants by how many right angles a picture is turned with the clock; the second row where it was mirrored left and right before."""


class LikenessKind(StrEnum):
    """In what way two photos are one."""

    SAME_BYTES = "same_bytes"
    SAME_PIXELS = "same_pixels"
    SAME_PICTURE = "same_picture"
    SAME_VIEW = "same_view"


@dataclass(frozen=True, slots=True)
class Lie:
    """How the second picture lies on the first: points that agree, where its frame comes to lie, which share of the overlap agrees.

    ``points`` are pairs of places that agree (x, y of the first, x, y of the second), ``corners`` where the frame of the second lies in the first; all
    are shares of width and height.
    """

    inliers: int
    spread: int
    agreement: float
    covered: float
    mirrored: bool
    corners: tuple[Point, ...]
    points: tuple[tuple[float, float, float, float], ...]
    variant: str

    @property
    def is_same_scene(self) -> bool:
        """Whether both show at least one thing that is the same, in the same place of a plausible photo."""
        return self.inliers >= INLIERS and self.spread >= SPREAD

    @property
    def is_same_view(self) -> bool:
        """Whether the whole overlap agrees: one photo, not only the same poster in two of them."""
        return self.is_same_scene and self.agreement >= SAME


@dataclass(frozen=True, slots=True)
class Likeness:
    """Two photos that are one. ``distance`` is that of the fingerprints (None where they say nothing), ``lie`` where features were compared."""

    kind: LikenessKind
    variant: str = VARIANTS[0]
    distance: int | None = None
    lie: Lie | None = None

    @property
    def is_far(self) -> bool:
        """Whether the fingerprints differ so much that among thousands of photos two different ones may be as near."""
        return self.distance is not None and self.distance > SURE


def lie_of(
    first: Grey, laid: Grey, cover: Grey, size: tuple[int, int], fit: Fit, *, mirrored: bool, zones: Sequence[Zone] = ()
) -> Lie | None:
    """Judge a fit. ``laid`` is the second picture laid on the first, ``cover`` where it covers it, ``size`` its own width and height.

    None where the homography is none that a photo of a photo could have. Points within ``zones`` of the first picture do not count.
    """
    width, height = size
    if not is_sane(fit.matrix, width, height):
        return None
    rows, across = first.shape
    counts = outside(fit.first, across, rows, zones)
    kept, there = fit.first[counts], fit.second[counts] / np.array([width, height], dtype=np.float64)
    if not kept.size:
        return None
    if mirrored:
        there[:, 0] = 1 - there[:, 0]
    frame = np.array([across, rows], dtype=np.float64)
    corners = corners_of(fit.matrix, width, height)
    overlap = overlap_of(first, laid, covered_outside(cover, zones), corners)
    return Lie(
        inliers=int(kept.shape[0]),
        spread=spread_of(kept),
        agreement=round(overlap.agreement, 3),
        covered=round(overlap.covered, 3),
        mirrored=mirrored,
        corners=_shares(corners, frame),
        points=tuple(
            (*one, *other) for one, other in zip(_shares(kept, frame), _shares(there, np.ones(2)), strict=True)
        ),
        variant=variant_of(fit.matrix, mirrored=mirrored),
    )


def variant_of(matrix: Matrix, *, mirrored: bool) -> str:
    """Return how the second picture has to be turned, to the next right angle, to lie on the first one."""
    quarters = round(math.degrees(math.atan2(matrix[1, 0], matrix[0, 0])) / 90) % 4
    return (CLOCKWISE_AFTER_MIRROR if mirrored else CLOCKWISE)[quarters]


def better(one: Lie | None, other: Lie | None) -> Lie | None:
    """Return the fit with more points that agree."""
    found = [lie for lie in (one, other) if lie is not None]
    return max(found, key=lambda lie: lie.inliers) if found else None


def with_lie(likeness: Likeness | None, lie: Lie | None) -> Likeness | None:
    """Add what features say to what fingerprints said; where those said nothing, or were far apart, the whole overlap has to agree."""
    agrees = lie is not None and lie.is_same_view
    if likeness is not None:
        return replace(likeness, lie=lie) if agrees or not likeness.is_far else None
    return Likeness(LikenessKind.SAME_VIEW, lie.variant, None, lie) if lie is not None and agrees else None


def _shares(points: np.ndarray, frame: np.ndarray) -> tuple[Point, ...]:
    return tuple((round(float(x), 4), round(float(y), 4)) for x, y in points / frame)
