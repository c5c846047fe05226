"""What must be true of every issue at every moment, whatever people did to it."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from wenming.issues.enums import IssueState
from wenming.issues.models import Issue, IssueStep, LimitPause
from wenming.issues.queries.recounts import differences
from wenming.issues.workflow import TABLE
from wenming.kernel.models import City, Event
from wenming.kernel.queries.events import verify_chain

QUIET = frozenset({IssueState.CLOSED, IssueState.VOID, IssueState.JOINED, IssueState.SUSPENDED})
PAUSED = frozenset({*QUIET, IssueState.ANSWERED})
COUNTED = {
    "return_count": ("return",), "rework_count": ("rework", "reopen"), "extension_count": ("extend",),
    "suspension_count": ("suspend",), "reminder_count": ("remind",),
}  # fmt: skip


def faults_of(issue: Issue) -> list[str]:
    """Return what is wrong with an issue, its clocks, its steps; nothing, if it is sound."""
    steps = list(IssueStep.objects.in_city(issue.city).filter(issue=issue).order_by("pk"))
    return [*_faults_of_clocks(issue), *_faults_of_steps(issue, steps)]


def _faults_of_clocks(issue: Issue) -> list[str]:
    """The running clock is that of disposal while it is disposed of, none while nothing runs; pauses do not overlap."""
    found = []
    if issue.state in QUIET and issue.runs_out_at is not None:
        found.append(f"{issue.number}: a clock runs although it is {issue.state}")
    if issue.state == IssueState.DISPATCHED and issue.runs_out_at != issue.due_at:
        found.append(f"{issue.number}: another clock than that of disposal runs")
    pauses = list(LimitPause.objects.in_city(issue.city).filter(issue=issue).order_by("begins_at", "pk"))
    if any(first.ends_at is None or first.ends_at > second.begins_at for first, second in pairwise(pauses)):
        found.append(f"{issue.number}: pauses overlap")
    if pauses and pauses[-1].ends_at is None and issue.state not in PAUSED:
        found.append(f"{issue.number}: a pause is open although it is {issue.state}")
    return found


def _faults_of_steps(issue: Issue, steps: list[IssueStep]) -> list[str]:
    """Each step begins where the last one ended, as the table allows; the row says what the steps add up to."""
    found = [
        f"{issue.number}: {second.action} began at {second.before}, not at {first.after}"
        for first, second in pairwise(steps)
        if first.after != second.before
    ]
    found += [
        f"{issue.number}: {step.action} is not possible where it is {step.before}"
        for step in steps[1:]
        if step.action not in TABLE[step.before]
    ]
    if steps[0].action != "report" or steps[-1].after != issue.state or issue.changed_at < steps[-1].at:
        found.append(f"{issue.number}: the row does not say what the last step says")
    for column, names in COUNTED.items():
        if getattr(issue, column) != sum(step.action in names for step in steps):
            found.append(f"{issue.number}: {column} is not what the steps add up to")
    return found


def faults_in(city: City) -> list[str]:
    """Return what is wrong in a city: its issues, its chain of events, its counts."""
    found: list[Any] = [fault for issue in Issue.objects.in_city(city) for fault in faults_of(issue)]
    chain = verify_chain(city)
    if not chain.whole:
        found.append(f"the chain is broken: {chain}")
    events = Event.objects.in_city(city).filter(kind__startswith="issue.").count()
    steps = IssueStep.objects.in_city(city).count()
    if events != steps:
        found.append(f"{events} events for {steps} steps")
    return found + differences(city)
