"""Appeals of units: against inputs, never against results. What is upheld corrects the input by the action of its own app; then all is computed again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from wenming.engine.deadlines import Limit, LimitUnit, expiry
from wenming.inspections.models import Observation
from wenming.issues.actions.photos import Upload, keep_photos
from wenming.issues.actions.telling import checking_role
from wenming.issues.models import Issue
from wenming.kernel.actions import record_event
from wenming.kernel.models import Account
from wenming.messaging.actions import settle, tell
from wenming.organisations.models import Unit
from wenming.organisations.queries import calendar_of
from wenming.supervision.actions.correcting import correct_input, list_concerned, results_after
from wenming.supervision.actions.steps import NotPossibleError, allow, require
from wenming.supervision.enums import AppealInput, AppealState, RunState
from wenming.supervision.models import Appeal, AppealPhoto, ListEntry
from wenming.supervision.queries.appeals import appealable, is_own_observation
from wenming.supervision.queries.facts import settings_of
from wenming.supervision.rules import own_units, recorded_input, reviews_appeals


@dataclass(frozen=True, slots=True)
class AppealFacts:
    """What a unit says is wrong: which input, in which respect, and why; ``entry``: in which list it matters; ``wanted``: whose it is instead."""

    unit: Unit
    input: str
    statement: str
    issue: Issue | None = None
    observation: Observation | None = None
    entry: ListEntry | None = None
    wanted: Unit | None = None


def file_appeal(*, facts: AppealFacts, photos: Sequence[Upload] = (), by: Account, at: datetime) -> Appeal:
    """Put an appeal down with its photos, and tell those who review.

    NotPossibleError("no_text", "not_own_input", "wrong_stage", "not_late", "same_unit", "appeal_open", "appeal_late"); PhotoError of a photo.
    """
    city = facts.unit.city
    allow(lambda account, place: facts.unit in own_units(account, place), by, city)
    kept = keep_photos(city, photos, by=by, at=at)
    with transaction.atomic():
        Unit.objects.in_city(city).select_for_update(of=("self",)).get(pk=facts.unit.pk)
        _check(facts, at)
        calendar, limit = calendar_of(city), Limit(settings_of(city).review_days, LimitUnit.WORK_DAY)
        appeal = Appeal.objects.create(
            city=city,
            unit=facts.unit,
            input=facts.input,
            issue=facts.issue,
            observation=facts.observation,
            entry=facts.entry,
            wanted=facts.wanted if facts.input == AppealInput.ISSUE_UNIT else None,
            statement=facts.statement.strip(),
            due_at=expiry(calendar, limit, at),
            filed_by=by,
            filed_at=at,
        )
        AppealPhoto.objects.bulk_create(
            AppealPhoto(
                city=city,
                appeal=appeal,
                file=one.file,
                large=one.large,
                small=one.small,
                width=one.width,
                height=one.height,
            )
            for one in kept
        )
        _tell_reviewers(appeal, at)
        _record("appeal.filed", appeal, by, at)
    return appeal


@transaction.atomic
def uphold_appeal(
    *, appeal: Appeal, answer: str, milli: int | None = None, unit: Unit | None = None, by: Account, at: datetime
) -> Appeal:
    """Find that the unit is right: the input is corrected, list and score are computed again, the results before and after are kept together.

    ``milli``: the points that the row has now; ``unit``: whose the issue is. NotPossibleError("appeal_settled", "own_input", "no_reason",
    "no_unit", "not_worse", "not_possible_now").
    """
    locked = _begin(appeal, answer, by)
    locked.list_before, locked.run_before = list_concerned(locked)
    locked.correction = correct_input(
        locked, milli=milli, unit=unit or locked.wanted, reason=answer.strip(), by=by, at=at
    )
    locked.list_after, locked.run_after = results_after(locked, by=by, at=at)
    _settle(locked, AppealState.UPHELD, answer, by, at)
    return locked


@transaction.atomic
def reject_appeal(*, appeal: Appeal, answer: str, by: Account, at: datetime) -> Appeal:
    """Find that the input stands, and say why. NotPossibleError("appeal_settled", "own_input", "no_reason")."""
    locked = _begin(appeal, answer, by)
    _settle(locked, AppealState.REJECTED, answer, by, at)
    return locked


@transaction.atomic
def withdraw_appeal(*, appeal: Appeal, by: Account, at: datetime) -> Appeal:
    """Take an appeal back: the unit's own act. NotPossibleError("appeal_settled")."""
    locked = _locked(appeal)
    allow(lambda account, city: locked.unit in own_units(account, city), by, locked.city)
    require(locked.state == AppealState.OPEN, "appeal_settled")
    _settle(locked, AppealState.WITHDRAWN, "", by, at)
    return locked


