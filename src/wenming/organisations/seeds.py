"""Seeds of the organisation: the statutory calendar, and the fictional town of the demo (data/city/organisation.yaml)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import yaml
from django.conf import settings

from wenming.engine.deadlines import Season
from wenming.kernel.models import Account, City
from wenming.organisations.actions import (
    add_alias,
    add_person,
    begin_tenure,
    found_unit,
    merge_units,
    rename_unit,
    seed_days,
    set_group,
    set_hours,
)
from wenming.organisations.imports.calendars import statutory_years
from wenming.organisations.models import Person, Unit

SUMMER, WINTER = (15 * 60, 18 * 60), (14 * 60 + 30, 17 * 60 + 30)
MORNING = (8 * 60, 12 * 60)


def seed_calendar(*, city: City, by: Account | None, at: datetime) -> int:
    """Give a city the statutory calendar that comes along; return how many days are new."""
    return sum(seed_days(city=city, days=year.days, source=year.source, by=by, at=at) for year in statutory_years())


def seed_organisation(*, city: City, at: datetime) -> None:
    """Give the demo its headquarters, departments, districts and people, and the calendar they work by."""
    seed_calendar(city=city, by=None, at=at)
    seasons = [Season((6, 1), (MORNING, SUMMER)), Season((10, 1), (MORNING, WINTER))]
    set_hours(city=city, seasons=seasons, by=None, at=at)
    facts = yaml.safe_load((settings.ROOT / "data" / "city" / "organisation.yaml").read_text(encoding="utf-8"))
    town = _Town(city, at, facts["since"])
    for one in facts["units"]:
        town.found(one, None)
    town.change(facts)
    for name, members in facts["groups"].items():
        set_group(city=city, name=name, units=town.chosen(members), by=None, at=at)


class _Town:
    """The units of the demo by name while they are being founded."""

    def __init__(self, city: City, at: datetime, since: date) -> None:
        self.city, self.at, self.since = city, at, since
        self.units: dict[str, Unit] = {}
        self.people: dict[str, Person] = {}

    def found(self, facts: dict[str, Any], parent: Unit | None) -> None:
        """Found a unit, give it its people, and go on with those below it."""
        unit = found_unit(
            city=self.city,
            kind=facts["kind"],
            name=facts["name"],
            short_name=facts.get("short", ""),
            since=self.since,
            parent=parent,
            by=None,
            at=self.at,
        )
        self.units[unit.name] = unit
        for name in facts.get("aliases", ()):
            add_alias(unit=unit, name=name, kind="short", by=None, at=self.at)
        for person in facts.get("people", ()):
            self.appoint(unit, person)
        for one in facts.get("below", ()):
            self.found(one, unit)

    def appoint(self, unit: Unit, facts: dict[str, Any]) -> None:
        """Let a person be something in a unit; a name that occurs twice is one person with two tenures."""
        name = facts["name"]
        if name not in self.people:
            phone = f"13900{len(self.people) + 1:06d}"
            self.people[name] = add_person(city=self.city, name=name, phone=phone, by=None, at=self.at)
        begin_tenure(
            person=self.people[name],
            unit=unit,
            title=facts["title"],
            since=facts.get("since", self.since),
            is_head=facts.get("head", False),
            is_deputy=facts.get("deputy", False),
            by=None,
            at=self.at,
        )

    def change(self, facts: dict[str, Any]) -> None:
        """Rename and merge what was renamed and merged since."""
        for one in facts["renamed"]:
            unit = self.units.pop(one["from"])
            self.units[one["to"]] = rename_unit(
                unit=unit, name=one["to"], short_name=one["short"], on=one["day"], by=None, at=self.at
            )
        for one in facts["merged"]:
            units = [self.units.pop(name) for name in one["units"]]
            merge_units(units=units, into=self.units[one["into"]], on=one["day"], by=None, at=self.at)

    def chosen(self, wanted: dict[str, Any]) -> list[Unit]:
        """Return the members of a group: of some kinds, but for a few names."""
        left_out = wanted.get("but", ())
        return [unit for unit in self.units.values() if unit.kind in wanted["kinds"] and unit.name not in left_out]
