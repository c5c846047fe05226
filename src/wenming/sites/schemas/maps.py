"""Maps as pages draw them without a script: marks, clusters, grid, names of areas and scale, in per cent of the picture."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wenming.engine.clusters import EDGE, Frame, Mark, gather, grid, radius, scale_bar
from wenming.kernel.schemas import number_text
from wenming.sites.adapters.bases import drawn
from wenming.sites.enums import SiteGroup
from wenming.sites.imports.groups import group_of
from wenming.sites.models import Site

RATIO = 1.5
PIXELS = 900
"""How wide the drawn map is taken to be."""
APART = 54
"""How many pixels apart clusters stand."""
DENSE = 150
"""More marks than that are drawn smaller."""
TOP_EDGE = 0.12
"""Part of a picture's height in which the meridians are named."""
STEP = 0.5
"""By how much of the picture one step to a side moves it."""
CHINA = Frame(73.0, 18.0, 135.0, 54.0)
"""What a map without any place shows."""
NAME_ROOM = (0.11, 0.05)
"""The part of the picture around a name in which no other name is written."""


def percent(part: float) -> str:
    """Return a part of a side as per cent."""
    return f"{part * 100:.2f}%"


def placed(frame: Frame, lat: float, lng: float) -> dict[str, str]:
    """Return where a WGS-84 position lies in a picture of this (drawn) frame."""
    x, y = frame.place(*drawn((lat, lng)))
    return {"x": percent(x), "y": percent(y)}


def frame_text(frame: Frame) -> str:
    """Return a frame as an address carries it: west, south, east, north."""
    return ",".join(f"{side:.6f}" for side in (frame.west, frame.south, frame.east, frame.north))


def frame_in(text: str) -> Frame | None:
    """Return the frame that an address names (west, south, east, north in degrees); None for anything else."""
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError:
        return None
    if -180 <= west < east <= 180 and -EDGE <= south < north <= EDGE:
        return Frame(west, south, east, north)
    return None


def clusters_of(marks: Sequence[Mark], zoom: float, *, most: int) -> list[Mark]:
    """Return marks as they are drawn at a zoom."""
    return gather(marks, zoom, apart=APART, most=most)


def site_marks(frame: Frame, sites: Iterable[Site], urls: Any) -> list[dict[str, str]]:
    """Return sites as marks of their group; ``urls`` leads from a key to the address of a card."""
    return [
        {
            **placed(frame, site.lat, site.lng),
            "group": group_of(site.type.name).value,
            "title": f"{site.name}（{site.type.name}）",
            "url": urls(site.pk),
        }
        for site in sites
    ]


def cluster_marks(frame: Frame, clusters: Iterable[Mark], urls: Any) -> list[dict[str, str]]:
    """Return clusters as circles with their number; ``urls`` leads from a cluster to the address of its frame."""
    return [
        {
            **placed(frame, cluster.lat, cluster.lng),
            "count": short_count(cluster.count),
            "radius": str(radius(cluster.count)),
            "title": sites_text(cluster.count),
            "url": urls(cluster),
        }
        for cluster in clusters
    ]


def short_count(count: int) -> str:
    """Return a number that fits a circle: thousands are shortened."""
    return str(count) if count < 1000 else f"{count / 1000:.1f}".rstrip("0").rstrip(".") + "k"


def sites_text(count: int) -> str:
    """Return a number of sites in words."""
    return ngettext("%(count)s 处点位", "%(count)s 处点位", count) % {"count": number_text(count)}


def area_names(frame: Frame, areas: Iterable[dict[str, Any]]) -> list[dict[str, str]]:
    """Return the names of areas where there is room for them, those with most sites first."""
    shown: list[tuple[float, float]] = []
    names = []
    for area in areas:
        x, y = frame.place(*drawn((area["lat"], area["lng"])))
        if all(abs(x - left) > NAME_ROOM[0] or abs(y - top) > NAME_ROOM[1] for left, top in shown):
            shown.append((x, y))
            names.append({"x": percent(x), "y": percent(y), "name": area["name"]})
    return names


