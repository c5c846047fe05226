"""Everything that is installed is pinned by hash, from anywhere: no file names an address, a host or a machine."""

from __future__ import annotations

import json
import re
import tomllib
from itertools import pairwise

import pytest

from tests.architecture.sources import ROOT, named, tracked_files

LOCKS = ("requirements.lock", "requirements-dev.lock", "requirements-bench.lock")
PIN = re.compile(r"^([a-z0-9-]+)==(\S+?)(?: ;.*)? \\$")
HASH = re.compile(r"^    --hash=sha256:[0-9a-f]{64}(?: \\)?$")
# Spelled in pieces, so that this file does not name what it forbids.
HOSTS = re.compile(
    "|".join(
        ("registry" + r"\.npm", r"\bpypi" + r"\.org", "python" + "hosted", "npm" + "mirror", r"tuna\.tsin" + "ghua")
    )
)
MACHINE = re.compile(
    "|".join(
        (r"/wo" + r"rk/", r"/ro" + r"ot/", r"/ho" + r"me/\w", r"/Us" + r"ers/\w", r"/opt/py" + "pi", r"C:\\" + "Users")
    )
)


def pins(name: str) -> dict[str, set[str]]:
    """Return package -> versions (several, where a lock names one per Python version)."""
    found: dict[str, set[str]] = {}
    for line in (ROOT / name).read_text(encoding="utf-8").splitlines():
        if match := PIN.match(line):
            found.setdefault(match[1], set()).add(match[2])
    return found


@pytest.mark.parametrize("name", LOCKS)
def test_read_a_lock_finds_only_names_versions_and_hashes(name):
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    assert [
        line for line in lines if line and not line.startswith("#") and not PIN.match(line) and not HASH.match(line)
    ] == []
    assert [line for before, line in pairwise(lines) if PIN.match(before) and not HASH.match(line)] == []


@pytest.mark.parametrize("name", LOCKS[1:])
def test_compare_a_larger_lock_with_the_runtime_lock_finds_the_same_versions(name):
    larger = pins(name)
    assert {package: larger.get(package) for package in pins(LOCKS[0])} == pins(LOCKS[0])


def test_compare_the_test_and_bench_locks_finds_the_same_versions():
    dev, bench = pins(LOCKS[1]), pins(LOCKS[2])
    assert {
        package: (dev[package], bench[package])
        for package in dev.keys() & bench.keys()
        if dev[package] != bench[package]
    } == {}


def test_read_the_npm_lock_finds_integrity_and_no_address():
    packages = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    assert [name for name, entry in packages.items() if "resolved" in entry] == []
    assert [
        name for name, entry in packages.items() if name and not entry.get("link") and "integrity" not in entry
    ] == []


def test_read_npmrc_tells_npm_to_write_no_address():
    assert "omit-lockfile-registry-resolved=true" in (ROOT / ".npmrc").read_text(encoding="utf-8").splitlines()


def test_read_every_file_finds_no_registry_host_and_no_machine_path():
    found = []
    for path in tracked_files():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        found += [f"{named(path)}: {match[0]}" for pattern in (HOSTS, MACHINE) for match in pattern.finditer(text)]
    assert found == []


def test_look_for_uv_lock_finds_none():
    assert not (ROOT / "uv.lock").exists()  # docs/adr/0003: it would record addresses


def test_read_dependencies_finds_a_reason_above_every_one():
    unexplained, reason, inside = [], False, False
    for line in (ROOT / "pyproject.toml").read_text(encoding="utf-8").splitlines():
        text = line.strip()
        if re.match(r"^(dependencies|dev|bench) = \[$", text):
            inside, reason = True, False
        elif text == "]":
            inside = False
        elif inside and text.startswith("#"):
            reason = True
        elif inside and text.startswith('"'):
            if not reason:
                unexplained.append(text)
            reason = False
    assert unexplained == []


def test_compare_dependencies_with_the_locks_finds_every_one_pinned():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    for name, wanted in (
        (LOCKS[0], project["project"]["dependencies"]),
        (LOCKS[1], project["dependency-groups"]["dev"]),
        (LOCKS[2], project["dependency-groups"]["bench"]),
    ):
        names = {re.split(r"[\[><=~! ]", line)[0].lower() for line in wanted}
        assert names - pins(name).keys() == set()


def test_read_run_py_takes_the_version_of_uv_from_the_lock():
    from tools.house.ready import pinned_uv

    (version,) = pins(LOCKS[1])["uv"]
    lines = pinned_uv().splitlines()
    assert lines[0] == f"uv=={version} \\"
    assert all(HASH.match(line) for line in lines[1:])
    assert not lines[-1].endswith("\\")
