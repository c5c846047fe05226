"""Titles of the joint campaign: added, described, put in order; where the city stands with each; when it is looked at again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from wenming.campaigns.actions.holding import hold, hold_city
from wenming.campaigns.actions.reminding import settle_recheck
from wenming.campaigns.models import Recheck, Title, TitleChange
from wenming.campaigns.queries.titles import changes_that_hold
from wenming.campaigns.workflow import may_follow
from wenming.kernel.actions import record_event
from wenming.kernel.models import Account, City
from wenming.organisations.actions import NotPossibleError


@transaction.atomic
def add_title(
    *,
    city: City,
    name: str,
    by: Account | None,
    at: datetime,
    name_en: str = "",
    conferred_by: str = "",
    recheck_months: int | None = None,
) -> Title:
    """Add a title to the joint campaign, last in its order. NotPossibleError("title_known")."""
    city = hold_city(city, by)
    titles = Title.objects.in_city(city)
    if titles.filter(name=name).exists():
        raise NotPossibleError("title_known")
    last = titles.aggregate(last=Max("order"))["last"] or 0
    title = Title.objects.create(
        city=city,
        name=name,
        name_en=name_en,
        conferred_by=conferred_by,
        recheck_months=recheck_months,
        order=last + 1,
    )
    data = {"name": name, "recheck_months": recheck_months or 0}
    record_event(city=city, kind="title.added", subject=title, data=data, by=by, at=at)
    return title


@transaction.atomic
def describe_title(
    *,
    title: Title,
    name: str,
    name_en: str,
    conferred_by: str,
    recheck_months: int | None,
    by: Account | None,
    at: datetime,
) -> Title:
    """Correct what a title is called, who confers it and how often it is looked at again. NotPossibleError("title_known")."""
    title = hold(title, by)
    if Title.objects.in_city(title.city).filter(name=name).exclude(pk=title.pk).exists():
        raise NotPossibleError("title_known")
    before = title.name
    title.name, title.name_en = name, name_en
    title.conferred_by, title.recheck_months = conferred_by, recheck_months
    title.save(update_fields=["name", "name_en", "conferred_by", "recheck_months"])
    data = {"before": before, "name": name, "conferred_by": conferred_by, "recheck_months": recheck_months or 0}
    record_event(city=title.city, kind="title.described", subject=title, data=data, by=by, at=at)
    return title


@transaction.atomic
def arrange_titles(*, city: City, keys: Sequence[int], by: Account | None, at: datetime) -> None:
    """Put the titles in this order; the first one owns what several count. NotPossibleError("titles_changed")."""
    city = hold_city(city, by)
    titles = {title.pk: title for title in Title.objects.in_city(city)}
    if sorted(keys) != sorted(titles):
        raise NotPossibleError("titles_changed")
    for place, key in enumerate(keys, start=1):
        titles[key].order = place
    Title.objects.in_city(city).bulk_update(titles.values(), ["order"])
    record_event(city=city, kind="titles.arranged", subject=city, data={"order": list(keys)}, by=by, at=at)


@transaction.atomic
def record_title_change(
    *, title: Title, status: str, on: date, by: Account | None, at: datetime, paper: str = "", note: str = ""
) -> TitleChange:
    """Record where the city stands with a title from a day on.

    NotPossibleError: "status_cannot_follow", "change_before_last", "change_in_future".
    """
    title = hold(title, by)
    held = changes_that_hold(title)
    change = TitleChange(city=title.city, title=title, status=status, on=on, paper=paper, note=note, by=by, at=at)
    _require_fit(change, held[-1] if held else None)
    change.save(force_insert=True)
    data = {"title": title.name, "status": status, "on": on.isoformat(), "paper": paper}
    record_event(city=title.city, kind="title.changed", subject=change, data=data, by=by, at=at)
    return change


@transaction.atomic
def correct_title_change(
    *, change: TitleChange, status: str, on: date, by: Account | None, at: datetime, paper: str = "", note: str = ""
) -> TitleChange:
    """Append what the latest change should have said; the mistaken one stays to be read and counts no more.

    The same standing as before the mistake says that nothing had changed at all. NotPossibleError: "not_the_latest" and those of
    ``record_title_change``.
    """
    title = hold(change.title, by)
    held = changes_that_hold(title)
    if not held or held[-1].pk != change.pk:
        raise NotPossibleError("not_the_latest")
    before = held[-2] if len(held) > 1 else None
    right = TitleChange(
        city=title.city, title=title, status=status, on=on, paper=paper, note=note, corrects=held[-1], by=by, at=at
    )
    _require_fit(right, before, unchanged=before is not None and before.status == status)
    right.save(force_insert=True)
    data = {"title": title.name, "corrects": change.pk, "status": status, "on": on.isoformat(), "paper": paper}
    record_event(city=title.city, kind="title.change_corrected", subject=right, data=data, by=by, at=at)
    return right


def _require_fit(change: TitleChange, before: TitleChange | None, *, unchanged: bool = False) -> None:
    """Refuse a change that cannot follow the one before, or lies before it or in the future."""
    if not unchanged and not may_follow(before.status if before else None, change.status):
        raise NotPossibleError("status_cannot_follow")
    if before is not None and change.on < before.on:
        raise NotPossibleError("change_before_last")
    if change.on > change.at.astimezone(change.city.zone).date():
        raise NotPossibleError("change_in_future")


@transaction.atomic
def plan_recheck(*, title: Title, due_on: date, alarm_days: int, by: Account | None, at: datetime) -> Recheck:
    """Say when a title is looked at again. NotPossibleError("recheck_planned") for a second one of the same day."""
    title = hold(title, by)
    _require_free_day(title, due_on)
    recheck = Recheck.objects.create(city=title.city, title=title, due_on=due_on, alarm_days=alarm_days, by=by, at=at)
    data = {"title": title.name, "due_on": due_on.isoformat(), "alarm_days": alarm_days}
    record_event(city=title.city, kind="recheck.planned", subject=recheck, data=data, by=by, at=at)
    return recheck


@transaction.atomic
def move_recheck(*, recheck: Recheck, due_on: date, alarm_days: int, by: Account | None, at: datetime) -> Recheck:
    """Put a re-check that is still to come to another day. NotPossibleError: "recheck_done", "recheck_planned"."""
    recheck = hold(recheck, by, "title__city")
    if recheck.done_on is not None:
        raise NotPossibleError("recheck_done")
    _require_free_day(recheck.title, due_on, but=recheck.pk)
    settle_recheck(recheck, by, at)
    before = recheck.due_on
    recheck.due_on, recheck.alarm_days, recheck.by, recheck.at = due_on, alarm_days, by, at
    recheck.save(update_fields=["due_on", "alarm_days", "by", "at"])
    data = {"before": before.isoformat(), "due_on": due_on.isoformat(), "alarm_days": alarm_days}
    record_event(city=recheck.city, kind="recheck.moved", subject=recheck, data=data, by=by, at=at)
    return recheck


@transaction.atomic
def finish_recheck(
    *,
    recheck: Recheck,
    on: date,
    passed: bool,
    by: Account | None,
    at: datetime,
    note: str = "",
    next_on: date | None = None,
) -> Recheck:
    """Say that a re-check took place and how it ended, and when the next one is due.

    NotPossibleError: "recheck_done", "recheck_in_future", "next_before_this", "recheck_planned". What follows for the title is
    recorded as a change of the title, by paper.
    """
    recheck = hold(recheck, by, "title__city")
    if recheck.done_on is not None:
        raise NotPossibleError("recheck_done")
    if on > at.astimezone(recheck.city.zone).date():
        raise NotPossibleError("recheck_in_future")
    if next_on is not None and next_on <= on:
        raise NotPossibleError("next_before_this")
    settle_recheck(recheck, by, at)
    recheck.done_on, recheck.passed, recheck.note, recheck.by, recheck.at = on, passed, note, by, at
    recheck.save(update_fields=["done_on", "passed", "note", "by", "at"])
    data = {"on": on.isoformat(), "passed": passed, "next_on": next_on.isoformat() if next_on else ""}
    record_event(city=recheck.city, kind="recheck.done", subject=recheck, data=data, by=by, at=at)
    if next_on is not None:
        plan_recheck(title=recheck.title, due_on=next_on, alarm_days=recheck.alarm_days, by=by, at=at)
    return recheck


def _require_free_day(title: Title, day: date, *, but: int | None = None) -> None:
    """Refuse a second re-check of one title on one day."""
    if title.rechecks.filter(due_on=day).exclude(pk=but).exists():
        raise NotPossibleError("recheck_planned")
