"""`bench map`: what a moving map asks for, with 20,000 sites in a city of 28 areas.

Ours is the answer to one view of the whole town: clusters, names, bounded. The peer is the plain way: every site as a feature of GeoJSON,
from the same database with the same query set, for the browser to cluster. Both go through the same process, on SQLite and on a
PostgreSQL of our own (where its binaries are found). The goal is in ratio: a fifth of the plain way's time and a twentieth of its bytes.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.runner import best_of, goal, report

SITES = 20_000
TOWN = "113.9,32.0,114.3,32.3"
CITY = "mapped"


def measure() -> dict:
    """Measure both databases, each in a process of its own, and say what holds."""
    from tests.postgres import PostgresMissingError, running_server

    goals, checks = [], {"sites": SITES}
    goals += _database("SQLite", "", checks)
    try:
        with running_server() as url:
            goals += _database("PostgreSQL", url, checks)
    except PostgresMissingError as missing:
        checks["PostgreSQL"] = f"not measured: {missing}"
    return report("map", goals, checks, ("django",))


def _database(name: str, url: str, checks: dict) -> list[dict]:
    """Return the lines of one database."""
    with tempfile.TemporaryDirectory(prefix="wenming-bench-") as folder:
        environment = {**os.environ, "WENMING_VAR": folder, "DATABASE_URL": url}
        environment["DJANGO_SETTINGS_MODULE"] = "wenming.config.settings.development"
        command = [sys.executable, "-m", "benchmarks.map"]
        done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True, text=True)
    found = json.loads(done.stdout.splitlines()[-1])
    checks[f"features, {name}"] = found["features"]
    return [
        goal(f"{name}, the town", found["view"], found["plain"], at_least=5),
        goal(f"{name}, kilobytes", found["bytes"] / 1000, found["plain_bytes"] / 1000, at_least=20),
        goal(f"{name}, a quarter", found["near"], found["plain"], at_least=5),
    ]


def main() -> None:
    """Fill a database and print the milliseconds and bytes of both ways, as one line of JSON."""
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.test import Client

    settings.ALLOWED_HOSTS = ["*"]
    settings.DEBUG = False
    Path(os.environ["WENMING_VAR"]).mkdir(exist_ok=True)
    call_command("migrate", verbosity=0)
    city, leader = _fill()
    client = Client()
    client.force_login(leader)
    view = f"/{CITY}/map/features/?bbox={TOWN}&zoom=11"
    near = f"/{CITY}/map/features/?bbox=114.0,32.1,114.1,32.17&zoom=13"
    sides = {"view": lambda: client.get(view), "near": lambda: client.get(near), "plain": lambda: _plain(city, leader)}
    spent = best_of(sides, 7)
    answer = client.get(view)
    shown = json.loads(answer.content)
    if shown["count"] != SITES:
        raise AssertionError(f"the view counts {shown['count']} of {SITES} sites")
    plain = _plain(city, leader)
    sizes = {"bytes": len(answer.content), "plain_bytes": len(plain), "features": len(shown["features"])}
    print(json.dumps({**spent, **sizes}))


def _plain(city: object, leader: object) -> bytes:
    """Return every site as a feature."""
    from datetime import UTC, datetime

    from wenming.sites.queries.map import sites_on_map, wanted_in
    from wenming.sites.schemas.maps import features

    sites = sites_on_map(leader, city, wanted_in({}, city), at=datetime(2026, 11, 20, 1, 0, tzinfo=UTC))
    body = {"type": "FeatureCollection", "features": features(sites, (), ())}
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()


def _fill() -> tuple[object, object]:
    """Create a city with its sites around the middles of its areas, and a leader."""
    import random
    from datetime import UTC, date, datetime

    from wenming.kernel.actions.installation import create_account, create_city
    from wenming.organisations.actions import appoint, found_unit
    from wenming.organisations.enums import Role
    from wenming.sites.models import Site, SiteType

    at, since = datetime(2026, 11, 20, 1, 0, tzinfo=UTC), date(2026, 1, 1)
    city = create_city(slug=CITY, name=CITY, name_en=CITY, time_zone="Asia/Shanghai", by=None, at=at)
    leader = create_account(username="bench", name="测速", password="Bench-2026-wenming", by=None, at=at)  # noqa: S106
    appoint(city=city, account=leader, role=Role.LEADER, by=None, at=at)
    draw = random.Random(2026)  # noqa: S311  made-up places
    kinds = [SiteType.objects.create(city=city, name=f"第{number}类广场", order=number) for number in range(30)]
    areas = []
    for number in range(28):
        unit = found_unit(city=city, kind="street", name=f"街道{number}", since=since, parent=None, by=None, at=at)
        areas.append((unit, 32.13 + draw.uniform(-0.08, 0.08), 114.08 + draw.uniform(-0.1, 0.1)))
    rows = (
        Site(**_site(number, draw, kinds, areas), city=city, starts_on=since, created_at=at) for number in range(SITES)
    )
    Site.objects.bulk_create(rows, batch_size=1000)
    return city, leader


def _site(number: int, draw: object, kinds: list, areas: list) -> dict:
    """Return the values of one made-up site, not further than some kilometres from the middle of its area."""
    from wenming.engine.geo import cells

    area, lat, lng = draw.choice(areas)
    lat, lng = (middle + max(-0.03, min(0.03, draw.gauss(0, 0.008))) for middle in (lat, lng))
    coarse, fine = cells((lat, lng))
    facts = {"code": f"{number:05d}", "name": f"点位{number}", "token": f"t{number}", "datum": "wgs84"}
    place = {"lat": lat, "lng": lng, "given_lat": lat, "given_lng": lng, "cell_8": coarse, "cell_10": fine}
    return {**facts, **place, "type": draw.choice(kinds), "area": area}


if __name__ == "__main__":
    main()
