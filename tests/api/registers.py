"""A small register of sites for the interfaces, and a machine that reads it with a key."""

from __future__ import annotations

from typing import Any

from django.test import Client

from tests.people import AT, OFFICER, SINCE, make_account, make_city
from tests.sites.places import make_site, make_type, make_unit
from wenming.api.actions import make_key

BASE = "/qinghe/api/features/"
ITEMS = f"{BASE}collections/sites/items"


def make_register() -> dict[str, Any]:
    """Return two streets, a department, and sites: three in the city, one beyond the antimeridian, one without a position, one retired."""
    from wenming.sites.models import SiteUnit

    east, west = make_unit("东街街道"), make_unit("西街街道")
    bureau = make_unit("园林局", "department")
    market = make_type("集贸市场")
    sites = {
        "a-1": make_site("a-1", "东门广场", area=east, at=(32.1, 114.1)),
        "a-2": make_site("a-2", "东门市场", area=east, at=(32.2, 114.2), type=market, address="东街 2 号"),
        "b-1": make_site("b-1", "西门广场", area=west, at=(32.3, 114.0)),
        "c-1": make_site("c-1", "海岛站", at=(-17.0, 179.5)),
        "d-1": make_site("d-1", "流动摊点", at=None),
        "e-1": make_site("e-1", "老车站", area=west, at=(32.4, 114.4), ends_on=AT.date().replace(month=6, day=30)),
    }
    part = {"city": make_city(), "since": SINCE, "at": AT}
    SiteUnit.objects.create(site=sites["a-1"], unit=bureau, part="responsible", **part)
    SiteUnit.objects.create(site=sites["a-1"], unit=east, part="sponsor", until=SINCE, **part)
    return {"sites": sites, "east": east, "bureau": bureau}


def key_of(person: Any = OFFICER, purpose: str = "features", **more: Any) -> str:
    """Return the secret of a new key of a person."""
    _key, secret = make_key(city=make_city(), purpose=purpose, name="测试", by=make_account(person), at=AT, **more)
    return secret


def machine(secret: str) -> Client:
    """Return a client that shows a key with every call."""
    return Client(headers={"Authorization": f"Bearer {secret}"})
