"""The commands, the lanes and the papers say the same thing."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest

import run
from tests.architecture.sources import APPS, ROOT, files
from tools.house import lanes, server

PAPERS = (
    "README.md",
    "README.zh.md",
    "ARCHITECTURE.md",
    "GLOSSARY.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "SECURITY.md",
    "LICENSE",
    "publiccode.yml",
    "Makefile",
    ".ci/run",
)


def text(name: str) -> str:
    """Return a file of the repository."""
    return (ROOT / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", PAPERS)
def test_look_for_a_paper_of_the_house_finds_it(name):
    assert len(text(name)) > 100


def test_read_the_makefile_gives_the_verbs_of_run_py():
    (verbs,) = re.findall(r"^VERBS = (.*)$", text("Makefile"), re.MULTILINE)
    assert tuple(verbs.split()) == run.VERBS


def test_read_contributing_explains_every_verb_and_every_lane():
    paper = text("CONTRIBUTING.md")
    assert [verb for verb in run.VERBS if f"run.py {verb}" not in paper] == []
    assert [lane for lane in lanes.LANES if f"| {lane} |" not in paper] == []


def test_list_the_apps_of_the_lanes_gives_the_apps_of_the_source():
    assert sorted(lanes.APPS) == sorted([*APPS, "config"])


@pytest.mark.parametrize("name", ["README.md", "README.zh.md"])
def test_read_a_readme_gives_the_two_commands(name):
    assert "python3 run.py demo" in text(name)
    assert "python3 run.py test" in text(name)


def test_read_the_papers_finds_every_link_to_a_file_alive():
    link = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")
    links = [(path, target) for path in files(".md") for target in link.findall(path.read_text(encoding="utf-8"))]
    # Pictures too: `run.py shot` makes them.
    dead = [f"{path.relative_to(ROOT)}: {target}" for path, target in links if not (path.parent / target).exists()]
    assert dead == []


def test_read_the_settings_finds_every_variable_explained():
    asked = set()
    for path in [*files(".py", under="src/"), *files(".py", under="tools/house/"), *files(".py", under="tests/")]:
        asked |= set(
            re.findall(r"[\"'](WENMING_[A-Z_]+|DATABASE_URL|PG_BIN|CHROMIUM)[\"']", path.read_text(encoding="utf-8"))
        )
    explained = set(re.findall(r"`([A-Z_]+)`", text("docs/howto/variables.md")))
    assert sorted(asked - explained) == []


def test_check_production_settings_for_deployment_finds_nothing(tmp_path):
    (tmp_path / "static").mkdir()
    env = {
        **os.environ,
        "PYTHONPATH": "src",
        "DJANGO_SETTINGS_MODULE": "wenming.config.settings.production",
        "WENMING_SECRET_KEY": "x1-Yz" * 12,
        "WENMING_HOSTS": "wenming.example.cn",
        "WENMING_VAR": str(tmp_path),
        "DATABASE_URL": "",
    }
    # TLS, its redirect and the choice for subdomains belong to the server in front (docs/howto/install.md).
    silenced = 'SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W008", "security.W021"]'
    (tmp_path / "deployed.py").write_text(
        f"from wenming.config.settings.production import *\n{silenced}\n", encoding="utf-8"
    )
    env |= {"PYTHONPATH": f"src:{tmp_path}", "DJANGO_SETTINGS_MODULE": "deployed"}
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_start_production_without_a_secret_says_what_to_set(tmp_path):
    env = {
        "PYTHONPATH": "src",
        "DJANGO_SETTINGS_MODULE": "wenming.config.settings.production",
        "WENMING_VAR": str(tmp_path),
    }
    done = subprocess.run(
        [sys.executable, "manage.py", "check"], cwd=ROOT, env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode != 0
    assert "WENMING_SECRET_KEY" in done.stderr


def test_run_an_unknown_lane_ends_with_two_and_one_mend(capsys):
    assert run.main(["test", "nowhere"]) == 2
    assert capsys.readouterr().err.splitlines() == [
        "run.py: there is no lane 'nowhere'",
        "        the lanes are static, engine, sqlite, postgres, browser, referee",
    ]


def test_start_the_demo_on_a_busy_port_ends_with_two_and_one_mend(capsys):
    import socket

    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        port = holder.getsockname()[1]
        assert run.main(["demo", "--port", str(port)]) == 2
    assert capsys.readouterr().err.splitlines() == [
        f"run.py: port {port} is in use",
        f"        stop what uses it, or choose another: --port {port + 1}",
    ]


@pytest.mark.parametrize(
    ("host", "address"),
    [("127.0.0.1", "http://127.0.0.1:8000"), ("0.0.0.0", "http://127.0.0.1:8000"), ("::1", "http://[::1]:8000")],
)
def test_tell_the_address_of_a_host_gives_one_to_type(host, address):
    assert server.address_of(host, 8000) == address
