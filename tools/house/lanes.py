"""The test lanes: what each runs, how long it took, what came out of it."""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from xml.etree import ElementTree as ET

from tests.postgres import PostgresMissingError, running_server
from tools.house import system
from tools.house.ground import FINDINGS, FINE, PYTHON, ROOT, HouseError, environment, openly, tell
from tools.house.ready import DEV, ready

REPORTS = ROOT / "var" / "test"
MEMORY, ROOM = Path("/dev/shm"), 4 << 30  # noqa: S108  a folder of our own is made in it
NO_TESTS = 5  # pytest's own status for an empty selection
APPS = (
    "kernel",
    "organisations",
    "documents",
    "messaging",
    "burden",
    "draws",
    "standards",
    "campaigns",
    "sites",
    "evidence",
    "issues",
    "inspections",
    "materials",
    "assessment",
    "supervision",
    "workbench",
    "api",
    "onsite",
    "rehearsal",
    "config",
)
# The rules of the house ask for every branch of these, in the lane that runs them.
PURE = ("src/wenming/engine/**/*.py",)
# Migrating an empty database takes ten seconds in every worker; the postgres lane migrates, and a test compares migrations with models.
UNMIGRATED = "--no-migrations"
PAGES_ONLY = ("documents", "workbench", "rehearsal", "config")
WITHOUT_PAGES = ("--ignore-glob=*_page.py", "--ignore-glob=*_pages.py")
DECIDING = tuple(
    f"src/wenming/*/{drawer}" for name in ("actions", "rules", "workflow") for drawer in (f"{name}.py", f"{name}/*.py")
)
# A worker takes the tests in the order in which they come: those during which branches are counted are first.
COUNTING = ("-p", "tests.counting", "--no-loadscope-reorder")
# The ladder, the migrations and the catalogue are tests of tests/architecture.
TOOLS = {
    "ruff check": ["-m", "ruff", "check", "--quiet", "."],
    "ruff format": ["-m", "ruff", "format", "--check", "--quiet", "."],
    "mypy": ["-m", "mypy", "--no-error-summary"],
    "manage.py check": ["manage.py", "check", "--fail-level", "WARNING"],
}


@dataclass
class Lane:
    """One lane's result."""

    name: str
    minutes: float = 0.0
    passed: int = 0
    failed: int = 0
    skipped: int = 0
    problems: list[str] = field(default_factory=list)

    def fail(self, problem: str) -> None:
        """Count one failure and name it."""
        self.failed += 1
        self.problems.append(problem)

    def skip(self, problem: str) -> None:
        """Count what this machine cannot run; a build machine (CI=true) must be able to."""
        if os.environ.get("CI") == "true":
            self.fail(f"{problem} (a failure, because CI=true)")
        else:
            self.skipped += 1
            self.problems.append(f"skipped: {problem}")


@dataclass(frozen=True)
class Call:
    """What the person asked of ``test``: an expression of pytest, and where the tools' own words go."""

    expression: str = ""
    quiet: bool = False


def run_tool(lane: Lane, call: Call, name: str, arguments: list[str], env: dict[str, str] | None = None) -> None:
    """Run one checking program and count it as one."""
    tell(f"[{lane.name}] {name}")
    if openly([PYTHON, *arguments], env=env or test_environment(), to_stderr=call.quiet):
        lane.fail(name)
    else:
        lane.passed += 1


def run_pytest(
    lane: Lane, call: Call, folders: list[str], *options: str, part: str = "", env: dict[str, str] | None = None
) -> None:
    """Run pytest over folders and add its counts to the lane."""
    tell(f"[{lane.name}] pytest {' '.join(folders)} {part}".rstrip())
    report = REPORTS / f"{lane.name}{part}.xml"
    report.unlink(missing_ok=True)
    chosen = ["-k", call.expression] if call.expression else []
    command = [PYTHON, "-m", "pytest", "-q", f"--junitxml={report}", *options, *chosen, *folders]
    status = openly(command, env=env or test_environment(), to_stderr=call.quiet)
    if status == NO_TESTS and call.expression:
        return
    counted = count(lane, report)
    if status != FINE and not counted:
        lane.fail(f"pytest ended with status {status}")


