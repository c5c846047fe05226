"""kill -9 of workers that tell and send, many times over: `python3 run.py soak`."""

import os

import pytest

from tests.messaging.crashes import tell_and_kill

pytestmark = [pytest.mark.soak, pytest.mark.django_db(transaction=True)]
TIMES = int(os.environ.get("SOAK_TIMES", "25"))


def test_kill_workers_under_load_loses_nothing_and_shows_nothing_twice(tmp_path):
    assert tell_and_kill(tmp_path, issues=25, times=4 * TIMES) >= 4 * TIMES
