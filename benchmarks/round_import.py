"""`bench round-import`: a workbook of 100,000 rows, from the upload to the written round, through the pages themselves.

Ours is everything that a person waits for: upload, reading (as the job does it), the page of the check, the preview, and
writing (as the job does it), on a fresh SQLite file with the settings of an installation. The peers read the same bytes
and do nothing with the cells: calamine, the reader underneath, and openpyxl in its read-only mode, which is what a
script would use. The goal of the product is a minute for the whole in bounded memory; that our reading (cells, rows, names,
amounts, notes) takes no longer than openpyxl's bare pass over the cells is the goal against the peer.

The memory is the peak of a process of its own, with Django and everything else that it loads.
"""

from __future__ import annotations

import io
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import openpyxl
import python_calamine
import xlsxwriter

from benchmarks.runner import goal, report

ROWS = 100_000
MINUTE = 60_000.0
PEAK_MEGABYTES = 256
ROOT = Path(__file__).resolve().parents[1]
HEADS = ("序号", "项目", "考察点位", "扣分", "得分", "区域", "责任单位1", "责任单位2")


def workbook(names: list[str]) -> bytes:
    """Return the workbook: every row usable, a third without a deduction, a quarter without an area, one or two units."""
    draw = random.Random(2016)
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"constant_memory": True}) as book:
        page = book.add_worksheet("实地测评")
        page.write_row(0, 0, HEADS)
        for number in range(1, ROWS + 1):
            area = draw.choice(("望河街道", "城北街道", "江南街道", ""))
            units = draw.choice(("城管局", "住建局", "交通局")), draw.choice(("卫健委", "", ""))
            cells = (number, draw.choice(names), f"点位{number}", draw.choice(("", 0.1, 0.2)), "", area, *units)
            page.write_row(number, 0, cells)
    return buffer.getvalue()


def by_calamine(path: Path) -> int:
    """Read every cell as the reader underneath does; returns the rows."""
    with python_calamine.load_workbook(str(path)) as book:
        return sum(1 for _row in book.get_sheet_by_index(0).iter_rows())


def by_openpyxl(path: Path) -> int:
    """Read every cell with openpyxl's read-only mode; returns the rows."""
    book = openpyxl.load_workbook(path, read_only=True)
    rows = sum(1 for _row in book.worksheets[0].iter_rows(values_only=True))
    book.close()
    return rows


def clocked(read: object, path: Path) -> float:
    """Return the milliseconds of one pass, after checking that it saw every row."""
    start = time.perf_counter()
    rows = read(path)
    spent = (time.perf_counter() - start) * 1000
    if rows != ROWS + 1:
        raise AssertionError(f"{read.__name__} saw {rows} rows")
    return spent


def ours(path: Path) -> dict[str, float]:
    """Return the milliseconds of every step and the peak memory, measured in a process of its own."""
    environment = {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}
    environment |= {"DJANGO_SETTINGS_MODULE": "wenming.config.settings.test", "WENMING_VAR": str(path.parent)}
    command = [sys.executable, "-m", "benchmarks.round_import", str(path)]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise AssertionError(done.stderr[-2000:])
    return json.loads(done.stdout.splitlines()[-1])


def measure() -> dict:
    """Measure everything; AssertionError where a side loses a row."""
    sys.path.insert(0, str(ROOT / "src"))
    from wenming.standards.imports.packs import load_standard

    standard = load_standard(ROOT / "data" / "standards" / "suzhou-2016-district.yaml")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "round.xlsx"
        path.write_bytes(workbook([leaf.name for leaf in standard.leaves]))
        bare = min(clocked(by_calamine, path) for _turn in range(3))
        peer = clocked(by_openpyxl, path)
        steps = ours(path)
    peak = steps.pop("peak_megabytes")
    whole = sum(steps.values())
    goals = [
        goal("the whole, against a minute", whole, MINUTE, at_most=1),
        goal("upload and reading, openpyxl's bare pass", steps["upload"] + steps["read"], peer, at_most=1),
        goal(f"peak memory in MB, against {PEAK_MEGABYTES}", peak, PEAK_MEGABYTES, at_most=1),
    ]
    checks = {f"{name}_ms": round(spent, 1) for name, spent in steps.items()}
    checks |= {"rows": ROWS, "bare calamine_ms": round(bare, 1), "reading / bare calamine": round(whole / bare, 1)}
    return report("round-import", goals, checks, ("python-calamine", "openpyxl", "django"))


def walk(path: Path) -> dict[str, float]:
    """Go through the pages and the jobs like a person and a worker; return the milliseconds of every step."""
    import resource

    import django

    django.setup()
    from django.conf import settings
    from django.core.files.uploadedfile import SimpleUploadedFile
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client

    settings.ALLOWED_HOSTS = ["testserver"]
    connection.settings_dict["NAME"] = str(path.parent / "bench.sqlite3")
    call_command("migrate", verbosity=0)
    from tests.people import HOME, OFFICER, make_account
    from tests.rounds import make_edition
    from wenming.config.jobs import dispatch
    from wenming.inspections.models import Observation, RoundImport
    from wenming.kernel.models import Event, JobRun
    from wenming.kernel.tasks import run_job

    client, edition = Client(), make_edition()
    client.force_login(make_account(OFFICER))
    form = {"standard": edition.pk, "name": "轮", "started_on": "2026-11-09", "ended_on": "2026-11-13"}
    here = f"/{HOME}/rounds/import/"

    def deliver(kind: str) -> None:
        event = Event.objects.across_cities().get(kind=kind)
        dispatch(event.pk)
        run_job(JobRun.objects.get(event=event).pk)

    def upload() -> None:
        with path.open("rb") as file:
            client.post(here, {**form, "file": SimpleUploadedFile("轮.xlsx", file.read())})

    steps = {
        "upload": upload,
        "read": lambda: deliver("round_import.reading_asked"),
        "check": lambda: client.get(f"{here}1/"),
        "preview": lambda: client.get(f"{here}1/preview/"),
        "ask": lambda: client.post(f"{here}1/write/", {"left_out": "0"}),
        "write": lambda: deliver("round_import.writing_asked"),
    }
    spent = {}
    for name, step in steps.items():
        start = time.perf_counter()
        step()
        spent[name] = (time.perf_counter() - start) * 1000
    state = RoundImport.objects.across_cities().get().state
    if (state, Observation.objects.across_cities().count()) != ("written", ROWS):
        raise AssertionError("rows were lost on the way")
    return {**spent, "peak_megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


if __name__ == "__main__":
    print(json.dumps(walk(Path(sys.argv[1]))))
