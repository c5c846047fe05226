"""A reading that lost a row is refused."""

import pytest

from wenming.engine.observations import Observation, Problem, ProblemKind, RoundReading

SEEN = Observation("表", 2, "1", "10.1", "公共服务1", "主干道", 800, "吴江街道", ("城管局",))
LISTED = Problem(ProblemKind.NAME_MISSING, "表", 3, "项目", "")


def test_make_reading_that_accounts_for_every_row_keeps_them():
    reading = RoundReading(2, (SEEN,), (LISTED,), ())
    assert (reading.rows_read, reading.observations, reading.problems) == (2, (SEEN,), (LISTED,))


@pytest.mark.parametrize("rows", [1, 3])
def test_make_reading_that_lost_or_gained_a_row_is_refused(rows):
    with pytest.raises(ValueError, match=f"^{rows} rows read, but 1 used and 1 listed$"):
        RoundReading(rows, (SEEN,), (LISTED,), ())
