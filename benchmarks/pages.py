"""`bench pages`: every list page at 100,000 rows, 20,000 sites and 2,000 units, against the same page with nothing to list.

Two cities of one installation: one round of 100,000 rows in the one, an empty round in the other. Each page is asked for as a
signed-in leader through the whole middleware, on SQLite and on a PostgreSQL of our own (where its binaries are found), and the
CPU seconds of the web process are compared: what the database spends in its own process is not counted, on SQLite it is. The queries are
those of the view: who asks, and with which posts, is found out before it, and the bell's one stands in the frame of every page.
The goal is architecture.md's: a list page costs at most four times an empty one of the same layout, with at most six queries.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.runner import goal, report

ROWS, SITES, AREAS, UNITS = 100_000, 4_000, 40, 60
PLACES, BODIES = 20_000, 2_000
"""Sites of the register, and units that answer for them."""
TURNS = 12
MOST, QUERIES = 4.0, 6
FULL, EMPTY = "large", "empty"
PAGES = {
    "rows of a round": "/{city}/rounds/1/rows/",
    "rows under a filter": "/{city}/rounds/1/rows/?lost=on",
    "rounds": "/{city}/rounds/",
    "home": "/{city}/",
    "gaps": "/{city}/scores/1/gaps/",
    "gaps of an area": "/{city}/scores/1/gaps/?area=街道1",
    "sites": "/{city}/sites/",
    "sites by responsible unit": "/{city}/sites/?order=unit",
    "sites under a filter": "/{city}/sites/?q=ceshi&lacks=chief&order=area",
    "units": "/{city}/units/?levels=0",
}


def measure() -> dict:
    """Measure both databases, each in a process of its own, and say what holds."""
    from tests.postgres import PostgresMissingError, running_server

    goals, checks = [], {"rows": ROWS}
    goals += _database("SQLite", "", checks)
    try:
        with running_server() as url:
            goals += _database("PostgreSQL", url, checks)
    except PostgresMissingError as missing:
        checks["PostgreSQL"] = f"not measured: {missing}"
    return report("pages", goals, checks, ("django",))


def _database(name: str, url: str, checks: dict) -> list[dict]:
    """Return the lines of one database."""
    with tempfile.TemporaryDirectory(prefix="wenming-bench-") as folder:
        environment = {**os.environ, "WENMING_VAR": folder, "DATABASE_URL": url}
        environment["DJANGO_SETTINGS_MODULE"] = "wenming.config.settings.development"
        command = [sys.executable, "-m", "benchmarks.pages"]
        done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True, text=True)
    lines = []
    for page, found in json.loads(done.stdout.splitlines()[-1]).items():
        lines.append(goal(f"{name}, {page}", found["full"] * 1000, found["empty"] * 1000, at_most=MOST))
        lines[-1]["holds"] &= found["queries"] <= QUERIES
        checks[f"queries, {name}, {page}"] = found["queries"]
    return lines


def main() -> None:
    """Fill a database and print the CPU seconds and queries of every page, as one line of JSON."""
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.test import Client

    settings.ALLOWED_HOSTS = ["*"]
    settings.DEBUG = False
    Path(os.environ["WENMING_VAR"]).mkdir(exist_ok=True)
    call_command("migrate", verbosity=0)
    leader = _fill()
    client = Client()
    client.force_login(leader)
    print(json.dumps({name: _page(client, address) for name, address in PAGES.items()}))


def _page(client: object, address: str) -> dict[str, float]:
    """Return the best CPU seconds of the full and of the empty page, turn by turn, and the queries of the full one."""
    import time

    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from tests.queries import BELL

    best = {"full": float("inf"), "empty": float("inf")}
    for turn in range(TURNS):
        for side, city in (("full", FULL), ("empty", EMPTY)):
            begun = time.process_time()
            answer = client.get(address.format(city=city))
            spent = time.process_time() - begun
            if answer.status_code != 200:
                raise RuntimeError(f"{address}: {answer.status_code} {answer.headers}")
            best[side] = min(best[side], spent) if turn else best[side]
    with CaptureQueriesContext(connection) as captured:
        client.get(address.format(city=FULL))
    verbs = ("SELECT", "INSERT", "UPDATE", "DELETE")
    apart = ("django_session", '"kernel_account"."password"', "organisations_post", BELL)
    asked = [
        one["sql"] for one in captured if one["sql"].startswith(verbs) and not any(name in one["sql"] for name in apart)
    ]
    return {**best, "queries": len(asked)}


def _fill() -> object:
    """Create both cities, the large round and the empty one, and a leader of both."""
    from datetime import UTC, datetime

    from django.db import transaction

    from wenming.engine.observations import Observation as Row
    from wenming.inspections.actions.writing import CHUNK, create_tallies, insert_observations
    from wenming.inspections.models import Round
    from wenming.kernel.actions.installation import create_account, create_city
    from wenming.organisations.actions import appoint
    from wenming.organisations.enums import Role
    from wenming.standards.actions import adopt_edition
    from wenming.standards.imports.packs import PACKS
    from wenming.standards.queries import standard_of

    at = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
    leader = create_account(username="bench", name="测速", password="Bench-2026-wenming", by=None, at=at)  # noqa: S106
    source = (PACKS / "suzhou-2016-district.yaml").read_text(encoding="utf-8")
    for slug, rows in ((FULL, ROWS), (EMPTY, 0)):
        city = create_city(slug=slug, name=slug, name_en=slug, time_zone="Asia/Shanghai", by=None, at=at)
        appoint(city=city, account=leader, role=Role.LEADER, by=None, at=at)
        edition = adopt_edition(city=city, source=source, file_name="pack", by=None, at=at)
        leaves = standard_of(edition).leaves
        round_ = Round.objects.create(
            city=city, number=1, name="一", edition=edition, starts_on=at.date(), ends_on=at.date(), created_at=at
        )
        nodes = dict(edition.nodes.values_list("code", "pk"))
        with transaction.atomic():
            for start in range(0, rows, CHUNK):
                portion = [
                    _row(Row, number, leaves[number % len(leaves)].code) for number in range(start, start + CHUNK)
                ]
                insert_observations(round_, portion, nodes)
            create_tallies(round_)
        _fill_register(city, at, full=bool(rows))
    return leader


def _fill_register(city: object, at: object, *, full: bool) -> None:
    """Give the large city its units and its register, and the empty one a single page of both."""
    from wenming.sites.models import Site, SiteChief, SiteType, SiteUnit

    units = _found(city, at, BODIES if full else 0)
    kind = SiteType.objects.create(city=city, name="小区", order=1)
    sites = Site.objects.bulk_create(
        (
            Site(
                city=city,
                code=f"P{number:05d}",
                name=f"测试点位{number}",
                sounds=f"ceshidianwei{number}",
                type=kind,
                area=units[number % AREAS],
                token=f"t{number}",
                starts_on=at.date(),
                created_at=at,
            )
            for number in range(PLACES if full else 0)
        ),
        batch_size=500,
    )
    shared = {"city": city, "since": at.date(), "at": at}
    parts = [
        SiteUnit(site=site, unit=units[(number * 7 + len(part)) % BODIES], part=part, **shared)
        for number, site in enumerate(sites)
        for part in ("responsible", "sponsor")
    ]
    SiteUnit.objects.bulk_create(parts, batch_size=500)
    _lead(city, sites, shared, SiteChief)


def _found(city: object, at: object, count: int) -> list:
    """Found so many units, the first of them streets."""
    from wenming.organisations.models import Unit

    return Unit.objects.bulk_create(
        Unit(
            city=city,
            kind="street" if number < AREAS else "department",
            name=f"单位{number}",
            sounds=f"danwei{number}",
            order=number + 1,
            position=f"{number + 1:04d}",
            starts_on=at.date(),
        )
        for number in range(count)
    )


def _lead(city: object, sites: list, shared: dict, chief: type) -> None:
    """Name a chief for every second site; ten of them share one."""
    from wenming.organisations.models import Person

    people = Person.objects.bulk_create(Person(city=city, name=f"某{number}") for number in range(len(sites) // 20))
    rows = (
        chief(site=site, person=people[number // 20 % len(people)], kind="site", **shared)
        for number, site in enumerate(sites)
        if number % 2
    )
    chief.objects.bulk_create(rows, batch_size=500)


def _row(row: type, number: int, code: str) -> object:
    """Return one made-up row; every tenth lost something."""
    return row(
        sheet="实地测评",
        row=number + 2,
        serial=str(number),
        code=code,
        written=code,
        site=f"点位{number % SITES}",
        milli=1000 if number % 10 else 700,
        area=f"街道{number % AREAS}",
        units=(f"单位{number % UNITS}",),
    )


if __name__ == "__main__":
    main()
