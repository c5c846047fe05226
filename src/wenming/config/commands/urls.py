"""``urls``: every address of the platform, what it takes, an example of it in a city, and who may open it."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse
from django.utils.translation import gettext as _

from wenming.config.cli import FINE, show, show_json
from wenming.config.commands.cities import city_named
from wenming.config.commands.doors import DOORS, Door, example
from wenming.config.commands.doors.ground import SHUT
from wenming.kernel.models import City


@dataclass(frozen=True)
class Address:
    """One address as Django knows it."""

    name: str
    pattern: str


def register(nouns: argparse._SubParsersAction) -> None:
    """Add the noun ``urls``, which is its own verb."""
    urls = nouns.add_parser("urls", help=_("列出全部网址：方法、示例、谁可以打开"))
    urls.add_argument("--city", metavar="SLUG", help=_("示例取自这个城市（第一个）"))
    urls.add_argument("--json", action="store_true", help=_("以 JSON 输出"))
    urls.set_defaults(run=run_urls)


def run_urls(arguments: argparse.Namespace) -> int:
    """List every address."""
    city = city_named(arguments.city) if arguments.city else City.objects.order_by("created_at", "pk").first()
    rows = [_row(address, city) for address in addresses()]
    if arguments.json:
        show_json({"city": city.slug if city else None, "urls": rows})
    else:
        for row in rows:
            show(f"{row['name'] or '—':36} {','.join(row['methods']):9} /{row['pattern']}  {' '.join(row['opens'])}")
    return FINE


def addresses(resolver: URLResolver | None = None, before: str = "", space: str = "") -> Iterator[Address]:
    """Yield every address of the platform in the order in which Django tries them."""
    for one in (resolver or get_resolver()).url_patterns:
        if isinstance(one, URLPattern):
            yield Address(f"{space}{one.name}" if one.name else "", f"{before}{one.pattern}")
        else:
            inside = f"{space}{one.namespace}:" if one.namespace else space
            yield from addresses(one, f"{before}{one.pattern}", inside)


def path_of(name: str, door: Door, city: City | None) -> str | None:
    """Return the address with its places filled from the city; None where the city has no such record."""
    values: dict[str, Any] = {}
    if door.fills and city is None:
        return None
    for place, wanted in door.fills.items():
        values[place] = example(wanted, city) if city else None
        if values[place] is None:
            return None
    for filled in ({**values, "city": city.slug} if city else values, values):
        try:
            path = reverse(name, kwargs=filled)
        except NoReverseMatch:
            continue
        return f"{path}?{door.query}" if door.query else path
    if city is not None:
        raise LookupError(f"the table of doors does not say what to fill into {name}")
    return None


def _row(address: Address, city: City | None) -> dict[str, Any]:
    """Return one address as the list shows it."""
    door = DOORS.get(address.name)
    return {
        "name": address.name,
        "pattern": address.pattern,
        "methods": door.methods if door else [],
        "example": path_of(address.name, door, city) if door else None,
        "opens": sorted(door.opens) if door else [],
        "writes": sorted(door.writes) if door else [],
        "by_key": bool(door and door.machine),
        "shut": address.name in SHUT or not address.name,
    }
