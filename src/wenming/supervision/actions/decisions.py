"""Records of decisions that people took elsewhere: written once, never changed, withdrawn with a reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from wenming.issues.models import Issue, IssuePaper
from wenming.kernel.actions import record_event
from wenming.kernel.models import Account, City
from wenming.organisations.models import Unit
from wenming.supervision.actions.steps import allow, require
from wenming.supervision.models import Decision, DecisionKind, DecisionWithdrawal, ListEntry
from wenming.supervision.rules import records_decisions


@dataclass(frozen=True, slots=True)
class DecisionFacts:
    """What a paper decided: of which kind, about which unit, when, under which number, by whom; and what it rests on."""

    kind: DecisionKind
    unit: Unit
    decided_on: date
    paper_number: str
    body: str
    note: str = ""
    entry: ListEntry | None = None
    issue: Issue | None = None
    paper: IssuePaper | None = None


@transaction.atomic
def record_decision(*, city: City, facts: DecisionFacts, by: Account | None, at: datetime) -> Decision:
    """Record a decision about a unit. NotPossibleError("no_paper", "no_text", "later_than_today", "kind_gone", "unit_differs")."""
    allow(records_decisions, by, city)
    kind = DecisionKind.objects.in_city(city).get(pk=facts.kind.pk)
    require(kind.is_active, "kind_gone")
    require(facts.paper_number.strip(), "no_paper")
    require(facts.body.strip(), "no_text")
    require(facts.decided_on <= at.astimezone(city.zone).date(), "later_than_today")
    about = {one.unit_id for one in (facts.entry, facts.issue, facts.paper) if one is not None and one.unit_id}
    require(about <= {facts.unit.pk}, "unit_differs")
    decision = Decision.objects.create(
        city=city,
        kind=kind,
        unit=facts.unit,
        decided_on=facts.decided_on,
        paper_number=facts.paper_number.strip(),
        body=facts.body.strip(),
        note=facts.note.strip(),
        entry=facts.entry,
        issue=facts.issue,
        paper=facts.paper,
        recorded_by=by,
        recorded_at=at,
    )
    data = {
        "kind": kind.code,
        "unit": facts.unit.pk,
        "decided_on": facts.decided_on.isoformat(),
        "paper_number": decision.paper_number,
        "body": decision.body,
    }
    record_event(city=city, kind="decision.recorded", subject=decision, data=data, by=by, at=at)
    return decision


@transaction.atomic
def withdraw_decision(*, decision: Decision, reason: str, by: Account | None, at: datetime) -> DecisionWithdrawal:
    """Take the record of a decision back: it stays to be read, with the reason. NotPossibleError("no_reason", "withdrawn_already")."""
    rows = Decision.objects.in_city(decision.city).select_for_update(of=("self",)).select_related("city")
    locked = rows.get(pk=decision.pk)
    allow(records_decisions, by, locked.city)
    require(reason.strip(), "no_reason")
    require(not hasattr(locked, "withdrawal"), "withdrawn_already")
    made = DecisionWithdrawal.objects.create(city=locked.city, decision=locked, reason=reason.strip(), by=by, at=at)
    data = {"paper_number": locked.paper_number, "reason": made.reason}
    record_event(city=locked.city, kind="decision.withdrawn", subject=locked, data=data, by=by, at=at)
    return made