def count(lane: Lane, report: Path) -> bool:
    """Add the counts of a JUnit report; return whether it explains a failing status."""
    if not report.exists():
        return False
    explained = False
    for case in ET.parse(report).getroot().iter("testcase"):  # noqa: S314  our own pytest wrote it
        name = f"{case.get('classname')}::{case.get('name')}"
        broken = [child for child in case if child.tag in {"failure", "error"}]
        skipped = case.find("skipped")
        if broken:
            lane.fail(name)
            explained = True
        elif skipped is not None:
            lane.skipped += 1
            lane.problems.append(f"skipped: {skipped.get('message', '')}")
        else:
            lane.passed += 1
    return explained


def test_environment(**more: str | Path | None) -> dict[str, str]:
    """Return the environment of every test process."""
    settings = "wenming.config.settings.test"
    return environment(**{"DJANGO_SETTINGS_MODULE": settings, "DATABASE_URL": None, "WENMING_VAR": None, **more})


@contextmanager
def in_memory() -> Iterator[dict[str, str]]:
    """Yield the variable that names a folder for files which only tests need: in memory where there is room, for disks are slow to forget."""
    if not MEMORY.is_dir() or shutil.disk_usage(MEMORY).free < ROOM:
        yield {}
        return
    with tempfile.TemporaryDirectory(prefix="wenming-", dir=MEMORY, ignore_cleanup_errors=True) as folder:
        yield {"TMPDIR": folder}


def existing(folders: list[str]) -> list[str]:
    """Return those folders that are there and hold tests."""
    return [folder for folder in folders if any((ROOT / folder).rglob("test_*.py"))]


def counting(lane: Lane, part: str, patterns: tuple[str, ...]) -> dict[str, str | Path | None]:
    """Return the variables under which tests count the branches of the files that match (tests/counting.py)."""
    folder = REPORTS / f"counts-{lane.name}{part}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return {"WENMING_COUNTED": ",".join(patterns), "WENMING_COUNTS": folder}


def gate(lane: Lane, call: Call, counts: dict[str, str | Path | None]) -> None:
    """Ask for every branch of the files that were counted; a partial run (-k) is not asked."""
    if not call.expression:
        run_tool(lane, call, "every branch covered", ["-m", "tests.counting"], test_environment(**counts))


def run_static(lane: Lane, call: Call) -> None:
    """Run the style, the types, the ladder, the catalogues and the tests of the house's own rules."""
    if not call.expression:
        for name, arguments in TOOLS.items():
            run_tool(lane, call, name, arguments)
    run_pytest(lane, call, ["tests/architecture"], "-n", "2")


def run_engine(lane: Lane, call: Call) -> None:
    """Run the engine compiled, then once more as plain Python with every branch counted."""
    run_pytest(lane, call, ["tests/engine"], "-n", "2")
    counts = counting(lane, "-uncompiled", PURE)
    plain = test_environment(NUMBA_DISABLE_JIT="1", **counts)
    run_pytest(lane, call, ["tests/engine"], "-n", "2", *COUNTING, part="-uncompiled", env=plain)
    gate(lane, call, counts)


def run_sqlite(lane: Lane, call: Call) -> None:
    """Run the apps on SQLite and ask for every branch of what decides and writes."""
    counts = counting(lane, "", DECIDING)
    folders = existing([f"tests/{app}" for app in APPS])
    # a group stays on one worker: what its module makes once is made once
    options = ("-n", "2", "--dist", "loadgroup", UNMIGRATED, *COUNTING)
    with in_memory() as scratch:
        run_pytest(lane, call, folders, *options, env=test_environment(**counts, **scratch))
    gate(lane, call, counts)


def run_postgres(lane: Lane, call: Call) -> None:
    """Run records, actions, jobs and concurrency on a PostgreSQL of our own; what pages show is the same on both databases."""
    with ExitStack() as stack:
        try:
            url = stack.enter_context(running_server(system.wheel_packages()))
        except PostgresMissingError as missing:
            lane.skip(str(missing))
            return
        folders = existing([f"tests/{app}" for app in APPS if app not in PAGES_ONLY])
        scratch = stack.enter_context(in_memory())
        run_pytest(lane, call, folders, "-n", "2", *WITHOUT_PAGES, env=test_environment(DATABASE_URL=url, **scratch))


