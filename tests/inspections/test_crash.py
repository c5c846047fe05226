"""kill -9 during an import leaves all or nothing."""

from functools import cache

import pytest

from tests.inspections.crashes import KILLED, assert_nothing_written, write_and_kill
from tests.people import ELSEWHERE
from tests.rounds import make_import, row
from wenming.inspections.models import ImportRow, Observation
from wenming.kernel.queries.events import verify_chain

ROWS = [row(site=f"主干道{number}") for number in range(1200)]
DAMAGED = [row(site=f"主干道{number}", deduction="差" if number % 2 else "") for number in range(1200)]


@cache
def statements_of(*, damaged: bool) -> int:
    """Return how many statements a run sends that nobody kills, in a city of its own: every time as many, so it is counted once."""
    return write_and_kill(make_import(DAMAGED if damaged else ROWS, ELSEWHERE), 0)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("share", [0.0, 0.5, 0.9, 1.0])
def test_write_round_killed_in_the_middle_leaves_nothing_and_can_be_repeated(share):
    statements = statements_of(damaged=False)
    import_ = make_import(ROWS)
    assert write_and_kill(import_, max(1, round(share * statements))) == KILLED
    assert_nothing_written(import_)
    assert write_and_kill(import_, 0) == statements
    import_.refresh_from_db()
    assert (import_.state, Observation.objects.in_city(import_.city).filter(round=import_.round).count()) == (
        "written",
        1200,
    )


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("share", [0.0, 0.6, 1.0])
def test_read_import_killed_in_the_middle_leaves_nothing_and_can_be_repeated(share, settings):
    settings.IMPORT_AT_ONCE_BYTES = 0
    statements = statements_of(damaged=True)
    import_ = make_import(DAMAGED)
    assert write_and_kill(import_, max(1, round(share * statements))) == KILLED
    import_.refresh_from_db()
    rows = ImportRow.objects.in_city(import_.city).filter(import_of=import_)
    assert (import_.state, import_.reading, rows.count()) == ("reading", None, 0)
    assert write_and_kill(import_, 0) == statements
    import_.refresh_from_db()
    assert (import_.state, import_.summary["usable"], rows.count()) == ("checking", 600, 600)
    assert verify_chain(import_.city).whole
