"""The watch ledger: events watched and judged, conditions found met or not, authorities asked and their answers."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from wenming.burden.actions import Wanted, keeping_refusals, register_ask
from wenming.burden.enums import AskKind, AskPurpose
from wenming.campaigns.actions.holding import hold
from wenming.campaigns.enums import WatchKind, WatchState
from wenming.campaigns.models import Campaign, Clearance, ConditionFinding, WatchEntry, WatchStep
from wenming.campaigns.queries.watching import provisions_of
from wenming.engine.cycles import line_in_words
from wenming.kernel.actions import record_event
from wenming.kernel.models import Account
from wenming.organisations.actions import NotPossibleError
from wenming.organisations.models import Unit

MILLI = 1000


@transaction.atomic
def watch_event(
    *,
    campaign: Campaign,
    kind: str,
    event: str,
    happened_on: date,
    source: str,
    by: Account | None,
    at: datetime,
    rule: str = "",
) -> WatchEntry:
    """Put an event into the watch ledger, under a rule of the rulebook or under none that is known (""); it begins as open.

    NotPossibleError: "rule_unknown", "event_in_future".
    """
    campaign = hold(campaign, by, "edition", "rulebook")
    if rule and rule not in _codes(campaign, kind):
        raise NotPossibleError("rule_unknown")
    if happened_on > at.astimezone(campaign.city.zone).date():
        raise NotPossibleError("event_in_future")
    entry = WatchEntry.objects.create(
        city=campaign.city, campaign=campaign, kind=kind, rule=rule, event=event, happened_on=happened_on,
        source=source, by=by, at=at,
    )  # fmt: skip
    WatchStep.objects.create(city=campaign.city, entry=entry, state=WatchState.OPEN, by=by, at=at)
    data = {"kind": kind, "rule": rule, "happened_on": happened_on.isoformat()}
    record_event(city=campaign.city, kind="watch.entered", subject=entry, data=data, by=by, at=at)
    return entry


def _codes(campaign: Campaign, kind: str) -> set[str]:
    """Return the codes of the rules of a kind."""
    said = provisions_of(campaign)
    return {row.code for row in (said.negative_list if kind == WatchKind.NEGATIVE else said.conditions)}


@transaction.atomic
def judge_event(
    *,
    entry: WatchEntry,
    state: str,
    by: Account | None,
    at: datetime,
    effect: str = "",
    points: int | None = None,
    note: str = "",
) -> WatchStep:
    """Append what was found out about a watched event. ``points``: milli-points off the year, only where the event counts.

    NotPossibleError("points_without_effect").
    """
    entry = hold(entry, by)
    if points and state != WatchState.COUNTS:
        raise NotPossibleError("points_without_effect")
    step = WatchStep.objects.create(
        city=entry.city, entry=entry, state=state, effect=effect, points=points, note=note, by=by, at=at
    )
    data = {"state": state, "effect": effect, "points": points or 0}
    record_event(city=entry.city, kind="watch.judged", subject=entry, data=data, by=by, at=at)
    return step


@transaction.atomic
def record_finding(
    *,
    campaign: Campaign,
    rule: str,
    source: str,
    by: Account | None,
    at: datetime,
    met: bool | None = None,
    score: int | None = None,
) -> ConditionFinding:
    """Record whether a condition holds; one that names a line is judged by its ``score`` (milli-points).

    NotPossibleError: "rule_unknown", "score_wanted" (the condition names a line), "no_line" (it names none).
    """
    campaign = hold(campaign, by, "edition", "rulebook")
    conditions = {row.code: row for row in provisions_of(campaign).conditions}
    if rule not in conditions:
        raise NotPossibleError("rule_unknown")
    line = line_in_words(conditions[rule].name)
    if line is None and score is not None:
        raise NotPossibleError("no_line")
    if line is not None:
        if score is None and met is not None:
            raise NotPossibleError("score_wanted")
        met = None if score is None else score >= line * MILLI
    finding = ConditionFinding.objects.create(
        city=campaign.city, campaign=campaign, rule=rule, met=met, score=score, source=source, by=by, at=at
    )
    data = {"rule": rule, "met": {None: "", True: "yes", False: "no"}[met], "score": score or 0}
    record_event(city=campaign.city, kind="condition.found", subject=finding, data=data, by=by, at=at)
    return finding


def ask_units(
    *, campaign: Campaign, units: Iterable[Unit], asked_on: date, due_on: date, by: Account | None, at: datetime
) -> list[Clearance]:
    """Ask many authorities at once whether anything stands against the city; who was asked that day already is asked once.

    Each answer is a form, registered with the burden of its unit; what went out on an earlier day is counted there.
    NotPossibleError: "due_before_asked", "nobody_asked"; burden's OverBudgetError with the numbers, which stays on record.
    """
    with keeping_refusals(city=campaign.city, by=by, at=at):
        return _ask(hold(campaign, by), units, asked_on, due_on, by=by, at=at)


def _ask(
    campaign: Campaign, units: Iterable[Unit], asked_on: date, due_on: date, *, by: Account | None, at: datetime
) -> list[Clearance]:
    """Ask all of them, or nobody."""
    if due_on < asked_on:
        raise NotPossibleError("due_before_asked")
    known = set(
        Clearance.objects.in_city(campaign.city)
        .filter(campaign=campaign, asked_on=asked_on)
        .values_list("unit", flat=True)
    )
    wanted = [unit for unit in dict.fromkeys(units) if unit.pk not in known]
    if not wanted:
        raise NotPossibleError("nobody_asked")
    _register(campaign, wanted, asked_on, by, at)
    rows = Clearance.objects.bulk_create(
        Clearance(city=campaign.city, campaign=campaign, unit=unit, asked_on=asked_on, due_on=due_on, by=by, at=at)
        for unit in wanted
    )
    data = {"units": [unit.pk for unit in wanted], "asked_on": asked_on.isoformat(), "due_on": due_on.isoformat()}
    record_event(city=campaign.city, kind="clearance.asked", subject=campaign, data=data, by=by, at=at)
    return rows


def _register(campaign: Campaign, units: Iterable[Unit], asked_on: date, by: Account | None, at: datetime) -> None:
    """Register what is asked with the burden of the units."""
    asks = [
        Wanted(
            unit=unit,
            kind=str(AskKind.FORM),
            purpose=str(AskPurpose.CLEARANCE),
            reference=f"clearance:{campaign.pk}/{asked_on.isoformat()}",
            fact=_("对申报的意见"),
            why=_("只有本部门知道自己的意见"),
        )
        for unit in units
    ]
    register_ask(city=campaign.city, asks=asks, by=by, at=at, made_on=asked_on)


@transaction.atomic
def record_opinion(
    *, clearance: Clearance, answered_on: date, opinion: str, by: Account | None, at: datetime, note: str = ""
) -> Clearance:
    """Record what an authority answered; a later answer takes the place of an earlier one, which the chain of events keeps.

    NotPossibleError: "answer_before_asked", "answer_in_future", "objection_without_words".
    """
    row = hold(clearance, by)
    if answered_on < row.asked_on:
        raise NotPossibleError("answer_before_asked")
    if answered_on > at.astimezone(row.city.zone).date():
        raise NotPossibleError("answer_in_future")
    if opinion == "objection" and not note:
        raise NotPossibleError("objection_without_words")
    row.answered_on, row.opinion, row.note, row.by, row.at = answered_on, opinion, note, by, at
    row.save(update_fields=["answered_on", "opinion", "note", "by", "at"])
    data = {"unit": row.unit_id, "answered_on": answered_on.isoformat(), "opinion": opinion}
    record_event(city=row.city, kind="clearance.answered", subject=row, data=data, by=by, at=at)
    return row
