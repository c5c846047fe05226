"""What a line of the table says, and the circles of people in it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from wenming.organisations.enums import Role

ANYBODY, SIGNED_IN, OPERATOR = "anybody", "signed_in", "operator"
"""Circles outside the posts of a city: nobody need sign in; whoever has signed in; whoever runs the installation."""


def circle(*roles: Any) -> frozenset[str]:
    """Return a circle of people by their roles."""
    return frozenset(str(role) for role in roles)


EVERYBODY = circle(*Role)
INSIDE = EVERYBODY - circle(Role.FIRM)
OFFICE = circle(Role.OFFICE)
KEEPERS = circle(Role.OFFICE, Role.SYSTEM_ADMINISTRATOR)
RESULTS = circle(Role.OFFICE, Role.LEADER, Role.SUPERVISOR, Role.AUDITOR)
CALLERS = EVERYBODY - circle(Role.FIRM, Role.INSPECTOR, Role.AUDITOR, Role.SECURITY_ADMINISTRATOR)
REGISTER = EVERYBODY - circle(Role.FIRM, Role.INSPECTOR, Role.SECURITY_ADMINISTRATOR)
AUDIT = circle(Role.AUDITOR)
SECURITY = circle(Role.SECURITY_ADMINISTRATOR)
DOERS = EVERYBODY - circle(Role.AUDITOR)
AREA = circle(Role.OFFICE, Role.DISTRICT_OFFICE, Role.STREET_OFFICE)
UNITS = circle(Role.DISTRICT_OFFICE, Role.STREET_OFFICE, Role.COMMUNITY_WORKER, Role.LIAISON)
WALKERS = circle(Role.INSPECTOR, Role.FIRM)
CITY_WIDE = REGISTER - UNITS
ISSUES = EVERYBODY - circle(Role.SYSTEM_ADMINISTRATOR, Role.SECURITY_ADMINISTRATOR)
"""Who sees issues, or some of them."""


@dataclass(frozen=True)
class Door:
    """An address: who may open it, who may send it something, and what fills its places.

    ``opens``: empty = it cannot be read (405). ``writes``: empty = it takes nothing. ``fills``: place of the address -> name of an example;
    ``query`` is what a page needs to be asked. ``machine``: called with a key, so that nobody is sent to sign-in (401 instead).
    ``vague``: those who are let in may be answered 404, because the bare address or an empty form names nothing that there is.
    ``greets``: who has not signed in is shown a page that names no record, instead of being sent to sign-in.
    """

    opens: frozenset[str] = frozenset()
    writes: frozenset[str] = frozenset()
    fills: dict[str, str] = field(default_factory=dict)
    query: str = ""
    machine: bool = False
    vague: bool = False
    greets: bool = False

    @property
    def methods(self) -> list[str]:
        """Return the methods that the address knows."""
        return [name for name, who in (("GET", self.opens), ("POST", self.writes)) if who]


def page(who: frozenset[str], query: str = "", **fills: str) -> Door:
    """Return an address that is read only."""
    return Door(who, fills=fills, query=query)


def form(who: frozenset[str], writes: frozenset[str] | None = None, **fills: str) -> Door:
    """Return an address with a form: whoever opens it may send it, unless ``writes`` names fewer."""
    return Door(who, who if writes is None else writes, fills)


def act(who: frozenset[str], **fills: str) -> Door:
    """Return an address that only takes something."""
    return Door(writes=who, fills=fills)


def machine(who: frozenset[str], **fills: str) -> Door:
    """Return an address for machines."""
    return Door(who, fills=fills, machine=True)


def vague(door: Door) -> Door:
    """Return an address that needs more than itself to find what it is about."""
    return replace(door, vague=True)


def greeting(door: Door) -> Door:
    """Return an address that says something to people who have not signed in."""
    return replace(door, greets=True)
