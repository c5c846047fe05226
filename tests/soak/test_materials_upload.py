"""kill -9 in the middle of large batches of materials, many times over: `python3 run.py soak materials-upload --times N`."""

import os
import sys

import pytest

from tests.materials.crashing import send_and_kill, unpack_and_kill
from tests.materials.hostile import package

pytestmark = [pytest.mark.soak, pytest.mark.django_db(transaction=True)]
TIMES = int(os.environ.get("SOAK_TIMES", "25"))


def test_kill_server_and_job_many_times_keeps_every_file_once():
    broken = 0
    for seed in range(1, TIMES + 1):
        broken += send_and_kill(count=200, kills=8, seed=seed)
        unpack_and_kill(count=200, kills=8, seed=seed, package=package)
    sys.stderr.write(f"\n{TIMES * 400} files, {TIMES * 16} kills, {broken} requests broken off\n")
    assert broken
