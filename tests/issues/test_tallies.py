"""The running counts: appended step by step, folded by a job, always what a recount says."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.issues.cases import HOUR, bring, make_disposer, make_issue, make_minor
from tests.issues.histories import Office
from tests.people import AT, HOME, OFFICER, make_account, make_city
from tests.queries import assert_queries
from tests.sites.places import make_unit
from wenming.config.cli import main
from wenming.issues.actions import Report, report_issue, split_issue
from wenming.issues.models import Issue, IssueStep, IssueTotal
from wenming.issues.queries import cells_of, flows_of, stock_of
from wenming.issues.queries.recounts import differences
from wenming.issues.rules import reports_issues
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
    assert len(done - {""}) >= 13, done


def test_report_an_issue_asks_eight_times_and_counts_it_at_once():
    make_issue()
    account, minor = make_account(OFFICER), make_minor()
    report = Report(text="垃圾桶满溢", source="patrol", minor=minor)
    city = make_city()
    assert reports_issues(account, city)  # as every request has asked before it comes here
    with CaptureQueriesContext(connection) as captured:
        report_issue(city=city, report=report, by=account, at=AT)
    assert len([one for one in captured if "SAVEPOINT" not in one["sql"]]) == 8
    assert stock_of(city) == {(0, "reported"): 2}


def test_count_by_every_side_finds_the_same_before_and_after_folding():
    city, street = make_city(), make_unit("柏树街道")
    bring(make_issue(area=street), "dispatched")
    make_issue(area=street, minor=make_minor("占道经营", code="03"))
    make_issue(minor=None)
    unit, minor = make_disposer(), make_minor()
    for _turn in range(2):
        assert stock_of(city) == {(0, "dispatched"): 1, (0, "reported"): 2}
        assert stock_of(city, "unit", keys=[unit.pk]) == {(unit.pk, "dispatched"): 1}
        assert cells_of(city, states=["dispatched"]) == {(street.pk, minor.pk, "dispatched"): 1}
        assert sum(cells_of(city, areas=[street.pk]).values()) == 2
        flows = flows_of(city, AT.date(), AT.date(), "area", keys=[street.pk])
        assert (flows[street.pk, "report"], flows[street.pk, "file"]) == (2, 1)
        assert flows_of(city, AT.date() - FAR, AT.date() - timedelta(days=1)) == {}
        with assert_queries(1):
            stock_of(city, "area")
        fold_cities()


def test_divide_an_issue_counts_its_parts():
    issue = bring(make_issue(), "filed")
    split_issue(issue=issue, texts=["一半", "另一半"], by=make_account(OFFICER), at=AT + 3 * HOUR)
    assert stock_of(make_city()) == {(0, "filed"): 3}
    assert differences(make_city()) == []


def test_recount_on_the_command_line_says_where_the_counts_differ_and_mends_them(capsys):
    bring(make_issue(), "closed")
    assert main(["issues", "recount"]) == 0
    assert "计数与问题一致" in capsys.readouterr().out
    fold_cities()
    total = IssueTotal.objects.in_city(make_city()).get(face="city", day__isnull=True, word="closed")
    IssueTotal.objects.in_city(make_city()).filter(pk=total.pk).update(number=7)
    assert main(["issues", "recount", HOME]) == 1
    assert "1 处计数与问题不符" in capsys.readouterr().out
    assert main(["issues", "recount", "--mend", "--json"]) == 1
    (city,) = json.loads(capsys.readouterr().out)["cities"]
    assert city["mended"]
    assert city["differences"] == [
        {"face": "city", "day": None, "word": "closed", "key": 0, "second": 0, "kept": 7, "counted": 1}
    ]
    assert main(["issues", "recount", HOME]) == 0
    assert "一致" in capsys.readouterr().out
