"""Who answers for what in the rehearsal city (data/city/responsibilities.yaml), with the gaps and doubles planted there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import yaml
from django.conf import settings

from wenming.campaigns.actions import name_chief, set_clause, set_terms
from wenming.campaigns.enums import Part
from wenming.campaigns.models import Campaign, Title
from wenming.engine.naming import NamedBy, NameIndex
from wenming.kernel.models import City
from wenming.organisations.actions import found_unit, merge_units
from wenming.organisations.models import Person, Unit, UnitGroup
from wenming.organisations.queries import name_index
from wenming.standards.models import Edition, Node

SINCE = date(2015, 5, 1)
YEARS = 3


def responsibility_facts() -> dict[str, Any]:
    """Return what the file says."""
    path = settings.ROOT / "data" / "city" / "responsibilities.yaml"
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def seed_responsibilities(*, city: City, at: datetime) -> None:
    """Give the demo's campaigns their matrices; a campaign that is not there yet is opened for the three years around ``at``."""
    facts = responsibility_facts()
    leaving = _found_leaving(city, facts["ended"], at)
    for one in facts["campaigns"]:
        edition = Edition.objects.in_city(city).filter(code=one["edition"]).first()
        if edition is not None:
            _fill(campaign_of(edition, one, at), one, at)
    into = Unit.objects.in_city(city).get(name=facts["ended"]["into"], ends_on__isnull=True)
    merge_units(units=[leaving], into=into, on=at.astimezone(city.zone).date(), by=None, at=at)


def campaign_of(edition: Edition, facts: Mapping[str, Any], at: datetime) -> Campaign:
    """Return the city's campaign by an edition, opened where there is none."""
    city = edition.city
    known = Campaign.objects.in_city(city).filter(edition=edition).select_related("city", "edition").first()
    if known is not None:
        return known
    words = {"name_en": facts["title_en"], "order": facts["order"]}
    title, _created = Title.objects.in_city(city).get_or_create(city=city, name=facts["title"], defaults=words)
    year = at.astimezone(city.zone).year
    return Campaign.objects.create(
        city=city,
        title=title,
        name=facts["name"],
        edition=edition,
        starts_on=date(year - YEARS + 1, 1, 1),
        ends_on=date(year, 12, 31),
        created_at=at,
    )


def _found_leaving(city: City, facts: Mapping[str, str], at: datetime) -> Unit:
    """Found the unit that will be merged once it has its parts."""
    above = Unit.objects.in_city(city).get(name=facts["under"])
    return found_unit(
        city=city,
        kind=facts["kind"],
        name=facts["name"],
        short_name=facts["short"],
        since=SINCE,
        parent=above,
        by=None,
        at=at,
    )


def _fill(campaign: Campaign, facts: Mapping[str, Any], at: datetime) -> None:
    """Give every clause of a campaign its units, its terms and its leader."""
    city = campaign.city
    names = _Names(city, at)
    nodes = {node.code: node for node in Node.objects.in_city(city).filter(edition=campaign.edition)}
    year = at.astimezone(city.zone).year
    for code, cells in facts["clauses"].items():
        who = {"campaign": campaign, "node": nodes[code], "by": None, "at": at}
        if "before" in cells:
            set_clause(**who, parts={Part.LEAD: names.units(cells["before"])})
        parts = {part: names.units(cells.get(part, "")) for part in Part.values}
        set_clause(**who, parts=parts, named_by=names.groups)
        if "due" in cells or "materials" in cells:
            set_terms(
                **who,
                due=cells.get("due", ""),
                due_on=date.fromisoformat(f"{year}-{cells['due_on']}") if "due_on" in cells else None,
                materials=cells.get("materials", ""),
            )
    for code, name in facts.get("chiefs", {}).items():
        person = Person.objects.in_city(city).filter(name=name).earliest("pk")
        name_chief(campaign=campaign, node=nodes[code], person=person, by=None, at=at)


class _Names:
    """The units behind the cells. ``groups``: unit -> the group by which the cell read last named it."""

    def __init__(self, city: City, at: datetime) -> None:
        self.index: NameIndex = name_index(city, on=at.astimezone(city.zone).date())
        self.by_key = {unit.pk: unit for unit in Unit.objects.in_city(city)}
        self.known = {group.name: group for group in UnitGroup.objects.in_city(city)}
        self.groups: dict[int, UnitGroup] = {}

    def units(self, cell: str) -> Sequence[Unit]:
        """Return the units of a cell; a name that means none is a fault of the file."""
        found: dict[int, Unit] = {}
        for named in self.index.read(cell) if cell else ():
            if not named.keys:
                raise ValueError(f"responsibilities.yaml names no unit: {named.written}")
            for key in named.keys:
                found.setdefault(key, self.by_key[key])
                if named.found_by is NamedBy.GROUP:
                    self.groups[key] = self.known[named.written]
        return list(found.values())
