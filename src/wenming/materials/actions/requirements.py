"""What is asked for: added by hand, from the edition or from a table, changed, ended; and who supplies it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from wenming.campaigns.models import Campaign
from wenming.kernel.actions import record_event, store_file
from wenming.kernel.models import Account
from wenming.materials.actions.steps import office_campaign, require
from wenming.materials.adapters.scanning import scan
from wenming.materials.imports.papers import read_paper
from wenming.materials.models import Requirement, Supplier
from wenming.materials.rules import keeps_materials
from wenming.organisations.models import Unit
from wenming.organisations.rules import require_again
from wenming.standards.models import Node

FACTS = ("name", "count", "due_day", "window_months", "limits", "two_reviews", "note")
"""What can be changed; kind, rhythm and clause are those of the items that there are: another one is another requirement."""


@dataclass(frozen=True, slots=True)
class Wish:
    """A requirement to be: its clause, what it is, who supplies it. ``number`` 0 = the next one of its clause."""

    node: Node
    kind: str
    name: str
    rhythm: str
    units: Sequence[Unit]
    count: int = 1
    due_day: int = 25
    window_months: int | None = None
    limits: Mapping[str, Any] = field(default_factory=dict)
    two_reviews: bool = True
    note: str = ""
    source: str = ""
    number: int = 0
    since: date | None = None
    until: date | None = None


@transaction.atomic
def add_requirements(*, campaign: Campaign, wishes: Sequence[Wish], by: Account, at: datetime) -> list[Requirement]:
    """Ask for materials, all of them or none, with one event.

    NotPossibleError("nothing_new", "no_clause", "no_suppliers", "unit_ended", "number_taken", "ends_early").
    """
    held = office_campaign(campaign, by)
    require(wishes, "nothing_new")
    today = at.astimezone(held.city.zone).date()
    made = [_made(held, one, by, at, today) for one in wishes]
    data = {"requirements": [one.pk for one in made], "campaign": held.pk}
    record_event(city=held.city, kind="requirement.added", subject=made[0], data=data, by=by, at=at)
    return made


def _made(campaign: Campaign, wish: Wish, by: Account, at: datetime, today: date) -> Requirement:
    """Create one requirement with its suppliers."""
    require(wish.node.edition_id == campaign.edition_id, "no_clause")
    since = wish.since or max(today, campaign.starts_on)
    require(wish.until is None or wish.until >= since, "ends_early")
    rows = Requirement.objects.in_city(campaign.city).filter(campaign=campaign, node=wish.node)
    number = wish.number or (rows.aggregate(last=Max("number"))["last"] or 0) + 1
    require(not rows.filter(number=number).exists(), "number_taken")
    made = Requirement.objects.create(
        city=campaign.city,
        campaign=campaign,
        node=wish.node,
        number=number,
        kind=wish.kind,
        rhythm=wish.rhythm,
        source=wish.source,
        since=since,
        until=wish.until,
        by=by,
        at=at,
        **{name: getattr(wish, name) for name in FACTS},
    )
    _supply(made, wish.units, since)
    return made


@transaction.atomic
def change_requirement(
    *, requirement: Requirement, facts: Mapping[str, Any], units: Sequence[Unit] | None, by: Account, at: datetime
) -> Requirement:
    """Change what is asked for and of whom; items that there are stay as they are. ``facts`` are those of FACTS.

    ``units=None`` leaves who supplies it: of a programme's requirements applicants and holders do.

    NotPossibleError("ended_already", "no_suppliers", "unit_ended").
    """
    held = _one(requirement, by)
    today = at.astimezone(held.city.zone).date()
    require(held.until is None or held.until >= today, "ended_already")
    before = {name: getattr(held, name) for name in FACTS}
    for name in FACTS:
        if name in facts:
            setattr(held, name, facts[name])
    held.save()
    changed = [name for name in FACTS if before[name] != getattr(held, name)]
    begun, ended = _supply(held, units, today) if units is not None else ([], [])
    data = {"changed": changed, "begun": begun, "ended": ended}
    record_event(city=held.city, kind="requirement.changed", subject=held, data=data, by=by, at=at)
    return held


@transaction.atomic
def end_requirement(*, requirement: Requirement, until: date, by: Account, at: datetime) -> Requirement:
    """Ask for it no longer after a day; what was asked stays. NotPossibleError("ended_already", "ends_early")."""
    held = _one(requirement, by)
    today = at.astimezone(held.city.zone).date()
    require(held.until is None or held.until >= today, "ended_already")
    require(until >= max(held.since, today), "ends_early")
    held.until = until
    held.save(update_fields=["until"])
    data = {"until": until.isoformat()}
    record_event(city=held.city, kind="requirement.ended", subject=held, data=data, by=by, at=at)
    return held


def set_example(*, requirement: Requirement, name: str, content: bytes, by: Account, at: datetime) -> Requirement:
    """Show suppliers how a good one looks: a file, in place of the one before. PaperError for one that would not be taken itself."""
    require_again(keeps_materials, by, requirement.city)
    read = read_paper(name, content, kind=requirement.kind, limits=requirement.limits, scan=scan)
    file = store_file(city=requirement.city, name=read.name, chunks=[content], by=by, at=at)
    with transaction.atomic():
        held = _one(requirement, by)
        held.example = file
        held.save(update_fields=["example"])
        data = {"name": file.name, "digest": file.sha256}
        record_event(city=held.city, kind="requirement.example_set", subject=held, data=data, by=by, at=at)
    return held


def _one(requirement: Requirement, by: Account) -> Requirement:
    """Lock a requirement."""
    rows = Requirement.objects.in_city(requirement.city).select_for_update(of=("self",)).select_related("city")
    held = rows.get(pk=requirement.pk)
    require_again(keeps_materials, by, held.city)
    return held


def _supply(requirement: Requirement, units: Sequence[Unit], day: date) -> tuple[list[int], list[int]]:
    """Let these units supply it from a day on, and no others; return who began and who ended."""
    require(units, "no_suppliers")
    require(all(one.ends_on is None or one.ends_on >= day for one in units), "unit_ended")
    wanted = {one.pk: one for one in units}
    rows = Supplier.objects.in_city(requirement.city).filter(requirement=requirement, until__isnull=True)
    running = {row.unit_id: row for row in rows}
    ended = [row for key, row in running.items() if key not in wanted]
    for row in ended:
        row.until = max(day, row.since)
        row.save(update_fields=["until"])
    begun = [one for key, one in wanted.items() if key not in running]
    Supplier.objects.bulk_create(
        Supplier(city=requirement.city, requirement=requirement, unit=one, since=day) for one in begun
    )
    return [one.pk for one in begun], [row.unit_id for row in ended]
