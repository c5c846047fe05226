"""`bench issues`: 1,200,000 issues on a PostgreSQL of our own, 100,000 on SQLite, beside a city of 10,000 of the same kind.

Create: `report_issue` through the whole action against the bare insert of the row by the same ORM; at most 8 queries and 8 CPU-ms
(the CPU seconds of the web process: on SQLite the database is in them). Filters: the page of the ledger in the large city against the small one, at
most 1.3 times the CPU seconds of web and database together (on a busy machine the wall says nothing), at most 6 queries beside who asks. Counts: by state with area, category, unit, and by all three of area,
category and state of what is open, at most 5 CPU-ms each. Export: the ledger of 100,000 issues as a workbook without pictures against that of
10,000, at most 1.3 times the memory at its peak.
BENCH_ISSUES="300:100" measures smaller cities, BENCH_TURNS=1 fewer times (a test does).
"""

import json
import os
import subprocess
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path

from benchmarks.runner import best_of, goal, report

SIZES = {"PostgreSQL": (1_200_000, 10_000), "SQLite": (100_000, 10_000)}
QUERIES, CREATE_QUERIES, CREATE_CPU, COUNT_CPU, MOST = 6, 8, 8.0, 5.0, 1.3
EXPORTED = 100_000
TURNS = int(os.environ.get("BENCH_TURNS", "9"))
FILTERS = {
    "open": "",
    "every state": "state=all",
    "late": "lamp=red",
    "waiting for a check": "state=answered",
    "accepted or filed": "state=accepted,filed",
    "of an area": "area={area}",
    "of an area without open ones": "area={still}",
    "of an area, every state": "area={area}&state=all",
    "of a unit": "unit={unit}",
    "of a unit, closed": "unit={unit}&state=closed",
    "of a unit, late": "unit={unit}&lamp=red",
    "a category, every state": "minor={minor}&state=all",
    "newest first, every state": "order=-reported&state=all",
    "reported this month": "reported=month&state=all",
    "hotline": "source=hotline",
    "urgent": "urgent=on",
    "by number": "q=0000042&state=all",
}


def measure() -> dict:
    """Measure both databases, each in a process of its own, and say what holds."""
    from tests.postgres import PostgresMissingError, running_server

    checks: dict = {}
    goals = _database("SQLite", "", checks)
    try:
        with running_server() as url:
            goals += _database("PostgreSQL", url, checks)
    except PostgresMissingError as missing:
        checks["PostgreSQL"] = f"not measured: {missing}"
    return report("issues", goals, checks, ("django",))


def run_one(name: str, url: str = "") -> dict:
    """Return what one database measures, in a process and a folder of its own."""
    large, small = SIZES[name]
    with tempfile.TemporaryDirectory(prefix="wenming-bench-") as folder:
        environment = {**os.environ, "WENMING_VAR": folder, "DATABASE_URL": url}
        environment.setdefault("BENCH_ISSUES", f"{large}:{small}")
        environment["DJANGO_SETTINGS_MODULE"] = "wenming.config.settings.development"
        command = [sys.executable, "-m", "benchmarks.issues"]
        done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True, text=True)
    return json.loads(done.stdout.splitlines()[-1])


def _database(name: str, url: str, checks: dict) -> list[dict]:
    """Return the lines of one database."""
    found = run_one(name, url)
    create = found["create"]
    lines = [goal(f"{name}, create, CPU-ms of 8", create["cpu"], CREATE_CPU, at_most=1.0)]
    lines[0]["holds"] &= create["queries"] <= CREATE_QUERIES
    checks |= {
        f"issues, {name}": found["issues"],
        f"create, {name}, queries": create["queries"],
        f"create, {name}, times a bare insert": round(create["cpu"] / create["bare"], 1),
    }
    for page, one in found["filters"].items():
        lines.append(goal(f"{name}, ledger, {page}", one["large"], one["small"], at_most=MOST))
        lines[-1]["holds"] &= one["queries"] <= QUERIES
        checks[f"queries, {name}, {page}"] = one["queries"]
    for kind, cpu in found["counts"].items():
        lines.append(goal(f"{name}, counts by {kind}, CPU-ms of 5", cpu, COUNT_CPU, at_most=1.0))
    peaks = {size: one["peak"] for size, one in found["export"].items()}
    lines.append(goal(f"{name}, workbook, MiB at the peak", peaks["large"], peaks["small"], at_most=MOST))
    checks |= {f"rows of the workbook, {name}, {size}": one["rows"] for size, one in found["export"].items()}
    return lines


def main() -> None:
    """Fill a database and print what was measured, as one line of JSON."""
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    from benchmarks.issues_town import fill

    settings.ALLOWED_HOSTS = ["*"]
    settings.DEBUG = False
    Path(os.environ["WENMING_VAR"]).mkdir(exist_ok=True)
    call_command("migrate", verbosity=0)
    large, small = map(int, os.environ["BENCH_ISSUES"].split(":"))
    cities, officer = fill({"large": large, "small": small})
    filters = {name: _page(cities, officer, query) for name, query in FILTERS.items()}
    counts = _counts(cities["large"])
    exported = {size: _export(city) for size, city in reversed(cities.items())}
    found = {"issues": large, "filters": filters, "counts": counts, "export": exported}
    found["create"] = _create(cities["large"], officer)
    print(json.dumps(found))


