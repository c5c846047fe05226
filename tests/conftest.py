"""What every lane shares: which tests fit the database, which are counted, and skips that may not pass unseen."""

import gc
import os
from fnmatch import fnmatch
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

# The first text that it draws costs a fresh clone seconds: it reads every loaded module for constants to try. That is no fault of a test.
settings.register_profile("house", suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")

# New objects, and rounds of the younger ones, between two rounds of the garbage collector.
RARELY = (20_000, 20, 50)
ON_POSTGRES = os.environ.get("DATABASE_URL", "").startswith("postgres")
UNFIT = "sqlite_only" if ON_POSTGRES else "postgres_only"
# What brings a test to the database.
DOORS = frozenset({"db", "transactional_db", "django_db_blocker", "live_server"})
# What decides and writes is proved by the tests of actions, rules and workflows: tests that open pages, run commands or crawl whole cities
# run uncounted, after all others, and cannot stand in for one of those, but for files marked ``counted``. Nor are those counted that turn files
# into values or values into files, thousands of times over: nothing decides there.
UNCOUNTED = (
    "*_page.py",
    "*_pages.py",
    "*/tests/config/*",
    "*/tests/rehearsal/*",
    "*/tests/documents/*",
    "*/tests/standards/test_pack_files.py",
    "*/tests/standards/test_packs.py",
    "*/tests/standards/test_office_files.py",
    "*/tests/standards/test_section_sheets.py",
    "*/tests/inspections/test_rounds.py",
)


def is_counted(item: pytest.Item) -> bool:
    """Whether branches are counted during a test."""
    return bool(item.get_closest_marker("counted")) or not any(fnmatch(str(item.path), glob) for glob in UNCOUNTED)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> None:
    """Stop counting branches before the first test that opens pages, with everything that it sets up."""
    counter: Any = item.config.pluginmanager.get_plugin("counter")
    if counter and not is_counted(item):
        counter.stop()
    elif counter and counter.stopped:
        pytest.exit(f"{item.nodeid} is to be counted, and comes too late: its group holds tests that are not")


@pytest.fixture(autouse=True)
def chinese():
    """Every test begins in the language of the source: a page in English leaves its language behind in the thread."""
    from django.utils import translation

    translation.activate("zh-hans")


@pytest.fixture(scope="session")
def kept(tmp_path_factory: pytest.TempPathFactory):
    """Return the states of the database that are made once in a run and copied by its other worker."""
    from tests.kept import Kept

    folder = tmp_path_factory.getbasetemp()
    # a worker's own folder lies in the run's
    return Kept(folder.parent if os.environ.get("PYTEST_XDIST_WORKER") else folder)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what another lane runs: the other database's own tests, and on PostgreSQL what needs no database. It is not skipped."""
    fit = {item: not item.get_closest_marker(UNFIT) and (not ON_POSTGRES or opens_database(item)) for item in items}
    unfit = [item for item, fits in fit.items() if not fits]
    if unfit:
        config.hook.pytest_deselected(items=unfit)
        items[:] = [item for item, fits in fit.items() if fits]
    if config.pluginmanager.get_plugin("counter"):
        items.sort(key=lambda item: not is_counted(item))


def pytest_collection_finish() -> None:
    """Take what is loaded by now out of the garbage collector's rounds: walking through all of Django again and again took a tenth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*RARELY)


def pytest_sessionfinish() -> None:
    """Give it back, or libraries complain at the end that they were never cleared away."""
    gc.unfreeze()


def opens_database(item: pytest.Item) -> bool:
    """Whether a test, or what it needs, opens the database."""
    marked = any(item.get_closest_marker(name) for name in ("django_db", "postgres_only"))
    return marked or not DOORS.isdisjoint(getattr(item, "fixturenames", ()))


def refuse_skip(report: pytest.TestReport | pytest.CollectReport) -> None:
    """Where CI=true a skip is a failure: the machine is complete there, so something is missing."""
    if report.skipped and os.environ.get("CI") == "true" and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        report.outcome = "failed"
        report.longrepr = f"{report.nodeid}: a skip is a failure where CI=true. {reason}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]):
    """Look at every test's outcome."""
    report = yield
    refuse_skip(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector: pytest.Collector):
    """Look at files that skip themselves as a whole."""
    report = yield
    refuse_skip(report)
    return report
