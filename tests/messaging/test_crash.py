"""kill -9 of workers that tell and send: every notice is sent at least once, and shown once."""

import pytest

from tests.messaging.crashes import tell_and_kill

pytestmark = pytest.mark.django_db(transaction=True)


def test_kill_workers_that_tell_and_send_loses_nothing_and_shows_nothing_twice(tmp_path):
    assert tell_and_kill(tmp_path, issues=4, times=10) >= 10
