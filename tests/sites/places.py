"""Places for tests: a street of the fictional city, and sites in it."""

from __future__ import annotations

from typing import Any

from tests.people import AT, SINCE, make_city

SQUARE = (32.1470, 114.0910)
"""A point in the middle of the fictional city, WGS-84."""


def make_unit(name: str, kind: str = "street", parent: Any = None) -> Any:
    """Return a unit of the fictional city, founded once."""
    from wenming.organisations.actions import found_unit
    from wenming.organisations.models import Unit

    city = make_city()
    known = Unit.objects.in_city(city).filter(name=name).first()
    return known or found_unit(city=city, kind=kind, name=name, since=SINCE, parent=parent, by=None, at=AT)


def make_type(name: str = "公共广场") -> Any:
    """Return a type of site, made once."""
    from wenming.sites.models import SiteType

    types = SiteType.objects.in_city(make_city())
    return types.filter(name=name).first() or SiteType.objects.create(city=make_city(), name=name, order=types.count())


def make_site(
    code: str, name: str = "", *, area: Any = None, at: tuple[float, float] | None = SQUARE, **values: Any
) -> Any:
    """Return a new site at a WGS-84 position (latitude, longitude), or without one."""
    import h3

    from wenming.sites.models import Site

    position: dict[str, Any] = {}
    if at is not None:
        lat, lng = at
        position = {
            "lat": lat, "lng": lng, "given_lat": lat, "given_lng": lng, "datum": "wgs84",
            "cell_8": h3.str_to_int(h3.latlng_to_cell(lat, lng, 8)),
            "cell_10": h3.str_to_int(h3.latlng_to_cell(lat, lng, 10)),
        }  # fmt: skip
    facts = {"type": values.pop("type", None) or make_type(), "starts_on": SINCE, "created_at": AT, "token": f"t{code}"}
    return Site.objects.create(
        city=make_city(), code=code, name=name or f"点位{code}", area=area, **facts, **position, **values
    )
