"""The test run judges itself: a skip is seen, the network is closed, another database's tests are left out."""

from __future__ import annotations

import os
import socket
import subprocess
import sys

import pytest

from tests.architecture.sources import ROOT
from tools.house.lanes import Lane, count

SKIPPING = {
    "a test": "import pytest\ndef test_a():\n    pytest.skip('no data')\n",
    "a marked test": "import pytest\n@pytest.mark.skip(reason='no data')\ndef test_a():\n    pass\n",
    "a whole file": "import pytest\npytest.skip('no data', allow_module_level=True)\n",
}


def run_pytest(folder, sources: dict[str, str], **env: str) -> str:
    """Run files of tests of their own and return pytest's last line."""
    for number, source in enumerate(sources.values()):
        (folder / f"test_inner_{number}.py").write_text(source, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "tests.conftest", "-p", "no:cacheprovider"]
    command += ["-c", "pyproject.toml", "--continue-on-collection-errors", str(folder)]
    kept = {name: value for name, value in os.environ.items() if name not in {"CI", "DATABASE_URL", "PYTEST_ADDOPTS"}}
    env = kept | {"PYTHONPATH": "src"} | env
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    return done.stdout.strip().splitlines()[-1].split(" in ")[0]


def test_skip_on_a_persons_machine_counts_as_skipped(tmp_path):
    assert run_pytest(tmp_path, SKIPPING) == "3 skipped"


def test_skip_on_a_build_machine_fails(tmp_path):
    assert run_pytest(tmp_path, SKIPPING, CI="true") == "1 failed, 2 errors"


def test_run_a_test_of_postgres_on_sqlite_leaves_it_out(tmp_path):
    source = "import pytest\n@pytest.mark.postgres_only\ndef test_a():\n    pass\ndef test_b():\n    pass\n"
    assert run_pytest(tmp_path, {"marked": source}) == "1 passed, 1 deselected"


def test_connect_to_the_network_is_refused():
    with socket.socket() as probe, pytest.raises(UserWarning, match=r"192\.0\.2\.1"):
        probe.connect(("192.0.2.1", 80))


def test_count_a_report_adds_every_outcome(tmp_path):
    report = tmp_path / "report.xml"
    report.write_text(
        "<testsuites><testsuite>"
        '<testcase classname="a" name="fine"/><testcase classname="a" name="wrong"><failure/></testcase>'
        '<testcase classname="a" name="broken"><error/></testcase>'
        '<testcase classname="a" name="absent"><skipped message="no data"/></testcase>'
        "</testsuite></testsuites>",
        encoding="utf-8",
    )
    lane = Lane("engine")
    assert count(lane, report) is True
    assert (lane.passed, lane.failed, lane.skipped) == (1, 2, 1)
    assert lane.problems == ["a::wrong", "a::broken", "skipped: no data"]
