"""A city's organisation as a workbook says it: units, their other names, groups, people and what they are. Nothing is decided here.

Every row keeps the line it stood on, so that what is wrong with it can be said with its place.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit: ``order`` is its place among its siblings (None: as it comes), ``parent`` the name of the unit above ("" for none)."""

    row: int
    name: str
    kind: str
    parent: str = ""
    short_name: str = ""
    code: str = ""
    order: int | None = None
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class AliasRow:
    """Another name of a unit, and why it has it."""

    row: int
    unit: str
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A unit that belongs to a group."""

    row: int
    group: str
    unit: str


@dataclass(frozen=True, slots=True)
class TenureRow:
    """What a person is in a unit."""

    row: int
    person: str
    phone: str
    unit: str
    title: str
    is_head: bool = False
    is_deputy: bool = False
    order: int | None = None
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class AccountRow:
    """Somebody who is to sign in: ``role`` is a value of the roles, ``username`` "" where it is to be made from the name."""

    row: int
    name: str
    unit: str
    phone: str
    role: str
    username: str
    title: str
    until: date | None = None


@dataclass(frozen=True, slots=True)
class RosterProblem:
    """What cannot be used: where it stands, what is wrong and how to mend it, in words."""

    sheet: str
    row: int
    column: str
    value: str
    problem: str
    mend: str


@dataclass(frozen=True, slots=True)
class Roster:
    """Everything that a workbook says; ``rows_read`` counts its rows, used or listed among the problems."""

    units: tuple[UnitRow, ...] = ()
    aliases: tuple[AliasRow, ...] = ()
    groups: tuple[GroupRow, ...] = ()
    tenures: tuple[TenureRow, ...] = ()
    problems: tuple[RosterProblem, ...] = ()
    rows_read: int = 0