def run_browser(lane: Lane, call: Call) -> None:
    """Run the pages in a real browser."""
    found = system.browser()
    if not found:
        lane.skip("no Chromium found: install the package chromium, or name the program in CHROMIUM")
        return
    with in_memory() as scratch:
        run_pytest(
            lane, call, ["tests/browser"], "-n", "2", UNMIGRATED, env=test_environment(CHROMIUM=found, **scratch)
        )


def run_referee(lane: Lane, call: Call) -> None:
    """Hold the estimates against R's survey package, which nothing else of ours needs."""
    if lacking := system.missing(["referee"]):
        lane.skip(f"no R with its survey package: install the packages {' '.join(lacking)}")
        return
    run_pytest(lane, call, ["tests/referee"])


LANES: dict[str, Callable[[Lane, Call], None]] = {
    "static": run_static,
    "engine": run_engine,
    "sqlite": run_sqlite,
    "postgres": run_postgres,
    "browser": run_browser,
    "referee": run_referee,
}
OPTIONAL = frozenset({"referee"})
"""Lanes that run, and install what they need, only where they are named."""


def run(names: list[str], *, expression: str = "", as_json: bool = False) -> int:
    """Run lanes (all but the optional ones when none is named), print what came out, return the exit status."""
    unknown = [name for name in names if name not in LANES]
    if unknown:
        raise HouseError(f"there is no lane {unknown[0]!r}", f"the lanes are {', '.join(LANES)}")
    chosen = [name for name in LANES if (name in names if names else name not in OPTIONAL)]
    ready(DEV, front_end=bool({"sqlite", "postgres", "browser"} & set(chosen)))
    REPORTS.mkdir(parents=True, exist_ok=True)
    for package in system.install(chosen):
        tell(f"  not installed: {package} (apt-get install {package})")
    done = [run_lane(name, Call(expression, as_json)) for name in chosen]
    (report_json if as_json else report_table)(done)
    return FINDINGS if any(lane.failed for lane in done) else FINE


def run_lane(name: str, call: Call) -> Lane:
    """Run one lane and take its time."""
    lane, begun = Lane(name), time.monotonic()
    LANES[name](lane, call)
    lane.minutes = (time.monotonic() - begun) / 60
    if not (lane.passed or lane.failed or lane.skipped or call.expression):
        lane.fail("the lane has no tests")
    return lane


def totals(done: list[Lane]) -> dict[str, int]:
    """Return the sums over lanes."""
    return {key: sum(getattr(lane, key) for lane in done) for key in ("passed", "failed", "skipped")}


def report_json(done: list[Lane]) -> None:
    """Print everything as one JSON document."""
    print(json.dumps({"lanes": [asdict(lane) for lane in done], **totals(done)}, ensure_ascii=False))


def report_table(done: list[Lane]) -> None:
    """Print problems, a table of lanes and, alone on the last line, the sums."""
    sys.stdout.flush()
    for lane in done:
        for problem, times in Counter(lane.problems).items():
            print(f"[{lane.name}] {problem}" + (f" ({times} times)" if times > 1 else ""))
    print(f"\n{'lane':10} {'minutes':>8} {'passed':>8} {'failed':>8} {'skipped':>8}")
    for lane in done:
        print(f"{lane.name:10} {lane.minutes:8.2f} {lane.passed:8} {lane.failed:8} {lane.skipped:8}")
    sums = totals(done)
    print(f"{sums['passed']} passed, {sums['failed']} failed, {sums['skipped']} skipped", flush=True)


def soak(times: int, what: str, sizes: dict[str, int]) -> int:
    """Run the long tests ``times`` over, all of them or those of a name; ``sizes`` of a day in the field, where they are not the usual ones."""
    if not existing(["tests/soak"]):
        raise HouseError("there are no long runs yet", "they will live in tests/soak, marked soak")
    ready(DEV)
    env = test_environment(SOAK_TIMES=str(times), **{f"SOAK_{name}": str(size) for name, size in sizes.items()})
    return (
        FINDINGS
        if openly([PYTHON, "-m", "pytest", "-q", "-m", "soak", "-k", what.replace("-", "_"), "tests/soak"], env=env)
        else FINE
    )
