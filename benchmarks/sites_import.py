"""`bench sites-import`: a register of 20,000 sites, from the upload to the written sites, through the pages themselves.

Ours is everything that a person waits for: upload, columns (every row checked), the page of the check, the rehearsal, and writing (as the
job does it), on a fresh SQLite file and on a PostgreSQL of our own (where its binaries are found), with 2,000 units to find names among.
The peer, openpyxl in its read-only mode, reads the same bytes and does nothing with the cells: it is what a script would begin with. The
goal of the product is a minute for the whole. Against the peer: upload and one check of every row (positions converted, opening times
read, names of units found, doubles looked for) within five of its bare passes. Both sides take turns and count their best.

The memory is the peak of a process of its own, with Django and everything else that it loads.
"""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import openpyxl
import xlsxwriter

from benchmarks.runner import goal, report

ROWS, UNITS = 20_000, 2_000
MINUTE = 60_000.0
PEAK_MEGABYTES = 768
TURNS = 2
ROOT = Path(__file__).resolve().parents[1]
HEADS = (
    "编号",
    "点位名称",
    "点位类型",
    "街道",
    "地址",
    "经度",
    "纬度",
    "责任单位",
    "主管单位",
    "包保单位",
    "点位长",
    "电话",
    "开放时间",
)
HOURS = ("全天", "周一至周五 8:00-12:00,14:30-17:30", "8:00—22:00（周一闭馆）", "")


