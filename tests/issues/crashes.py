"""Kill web and worker while they act on issues, and look at what is left."""

import os
import random
import signal
import subprocess
import sys
from pathlib import Path

from django.conf import settings
from django.db import connection

from tests.issues.soundness import faults_in
from tests.people import make_city
from wenming.issues.models import IssueStep

KILLED = -signal.SIGKILL
SCRIPT = Path(__file__).with_name("crash.py")


def act_and_kill(draw: random.Random, seed: int) -> int:
    """Let web and worker run at once, each killed before a statement; everything acknowledged is there, and all is sound. Return how many."""
    parts = [_start("web", seed, draw.randint(300, 1200)), _start("worker", seed, draw.randint(20, 400))]
    said = [part.communicate(timeout=180) for part in parts]
    assert [part.returncode for part in parts] == [KILLED, KILLED], said
    # the last line may be cut off by the blow; it is whole or it is nothing
    acknowledged = {int(line) for line in said[0][0].split("\n")[:-1]}
    there = set(IssueStep.objects.in_city(make_city()).filter(pk__in=acknowledged).values_list("pk", flat=True))
    assert acknowledged == there
    assert faults_in(make_city()) == []
    return len(acknowledged)


def _start(part: str, seed: int, kill_at: int) -> subprocess.Popen[str]:
    """Start one process."""
    root = Path(__file__).resolve().parents[2]
    environment = {**os.environ, "PYTHONPATH": f"{root / 'src'}{os.pathsep}{root}"}
    command = [sys.executable, str(SCRIPT), str(connection.settings_dict["NAME"]), str(settings.FILES_FOLDER)]
    return subprocess.Popen(
        [*command, part, str(seed), str(kill_at)],
        env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
