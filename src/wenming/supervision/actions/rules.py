"""Rules of lists: drafted, changed while they are drafts, put in force from a day on, retired. What was in force stays as it was."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from wenming.kernel.actions import record_event
from wenming.kernel.models import Account, City
from wenming.supervision.actions.settings import adopt_kinds
from wenming.supervision.actions.steps import NotPossibleError, allow, require
from wenming.supervision.enums import MeasureKind, RuleState
from wenming.supervision.imports.rules import GroupFacts, RuleFacts, StepFacts, model_named
from wenming.supervision.models import DecisionKind, ListGroup, ListRule, ListRuleVersion, ListStep
from wenming.supervision.queries.measuring import rate_of
from wenming.supervision.queries.periods import first_day
from wenming.supervision.rules import keeps_list_rules


@transaction.atomic
def adopt_model(*, city: City, key: str, name: str = "", by: Account | None, at: datetime) -> ListRuleVersion:
    """Draft a rule after one that comes along, under its name or another. NotPossibleError("name_taken")."""
    allow(keeps_list_rules, by, city)
    adopt_kinds(city=city, by=by, at=at)
    model = model_named(key)
    called = name.strip() or model.name
    require(not ListRule.objects.in_city(city).filter(name=called).exists(), "name_taken")
    rule = ListRule.objects.create(city=city, name=called, source=model.source, made_by=by, made_at=at)
    return _draft(rule, model.facts, by, at)


@transaction.atomic
def draft_version(*, rule: ListRule, by: Account | None, at: datetime) -> ListRuleVersion:
    """Draft the next version of a rule, for the time being as the last one. NotPossibleError("draft_exists")."""
    rule = _locked(rule, by)
    versions = ListRuleVersion.objects.in_city(rule.city).filter(rule=rule).order_by("-number")
    require(not versions.filter(state=RuleState.DRAFT).exists(), "draft_exists")
    return _draft(rule, facts_of(versions[0]), by, at)


@transaction.atomic
def change_draft(*, version: ListRuleVersion, facts: RuleFacts, by: Account | None, at: datetime) -> ListRuleVersion:
    """Let a draft say something else. NotPossibleError("not_draft", "no_groups", "no_kinds", "no_places", "no_measure", "steps_twice")."""
    rule = _locked(version.rule, by)
    version = ListRuleVersion.objects.in_city(rule.city).select_related("city", "rule").get(pk=version.pk)
    require(version.state == RuleState.DRAFT, "not_draft")
    _check(facts)
    version.groups.all().delete()
    version.steps.all().delete()
    _say(version, facts)
    _record("list_rule.changed", version, by, at)
    return version


@transaction.atomic
def enforce_version(*, version: ListRuleVersion, since: date, by: Account | None, at: datetime) -> ListRuleVersion:
    """Put a draft in force for the periods that begin in the one of that day or later; the version before retires. NotPossibleError("not_draft")."""
    rule = _locked(version.rule, by)
    version = ListRuleVersion.objects.in_city(rule.city).select_related("city", "rule").get(pk=version.pk)
    require(version.state == RuleState.DRAFT, "not_draft")
    _check(facts_of(version))
    versions = ListRuleVersion.objects.in_city(rule.city).filter(rule=rule)
    versions.filter(state=RuleState.IN_FORCE).update(state=RuleState.RETIRED)
    version.state, version.since = RuleState.IN_FORCE, first_day(version.period, since)
    version.forced_by, version.forced_at = by, at
    version.save()
    _record("list_rule.enforced", version, by, at, since=version.since.isoformat())
    return version


@transaction.atomic
def retire_rule(*, rule: ListRule, by: Account | None, at: datetime) -> ListRule:
    """Let a rule end: no list is computed by it any more. NotPossibleError("not_in_force")."""
    rule = _locked(rule, by)
    versions = ListRuleVersion.objects.in_city(rule.city).filter(rule=rule, state=RuleState.IN_FORCE)
    version = versions.select_related("city", "rule").first()
    if version is None:
        raise NotPossibleError("not_in_force")
    version.state = RuleState.RETIRED
    version.save(update_fields=["state"])
    _record("list_rule.retired", version, by, at)
    return rule


def facts_of(version: ListRuleVersion) -> RuleFacts:
    """Return what a version says."""
    groups = version.groups.order_by("order")
    steps = version.steps.select_related("kind").order_by("times")
    return RuleFacts(
        version.period,
        version.kind,
        version.measure,
        version.good_end,
        version.minimum,
        tuple(GroupFacts(one.name, tuple(one.kinds), one.side, one.red, one.black) for one in groups),
        tuple(StepFacts(one.times, one.kind.code, one.body) for one in steps),
    )


def _locked(rule: ListRule, by: Account | None) -> ListRule:
    """Lock a rule for who keeps it."""
    found = ListRule.objects.in_city(rule.city).select_for_update(of=("self",)).select_related("city").get(pk=rule.pk)
    allow(keeps_list_rules, by, found.city)
    return found


def _draft(rule: ListRule, facts: RuleFacts, by: Account | None, at: datetime) -> ListRuleVersion:
    """Write a new draft."""
    _check(facts)
    last = ListRuleVersion.objects.in_city(rule.city).filter(rule=rule).order_by("-number").first()
    version = ListRuleVersion(
        city=rule.city,
        rule=rule,
        number=last.number + 1 if last else 1,
        state=RuleState.DRAFT,
        made_by=by,
        made_at=at,
    )
    _say(version, facts)
    _record("list_rule.drafted", version, by, at)
    return version


def _say(version: ListRuleVersion, facts: RuleFacts) -> None:
    """Write what a draft says."""
    for name in ("period", "kind", "measure", "good_end", "minimum"):
        setattr(version, name, getattr(facts, name))
    version.save()
    city, kinds = version.city, {one.code: one for one in DecisionKind.objects.in_city(version.city)}
    ListGroup.objects.bulk_create(
        ListGroup(
            city=city, version=version, order=order, name=one.name, kinds=list(one.kinds), side=one.side, red=one.red,
            black=one.black,
        )
        for order, one in enumerate(facts.groups, start=1)
    )  # fmt: skip
    ListStep.objects.bulk_create(
        ListStep(city=city, version=version, times=one.times, kind=kinds[one.kind], body=one.body)
        for one in facts.steps
    )


def _check(facts: RuleFacts) -> None:
    """Refuse a rule by which nothing could be listed."""
    require(facts.groups, "no_groups")
    require(all(one.kinds for one in facts.groups), "no_kinds")
    require(all(one.red + one.black for one in facts.groups), "no_places")
    require(facts.kind == MeasureKind.SCORE or rate_of(facts.measure), "no_measure")
    times = [one.times for one in facts.steps]
    require(len(set(times)) == len(times), "steps_twice")


def _record(kind: str, version: ListRuleVersion, by: Account | None, at: datetime, **more: str) -> None:
    """Record the one event of a change."""
    said = facts_of(version)
    data = {
        "name": version.rule.name,
        "version": version.number,
        "period": said.period,
        "measure": said.measure or said.kind,
        "groups": [[one.name, list(one.kinds), one.side, one.red, one.black] for one in said.groups],
        "steps": [[one.times, one.kind, one.body] for one in said.steps],
        **more,
    }
    record_event(city=version.city, kind=kind, subject=version, data=data, by=by, at=at)
