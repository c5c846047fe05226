"""Programmes of mass creation: opened with the materials of their edition, changed, ended."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from wenming.kernel.actions import record_event
from wenming.kernel.models import Account, City
from wenming.materials.actions.steps import require
from wenming.materials.enums import PaperKind, Rhythm
from wenming.materials.models import Programme, Requirement
from wenming.materials.rules import keeps_materials
from wenming.organisations.rules import require_again
from wenming.standards.models import Edition, Node
from wenming.standards.queries import standard_of

FACTS = ("name", "conferred_by", "years", "recheck_months", "notice_days", "applies_from", "applies_until")
"""What can be changed; kind, level and edition are those of the titles that there are: another one is another programme."""


@transaction.atomic
def open_programme(
    *,
    city: City,
    kind: str,
    level: str,
    edition: Edition,
    facts: Mapping[str, Any],
    by: Account,
    at: datetime,
    since: date | None = None,
) -> Programme:
    """Open a programme; what its edition asks for is asked of applicants once, and of holders every year where it looks back some months.

    ``facts`` are those of FACTS. NotPossibleError("name_taken", "window_backwards").
    """
    rows = City.objects.select_for_update()
    held = rows.get(pk=city.pk)
    require_again(keeps_materials, by, held)
    require(not Programme.objects.in_city(held).filter(name=facts["name"]).exists(), "name_taken")
    _look_at_window(facts)
    made = Programme.objects.create(city=held, kind=kind, level=level, edition=edition, by=by, at=at, **facts)
    asked = _ask_for(made, since or at.astimezone(held.zone).date(), by, at)
    data = {"requirements": [one.pk for one in asked], "edition": edition.pk}
    record_event(city=held, kind="programme.opened", subject=made, data=data, by=by, at=at)
    return made


@transaction.atomic
def change_programme(*, programme: Programme, facts: Mapping[str, Any], by: Account, at: datetime) -> Programme:
    """Change times and names; titles that there are keep their days. NotPossibleError("programme_ended", "name_taken", "window_backwards")."""
    held = locked_programme(programme, by)
    require(held.ended_on is None, "programme_ended")
    others = Programme.objects.in_city(held.city).exclude(pk=held.pk)
    require(not others.filter(name=facts["name"]).exists(), "name_taken")
    _look_at_window(facts)
    changed = [name for name in FACTS if getattr(held, name) != facts[name]]
    for name in changed:
        setattr(held, name, facts[name])
    held.save()
    record_event(city=held.city, kind="programme.changed", subject=held, data={"changed": changed}, by=by, at=at)
    return held


@transaction.atomic
def end_programme(*, programme: Programme, by: Account, at: datetime) -> Programme:
    """Take no more applications; what is under way and the titles that there are go on. NotPossibleError("programme_ended")."""
    held = locked_programme(programme, by)
    require(held.ended_on is None, "programme_ended")
    held.ended_on = at.astimezone(held.city.zone).date()
    held.save(update_fields=["ended_on"])
    data = {"on": held.ended_on.isoformat()}
    record_event(city=held.city, kind="programme.ended", subject=held, data=data, by=by, at=at)
    return held


def locked_programme(programme: Programme, by: Account) -> Programme:
    """Lock a programme, for the office."""
    rows = Programme.objects.in_city(programme.city).select_for_update(of=("self",)).select_related("city", "edition")
    held = rows.get(pk=programme.pk)
    require_again(keeps_materials, by, held.city)
    return held


def _look_at_window(facts: Mapping[str, Any]) -> None:
    first, last = facts["applies_from"], facts["applies_until"]
    require(first is None or last is None or first <= last, "window_backwards")


def _ask_for(programme: Programme, since: date, by: Account, at: datetime) -> list[Requirement]:
    """Create what the edition asks for, at the first clause of each material: a paper is asked for once."""
    nodes = {one.code: one for one in Node.objects.in_city(programme.city).filter(edition=programme.edition)}
    made: list[Requirement] = []
    numbers: dict[int, int] = {}
    for material in standard_of(programme.edition).provisions.materials:
        node = nodes[material.clauses[0]]
        rhythms: list[Any] = [Rhythm.ONCE, *([Rhythm.YEARLY] if material.months else [])]
        for rhythm in rhythms:
            numbers[node.pk] = numbers.get(node.pk, 0) + 1
            made.append(
                Requirement(
                    city=programme.city, programme=programme, node=node, number=numbers[node.pk], kind=str(material.kind),
                    name=material.name[:200], count=material.count or 1, rhythm=str(rhythm), window_months=material.months,
                    two_reviews=material.kind != PaperKind.PICTURE, source=material.code, since=since, by=by, at=at,
                )
            )  # fmt: skip
    return Requirement.objects.bulk_create(made)