def drawing(frame: Frame, *, label: str, **parts: Any) -> dict[str, Any]:
    """Return a picture of this (drawn) frame: grid, scale, and the marks and names that are given."""
    meridians, parallels = grid(frame)
    metres, part = scale_bar(frame)
    return {
        "label": label,
        "meridians": [{"x": percent(frame.place(frame.south, lng)[0]), "text": f"{lng:g}°E"} for lng in meridians],
        "parallels": [_parallel(frame, lat) for lat in parallels],
        "scale": percent(part),
        "scale_text": distance_text(metres),
        "marks": [],
        "clusters": [],
        "names": [],
        "here": None,
        **parts,
        "dense": len(parts.get("marks", ())) > DENSE,
    }


def _parallel(frame: Frame, lat: float) -> dict[str, str]:
    """Return a line of equal latitude; at the top edge the words of the meridians stand, so it has none of its own there."""
    y = frame.place(lat, frame.west)[1]
    return {"y": percent(y), "text": f"{lat:g}°N" if y > TOP_EDGE else ""}


def drawing_html(picture: dict[str, Any]) -> str:
    """Return a picture as SVG."""
    return render_to_string("sites/map_drawing.html", {"map": picture}, using="jinja2")


def distance_text(metres: int) -> str:
    """Return a round distance."""
    return (
        _("%(number)s 公里") % {"number": metres // 1000} if metres >= 1000 else _("%(number)s 米") % {"number": metres}
    )


def moves(frame: Frame, carried: Mapping[str, str], everything: str = "") -> list[dict[str, str]]:
    """Return the steps that a drawing without a script offers: nearer, further, to the sides, and ``everything`` under this name."""
    steps = [
        ("plus", _("放大"), frame.scaled(0.5)),
        ("minus", _("缩小"), frame.scaled(2)),
        ("west", _("向西"), frame.moved(-STEP, 0)),
        ("east", _("向东"), frame.moved(STEP, 0)),
        ("north", _("向北"), frame.moved(0, -STEP)),
        ("south", _("向南"), frame.moved(0, STEP)),
    ]
    found = [
        {"sign": sign, "label": label, "url": f"?{urlencode({**carried, 'bbox': frame_text(to)})}"}
        for sign, label, to in steps
    ]
    return [*found, {"sign": "all", "label": everything, "url": f"?{urlencode(carried)}"}] if everything else found


def legend(groups: Iterable[str] = ()) -> list[dict[str, str]]:
    """Return the marks of the groups with their names; all of them, or these."""
    wanted = set(groups) or set(SiteGroup.values)
    return [{"group": value, "label": str(label)} for value, label in SiteGroup.choices if value in wanted]


def features(
    view_sites: Iterable[Site], clusters: Iterable[Mark], areas: Iterable[dict[str, Any]]
) -> list[dict[str, Any]]:
    """Return what a map shows as features of GeoJSON, at the positions at which they are drawn."""
    found = [
        _feature(site.lat, site.lng, kind="site", id=site.pk, name=site.name, group=group_of(site.type.name).value)
        for site in view_sites
    ]
    for cluster in clusters:
        bounds = cluster.bounds
        corners = [*drawn((bounds.south, bounds.west)), *drawn((bounds.north, bounds.east))]
        south, west, north, east = (round(value, 6) for value in corners)
        found.append(
            _feature(
                cluster.lat,
                cluster.lng,
                kind="cluster",
                count=cluster.count,
                label=short_count(cluster.count),
                radius=radius(cluster.count),
                box=[west, south, east, north],
            )
        )
    found += [_feature(area["lat"], area["lng"], kind="area", id=area["key"], name=area["name"]) for area in areas]
    return found


def _feature(lat: float, lng: float, **properties: Any) -> dict[str, Any]:
    """Return a point with its properties; six decimals are ten centimetres."""
    shown = drawn((lat, lng))
    point = {"type": "Point", "coordinates": [round(shown[1], 6), round(shown[0], 6)]}
    return {"type": "Feature", "geometry": point, "properties": properties}
