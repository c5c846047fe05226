"""Counts the branches that tests run through: a plugin of pytest, and a program that names what no test ran through.

As ``-p tests.counting`` it is loaded before anything of ours, for it changes modules as they are imported; as ``python -m tests.counting``
it adds up what all processes saw. WENMING_COUNTED holds globs under the root, what is counted; WENMING_COUNTS the folder in which each process
leaves what it saw. tests/conftest.py says during which tests is counted.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest
from slipcover import ImportManager, Slipcover, merge_coverage

ROOT = Path(__file__).resolve().parents[1]
# A Protocol's body is a type: it never runs.
TYPES_ONLY = [r"^\s*\.\.\.$"]


def counted() -> frozenset[Path]:
    """Return the files whose branches are counted."""
    globs = os.environ.get("WENMING_COUNTED", "").split(",")
    return frozenset(path for glob in globs if glob for path in ROOT.glob(glob))


class Files:
    """Tells the importing of modules which of them are counted."""

    def __init__(self, files: frozenset[Path]) -> None:
        self.files = files

    def matches(self, filename: str) -> bool:
        """Whether this file is counted."""
        return Path(filename) in self.files


class Counter:
    """Counts from its beginning until it is stopped, once and for all."""

    def __init__(self, files: frozenset[Path], folder: Path) -> None:
        self.folder = folder
        self.stopped = False
        self._seen = Slipcover(branch=True, exclude_also=TYPES_ONLY)
        ImportManager(self._seen, Files(files)).__enter__()

    def stop(self) -> None:
        """Leave what was seen up to now in the folder; what is seen after counts no more."""
        if not self.stopped:
            self.stopped = True
            worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")
            (self.folder / f"{worker}.json").write_text(json.dumps(self._seen.get_coverage()), encoding="utf-8")

    def pytest_sessionfinish(self) -> None:
        """Stop at the latest at the end."""
        self.stop()


def pytest_configure(config: pytest.Config) -> None:
    """Hand the counter over, where this process runs tests."""
    if counter and not getattr(config.option, "numprocesses", None):
        config.pluginmanager.register(counter, "counter")


def report() -> int:
    """Print what no test ran through, file by file; return the program's status."""
    found = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(_folder().glob("*.json"))]
    if not found:
        sys.stdout.write("nothing was counted\n")
        return 1
    whole = found[0]
    for one in found[1:]:
        merge_coverage(whole, one)
    seen = {(ROOT / name).resolve(): facts for name, facts in whole["files"].items()}
    gaps = [line for path in sorted(counted()) if (line := _gap(path, seen.get(path)))]
    sys.stdout.write("\n".join(gaps or [f"every branch of {len(seen)} files"]) + "\n")
    return 1 if gaps else 0


def _gap(path: Path, facts: dict[str, list[int]] | None) -> str:
    """Return what is missing in a file, "" for nothing."""
    name = path.relative_to(ROOT)
    if facts is None:
        # a file of comments alone is never imported, and need not be
        return f"{name}: never imported" if path.read_text(encoding="utf-8").strip() else ""
    lines = [str(line) for line in facts["missing_lines"]]
    ways = [f"{start}->{end or 'exit'}" for start, end in facts["missing_branches"] if str(start) not in lines]
    return f"{name}: {' '.join(lines + ways)}" if lines or ways else ""


def _folder() -> Path:
    return Path(os.environ["WENMING_COUNTS"])


counter = Counter(counted(), _folder()) if "WENMING_COUNTS" in os.environ and __name__ != "__main__" else None

if __name__ == "__main__":
    sys.exit(report())