def _page(cities: dict, officer: object, query: str) -> dict[str, float]:
    """Return the best milliseconds of one filter in both cities, turn by turn, and its queries in the large one."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from wenming.issues.models import MinorClass
    from wenming.organisations.models import Unit

    client = Client()
    client.force_login(officer)
    sides = {}
    for size, city in cities.items():
        units = Unit.objects.in_city(city)
        keys = {
            "area": units.filter(kind="street").order_by("pk")[3].pk,
            "still": units.filter(kind="county").get().pk,
            "unit": units.filter(kind="department").order_by("pk")[3].pk,
            "minor": MinorClass.objects.in_city(city).order_by("pk")[3].pk,
        }
        sides[size] = f"/{city.slug}/issues/?{query.format(**keys)}"
    for address in sides.values():
        answer = client.get(address)
        if answer.status_code != 200:
            raise RuntimeError(f"{address}: {answer.status_code}")
    gets = {size: _getting(client, address) for size, address in sides.items()}
    spent = best_of(gets, TURNS, clock=_cpu_clock())
    with CaptureQueriesContext(connection) as captured:
        client.get(sides["large"])
    return {**spent, "queries": len([one for one in captured if _counts_as_query(one["sql"])])}


def _getting(client: object, address: str) -> Callable[[], object]:
    return lambda: client.get(address)


def _cpu_clock() -> Callable[[], float]:
    """Return a clock of the CPU seconds of this process and of the server's process behind its connection."""
    from django.db import connection

    if connection.vendor != "postgresql":
        return time.process_time
    with connection.cursor() as cursor:
        cursor.execute("SET max_parallel_workers_per_gather = 0")  # all its work in the one process that is watched
        cursor.execute("SELECT pg_backend_pid()")
        spent = Path(f"/proc/{cursor.fetchone()[0]}/schedstat")
    return lambda: time.process_time() + int(spent.read_text().split()[0]) / 1e9


def _counts_as_query(sql: str) -> bool:
    """Say whether a statement is one of the page: who asks, and with which posts, is found out before it."""
    before = ("django_session", '"kernel_account"."password"', "organisations_post")
    return sql.startswith(("SELECT", "INSERT", "UPDATE", "DELETE")) and not any(name in sql for name in before)


def _cpu_of(run: Callable[[], object], times: int) -> float:
    """Return the CPU milliseconds of one run: the best of three times many."""
    best = float("inf")
    for _turn in range(3):
        begun = time.process_time()
        for _time in range(times):
            run()
        best = min(best, (time.process_time() - begun) * 1000 / times)
    return best


def _counts(city: object) -> dict[str, float]:
    """Return the CPU milliseconds of each sort of count."""
    from wenming.issues.queries import cells_of, stock_of
    from wenming.issues.workflow import OPEN

    kinds = {
        "state": lambda: stock_of(city),
        "state × area": lambda: stock_of(city, "area"),
        "state × category": lambda: stock_of(city, "minor"),
        "state × unit": lambda: stock_of(city, "unit"),
        "area × category × open state": lambda: cells_of(city, states=OPEN),
        "area × category × state": lambda: cells_of(city),
    }
    return {name: _cpu_of(run, 2 * TURNS) for name, run in kinds.items()}


def _export(city: object) -> dict[str, float]:
    """Return how much memory (MiB) the workbook of a city's newest 100,000 issues takes at its peak, and its rows."""
    from wenming.issues.exports.ledgers import write_ledger
    from wenming.issues.models import Issue

    rows = Issue.objects.in_city(city).order_by("-reported_at", "-pk")[:EXPORTED]
    tracemalloc.start()
    try:
        with (Path(os.environ["WENMING_VAR"]) / "ledger.xlsx").open("wb") as file:
            write_ledger(file, city, rows)
        return {"peak": tracemalloc.get_traced_memory()[1] / 2**20, "rows": rows.count()}
    finally:
        tracemalloc.stop()


def _create(city: object, officer: object) -> dict[str, float]:
    """Return the CPU milliseconds of a report, of the bare insert of its row, and its queries."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from benchmarks.issues_town import AT
    from wenming.issues.actions import Report, report_issue
    from wenming.issues.models import Issue, MinorClass

    minor = MinorClass.objects.in_city(city).order_by("pk")[0]
    numbers = iter(range(10**6))

    def create() -> None:
        report_issue(city=city, report=Report(text="垃圾桶满溢", source="patrol", minor=minor), by=officer, at=AT)

    def bare() -> None:
        row = Issue(
            city=city,
            number=f"bare-{next(numbers)}",
            state="reported",
            text="x",
            source="patrol",
            reported_at=AT,
            changed_at=AT,
        )
        row.save(force_insert=True)

    create()
    spent = {"cpu": _cpu_of(create, 7 * TURNS), "bare": _cpu_of(bare, 7 * TURNS)}
    with CaptureQueriesContext(connection) as captured:
        create()
    verbs = ("SELECT", "INSERT", "UPDATE", "DELETE")
    return {**spent, "queries": len([one for one in captured if one["sql"].startswith(verbs)])}


if __name__ == "__main__":
    main()
