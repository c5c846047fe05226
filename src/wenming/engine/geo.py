"""Positions: the data that maps in China use, how people write a position, how far places lie apart.

A position is a pair (latitude, longitude) in degrees. WGS-84 is what GPS gives and what is kept. GCJ-02 (高德, 腾讯) shifts it by up to
700 m, BD-09 (百度) shifts that once more. CGCS2000 (天地图) differs from WGS-84 by centimetres, far less than a site needs to be
found, so the two are taken as equal. Shifts apply inside a box around China; Hong Kong, Macao and Taiwan lie in it, and no city here.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import median

import h3

Pair = tuple[float, float]
"""Latitude and longitude in degrees."""

SHIFTED = ((0.8293, 55.8271), (72.004, 137.8347))
"""Latitudes and longitudes between which GCJ-02 shifts."""
CHINA = ((3.0, 54.5), (73.0, 136.0))
"""Latitudes and longitudes between which China lies. No number is both, so that a swapped pair shows."""
EARTH = 6371008.8
"""Mean radius of the Earth in metres."""
AXIS, ECCENTRICITY = 6378245.0, 0.00669342162296594323
"""Krassovsky's ellipsoid, as GCJ-02 uses it."""
BAIDU = (0.0060, 0.0065)
ROUNDS = 10
COARSE, FINE = 8, 10
"""Resolutions of the H3 cells that are kept: cells of about 460 m and 66 m in radius."""


class Datum(StrEnum):
    """In what a position is given."""

    WGS84 = "wgs84"
    GCJ02 = "gcj02"
    BD09 = "bd09"
    CGCS2000 = "cgcs2000"


def is_in_china(point: Pair) -> bool:
    """Tell whether a position lies in the box around China."""
    return _within(point, CHINA)


def _within(point: Pair, box: tuple[Pair, Pair]) -> bool:
    return all(low <= value <= high for value, (low, high) in zip(point, box, strict=True))


def to_wgs84(point: Pair, datum: Datum) -> Pair:
    """Return a position in WGS-84, exact to 1e-9 degrees of what the forward shift gives."""
    return _TO_WGS84[datum](point)


def from_wgs84(point: Pair, datum: Datum) -> Pair:
    """Return a WGS-84 position in another datum."""
    return _FROM_WGS84[datum](point)


def _same(point: Pair) -> Pair:
    return point


def _gcj02_of_wgs84(point: Pair) -> Pair:
    """Shift a position to GCJ-02, where it shifts."""
    return _shifted(point) if _within(point, SHIFTED) else point


def _wgs84_of_gcj02(point: Pair) -> Pair:
    """Return the position whose shift is ``point``."""
    return _inverse(_shifted, point) if _within(point, SHIFTED) else point


def _shifted(point: Pair) -> Pair:
    """Shift a position by the formula of GCJ-02."""
    lat, lng = point
    x, y, pi = lng - 105, lat - 35, math.pi
    common = 2 * math.sin(6 * x * pi) + 2 * math.sin(2 * x * pi)
    waves_north = common + 2 * math.sin(y * pi) + 4 * math.sin(y / 3 * pi)
    waves_north += 16 * math.sin(y / 12 * pi) + 32 * math.sin(y / 30 * pi)
    waves_east = common + 2 * math.sin(x * pi) + 4 * math.sin(x / 3 * pi)
    waves_east += 15 * math.sin(x / 12 * pi) + 30 * math.sin(x / 30 * pi)
    root = math.sqrt(abs(x))
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root + waves_north * 20 / 3
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + waves_east * 20 / 3
    bulge = 1 - ECCENTRICITY * math.sin(math.radians(lat)) ** 2
    degree_north = math.radians(AXIS * (1 - ECCENTRICITY) / bulge**1.5)
    degree_east = math.radians(AXIS * math.cos(math.radians(lat)) / math.sqrt(bulge))
    return lat + north / degree_north, lng + east / degree_east


def _bd09_of_gcj02(point: Pair) -> Pair:
    """Turn GCJ-02 into BD-09."""
    lat, lng = point
    turn = math.radians(3000)
    radius = math.hypot(lng, lat) + 0.00002 * math.sin(lat * turn)
    angle = math.atan2(lat, lng) + 0.000003 * math.cos(lng * turn)
    return radius * math.sin(angle) + BAIDU[0], radius * math.cos(angle) + BAIDU[1]


