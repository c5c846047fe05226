"""kill -9 of web and worker while issues are worked on; many times over: `python3 run.py soak`."""

import random

import pytest

from tests.issues.crashes import act_and_kill
from tests.issues.histories import Office

pytestmark = pytest.mark.django_db(transaction=True)


def test_kill_web_and_worker_in_the_middle_loses_nothing_acknowledged():
    Office(0)
    draw = random.Random(20261126)
    assert act_and_kill(draw, 1) > 5
