"""Whatever people do, in whatever order, one after the other or all at once: every issue stays sound, and the counts stay true."""

from __future__ import annotations

import random
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from tests.issues.cases import bring, make_issue
from tests.issues.histories import Office
from tests.issues.soundness import faults_in, faults_of
from tests.people import AT, LIAISON, OFFICER, SUPERVISOR, make_account, make_city
from wenming.issues.actions import NotPossibleError, answer_issue, verify_issue
from wenming.issues.actions.tallying import fold_tallies
from wenming.issues.enums import IssueAction
from wenming.issues.models import Issue, IssueStep, StageLimit
from wenming.issues.workflow import TABLE

ACTIONS = sorted(set(IssueAction.values) - {"report"})
STAGES = {
    "acceptance": (2, "work_hour"),
    "disposal": (3, "work_day"),
    "verification": (1, "work_day"),
    "arbitration": (2, "day"),
}


def with_stages() -> None:
    """Give the city limits of stages, so that their clocks run as well."""
    for stage, (amount, unit) in STAGES.items():
        StageLimit.objects.in_city(make_city()).get_or_create(
            city=make_city(), stage=stage, defaults={"amount": amount, "unit": unit}
        )


class Loop(RuleBasedStateMachine):
    """The loop as a machine: whoever takes whatever action on whichever issue, and now and then a fold."""

    def __init__(self) -> None:
        super().__init__()
        self.taken = transaction.atomic()
        self.taken.__enter__()
        with_stages()
        self.office = Office(0)
        self.issues = [self.office.report()]
        self.touched = self.issues[0]

    @rule()
    def report(self) -> None:
        """Somebody reports one."""
        if len(self.issues) < 4:
            self.touched = self.office.report()
            self.issues.append(self.touched)

    @rule(action=st.sampled_from(ACTIONS), which=st.integers(0, 3), seed=st.integers(0, 2**16), fits=st.booleans())
    def act(self, action: str, which: int, seed: int, fits: bool) -> None:
        """Somebody acts; what is refused changes nothing, what is done leads where the table says."""
        self.office.draw = random.Random(seed)
        before = self.touched = Issue.objects.in_city(make_city()).get(pk=self.issues[which % len(self.issues)].pk)
        moves = self.office.moves(before, self.office.later())
        if fits:
            # mostly something that can be done, so that histories grow long
            can = sorted(map(str, TABLE[before.state]))
            action = can[ACTIONS.index(action) % len(can)]
        count = IssueStep.objects.in_city(make_city()).count()
        try:
            moves[action]()
        except (NotPossibleError, PermissionDenied):
            after = Issue.objects.in_city(make_city()).get(pk=before.pk)
            assert (after.state, after.changed_at) == (before.state, before.changed_at)
            assert IssueStep.objects.in_city(make_city()).count() == count
            return
        after = Issue.objects.in_city(make_city()).get(pk=before.pk)
        if action in {"pass", "close"}:
            # one verification: at a desk it hands up, at the office it closes
            action = "pass" if before.desk_id else "close"
        target = TABLE[before.state][action].target
        assert after.state == {"": before.state, "<held>": before.held_state}.get(target, target)

    @rule()
    def fold(self) -> None:
        """The job runs."""
        fold_tallies(city=make_city(), by=None, at=self.office.at)

    @invariant()
    def is_sound(self) -> None:
        """The issue just touched is sound."""
        issue = Issue.objects.in_city(make_city()).get(pk=self.touched.pk)
        assert faults_of(issue) == []

    def teardown(self) -> None:
        """At the end everything is, and it is taken back."""
        try:
            assert faults_in(make_city()) == []
        finally:
            transaction.set_rollback(True)
            self.taken.__exit__(None, None, None)


@pytest.mark.django_db
def test_act_in_any_order_leaves_every_issue_sound_and_every_count_true():
    run_state_machine_as_test(
        Loop,
        settings=settings(
            max_examples=12,
            stateful_step_count=25,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.mark.django_db(transaction=True)
def test_act_all_at_once_loses_nothing_and_leaves_every_count_true():
    with_stages()
    office = Office(7)
    issues = [office.report() for _number in range(3)]
    done: Counter[str] = Counter()
    counting = threading.Lock()

    def work(seed: int) -> None:
        try:
            own = Office(seed)
            own.at = AT + timedelta(days=1)
            for turn in range(14):
                name = own.move(own.draw.choice(issues))
                if turn % 5 == 4:
                    fold_tallies(city=make_city(), by=None, at=own.at)
                with counting:
                    done[name] += 1
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))
    assert done.total() == 56
    assert sum(number for name, number in done.items() if name) >= 8
    # what was done is there, once: the steps beside the first one of each issue, and of each part of a divided one
    steps = IssueStep.objects.in_city(make_city()).exclude(action="report")
    counted = Counter(steps.values_list("action", flat=True))
    # what puts nothing right leaves no step, and one verification hands up or closes
    assert counted["correct"] <= done.pop("correct", 0)
    done["amend"] += done.pop("amend_in_time", 0)
    for tally in (counted, done):
        tally["verify"] = tally.pop("pass", 0) + tally.pop("close", 0)
    del counted["correct"], done[""]
    assert +counted == +done
    assert faults_in(make_city()) == []


@pytest.mark.django_db(transaction=True)
def test_report_all_at_once_gives_every_issue_a_number_of_its_own():
    make_issue()
    officer = make_account(OFFICER)

    def work(number: int) -> str:
        try:
            return make_issue(f"第{number}件", by=officer).number
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        numbers = list(pool.map(work, range(12)))
    assert sorted(numbers) == [f"2026-11-{number:04d}" for number in range(2, 14)]
    assert faults_in(make_city()) == []


@pytest.mark.django_db
def test_act_with_an_earlier_hour_than_the_last_step_happens_at_its_hour():
    issue = bring(make_issue(), "answered")
    last = issue.changed_at
    early = last - timedelta(minutes=1)
    issue = verify_issue(issue=issue, passed=False, note="未清", by=make_account(SUPERVISOR), at=early)
    assert (issue.changed_at, faults_of(issue)) == (last, [])
    closed = verify_issue(
        issue=answer_issue(issue=issue, text="冲洗了地面", by=make_account(LIAISON), at=early),
        passed=True, by=make_account(SUPERVISOR), at=early,
    )  # fmt: skip
    assert (closed.answered_at, closed.closed_at, faults_of(closed)) == (last, last, [])
