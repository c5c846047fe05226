"""Seeds of the register: the usual kinds of places, and the fictional sites of the demo (data/city/sites.yaml)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date, datetime
from functools import partial
from typing import Any

import yaml
from django.conf import settings

from wenming.documents.exports import Cell, Column, Sheet, workbook
from wenming.engine.geo import Datum, from_wgs84
from wenming.engine.openings import read_opening
from wenming.kernel.models import Account, City
from wenming.organisations.models import Unit
from wenming.sites.actions import (
    SiteFacts,
    add_site,
    add_type,
    give_part,
    map_site_import,
    merge_site,
    retire_sites,
    settle_doubles,
    start_site_import,
    write_site_import,
)
from wenming.sites.models import Site, SiteType

HEADS = (
    "点位名称", "点位类型", "属地", "地址", "经度", "纬度", "责任单位", "主管单位", "包保单位", "点位长", "点位长电话", "路长", "路长电话", "街巷长",
    "街巷长电话", "启用日期",
)  # fmt: skip
CHIEFS = ("site", "road", "lane")
SPREAD = 0.011
"""Degrees around the middle of a street within which its sites lie: a bit more than a kilometre."""
NEAR = 0.00012
"""Degrees of latitude: thirteen metres."""


def seed_site_types(*, city: City, by: Account | None, at: datetime) -> None:
    """Give a city the usual kinds of places."""
    for one in _facts("site_types")["types"]:
        hours = read_opening(one["hours"]).times if "hours" in one else ()
        facts = {name: one.get(name, "") for name in ("name_en", "checklist", "walking")}
        add_type(city=city, name=one["name"], hours=hours, **facts, by=by, at=at)


def seed_sites(*, city: City, by: Account | None, at: datetime) -> None:
    """Give the demo its register, the way an office does: by a workbook; then what a real register has as well."""
    seed_site_types(city=city, by=by, at=at)
    facts = _facts("sites")
    columns = [Column(head) for head in HEADS]
    content = workbook([Sheet("点位", "", columns, _rows(facts))])
    import_ = start_site_import(city=city, file_name="点位台账.xlsx", chunks=[content], by=by, at=at)
    mapping = {**import_.mapping, "datum": Datum.GCJ02.value}
    import_ = map_site_import(import_=import_, mapping=mapping, by=by, at=at)
    import_ = settle_doubles(import_=import_, how="new", by=by, at=at)
    write_site_import(import_=import_, by=by, at=at)
    _plant(city, facts, by, at)


def _facts(name: str) -> dict[str, Any]:
    """Return the facts of a file of the rehearsal city."""
    return yaml.safe_load((settings.ROOT / "data" / "city" / f"{name}.yaml").read_text(encoding="utf-8"))


def _rows(facts: dict[str, Any]) -> Iterator[list[Cell]]:
    """Yield the rows of the workbook."""
    for number, (name, kind, street, area) in enumerate(_named(facts), start=1):
        faults = facts["faults"]
        lat, lng = _place(facts, street, name)
        placed: list[Cell] = [lng, lat] if name not in faults["no_position"] else ["", ""]
        unit = street if kind["unit"] == "street" else kind["unit"]
        sponsor = facts["sponsors"][number % len(facts["sponsors"])]
        yield [
            name,
            kind["type"],
            area,
            f"{street.removesuffix('街道')}路 {number} 号",
            *placed,
            unit if name not in faults["no_unit"] else "",
            kind.get("competent", ""),
            sponsor if name not in faults["no_sponsor"] else "",
            *_chiefs(facts, kind.get("chief", ""), number),
            facts["since"],
        ]


def _named(facts: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any], str, str]]:
    """Yield every site: name, kind, street, area."""
    for street in facts["streets"]:
        for kind in facts["per_street"]:
            yield kind["name"].format(s=street.removesuffix("街道")), kind, street, street
        for community in facts["communities"][street]:
            for kind in facts["per_community"]:
                yield kind["name"].format(c=community), kind, street, f"{community}社区"
    for one in facts["single"]:
        yield one["name"], one, one["street"], one["street"]


def _place(facts: dict[str, Any], street: str, name: str) -> tuple[float, float]:
    """Return a site's position in GCJ-02, to six places as maps give it; it follows from the name alone."""
    lat, lng = facts["streets"][street]
    north, east = (_draw(f"{name}/{side}", 2001) / 1000 - 1 for side in ("north", "east"))
    given = from_wgs84((lat + north * SPREAD, lng + east * SPREAD * 1.15), Datum.GCJ02)
    return round(given[0], 6), round(given[1], 6)


def _chiefs(facts: dict[str, Any], kind: str, number: int) -> list[Cell]:
    """Return names and numbers of the chiefs; a dozen sites share one."""
    cells: list[Cell] = []
    for one in CHIEFS:
        if one != kind:
            cells += ["", ""]
            continue
        who = number // 3
        surname = facts["surnames"][who % len(facts["surnames"])]
        given = facts["given"][(who * 7) % len(facts["given"])]
        cells += [f"{surname}{given}", f"13901{who:06d}"]
    return cells


def _draw(seed: str, sides: int) -> int:
    """Return a number from 0 to sides − 1 that depends on the seed alone."""
    return int.from_bytes(hashlib.sha256(seed.encode()).digest()[:8]) % sides


def _plant(city: City, facts: dict[str, Any], by: Account | None, at: datetime) -> None:
    """Add a place that is there twice, merge one, retire one, and leave a part with a unit that is no more."""
    faults, day = facts["faults"], at.astimezone(city.zone).date()
    site = partial(_site, city)
    first = site(faults["double"]["of"])
    twin = SiteFacts(
        name=faults["double"]["name"],
        type=SiteType.objects.in_city(city).get(pk=first.type_id),
        area=first.area,
        given=(first.given_lat + NEAR, first.given_lng),
        datum=first.datum,
    )
    add_site(city=city, facts=twin, since=date(2026, 1, 5), by=by, at=at)
    left = faults["left_by"]
    former = Unit.objects.in_city(city).get(name=left["unit"])
    give_part(city=city, sites=[site(left["site"])], unit=former, part="competent", since=left["since"], by=by, at=at)
    one = faults["merged"]
    merge_site(site=site(one["site"]), into=site(one["into"]), on=day, reason=one["reason"], by=by, at=at)
    one = faults["retired"]
    retire_sites(city=city, sites=[site(one["site"])], on=day, reason=one["reason"], by=by, at=at)


def _site(city: City, name: str) -> Site:
    """Return a site by its name."""
    return Site.objects.in_city(city).select_related("city", "area").get(name=name)
