"""The running counts: appended step by step, folded by a job, always what a recount says."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.issues.histories import Office
from tests.people import AT, make_city
from wenming.issues.models import Issue, IssueStep
from wenming.issues.queries import flows_of, stock_of
from wenming.issues.queries.recounts import differences
from wenming.issues.tasks.tallies import fold_cities

pytestmark = pytest.mark.django_db
FAR = timedelta(days=400)


def test_count_after_random_histories_equals_a_recount_before_between_and_after_folding():
    office, done = Office(20261126), set()
    issues = [office.report() for _number in range(8)]
    for turn in range(220):
        done.add(office.move(office.draw.choice(issues)))
        if turn % 40 == 0:
            fold_cities()
        if turn % 55 == 0:
            assert differences(make_city()) == []
    assert differences(make_city()) == []
    before = (stock_of(make_city(), "unit"), flows_of(make_city(), AT.date(), (AT + FAR).date(), "minor"))
    assert fold_cities() > 0
    assert differences(make_city()) == []
    assert IssueStep.objects.in_city(make_city()).filter(delta__isnull=False).count() == 0
    assert (stock_of(make_city(), "unit"), flows_of(make_city(), AT.date(), (AT + FAR).date(), "minor")) == before
    assert sum(stock_of(make_city()).values()) == Issue.objects.in_city(make_city()).count()
    # every sort of move was made, so that the equality means something
    assert len(done - {""}) >= 14, done
