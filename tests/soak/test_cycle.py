"""A county's whole filing cycle: 60 contents, 75 tasks, 2,000 pictures, 1,000 documents, 268 reports: `python3 run.py soak cycle`."""

import sys
from datetime import UTC, datetime

import pytest

from tests.materials.counties import file_whole, summary
from wenming.rehearsal.seeds.cycle import plan

pytestmark = [pytest.mark.soak, pytest.mark.django_db]


def test_file_the_whole_cycle_of_a_county(capsys):
    filed = file_whole(at=datetime(2026, 10, 8, 9, tzinfo=UTC), numbers=range(plan.TASKS), months=12)
    with capsys.disabled():
        sys.stdout.write(f"\n{summary(filed)}\n")
    assert filed.counts == {"report": 268, "document": 1000, "picture": 2000}
    # every copy is found, and no honest paper is named
    assert filed.found == filed.cycle_planted
    assert not filed.accused
    assert (filed.in_order, filed.lacks, filed.verified) == (True, 0, True)
