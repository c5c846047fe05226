"""kill -9 in the middle of many files: the web server, then the job that unpacks a zip."""

from __future__ import annotations

import pytest

from tests.materials.crashing import send_and_kill, unpack_and_kill
from tests.materials.hostile import package

pytestmark = pytest.mark.django_db(transaction=True)


def test_kill_the_server_and_the_job_in_the_middle_keeps_what_was_acknowledged_once():
    assert send_and_kill(count=40, kills=3, seed=1) > 0
    unpack_and_kill(count=40, kills=3, seed=2, package=package)
