"""Maps without a base: the frame that is shown, its grid and scale, and many places drawn as few marks that do not cover each other.

Positions are degrees, drawn in the Mercator projection of web maps: the earth is a square of 512 pixels at zoom 0, twice as wide at every
further one. A database counts places by coarse H3 cells, which are nested: a cell's parent is its number shifted right by three bits per step.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

WORLD = 512
"""Pixels of the whole earth at zoom 0."""
EQUATOR = 40_075_016.686
"""Metres around the earth; the projection takes it for a ball."""
EDGE = 85.051129
"""The latitude at which the projection ends."""
DEEPEST = 22
CELL_METRES = (2_215_000, 837_200, 316_400, 119_600, 45_200, 17_090, 6_460, 2_440, 923, 349, 132)
"""How far apart the centres of neighbouring H3 cells lie, by resolution 0 to 10."""
MOST_CELLS = 4000
STEPS = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 45)
"""Distances between the lines of a grid, in degrees."""
LEAST_SPAN = 0.004
"""The smallest frame around places, in degrees: about 400 metres."""


def across(lng: float) -> float:
    """Return how far east a longitude lies, as a part of the world's width."""
    return lng / 360 + 0.5


def down(lat: float) -> float:
    """Return how far south a latitude lies, as a part of the world's height."""
    sine = math.sin(math.radians(max(-EDGE, min(EDGE, lat))))
    return 0.5 - math.log((1 + sine) / (1 - sine)) / (4 * math.pi)


def latitude(part: float) -> float:
    """Return the latitude that lies so far south: the inverse of ``down``."""
    return math.degrees(2 * math.atan(math.exp((0.5 - part) * 2 * math.pi)) - math.pi / 2)


@dataclass(frozen=True, slots=True)
class Frame:
    """A stretch of the earth between two meridians and two parallels."""

    west: float
    south: float
    east: float
    north: float

    @property
    def width(self) -> float:
        """The width as a part of the world's."""
        return across(self.east) - across(self.west)

    @property
    def height(self) -> float:
        """The height as a part of the world's."""
        return down(self.south) - down(self.north)

    @property
    def middle(self) -> tuple[float, float]:
        """Latitude and longitude of the point in the middle of the picture."""
        return latitude((down(self.south) + down(self.north)) / 2), (self.west + self.east) / 2

    def place(self, lat: float, lng: float) -> tuple[float, float]:
        """Return where a point lies in the picture: parts of its width from the left and of its height from above."""
        return (across(lng) - across(self.west)) / self.width, (down(lat) - down(self.north)) / self.height

    def holds(self, lat: float, lng: float) -> bool:
        """Tell whether a point lies inside."""
        return self.west <= lng <= self.east and self.south <= lat <= self.north

    def zoom(self, pixels: float) -> float:
        """Return the zoom at which the frame is so many pixels wide."""
        return max(0.0, min(float(DEEPEST), math.log2(pixels / WORLD / self.width)))

    def scaled(self, factor: float) -> Frame:
        """Return the frame around the same middle, so many times as wide and high."""
        return _framed(self.middle, self.width * factor, self.height * factor)

    def moved(self, right: float, below: float) -> Frame:
        """Return the neighbour that lies so many widths to the right and so many heights below."""
        x = across(self.middle[1]) + right * self.width
        y = down(self.middle[0]) + below * self.height
        return _framed((latitude(y), (x - 0.5) * 360), self.width, self.height)


def _framed(middle: tuple[float, float], width: float, height: float) -> Frame:
    """Return the frame of this width and height (parts of the world) around a point, held inside the world."""
    width, height = min(width, 1.0), min(height, 1.0)
    x = min(max(across(middle[1]), width / 2), 1 - width / 2)
    y = min(max(down(middle[0]), height / 2), 1 - height / 2)
    west, east = ((x + side * width / 2 - 0.5) * 360 for side in (-1, 1))
    return Frame(west, latitude(y + height / 2), east, latitude(y - height / 2))


def frame_around(bounds: Frame, *, ratio: float | None = None, margin: float = 0.08) -> Frame:
    """Return the frame with everything inside ``bounds`` and a margin on every side; its width is ``ratio`` times its height, if given."""
    least = LEAST_SPAN / 360
    width, height = max(bounds.width, least), max(bounds.height, least)
    width, height = (side * (1 + 2 * margin) for side in (width, height))
    if ratio is not None:
        width, height = max(width, height * ratio), max(height, width / ratio)
    return _framed(bounds.middle, width, height)


def metres_per_pixel(lat: float, zoom: float) -> float:
    """Return how many metres a pixel covers at this latitude."""
    return EQUATOR * math.cos(math.radians(lat)) / (WORLD * 2**zoom)


