"""One run of R for all cases: started once, asked once."""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

import pytest

from tests.referee.cases import API, KNOWN, Case, Columns, all_cases, school
from tools.house import system

SCRIPT = Path(__file__).with_name("referee.R")


@dataclass(frozen=True)
class Referee:
    """All cases by name, and what R said of each."""

    cases: dict[str, Case]
    said: dict[str, Any]
    intervals: dict[str, list[list[float]]]


def asked(question: object) -> Any:
    """Return R's answer."""
    command = ["Rscript", "--vanilla", str(SCRIPT)]
    done = subprocess.run(command, input=json.dumps(question), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="session")
def referee() -> Referee:
    """Return what R says."""
    if lacking := system.missing(["referee"]):
        pytest.skip(f"not installed: {', '.join(lacking)}")
    tables: dict[str, Columns] = asked({"api": True})
    schools = {f"{name} {known}": school(tables, name, known) for name in API for known in KNOWN}
    cases = all_cases() | schools
    effective = {name: case.effective for name, case in cases.items()}
    said = asked(
        {
            "cases": {name: case.put() for name, case in cases.items()},
            "intervals": list(chain.from_iterable(effective.values())),
        }
    )
    ends = iter(said["intervals"])
    return Referee(cases, said["answers"], {name: [next(ends) for _ in known] for name, known in effective.items()})
