"""kill -9 at every moment of an import, many times over: `python3 run.py soak`."""

import os
import random

import pytest

from tests.inspections.crashes import KILLED, assert_nothing_written, write_and_kill
from tests.people import ELSEWHERE
from tests.rounds import make_import, row
from wenming.inspections.models import Round

pytestmark = [pytest.mark.soak, pytest.mark.django_db(transaction=True)]
TIMES = int(os.environ.get("SOAK_TIMES", "25"))
ROWS = [row(site=f"主干道{number}") for number in range(3000)]


def test_write_round_killed_before_any_statement_leaves_nothing():
    statements = write_and_kill(make_import(ROWS, ELSEWHERE), 0)
    import_ = make_import(ROWS)
    draw = random.Random(20150424)
    for _time in range(TIMES):
        assert write_and_kill(import_, draw.randint(1, statements)) == KILLED
        assert_nothing_written(import_)
    assert write_and_kill(import_, 0) == statements
    assert Round.objects.in_city(import_.city).count() == 1