def resolution_for(frame: Frame, zoom: float, *, pixels: float) -> int:
    """Return the H3 resolution (0 to 10) whose cells are at most ``pixels`` apart at this zoom and few enough to be counted."""
    lat = frame.middle[0]
    metre = 1 / (EQUATOR * math.cos(math.radians(lat)))
    area = frame.width * frame.height / metre**2
    wanted = pixels * metres_per_pixel(lat, zoom)
    fitting = [one for one, apart in enumerate(CELL_METRES) if area / (apart**2 * 0.866) <= MOST_CELLS]
    fine = next((one for one, apart in enumerate(CELL_METRES) if apart <= wanted), len(CELL_METRES) - 1)
    return min(fine, max(fitting, default=0))


def parent_shift(resolution: int) -> tuple[int, int]:
    """Return which kept cells (resolution 8 or 10) name a cell of this resolution, and by how many bits they are shifted."""
    return (8 if resolution <= 8 else 10), 3 * (15 - resolution)


@dataclass(frozen=True, slots=True)
class Mark:
    """``count`` places around a point, all inside ``bounds``; ``key`` is one of them."""

    count: int
    lat: float
    lng: float
    bounds: Frame
    key: int


def gather(marks: Iterable[Mark], zoom: float, *, apart: float, most: int) -> list[Mark]:
    """Return the marks joined so that each stands ``apart`` pixels from the next larger one, and at most ``most`` of them.

    Nothing is lost: the counts add up to the same. The largest draws its neighbours in; where too many remain, they reach further.
    """
    found = sorted(marks, key=lambda mark: (-mark.count, mark.lat, mark.lng))
    if not found:
        return []
    while True:
        joined = _drawn_in(found, apart / (WORLD * 2**zoom))
        if len(joined) <= most:
            return joined
        apart *= 1.3


def _drawn_in(marks: Sequence[Mark], reach: float) -> list[Mark]:
    """Join every mark with the largest one within ``reach`` (a part of the world); squares of that size keep the search short."""
    squares: dict[tuple[int, int], list[int]] = {}
    heads: list[tuple[float, float, list[Mark]]] = []
    for mark in marks:
        x, y = across(mark.lng), down(mark.lat)
        column, row = int(x / reach), int(y / reach)
        near = (
            place
            for dx in (-1, 0, 1)
            for dy in (-1, 0, 1)
            for place in squares.get((column + dx, row + dy), ())
            if math.hypot(heads[place][0] - x, heads[place][1] - y) < reach
        )
        home = min(near, default=None)
        if home is None:
            squares.setdefault((column, row), []).append(len(heads))
            heads.append((x, y, [mark]))
        else:
            heads[home][2].append(mark)
    return [_joined(group) for _x, _y, group in heads]


def _joined(group: Sequence[Mark]) -> Mark:
    """Return several marks as one, where most of its places lie."""
    if len(group) == 1:
        return group[0]
    count = sum(mark.count for mark in group)
    return Mark(
        count=count,
        lat=sum(mark.lat * mark.count for mark in group) / count,
        lng=sum(mark.lng * mark.count for mark in group) / count,
        bounds=Frame(
            min(mark.bounds.west for mark in group),
            min(mark.bounds.south for mark in group),
            max(mark.bounds.east for mark in group),
            max(mark.bounds.north for mark in group),
        ),
        key=group[0].key,
    )


def radius(count: int) -> int:
    """Return the radius in pixels of the circle for so many places: one step for every further digit."""
    return 14 + 3 * min(len(str(count)), 5)


def grid(frame: Frame, *, lines: int = 6) -> tuple[list[float], list[float]]:
    """Return the meridians and parallels of a grid of round degrees: about so many lines across the wider side."""
    span = max(frame.east - frame.west, frame.north - frame.south)
    step = next((one for one in STEPS if span / one <= lines), STEPS[-1])
    return _between(frame.west, frame.east, step), _between(frame.south, frame.north, step)


def _between(low: float, high: float, step: float) -> list[float]:
    """Return the multiples of a step strictly between two numbers."""
    first = math.floor(low / step) + 1
    return [round(number * step, 6) for number in range(first, math.ceil(high / step))]


def scale_bar(frame: Frame, *, most: float = 0.2) -> tuple[int, float]:
    """Return the longest round distance (1, 2 or 5 and zeros) in metres that covers at most this part of the width, and its part."""
    whole = frame.width * EQUATOR * math.cos(math.radians(frame.middle[0]))
    reach = whole * most
    power = 10 ** math.floor(math.log10(reach))
    metres = next(one * power for one in (5, 2, 1) if one * power <= reach)
    return max(1, round(metres)), metres / whole
