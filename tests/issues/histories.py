"""Random histories of issues through the actions themselves: whatever the table allows, and now and then what it refuses."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from tests.issues.cases import make_disposer, make_issue, make_minor
from tests.people import AT, DISTRICT, LIAISON, OFFICER, SUPERVISOR, make_account, make_city
from tests.sites.places import make_unit
from wenming.issues import actions
from wenming.issues.actions import NotPossibleError
from wenming.issues.actions.steps import begin
from wenming.issues.models import Issue
from wenming.issues.workflow import TABLE

ANSWERS = ("已处理", "清运了两桶垃圾，冲洗了地面", "收到，马上整改")


@transaction.atomic
def look_back(issue: Issue, by: Any, at: datetime) -> None:
    """Try to look back at an issue."""
    begin(issue, "look_back", by, at)


class Office:
    """Everybody who acts on the issues of the fictional city, and a clock that goes on by itself."""

    def __init__(self, seed: int) -> None:
        self.draw = random.Random(seed)
        self.at: datetime = AT
        self.city = make_city()
        self.units = [make_disposer(), make_disposer("市园林处"), make_disposer("市市政处")]
        self.district, self.helper = make_account(DISTRICT).posts.first().unit, make_disposer("市供水公司")
        self.street = make_unit("青石街道", parent=self.district)
        self.minors = [make_minor(), make_minor("占道经营", code="03", unit="work_day", amount=2)]
        self.officer, self.liaison, self.supervisor = map(make_account, (OFFICER, LIAISON, SUPERVISOR))

    def later(self) -> datetime:
        """Return the next moment."""
        self.at += timedelta(minutes=self.draw.randint(1, 900))
        return self.at

    def report(self, **facts: Any) -> Issue:
        """Report one."""
        facts.setdefault("minor", self.draw.choice([*self.minors, None]))
        return make_issue(at=self.later(), by=self.draw.choice([self.officer, self.liaison]), **facts)

    def moves(self, issue: Issue, at: datetime) -> dict[str, Any]:
        """Return every action, ready to be taken: name -> call."""
        draw, unit = self.draw, self.draw.choice(self.units)
        by, reason = {"issue": issue, "by": self.officer, "at": at}, "按现场情况"
        check = {"issue": issue, "by": self.supervisor, "at": at}
        unit_acts = {"issue": issue, "by": self.liaison, "at": at}
        day = at.date() + timedelta(days=draw.randint(1, 9))
        changes = draw.choice([{"minor": draw.choice(self.minors)}, {"is_urgent": True}, {"text": "另一句"}])
        return {
            "accept": lambda: actions.accept_issue(**by),
            "file": lambda: actions.file_issue(minor=draw.choice(self.minors), **by),
            "correct": lambda: actions.correct_issue(changes=changes, **by),
            "void": lambda: actions.void_issue(reason=reason, **by),
            "restore": lambda: actions.restore_issue(**by),
            "dispatch": lambda: actions.dispatch_issue(unit=unit, **by),
            "answer": lambda: actions.answer_issue(text=draw.choice(ANSWERS), **unit_acts),
            "self_handle": lambda: actions.self_handle_issue(text=draw.choice(ANSWERS), **by),
            "close": lambda: actions.verify_issue(passed=True, **check),
            "pass": lambda: actions.verify_issue(passed=True, **by),
            "rework": lambda: actions.verify_issue(passed=False, note=reason, **check),
            "reopen": lambda: actions.reopen_issue(reason=reason, **check),
            "return": lambda: actions.return_issue(reason=reason, **unit_acts),
            "dispute": lambda: actions.dispute_issue(reason=reason, **unit_acts),
            "arbitrate": lambda: actions.arbitrate_issue(unit=unit, reason=reason, **by),
            "ask": lambda: actions.ask_for(kind="extension", reason=reason, until=at + timedelta(days=3), **unit_acts),
            "refuse": lambda: actions.refuse_request(reason=reason, **by),
            "extend": lambda: actions.extend_issue(until=at + timedelta(days=draw.randint(2, 20)), **by),
            "suspend": lambda: actions.suspend_issue(reason=reason, until=day, **by),
            "resume": lambda: actions.resume_issue(**by),
            "remind": lambda: actions.remind_unit(text=reason, **by),
            "forward": lambda: actions.forward_issue(desk=self.street, **by),
            "invite": lambda: actions.invite_units(units=[self.helper], **by),
            "split": lambda: actions.split_issue(texts=["一半", "另一半"], **by),
            "join": lambda: actions.join_issue(master=self.another(issue), **by),
            "part": lambda: actions.part_issue(**by),
            # only for who was sent, and nobody here was
            "look_back": lambda: look_back(issue, self.officer, at),
            # the system's own: refused to everybody
            "retime": lambda: actions.retime_issue(**by),
            **self.after_appeal(unit, check),
        }

    def after_appeal(self, unit: Any, check: dict[str, Any]) -> dict[str, Any]:
        """Return what an upheld appeal does to an issue."""
        return {
            "amend": lambda: actions.amend_unit(unit=unit, reason="申诉成立", **check),
            "amend_in_time": lambda: actions.amend_in_time(reason="申诉成立", **check),
            "strike": lambda: actions.strike_issue(reason="申诉成立", **check),
        }

    def another(self, issue: Issue) -> Issue:
        """Return another issue of the city."""
        return self.draw.choice(list(Issue.objects.in_city(issue.city).exclude(pk=issue.pk).order_by("pk")) or [issue])

    def move(self, issue: Issue) -> str:
        """Take an action that fits the issue's state, mostly; say which, "" where it was refused."""
        fresh = Issue.objects.in_city(issue.city).get(pk=issue.pk)
        moves = self.moves(fresh, self.later())
        fitting = [name for name in TABLE[fresh.state] if name in moves]
        fitting += ["amend_in_time"] if "amend" in fitting else []
        name = self.draw.choice(fitting if self.draw.random() < 0.95 else list(moves))
        try:
            moves[name]()
        except (NotPossibleError, PermissionDenied):
            return ""
        return name
