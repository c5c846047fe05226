"""What facts suggest about units. Nothing follows by itself: people decide elsewhere, and say here what came of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from wenming.engine.lists import step_at
from wenming.kernel.actions import record_event
from wenming.kernel.models import Account, City
from wenming.supervision.actions.decisions import DecisionFacts, record_decision
from wenming.supervision.actions.steps import allow, require
from wenming.supervision.enums import ListMark, SuggestionGround, SuggestionState
from wenming.supervision.models import Decision, DecisionKind, ListEntry, ListRun, Suggestion
from wenming.supervision.queries.facts import repeated_issues, settings_of, unanswered_issues
from wenming.supervision.rules import records_decisions

FROM_ISSUES = {str(SuggestionGround.RECURRENCE): "criticism", str(SuggestionGround.UNANSWERED): "criticism"}
"""Ground -> code of the kind that is suggested for facts of issues."""


@transaction.atomic
def suggest_from_list(*, run: ListRun, at: datetime) -> list[Suggestion]:
    """Put down what an approved list suggests: where the whole band of a unit lies on the black list, or where it is there again.

    The first time running, when others cannot be told apart, suggests nothing. Part of the approval; its event says how many there are.
    """
    steps = {one.times: one for one in run.version.steps.select_related("kind")}
    codes = {times: str(times) for times in steps}
    entries = ListEntry.objects.in_city(run.city).filter(run=run, mark=ListMark.BLACK).select_related("group", "unit")
    made = []
    for entry in entries.order_by("group__order", "place", "pk"):
        reached = step_at(entry.times, codes)
        if not reached or not (entry.is_sure or entry.times > 1):
            continue
        step = steps[int(reached)]
        ground = SuggestionGround.CONSECUTIVE if entry.times > 1 else SuggestionGround.BAND
        facts = {
            "group": entry.group.name, "place": entry.place, "of": entry.of, "per": entry.per, "first": entry.first,
            "last": entry.last, "times": entry.times, "sure": int(entry.is_sure),
        }  # fmt: skip
        made.append(
            Suggestion.objects.create(
                city=run.city, unit=entry.unit, kind=step.kind, ground=str(ground), body=step.body, facts=facts, entry=entry, made_at=at
            )
        )  # fmt: skip
    return made


@transaction.atomic
def drop_overtaken(*, run: ListRun, by: Account | None, at: datetime) -> int:
    """Settle what earlier computations of the same list suggested and nobody has taken up: the list that stands says anew what it suggests.

    Part of the approval.
    """
    rows = Suggestion.objects.in_city(run.city).filter(state=SuggestionState.OPEN, entry__run__rule=run.rule)
    overtaken = rows.filter(entry__run__begins_on=run.begins_on)
    return overtaken.update(
        state=SuggestionState.DECLINED, reason=_("榜已重算，以新榜为准"), settled_by=by, settled_at=at
    )


@transaction.atomic
def suggest_from_issues(*, city: City, by: Account | None, at: datetime) -> list[Suggestion]:
    """Put down what issues suggest: the same problem back after it was closed, twice; a complaint unanswered after so many reminders.

    Twice for the same issue suggests nothing twice.
    """
    allow(records_decisions, by, city)
    kinds = {one.code: one for one in DecisionKind.objects.in_city(city).filter(is_active=True)}
    found: Iterable[tuple[str, Any, dict[str, Any]]] = (
        *((str(SuggestionGround.RECURRENCE), issue, facts) for issue, facts in repeated_issues(city, at=at)),
        *(
            (str(SuggestionGround.UNANSWERED), issue, facts)
            for issue, facts in unanswered_issues(city, settings_of(city).reminders)
        ),
    )
    known = set(Suggestion.objects.in_city(city).filter(issue__isnull=False).values_list("issue_id", "ground"))
    made = []
    for ground, issue, facts in found:
        kind = kinds.get(FROM_ISSUES[ground])
        if kind is not None and (issue.pk, ground) not in known:
            made.append(
                Suggestion.objects.create(
                    city=city, unit=issue.unit, kind=kind, ground=ground, body="", facts=facts, issue=issue, made_at=at
                )
            )
    if made:
        data = {"issues": [one.issue.number for one in made if one.issue]}
        record_event(city=city, kind="suggestions.made", subject=city, data=data, by=by, at=at)
    return made


@transaction.atomic
def take_up(*, suggestion: Suggestion, facts: DecisionFacts, by: Account | None, at: datetime) -> Decision:
    """Record the decision that a suggestion led to. NotPossibleError("suggestion_settled", and those of ``record_decision``)."""
    locked = _locked(suggestion, by)
    decision = record_decision(city=locked.city, facts=facts, by=by, at=at)
    require(decision.unit_id == locked.unit_id, "unit_differs")
    locked.state, locked.decision = SuggestionState.TAKEN, decision
    _settle(locked, "suggestion.taken_up", by, at)
    return decision


@transaction.atomic
def decline_suggestion(*, suggestion: Suggestion, reason: str, by: Account | None, at: datetime) -> Suggestion:
    """Say that a suggestion was not followed, and why. NotPossibleError("suggestion_settled", "no_reason")."""
    locked = _locked(suggestion, by)
    require(reason.strip(), "no_reason")
    locked.state, locked.reason = SuggestionState.DECLINED, reason.strip()
    _settle(locked, "suggestion.declined", by, at)
    return locked


def _locked(suggestion: Suggestion, by: Account | None) -> Suggestion:
    """Lock an open suggestion for who records decisions."""
    rows = Suggestion.objects.in_city(suggestion.city).select_for_update(of=("self",)).select_related("city", "unit")
    locked = rows.get(pk=suggestion.pk)
    allow(records_decisions, by, locked.city)
    require(locked.state == SuggestionState.OPEN, "suggestion_settled")
    return locked


def _settle(suggestion: Suggestion, kind: str, by: Account | None, at: datetime) -> None:
    """Save what came of it and record the one event."""
    suggestion.settled_by, suggestion.settled_at = by, at
    suggestion.save()
    data = {"unit": suggestion.unit_id, "ground": suggestion.ground, "reason": suggestion.reason}
    record_event(city=suggestion.city, kind=kind, subject=suggestion, data=data, by=by, at=at)
