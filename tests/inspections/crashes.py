"""Kill the writing process and look at what is left."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from django.conf import settings
from django.db import connection

from wenming.inspections.models import Observation, ObservationUnit, Round, RoundImport
from wenming.kernel.models import City
from wenming.kernel.queries.events import verify_chain

KILLED = -signal.SIGKILL
SCRIPT = Path(__file__).with_name("crash.py")


def write_and_kill(import_: RoundImport, kill_at: int) -> int:
    """Run the writing process; return how many statements it sent, or −9 when it was killed."""
    root = Path(__file__).resolve().parents[2]
    environment = {**os.environ, "PYTHONPATH": f"{root / 'src'}{os.pathsep}{root}"}
    command = [sys.executable, str(SCRIPT), str(connection.settings_dict["NAME"]), str(settings.FILES_FOLDER)]
    done = subprocess.run(
        [*command, str(import_.pk), str(kill_at)],
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode in {0, KILLED}, done.stderr
    return int(done.stdout) if done.returncode == 0 else done.returncode


def assert_nothing_written(import_: RoundImport) -> None:
    """Nothing of the round is there, the import can be written again, the chain is whole."""
    city = City.objects.get(pk=import_.city_id)
    import_.refresh_from_db()
    left = [model.objects.in_city(city).count() for model in (Round, Observation, ObservationUnit)]
    assert (left, import_.state, verify_chain(city).whole) == ([0, 0, 0], "checking", True)
