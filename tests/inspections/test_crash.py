"""kill -9 during an import leaves all or nothing."""

import pytest

from tests.inspections.crashes import KILLED, assert_nothing_written, write_and_kill
from tests.people import ELSEWHERE
from tests.rounds import make_import, row
from wenming.inspections.models import Observation

ROWS = [row(site=f"主干道{number}") for number in range(1200)]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("share", [0.0, 0.5, 0.9, 1.0])
def test_write_round_killed_in_the_middle_leaves_nothing_and_can_be_repeated(share):
    statements = write_and_kill(make_import(ROWS, ELSEWHERE), 0)
    import_ = make_import(ROWS)
    assert write_and_kill(import_, max(1, round(share * statements))) == KILLED
    assert_nothing_written(import_)
    assert write_and_kill(import_, 0) == statements
    import_.refresh_from_db()
    assert (import_.state, Observation.objects.in_city(import_.city).filter(round=import_.round).count()) == (
        "written",
        1200,
    )
