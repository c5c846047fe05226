"""Who may import whom, who may point at whom, and what the engine and the web process never touch."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib

import pytest
from django.apps import apps

from tests.architecture.sources import APPS, ROOT, files, imported, named

# The whole ladder of the house, also of apps that do not exist yet: an app that arrives finds its rung here.
LADDER = (
    "config",
    "api onsite portal workbench rehearsal",
    "awards",
    "planning",
    "supervision",
    "assessment",
    "inspections materials outreach surveys",
    "issues",
    "evidence",
    "sites",
    "campaigns",
    "standards",
    "burden documents draws messaging",
    "organisations",
    "kernel",
    "engine",
)
HEIGHT = {app: -rung for rung, names in enumerate(LADDER) for app in names.split()}
ENGINE_MAY_IMPORT = {
    "__future__",
    "abc",
    "bisect",
    "collections",
    "contextlib",
    "dataclasses",
    "datetime",
    "decimal",
    "difflib",
    "enum",
    "fractions",
    "functools",
    "hashlib",
    "heapq",
    "hmac",
    "itertools",
    "json",
    "logging",
    "math",
    "numbers",
    "operator",
    "re",
    "statistics",
    "string",
    "struct",
    "types",
    "typing",
    "unicodedata",
    "warnings",
    "h3",
    "numba",
    "numpy",
    "ortools",
    "pyvrp",
    "scipy",
    "wenming",
}


@pytest.fixture(scope="module")
def contracts() -> dict:
    """The contracts as they are written in pyproject.toml."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]


def test_check_import_contracts_finds_every_one_kept():
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as lint; lint()", "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, env={"PYTHONPATH": "src"}, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_read_the_layers_of_the_contract_gives_the_ladder_of_existing_apps(contracts):
    present = {*APPS, "engine", "config"}
    expected = [" | ".join(name for name in rung.split() if name in present) for rung in LADDER]
    assert contracts[0]["layers"] == [rung for rung in expected if rung]


def test_read_the_drawers_contract_names_every_app(contracts):
    assert sorted(contracts[2]["containers"]) == [f"wenming.{app}" for app in APPS]


def test_walk_foreign_keys_of_all_models_finds_none_pointing_up():
    upward = []
    for model in apps.get_models():
        for field in model._meta.get_fields():
            if not field.is_relation or field.auto_created or field.related_model is None:
                continue
            here, there = model._meta.app_label, field.related_model._meta.app_label
            if here in HEIGHT and there in HEIGHT and (HEIGHT[there] > HEIGHT[here] or strangers(here, there)):
                upward.append(f"{model.__name__}.{field.name} -> {there}")
    assert upward == []


def strangers(here: str, there: str) -> bool:
    """Whether two apps stand on the same rung and so may not know each other."""
    return here != there and HEIGHT[here] == HEIGHT[there]


def test_list_our_models_finds_each_on_a_rung():
    ours = {model._meta.app_label for model in apps.get_models() if model.__module__.startswith("wenming.")}
    assert ours - HEIGHT.keys() == set()


def test_read_imports_of_the_engine_finds_only_pure_ones():
    strange = [
        f"{named(path)}: {name}"
        for path in files(".py", under="src/wenming/engine/")
        for name in imported(path)
        if name.split(".")[0] not in ENGINE_MAY_IMPORT
        or (name.startswith("wenming.") and not name.startswith("wenming.engine"))
    ]
    assert strange == []


def test_read_calls_of_the_engine_finds_no_clock_and_no_chance():
    impure = re.compile(
        r"\.now\(|\.today\(|utcnow|time\.time|perf_counter|np\.random\.(?!Generator|PCG64|Philox)|(?<![.\w])open\(|os\.environ|getenv"
    )
    found = [
        f"{named(path)}: {match[0]}"
        for path in files(".py", under="src/wenming/engine/")
        for match in impure.finditer(path.read_text(encoding="utf-8"))
    ]
    assert found == []


def run_python(code: str, **env: str) -> None:
    """Run code in a Python of its own; its complaint is the test's."""
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={"PYTHONPATH": "src", **env},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_import_every_engine_module_without_django_works():
    modules = [
        named(path).removeprefix("src/").removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        for path in files(".py", under="src/wenming/engine/")
    ]
    assert modules
    run_python(
        "import sys\n"
        "for name in ('django', 'duckdb', 'pandas', 'psycopg', 'rules', 'jinja2'): sys.modules[name] = None\n"
        "import importlib\n"
        f"for name in {modules!r}: importlib.import_module(name)\n"
    )


def test_start_the_web_process_loads_no_heavy_library(tmp_path):
    (tmp_path / "static").mkdir()
    run_python(
        "import sys, wenming.config.wsgi\n"
        "from django.urls import get_resolver\n"
        "get_resolver().url_patterns, [list(p.url_patterns) for p in get_resolver().url_patterns if hasattr(p, 'url_patterns')]\n"
        "heavy = {'numba', 'scipy', 'ortools', 'pyvrp', 'duckdb', 'pandas', 'openpyxl', 'cv2', 'pdqhash'} & set(sys.modules)\n"
        "assert not heavy, heavy\n",
        DJANGO_SETTINGS_MODULE="wenming.config.settings.development",
        WENMING_VAR=str(tmp_path),
    )
