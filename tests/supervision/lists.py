"""Lists for tests: a rule in force, and weeks in which units settle what they got, or do not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from tests.issues.cases import bring, make_disposer, make_issue
from tests.people import AT, OFFICER, SUPERVISOR, make_account, make_city
from wenming.supervision import actions
from wenming.supervision.actions.rules import facts_of

WEEK = timedelta(days=7)
MONDAY = date(2026, 11, 2)
GOOD, BAD, IDLE = "市环卫处", "市水利局", "市档案局"


def make_rule(key: str = "jiangmen", since: date = MONDAY, **changes: Any) -> Any:
    """Return a rule in force, after one that comes along."""
    version = actions.adopt_model(city=make_city(), key=key, by=make_account(OFFICER), at=AT)
    if changes:
        facts = replace(facts_of(version), **changes)
        version = actions.change_draft(version=version, facts=facts, by=make_account(OFFICER), at=AT)
    actions.enforce_version(version=version, since=since, by=make_account(OFFICER), at=AT)
    return version.rule


def make_week(number: int = 0, *, states: dict[str, str] | None = None) -> dict[str, Any]:
    """Let units get one issue each in a week and bring it to a state; by default one settles it and one lets it lie. Return them by unit."""
    make_disposer(IDLE)
    found = {}
    for name, state in (states or {GOOD: "closed", BAD: "dispatched"}).items():
        at = AT + number * WEEK
        found[name] = bring(make_issue(f"{name}{number}", at=at), state, at=at, unit=make_disposer(name))
    return found


def compute(rule: Any, number: int = 0, **options: Any) -> Any:
    """Compute a week's list as the office, after its end."""
    options.setdefault("by", make_account(OFFICER))
    return actions.compute_list(rule=rule, begins_on=MONDAY + number * WEEK, at=AT + (number + 1) * WEEK, **options)


def approve(run: Any, *, by: Any = None) -> Any:
    """Approve a list as the supervisor."""
    return actions.approve_list(run=run, by=by or make_account(SUPERVISOR), at=run.made_at)
