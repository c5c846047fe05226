"""`bench migrate`: how long an empty database takes to be ready, by one migration for each app against every step since the beginning.

Both make a SQLite file of their own in a process of their own; the processor's time is measured, once each: a minute of nothing but Python does
not depend on the turn. What the two files hold must be the same.
"""

from __future__ import annotations

import resource
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.runner import goal, report
from tools.house.ground import ROOT, environment

OURS = "from django.core.management import call_command\nimport django\ndjango.setup()\n"
# Every migration that stands for others is taken away before Django orders them.
STEPS = """
from django.apps import apps
from django.db.migrations.loader import MigrationLoader
load = MigrationLoader.load_disk
def load_steps(self):
    load(self)
    own = {app.label for app in apps.get_app_configs() if app.name.startswith("wenming.")}
    self.disk_migrations = {key: one for key, one in self.disk_migrations.items() if not (one.replaces and key[0] in own)}
MigrationLoader.load_disk = load_steps
"""
MIGRATE = 'call_command("migrate", verbosity=0)\n'
LEAST = 3.0


def measure() -> dict:
    """Make both databases ready, and say what holds."""
    with tempfile.TemporaryDirectory(prefix="wenming-bench-") as folder:
        found = {name: _made(Path(folder) / name, code) for name, code in (("at once", ""), ("by steps", STEPS))}
    (ours, tables), (peer, same) = found["at once"], found["by steps"]
    goals = [goal("empty database ready, processor time", ours * 1000, peer * 1000, at_least=LEAST)]
    answer = report(
        "migrate", goals, {"tables, indexes": len(tables), "the same by steps": tables == same}, ("Django",)
    )
    return answer | {"holds": answer["holds"] and tables == same}


def _made(folder: Path, code: str) -> tuple[float, dict[tuple[str, str], list[str]]]:
    """Return the seconds of the processor, and what the database holds."""
    folder.mkdir()
    settings = "wenming.config.settings.development"
    env = environment(DJANGO_SETTINGS_MODULE=settings, WENMING_VAR=folder, DATABASE_URL=None)
    before = _spent()
    subprocess.run([sys.executable, "-c", OURS + code + MIGRATE], env=env, cwd=ROOT, check=True)
    return _spent() - before, _tables(next(folder.glob("*.sqlite3")))


def _spent() -> float:
    """Return the processor's seconds of all processes that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _tables(path: Path) -> dict[tuple[str, str], list[str]]:
    """Return tables with their columns, whatever their order, and indexes with their words."""
    database = sqlite3.connect(path)
    found = {}
    for kind, name, words in database.execute("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL"):
        columns = database.execute('SELECT name, type, "notnull", dflt_value FROM pragma_table_info(?)', [name])
        found[kind, name] = sorted(map(repr, columns)) if kind == "table" else [words]
    database.close()
    return found
