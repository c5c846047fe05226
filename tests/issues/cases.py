"""Issues for tests: a category of the fictional city, its unit, and an issue in any state, brought there by the actions."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from tests.people import AT, LIAISON, OFFICER, SUPERVISOR, make_account, make_city
from tests.sites.places import make_unit

HOUR = timedelta(hours=1)
"""``AT`` is Monday 2026-11-02 09:00 in China; working hours are the usual ones, 8:00–12:00 and 14:00–18:00."""


def make_disposer(name: str = "市环卫处") -> Any:
    """Return the unit that settles issues in tests; the cast's liaison answers for it."""
    from wenming.organisations.models import Post

    unit = make_unit(name, "department")
    account = make_account(LIAISON)
    Post.objects.in_city(make_city()).get_or_create(
        city=make_city(), account=account, role="liaison", unit=unit, defaults={"starts_on": AT.date()}
    )
    return unit


def make_minor(
    name: str = "暴露垃圾", *, code: str = "02", amount: int = 4, unit: str = "work_hour", **facts: Any
) -> Any:
    """Return a category with its limit, made once."""
    from wenming.issues.models import DisposalLimit, MajorClass, MinorClass

    city = make_city()
    known = MinorClass.objects.in_city(city).filter(name=name).first()
    if known:
        return known
    major = MajorClass.objects.in_city(city).filter(code="01", kind="occurrence").first() or MajorClass.objects.create(
        city=city, kind="occurrence", code="01", name="市容环境", order=1
    )
    minor = MinorClass.objects.create(city=city, major=major, code=code, name=name, order=int(code), **facts)
    DisposalLimit.objects.create(city=city, minor=minor, amount=amount, unit=unit)
    return minor


def make_issue(text: str = "垃圾桶满溢", *, at: datetime = AT, by: Any = None, **facts: Any) -> Any:
    """Return an issue that was just reported, by the office unless ``by`` is somebody else; facts are those of ``Report`` and of the action."""
    from wenming.issues.actions import Report, report_issue

    facts.setdefault("minor", make_minor())
    facts.setdefault("source", "patrol")
    how = {name: facts.pop(name) for name in ("photos", "desk", "reported_for") if name in facts}
    report = Report(text=text, **facts)
    return report_issue(city=make_city(), report=report, by=by or make_account(OFFICER), at=at, **how)


def bring(issue: Any, state: str, *, at: datetime = AT, unit: Any = None) -> Any:
    """Bring a reported issue to a state by the shortest way, an hour a step, the office and the unit's liaison acting; return it as it is then."""
    from wenming.issues import actions

    officer, liaison, supervisor = make_account(OFFICER), make_account(LIAISON), make_account(SUPERVISOR)
    unit = unit or make_disposer()
    steps: dict[str, list[Any]] = {
        "reported": [],
        "void": [lambda one, when: actions.void_issue(issue=one, reason="不是问题", by=officer, at=when)],
        "accepted": [lambda one, when: actions.accept_issue(issue=one, by=officer, at=when)],
    }
    steps["filed"] = [*steps["accepted"], lambda one, when: actions.file_issue(issue=one, by=officer, at=when)]
    steps["dispatched"] = [
        *steps["filed"], lambda one, when: actions.dispatch_issue(issue=one, unit=unit, by=officer, at=when),
    ]  # fmt: skip
    steps["answered"] = [
        *steps["dispatched"], lambda one, when: actions.answer_issue(issue=one, text="已清运", by=liaison, at=when),
    ]  # fmt: skip
    steps["closed"] = [
        *steps["answered"], lambda one, when: actions.verify_issue(issue=one, passed=True, by=supervisor, at=when),
    ]  # fmt: skip
    steps["suspended"] = [
        *steps["dispatched"], lambda one, when: actions.suspend_issue(issue=one, reason="缺资金", by=officer, at=when),
    ]  # fmt: skip
    steps["disputed"] = [
        *steps["dispatched"], lambda one, when: actions.dispute_issue(issue=one, reason="不归我们", by=liaison, at=when),
    ]  # fmt: skip
    steps["joined"] = [
        lambda one, when: actions.join_issue(issue=one, master=make_issue("同一处", at=at), by=officer, at=when),
    ]  # fmt: skip
    for number, step in enumerate(steps[state]):
        issue = step(issue, at + number * HOUR)
    return issue


def send_to_look_back(city: Any, visitor: Any, *, by: Any) -> None:
    """Have something that is settled looked at by this visitor: chance decides whom a city's own lots send where."""
    from django.utils import timezone

    from wenming.issues.actions import choose_look_back
    from wenming.issues.models import Issue, LookBack

    chosen = LookBack.objects.in_city(city).filter(visitor=visitor, result="", reason="chosen")
    for issue in Issue.objects.in_city(city).filter(state="closed", look_backs=None).order_by("pk"):
        if chosen.exists():
            return
        choose_look_back(issue=issue, by=by, at=timezone.now())
