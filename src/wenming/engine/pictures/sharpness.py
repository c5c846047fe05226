"""How sharp a picture is, on 512 pixels of its longer side, so that a large and a small copy of one photo are judged alike.

At the strongest edges, and only there, how much the grey bends is set against how much it rises: an edge over one pixel bends as much as it
rises, a blurred one hardly bends. What a picture shows, its contrast and its plain walls play no part.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

EDGES = 0.98
"""Share of the pixels that are no strong edge."""
FLAT = 4.0
"""Grey levels per pixel below which nothing is an edge: such a picture says nothing of its sharpness."""
BLURRED = 0.3
"""Measured at 512 pixels on photos of bridges and streets: sharp ones 0.97 to 1.57, blurred by a radius of 1 pixel 0.42 to 0.49 (soft, but legible),
by 2 pixels 0.19 to 0.26 (blurred to anybody), by 3 pixels 0.15 to 0.22."""


def sharpness(grey: NDArray[np.uint8]) -> float | None:
    """Return how sharp the strongest edges are, about 1 for a sharp picture, below ``BLURRED`` for a blurred one; None where it has no edges."""
    if min(grey.shape) < 3:
        return None
    plane = grey.astype(np.float64)
    middle = plane[1:-1, 1:-1]
    left, right, above, below = plane[1:-1, :-2], plane[1:-1, 2:], plane[:-2, 1:-1], plane[2:, 1:-1]
    rise = np.maximum(np.abs(right - left), np.abs(below - above)) / 2
    edges = rise >= max(float(np.quantile(rise, EDGES)), FLAT)
    if not edges.any():
        return None
    bend = np.abs(4 * middle - left - right - above - below)
    return float(bend[edges].mean() / rise[edges].mean())
