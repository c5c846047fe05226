"""Fingerprints and local features of pictures, and how one picture lies on another."""

from __future__ import annotations

import numpy as np

from wenming.engine.pictures.features import Features
from wenming.engine.pictures.fingerprints import Words, from_bits
from wenming.engine.pictures.geometry import Fit, Matrix
from wenming.evidence.adapters.decoding import Bytes

KEPT = 200
"""Local features kept of a photo; two pictures side by side are looked at with more."""
RICH = 600
EDGE = 15
PATCH = 31
RATIO = 0.8
REACH = 4.0
"""Pixels by which a matched point may miss its place and still speak for the fit."""
FEWEST = 8
SEED = 2026


def fingerprint(colours: Bytes) -> tuple[Words, int]:
    """Return the PDQ fingerprint of a picture and its quality (below 50: too plain to be told by it)."""
    import pdqhash  # noqa: PLC0415  a job pays for it, no page

    bits, quality = pdqhash.compute(np.ascontiguousarray(colours))
    return from_bits(bits), int(quality)


def variants(colours: Bytes) -> tuple[tuple[Words, ...], int]:
    """Return the fingerprints of a picture as it is, turned by 90, 180, 270 degrees, and mirrored in four ways, with the quality."""
    import pdqhash  # noqa: PLC0415  as above

    found, quality = pdqhash.compute_dihedral(np.ascontiguousarray(colours))
    return tuple(from_bits(bits) for bits in found), int(quality)


def features(greys: Bytes, most: int = KEPT) -> Features:
    """Return the strongest local features of a picture (ORB), at most ``most``, the strongest first."""
    import cv2  # noqa: PLC0415  as above

    finder = cv2.ORB.create(
        nfeatures=most, scaleFactor=1.2, nlevels=8, edgeThreshold=EDGE, patchSize=PATCH, fastThreshold=5
    )
    points, descriptors = finder.detectAndCompute(np.ascontiguousarray(greys), None)
    if descriptors is None or not points:
        return Features(np.zeros((0, 2), np.float32), np.zeros((0, 32), np.uint8))
    order = np.argsort([-point.response for point in points], kind="stable")[:most]
    places = np.array([points[index].pt for index in order], np.float32)
    return Features(places, np.ascontiguousarray(descriptors[order]))


def fit(first: Features, second: Features) -> Fit | None:
    """Return how the second picture lies on the first: the homography and the points that agree with it; None where nothing does."""
    import cv2  # noqa: PLC0415  as above

    if min(len(first), len(second)) < FEWEST:
        return None
    pairs = cv2.BFMatcher(cv2.NORM_HAMMING).knnMatch(second.descriptors, first.descriptors, k=2)
    good = [best for best, next_best in pairs if best.distance < RATIO * next_best.distance]
    if len(good) < FEWEST:
        return None
    there = second.points[[match.queryIdx for match in good]]
    here = first.points[[match.trainIdx for match in good]]
    cv2.setRNGSeed(SEED)
    matrix, kept = cv2.findHomography(there, here, cv2.RANSAC, REACH, maxIters=2000, confidence=0.995)
    if matrix is None:
        return None
    chosen = kept.ravel().astype(bool)
    return Fit(matrix.astype(np.float64), here[chosen], there[chosen])


def laid_on(second: Bytes, matrix: Matrix, shape: tuple[int, int]) -> tuple[Bytes, Bytes]:
    """Return the second picture laid on a first one of this shape (rows, columns), and where it covers it (255, else 0)."""
    import cv2  # noqa: PLC0415  as above

    size = (shape[1], shape[0])
    laid = cv2.warpPerspective(np.ascontiguousarray(second), matrix, size, flags=cv2.INTER_AREA)
    cover = cv2.warpPerspective(np.full_like(second, 255), matrix, size, flags=cv2.INTER_NEAREST)
    return laid.astype(np.uint8, copy=False), cover.astype(np.uint8, copy=False)