def workbook() -> bytes:
    """Return the workbook: every row usable, two or three units each, every third with a chief, hours written in four ways."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"constant_memory": True}) as book:
        page = book.add_worksheet("点位")
        page.write_row(0, 0, HEADS)
        for number in range(1, ROWS + 1):
            units = [f"单位{(number * 37 + part * 701) % UNITS}" for part in range(3)]
            place = (round(113.8 + number % 150 * 0.004, 6), round(31.9 + number // 150 * 0.004, 6))
            chief = (f"某{number // 9}", f"139{number // 9:08d}") if number % 3 == 0 else ("", "")
            names = (f"P{number:05d}", f"测试点位{number}", ("小区", "背街小巷", "农贸市场")[number % 3])
            street = f"单位{number % 40}"
            cells = (*names, street, f"某路 {number} 号", *place, *units, *chief, HOURS[number % 4])
            page.write_row(number, 0, cells)
    return buffer.getvalue()


def by_openpyxl(path: Path) -> float:
    """Return the milliseconds of one bare pass over the cells."""
    start = time.perf_counter()
    book = openpyxl.load_workbook(path, read_only=True)
    rows = sum(1 for _row in book.worksheets[0].iter_rows(values_only=True))
    book.close()
    if rows != ROWS + 1:
        raise AssertionError(f"openpyxl saw {rows} rows")
    return (time.perf_counter() - start) * 1000


def ours(path: Path, url: str) -> dict[str, float]:
    """Return the milliseconds of every step and the peak memory, measured in a process of its own."""
    environment = {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}", "DATABASE_URL": url}
    environment["DJANGO_SETTINGS_MODULE"] = "wenming.config.settings.development"
    with tempfile.TemporaryDirectory(prefix="wenming-bench-") as folder:
        environment["WENMING_VAR"] = folder
        command = [sys.executable, "-m", "benchmarks.sites_import", str(path)]
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise AssertionError(done.stderr[-2000:])
    return json.loads(done.stdout.splitlines()[-1])


def measure() -> dict:
    """Measure both databases; AssertionError where a row is lost."""
    sys.path.insert(0, str(ROOT / "src"))
    from tests.postgres import PostgresMissingError, running_server

    goals: list[dict] = []
    checks: dict[str, object] = {"rows": ROWS, "units": UNITS}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sites.xlsx"
        path.write_bytes(workbook())
        goals += _database("SQLite", path, "", TURNS, checks)
        try:
            with running_server() as url:
                # a server is filled once: the second turn would find every site known
                goals += _database("PostgreSQL", path, url, 1, checks)
        except PostgresMissingError as missing:
            checks["PostgreSQL"] = f"not measured: {missing}"
    return report("sites-import", goals, checks, ("openpyxl", "django", "h3"))


def _database(name: str, path: Path, url: str, turns: int, checks: dict[str, object]) -> list[dict]:
    """Return the lines of one database."""
    found = [(by_openpyxl(path), ours(path, url)) for _turn in range(turns)]
    peer = min(turn[0] for turn in found)
    steps = {step: min(turn[1][step] for turn in found) for step in found[0][1]}
    peak = steps.pop("peak_megabytes")
    checks.update({f"{name}, {step}_ms": round(spent, 1) for step, spent in steps.items()})
    return [
        goal(f"{name}, the whole, against a minute", sum(steps.values()), MINUTE, at_most=1),
        goal(f"{name}, upload and check, openpyxl's bare pass", steps["upload"] + steps["columns"], peer, at_most=5),
        goal(f"{name}, peak memory in MB, against {PEAK_MEGABYTES}", peak, PEAK_MEGABYTES, at_most=1),
    ]


def prepare() -> None:
    """Set Django up on a fresh database, with the units and kinds that the table names."""
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    settings.ALLOWED_HOSTS, settings.DEBUG = ["*"], False
    Path(os.environ["WENMING_VAR"]).mkdir(exist_ok=True)
    call_command("migrate", verbosity=0)
    from tests.people import AT, SINCE, make_city
    from wenming.organisations.models import Unit
    from wenming.sites.actions import add_type

    city = make_city()
    Unit.objects.bulk_create(
        Unit(
            city=city,
            kind="street" if number < 40 else "department",
            name=f"单位{number}",
            order=number + 1,
            position=f"{number + 1:04d}",
            starts_on=SINCE,
        )
        for number in range(UNITS)
    )
    for name in ("小区", "背街小巷", "农贸市场"):
        add_type(city=city, name=name, by=None, at=AT)


def chosen(import_: object) -> dict[str, str]:
    """Return the form of the columns as a person leaves it: what the heads say, and the datum."""
    mapping = import_.mapping["sheets"]["点位"]["columns"]
    form = {f"column-0-{place}": name for place, name in enumerate(mapping)}
    return {**form, "used-0": "1", "type-0": "", "datum": "gcj02"}


def walk(path: Path) -> dict[str, float]:
    """Go through the pages and the job like a person and a worker; return the milliseconds of every step."""
    import resource

    prepare()
    from django.core.files.uploadedfile import SimpleUploadedFile
    from django.test import Client

    from benchmarks.round_import import deliver
    from tests.people import HOME, OFFICER, make_account
    from wenming.sites.models import Site, SiteImport

    client = Client()
    client.force_login(make_account(OFFICER))
    here = f"/{HOME}/sites/import/"
    key = 0

    def upload() -> None:
        nonlocal key
        client.post(here, {"file": SimpleUploadedFile("点位.xlsx", path.read_bytes())})
        key = SiteImport.objects.across_cities().get().pk

    def columns() -> None:
        client.post(f"{here}{key}/columns/", chosen(SiteImport.objects.across_cities().get()))

    spent = {}
    for name, step in (
        ("upload", upload),
        ("columns", columns),
        ("check", lambda: client.get(f"{here}{key}/")),
        ("preview", lambda: client.get(f"{here}{key}/preview/")),
        ("ask", lambda: client.post(f"{here}{key}/write/")),
        ("write", lambda: deliver("site_import.writing_asked")),
    ):
        start = time.perf_counter()
        step()
        spent[name] = (time.perf_counter() - start) * 1000
    state, written = SiteImport.objects.across_cities().get().state, Site.objects.across_cities().count()
    if (state, written) != ("adopted", ROWS):
        raise AssertionError(f"rows were lost on the way: {state}, {written}")
    return {**spent, "peak_megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


if __name__ == "__main__":
    print(json.dumps(walk(Path(sys.argv[1]))))
