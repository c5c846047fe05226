"""kill -9 of web and worker at every moment of work on issues, many times over: `python3 run.py soak`."""

import os
import random

import pytest

from tests.issues.crashes import act_and_kill
from tests.issues.histories import Office

pytestmark = [pytest.mark.soak, pytest.mark.django_db(transaction=True)]
TIMES = int(os.environ.get("SOAK_TIMES", "25"))


def test_kill_web_and_worker_loses_nothing_acknowledged():
    Office(0)
    draw = random.Random(20261126)
    assert sum(act_and_kill(draw, seed) for seed in range(1, TIMES + 1)) > 5 * TIMES