def last_moment(facts: AppealFacts) -> datetime | None:
    """Return until when a unit may appeal: so many working days after the list was approved, the round written, or the issue settled."""
    if facts.entry is not None:
        since = facts.entry.run.approved_at
    elif facts.observation is not None:
        since = facts.observation.round.created_at
    else:
        since = facts.issue.closed_at or facts.issue.answered_at if facts.issue else None
    if since is None:
        return None
    city = facts.unit.city
    return expiry(calendar_of(city), Limit(settings_of(city).appeal_days, LimitUnit.WORK_DAY), since)


def _check(facts: AppealFacts, at: datetime) -> None:
    """Refuse what is not the unit's own, comes too late, or is asked already."""
    require(facts.statement.strip(), "no_text")
    require((facts.input == AppealInput.OBSERVATION) == (facts.observation is not None), "not_own_input")
    if facts.observation is not None:
        require(is_own_observation(facts.observation, facts.unit), "not_own_input")
    else:
        _check_issue(facts)
    if facts.entry is not None:
        own = facts.entry.unit_id == facts.unit.pk and facts.entry.run.state == RunState.APPROVED
        require(own, "not_own_input")
    open_ = Appeal.objects.in_city(facts.unit.city).filter(state=AppealState.OPEN, input=facts.input)
    require(not open_.filter(issue=facts.issue, observation=facts.observation).exists(), "appeal_open")
    until = last_moment(facts)
    require(until is None or at <= until, "appeal_late")


def _check_issue(facts: AppealFacts) -> None:
    """Refuse an issue of another unit, or one about which this cannot be said where it stands."""
    if facts.issue is None or facts.issue.unit_id != facts.unit.pk:
        raise NotPossibleError("not_own_input")
    reason = appealable(facts.issue, facts.input)
    require(not reason, reason)
    require(facts.wanted is None or facts.wanted.pk != facts.unit.pk, "same_unit")


def _begin(appeal: Appeal, answer: str, by: Account) -> Appeal:
    """Lock an open appeal for somebody who may review it."""
    locked = _locked(appeal)
    allow(reviews_appeals, by, locked.city)
    require(locked.state == AppealState.OPEN, "appeal_settled")
    require(not recorded_input(locked, by), "own_input")
    require(answer.strip(), "no_reason")
    return locked


def _locked(appeal: Appeal) -> Appeal:
    rows = Appeal.objects.in_city(appeal.city).select_for_update(of=("self",))
    related = (
        "city",
        "unit",
        "issue__city",
        "observation__round__city",
        "observation__city",
        "entry__run__rule",
        "wanted",
    )
    return rows.select_related(*related).get(pk=appeal.pk)


def _settle(appeal: Appeal, state: Any, answer: str, by: Account, at: datetime) -> None:
    """Save what was found, tell the unit, and record the one event."""
    appeal.state, appeal.answer = state, answer.strip()
    appeal.settled_by, appeal.settled_at = by, at
    appeal.save()
    settle(city=appeal.city, key=f"appeal:{appeal.pk}:review", by=by, at=at)
    if state != AppealState.WITHDRAWN:
        tell(
            city=appeal.city,
            key=f"appeal:{appeal.pk}:answer",
            title=f"{AppealState(state).label}：{title_of(appeal)}",
            text=appeal.answer,
            url=page_of(appeal),
            unit=appeal.unit,
            at=at,
        )
    _record(f"appeal.{state}", appeal, by, at, **appeal.correction)


def _tell_reviewers(appeal: Appeal, at: datetime) -> None:
    """Put the review into the inbox of the supervisors (of the office where there are none), until it is done."""
    tell(
        city=appeal.city,
        key=f"appeal:{appeal.pk}:review",
        kind="task",
        title=f"{appeal.unit.name}：{title_of(appeal)}",
        text=appeal.statement,
        url=page_of(appeal),
        role=checking_role(appeal.city, at),
        due_on=appeal.due_at.astimezone(appeal.city.zone).date(),
        at=at,
    )


def title_of(appeal: Appeal) -> str:
    """Return what an appeal is about, in a few words."""
    about = appeal.issue.text if appeal.issue else appeal.observation.site if appeal.observation else ""
    return f"{AppealInput(appeal.input).label} · {about}"


def page_of(appeal: Appeal) -> str:
    """Return the page of an appeal, without the host."""
    return f"/{appeal.city.slug}/supervision/appeals/{appeal.pk}/"


def _record(kind: str, appeal: Appeal, by: Account, at: datetime, **more: object) -> None:
    """Record the one event of a step."""
    data = {
        "unit": appeal.unit_id,
        "input": appeal.input,
        "issue": appeal.issue.number if appeal.issue else "",
        "observation": appeal.observation_id or 0,
        **more,
    }
    record_event(city=appeal.city, kind=kind, subject=appeal, data=data, by=by, at=at)
