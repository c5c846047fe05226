"""Lists: computed as drafts, approved by somebody else, computed again when inputs were corrected."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from wenming.engine import ENGINE_VERSION
from wenming.kernel.actions import record_event
from wenming.kernel.models import Account
from wenming.supervision.actions.steps import NotPossibleError, allow, require
from wenming.supervision.actions.suggestions import drop_overtaken, suggest_from_list
from wenming.supervision.enums import MeasureKind, RuleState, RunState
from wenming.supervision.models import ListEntry, ListRule, ListRuleVersion, ListRun
from wenming.supervision.queries.measuring import Computed, Line, computed_list
from wenming.supervision.queries.periods import first_day
from wenming.supervision.queries.runs import is_stale
from wenming.supervision.rules import approves_lists, makes_lists


@transaction.atomic
def compute_list(*, rule: ListRule, begins_on: date, by: Account | None, at: datetime, reason: str = "") -> ListRun:
    """Compute the list of a whole period that is over, as a draft. A draft that waits is superseded by the new one.

    NotPossibleError("not_in_force", "period_misaligned", "before_force", "period_open", "no_round", "same_again").
    """
    rule = _locked(rule, by)
    version = _version_for(rule, begins_on)
    computed = computed_list(version, begins_on)
    require(computed.period.last and computed.period.last < at.astimezone(rule.city.zone).date(), "period_open")
    require(version.kind != MeasureKind.SCORE or computed.round, "no_round")
    newest = _newest(rule, begins_on)
    require(newest is None or _differs(newest, computed, version), "same_again")
    return _keep(version, computed, newest, by=by, at=at, reason=reason)


@transaction.atomic
def recompute_list(*, run: ListRun, by: Account | None, at: datetime, reason: str) -> ListRun:
    """Compute a kept list once more by its own version of the rule, because inputs were corrected; kept even where nothing of it differs."""
    _locked(run.rule, by)
    computed = computed_list(run.version, run.begins_on)
    return _keep(run.version, computed, _newest(run.rule, run.begins_on), by=by, at=at, reason=reason)


@transaction.atomic
def approve_list(*, run: ListRun, by: Account | None, at: datetime) -> ListRun:
    """Approve a draft that somebody else computed: it stands, the list before it is superseded, and what its facts suggest is put down.

    NotPossibleError("not_awaiting", "own_list", "previous_changed", "inputs_changed").
    """
    ListRule.objects.in_city(run.city).select_for_update(of=("self",)).get(pk=run.rule_id)
    run = (
        ListRun.objects.in_city(run.city)
        .select_related("city", "rule", "version__city", "version__rule")
        .get(pk=run.pk)
    )
    allow(approves_lists, by, run.city)
    require(run.state == RunState.DRAFT, "not_awaiting")
    require(by is None or run.made_by_id != by.pk, "own_list")
    require(not is_stale(run), "previous_changed")
    require(computed_list(run.version, run.begins_on).input_digest == run.input_digest, "inputs_changed")
    runs = ListRun.objects.in_city(run.city).filter(rule=run.rule, begins_on=run.begins_on)
    runs.filter(state=RunState.APPROVED).update(state=RunState.SUPERSEDED)
    drop_overtaken(run=run, by=by, at=at)
    run.state, run.approved_by, run.approved_at = RunState.APPROVED, by, at
    run.save(update_fields=["state", "approved_by", "approved_at"])
    made = suggest_from_list(run=run, at=at)
    data = {**_facts(run), "result": run.result_digest, "suggestions": len(made)}
    record_event(city=run.city, kind="list.approved", subject=run, data=data, by=by, at=at)
    return run


def _version_for(rule: ListRule, begins_on: date) -> ListRuleVersion:
    """Return the version by which a period is listed: the last one that came into force by its first day."""
    versions = ListRuleVersion.objects.in_city(rule.city).filter(rule=rule).select_related("city", "rule")
    require(versions.filter(state=RuleState.IN_FORCE).exists(), "not_in_force")
    forced = versions.exclude(state=RuleState.DRAFT).filter(since__lte=begins_on)
    version = forced.order_by("-since", "-number").first()
    if version is None:
        raise NotPossibleError("before_force")
    require(first_day(version.period, begins_on) == begins_on, "period_misaligned")
    return version


def _differs(newest: ListRun, computed: Computed, version: ListRuleVersion) -> bool:
    """Say whether a list computed now is another one than the newest that is kept."""
    kept = (newest.version_id, newest.input_digest, newest.result_digest, newest.previous_id)
    previous = computed.previous.pk if computed.previous else None
    return kept != (version.pk, computed.input_digest, computed.result_digest, previous)


def _locked(rule: ListRule, by: Account | None) -> ListRule:
    """Lock a rule for who makes lists by it."""
    found = ListRule.objects.in_city(rule.city).select_for_update(of=("self",)).select_related("city").get(pk=rule.pk)
    allow(makes_lists, by, found.city)
    return found


def _newest(rule: ListRule, begins_on: date) -> ListRun | None:
    """Return the last computation of a period."""
    return ListRun.objects.in_city(rule.city).filter(rule=rule, begins_on=begins_on).order_by("-number").first()


def _keep(
    version: ListRuleVersion,
    computed: Computed,
    newest: ListRun | None,
    *,
    by: Account | None,
    at: datetime,
    reason: str,
) -> ListRun:
    """Write a computed list after the last computation of its period, and record the one event."""
    runs = ListRun.objects.in_city(version.city).filter(rule=version.rule, begins_on=computed.period.first)
    runs.filter(state=RunState.DRAFT).update(state=RunState.SUPERSEDED)
    run = ListRun.objects.create(
        city=version.city,
        rule=version.rule,
        version=version,
        begins_on=computed.period.first,
        ends_on=computed.period.last,
        number=newest.number + 1 if newest else 1,
        state=RunState.DRAFT,
        round=computed.round,
        previous=computed.previous,
        engine_version=ENGINE_VERSION,
        input_digest=computed.input_digest,
        result_digest=computed.result_digest,
        unmatched=computed.unmatched,
        reason=reason.strip(),
        made_by=by,
        made_at=at,
    )
    ListEntry.objects.bulk_create(_entry(run, line) for line in computed.lines)
    data = {
        **_facts(run),
        "version": version.number,
        "input": run.input_digest,
        "result": run.result_digest,
        "reason": run.reason,
    }
    record_event(city=version.city, kind="list.computed", subject=run, data=data, by=by, at=at)
    return run


def _facts(run: ListRun) -> dict[str, str | int]:
    """Return which list an event is about."""
    return {"rule": run.rule.name, "begins_on": run.begins_on.isoformat(), "number": run.number}


def _entry(run: ListRun, line: Line) -> ListEntry:
    """Return a line as it is kept."""
    found = line.placing
    return ListEntry(
        city=run.city,
        run=run,
        group=line.group,
        unit=line.unit,
        of=found.entrant.of,
        per=found.entrant.per,
        cases=found.entrant.cases,
        place=found.place or None,
        ties=found.ties,
        mark=found.mark,
        reason=found.reason,
        first=found.first or None,
        last=found.last or None,
        is_sure=found.is_sure,
        times=line.times,
    )
