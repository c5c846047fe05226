"""What a batch of accounts would be: sign-in names from the sounds of names, units from what people are, rows of a workbook matched."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from wenming.engine.naming import NameIndex
from wenming.engine.rosters import AccountRow, RosterProblem
from wenming.kernel.models import City
from wenming.organisations.adapters import sounds_of
from wenming.organisations.enums import Role
from wenming.organisations.models import Person, Tenure
from wenming.organisations.queries.accounts import first_tenures, names_like
from wenming.organisations.queries.people import tenures_in
from wenming.organisations.queries.units import name_index, units_in

SHEET = "账号"


@dataclass(frozen=True, slots=True)
class Proposal:
    """One account as it is proposed; ``person`` is empty for somebody who is to be added with ``title`` in ``unit``."""

    name: str
    username: str
    role: str
    unit: str
    phone: str
    title: str
    person: Person | None = None
    until: date | None = None


class SignInNames:
    """Sign-in names that nobody has: the sounds of the name, with a number from 2 on where that is taken."""

    def __init__(self, names: Iterable[str]) -> None:
        self.roots = {name: root_of(name) for name in names}
        self.taken = names_like(self.roots.values())

    def keep(self, username: str) -> None:
        """Take a name out that somebody has chosen."""
        self.taken.add(username.lower())

    def draw(self, name: str) -> str:
        """Return a free sign-in name."""
        root, number = self.roots[name], 1
        while (found := root if number == 1 else f"{root}{number}") in self.taken:
            number += 1
        self.taken.add(found)
        return found


def root_of(name: str) -> str:
    """Return the sounds of a name as one word of small letters."""
    return re.sub(r"[^a-z0-9]", "", sounds_of(name).split(" ")[0])[:50] or "user"


def propose_people(city: City, people: Sequence[Person], *, on: date) -> list[Proposal]:
    """Return a proposal for each person: liaison of the unit of the first of what he or she is. Three queries."""
    held = first_tenures(city, people, on=on)
    names = SignInNames(one.name for one in people)
    return [
        Proposal(
            name=one.name,
            username=names.draw(one.name),
            role=str(Role.LIAISON),
            unit=held[one.pk].unit.name if one.pk in held else "",
            phone=one.phone,
            title="",
            person=one,
        )
        for one in people
    ]


def propose_rows(city: City, rows: Sequence[AccountRow], *, on: date) -> tuple[list[Proposal], list[RosterProblem]]:
    """Return a proposal for each row that can be used, and a problem with place and mend for each that cannot."""
    people = _by_name(city, rows)
    tenures = _tenures(city, people, on)
    index, units = name_index(city, on=on), {one.pk: one.name for one in units_in(city, on=on)}
    names = SignInNames(row.name for row in rows)
    for row in rows:
        names.keep(row.username)
    found: list[Proposal] = []
    problems: list[RosterProblem] = []
    for row in rows:
        unit, fault = _unit(row, index, units)
        person, unclear = _person(row, unit, people.get(row.name, []), tenures)
        wrong = fault or unclear
        if wrong:
            problems.append(wrong)
            continue
        username = row.username or names.draw(row.name)
        found.append(Proposal(row.name, username, row.role, unit, _phone(row, person), row.title, person, row.until))
    return found, problems


def _phone(row: AccountRow, person: Person | None) -> str:
    """Return the number of a row, else the one that the person is known by."""
    return row.phone or (person.phone if person else "")


def _by_name(city: City, rows: Sequence[AccountRow]) -> dict[str, list[Person]]:
    """Return the city's people of these names."""
    found: dict[str, list[Person]] = {}
    for one in Person.objects.in_city(city).filter(name__in={row.name for row in rows}).order_by("pk"):
        found.setdefault(one.name, []).append(one)
    return found


def _tenures(city: City, people: dict[str, list[Person]], on: date) -> dict[int, list[Tenure]]:
    """Return what these people are."""
    keys = [one.pk for same in people.values() for one in same]
    found: dict[int, list[Tenure]] = {}
    for tenure in tenures_in(city, on=on).filter(person__in=keys):
        found.setdefault(tenure.person_id, []).append(tenure)
    return found


def _unit(row: AccountRow, index: NameIndex, units: dict[int, str]) -> tuple[str, RosterProblem | None]:
    """Return the name of the row's unit ("" for none), or what is wrong with it."""
    if not row.unit:
        return "", None
    named = index.read(row.unit)
    keys = [key for one in named for key in one.keys]
    if len(keys) == 1:
        return units[keys[0]], None
    if keys:
        return "", _problem(row, "单位", row.unit, _("写了几个单位"), _("一行只写一个单位"))
    maybe = [units[key] for one in named for key in one.suggestions]
    mend = _("是不是：%(names)s？") % {"names": _("、").join(maybe)} if maybe else _("写单位页上的名称、简称或别名")
    return "", _problem(row, "单位", row.unit, _("没有这个单位"), mend)


def _person(
    row: AccountRow, unit: str, people: list[Person], tenures: dict[int, list[Tenure]]
) -> tuple[Person | None, RosterProblem | None]:
    """Return whom a row means, None for somebody new, or why that is not clear."""
    there = [one for one in people if not unit or any(held.unit.name == unit for held in tenures.get(one.pk, []))]
    if len(there) > 1:
        return None, _problem(row, "姓名", row.name, _("有几个人同名"), _("在“单位”一栏写他现在的单位"))
    if people and not there:
        where = _("、").join(held.unit.name for one in people for held in tenures.get(one.pk, [])) or _("没有任职")
        mend = _("是同一个人就改“单位”；是另一个人，先在单位页登记任职")
        return None, _problem(row, "姓名", row.name, _("已有同名人员：%(where)s") % {"where": where}, mend)
    person = there[0] if there else None
    if person is not None and person.account_id is not None:
        return None, _problem(row, "姓名", row.name, _("此人已经有账号"), _("删去这一行；密码丢了，在账号页重新发放"))
    return person, None


def _problem(row: AccountRow, column: str, value: str, problem: str, mend: str) -> RosterProblem:
    """Return what is wrong with a cell."""
    return RosterProblem(SHEET, row.row, column, value, problem, mend)
