"""The base map of this installation, if its operators have one: where it comes from and in which datum it is drawn."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings

from wenming.engine.clusters import Frame
from wenming.engine.geo import Datum, Pair, from_wgs84, to_wgs84


@dataclass(frozen=True, slots=True)
class Base:
    """A base map: the address of its pictures with {z}, {x}, {y}, what must stand beside it (审图号), its datum."""

    tiles: str
    attribution: str
    datum: Datum


def base_map() -> Base | None:
    """Return the configured base map; None draws a schematic."""
    if not settings.MAP_TILES:
        return None
    return Base(settings.MAP_TILES, settings.MAP_ATTRIBUTION, Datum(settings.MAP_DATUM))


def drawn(point: Pair) -> Pair:
    """Return where a WGS-84 position is drawn: in the datum of the base map."""
    base = base_map()
    return from_wgs84(point, base.datum) if base else point


def meant(frame: Frame) -> Frame:
    """Return the WGS-84 frame of what is seen: the inverse of ``drawn`` for its corners."""
    base = base_map()
    if base is None or base.datum in {Datum.WGS84, Datum.CGCS2000}:
        return frame
    south, west = to_wgs84((frame.south, frame.west), base.datum)
    north, east = to_wgs84((frame.north, frame.east), base.datum)
    return Frame(west, south, east, north)


def drawn_frame(frame: Frame) -> Frame:
    """Return a WGS-84 frame as it is seen."""
    south, west = drawn((frame.south, frame.west))
    north, east = drawn((frame.north, frame.east))
    return Frame(west, south, east, north)
