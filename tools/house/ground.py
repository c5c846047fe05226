"""Where things lie, how steps are told, how programs are started, what a failure says."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"

FINE, FINDINGS, COULD_NOT = 0, 1, 2
LAST_WORDS = 15  # lines of a failed program that are shown


class HouseError(Exception):
    """A step that could not be done: one line for what is wrong, one for the mend."""

    def __init__(self, wrong: str, mend: str) -> None:
        super().__init__(wrong)
        self.mend = mend


def tell(line: str = "") -> None:
    """Say something about the way; results go to standard output, this does not."""
    print(line, file=sys.stderr, flush=True)


@contextmanager
def step(name: str) -> Iterator[None]:
    """Tell a step of the set-up with its seconds, once it is done."""
    begun = time.monotonic()
    yield
    tell(f"  {time.monotonic() - begun:5.1f} s  {name}")


def environment(**more: str | Path | None) -> dict[str, str]:
    """Return the environment for our own programs; a value of None takes the variable away.

    Python keeps what it compiled, outside the sources: where it may not, every start reads all of them again, which takes seconds.
    """
    merged: dict[str, str | Path | None] = {
        **os.environ,
        "PYTHONPATH": str(ROOT / "src"),
        "PYTHONDONTWRITEBYTECODE": None,
        "PYTHONPYCACHEPREFIX": ROOT / "var" / "bytecode",
        "PYTHONUNBUFFERED": "1",
        "VIRTUAL_ENV": str(VENV),
        **more,
    }
    merged.pop("PYTHONHOME", None)
    return {name: str(value) for name, value in merged.items() if value is not None}


def quietly(command: list[str | Path], *, wrong: str, mend: str, env: dict[str, str] | None = None) -> str:
    """Run a step of the set-up and return what it printed; its own words appear only when it fails."""
    done = subprocess.run(
        [str(part) for part in command],
        cwd=ROOT,
        env=env or environment(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        tell("\n".join((done.stdout + done.stderr).strip().splitlines()[-LAST_WORDS:]))
        raise HouseError(wrong, mend)
    return done.stdout


def openly(
    command: list[str | Path], *, env: dict[str, str] | None = None, to_stderr: bool = False, cwd: Path = ROOT
) -> int:
    """Run a program that talks to the person itself; return its exit status."""
    child = subprocess.Popen(
        [str(part) for part in command], cwd=cwd, env=env or environment(), stdout=sys.stderr if to_stderr else None
    )
    while True:
        try:
            return child.wait()
        except KeyboardInterrupt:
            # The terminal has told the child as well; it ends itself, and we keep its status.
            if child.poll() is not None:
                return child.returncode
            child.send_signal(signal.SIGINT)


def digest(paths: Iterable[Path]) -> str:
    """Return the SHA-256 of the names and bytes of files, and of all files below folders."""
    total = hashlib.sha256()
    for path in sorted(paths):
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.is_file():
                total.update(f"{file.relative_to(ROOT).as_posix()}\0".encode())
                total.update(hashlib.sha256(file.read_bytes()).digest())
    return total.hexdigest()


class Stamps:
    """What was set up from which bytes, kept beside the virtual environment so that nothing is done twice."""

    FILE = VENV / "stamps.json"

    def __init__(self) -> None:
        try:
            kept = json.loads(self.FILE.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            kept = {}
        # A checkout that was copied or moved carries paths of its old place in its programs.
        self.kept: dict[str, str] = kept if kept.get("root") == str(ROOT) else {"root": str(ROOT)}

    def holds(self, name: str, value: str) -> bool:
        """Whether ``name`` was last done from exactly this."""
        return self.kept.get(name) == value

    def set(self, name: str, value: str) -> None:
        """Remember that ``name`` is done."""
        self.kept[name] = value
        self.FILE.write_text(json.dumps(self.kept, indent=1), encoding="utf-8")
