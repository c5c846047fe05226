"""A county's filing cycle from the first request to the verified folder: asked, handed in, reviewed, read by the machine, filed.

Here a quarter of four tasks, among them who copies a report and who borrows a picture; `run.py soak cycle` makes the whole of it.
"""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.materials.counties import file_whole
from wenming.rehearsal.seeds.cycle import plan

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_only]
NOW = datetime(2026, 10, 8, 9, tzinfo=UTC)


def test_plan_of_a_cycle_has_the_numbers_of_the_field():
    tasks = plan.tasks()
    reports = {"quarterly": plan.QUARTERS, "yearly": 1}
    assert (len(list(plan.contents())), len(tasks), len({one.clause for one in tasks})) == (60, 75, 75)
    assert sum(one.pictures for one in tasks) * plan.QUARTERS == 2000
    assert sum(one.documents for one in tasks) * plan.QUARTERS == 1000
    assert sum(reports[rhythm] * count for rhythm, count in (one.reports for one in tasks)) == 268


def test_file_a_quarter_of_a_county_finds_the_copies_and_keeps_order_numbers_and_counts():
    filed = file_whole(at=NOW, numbers=(2, 3, 5, 6), months=3)
    assert filed.counts == {"report": 4, "document": 16, "picture": 28}
    assert filed.found == filed.cycle_planted
    assert len(filed.cycle_planted) == 2
    assert not filed.accused
    assert filed.in_order
    assert filed.lacks == 0
    assert filed.verified