def _bd09_of_wgs84(point: Pair) -> Pair:
    return _bd09_of_gcj02(_gcj02_of_wgs84(point)) if _within(point, SHIFTED) else point


def _wgs84_of_bd09(point: Pair) -> Pair:
    return _wgs84_of_gcj02(_inverse(_bd09_of_gcj02, point)) if _within(point, SHIFTED) else point


_TO_WGS84 = {
    Datum.WGS84: _same,
    Datum.CGCS2000: _same,
    Datum.GCJ02: _wgs84_of_gcj02,
    Datum.BD09: _wgs84_of_bd09,
}
_FROM_WGS84 = {
    Datum.WGS84: _same,
    Datum.CGCS2000: _same,
    Datum.GCJ02: _gcj02_of_wgs84,
    Datum.BD09: _bd09_of_wgs84,
}


def _inverse(shift: Callable[[Pair], Pair], wanted: Pair) -> Pair:
    """Return the position that ``shift`` leads to ``wanted``: each round takes off what it still misses.

    The shifts bend space by less than two per cent, so that every round wins at least a digit and a half: ten leave nothing of 700 m.
    """
    lat, lng = wanted
    for _round in range(ROUNDS):
        reached = shift((lat, lng))
        lat, lng = lat + wanted[0] - reached[0], lng + wanted[1] - reached[1]
    return lat, lng


def distance(first: Pair, second: Pair) -> float:
    """Return how many metres two WGS-84 positions lie apart, on a sphere: within 0.6 % of the ellipsoid."""
    (north, west), (south, east) = first, second
    height = math.sin(math.radians(south - north) / 2) ** 2
    width = math.sin(math.radians(east - west) / 2) ** 2
    part = height + math.cos(math.radians(north)) * math.cos(math.radians(south)) * width
    return 2 * EARTH * math.asin(math.sqrt(min(1.0, part)))


def cells(point: Pair) -> tuple[int, int]:
    """Return the H3 cells of a WGS-84 position, coarse and fine, as numbers that fit a signed 64-bit column."""
    lat, lng = point
    return (
        int(h3.str_to_int(h3.latlng_to_cell(lat, lng, COARSE))),
        int(h3.str_to_int(h3.latlng_to_cell(lat, lng, FINE))),
    )


def cells_around(fine: int) -> list[int]:
    """Return a fine cell and the six around it: every place within 50 m of one in the cell lies in them."""
    return [int(h3.str_to_int(cell)) for cell in h3.grid_disk(h3.int_to_str(fine), 1)]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Where a city's places lie: the middle, and how far from it (metres) a place is still believed."""

    middle: Pair
    reach: float

    def doubts(self, point: Pair) -> bool:
        """Tell whether a position lies so far out that it may be another city's."""
        return distance(self.middle, point) > self.reach


FEWEST, LEAST_REACH = 5, 60_000.0
"""Places needed to judge another one, and the metres from their middle that are always believed."""


def surroundings(points: Iterable[Pair]) -> Surroundings | None:
    """Return where these places lie, None for too few: three times the distance within which half of them lie, 60 km at least."""
    known = list(points)
    if len(known) < FEWEST:
        return None
    middle = (median(lat for lat, _lng in known), median(lng for _lat, lng in known))
    return Surroundings(middle, max(LEAST_REACH, 3 * median(distance(middle, point) for point in known)))


NEAR, CLEARER = 60.0, 0.4
"""A datum is suspected when positions then lie within 60 m of where they should, and by so much nearer than in WGS-84."""


def suspected_datum(pairs: Sequence[tuple[Pair, Pair]]) -> Datum | None:
    """Return the datum in which the second of each pair lies nearest to the first (WGS-84), if it is clearly not WGS-84.

    Three pairs are needed. It is a hint to ask by: a person decides.
    """
    if len(pairs) < 3:
        return None
    gaps = {
        datum: median(distance(known, to_wgs84(given, datum)) for known, given in pairs)
        for datum in (Datum.WGS84, Datum.GCJ02, Datum.BD09)
    }
    best = min(gaps, key=gaps.__getitem__)
    return best if gaps[best] < min(NEAR, CLEARER * gaps[Datum.WGS84]) else None
